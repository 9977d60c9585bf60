"""The uniforms of a plan's passes: their values, and the calls that set them.

Passes with the same text share a program, and so do executors. Within a plan the values that a
program has when a pass begins are those that the last pass of that program left, in this picture
or in the one before: calls are recorded for what differs from them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any

from ...dependencies import np
from ...glsl import OUT_SIZE_UNIFORM, corners_uniform, size_uniform, transform_uniform
from ...plan import Binding, PassRun, Plan
from ...usershader import ParamStorage, ParamType
from ..programs import LinkedProgram
from ..recording import Recording

_KINDS = {"f": ctypes.c_float, "i": ctypes.c_int, "ui": ctypes.c_uint}
_SETTER = len("glUniform1")

Values = Mapping[str, Any]


class UniformRecorder:
    """Records what sets the uniforms of one plan's programs.

    Parameters
    ----------
    plan : the plan
    programs : the program of each pass
    """

    def __init__(self, plan: Plan, programs: Sequence[LinkedProgram]) -> None:
        self._programs = programs
        self._passes = [
            {n: v for n, v in uniform_values(plan, run).items() if n in program.uniforms}
            for run, program in zip(plan.runs, programs, strict=True)
        ]
        self._held: dict[int, dict[str, Any]] = {}
        for program, values in zip(programs, self._passes, strict=True):
            self._held.setdefault(program.glo, {}).update(values)

    def record_all(self, recording: Recording) -> None:
        """Record what brings all programs to where a picture leaves them."""
        for program in dict.fromkeys(self._programs):
            for name, value in self._held[program.glo].items():
                _record(recording, program, name, value)

    def record(self, recording: Recording, index: int) -> None:
        """Record what a pass needs that begins; all are recorded, in their order.

        After the last one, what the programs hold is again what they held before the first.
        """
        program = self._programs[index]
        held = self._held[program.glo]
        for name, value in self._passes[index].items():
            if held[name] != value:
                _record(recording, program, name, value)
                held[name] = value


def uniform_values(plan: Plan, run: PassRun) -> dict[str, Any]:
    """Return the values of a pass's uniforms that do not change from picture to picture.

    A number each, or a tuple of 2 to 4.
    """
    output = plan.values[run.output]
    values: dict[str, Any] = {
        "input_size": run.input_size,
        "target_size": tuple(plan.target),
        "tex_offset": run.tex_offset,
        OUT_SIZE_UNIFORM: tuple(output.size),
    }
    for unit, binding in enumerate(run.bindings):
        width, height = plan.values[binding.value].size
        values[size_uniform(unit)] = width, height
        shift = binding.shift[0] / width, binding.shift[1] / height
        values[transform_uniform(unit)] = (*binding.scale, *shift)
        if not binding.straight:
            values[corners_uniform(unit)] = _corners(binding, width, height)
    params = dict(run.params)
    for param in run.shader.params:
        if param.type is not ParamType.DEFINE and param.storage is not ParamStorage.CONSTANT:
            values[param.name] = params[param.name]
    return values


def _record(recording: Recording, program: LinkedProgram, name: str, value: Any) -> None:
    location, setter = program.uniforms[name]
    kind = _KINDS[setter[_SETTER:]]
    numbers = value if isinstance(value, tuple) else (value,)
    recording.use_program(program.glo)
    recording.call(setter, location, *map(kind, numbers))


def _corners(binding: Binding, width: int, height: int) -> tuple[float, ...]:
    """Return the output's corners on a texture, as fractions of its size.

    In 32-bit arithmetic and in mpv's order, so that results are equal to the last bit.
    """
    single = np.float32
    ends = []
    for side, scale, shift in zip((width, height), binding.scale, binding.shift, strict=True):
        near = single(shift) / single(side)
        far = (single(scale) * single(side) + single(shift)) / single(side)
        ends.append((float(near), float(far)))
    (left, right), (top, bottom) = ends
    return left, top, right, bottom
