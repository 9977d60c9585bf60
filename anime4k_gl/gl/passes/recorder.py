"""The calls that draw one picture: a plan's passes with the OpenGL objects made for them."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any

from ...glsl import FIRST_IMAGE_UNIT, OUT_IMAGE_UNIT, VERTICES
from ...lazy.dataclass import dataclass
from ...plan import PassRun, Plan
from .. import constants as GL
from ..functions import GLFunctions
from ..programs import LinkedProgram
from ..recording import Recording
from ..resources.block_buffers import BlockBuffer
from ..resources.internal_formats import internal_format
from ..resources.lookups import LookupTexture
from ..resources.target import RenderTarget
from .debug import DebugNames
from .uniforms import UniformRecorder

# The uses that later passes may make of data a pass wrote by other means than drawing.
_WRITTEN = (
    GL.TEXTURE_FETCH_BARRIER_BIT
    | GL.SHADER_IMAGE_ACCESS_BARRIER_BIT
    | GL.SHADER_STORAGE_BARRIER_BIT
    | GL.FRAMEBUFFER_BARRIER_BIT
)


@dataclass(frozen=True, slots=True)
class PlanObjects:
    """What passes are drawn with.

    Attributes
    ----------
    inputs : the names of the textures that are given with each picture
    slots, targets : the textures of the plan's slots, and framebuffers around them
    lookups, buffers : those of the plan's blocks, by the blocks' ids
    near : the bindings of each pass that it reads without interpolation, too, by their indices
    programs : of each pass
    vertex_array : for all of them
    linear, nearest : the names of the samplers
    counters : ``frame`` and ``random`` of each pass; empty where no pass asks
    queries : the timer of each pass; empty where none is timed
    """

    inputs: Sequence[ctypes.c_uint]
    slots: Sequence[Any]
    targets: Sequence[RenderTarget]
    lookups: Mapping[int, LookupTexture]
    buffers: Mapping[int, BlockBuffer]
    near: Sequence[Sequence[int]]
    programs: Sequence[LinkedProgram]
    vertex_array: int
    linear: int
    nearest: int
    counters: Sequence[tuple[ctypes.c_int, ctypes.c_float]]
    queries: Sequence[int]


class PictureRecorder:
    """Records the calls of a plan.

    Parameters
    ----------
    plan, objects : what to draw, with what
    """

    def __init__(self, gl: GLFunctions, plan: Plan, objects: PlanObjects) -> None:
        self._gl = gl
        self._plan = plan
        self._objects = objects
        self._uniforms = UniformRecorder(plan, objects.programs)

    def settling(self) -> Recording:
        """Return what gives the programs the uniforms that a picture leaves them with.

        To be played before a picture where another plan used the programs meanwhile.
        """
        recording = Recording(self._gl)
        self._uniforms.record_all(recording)
        return recording

    def picture(self, *, timed: bool, names: DebugNames | None) -> Recording:
        """Return what draws a picture.

        Parameters
        ----------
        timed : whether each pass is timed
        names : what names each pass to debuggers, if any listens
        """
        objects = self._objects
        recording = Recording(self._gl)
        recording.call("glBindVertexArray", objects.vertex_array)
        for index, (run, program) in enumerate(zip(self._plan.runs, objects.programs, strict=True)):
            if names is not None:
                names.open(recording, run.label)
            if timed:
                recording.call("glBeginQuery", GL.TIME_ELAPSED, objects.queries[index])
            recording.use_program(program.glo)
            self._uniforms.record(recording, index)
            self._counters(recording, program, index)
            self._textures(recording, run, objects.near[index])
            self._blocks(recording, run)
            self._drawing(recording, run)
            if timed:
                recording.call("glEndQuery", GL.TIME_ELAPSED)
            if names is not None:
                names.close(recording)
        return recording

    def _counters(self, recording: Recording, program: LinkedProgram, index: int) -> None:
        if self._objects.counters:
            for name, number in zip(
                ("frame", "random"), self._objects.counters[index], strict=True
            ):
                if name in program.uniforms:
                    location, setter = program.uniforms[name]
                    recording.call(setter, location, number)

    def _textures(self, recording: Recording, run: PassRun, near: Sequence[int]) -> None:
        """Record the texture units: first of straight reads, then of tables, then of near reads."""
        unit = 0
        for binding in run.bindings:
            name = self._texture(binding.value)
            recording.use_texture(unit, GL.TEXTURE_2D, name, self._objects.linear)
            unit += 1
        for lookup in run.sampled:
            self._objects.lookups[id(lookup)].record(recording, unit)
            unit += 1
        for index in near:
            name = self._texture(run.bindings[index].value)
            recording.use_texture(unit, GL.TEXTURE_2D, name, self._objects.nearest)
            unit += 1

    def _blocks(self, recording: Recording, run: PassRun) -> None:
        for unit, lookup in enumerate(run.stored, start=FIRST_IMAGE_UNIT):
            self._objects.lookups[id(lookup)].record_as_image(recording, unit)
        for kind in (run.uniform_buffers, run.storage_buffers):
            for index, buffer in enumerate(kind):
                self._objects.buffers[id(buffer)].record(recording, index)

    def _drawing(self, recording: Recording, run: PassRun) -> None:
        output = self._plan.values[run.output]
        assert output.slot is not None
        width, height = output.size
        block = run.shader_pass.compute
        if block is not None:
            slot = self._objects.slots[output.slot].glo
            form = internal_format(output.format)
            recording.use_image(OUT_IMAGE_UNIT, slot, form, GL.WRITE_ONLY)
            columns, rows = -(-width // block.block_width), -(-height // block.block_height)
            recording.call("glDispatchCompute", columns, rows, 1)
        else:
            target = self._objects.targets[output.slot].glo
            recording.use_target(target, width, height)
            recording.call("glDrawArrays", GL.TRIANGLES, 0, VERTICES)
        if block is not None or run.stored or run.storage_buffers:
            recording.call("glMemoryBarrier", _WRITTEN)

    def _texture(self, value: int) -> Any:
        """Return the name of a value's texture, for calls."""
        slot = self._plan.values[value].slot
        return self._objects.inputs[value] if slot is None else self._objects.slots[slot].glo
