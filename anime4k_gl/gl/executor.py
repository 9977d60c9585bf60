"""The executor of plans: binds, draws and times; every decision was made by the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cached_property, partial
from typing import Any

import moderngl
import numpy as np

from ..errors import GLError
from ..glsl import (
    FIRST_IMAGE_UNIT,
    OUT_IMAGE_UNIT,
    OUT_SIZE_UNIFORM,
    corners_uniform,
    near_bindings,
    size_uniform,
    transform_uniform,
)
from ..glsl_syntax.code import code_of
from ..plan import Binding, PassRun, Plan, Value
from ..usershader import Buffer, ParamStorage, ParamType, Texture
from . import constants as GL
from .bindings import BindingCounts
from .context import Capabilities
from .debug import DebugNames
from .error_places import block_place, pass_place
from .functions import GLFunctions
from .host_modes import ConditionCheck
from .host_state import draw_to, preserved
from .programs import LinkedProgram, ProgramCache
from .resources.block_buffers import BlockBuffer
from .resources.host_texture import SRGB_DECODE
from .resources.lookups import LookupTexture, image_format
from .resources.memory import allocating
from .resources.pass_programs import PassPrograms
from .resources.target import RenderTarget
from .resources.textures import allocate
from .shader_state import ShaderState
from .timing import Timers, host_is_timing

# llvmpipe's first query in a context was seen to count from the machine's start.
_LONGEST_PASS_MS = 60_000.0

# What GLSL has of clocks, and what leaves a texel unwritten.
_CHANGING = re.compile(r"\b(?:discard|clock\w*ARB|clock\w*EXT)\b")

# The uses that later passes may make of data a pass wrote by other means than drawing.
_WRITTEN = (
    GL.TEXTURE_FETCH_BARRIER_BIT
    | GL.SHADER_IMAGE_ACCESS_BARRIER_BIT
    | GL.SHADER_STORAGE_BARRIER_BIT
    | GL.FRAMEBUFFER_BARRIER_BIT
)


class Executor:
    """The textures and programs of one plan in one context.

    Owns what it allocates until `release`, which must be called before the context is released.
    All calls must come from the thread on which the context is current.
    """

    def __init__(
        self,
        context: Any,
        plan: Plan,
        *,
        programs: ProgramCache | None = None,
        timing: bool = False,
        shader_state: ShaderState | None = None,
    ) -> None:
        """Allocate textures and compile programs.

        Parameters
        ----------
        context : a moderngl context, OpenGL 3.3 or later
        plan : what to run
        programs : a cache to share with other executors of the context; its owner releases it
        timing : measure each pass's GPU time, for `timings`
        shader_state : the counters and storage of shaders, to share with the executor of another
            plan for the same pictures; its owner releases it

        Raises
        ------
        GLError : a texture is larger than the driver allows, or memory is short
        ShaderCompileError : the driver refuses a pass
        """
        self.plan = plan
        self._context = context
        self._gl = GLFunctions(context)
        self._names = DebugNames(context, self._gl)
        self._measured = self._ran = False
        self._bindings = BindingCounts.from_plan(plan)
        self._near = [near_bindings(run) for run in plan.runs]
        self._constant: list[Any] = []
        with ExitStack() as undo:
            self._release_stack = undo
            self._condition = self._keep(ConditionCheck(self._gl))
            self._shader_state = self._keep(ShaderState()) if shader_state is None else shader_state
            if programs is None:
                programs = ProgramCache(context)
                undo.callback(programs.release)
            capabilities = programs.capabilities
            capabilities.check_size(plan.source, "the source size")
            capabilities.check_size(plan.target, "the output size")
            for index, value in enumerate(plan.values):
                try:
                    capabilities.check_size(value.size, f"the size of {value.name},")
                except GLError as error:
                    raise GLError(f"{pass_place(plan, index)}{error}") from None
            self._check_bindings(capabilities)
            with self._preserved():
                self._slots = [
                    self._keep(allocate(context, self._gl, s.size, s.format)) for s in plan.slots
                ]
                self._targets = [self._keep(RenderTarget(self._gl, t)) for t in self._slots]
                self._lookups = {
                    id(t): self._block(t, partial(LookupTexture, context, self._gl, t))
                    for t in plan.lookups
                }
                self._buffers = {
                    id(b): self._block(b, partial(BlockBuffer, self._gl, b)) for b in plan.buffers
                }
                self._programs = PassPrograms(programs, plan)
                self._linear = self._keep(_sampler(context, self._gl, moderngl.LINEAR))
                self._nearest = self._keep(_sampler(context, self._gl, moderngl.NEAREST))
                self._timers = self._keep(Timers(self._gl, len(plan.runs))) if timing else None
            self._label()
            self._release_stack = undo.pop_all()

    def run(self, inputs: Sequence[Any]) -> tuple[Any, ...]:
        """Draw every pass; return the output textures, valid until the next run.

        Parameters
        ----------
        inputs : moderngl textures in the order of the plan's inputs; read, not changed
        """
        self._condition.check()
        self._shader_state.frame += 1
        textures = [*inputs, *(None,) * (len(self.plan.values) - len(inputs))]
        for index, value in enumerate(self.plan.values):
            if value.slot is not None:
                textures[index] = self._slots[value.slot]
        timers = None if host_is_timing(self._gl) else self._timers
        what = f"pictures of {self.plan.target}"
        # Drivers may put off finding memory for a texture until something is drawn into it.
        found = nullcontext() if self._ran else allocating(self._gl, what, memory_only=True)
        with self._preserved(), found:
            for index, (run, program) in enumerate(
                zip(self.plan.runs, self._programs.programs, strict=True)
            ):
                timer = timers.measure(index) if timers else nullcontext()
                with self._names.group(run.label), timer:
                    self._execute(run, program, textures, self._near[index])
        self._ran = True
        self._measured = timers is not None
        return tuple(textures[i] for i in self.plan.outputs)

    @cached_property
    def repeats(self) -> bool:
        """Whether a run with the same inputs gives the same result, whatever ran before.

        Not so where a pass asks for the picture's number, for chance or for a clock, keeps
        something for the next picture, or leaves texels as the last one left them.
        """
        return not any(
            program.uses("frame")
            or program.uses("random")
            or run.stored
            or run.storage_buffers
            or (not run.builtin and _CHANGING.search(code_of(run.shader_pass.body).text))
            for run, program in zip(self.plan.runs, self._programs.programs, strict=True)
        )

    def count(self) -> None:
        """Count a picture as run whose result is known to be the last one's, which stays."""
        self._shader_state.count(self.plan)

    def follow(self, plan: Plan) -> None:
        """Run another plan from now on, one that differs only in the values of uniforms.

        Nothing is allocated, and nothing compiled, unless the driver wants constants. See
        `plan.reparameterise` and `PassPrograms`.

        Raises
        ------
        ShaderCompileError : the driver refuses a value; the plan is then the one before
        """
        if not self._programs.serve(plan):
            with self._preserved():
                self._programs.follow(plan)
        self.plan = plan

    def timings(self) -> dict[int, float]:
        """Return each pass's GPU milliseconds in the last run, by index; waits for the GPU.

        Empty if timing is off, nothing was run, or a timer of the host ran meanwhile; impossible
        readings are left out.
        """
        if self._timers is None or not self._measured:
            return {}
        readings = {i: self._timers.milliseconds(i) for i in range(len(self.plan.runs))}
        return {i: ms for i, ms in readings.items() if ms < _LONGEST_PASS_MS}

    @property
    def output_targets(self) -> tuple[RenderTarget, ...]:
        """The framebuffers around the output textures."""
        slots = (self.plan.values[index].slot for index in self.plan.outputs)
        return tuple(self._targets[slot] for slot in slots if slot is not None)

    def texture(self, value: int) -> Any:
        """Return the texture that holds an output or a watched value; valid until the next run."""
        assert value in (*self.plan.outputs, *self.plan.watched)
        slot = self.plan.values[value].slot
        assert slot is not None
        return self._slots[slot]

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of the textures and buffers it holds, without driver padding."""
        slots = sum(slot.bytes for slot in self.plan.slots[: len(self._slots)])
        constant = sum(int(block.bytes) for block in self._constant)
        return slots + constant + self._shader_state.allocated_bytes

    def release(self) -> None:
        """Free everything this executor allocated."""
        self._release_stack.close()
        self._slots, self._targets, self._timers = [], [], None
        self._programs.release()
        self._lookups, self._buffers = {}, {}
        self._constant = []
        self._measured = False

    @contextmanager
    def _preserved(self) -> Iterator[None]:
        with (
            preserved(self._context, self._gl, self._bindings.units),
            self._bindings.preserved(self._gl),
        ):
            yield

    def _execute(
        self, run: PassRun, program: LinkedProgram, textures: Sequence[Any], near: Sequence[int]
    ) -> None:
        output = self.plan.values[run.output]
        self._set_uniforms(run, program, output)
        self._bind(run, textures, near)
        assert output.slot is not None
        if run.shader_pass.compute is not None:
            block = run.shader_pass.compute
            slot = self._slots[output.slot]
            self._gl.glBindImageTexture(
                OUT_IMAGE_UNIT, slot.glo, 0, 0, 0, GL.WRITE_ONLY, image_format(output.format)
            )
            program.dispatch(
                -(-output.size.width // block.block_width),
                -(-output.size.height // block.block_height),
            )
        else:
            draw_to(self._context, self._gl, self._targets[output.slot])
            program.draw()
        if run.shader_pass.compute is not None or run.stored or run.storage_buffers:
            self._gl.glMemoryBarrier(_WRITTEN)

    def _set_uniforms(self, run: PassRun, program: LinkedProgram, output: Value) -> None:
        plan = self.plan
        program.set("input_size", run.input_size)
        program.set("target_size", tuple(map(float, plan.target)))
        program.set("tex_offset", run.tex_offset)
        if not run.builtin:  # players do not count the engine's own passes
            frame, random = self._shader_state.counters(run, plan.dialect)
            program.set("frame", frame)
            program.set("random", random)
        program.set(OUT_SIZE_UNIFORM, tuple(map(float, output.size)))
        for unit, binding in enumerate(run.bindings):
            width, height = plan.values[binding.value].size
            program.set(size_uniform(unit), (float(width), float(height)))
            shift = (binding.shift[0] / width, binding.shift[1] / height)
            program.set(transform_uniform(unit), (*binding.scale, *shift))
            if not binding.straight:
                program.set(corners_uniform(unit), _corners(binding, width, height))
        values = dict(run.params)
        for param in run.shader.params:
            if param.type is not ParamType.DEFINE and param.storage is not ParamStorage.CONSTANT:
                program.set(param.name, values[param.name])

    def _bind(self, run: PassRun, textures: Sequence[Any], near: Sequence[int]) -> None:
        for unit, binding in enumerate(run.bindings):
            textures[binding.value].use(unit)
            self._linear.use(unit)
        for unit, lookup in enumerate(run.sampled, start=len(run.bindings)):
            self._lookups[id(lookup)].use(unit)
        start = len(run.bindings) + len(run.sampled)
        for unit, binding_index in enumerate(near, start=start):
            textures[run.bindings[binding_index].value].use(unit)
            self._nearest.use(unit)
        for unit, lookup in enumerate(run.stored, start=FIRST_IMAGE_UNIT):
            self._lookups[id(lookup)].use_as_image(unit)
        for kind in (run.uniform_buffers, run.storage_buffers):
            for index, buffer in enumerate(kind):
                self._buffers[id(buffer)].use(index)

    def _check_bindings(self, capabilities: Capabilities) -> None:
        if self._bindings.units > capabilities.max_texture_units:
            raise GLError(
                f"a pass reads {self._bindings.units} textures; this driver allows"
                f" {capabilities.max_texture_units}"
            )
        for run in self.plan.runs:
            if (run.stored or run.storage_buffers) and not capabilities.compute:
                raise GLError(
                    f"pass {run.label!r} writes a STORAGE texture or buffer, which needs OpenGL"
                    " 4.3; this driver does not have it"
                )

    def _keep(self, resource: Any) -> Any:
        self._release_stack.callback(resource.release)
        return resource

    def _block(self, block: Texture | Buffer, make: Callable[[], Any]) -> Any:
        """Return the resource of a block; storage that shaders write is kept for the next plan."""
        try:
            if block.storage:
                return self._shader_state.storage(block, make)
            self._constant.append(self._keep(make()))
            return self._constant[-1]
        except GLError as error:
            raise GLError(f"{block_place(self.plan, block)}{error}") from None

    def _label(self) -> None:
        for index, (texture, slot) in enumerate(zip(self._slots, self.plan.slots, strict=True)):
            self._names.label(texture, f"slot {index} {slot.size} {slot.format}")


def _sampler(context: Any, gl: GLFunctions, mode: int) -> Any:
    """Return a sampler that ends at the edge, and reads the codes of sRGB textures as they are."""
    sampler = context.sampler(False, False, filter=(mode, mode))
    if SRGB_DECODE in context.extensions:
        gl.glSamplerParameteri(sampler._glo, GL.TEXTURE_SRGB_DECODE_EXT, GL.SKIP_DECODE_EXT)
    return sampler


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
