"""HLSL without Windows: glslang to SPIR-V, SPIRV-Cross to GLSL, run pass by pass on surfaces.

Names and constants are those of the players: `p0`, `p1` and `s0`, or `PS_CONSTANTS`.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

TOOLS = ("glslangValidator", "spirv-val", "spirv-cross")

VERTEX = """
#version 330
out vec2 tex;
void main() {
    tex = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
    gl_Position = vec4(tex * 2.0 - 1.0, 0.0, 1.0);
}
"""


def missing_tools() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@cache
def to_glsl(hlsl: str) -> str:
    """Return an entry `main` as a GLSL 3.30 fragment shader; its input is `tex`."""
    with TemporaryDirectory() as folder:
        source, binary = Path(folder) / "pass.frag", Path(folder) / "pass.spv"
        source.write_text(hlsl)
        _run("glslangValidator", "-D", "-S", "frag", "-e", "main", "--hlsl-dx9-compatible", "-V",
             "--aml", "--amb", "-o", binary, source)  # fmt: skip
        _run("spirv-val", binary)
        return _run("spirv-cross", "--version", "330", "--no-es", "--no-420pack-extension", binary)


def run_chain(
    context: Any, shaders: Sequence[str], image: Any, *, dtype: str = "f2", alpha: bool = True
) -> Any:
    """Return what a player would show: (height, width, 4) float32.

    Parameters
    ----------
    shaders : each pass's HLSL
    image : (height, width, 3) floats, row 0 on top
    dtype : the surfaces' type, as moderngl names it
    alpha : whether the surfaces keep alpha; where not, it reads 1
    """
    height, width = image.shape[:2]
    rgba = np.concatenate([image, np.ones((height, width, 1))], axis=2)
    types = {"f1": np.uint8, "f2": np.float16, "f4": np.float32}
    pixels = rgba * 255 + 0.5 if dtype == "f1" else rgba
    textures = [context.texture((width, height), 4, dtype=dtype) for _ in range(2)]
    for texture in textures:
        texture.filter = (context.NEAREST, context.NEAREST)
        texture.swizzle = "RGBA" if alpha else "RGB1"
    textures[0].write(pixels.astype(types[dtype]).tobytes())
    size, texel = (float(width), float(height)), (1 / width, 1 / height)
    held: list[Any] = []
    try:
        for shader in shaders:
            program = context.program(vertex_shader=VERTEX, fragment_shader=to_glsl(shader))
            held.append(program)
            d3d11 = "PS_CONSTANTS" in shader
            constants = (
                struct.pack("4fIf2x4x2x", *texel, *size, 1, 0.0)
                if d3d11
                else struct.pack("8f", *size, 0.0, 0.0, *texel, 0.0, 0.0)
            )
            buffer = context.buffer(constants)
            held.append(buffer)
            for name in program:
                member = program[name]
                if hasattr(member, "binding"):
                    member.binding = 1
                    buffer.bind_to_uniform_block(1)
                else:
                    member.value = 0
            framebuffer = context.framebuffer([textures[1]])
            vertices = context.vertex_array(program, [])
            held += [framebuffer, vertices]
            framebuffer.use()
            textures[0].use(0)
            context.disable(context.BLEND)
            vertices.render(context.TRIANGLES, vertices=3)
            textures.reverse()
        data = np.frombuffer(textures[0].read(), types[dtype]).reshape(height, width, 4)
        return data.astype(np.float32) / (255 if dtype == "f1" else 1)
    finally:
        # Out of use before it is released: moderngl would bind it again by its number.
        context.detect_framebuffer(0).use()
        for thing in [*held, *textures]:
            thing.release()


def _run(*command: str | Path) -> str:
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if result.returncode:
        raise AssertionError(f"{command[0]}:\n{result.stdout}{result.stderr}")
    return result.stdout
