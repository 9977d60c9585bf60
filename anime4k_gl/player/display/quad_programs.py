"""Programs that draw into the window, each over a rectangle.

`place` counts from 0 to 1 from the top left of the rectangle that is drawn.
"""

from __future__ import annotations

from typing import Any

import moderngl

from ...gl.resources.target import COVERING_VERTEX
from .dither import DITHERED

_TURN = """
uniform vec3 row_s;
uniform vec3 row_t;
vec2 turned(vec2 place) {
    vec3 p = vec3(place, 1.0);
    return vec2(dot(row_s, p), dot(row_t, p));
}
"""

PICTURE = (
    """#version 330
uniform sampler2D picture;  // straight alpha, row 0 on top
uniform float dither;  // the surface's highest code, 0 where it holds all bits of the picture
in vec2 place;
out vec4 colour;
"""
    + _TURN
    + DITHERED
    + """
void main() {
    vec4 c = texture(picture, turned(place));
    colour = vec4(dithered(c.rgb * c.a, dither, ivec2(gl_FragCoord.xy)), 1.0);
}
"""
)

DIFFERENCE = (
    """#version 330
uniform sampler2D picture;  // both straight alpha, row 0 on top
uniform sampler2D other;
uniform float gain;
in vec2 place;
out vec4 colour;
"""
    + _TURN
    + """
void main() {
    vec4 a = texture(picture, turned(place)), b = texture(other, turned(place));
    colour = vec4(gain * abs(a.rgb * a.a - b.rgb * b.a), 1.0);
}
"""
)

LOUPE = """#version 330
uniform sampler2D picture;  // straight alpha, row 0 on top
uniform ivec2 centre;  // the texel in the middle
uniform ivec2 right;  // the step in the texture from a texel to the one seen to its right
uniform ivec2 down;
uniform int cells;  // texels a side, an odd number
uniform int zoom;  // pixels of the window a texel's side
uniform bool grid;
in vec2 place;
out vec4 colour;

void main() {
    ivec2 pixel = ivec2(place * float(cells * zoom));
    ivec2 cell = pixel / zoom - cells / 2, within = pixel % zoom;
    ivec2 at = centre + cell.x * right + cell.y * down;
    if (any(lessThan(at, ivec2(0))) || any(greaterThanEqual(at, textureSize(picture, 0)))) {
        colour = vec4(vec3(0.12), 1.0);  // beside the picture
    } else {
        vec4 c = texelFetch(picture, at, 0);
        colour = vec4(c.rgb * c.a, 1.0);
        float light = dot(colour.rgb, vec3(0.3, 0.6, 0.1));
        if (grid && (within.x == 0 || within.y == 0)) {
            colour.rgb = mix(colour.rgb, vec3(light < 0.5 ? 1.0 : 0.0), 0.2);
        }
    }
    // Around the texel in the middle, not over it: a white frame, and a black one around that.
    ivec2 beyond = max(cells / 2 * zoom - pixel, pixel - (cells / 2 + 1) * zoom + 1);
    int distance = max(beyond.x, beyond.y);
    if (distance == 1) colour.rgb = vec3(1.0);
    if (distance == 2) colour.rgb = vec3(0.0);
}
"""

TEXT = """#version 330
uniform sampler2D pixels;  // premultiplied alpha, row 0 on top
in vec2 place;
out vec4 colour;
void main() {
    colour = texture(pixels, place);
}
"""

FILL = """#version 330
uniform vec4 filling;  // premultiplied alpha
in vec2 place;
out vec4 colour;
void main() {
    colour = filling;
}
"""


class Quad:
    """A program that fills the viewport. A context manager that releases it."""

    def __init__(self, context: Any, fragment: str) -> None:
        self.program = context.program(vertex_shader=COVERING_VERTEX, fragment_shader=fragment)
        self._vertex_array = context.vertex_array(self.program, [])

    def __enter__(self) -> Quad:
        return self

    def __exit__(self, *_: object) -> None:
        self._vertex_array.release()
        self.program.release()

    def set(self, **uniforms: Any) -> None:
        """Give uniforms their values."""
        for name, value in uniforms.items():
            self.program[name].value = value

    def draw(self) -> None:
        """Fill the viewport."""
        self._vertex_array.render(moderngl.TRIANGLES, vertices=3)
