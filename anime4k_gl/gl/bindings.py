"""Give a host back what is bound where only some plans bind something.

Beside `preserved`, which is for what every plan changes: image units, the binding points of
buffers, and textures of one and three dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from ..glsl import FIRST_IMAGE_UNIT, near_bindings
from ..plan import PassRun, Plan
from . import constants as GL
from .functions import GLFunctions

_Restore = Callable[[], object]


@dataclass(frozen=True, slots=True)
class BindingCounts:
    """How much of each a plan's passes bind, counted from 0.

    Attributes
    ----------
    units : texture units
    sizes : whether there are textures of one or three dimensions on them
    images : image units
    uniform_buffers, storage_buffers : binding points
    """

    units: int
    sizes: bool
    images: int
    uniform_buffers: int
    storage_buffers: int

    @classmethod
    def of(cls, plan: Plan) -> BindingCounts:
        """Return what the passes of a plan bind."""
        runs = plan.runs
        stored = max((len(r.stored) for r in runs), default=0)
        compute = any(r.shader_pass.compute for r in runs)
        return cls(
            # The first at least: there tables are made.
            units=max((_units(r) for r in runs), default=1) or 1,
            sizes=any(len(t.size) != 2 for t in plan.lookups),
            images=FIRST_IMAGE_UNIT + stored if stored else int(compute),
            uniform_buffers=max((len(r.uniform_buffers) for r in runs), default=0),
            storage_buffers=max((len(r.storage_buffers) for r in runs), default=0),
        )

    @contextmanager
    def preserved(self, gl: GLFunctions) -> Iterator[None]:
        """Restore on exit what is bound there, inside `state.preserved`, which does the rest."""
        restores = [
            *(self._textures(gl) if self.sizes else ()),
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


def _image(gl: GLFunctions, unit: int) -> _Restore:
    parts = (
        GL.IMAGE_BINDING_NAME,
        GL.IMAGE_BINDING_LEVEL,
        GL.IMAGE_BINDING_LAYERED,
        GL.IMAGE_BINDING_LAYER,
        GL.IMAGE_BINDING_ACCESS,
        GL.IMAGE_BINDING_FORMAT,
    )
    return partial(gl.glBindImageTexture, unit, *(gl.indexed(part, unit) for part in parts))


def _buffers(gl: GLFunctions, kind: tuple[int, int, int, int], count: int) -> Iterator[_Restore]:
    """Yield what restores the first binding points of a kind, and then the point for all calls."""
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
