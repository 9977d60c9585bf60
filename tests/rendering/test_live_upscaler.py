"""An `Upscaler` that lives on: other sizes, other parameters, results as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.hosts.unusual_host import host, snapshot  # noqa: F401
from support.rawgl import GL

import anime4k_gl as a4k

SOURCE, TARGET = (24, 16), (48, 32)


@pytest.fixture
def texture(context: Any) -> Any:
    pixels = np.random.default_rng(3).integers(0, 255, (16, 24, 4), np.uint8)
    texture = context.texture(SOURCE, 4, pixels.tobytes())
    yield texture
    texture.release()


def made(context: Any, texture: Any, *, size: tuple[int, int] = TARGET, **options: Any) -> Any:
    with a4k.Upscaler(context, source_size=SOURCE, target_size=size, **options) as upscaler:
        upscaler.render(texture)
        return upscaler.read()


@pytest.mark.parametrize("backend", ["fragment", "compute"])
def test_parameters_and_sizes_change_as_if_it_were_made_anew(
    context: Any, texture: Any, backend: str
) -> None:
    options: dict[str, Any] = {"preset": "v1.0-rc", "backend": backend}
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET, **options) as upscaler:
        upscaler.render(texture)
        programs = GL(context).objects()["Program"]
        for values, size in (
            ({"thin_strength": 0.1}, TARGET),
            ({"refine_strength": 0.4}, (72, 48)),
            ({"thin_strength": 0.0}, (36, 24)),  # leaves passes out
            ({"thin_strength": 0.1}, (36, 24)),
        ):
            upscaler.set_params(**values)
            upscaler.resize(target_size=size)
            upscaler.render(texture)
            expected = made(context, texture, size=size, params=upscaler.params, **options)
            assert np.array_equal(upscaler.read(), expected)
        if backend == "fragment":  # in compute passes a scale other than 2 has one of its own
            assert GL(context).objects()["Program"] == programs
        assert upscaler.params == {"thin_strength": 0.1, "refine_strength": 0.4}
        assert (upscaler.source_size, upscaler.target_size) == (SOURCE, (36, 24))
    assert context.error == "GL_NO_ERROR"


def test_the_source_size_changes(context: Any, texture: Any) -> None:
    with a4k.Upscaler(context, source_size=(9, 7), target_size=TARGET) as upscaler:
        with pytest.raises(a4k.OptionError, match="takes textures of 9x7, not 24x16"):
            upscaler.render(texture)
        upscaler.resize(SOURCE)
        upscaler.render(texture)
        assert np.array_equal(upscaler.read(), made(context, texture))


def test_what_cannot_be_had_changes_nothing(context: Any, texture: Any) -> None:
    sizes: dict[str, Any] = {"source_size": SOURCE, "target_size": TARGET}
    with a4k.Upscaler(context, **sizes, preset="v1.0-rc") as upscaler:
        upscaler.set_params(thin_strength=0.2)
        upscaler.render(texture)
        before = upscaler.read()
        with pytest.raises(a4k.OptionError, match="thin_strenth"):
            upscaler.set_params(thin_strenth=0.3)
        with pytest.raises(a4k.OptionError):
            upscaler.set_params(thin_strength=99)
        with pytest.raises(a4k.OptionError, match="0x9"):
            upscaler.resize(SOURCE, (0, 9))
        with pytest.raises(a4k.GLError, match="beyond this driver's limit"):
            upscaler.resize(target_size=(100_000, 9))
        assert upscaler.params == {"thin_strength": 0.2}
        assert upscaler.target_size == TARGET
        upscaler.render(texture)
        assert np.array_equal(upscaler.read(), before)


@pytest.mark.parametrize("dtype", ["f1", "nu2", "f2", "f4"])
def test_results_are_read_whatever_the_host_has_set(
    context: Any,
    host: Any,  # noqa: F811
    dtype: str,
) -> None:
    kinds = {"f1": np.uint8, "nu2": np.uint16, "f2": np.float16, "f4": np.float32}
    pixels = np.random.default_rng(4).random((16, 24, 4))
    scale = {"f1": 255, "nu2": 65535}.get(dtype, 1)
    texture = context.texture(SOURCE, 4, (pixels * scale).astype(kinds[dtype]).tobytes(),
                              dtype=dtype)  # fmt: skip
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        expected = np.frombuffer(upscaler.render(texture).read(), kinds[dtype])
        host.set()
        before = snapshot(host.gl, host.units)
        filled = np.empty((32, 48, 4), kinds[dtype])
        assert upscaler.read(filled) is filled
        read = upscaler.read()
        assert snapshot(host.gl, host.units) == before
        host.reset()
    for result in (read, filled):
        assert result.dtype == kinds[dtype]
        assert np.array_equal(result.ravel(), expected)
    texture.release()


def test_where_results_cannot_be_read_to(context: Any, texture: Any) -> None:
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        with pytest.raises(RuntimeError, match="nothing has been rendered yet"):
            upscaler.read()
        upscaler.render(texture)
        for out in (np.empty((48, 32, 4), np.uint8), np.empty((32, 48, 4), np.uint16),
                    np.empty((32, 48, 8), np.uint8)[..., ::2]):  # fmt: skip
            with pytest.raises(a4k.OptionError, match=r"contiguous array \(32, 48, 4\) of uint8"):
                upscaler.read(out)


def test_textures_go_in_and_out_by_their_names(context: Any, texture: Any) -> None:
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        given = a4k.GLTexture(texture.glo, SOURCE)
        upscaler.render(given)
        assert np.array_equal(upscaler.read(), made(context, texture))
        result = upscaler.result
        assert (result.size, result.components, result.dtype) == (TARGET, 4, "f1")
        again = context.external_texture(result.name, TARGET, 4, 0, "f1")
        assert np.array_equal(np.frombuffer(again.read(), np.uint8), upscaler.read().ravel())
        with pytest.raises(a4k.OptionError, match="no texture 9999 in this context"):
            upscaler.render(a4k.GLTexture(9999, SOURCE))
    with pytest.raises(a4k.OptionError, match=r"must be GL_TEXTURE_2D \(0x0DE1\), not 0x84F5"):
        a4k.GLTexture(1, SOURCE, target=0x84F5)
    with pytest.raises(a4k.OptionError, match="of 1 components and dtype 'f1' cannot be upscaled"):
        a4k.GLTexture(1, SOURCE, components=1)
    for name, size in (("one", SOURCE), (1, 24), (1, (24, 16, 1)), (1.5, SOURCE)):
        with pytest.raises(a4k.OptionError, match="by its name in OpenGL, a whole number, and its"):
            a4k.GLTexture(name, size)  # type: ignore[arg-type]


def test_what_parameters_there_are() -> None:
    found = {param.name: param for param in a4k.parameters("v1.0-rc")}
    assert found["thin_strength"].minimum == 0
    assert a4k.parameters("none") == ()
    with pytest.raises(a4k.OptionError, match="unknown preset"):
        a4k.parameters("v9")


def test_a_texture_of_the_same_name_is_looked_at_again_after_a_resize(
    context: Any, texture: Any
) -> None:
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        upscaler.render(a4k.GLTexture(texture.glo, SOURCE))
        upscaler.resize(source_size=(12, 8))
        with pytest.raises(a4k.OptionError, match="says that it is one, and is 24x16"):
            upscaler.render(a4k.GLTexture(texture.glo, (12, 8)))
