"""Draws compiled passes: textures by name, numbers by name, sizes and formats as the host says."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from moderngl import Uniform, UniformBlock

from oracles.hosts.toolchain import Compiled

VERTEX = """
#version 330
out vec2 uv;
void main() {
    uv = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
    gl_Position = vec4(uv * 2.0 - 1.0, 0.0, 1.0);
}
"""

_SAMPLER = 0x8B5E  # sampler2D

Number = float | tuple[float, ...]


class Canvas:
    """Textures of a chain, by name. Row 0 is the first in memory, whatever a host calls it."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._textures: dict[str, Any] = {}
        self._held: list[Any] = []

    def put(self, name: str, image: Any) -> None:
        """Make a texture of (height, width, 3 or 4) uint8 or floats."""
        height, width, channels = image.shape
        dtype = "f1" if image.dtype == np.uint8 else "f4"
        texture = self._context.texture((width, height), channels, dtype=dtype, alignment=1)
        texture.write(np.ascontiguousarray(image, np.uint8 if dtype == "f1" else np.float32))
        self._textures[name] = self._clamped(texture)

    def size(self, name: str) -> tuple[int, int]:
        width, height = self._textures[name].size
        return width, height

    def read(self, name: str) -> Any:
        """Return a texture: (height, width, 4) float32."""
        texture = self._textures[name]
        width, height = texture.size
        kind, whole = {"f1": (np.uint8, 255), "f2": (np.float16, 1)}[texture.dtype]
        data = np.frombuffer(texture.read(alignment=1), kind).reshape(height, width, 4)
        return data.astype(np.float32) / whole

    def draw(
        self,
        shader: Compiled,
        output: str,
        size: tuple[int, int],
        *,
        inputs: Mapping[str, str],
        numbers: Mapping[str, Number],
        dtype: str = "f2",
    ) -> None:
        """Draw a pass into the texture `output`.

        Parameters
        ----------
        inputs : texture by the name that the shader has for it
        numbers : uniforms by name, in a block or not; every one that the shader has
        """
        # The one input, wherever there is one, is the place on the texture.
        names = [i["name"] for i in shader.reflection.get("inputs", [])]
        assert len(names) <= 1, names
        program = self._context.program(
            vertex_shader=VERTEX.replace("uv", names[0]) if names else VERTEX,
            fragment_shader=shader.text,
        )
        self._held.append(program)
        self._bind_textures(program, inputs)
        self._set_numbers(program, shader, numbers)
        target = self._clamped(self._context.texture(size, 4, dtype=dtype))
        framebuffer = self._context.framebuffer([target])
        vertices = self._context.vertex_array(program, [])
        self._held += [framebuffer, vertices]
        framebuffer.use()
        self._context.disable(self._context.BLEND)
        vertices.render(self._context.TRIANGLES, vertices=3)
        self._textures[output] = target

    def release(self) -> None:
        # moderngl binds what was bound last when it makes the next framebuffer: none of these.
        self._context.detect_framebuffer(0).use()
        for thing in [*self._held, *self._textures.values()]:
            thing.release()

    def _clamped(self, texture: Any) -> Any:
        texture.repeat_x = texture.repeat_y = False
        texture.filter = (self._context.LINEAR, self._context.LINEAR)
        self._held.append(texture)
        return texture

    def _bind_textures(self, program: Any, inputs: Mapping[str, str]) -> None:
        unit = 0
        for name in program:
            member = program[name]
            if not isinstance(member, Uniform) or member.gl_type != _SAMPLER:
                continue
            # Arrays have as many textures; HLSL's come with a sampler, which SPIRV-Cross makes one
            # of with the texture: NAME with words around it.
            names = [f"{name}[{i}]" for i in range(member.array_length)]
            if not all(each in inputs for each in names):
                bare = name.removeprefix("SPIRV_Cross_Combined")
                found = [k for k in inputs if bare == k or (bare != name and bare.startswith(k))]
                assert found, f"the shader reads {name}; there are {', '.join(inputs)}"
                names = [max(found, key=len)]
            units = list(range(unit, unit + len(names)))
            for at, each in zip(units, names, strict=True):
                self._textures[inputs[each]].use(at)
            member.value = units if len(units) > 1 else units[0]
            unit += len(units)

    def _set_numbers(self, program: Any, shader: Compiled, numbers: Mapping[str, Number]) -> None:
        types = shader.reflection.get("types", {})
        members = {
            block["name"]: types[block["type"]]["members"]
            for block in shader.reflection.get("ubos", [])
        }
        binding = 0
        for name in program:
            member = program[name]
            if isinstance(member, UniformBlock):
                data = bytearray(member.size)
                for each in next(iter(members.values())) if len(members) == 1 else members[name]:
                    if each["type"] == "mat4":
                        continue
                    value = numbers[each["name"]]
                    values = value if isinstance(value, tuple) else (value,)
                    whole = each["type"].startswith(("i", "u"))
                    packed = struct.pack(f"{len(values)}{'i' if whole else 'f'}",
                                         *(map(int, values) if whole else values))  # fmt: skip
                    data[each["offset"] : each["offset"] + len(packed)] = packed
                buffer = self._context.buffer(bytes(data))
                self._held.append(buffer)
                buffer.bind_to_uniform_block(binding)
                member.binding = binding
                binding += 1
            elif isinstance(member, Uniform) and member.gl_type != _SAMPLER:
                member.value = numbers[name.rpartition(".")[2]]
