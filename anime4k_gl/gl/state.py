"""Give a host its OpenGL state back.

The engine draws in contexts it does not own. What it changes is saved before and restored after,
straight from the driver, because the host may not use moderngl at all.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import raw
from .raw import RawGL

_SWITCHES = (
    raw.BLEND,
    raw.CULL_FACE,
    raw.DEPTH_TEST,
    raw.FRAMEBUFFER_SRGB,
    raw.RASTERIZER_DISCARD,
    raw.SCISSOR_TEST,
    raw.STENCIL_TEST,
)
_PIXEL_STORE = (
    raw.PACK_ALIGNMENT,
    raw.PACK_ROW_LENGTH,
    raw.UNPACK_ALIGNMENT,
    raw.UNPACK_ROW_LENGTH,
    raw.UNPACK_SKIP_PIXELS,
    raw.UNPACK_SKIP_ROWS,
)


@contextmanager
def preserved(context: Any, gl: RawGL, units: int) -> Iterator[None]:
    """Restore on exit what drawing passes changes, and meanwhile switch off what would disturb it.

    Parameters
    ----------
    context : the host's moderngl context, current on this thread
    units : how many texture units, from 0, the passes use
    """
    switches = [(switch, gl.glIsEnabled(switch)) for switch in _SWITCHES]
    store = [(name, gl.integer(name)) for name in _PIXEL_STORE]
    program = gl.integer(raw.CURRENT_PROGRAM)
    vertex_array = gl.integer(raw.VERTEX_ARRAY_BINDING)
    draw = gl.integer(raw.DRAW_FRAMEBUFFER_BINDING)
    read = gl.integer(raw.READ_FRAMEBUFFER_BINDING)
    viewport = gl.integers(raw.VIEWPORT, 4)
    scissor = gl.integers(raw.SCISSOR_BOX, 4)
    polygon = gl.integer(raw.POLYGON_MODE)
    mask = (ctypes.c_ubyte * 16)()
    gl.glGetBooleanv(raw.COLOR_WRITEMASK, mask)
    array_buffer = gl.integer(raw.ARRAY_BUFFER_BINDING)
    pack = gl.integer(raw.PIXEL_PACK_BUFFER_BINDING)
    unpack = gl.integer(raw.PIXEL_UNPACK_BUFFER_BINDING)
    active = gl.integer(raw.ACTIVE_TEXTURE)
    # moderngl binds textures to its "default unit", the last one, whenever it makes or fills one.
    touched = [*range(units), context.default_texture_unit]
    bound = []
    for unit in touched:
        gl.glActiveTexture(raw.TEXTURE0 + unit)
        bound.append((gl.integer(raw.TEXTURE_BINDING_2D), gl.integer(raw.SAMPLER_BINDING)))
    # What moderngl believes to be bound must come back too: the host may use moderngl, and moderngl
    # itself binds it again whenever it makes a framebuffer.
    believed = context.fbo
    if believed is None or not hasattr(believed.mglo, "use"):  # never set, or released since
        believed = context.detect_framebuffer(draw)

    for switch, _ in switches:
        gl.glDisable(switch)
    gl.glColorMask(1, 1, 1, 1)
    gl.glPolygonMode(raw.FRONT_AND_BACK, raw.FILL)
    gl.glBindBuffer(raw.PIXEL_PACK_BUFFER, 0)
    gl.glBindBuffer(raw.PIXEL_UNPACK_BUFFER, 0)
    for name in _PIXEL_STORE:
        gl.glPixelStorei(name, 1 if name in (raw.PACK_ALIGNMENT, raw.UNPACK_ALIGNMENT) else 0)
    try:
        yield
    finally:
        believed.use()
        for unit, (texture, sampler) in zip(touched, bound, strict=True):
            gl.glActiveTexture(raw.TEXTURE0 + unit)
            gl.glBindTexture(raw.TEXTURE_2D, texture)
            gl.glBindSampler(unit, sampler)
        gl.glActiveTexture(active)
        gl.glBindBuffer(raw.PIXEL_PACK_BUFFER, pack)
        gl.glBindBuffer(raw.PIXEL_UNPACK_BUFFER, unpack)
        gl.glBindBuffer(raw.ARRAY_BUFFER, array_buffer)
        for name, value in store:
            gl.glPixelStorei(name, value)
        for switch, enabled in switches:
            (gl.glEnable if enabled else gl.glDisable)(switch)
        gl.glColorMask(*mask[:4])
        gl.glPolygonMode(raw.FRONT_AND_BACK, polygon)
        gl.glBindFramebuffer(raw.DRAW_FRAMEBUFFER, draw)
        gl.glBindFramebuffer(raw.READ_FRAMEBUFFER, read)
        gl.glViewport(*viewport)
        gl.glScissor(*scissor)
        gl.glUseProgram(program)
        gl.glBindVertexArray(vertex_array)
