"""Arrays in a CUDA device's memory, by a made-up driver and a library that has CuPy's manners."""

from __future__ import annotations

import sys
import types
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest
from support.cuda_driver import Driver, driver  # noqa: F401
from support.rawgl import GL

import anime4k_gl as a4k
from anime4k_gl.gl.offscreen import OFFSCREEN

RGB = np.random.default_rng(5).integers(0, 255, (9, 14, 3), np.uint8)


class ndarray:
    """An array on the device, of which NumPy is told nothing."""

    __module__ = "cupy"
    device = nullcontext()

    def __init__(self, pixels: Any) -> None:
        self._pixels = pixels
        self.dtype = pixels.dtype
        self.fetched = 0

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        facts: dict[str, Any] = dict(self._pixels.__array_interface__)
        return facts

    def get(self) -> Any:
        self.fetched += 1
        return self._pixels.copy()

    def min(self) -> Any:
        return self._pixels.min()

    def max(self) -> Any:
        return self._pixels.max()


@pytest.fixture
def cupy(monkeypatch: pytest.MonkeyPatch) -> None:
    library = types.ModuleType("cupy")
    library.empty = lambda shape, dtype: ndarray(np.zeros(shape, dtype))  # type: ignore[attr-defined]
    library.asarray = lambda pixels: ndarray(pixels)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cupy", library)


@pytest.fixture
def on_device(cupy: None, driver: Driver) -> Driver:  # noqa: F811
    driver.gl = OFFSCREEN.call(GL)
    return driver


def images() -> list[Any]:
    half = (RGB / 255).astype(np.float16)
    return [
        RGB,
        RGB.astype(np.uint16) * 257,
        half,
        half.astype(np.float32),
        np.stack([RGB, RGB[::-1]]),
    ]


@pytest.mark.parametrize("image", images(), ids=lambda image: f"{image.dtype}-{image.ndim}")
def test_colour_stays_on_the_device(image: Any, on_device: Driver) -> None:
    given = ndarray(image)
    with a4k.ArrayUpscaler(preset="v0.9") as upscaler:
        expected = upscaler(image)
        result = upscaler(given)
        assert np.array_equal(result._pixels, expected)
        pictures = len(image) if image.ndim == 4 else 1
        assert on_device.copied == 2 * pictures
        assert given.fetched == result.fetched == 0
        assert np.array_equal(upscaler(given)._pixels, expected)
    assert (on_device.registered, on_device.mapped, on_device.current) == ({}, set(), [])
    assert on_device.retained == 0


@pytest.mark.parametrize(
    "image",
    [RGB[..., 0], np.dstack([RGB, RGB[..., :1]]), RGB / 255, RGB[:, ::2]],
    ids=["grey", "alpha", "float64", "gaps"],
)
def test_the_rest_goes_through_main_memory_and_comes_back(image: Any, on_device: Driver) -> None:
    given = ndarray(image)
    result = a4k.upscale(given, preset="v0.9")
    assert isinstance(result, ndarray) and given.fetched == 1
    assert np.array_equal(result._pixels, a4k.upscale(image, preset="v0.9"))
    assert on_device.copied == 0


def test_what_is_wrong_is_said(on_device: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    for image, told in (
        (RGB.astype(np.float32), "divide by 255"),
        (np.where(RGB > 3, np.nan, RGB).astype(np.float32), "finite"),
        (RGB.astype(np.int32), "unknown image dtype"),
        (RGB[..., :2], "must have the shape"),
    ):
        with pytest.raises(a4k.OptionError, match=told):
            a4k.upscale(ndarray(image))
    on_device.array_device = 1
    with a4k.ArrayUpscaler(preset="none") as upscaler:
        with pytest.raises(a4k.GLError, match="on CUDA device 1, and OpenGL draws on device 0"):
            upscaler(ndarray(RGB))
        monkeypatch.setitem(sys.modules, "cuda.bindings", None)
    with (
        a4k.ArrayUpscaler(preset="none") as upscaler,
        pytest.raises(a4k.GLError, match=r"pip install 'anime4k-gl\[cuda\]'"),
    ):
        upscaler(ndarray(RGB))
