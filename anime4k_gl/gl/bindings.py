"""The host's bindings that only some plans change, restored after drawing.

These are image units, the binding points of buffers, and textures of one and three dimensions;
`host_state.preserved` restores the state that every plan changes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from ..glsl import FIRST_IMAGE_UNIT, near_bindings
from ..lazy.dataclass import dataclass
from ..plan import PassRun, Plan
from . import constants as GL
from .functions import GLFunctions
from .profiles.host_values import has_value

_Restore = Callable[[], object]


@dataclass(frozen=True, slots=True)
class BindingCounts:
    """The number of binding points of each kind that a plan's passes use, from 0 up.

    Attributes
    ----------
    units : texture units
    other_dimensions : whether some of them hold textures of one or three dimensions
    images : image units
    uniform_buffers, storage_buffers : binding points
    """

    units: int
    other_dimensions: bool
    images: int
    uniform_buffers: int
    storage_buffers: int

    @classmethod
    def from_plan(cls, plan: Plan) -> BindingCounts:
        """Return the counts for the passes of a plan."""
        runs = plan.runs
        stored = max((len(r.stored) for r in runs), default=0)
        compute = any(r.shader_pass.compute for r in runs)
        return cls(
            # At least the first, on which lookup tables are created.
            units=max((_units(r) for r in runs), default=1) or 1,
            other_dimensions=any(len(t.size) != 2 for t in plan.lookups),
            images=FIRST_IMAGE_UNIT + stored if stored else int(compute),
            uniform_buffers=max((len(r.uniform_buffers) for r in runs), default=0),
            storage_buffers=max((len(r.storage_buffers) for r in runs), default=0),
        )

    @contextmanager
    def preserved(self, gl: GLFunctions) -> Iterator[None]:
        """Restore these bindings on exit; to be used inside `host_state.preserved`."""
        restores = [
            *(self._textures(gl) if self.other_dimensions else ()),
            *(_image(gl, unit) for unit in range(self.images)),
            *_buffers(gl, _UNIFORM, self.uniform_buffers),
            *_buffers(gl, _STORAGE, self.storage_buffers),
        ]
        try:
            yield
        finally:
            for restore in restores:
                restore()

    def _textures(self, gl: GLFunctions) -> Iterator[_Restore]:
        kinds = (
            (GL.TEXTURE_1D, GL.TEXTURE_BINDING_1D),
            (GL.TEXTURE_3D, GL.TEXTURE_BINDING_3D),
        )
        for unit in range(self.units):
            gl.glActiveTexture(GL.TEXTURE0 + unit)
            yield partial(gl.glActiveTexture, GL.TEXTURE0 + unit)
            for target, binding in kinds:
                if has_value(binding, gl.profile):
                    yield partial(gl.glBindTexture, target, gl.integer(binding))


_UNIFORM = (
    GL.UNIFORM_BUFFER,
    GL.UNIFORM_BUFFER_BINDING,
    GL.UNIFORM_BUFFER_START,
    GL.UNIFORM_BUFFER_SIZE,
)
_STORAGE = (
    GL.SHADER_STORAGE_BUFFER,
    GL.SHADER_STORAGE_BUFFER_BINDING,
    GL.SHADER_STORAGE_BUFFER_START,
    GL.SHADER_STORAGE_BUFFER_SIZE,
)


_IMAGE = (
    GL.IMAGE_BINDING_NAME,
    GL.IMAGE_BINDING_LEVEL,
    GL.IMAGE_BINDING_LAYERED,
    GL.IMAGE_BINDING_LAYER,
    GL.IMAGE_BINDING_ACCESS,
    GL.IMAGE_BINDING_FORMAT,
)


def _image(gl: GLFunctions, unit: int) -> _Restore:
    ask, value = gl.untyped("glGetIntegeri_v"), (ctypes.c_int * 1)()
    parts = []
    for part in _IMAGE:
        ask(part, unit, value)
        parts.append(value[0])
    return partial(gl.untyped("glBindImageTexture"), unit, *parts)


def _buffers(gl: GLFunctions, kind: tuple[int, int, int, int], count: int) -> Iterator[_Restore]:
    """Yield the restores of the first binding points of a kind, and of the generic one."""
    target, binding, start, size = kind
    for index in range(count):
        name = gl.indexed(binding, index)
        extent = gl.indexed64(size, index)
        if extent:
            offset = gl.indexed64(start, index)
            yield partial(gl.glBindBufferRange, target, index, name, offset, extent)
        else:
            yield partial(gl.glBindBufferBase, target, index, name)
    if count:
        yield partial(gl.glBindBuffer, target, gl.integer(binding))


def _units(run: PassRun) -> int:
    return len(run.bindings) + len(run.sampled) + len(near_bindings(run))
