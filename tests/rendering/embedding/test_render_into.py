"""Results drawn into a host's framebuffers: where they are to be, and nothing else changes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from support.hosts.unusual_host import host, snapshot  # noqa: F401
from support.rawgl import GL

import anime4k_gl as a4k

SOURCE, TARGET = (24, 16), (48, 32)
PIXELS = np.random.default_rng(6).integers(0, 255, (16, 24, 4), np.uint8)
BACKGROUND = (10, 20, 30, 40)


@pytest.fixture
def texture(context: Any) -> Iterator[Any]:
    texture = context.texture(SOURCE, 4, PIXELS.tobytes())
    yield texture
    texture.release()


@pytest.fixture
def upscaler(context: Any) -> Iterator[a4k.Upscaler]:
    sizes: Any = {"source_size": SOURCE, "target_size": TARGET, "preset": "none"}
    with a4k.Upscaler(context, **sizes) as upscaler:
        yield upscaler


def filled(context: Any, size: tuple[int, int], **options: Any) -> Any:
    return context.texture(size, 4, bytes(BACKGROUND) * (size[0] * size[1]), **options)


def array(texture: Any) -> Any:
    return np.frombuffer(texture.read(), np.uint8).reshape(texture.height, texture.width, 4)


@pytest.mark.parametrize("by_name", [True, False])
@pytest.mark.parametrize("flip", [True, False])
def test_a_viewport_of_a_framebuffer(
    context: Any,
    host: Any,  # noqa: F811
    upscaler: a4k.Upscaler,
    texture: Any,
    by_name: bool,
    flip: bool,
) -> None:
    picture = filled(context, (70, 50))
    framebuffer = context.framebuffer([picture])
    upscaler.render(texture)
    expected = upscaler.read()
    host.set()
    before = snapshot(host.gl, host.units)
    upscaler.render_into(
        texture, framebuffer.glo if by_name else framebuffer, (7, 5, *TARGET), flip=flip
    )
    assert snapshot(host.gl, host.units) == before
    host.reset()
    drawn = array(picture)
    assert np.array_equal(drawn[5:37, 7:55], expected[::-1] if flip else expected)
    around = np.ones(drawn.shape[:2], bool)
    around[5:37, 7:55] = False
    assert (drawn[around] == BACKGROUND).all()
    framebuffer.release()
    picture.release()


def test_numbers_of_numpys_are_names(context: Any, upscaler: a4k.Upscaler, texture: Any) -> None:
    """PyOpenGL gives them."""
    picture = context.texture(TARGET, 4)
    framebuffer = context.framebuffer([picture])
    given = a4k.GLTexture(np.uint32(texture.glo), np.array(SOURCE))  # type: ignore[arg-type]
    whole = np.array([0, 0, *TARGET])
    upscaler.render_into(given, np.uint32(framebuffer.glo), whole)  # type: ignore[arg-type]
    drawn = array(picture)
    upscaler.render(texture)
    assert np.array_equal(drawn, upscaler.read())
    upscaler.render_into(given, np.uint32(framebuffer.glo))  # type: ignore[arg-type]
    assert np.array_equal(array(picture), drawn)
    framebuffer.release()
    picture.release()


def test_the_whole_of_it_by_default(context: Any, upscaler: a4k.Upscaler, texture: Any) -> None:
    upscaler.render(texture)
    small = upscaler.read().astype(int)
    for make in (context.texture, context.renderbuffer):
        attached = make((96, 64), 4)
        framebuffer = context.framebuffer([attached])
        drawn = []
        for given in (framebuffer, framebuffer.glo):
            framebuffer.clear()
            upscaler.render_into(texture, given)
            drawn.append(np.frombuffer(framebuffer.read(components=4), np.uint8).reshape(64, 96, 4))
        assert np.array_equal(*drawn)
        halved = drawn[0].reshape(32, 2, 48, 2, 4).mean((1, 3))
        assert np.abs(halved - small).mean() < 16  # scaled, and neither moved nor turned
        assert np.abs(halved[::-1] - small).mean() > 20
        framebuffer.release()
        attached.release()


@pytest.mark.parametrize("samples", [2, 4])
def test_multisampled_ones(
    context: Any,
    host: Any,  # noqa: F811
    upscaler: a4k.Upscaler,
    texture: Any,
    samples: int,
) -> None:
    if context.max_samples < samples:
        pytest.skip("this driver has no multisampling")
    several = context.texture(TARGET, 4, samples=samples)
    single = context.texture(TARGET, 4)
    drawn, resolved = context.framebuffer([several]), context.framebuffer([single])
    host.set()  # masks, coverage and shading of samples among it
    upscaler.render_into(texture, drawn.glo)
    host.reset()
    context.copy_framebuffer(resolved, drawn)
    assert np.array_equal(array(single), upscaler.read())
    for made in (drawn, resolved, several, single):
        made.release()


def test_codes_are_not_encoded_twice(context: Any, upscaler: a4k.Upscaler, texture: Any) -> None:
    gl = GL(context)
    picture = context.texture(TARGET, 4, internal_format=0x8C43)
    framebuffer = context.framebuffer([picture])
    gl.glEnable(0x8DB9)
    upscaler.render_into(texture, framebuffer)
    gl.glDisable(0x8DB9)
    assert np.array_equal(array(picture), upscaler.read())
    framebuffer.release()
    picture.release()


def test_further_colours_depth_and_stencil_stay(
    context: Any, upscaler: a4k.Upscaler, texture: Any
) -> None:
    first, second = filled(context, TARGET), filled(context, TARGET)
    depth = context.depth_texture(TARGET)
    framebuffer = context.framebuffer([first, second], depth)
    framebuffer.clear(depth=0.5)
    second.write(bytes(BACKGROUND) * (TARGET[0] * TARGET[1]))
    GL(context).glEnable(0x0B71)
    upscaler.render_into(texture, framebuffer.glo)
    GL(context).glDisable(0x0B71)
    assert np.array_equal(array(first), upscaler.read())
    assert (array(second) == BACKGROUND).all()
    assert np.allclose(np.frombuffer(depth.read(), np.float32), 0.5)
    for made in (framebuffer, first, second, depth):
        made.release()


def test_what_cannot_be_drawn_to_is_named(
    context: Any, upscaler: a4k.Upscaler, texture: Any
) -> None:
    gl = GL(context)
    whole = context.texture(SOURCE, 4, dtype="u1")
    integers = context.framebuffer([whole])
    empty = gl.generate("Framebuffers")[0]
    kept = gl.integers(0x8CA6)[0]
    gl.glBindFramebuffer(0x8CA9, empty)
    gl.glBindFramebuffer(0x8CA9, kept)
    upscaler.render(texture)
    own = context.framebuffer([context.external_texture(upscaler.result.name, TARGET, 4, 0, "f1")])
    picture = context.texture(TARGET, 4)
    nowhere = context.framebuffer([picture])
    gl.glBindFramebuffer(0x8CA9, nowhere.glo)
    gl.glDrawBuffers(1, (ctypes.c_uint * 1)(0))
    gl.glBindFramebuffer(0x8CA9, kept)
    released = context.framebuffer([picture])
    released.release()
    for given, kind, said in (
        (9999, a4k.OptionError, "there is no framebuffer 9999 in this context"),
        (released, a4k.OptionError, "this framebuffer has been released"),
        ("screen", a4k.OptionError, "moderngl.Framebuffer or a name in OpenGL .* not 'screen'"),
        (-1, a4k.OptionError, "not -1"),
        (integers, a4k.OptionError, "holds integers"),
        (empty, a4k.GLError, "is not complete: it has no attachment"),
        (0, a4k.GLError, "no default framebuffer"),
        (own.glo, a4k.OptionError, "draws into this Upscaler's own result"),
        (nowhere, a4k.OptionError, "draws colours nowhere"),
    ):  # fmt: skip
        with pytest.raises(kind, match=said):
            upscaler.render_into(texture, given)
        assert gl.integers(0x8CA6)[0] == kept
    good = context.framebuffer([picture])
    for viewport in ((0, 0, 0, 5), (0, 0, 5), (0, 0, 1 << 20, 5), (0, 0.5, 5, 5), 7):
        with pytest.raises(a4k.OptionError, match="a viewport"):
            upscaler.render_into(texture, good, viewport)  # type: ignore[arg-type]
    gl.delete("Framebuffers", [empty])
    for made in (integers, whole, nowhere, good, picture):
        made.release()
    gl.delete("Framebuffers", [own.glo])
    assert gl.glGetError() == 0
