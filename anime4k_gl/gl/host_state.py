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
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from . import constants as GL
from .functions import GLFunctions, StateValues
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
_NEUTRAL_STORE = [1 if name in _ALIGNMENTS else 0 for name in _PIXEL_STORE]
_BLEND_FUNCTIONS = (
    GL.BLEND_SRC_RGB,
    GL.BLEND_DST_RGB,
    GL.BLEND_SRC_ALPHA,
    GL.BLEND_DST_ALPHA,
)
_BLEND_EQUATIONS = (GL.BLEND_EQUATION_RGB, GL.BLEND_EQUATION_ALPHA)
_TEXTURES = (GL.TEXTURE_BINDING_2D, GL.SAMPLER_BINDING)
_DRAWING = (
    GL.CURRENT_PROGRAM,
    GL.VERTEX_ARRAY_BINDING,
    GL.DRAW_FRAMEBUFFER_BINDING,
    GL.ACTIVE_TEXTURE,
    GL.POLYGON_MODE,
)
_TRANSFERS = (
    GL.READ_FRAMEBUFFER_BINDING,
    GL.ARRAY_BUFFER_BINDING,
    GL.PIXEL_PACK_BUFFER_BINDING,
    GL.PIXEL_UNPACK_BUFFER_BINDING,
    *_PIXEL_STORE,
)
_NEUTRAL_MASK = (1, 1, 1, 1)
_PER_OUTPUT = (GL.BLEND, GL.SCISSOR_TEST)  # per draw buffer, and per viewport


def preserved(
    context: Any, gl: GLFunctions, units: int, *, transfers: bool = True
) -> AbstractContextManager[None]:
    """Restore on exit the state that passes and transfers change; switch off what disturbs them.

    Inside, bind framebuffers through `gl`, not through moderngl's ``use``: that also writes draw
    buffers and masks, and moderngl would believe it bound after the host's has been restored.

    Parameters
    ----------
    context : the host's moderngl context, current on this thread
    units : how many texture units the passes use, from 0 up
    transfers : whether more is done than to draw: pixels go in or out, or objects are made
    """
    return host_state(context, gl).preserved(units, transfers=transfers)


def host_state(context: Any, gl: GLFunctions) -> HostState:
    """Return what is kept for a context and its functions, found out the first time."""
    if gl.host_state is None:
        gl.host_state = HostState(context, gl)
    state: HostState = gl.host_state
    return state


class HostState:
    """What there is to save and to restore in one context, and what it is asked by."""

    def __init__(self, context: Any, gl: GLFunctions) -> None:
        self._gl = gl
        self._modes = HostModes(gl)
        profile = gl.profile
        clips: Sequence[int] = ()
        if has_value(GL.MAX_CLIP_DISTANCES, profile):
            clips = range(GL.CLIP_DISTANCE0, GL.CLIP_DISTANCE0 + gl.integer(GL.MAX_CLIP_DISTANCES))
        self._first = _indexed_switches(gl)
        whole = [switch for switch in _PER_OUTPUT if switch not in self._first]
        self._switches = (*present(_SWITCHES, profile), *self._modes.switches, *clips, *whole)
        # moderngl binds a texture to its "default unit", the last one, to create or fill it.
        self._spare_unit = context.default_texture_unit
        self._mask = (ctypes.c_ubyte * 4)()
        self._set_mask = partial(gl.glColorMaski, 0) if profile.indexed_switches else gl.glColorMask
        self._drawing = StateValues(gl, present(_DRAWING, profile))
        self._transfers = StateValues(gl, present(_TRANSFERS, profile))
        self._pixel_store = [
            (name, value)
            for name, value in zip(_PIXEL_STORE, _NEUTRAL_STORE, strict=True)
            if has_value(name, profile)
        ]
        self._neutral = [value for _, value in self._pixel_store]
        self._textures = StateValues(gl, _TEXTURES)
        self._viewport = FirstViewport(context, gl)

    @contextmanager
    def preserved(self, units: int, *, transfers: bool) -> Iterator[None]:
        """See the function of this name."""
        with self._modes.neutralised(), self._drawn(), self._bound(units, spare=transfers):
            if transfers:
                with self._transferred():
                    yield
            else:
                yield

    @contextmanager
    def _drawn(self) -> Iterator[None]:
        """Preserve what drawing changes, and draw in the block without what disturbs it."""
        gl, mask = self._gl, self._mask
        is_enabled = gl.untyped("glIsEnabled")
        switched_on = [switch for switch in self._switches if is_enabled(switch)]
        # Without an index the answer is of the first.
        switched_on_first = [switch for switch in self._first if is_enabled(switch)]
        program, vertex_array, framebuffer, active, *polygons = self._drawing.read()
        polygon = polygons[0] if polygons else GL.FILL
        viewport = self._viewport.read()
        gl.untyped("glGetBooleanv")(GL.COLOR_WRITEMASK, mask)
        colours = tuple(mask)
        for switch in switched_on:
            gl.glDisable(switch)
        for switch in switched_on_first:
            gl.glDisablei(switch, 0)
        if colours != _NEUTRAL_MASK:
            self._set_mask(*_NEUTRAL_MASK)
        if polygon != GL.FILL:
            gl.glPolygonMode(GL.FRONT_AND_BACK, GL.FILL)
        try:
            yield
        finally:
            gl.untyped("glActiveTexture")(active)
            for switch in switched_on:
                gl.glEnable(switch)
            for switch in switched_on_first:
                gl.glEnablei(switch, 0)
            if colours != _NEUTRAL_MASK:
                self._set_mask(*colours)
            if polygon != GL.FILL:
                gl.glPolygonMode(GL.FRONT_AND_BACK, polygon)
            gl.untyped("glBindFramebuffer")(GL.DRAW_FRAMEBUFFER, framebuffer)
            self._viewport.set(viewport)
            # A program the host has deleted existed only as long as it was in use.
            known = program and gl.untyped("glIsProgram")(program)
            gl.untyped("glUseProgram")(program if known else 0)
            gl.untyped("glBindVertexArray")(vertex_array)

    @contextmanager
    def _bound(self, units: int, *, spare: bool) -> Iterator[None]:
        """Preserve the textures and samplers of units; inside `_drawn`, which sets the active."""
        gl = self._gl
        is_texture, is_sampler = gl.untyped("glIsTexture"), gl.untyped("glIsSampler")
        activate, bind = gl.untyped("glActiveTexture"), gl.untyped("glBindTexture")
        bind_sampler, ask = gl.untyped("glBindSampler"), self._textures.read
        touched = [*range(units), self._spare_unit] if spare else range(units)
        bound = []
        for unit in touched:
            activate(GL.TEXTURE0 + unit)
            bound.append((unit, *ask()))
        try:
            yield
        finally:
            for unit, texture, sampler in bound:
                activate(GL.TEXTURE0 + unit)
                # What another context that shares them has deleted is there as long as it is bound.
                bind(GL.TEXTURE_2D, texture if texture and is_texture(texture) else 0)
                bind_sampler(unit, sampler if sampler and is_sampler(sampler) else 0)

    @contextmanager
    def _transferred(self) -> Iterator[None]:
        """Preserve how pixels go in and out, and the buffers that are bound to make others."""
        gl = self._gl
        bind, store = gl.untyped("glBindBuffer"), gl.untyped("glPixelStorei")
        read, array, pack, unpack, *values = self._transfers.read()
        bind(GL.PIXEL_PACK_BUFFER, 0)
        bind(GL.PIXEL_UNPACK_BUFFER, 0)
        if values != self._neutral:
            for name, value in self._pixel_store:
                store(name, value)
        try:
            yield
        finally:
            for target, buffer in (
                (GL.PIXEL_PACK_BUFFER, pack),
                (GL.PIXEL_UNPACK_BUFFER, unpack),
                (GL.ARRAY_BUFFER, array),
            ):
                bind(target, buffer if buffer and gl.glIsBuffer(buffer) else 0)
            for (name, _), value in zip(self._pixel_store, values, strict=True):
                store(name, value)
            gl.untyped("glBindFramebuffer")(GL.READ_FRAMEBUFFER, read)


class FirstViewport:
    """The first viewport of a context, in fractions of pixels where it has several."""

    def __init__(self, context: Any, gl: GLFunctions) -> None:
        self._indexed = gl.profile.viewport_arrays
        names = ("glGetFloati_v", "glViewportIndexedf") if self._indexed else (
            "glGetIntegerv", "glViewport"
        )  # fmt: skip
        self._get, self._set = map(gl.untyped, names)
        self._where = (GL.VIEWPORT, 0) if self._indexed else (GL.VIEWPORT,)
        self._kind = ctypes.c_float if self._indexed else ctypes.c_int

    def read(self) -> Any:
        """Return where it is now, for `set`."""
        values = (self._kind * 4)()
        self._get(*self._where, values)
        return values

    def set(self, values: Any) -> None:
        """Have it where it was when `values` were read."""
        numbers = map(self._kind, values)
        if self._indexed:
            self._set(0, *numbers)
        else:
            self._set(*numbers)


def draw_to(context: Any, gl: GLFunctions, target: RenderTarget) -> None:
    """Draw to the whole of a target from now on; inside `preserved`."""
    gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, target.glo)
    FirstViewport(context, gl).set((0, 0, *target.size))


def _indexed_switches(gl: GLFunctions) -> tuple[int, ...]:
    """Return the switches of which a context has several, and only the first is ours."""
    profile = gl.profile
    several = {GL.BLEND: profile.indexed_switches, GL.SCISSOR_TEST: profile.viewport_arrays}
    return tuple(switch for switch in _PER_OUTPUT if several[switch])


@contextmanager
def blended_over(context: Any, gl: GLFunctions, size: tuple[int, int]) -> Iterator[None]:
    """Blend drawing over the bound framebuffer, within the scissor; inside `preserved`.

    Colours have straight alpha; the framebuffer stays as opaque as it was. The viewport covers
    `size`, width and height in pixels. Restores on exit the state that `preserved` does not.
    """
    functions = [gl.integer(name) for name in _BLEND_FUNCTIONS]
    equations = [gl.integer(name) for name in _BLEND_EQUATIONS]
    box = gl.integers(GL.SCISSOR_BOX, 4)
    FirstViewport(context, gl).set((0, 0, *size))
    gl.glBlendEquationSeparate(GL.FUNC_ADD, GL.FUNC_ADD)
    gl.glBlendFuncSeparate(GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA, GL.ONE, GL.ONE_MINUS_SRC_ALPHA)
    first = _indexed_switches(gl)
    for switch in _PER_OUTPUT:
        if switch in first:
            gl.glEnablei(switch, 0)
        else:
            gl.glEnable(switch)
    try:
        yield
    finally:
        # `preserved` switches on again what the host had on.
        for switch in _PER_OUTPUT:
            if switch in first:
                gl.glDisablei(switch, 0)
            else:
                gl.glDisable(switch)
        gl.glBlendFuncSeparate(*functions)
        gl.glBlendEquationSeparate(*equations)
        gl.glScissor(*box)
