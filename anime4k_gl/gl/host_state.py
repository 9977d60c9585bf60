"""The host's OpenGL state, saved before drawing and restored after.

The engine draws in contexts it does not own. The state it changes is read from the driver, because
the host may not use moderngl at all. Of state that exists per draw buffer or per viewport only the
first is touched: the engine draws to one of each.

Sample masks, alpha to coverage and primitive restart affect only multisampled and indexed drawing,
and the engine does neither. Still, with all of them on, NVIDIA's driver (580, H200) drew nothing,
so they are switched off too.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from . import constants as GL
from .functions import GLFunctions
from .host_modes import HostModes
from .profiles.host_values import has_value, present
from .resources.target import RenderTarget

_SWITCHES = (
    GL.COLOR_LOGIC_OP,
    GL.CULL_FACE,
    GL.DEPTH_TEST,
    GL.FRAMEBUFFER_SRGB,
    GL.POLYGON_SMOOTH,
    GL.PRIMITIVE_RESTART,
    GL.RASTERIZER_DISCARD,
    GL.SAMPLE_ALPHA_TO_COVERAGE,
    GL.SAMPLE_ALPHA_TO_ONE,
    GL.SAMPLE_COVERAGE,
    GL.SAMPLE_MASK,
    GL.STENCIL_TEST,
)
_ALIGNMENTS = (GL.PACK_ALIGNMENT, GL.UNPACK_ALIGNMENT)
_PIXEL_STORE = (
    *_ALIGNMENTS,
    GL.UNPACK_IMAGE_HEIGHT,
    GL.UNPACK_SKIP_IMAGES,
    GL.PACK_ROW_LENGTH,
    GL.PACK_SKIP_PIXELS,
    GL.PACK_SKIP_ROWS,
    GL.PACK_SWAP_BYTES,
    GL.UNPACK_ROW_LENGTH,
    GL.UNPACK_SKIP_PIXELS,
    GL.UNPACK_SKIP_ROWS,
    GL.UNPACK_SWAP_BYTES,
)
_BLEND_FUNCTIONS = (
    GL.BLEND_SRC_RGB,
    GL.BLEND_DST_RGB,
    GL.BLEND_SRC_ALPHA,
    GL.BLEND_DST_ALPHA,
)
_BLEND_EQUATIONS = (GL.BLEND_EQUATION_RGB, GL.BLEND_EQUATION_ALPHA)
_MODES: WeakKeyDictionary[GLFunctions, HostModes] = WeakKeyDictionary()


@contextmanager
def preserved(context: Any, gl: GLFunctions, units: int) -> Iterator[None]:
    """Restore on exit the state that passes change; switch off inside what would disturb them.

    Inside, bind framebuffers through `gl`, not through moderngl's ``use``: that also writes draw
    buffers and masks, and moderngl would believe it bound after the host's has been restored.

    Parameters
    ----------
    context : the host's moderngl context, current on this thread
    units : how many texture units the passes use, from 0 up
    """
    modes = _MODES.get(gl)
    if modes is None:
        modes = _MODES[gl] = HostModes(gl)
    with modes.neutralised(), _preserved(context, gl, units, modes.switches):
        yield


@contextmanager
def _preserved(
    context: Any, gl: GLFunctions, units: int, switches: tuple[int, ...]
) -> Iterator[None]:
    profile = gl.profile
    most_clips = (
        gl.integer(GL.MAX_CLIP_DISTANCES) if has_value(GL.MAX_CLIP_DISTANCES, profile) else 0
    )
    clips = range(GL.CLIP_DISTANCE0, GL.CLIP_DISTANCE0 + most_clips)
    switched_on = [
        switch
        for switch in (*present(_SWITCHES, profile), *switches, *clips)
        if gl.glIsEnabled(switch)
    ]
    # Without an index the query is of the first draw buffer and viewport.
    switched_on_first = [s for s in (GL.BLEND, GL.SCISSOR_TEST) if gl.glIsEnabled(s)]
    pixel_store = present(_PIXEL_STORE, profile)
    store = [(name, gl.integer(name)) for name in pixel_store]
    program = gl.integer(GL.CURRENT_PROGRAM)
    vertex_array = gl.integer(GL.VERTEX_ARRAY_BINDING)
    draw = gl.integer(GL.DRAW_FRAMEBUFFER_BINDING)
    read = gl.integer(GL.READ_FRAMEBUFFER_BINDING)
    viewport = _viewport(gl)
    polygon = gl.integer(GL.POLYGON_MODE) if has_value(GL.POLYGON_MODE, profile) else None
    mask = gl.integers(GL.COLOR_WRITEMASK, 4)
    array_buffer = gl.integer(GL.ARRAY_BUFFER_BINDING)
    pack = gl.integer(GL.PIXEL_PACK_BUFFER_BINDING)
    unpack = gl.integer(GL.PIXEL_UNPACK_BUFFER_BINDING)
    active = gl.integer(GL.ACTIVE_TEXTURE)
    # moderngl binds a texture to its "default unit", the last one, to create or fill it.
    touched = [*range(units), context.default_texture_unit]
    bound = []
    for unit in touched:
        gl.glActiveTexture(GL.TEXTURE0 + unit)
        bound.append((gl.integer(GL.TEXTURE_BINDING_2D), gl.integer(GL.SAMPLER_BINDING)))

    for switch in switched_on:
        gl.glDisable(switch)
    for switch in switched_on_first:
        _switch_first(gl, switch, on=False)
    _set_mask(gl, (1, 1, 1, 1))
    if polygon is not None:
        gl.glPolygonMode(GL.FRONT_AND_BACK, GL.FILL)
    gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, 0)
    gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, 0)
    for name in pixel_store:
        gl.glPixelStorei(name, 1 if name in _ALIGNMENTS else 0)
    try:
        yield
    finally:
        for unit, (texture, sampler) in zip(touched, bound, strict=True):
            gl.glActiveTexture(GL.TEXTURE0 + unit)
            gl.glBindTexture(GL.TEXTURE_2D, texture)
            gl.glBindSampler(unit, sampler)
        gl.glActiveTexture(active)
        gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, pack)
        gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, unpack)
        gl.glBindBuffer(GL.ARRAY_BUFFER, array_buffer)
        for name, value in store:
            gl.glPixelStorei(name, value)
        for switch in switched_on:
            gl.glEnable(switch)
        for switch in switched_on_first:
            _switch_first(gl, switch, on=True)
        _set_mask(gl, mask)
        if polygon is not None:
            gl.glPolygonMode(GL.FRONT_AND_BACK, polygon)
        gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, draw)
        gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, read)
        _set_viewport(gl, viewport)
        # A program the host has deleted existed only as long as it was in use.
        gl.glUseProgram(program if gl.glIsProgram(program) else 0)
        gl.glBindVertexArray(vertex_array)


def draw_to(context: Any, gl: GLFunctions, target: RenderTarget) -> None:
    """Draw to the whole of a target from now on; inside `preserved`."""
    gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, target.glo)
    _set_viewport(gl, (0.0, 0.0, *map(float, target.size)))


def _viewport(gl: GLFunctions) -> tuple[float, ...]:
    values = (ctypes.c_float * 4)()
    gl.glGetFloatv(GL.VIEWPORT, values)
    return tuple(values)


def _set_viewport(gl: GLFunctions, viewport: tuple[float, ...]) -> None:
    if gl.profile.viewport_arrays:
        gl.glViewportIndexedf(0, *viewport)
    else:
        gl.glViewport(*map(int, viewport))


def _switch_first(gl: GLFunctions, switch: int, *, on: bool) -> None:
    """Switch blending for the first draw buffer, or the scissor test for the first viewport."""
    profile = gl.profile
    if profile.viewport_arrays if switch == GL.SCISSOR_TEST else profile.indexed_switches:
        (gl.glEnablei if on else gl.glDisablei)(switch, 0)
    else:
        (gl.glEnable if on else gl.glDisable)(switch)


def _set_mask(gl: GLFunctions, mask: tuple[int, ...]) -> None:
    if gl.profile.indexed_switches:
        gl.glColorMaski(0, *mask)
    else:
        gl.glColorMask(*mask)


@contextmanager
def blended_over(context: Any, gl: GLFunctions, size: tuple[int, int]) -> Iterator[None]:
    """Blend drawing over the bound framebuffer, within the scissor; inside `preserved`.

    Colours have straight alpha; the framebuffer stays as opaque as it was. The viewport covers
    `size`, width and height in pixels. Restores on exit the state that `preserved` does not.
    """
    functions = [gl.integer(name) for name in _BLEND_FUNCTIONS]
    equations = [gl.integer(name) for name in _BLEND_EQUATIONS]
    box = gl.integers(GL.SCISSOR_BOX, 4)
    _set_viewport(gl, (0.0, 0.0, *map(float, size)))
    gl.glBlendEquationSeparate(GL.FUNC_ADD, GL.FUNC_ADD)
    gl.glBlendFuncSeparate(GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA, GL.ONE, GL.ONE_MINUS_SRC_ALPHA)
    for switch in (GL.BLEND, GL.SCISSOR_TEST):
        _switch_first(gl, switch, on=True)
    try:
        yield
    finally:
        # `preserved` switches on again what the host had on.
        for switch in (GL.BLEND, GL.SCISSOR_TEST):
            _switch_first(gl, switch, on=False)
        gl.glBlendFuncSeparate(*functions)
        gl.glBlendEquationSeparate(*equations)
        gl.glScissor(*box)
