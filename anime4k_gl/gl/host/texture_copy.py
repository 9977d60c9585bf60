"""Copies of textures on their way from a host and back: alpha taken out of colour or put in."""

from __future__ import annotations

from contextlib import ExitStack
from enum import Enum
from typing import Any

from ...glsl import GLSLVersion
from .. import constants as GL
from ..functions import GLFunctions
from ..resources.host_texture import SRGB_DECODE

_VERTEX = """void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
"""

# Sampled, as texelFetch decodes sRGB textures whatever the sampler says.
_HEAD = """uniform sampler2D source;
uniform vec4 box;  // where it is drawn: left, bottom, width, height
uniform float flip;
out vec4 made;
vec4 texel(ivec2 at) {
    return textureLod(source, (vec2(at) + 0.5) / vec2(textureSize(source, 0)), 0.0);
}
"""

_REACH = 6
"""Texels at which colours are looked for where there are none: more than a chain of passes sees."""


class Copy(Enum):
    """What is made of a texture's colours; the value is the shader's body."""

    SAME = """void main() { made = texel(ivec2(gl_FragCoord.xy)); }
"""
    PREMULTIPLIED = """void main() {
    vec4 straight = texel(ivec2(gl_FragCoord.xy));
    made = vec4(straight.rgb * straight.a, straight.a);
}
"""
    # A transparent texel has no colour: one of what is near is as good as what passes would see.
    STRAIGHT = f"""void main() {{
    ivec2 at = ivec2(gl_FragCoord.xy), last = textureSize(source, 0) - 1;
    vec4 here = texel(at);
    made = vec4(here.rgb / here.a, here.a);
    if (here.a > 0.0) return;
    vec4 sum = vec4(0.0);
    for (int y = -{_REACH}; y <= {_REACH}; y++) {{
        for (int x = -{_REACH}; x <= {_REACH}; x++) {{
            vec4 near = texel(clamp(at + ivec2(x, y), ivec2(0), last));
            float away = float(x * x + y * y);
            sum += near.a > 0.0 ? near / (away * away + 1.0) : vec4(0.0);
        }}
    }}
    made = vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), 0.0);
}}
"""
    SHOWN = """void main() {
    vec2 at = gl_FragCoord.xy - box.xy;
    at.y = mix(at.y, box.w - at.y, flip);
    made = textureLod(source, at / box.zw, 0.0);
}
"""


class TextureCopies:
    """The programs that copy textures in one context; all calls are made inside `preserved`."""

    def __init__(self, context: Any, gl: GLFunctions, version: GLSLVersion) -> None:
        self._context, self._gl, self._version = context, gl, version
        self._programs: dict[Copy, tuple[Any, Any]] = {}
        self._stack = ExitStack()
        self._samplers: dict[int, int] = {}

    def draw(
        self,
        kind: Copy,
        texture: int,
        box: tuple[int, int, int, int],
        *,
        flip: bool = False,
        smooth: bool = False,
    ) -> None:
        """Draw a texture into the framebuffer that is bound for drawing.

        Parameters
        ----------
        texture : its name
        box : left, bottom, width and height of where it is drawn, in pixels; the viewport covers it
        flip : whether row 0 is on top, of what is `Copy.SHOWN`
        smooth : whether it is drawn at another size, which needs what is between texels
        """
        gl = self._gl
        if kind not in self._programs:
            self._programs[kind] = self._made(kind)
        program, vertex_array = self._programs[kind]
        gl.glActiveTexture(GL.TEXTURE0)
        gl.glBindTexture(GL.TEXTURE_2D, texture)
        gl.glBindSampler(0, self._sampler(GL.LINEAR if smooth else GL.NEAREST))
        gl.glUseProgram(program.glo)
        for name, values in (("box", box), ("flip", (flip,))):
            location = gl.glGetUniformLocation(program.glo, name.encode())
            if location >= 0:
                setter = gl.glUniform4f if len(values) == 4 else gl.glUniform1f
                setter(location, *map(float, values))
        gl.glBindVertexArray(vertex_array.glo)
        gl.glDrawArrays(GL.TRIANGLES, 0, 3)

    def release(self) -> None:
        """Free the programs."""
        self._stack.close()
        self._programs.clear()
        self._samplers.clear()

    def _made(self, kind: Copy) -> tuple[Any, Any]:
        head = self._version.version_line + self._version.precision
        program = self._context.program(
            vertex_shader=head + _VERTEX, fragment_shader=head + _HEAD + kind.value
        )
        self._stack.callback(program.release)
        vertex_array = self._context.vertex_array(program, [])
        self._stack.callback(vertex_array.release)
        return program, vertex_array

    def _sampler(self, mode: int) -> int:
        """Return a sampler that ends at the edge and reads the codes of sRGB textures."""
        if mode not in self._samplers:
            gl = self._gl
            self._samplers[mode] = name = gl.generate("Samplers")
            self._stack.callback(gl.delete, "Samplers", name)
            for parameter, value in (
                (GL.TEXTURE_MIN_FILTER, mode),
                (GL.TEXTURE_MAG_FILTER, mode),
                (GL.TEXTURE_WRAP_S, GL.CLAMP_TO_EDGE),
                (GL.TEXTURE_WRAP_T, GL.CLAMP_TO_EDGE),
            ):
                gl.glSamplerParameteri(name, parameter, value)
            if SRGB_DECODE in self._context.extensions:
                gl.glSamplerParameteri(name, GL.TEXTURE_SRGB_DECODE_EXT, GL.SKIP_DECODE_EXT)
        return self._samplers[mode]
