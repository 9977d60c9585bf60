"""Allocations that fail are errors, never black pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import anime4k_gl as a4k
from anime4k_gl.errors import GLError
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.gl import constants as GL
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.pixel_transfer import PixelBuffer
from anime4k_gl.gl.resources import memory
from anime4k_gl.gl.resources.memory import allocating
from anime4k_gl.gl.resources.textures import allocate, new_texture
from anime4k_gl.usershader import parse_user_shader

# The software driver refuses a texture of 2 GB at once, without looking for the memory.
HUGE = Size(16000, 16000)


class FailingGL(GLFunctions):
    """A driver whose next allocations fail, from one on."""

    def __init__(self, context: Any, *, at: int = 0) -> None:
        super().__init__(context)
        self.asked, self.at = 0, at
        self._ask = self.glGetError
        self.glGetError = self._failing
        self._pending = 0

    def fail(self) -> None:
        self._pending = GL.OUT_OF_MEMORY

    def _failing(self) -> int:
        pending, self._pending = self._pending, 0
        return pending or int(self._ask())


def huge_shader() -> Any:
    return parse_user_shader(
        "//!HOOK MAIN\n//!BIND HOOKED\n//!SAVE A\n//!WIDTH 16000\n//!HEIGHT 16000\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
        "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND A\nvec4 hook() { return A_tex(A_pos); }\n"
    )


def test_a_pass_too_large_for_the_memory_is_an_error() -> None:
    image = np.full((16, 24, 3), 200, np.uint8)
    with pytest.raises(GLError, match=r"no GPU memory for a 16000x16000 .*choose a smaller size"):
        a4k.upscale(image, shaders=[huge_shader()])
    assert a4k.upscale(image, preset="none").min() > 190  # and the next picture is a picture


def test_a_texture_that_is_not_there_is_an_error(context: Any) -> None:
    gl = GLFunctions(context)
    with pytest.raises(GLError, match=r"a 16000x16000 texture of four channels, 3906 MiB"):
        new_texture(context, gl, HUGE, 4, dtype="f4")
    refused = pytest.raises(GLError, match="no GPU memory for something")
    with refused, allocating(gl, "something"):
        gl.glBufferData(GL.ARRAY_BUFFER, -1, None, GL.STREAM_DRAW)
    allocate(context, gl, Size(8, 8), RGBA8).release()


@pytest.mark.parametrize("code", [GL.INVALID_ENUM, GL.INVALID_VALUE, GL.INVALID_OPERATION])
def test_a_hosts_error_is_neither_taken_for_ours_nor_lost(context: Any, code: int) -> None:
    gl = GLFunctions(context)
    memory._set_error(gl, code)
    allocate(context, gl, Size(8, 8), RGBA8).release()
    assert gl.glGetError() == code


def test_pixel_buffers_ask(context: Any) -> None:
    gl = FailingGL(context)
    real = gl.glBufferData
    gl.glBufferData = lambda *arguments: (real(*arguments), gl.fail())
    buffer = PixelBuffer(gl, GL.PIXEL_UNPACK_BUFFER, GL.STREAM_DRAW)
    with pytest.raises(GLError, match="no GPU memory for a picture on its way, 4 MiB"):
        buffer.reserve(1 << 22)
    buffer.release()
    gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, 0)


@pytest.mark.parametrize(
    "block",
    [
        "//!TEXTURE T\n//!SIZE 4 4\n//!FORMAT rgba8\n" + "00" * 64 + "\n",
        "//!BUFFER T\n//!VAR float value\n0000803f\n",
    ],
    ids=["table", "buffer"],
)
def test_tables_and_buffers_ask(block: str, context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read = "texture(T, vec2(0.5))" if "TEXTURE" in block else "vec4(value)"
    shader = parse_user_shader(
        block + f"//!HOOK MAIN\n//!BIND HOOKED\n//!BIND T\nvec4 hook() {{ return {read}; }}\n"
    )

    def failing(_: Any, what: str, size: int = 0, **__: Any) -> Iterator[None]:
        raise GLError(f"no GPU memory for {what}")

    for module in ("lookups", "block_buffers"):
        monkeypatch.setattr(f"anime4k_gl.gl.resources.{module}.allocating", failing)
    with pytest.raises(GLError, match=r":1:1: no GPU memory for (TEXTURE|BUFFER) T"):
        a4k.upscale(np.zeros((16, 16, 3), np.uint8), shaders=[shader])


def test_memory_that_is_missed_at_the_first_draw_is_an_error(
    context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drivers may look for a texture's memory when something is drawn into it."""
    from anime4k_gl.gl.recording import Recording

    played = Recording.play

    def out_of_memory(self: Recording) -> None:
        played(self)
        self._gl.glGetError = iter([GL.OUT_OF_MEMORY, 0, 0, 0]).__next__

    monkeypatch.setattr(Recording, "play", out_of_memory)
    with pytest.raises(GLError, match="no GPU memory for pictures of 32x32"):
        a4k.upscale(np.zeros((16, 16, 3), np.uint8), preset="none")
    from anime4k_gl.gl.offscreen import OFFSCREEN
    from anime4k_gl.rendering.arrays import api

    OFFSCREEN.call(lambda _: api._RENDERERS.release())


def test_every_allocation_asks() -> None:
    """Moderngl and OpenGL report none that failed, so nobody calls them but where it is asked."""
    import re

    from support.import_graph import PACKAGE, modules

    calls = re.compile(
        r"(context|_context)\.(texture|buffer|renderbuffer|texture3d|texture_array)\("
        r"|\.orphan\(|gl\.glBufferData|gl\.glTexImage"
    )
    for path in modules():
        text = path.read_text("utf-8")
        if calls.search(text):
            assert "allocating(" in text, f"{path.relative_to(PACKAGE)} allocates and does not ask"
