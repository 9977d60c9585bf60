"""`ArrayUpscaler`: what `upscale` gives, with what it needs kept, on any thread."""

from __future__ import annotations

import gc
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from PIL import Image

from anime4k_gl import ArrayUpscaler, OptionError, upscale
from anime4k_gl.gl.offscreen import OFFSCREEN
from anime4k_gl.gl.programs import LinkedProgram

RNG = np.random.default_rng(5)
RGB = RNG.integers(0, 256, (12, 16, 3), np.uint8)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list of what is compiled from now on."""
    seen: list[Any] = []
    compiled = LinkedProgram.__init__

    def watched(self: LinkedProgram, *arguments: Any) -> None:
        seen.append(arguments)
        compiled(self, *arguments)

    monkeypatch.setattr(LinkedProgram, "__init__", watched)
    return seen


def images() -> list[Any]:
    return [
        RGB, RGB[..., 0], RGB[:7, :9], (RGB / 255).astype(np.float32), np.stack([RGB, 255 - RGB]),
        RNG.integers(0, 256, (6, 5, 4), np.uint8), RGB,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [{}, {"size": (40, 20), "preset": "v0.9"}, {"scale": 3, "preset": "none", "scaler": "lanczos"}],
)
def test_it_gives_what_upscale_gives(options: dict[str, Any]) -> None:
    with ArrayUpscaler(**options) as upscaler:
        for image in images():
            assert np.array_equal(upscaler(image), upscale(image, **options))
        picture = upscaler(Image.fromarray(RGB))
    assert picture.mode == "RGB"
    assert np.array_equal(np.asarray(picture), upscale(RGB, **options))


def test_nothing_is_compiled_but_for_the_first_image(compiled: list[Any]) -> None:
    with ArrayUpscaler(preset="v1.0-rc") as upscaler:
        upscaler(RGB)
        first = len(compiled)
        assert first
        upscaler(RGB)
        upscaler(RGB[:7, :9])
        upscaler.set_params(thin_strength=0.3)
        upscaler(RGB)
        assert len(compiled) == first


def test_parameters_change_while_it_lives() -> None:
    rc: dict[str, Any] = {"preset": "v1.0-rc"}
    with ArrayUpscaler(**rc, params={"thin_strength": 0.1}) as upscaler:
        upscaler.set_params(thin_strength=0.2)  # before there is anything to change
        assert upscaler.params == {"thin_strength": 0.2}
        assert np.array_equal(upscaler(RGB), upscale(RGB, **rc, params={"thin_strength": 0.2}))
        upscaler.set_params(thin_strength=0.9)
        assert np.array_equal(upscaler(RGB), upscale(RGB, **rc, params={"thin_strength": 0.9}))
        for wrong in ({"thin_strength": 7}, {"thin": 1}):
            with pytest.raises(OptionError):
                upscaler.set_params(**wrong)  # type: ignore[arg-type]
        assert upscaler.params == {"thin_strength": 0.9}
        assert np.array_equal(upscaler(RGB), upscale(RGB, **rc, params={"thin_strength": 0.9}))


@pytest.mark.parametrize(
    "options",
    [{"preset": "v2"}, {"scale": 0}, {"size": (0, 1)}, {"params": {"thin": 1}}, {"scaler": "x"}],
)
def test_options_are_checked_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        ArrayUpscaler(**options)


def test_an_image_that_will_not_do_leaves_it_usable() -> None:
    with ArrayUpscaler(preset="none") as upscaler:
        expected = upscaler(RGB)
        with pytest.raises(OptionError, match="unknown image dtype"):
            upscaler(RGB.astype(int))
        assert np.array_equal(upscaler(RGB), expected)


def test_from_several_threads_at_once() -> None:
    pictures = images()
    expected = [upscale(image, preset="v0.9") for image in pictures]
    with ArrayUpscaler(preset="v0.9") as upscaler, ThreadPoolExecutor(len(pictures)) as pool:
        results = list(pool.map(upscaler, pictures))
    for result, wanted in zip(results, expected, strict=True):
        assert np.array_equal(result, wanted)


def test_a_released_one_says_so() -> None:
    upscaler = ArrayUpscaler(preset="none")
    upscaler(RGB)
    upscaler.release()
    upscaler.release()
    for use in (lambda: upscaler(RGB), lambda: upscaler.set_params(), lambda: upscaler.params):
        with pytest.raises(RuntimeError, match="this ArrayUpscaler has been released"):
            use()


def renderers() -> int:
    """Return how many are to be freed with the offscreen context."""
    return OFFSCREEN.call(lambda _: len(OFFSCREEN._at_close))


def test_one_that_is_dropped_warns_and_is_freed_before_the_next_image() -> None:
    upscale(RGB)
    before = renderers()
    upscaler = ArrayUpscaler(preset="none")
    upscaler(RGB)
    assert renderers() == before + 1
    with pytest.warns(ResourceWarning, match=r"dropped without release\(\)"):
        del upscaler
        gc.collect()
    assert renderers() == before


def test_one_that_drew_nothing_or_was_released_is_dropped_in_silence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ArrayUpscaler()
        with ArrayUpscaler(preset="none") as upscaler:
            upscaler(RGB)
        del upscaler
        gc.collect()


def test_it_outlives_the_offscreen_context() -> None:
    with ArrayUpscaler(preset="none") as upscaler:
        expected = upscaler(RGB)
        OFFSCREEN.close()
        assert np.array_equal(upscaler(RGB), expected)
