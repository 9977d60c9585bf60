"""Textures of a host: what can be read comes out right, what cannot is named."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from support.rawgl import GL as RawGL

import anime4k_gl as a4k
from anime4k_gl.gl.functions import GLFunctions

SOURCE, TARGET = (24, 16), (48, 32)
RGBA, BYTES, TEXTURE_2D = 0x1908, 0x1401, 0x0DE1

Show = Callable[[Any], Any]


@pytest.fixture
def pixels() -> Any:
    pixels = np.random.default_rng(0).integers(0, 255, (16, 24, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


@pytest.fixture
def made(context: Any, pixels: Any) -> Any:
    """Return a maker of moderngl textures around textures of OpenGL's, by their format."""
    gl, names = GLFunctions(context), []

    def make(
        internal: int, fmt: int = RGBA, kind: int = BYTES, target: int = TEXTURE_2D,
        *, size: tuple[int, int] = SOURCE, components: int = 4,
    ) -> Any:  # fmt: skip
        names.append(name := gl.generate("Textures"))
        gl.glBindTexture(target, name)
        deep = target in (0x8C1A, 0x806F)
        sides = (*size, 1) if deep else size
        if target == 0x9100:
            RawGL(context).glTexImage2DMultisample(target, 4, internal, *sides, 1)
        else:
            specify = gl.glTexImage3D if deep else gl.glTexImage2D
            specify(target, 0, internal, *sides, 0, fmt, kind, pixels.ctypes.data)
        gl.glBindTexture(target, 0)
        assert gl.glGetError() == 0
        return context.external_texture(name, SOURCE, components, 0, "f1")

    yield make
    for name in names:
        gl.delete("Textures", name)


def drawn(upscaler: a4k.Upscaler, texture: Any) -> Any:
    return np.frombuffer(upscaler.render(texture).read(), np.uint8).astype(int)


@pytest.fixture
def upscaler(context: Any) -> Any:
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET, preset="v0.9") as upscaler:
        yield upscaler


def test_srgb_textures_are_read_as_their_codes(
    context: Any, upscaler: a4k.Upscaler, made: Any, pixels: Any
) -> None:
    plain = context.texture(SOURCE, 4, pixels.tobytes())
    expected = drawn(upscaler, plain)
    assert np.array_equal(drawn(upscaler, made(0x8C43)), expected)
    assert np.array_equal(drawn(upscaler, made(0x8051)), expected)  # RGB8: alpha is 1
    plain.release()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((0x8229, 0x1903), "has one component"),
        ((0x822B, 0x8227), "has two components"),
        ((0x8058, RGBA, BYTES, 0x84F5), "is of the kind rectangle"),
        ((0x8058, RGBA, BYTES, 0x8C1A), "is of the kind array"),
        ((0x8058, RGBA, BYTES, 0x806F), "is of the kind three-dimensional"),
        ((0x8058, RGBA, BYTES, 0x9100), "is of the kind multisampled"),
        ((0x8DBB,), "has one component"),  # compressed
        ((0x8D7C, 0x8D99), "holds integers"),
        ((0x81A6, 0x1902, 0x1405), "holds depths"),
    ],
)
def test_kinds_that_cannot_be_upscaled_are_named(
    upscaler: a4k.Upscaler, made: Any, arguments: tuple[int, ...], said: str
) -> None:
    with pytest.raises(a4k.OptionError, match=f"{said}; give a two-dimensional texture with 3"):
        upscaler.render(made(*arguments))


@pytest.mark.parametrize("internal", [0x83F3, 0x8E8C, 0x8C4F, 0x8D62, 0x8059])
def test_compressed_and_packed_ones_are_decompressed(
    context: Any, made: Any, internal: int
) -> None:
    """DXT5, BPTC, DXT5 of sRGB, 5 and 6 bits a component, 10 bits."""
    texture = made(internal)
    with a4k.Upscaler(context, source_size=SOURCE, target_size=SOURCE, preset="none",
                      scaler="none") as upscaler:  # fmt: skip
        result = drawn(upscaler, texture)
    stored = np.zeros(24 * 16 * 4, np.uint8)
    gl = RawGL(context)
    gl.glBindTexture(TEXTURE_2D, texture.glo)
    gl.glGetTexImage(TEXTURE_2D, 0, RGBA, BYTES, (ctypes.c_ubyte * stored.size).from_buffer(stored))
    gl.glBindTexture(TEXTURE_2D, 0)
    assert np.abs(result - stored).max() <= 1


def test_a_texture_of_another_context_is_named(context: Any, upscaler: a4k.Upscaler) -> None:
    from anime4k_gl.gl.context import create_headless_context

    other = create_headless_context()
    foreign = [other.texture(SOURCE, 4) for _ in range(20)]
    context.__enter__()
    own = [context.texture(SOURCE, 4) for _ in range(20)]
    for texture in foreign:  # whether there is one of its name here or not
        with pytest.raises(a4k.OptionError, match=r"made through another moderngl\.Context"):
            upscaler.render(texture)
    with a4k.Upscaler(source_size=SOURCE, target_size=TARGET, preset="none") as wrapped:
        result = wrapped.render(own[0])  # around the same context
        upscaler.resize(TARGET)
        upscaler.render(result)
    for texture in own:
        texture.release()
    other.__enter__()
    other.release()
    context.__enter__()


def test_a_texture_that_was_filled_anew_is_looked_at_again(
    context: Any, upscaler: a4k.Upscaler, made: Any
) -> None:
    """As is one of another size or format that has the name of a deleted one."""
    gl, texture = RawGL(context), made(0x8058)
    assert upscaler.render(texture)
    gl.glBindTexture(0x0DE1, texture.glo)
    gl.glTexImage2D(0x0DE1, 0, 0x8058, 8, 4, 0, 0x1908, 0x1401, None)
    with pytest.raises(a4k.OptionError, match="says that it is one, and is 8x4"):
        upscaler.render(texture)
    gl.glTexImage2D(0x0DE1, 0, 0x8D7C, *SOURCE, 0, 0x8D99, 0x1401, None)
    with pytest.raises(a4k.OptionError, match="holds integers"):
        upscaler.render(texture)
    gl.glTexImage2D(0x0DE1, 0, 0x8058, *SOURCE, 0, 0x1908, 0x1401, None)
    assert upscaler.render(texture)
    gl.glBindTexture(0x0DE1, 0)


def test_what_is_no_texture_is_named(context: Any, upscaler: a4k.Upscaler, made: Any) -> None:
    released = context.texture(SOURCE, 4)
    released.release()
    with pytest.raises(a4k.OptionError, match="has been released"):
        upscaler.render(released)
    deleted = made(0x8058)
    assert upscaler.render(deleted)
    GLFunctions(context).delete("Textures", deleted.glo)
    for texture in (deleted, context.external_texture(9999, SOURCE, 4, 0, "f1"),
                    context.external_texture(0, SOURCE, 4, 0, "f1")):  # fmt: skip
        with pytest.raises(a4k.OptionError, match=rf"no texture {texture.glo} in this context"):
            upscaler.render(texture)
    with pytest.raises(a4k.OptionError, match="says that it is one, and is 8x4"):
        upscaler.render(made(0x8058, size=(8, 4)))
    array = context.texture_array((*SOURCE, 1), 4)
    for what, name in ((array, "TextureArray"), (np.zeros(4), "ndarray"), (7, "int")):
        with pytest.raises(a4k.OptionError, match=f"moderngl.Texture, not {name}"):
            upscaler.render(what)
    array.release()
    assert context.error == "GL_NO_ERROR"


def test_results_end_at_their_edges(context: Any, upscaler: a4k.Upscaler) -> None:
    texture = context.texture(SOURCE, 4)
    result = upscaler.render(texture)
    assert (result.repeat_x, result.repeat_y) == (False, False)
    assert result.filter == (context.LINEAR, context.LINEAR)
    texture.release()


def test_arrays_that_mean_something_else_are_named() -> None:
    image = np.full((4, 6, 3), 200, np.float32)
    with pytest.raises(a4k.OptionError, match="from 0 to 1, not from 200 to 200; divide by 255"):
        a4k.upscale(image)
    overshot = np.full((4, 6, 3), 1.05, np.float32)
    assert a4k.upscale(overshot, preset="none").max() == 1
