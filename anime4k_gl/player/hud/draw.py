"""ImGui's triangles, drawn with moderngl over whatever is there."""

from __future__ import annotations

import ctypes
from typing import Any

import moderngl
import numpy as np
from imgui_bundle import imgui

from ...formats import Size
from ...gl import constants as GL
from ...gl.functions import GLFunctions
from ...gl.host_state import blended_over, preserved
from ...gl.resources.memory import allocating
from ...gl.resources.textures import new_texture

_VERTEX = """#version 330
uniform vec2 size;  // of the window; positions count from its top left
in vec2 position;
in vec2 uv;
in vec4 colour;
out vec2 at;
out vec4 tint;
void main() {
    at = uv;
    tint = colour;
    gl_Position = vec4(position / size * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
"""

_FRAGMENT = """#version 330
uniform sampler2D glyphs;
in vec2 at;
in vec4 tint;
out vec4 result;
void main() {
    result = tint * texture(glyphs, at);
}
"""

_INDEX = np.dtype(f"u{imgui.INDEX_SIZE}")


class Painter:
    """Owns the program, the buffers and the textures ImGui asks for, until `release`."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._gl = GLFunctions(context)
        self._textures: dict[int, Any] = {}
        with preserved(context, self._gl, 1):
            self._program = context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
            with allocating(self._gl, "panels"):
                self._vertices = context.buffer(reserve=1 << 16, dynamic=True)
                self._indices = context.buffer(reserve=1 << 16, dynamic=True)
            self._array = context.vertex_array(
                self._program,
                [(self._vertices, "2f4 2f4 4f1", "position", "uv", "colour")],
                self._indices,
            )

    def paint(self, data: Any, window: Size) -> None:
        """Draw into the framebuffer that is bound; OpenGL's state is then as it was before.

        Parameters
        ----------
        data : ImGui's draw data
        window : the framebuffer's size
        """
        with preserved(self._context, self._gl, 1):
            for texture in data.textures:
                self._keep_up(texture)
            lists = list(data.cmd_lists)
            if not lists:
                return
            self._send(lists)
            self._program["size"].value = tuple(map(float, window))
            self._gl.glBindSampler(0, 0)
            first = 0
            with blended_over(self._context, self._gl, (window.width, window.height)):
                for commands in lists:
                    for command in commands.cmd_buffer:
                        self._draw(command, first, window)
                    first += commands.idx_buffer.size()

    def release(self) -> None:
        """Free everything. ImGui's context must still be there, and current."""
        for texture in imgui.get_platform_io().textures:
            self._drop(texture)
        for resource in (self._array, self._vertices, self._indices, self._program):
            resource.release()

    def _send(self, lists: list[Any]) -> None:
        vertices = [_memory(v.vtx_buffer, imgui.VERTEX_SIZE) for v in lists]
        indices, base = [], 0
        for commands in lists:
            # moderngl has no base vertex, so the indices count through all lists.
            numbers = np.frombuffer(_memory(commands.idx_buffer, imgui.INDEX_SIZE), _INDEX)
            indices.append(numbers.astype(np.uint32) + base)
            base += commands.vtx_buffer.size()
        for buffer, content in (
            (self._vertices, b"".join(vertices)),
            (self._indices, np.concatenate(indices).tobytes()),
        ):
            # A new store each time: the GPU may still be reading the last one.
            size = max(buffer.size, 1 << (len(content) - 1).bit_length())
            with allocating(self._gl, "panels", size):
                buffer.orphan(size)
                buffer.write(content)

    def _draw(self, command: Any, first: int, window: Size) -> None:
        left, top, right, bottom = (round(side) for side in command.clip_rect)
        left, top = max(left, 0), max(top, 0)
        if right > left and bottom > top and command.elem_count:
            gl = self._gl
            gl.glScissor(left, window.height - bottom, right - left, bottom - top)
            gl.glActiveTexture(GL.TEXTURE0)
            gl.glBindTexture(GL.TEXTURE_2D, command.get_tex_id())
            self._array.render(
                moderngl.TRIANGLES, vertices=command.elem_count, first=first + command.idx_offset
            )

    def _keep_up(self, texture: Any) -> None:
        """Make, fill or free a texture as ImGui wants it: glyphs are drawn when first needed."""
        status = imgui.ImTextureStatus
        if texture.status == status.want_create:
            size = (texture.width, texture.height)
            pixels = texture.get_pixels_array().tobytes()
            made = new_texture(self._context, self._gl, size, 4, pixels)
            made.repeat_x = made.repeat_y = False
            self._textures[made.glo] = made
            texture.set_tex_id(made.glo)
            texture.set_status(status.ok)
        elif texture.status == status.want_updates:
            pixels = texture.get_pixels_array().reshape(texture.height, texture.width, 4)
            for part in texture.updates:
                block = pixels[part.y : part.y + part.h, part.x : part.x + part.w]
                self._textures[texture.tex_id].write(
                    block.tobytes(), viewport=(part.x, part.y, part.w, part.h)
                )
            texture.set_status(status.ok)
        elif texture.status == status.want_destroy and texture.unused_frames > 0:
            self._drop(texture)

    def _drop(self, texture: Any) -> None:
        made = self._textures.pop(texture.tex_id, None)
        if made is not None:
            made.release()
        texture.set_tex_id(0)
        texture.set_status(imgui.ImTextureStatus.destroyed)


def _memory(vector: Any, item: int) -> bytes:
    return ctypes.string_at(vector.data_address(), vector.size() * item)
