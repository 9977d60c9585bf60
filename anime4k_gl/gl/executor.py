"""The executor of plans: binds, draws and times; every decision was made by the plan."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import moderngl

from ..errors import GLError
from ..glsl import near_bindings
from ..glsl_syntax.code import code_of
from ..plan import Plan
from ..usershader import Buffer, Texture
from . import constants as GL
from .bindings import BindingCounts
from .error_places import block_place
from .functions import GLFunctions
from .host_modes import ConditionCheck
from .host_state import host_state
from .passes.debug import DebugNames
from .passes.pass_programs import PassPrograms
from .passes.recorder import PictureRecorder, PlanObjects
from .programs import LinkedProgram, ProgramCache
from .recording import Recording
from .resources.block_buffers import BlockBuffer
from .resources.host_texture import SRGB_DECODE
from .resources.limits import check_plan
from .resources.lookups import LookupTexture
from .resources.memory import allocating
from .resources.target import RenderTarget
from .resources.textures import allocate
from .shader_state import ShaderState
from .timing import Timers, host_is_timing

# llvmpipe's first query in a context was seen to count from the machine's start.
_LONGEST_PASS_MS = 60_000.0

# What GLSL has of clocks, and what leaves a texel unwritten.
_CHANGING = re.compile(r"\b(?:discard|clock\w*ARB|clock\w*EXT)\b")


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
        context : a moderngl context, OpenGL 3.3 or OpenGL ES 3.0, or later
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
        self._host = host_state(context, self._gl)
        self._constant: list[Any] = []
        self._recordings: dict[tuple[bool, bool], Recording] = {}
        with ExitStack() as undo:
            self._release_stack = undo
            self._condition = self._keep(ConditionCheck(self._gl))
            self._shader_state = self._keep(ShaderState()) if shader_state is None else shader_state
            if programs is None:
                programs = ProgramCache(context)
                undo.callback(programs.release)
            self._cache = programs
            capabilities = programs.capabilities
            check_plan(plan, capabilities, units=self._bindings.units)
            timed = timing and self._gl.profile.timers
            with self._preserved(transfers=True):
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
                linear = self._keep(_sampler(context, self._gl, moderngl.LINEAR))
                nearest = self._keep(_sampler(context, self._gl, moderngl.NEAREST))
                self._timers = self._keep(Timers(self._gl, len(plan.runs))) if timed else None
            self._objects = PlanObjects(
                inputs=[ctypes.c_uint() for _ in range(plan.inputs)],
                slots=self._slots,
                targets=self._targets,
                lookups=self._lookups,
                buffers=self._buffers,
                near=[near_bindings(run) for run in plan.runs],
                programs=self._programs.programs,
                vertex_array=programs.vertex_array,
                linear=linear._glo,
                nearest=nearest._glo,
                counters=[],
                queries=self._timers.names if self._timers else (),
            )
            self._follow(plan)
            self._label()
            self._release_stack = undo.pop_all()

    def run(self, inputs: Sequence[Any]) -> tuple[Any, ...]:
        """Draw every pass; return the output textures, valid until the next run.

        Parameters
        ----------
        inputs : moderngl textures in the order of the plan's inputs; read, not changed
        """
        self._condition.check()
        for name, texture in zip(self._objects.inputs, inputs, strict=True):
            name.value = texture.glo
        timed = self._timers is not None and not host_is_timing(self._gl)
        recording = self._recorded(timed=timed)
        self._count()
        what = f"pictures of {self.plan.target}"
        # Drivers may put off finding memory for a texture until something is drawn into it.
        found = nullcontext() if self._ran else allocating(self._gl, what, memory_only=True)
        with self._preserved(transfers=False), found:
            if self._cache.settled is not self._settling:
                self._settling.play()
            self._cache.settled = None  # until this is through
            recording.play()
            self._cache.settled = self._settling
        self._ran, self._measured = True, timed
        slots = (self.plan.values[index].slot for index in self.plan.outputs)
        return tuple(
            inputs[index] if slot is None else self._slots[slot]
            for index, slot in zip(self.plan.outputs, slots, strict=True)
        )

    @cached_property
    def repeats(self) -> bool:
        """Whether a run with the same inputs gives the same result, whatever ran before.

        Not so where a pass asks for the picture's number, for chance or for a clock, keeps
        something for the next picture, or leaves texels as the last one left them.
        """
        return not any(
            _asks(program)
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
            with self._preserved(transfers=False):
                self._programs.follow(plan)
        self._follow(plan)

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
        self._lookups, self._buffers = {}, {}
        self._programs.release()
        self._constant = []
        self._recordings.clear()
        self._measured = False

    @contextmanager
    def _preserved(self, *, transfers: bool) -> Iterator[None]:
        with (
            self._host.preserved(self._bindings.units, transfers=transfers),
            self._bindings.preserved(self._gl),
        ):
            yield

    def _count(self) -> None:
        """Give the passes that ask for counters those of this picture."""
        if not self._objects.counters:
            self._shader_state.count(self.plan)
            return
        self._shader_state.frame += 1
        for run, (number, chance) in zip(self.plan.runs, self._objects.counters, strict=True):
            if not run.builtin:  # players do not count the engine's own passes
                number.value, chance.value = self._shader_state.counters(run, self.plan.dialect)

    def _follow(self, plan: Plan) -> None:
        self.plan = plan
        if not self._objects.counters and any(map(_asks, self._programs.programs)):
            counters = [(ctypes.c_int(), ctypes.c_float()) for _ in plan.runs]
            self._objects = replace(self._objects, counters=counters)
        self._recorder = PictureRecorder(self._gl, plan, self._objects)
        self._settling = self._recorder.settling()
        self._recordings.clear()

    def _recorded(self, *, timed: bool) -> Recording:
        """Return the calls that draw a picture, recorded the first time."""
        named = self._names.wanted
        if (timed, named) not in self._recordings:
            self._recordings[timed, named] = self._recorder.picture(
                timed=timed, names=self._names if named else None
            )
        return self._recordings[timed, named]

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


def _asks(program: LinkedProgram) -> bool:
    """Return whether a program asks for the picture's number, or for chance."""
    return program.uses("frame") or program.uses("random")


def _sampler(context: Any, gl: GLFunctions, mode: int) -> Any:
    """Return a sampler that ends at the edge, and reads the codes of sRGB textures as they are."""
    sampler = context.sampler(False, False, filter=(mode, mode))
    if SRGB_DECODE in context.extensions:
        gl.glSamplerParameteri(sampler._glo, GL.TEXTURE_SRGB_DECODE_EXT, GL.SKIP_DECODE_EXT)
    return sampler
