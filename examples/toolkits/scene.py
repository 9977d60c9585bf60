"""What the examples whose hosts draw with moderngl draw: the picture and the dots, blended."""

from __future__ import annotations

import sys
from typing import Any

import moderngl
from common import DOTS, GREY, RED, SHOWN, WINDOW

_SHADERS = (
    """#version 330
uniform vec4 box; uniform bool flip; out vec2 uv; out vec2 place;
void main() { place = vec2(gl_VertexID & 1, gl_VertexID >> 1);
              uv = flip ? vec2(place.x, 1.0 - place.y) : place;
              gl_Position = vec4(box.xy + place * box.zw, 0.0, 1.0); }""",
    """#version 330
uniform sampler2D picture; uniform vec4 dot_colour; in vec2 uv; in vec2 place; out vec4 colour;
void main() { colour = dot_colour.a == 0.0 ? texture(picture, uv)
                     : vec4(dot_colour.rgb, length(place - 0.5) < 0.5 ? dot_colour.a : 0.0); }""",
)


def wrap_current() -> Any:
    """Return a moderngl context around the one that the toolkit has made current."""
    # By soname: the plain names belong to development packages that users do not have.
    libraries = {"libgl": "libGL.so.1", "libx11": "libX11.so.6"}
    return moderngl.create_context(**libraries if sys.platform == "linux" else {})


class Scene:
    """The program's own drawing, before the upscaler and after it; `flip` for rows from the top."""

    def __init__(self, context: Any, flip: bool = False) -> None:
        self._context = context
        self._quad = context.vertex_array(context.program(*_SHADERS), [])
        self._quad.program["flip"] = flip
        context.enable(moderngl.BLEND)

    def before(self, picture: Any) -> None:
        """Clear the window, draw the picture and a dot."""
        self._context.viewport = (0, 0, *WINDOW)
        self._context.clear(*(c / 255 for c in GREY))
        self.show(picture, 0)
        self._dot(*DOTS[0])

    def show(self, picture: Any, x: int) -> None:
        """Draw a picture at the bottom."""
        picture.use(0)
        self._draw(x, 0, *SHOWN)

    def after(self) -> None:
        """Draw the other dot; nothing is set that was set before."""
        self._dot(*DOTS[1])

    def _dot(self, x: int, y: int) -> None:
        self._draw(x - 15, y - 15, 30, 30, (*(c / 255 for c in RED), 0.6))

    def _draw(self, x: int, y: int, width: int, height: int, dot: Any = (0, 0, 0, 0)) -> None:
        self._quad.program["box"] = x / 320 - 1, y / 120 - 1, width / 320, height / 120
        self._quad.program["dot_colour"] = dot
        self._quad.render(moderngl.TRIANGLE_STRIP, 4)
