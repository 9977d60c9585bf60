"""The kinds of images that `upscale` takes: each comes back as it was, or is refused by name."""

from __future__ import annotations

import sys
import types
from fractions import Fraction
from typing import Any, ClassVar

import av
import numpy as np
import pytest
from PIL import Image
from support.presets import WITH_PASSES

import anime4k_gl as a4k
from anime4k_gl import OptionError, upscale

RGB = np.random.default_rng(3).integers(0, 256, (12, 16, 3), np.uint8)
GREY = RGB[..., 0]
SHAPES = "(H, W), (H, W, 1, 3 or 4) or (N, H, W, 1, 3 or 4)"
DTYPES = "uint8, uint16, float16, float32, float64"


def tripled(grey: Any) -> Any:
    """Return a grey image as one with three equal channels."""
    return np.repeat(grey[..., np.newaxis], 3, axis=-1)


# Arrays.


@pytest.mark.parametrize("preset", WITH_PASSES)
def test_grey_comes_back_as_the_grey_of_the_same_colour(preset: str) -> None:
    expected = upscale(tripled(GREY), preset=preset)
    for channel in range(3):
        assert np.array_equal(upscale(GREY, preset=preset), expected[..., channel])
    assert np.array_equal(upscale(GREY[..., np.newaxis], preset=preset), expected[..., :1])


def test_grey_that_a_shader_makes_colourful_comes_back_as_its_luma() -> None:
    red = a4k.parse_user_shader("//!HOOK OUTPUT\nvec4 hook() { return vec4(1.0, 0.0, 0.0, 1.0); }")
    assert (upscale(GREY, shaders=[red]) == round(255 * 0.2126)).all()
    assert np.allclose(upscale(GREY / 255, shaders=[red]), 0.2126, atol=1e-3)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_batch_is_its_images_one_by_one(channels: int) -> None:
    batch = np.random.default_rng(1).integers(0, 256, (3, 8, 9, channels), np.uint8)
    result = upscale(batch[::-1])
    assert (result.shape, result.dtype) == ((3, 16, 18, channels), np.uint8)
    for made, image in zip(result, batch[::-1], strict=True):
        assert np.array_equal(made, upscale(image))
    assert np.array_equal(upscale(batch[:1])[0], upscale(batch[0]))


def test_a_batch_of_none_has_the_shape_of_what_is_not_there() -> None:
    assert upscale(np.empty((0, 8, 9, 3), np.float32), size=(20, 10)).shape == (0, 10, 20, 3)


def test_floats_of_64_bits_are_those_of_32_in_64() -> None:
    result = upscale(RGB / 255)
    assert result.dtype == np.float64
    assert np.array_equal(result, upscale((RGB / 255).astype(np.float32)))


def test_an_array_that_is_masked_nowhere_is_one_without_a_mask() -> None:
    result = upscale(np.ma.MaskedArray(RGB))
    assert type(result) is np.ndarray
    assert np.array_equal(result, upscale(RGB))


HOLED = np.where(np.arange(4 * 5 * 3).reshape(4, 5, 3) == 7, np.nan, 0.5)


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (np.zeros(()), f"an image must have the shape {SHAPES}, not ()"),
        (np.zeros(7), f"an image must have the shape {SHAPES}, not (7,)"),
        (RGB[..., :2], f"an image must have the shape {SHAPES}, not (12, 16, 2)"),
        (RGB[:0], f"an image must have the shape {SHAPES}, not (0, 16, 3); it has no pixels"),
        (GREY[:, :0], f"an image must have the shape {SHAPES}, not (12, 0); it has no pixels"),
        (RGB.transpose(2, 0, 1), f"an image must have the shape {SHAPES}, not (3, 12, 16);"
         " numpy.moveaxis(image, 0, -1) moves its channels last"),
        (RGB.transpose(2, 0, 1)[None], f"an image must have the shape {SHAPES}, not (1, 3, 12, 16);"
         " numpy.moveaxis(image, 1, -1) moves its channels last"),
        (np.stack([GREY] * 7), f"an image must have the shape {SHAPES}, not (7, 12, 16);"
         " image[..., numpy.newaxis] makes a batch of grey ones of it"),
        (RGB.astype(np.int32), f"unknown image dtype 'int32'; valid are: {DTYPES};"
         " image.astype('uint8') makes one of values from 0 to 255"),
        (RGB > 9, f"unknown image dtype 'bool'; valid are: {DTYPES};"
         " image.astype('uint8') * 255 makes one of it"),
        (RGB.astype(complex), f"unknown image dtype 'complex128'; valid are: {DTYPES}"),
        (RGB.astype(np.float32), "an image of floats must have values from 0 to 1, not from 0 to"
         " 255; divide by 255, or give an array of uint8"),
        (HOLED, "an image must have finite values, and 1 of this one are NaN or infinite, the first"
         " at [0, 2, 1]; numpy.nan_to_num(image, posinf=1, neginf=0) replaces them"),
        (np.full((2, 2), -np.inf, np.float16), "an image must have finite values, and 4 of this one"
         " are NaN or infinite, the first at [0, 0];"
         " numpy.nan_to_num(image, posinf=1, neginf=0) replaces them"),
        (np.ma.MaskedArray(RGB, RGB > 250), "an image must have a value everywhere, and this array"
         " is masked in places; image.filled(0) makes those black"),
        ("in.png", "an image must be an array or a picture, not str;"
         " anime4k_gl.transcode upscales files"),
        (np.ndarray, "an image must be an array (NumPy's, or of a library that shares memory by"
         " DLPack), a PIL.Image or an av.VideoFrame, not the class ndarray"),
        (None, "an image must be an array (NumPy's, or of a library that shares memory by DLPack),"
         " a PIL.Image or an av.VideoFrame, not NoneType"),
    ],
)  # fmt: skip
def test_what_is_no_image_is_named_with_what_is(image: Any, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        upscale(image)
    assert str(caught.value) == message


# Pillow's pictures.


def picture(mode: str) -> Image.Image:
    if mode.startswith("I;16"):
        return Image.fromarray(
            (GREY.astype(np.uint16) * 257).astype(">u2" if "B" in mode else "<u2")
        )
    return Image.fromarray(np.dstack([RGB, GREY])).convert(mode)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "I;16", "I;16B"])
def test_a_picture_comes_back_as_one_of_its_mode(mode: str) -> None:
    given = picture(mode)
    given.info["icc_profile"] = b"profile"
    result = upscale(given)
    assert (result.mode, result.size, result.info) == (mode, (32, 24), given.info)
    colour = np.asarray(given.convert("RGBA")) if mode == "LA" else np.asarray(given)
    expected = upscale(colour)
    assert np.array_equal(np.asarray(result), expected[..., [0, 3]] if mode == "LA" else expected)


def test_a_transparent_colour_becomes_alpha() -> None:
    for mode, key in (("RGB", (0, 0, 255)), ("L", 9)):
        given = Image.new(mode, (8, 8), 200 if mode == "L" else (200, 0, 0))
        given.paste(key, (0, 0, 4, 8))  # type: ignore[arg-type]
        given.info["transparency"] = key
        result = upscale(given)
        assert result.mode == mode + "A" and "transparency" not in result.info
        alpha = np.asarray(result)[..., -1]
        assert alpha[8, 2] == 0 and alpha[8, -3] == 255


@pytest.mark.parametrize(
    ("mode", "advice"),
    [
        ("1", "image.convert('L') makes one"), ("P", "image.convert('RGB') makes one"),
        ("CMYK", "image.convert('RGB') makes one"), ("YCbCr", "image.convert('RGB') makes one"),
        ("HSV", "image.convert('RGB') makes one"), ("RGBa", "image.convert('RGBA') makes one"),
        ("F", "give numpy.asarray(image) with values from 0 to 1"),
    ],
)  # fmt: skip
def test_other_modes_are_refused_by_name(mode: str, advice: str) -> None:
    given = Image.fromarray(np.dstack([RGB, GREY]) if mode == "RGBa" else RGB).convert(mode)
    with pytest.raises(OptionError) as caught:
        upscale(given)
    assert str(caught.value) == (
        f"a picture of mode {mode} cannot be upscaled as it is, only L, LA, RGB, RGBA and I;16;"
        f" {advice}"
    )


# PyAV's frames.


@pytest.mark.parametrize(
    ("given", "made", "channels"),
    [("rgb24", "rgb24", 3), ("rgba", "rgba", 4), ("gray", "gray", 1), ("gbrp10le", "rgb48le", 3)],
)
def test_a_frame_comes_back_as_one_at_its_time(given: str, made: str, channels: int) -> None:
    frame = av.VideoFrame.from_ndarray(RGB, format="rgb24").reformat(format=given)
    frame.pts, frame.time_base, frame.color_range = 7, Fraction(1, 25), 2
    result = upscale(frame, preset="none")
    assert (result.format.name, result.width, result.height, result.pts) == (made, 32, 24, 7)
    source = frame.to_ndarray() if given == "gray" else np.dstack([RGB, np.full_like(GREY, 255)])
    expected = upscale(source.reshape(12, 16, -1)[..., :channels], preset="none")
    found = result.to_ndarray().reshape(24, 32, channels) / (257 if made == "rgb48le" else 1)
    assert np.abs(found - expected).max() <= 1.5  # FFmpeg shifts 8 bits to 10


def test_a_frames_own_colour_is_minded() -> None:
    """A red of BT.709 in limited range is another one by BT.601 or in full range."""
    frame = av.VideoFrame(16, 16, "yuv444p")
    for plane, value in zip(frame.planes, (63, 102, 240), strict=True):
        plane.update(bytes([value]) * (plane.line_size * 16))
    frame.colorspace, frame.color_range = 1, 1
    red = upscale(frame)
    assert np.abs(red.to_ndarray()[8, 8].astype(int) - (255, 0, 0)).max() <= 2
    frame.colorspace = 5
    assert np.abs(upscale(frame).to_ndarray()[8, 8].astype(int) - (255, 0, 0)).max() > 8


def test_a_frame_that_cannot_be_read_is_refused() -> None:
    frame = av.VideoFrame(16, 16, "xyz12le")
    assert upscale(frame).format.name == "rgb48le"


# Other libraries' arrays.


class Tensor:
    """An array of a library that speaks DLPack."""

    def __init__(self, array: Any, device: int = 1) -> None:
        self.array, self.device = array, device

    def __dlpack__(self, **options: Any) -> Any:
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        return self.device, 0


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Return the library, whose module has the way from DLPack."""
    module = types.ModuleType("tensors_of_a_test")
    module.from_dlpack = lambda other: Tensor(np.from_dlpack(other))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(Tensor, "__module__", module.__name__)
    return module


def test_an_array_of_another_library_comes_back_as_its_own(library: types.ModuleType) -> None:
    result = upscale(Tensor(RGB))
    assert type(result) is Tensor
    assert np.array_equal(result.array, upscale(RGB))


def test_a_library_without_a_way_back_gets_numpys(library: types.ModuleType) -> None:
    del library.from_dlpack
    assert np.array_equal(upscale(Tensor(RGB)), upscale(RGB))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("device", "name"), [(2, "a CUDA"), (8, "a Metal"), (99, "another (DLPack 99)")]
)
def test_memory_elsewhere_is_named(library: types.ModuleType, device: int, name: str) -> None:
    with pytest.raises(OptionError) as caught:
        upscale(Tensor(RGB, device))
    assert str(caught.value) == (
        f"this tensors_of_a_test.Tensor is in the memory of {name} device, which cannot be drawn"
        " from; copy it to main memory (PyTorch: image.cpu(), CuPy: image.get())"
    )


def test_an_array_of_cudas_without_dlpack_is_named() -> None:
    class DeviceArray:
        __cuda_array_interface__: ClassVar[dict[str, object]] = {"shape": (4, 4, 3), "version": 3}

    with pytest.raises(OptionError, match=r"DeviceArray is in the memory of a CUDA device"):
        upscale(DeviceArray())


def test_a_tensor_that_keeps_its_memory_says_why(library: types.ModuleType) -> None:
    class Learning(Tensor):
        def __dlpack__(self, **_: Any) -> Any:
            raise BufferError("can't export tensors that require gradient, use tensor.detach()")

    with pytest.raises(OptionError, match=r"cannot be shared \(can't export .* tensor.detach"):
        upscale(Learning(RGB))


def test_what_numpy_takes_for_an_array_will_do() -> None:
    class Wrapped:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return RGB

    assert np.array_equal(upscale(Wrapped()), upscale(RGB))  # type: ignore[type-var]
    assert np.array_equal(upscale(memoryview(RGB)), upscale(RGB))  # type: ignore[type-var]


def test_floats_a_little_beyond_their_range_are_clamped() -> None:
    """Filters leave them."""
    assert upscale(np.full((4, 6, 3), 1.05, np.float32), preset="none").max() == 1
