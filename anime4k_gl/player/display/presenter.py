"""The presenter: the upscaled picture in the window, upright and letterboxed, and text over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import moderngl

from ...dependencies import np
from ...formats import Size
from ...gl import constants as GL
from ...gl.functions import GLFunctions
from ...gl.resources.textures import new_texture
from ..comparison.layout import Texel, neighbour
from ..geometry import Rect, of_part, texture_coordinates, visible_part
from ..text.layout import Pixels
from .dither import highest_code
from .quad_programs import DIFFERENCE, FILL, LOUPE, PICTURE, TEXT, Quad

if TYPE_CHECKING:
    import numpy.typing as npt

GRID_ZOOM = 16
"""From which zoom on the loupe shows where one texel ends and the next begins."""


class Presenter:
    """Draws into the window's own framebuffer, or into another.

    All calls must come from the thread of the context, which the presenter has to itself between
    `begin` and the swap.

    Parameters
    ----------
    context : a moderngl context
    framebuffer : where to draw; the window's own by default
    surface_bits : of a channel of that framebuffer, see `channel_bits`
    """

    def __init__(self, context: Any, framebuffer: Any = None, *, surface_bits: int = 8) -> None:
        self._context, self._gl = context, GLFunctions(context)
        self._surface_bits = surface_bits
        self._screen = context.screen if framebuffer is None else framebuffer
        with ExitStack() as undo:
            self._picture = undo.enter_context(Quad(context, PICTURE))
            self._difference = undo.enter_context(Quad(context, DIFFERENCE))
            self._loupe = undo.enter_context(Quad(context, LOUPE))
            self._text = undo.enter_context(Quad(context, TEXT))
            self._fill = undo.enter_context(Quad(context, FILL))
            self._exact = context.sampler(False, False, filter=(moderngl.NEAREST, moderngl.NEAREST))
            undo.callback(self._exact.release)
            self._linear = context.sampler(False, False, filter=(moderngl.LINEAR, moderngl.LINEAR))
            undo.callback(self._linear.release)
            self._resources = undo.pop_all()
        self._window = Size(1, 1)

    def begin(self, window: Size) -> None:
        """Clear the window to black; `window` is its framebuffer's size in pixels."""
        self._window = window
        screen = self._screen
        screen.use()
        screen.viewport = (0, 0, window.width, window.height)
        self._context.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        # With no viewport given, moderngl clears only what the window was when it started.
        screen.clear(0.0, 0.0, 0.0, 1.0, viewport=(0, 0, window.width, window.height))

    def picture(
        self,
        texture: Any,
        rect: Rect,
        rotation: int,
        *,
        clip: Rect | None = None,
        exact: bool = False,
    ) -> None:
        """Draw a picture over a rectangle, turned clockwise by a multiple of 90 degrees.

        Texel for pixel where the sizes agree, else with linear interpolation: that is for the
        moments in which the window has a new size and the picture not yet.

        Parameters
        ----------
        clip : the part of the window in which it is seen; the whole window by default
        exact : show texels as they are where the sizes do not agree, too
        """
        highest = highest_code(texture.dtype, self._surface_bits)
        self._picture.set(dither=highest)
        nearest = exact or self._fits(texture, rect, rotation)
        with self._clipped(clip):
            self._draw_seen(self._picture, rect, rotation, (texture, nearest))

    def difference(
        self, texture: Any, other: Any, rect: Rect, rotation: int, *, gain: float
    ) -> None:
        """Draw by how much two pictures differ in each channel, times `gain`; as `picture`."""
        self._difference.set(gain=gain, picture=0, other=1)
        fits = (self._fits(t, rect, rotation) for t in (texture, other))
        sources = zip((texture, other), fits, strict=True)
        self._draw_seen(self._difference, rect, rotation, *sources)

    def loupe(self, texture: Any, rect: Rect, centre: Texel, rotation: int, *, zoom: int) -> None:
        """Draw a picture's texels around one of them, each as a square of `zoom` pixels.

        Parameters
        ----------
        rect : a square of an odd number of texels
        centre : the texel in the middle; it is framed
        rotation : as for `picture`: what is seen to the right there is here too
        """
        self._loupe.set(
            centre=centre,
            right=neighbour((0, 0), 1, 0, rotation),
            down=neighbour((0, 0), 0, 1, rotation),
            cells=rect.width // zoom,
            zoom=zoom,
            grid=zoom >= GRID_ZOOM,
        )
        self._draw(self._loupe, rect, (texture, True))

    def fill(self, rect: Rect, colour: tuple[float, float, float, float]) -> None:
        """Blend a colour, its alpha premultiplied, over a rectangle."""
        self._fill.set(filling=colour)
        with self._blended():
            self._draw(self._fill, rect)

    def text(self, texture: Any, x: int, y: int) -> None:
        """Blend premultiplied pixels over the picture; `x` and `y` are their top left's place."""
        width, height = texture.size
        with self._blended():
            self._draw(self._text, Rect(x, y, width, height), (texture, True))

    def texture(self, pixels: Pixels) -> Any:
        """Return a new texture of RGBA pixels; the caller releases it."""
        height, width, channels = pixels.shape
        return new_texture(self._context, self._gl, (width, height), channels, pixels.tobytes())

    def texel(self, texture: Any, at: Texel) -> tuple[float, ...]:
        """Return the channels of a picture's texel, 0 to 1; waits for the GPU."""
        framebuffer = self._context.framebuffer([texture])
        try:
            data = framebuffer.read((*at, 1, 1), components=4, dtype="f4", alignment=1)
        finally:
            framebuffer.release()
            self._screen.use()
        return tuple(map(float, np.frombuffer(data, np.float32)))

    def read(self) -> Pixels | npt.NDArray[np.uint16]:
        """Return what was drawn since `begin`; to be called before the swap.

        In 8 bits, in 16 where the surface has more than 8.
        """
        width, height = self._window
        deep = self._surface_bits > 8
        # moderngl's read asks a window for an attachment that only other framebuffers have, which
        # is an error of OpenGL's.
        self._gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, self._screen.glo)
        pixels = np.empty((height, width, 4), np.uint16 if deep else np.uint8)
        self._gl.glReadPixels(
            0, 0, width, height, GL.CHANNEL_FORMATS[4],
            GL.COMPONENT_TYPES["nu2" if deep else "f1"], pixels.ctypes.data,
        )  # fmt: skip
        return pixels[::-1]

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._resources.close()

    def _fits(self, texture: Any, rect: Rect, rotation: int) -> bool:
        size = (rect.height, rect.width) if rotation % 180 else (rect.width, rect.height)
        return bool(texture.size == size)

    @contextmanager
    def _clipped(self, clip: Rect | None) -> Iterator[None]:
        if clip is not None:
            bottom = self._window.height - clip.y - clip.height
            self._screen.scissor = (clip.x, bottom, clip.width, clip.height)
        try:
            yield
        finally:
            self._screen.scissor = None

    @contextmanager
    def _blended(self) -> Iterator[None]:
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        try:
            yield
        finally:
            self._context.disable(moderngl.BLEND)

    def _draw_seen(self, quad: Quad, rect: Rect, rotation: int, *sources: tuple[Any, bool]) -> None:
        """Draw a picture over a rectangle, of which the part in the window is the viewport.

        A picture that is zoomed in may be larger than any viewport.
        """
        part = visible_part(rect, self._window)
        coordinates = texture_coordinates(rotation)
        if part != rect:
            coordinates = of_part(coordinates, rect, part)
        quad.set(row_s=coordinates[0], row_t=coordinates[1])
        self._draw(quad, part, *sources)

    def _draw(self, quad: Quad, rect: Rect, *sources: tuple[Any, bool]) -> None:
        """Draw over a rectangle, of textures that are read as they are, or with interpolation."""
        bottom = self._window.height - rect.y - rect.height
        self._screen.viewport = (rect.x, bottom, rect.width, rect.height)
        samplers = [self._exact if nearest else self._linear for _, nearest in sources]
        for unit, ((texture, _), sampler) in enumerate(zip(sources, samplers, strict=True)):
            texture.use(unit)
            sampler.use(unit)
        quad.draw()
        for unit, sampler in enumerate(samplers):
            sampler.clear(unit)
