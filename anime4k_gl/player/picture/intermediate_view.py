"""An intermediate texture drawn as a picture: scalars as gray, packed maps pixel by pixel."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import moderngl

from ...dependencies import np
from ...formats import RGBA8, Size
from ...gl.functions import GLFunctions
from ...gl.host_state import draw_to, preserved
from ...gl.resources.target import COVERING_VERTEX, RenderTarget
from ...gl.resources.textures import allocate, new_texture
from ...library import Reading
from ...plan import Intermediate

_SHOW = """
uniform vec2 range;  // what is black, and by how much what is white is above that
out vec4 colour;
void main() {
    colour = vec4(vec3((shown(ivec2(gl_FragCoord.xy)) - range.x) / range.y), 1.0);
}
"""

_EXTREMES = """
uniform ivec2 size;  // of the view
uniform ivec2 block;  // what each pixel here looks through
out vec2 extremes;
void main() {
    ivec2 first = ivec2(gl_FragCoord.xy) * block, end = min(first + block, size);
    extremes = vec2(3.0e38, -3.0e38);
    for (int y = first.y; y < end.y; y++) {
        for (int x = first.x; x < end.x; x++) {
            float v = float(shown(ivec2(x, y)));
            if (abs(v) < 3.0e38) extremes = vec2(min(extremes.x, v), max(extremes.y, v));
        }
    }
}
"""

_BLOCKS = 32  # in how many columns and rows extremes are looked for, before the processor goes on


class IntermediatePainter:
    """Keeps a program for each way of reading; all calls must come from the context's thread."""

    def __init__(self, context: Any) -> None:
        self._context, self._gl = context, GLFunctions(context)
        self._resources = ExitStack()
        self._programs: dict[tuple[Reading, str], tuple[Any, Any]] = {}
        self._extremes: tuple[Any, RenderTarget] | None = None

    def texture(self, size: Size) -> Any:
        """Return a new texture to draw a view into; the caller releases it."""
        return allocate(self._context, self._gl, size, RGBA8)

    def target(self, texture: Any) -> RenderTarget:
        """Return what drawing into a texture takes; to be released before that."""
        with preserved(self._context, self._gl, 0):
            return RenderTarget(self._gl, texture)

    def range(self, texture: Any, view: Intermediate) -> tuple[float, float]:
        """Return the values that are seen as black and as white; waits where they must be found.

        Where everything has one value, that one and a value above it.
        """
        reading = view.reading
        if reading.low is not None and reading.high is not None:
            return reading.low, reading.high
        found = self._find_extremes(texture, view)
        low = found[0] if reading.low is None else reading.low
        high = found[1] if reading.high is None else reading.high
        return (low, high) if high > low else (low, low + 1.0)

    def draw(self, texture: Any, view: Intermediate, target: RenderTarget) -> None:
        """Draw a view into a texture of its size."""
        low, high = self.range(texture, view)
        program, vertex_array = self._program(view.reading, _SHOW)
        program["range"].value = (low, high - low)
        self._run(texture, vertex_array, target)

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._resources.close()
        self._programs.clear()
        self._extremes = None

    def _find_extremes(self, texture: Any, view: Intermediate) -> tuple[float, float]:
        if self._extremes is None:
            content = new_texture(self._context, self._gl, (_BLOCKS, _BLOCKS), 2, dtype="f4")
            self._resources.callback(content.release)
            self._extremes = content, self.target(content)
            self._resources.callback(self._extremes[1].release)
        content, target = self._extremes
        program, vertex_array = self._program(view.reading, _EXTREMES)
        program["size"].value = tuple(view.size)
        program["block"].value = tuple(-(-side // _BLOCKS) for side in view.size)
        self._run(texture, vertex_array, target)
        data = np.frombuffer(content.read(), np.float32)
        low, high = float(data[0::2].min()), float(data[1::2].max())
        return (low, high) if low <= high else (0.0, 1.0)  # not one number among them

    def _run(self, texture: Any, vertex_array: Any, target: RenderTarget) -> None:
        with preserved(self._context, self._gl, 1):
            draw_to(self._context, self._gl, target)
            texture.use(0)
            vertex_array.render(moderngl.TRIANGLES, vertices=3)

    def _program(self, reading: Reading, main: str) -> tuple[Any, Any]:
        if (reading, main) not in self._programs:
            program = self._context.program(
                vertex_shader=COVERING_VERTEX,
                fragment_shader="#version 330\n" + read_function(reading) + main,
            )
            self._resources.callback(program.release)
            vertex_array = self._context.vertex_array(program, [])
            self._resources.callback(vertex_array.release)
            self._programs[reading, main] = program, vertex_array
        return self._programs[reading, main]


def read_function(reading: Reading) -> str:
    """Return GLSL: what a view shows at a pixel of it, a float or a vec3."""
    kind = "float" if reading.packed or len(reading.channels) == 1 else "vec3"
    if reading.packed:
        fetch = "texelFetch(inner, at / 2, 0)[2 * (at.y & 1) + (at.x & 1)]"
    elif len(reading.channels) == 2:
        fetch = f"vec3(texelFetch(inner, at, 0).{reading.channels}, 0.0)"
    else:
        fetch = f"texelFetch(inner, at, 0).{reading.channels}"
    return (
        "uniform sampler2D inner;\n"
        f"{kind} shown(ivec2 at) {{\n    {kind} v = {fetch};\n    return {reading.value};\n}}\n"
    )
