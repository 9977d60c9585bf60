"""The last step: the upscaled picture into the window, upright and letterboxed, text over it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import moderngl
import numpy as np
import numpy.typing as npt

from ..formats import Size
from .dither import DITHERED, highest_code
from .geometry import Rect, texture_coordinates
from .osd import Pixels

_VERTEX = """#version 330
out vec2 place;  // in the rectangle that is drawn: 0 to 1 from its top left
void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
    place = vec2(corner.x, 1.0 - corner.y);  // OpenGL counts a window's rows from the bottom
}
"""

_PICTURE = """#version 330
uniform sampler2D picture;  // straight alpha, row 0 on top
uniform vec3 row_s;
uniform vec3 row_t;
uniform float dither;  // the surface's highest code, 0 where it holds all bits of the picture
in vec2 place;
out vec4 colour;
vec3 dithered(vec3 colour, float highest, ivec2 pixel);
void main() {
    vec3 p = vec3(place, 1.0);
    vec4 c = texture(picture, vec2(dot(row_s, p), dot(row_t, p)));
    colour = vec4(dithered(c.rgb * c.a, dither, ivec2(gl_FragCoord.xy)), 1.0);
}
"""

_TEXT = """#version 330
uniform sampler2D pixels;  // premultiplied alpha, row 0 on top
in vec2 place;
out vec4 colour;
void main() {
    colour = texture(pixels, place);
}
"""


class Presenter:
    """Draws into the window's own framebuffer.

    All calls must come from the thread of the context, which the presenter has to itself between
    `begin` and the swap.

    Parameters
    ----------
    context : the window's moderngl context
    surface_bits : of a channel of the window's framebuffer, see `channel_bits`
    """

    def __init__(self, context: Any, surface_bits: int = 8) -> None:
        self._context = context
        self._surface_bits = surface_bits
        with ExitStack() as undo:
            self._picture = undo.enter_context(_Quad(context, _PICTURE + DITHERED))
            self._text = undo.enter_context(_Quad(context, _TEXT))
            self._exact = context.sampler(False, False, filter=(moderngl.NEAREST, moderngl.NEAREST))
            undo.callback(self._exact.release)
            self._linear = context.sampler(False, False, filter=(moderngl.LINEAR, moderngl.LINEAR))
            undo.callback(self._linear.release)
            self._resources = undo.pop_all()
        self._window = Size(1, 1)

    def begin(self, window: Size) -> None:
        """Clear the window to black; `window` is its framebuffer's size in pixels."""
        self._window = window
        screen = self._context.screen
        screen.use()
        screen.viewport = (0, 0, window.width, window.height)
        self._context.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        # With no viewport given, moderngl clears only what the window was when it started.
        screen.clear(0.0, 0.0, 0.0, 1.0, viewport=(0, 0, window.width, window.height))

    def picture(self, texture: Any, rect: Rect, rotation: int) -> None:
        """Draw a picture over a rectangle, turned clockwise by a multiple of 90 degrees.

        Texel for pixel where the sizes agree, else with linear interpolation: that is for the
        moments in which the window has a new size and the picture not yet.
        """
        row_s, row_t = texture_coordinates(rotation)
        size = (rect.height, rect.width) if rotation % 180 else (rect.width, rect.height)
        sampler = self._exact if texture.size == size else self._linear
        self._picture.program["row_s"].value = row_s
        self._picture.program["row_t"].value = row_t
        self._picture.program["dither"].value = highest_code(texture.dtype, self._surface_bits)
        self._draw(self._picture, texture, sampler, rect)

    def text(self, texture: Any, x: int, y: int) -> None:
        """Blend premultiplied pixels over the picture; `x` and `y` are their top left's place."""
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        width, height = texture.size
        self._draw(self._text, texture, self._exact, Rect(x, y, width, height))
        self._context.disable(moderngl.BLEND)

    def texture(self, pixels: Pixels) -> Any:
        """Return a new texture of RGBA pixels; the caller releases it."""
        height, width, channels = pixels.shape
        return self._context.texture((width, height), channels, pixels.tobytes(), alignment=1)

    def read(self) -> Pixels | npt.NDArray[np.uint16]:
        """Return what was drawn since `begin`; to be called before the swap.

        In 8 bits, in 16 where the surface has more than 8.
        """
        width, height = self._window
        kind = "nu2" if self._surface_bits > 8 else "f1"
        data = self._context.screen.read(
            (0, 0, width, height), components=4, alignment=1, dtype=kind
        )
        shape = (height, width, 4)
        if kind == "nu2":
            return np.frombuffer(data, np.uint16).reshape(shape)[::-1]
        return np.frombuffer(data, np.uint8).reshape(shape)[::-1]

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._resources.close()

    def _draw(self, quad: _Quad, texture: Any, sampler: Any, rect: Rect) -> None:
        bottom = self._window.height - rect.y - rect.height
        self._context.screen.viewport = (rect.x, bottom, rect.width, rect.height)
        texture.use(0)
        sampler.use(0)
        quad.draw()
        sampler.clear(0)


class _Quad:
    """A program that fills the viewport. A context manager that releases it."""

    def __init__(self, context: Any, fragment: str) -> None:
        self.program = context.program(vertex_shader=_VERTEX, fragment_shader=fragment)
        self._vertex_array = context.vertex_array(self.program, [])

    def __enter__(self) -> _Quad:
        return self

    def __exit__(self, *_: object) -> None:
        self._vertex_array.release()
        self.program.release()

    def draw(self) -> None:
        self._vertex_array.render(moderngl.TRIANGLES, vertices=3)
