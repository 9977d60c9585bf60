"""Decoded planes to R'G'B' and back, against H.273 written out in float64."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from support.colour_frames import (
    KR_KB,
    YUV_MATRICES,
    build,
    expected_rgb,
    half_float_rounding,
    random_codes,
)

from anime4k_gl.colour import SRGB, ChromaSiting, Colour, Matrix, Range, from_rgb, guess, to_rgb
from anime4k_gl.formats import PIXEL_LAYOUTS, TEXTURE_FORMATS, ColourModel, PixelLayout, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.plan import PlaneOutput
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

RGBA32F = TEXTURE_FORMATS["rgba32f"]


@pytest.fixture
def renderer(context: Any) -> Any:
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="none"))
    yield renderer
    renderer.release()


def render(renderer: Renderer, frame: Frame) -> Any:
    renderer.render(frame, target=frame.size, output=RGBA32F)
    return renderer.read()[0].astype(np.float64)


def check(renderer: Renderer, layout: PixelLayout, size: Size, colour: Colour, **how: int) -> None:
    codes = random_codes(layout, size)
    result = render(renderer, build(layout, size, colour, codes, **how))
    expected = expected_rgb(layout, size, colour, codes)
    error = np.abs(result[..., :3] - expected)
    assert (error <= half_float_rounding(expected)).all(), f"off by {error.max() * 255:.2f} codes"
    alpha = (
        codes["a"] / ((1 << layout.depth) - 1) if layout.has_alpha else np.ones_like(error[..., 0])
    )
    assert (np.abs(result[..., 3] - alpha) <= half_float_rounding(alpha)).all()


@pytest.mark.parametrize("name", PIXEL_LAYOUTS)
def test_every_layout_gives_the_known_colours(renderer: Any, name: str) -> None:
    layout = PIXEL_LAYOUTS[name]
    # A different matrix and range for each, so that all meet all over the list.
    place = [*PIXEL_LAYOUTS].index(name)
    colour = guess(layout, Size(64, 48), matrix=9 if place % 2 else 6, range=1 + place % 3 % 2)
    for size in (Size(16, 8), Size(13, 7)):  # odd sizes round chroma up
        check(renderer, layout, size, colour, padding=2 * (place % 4) + (place % 2))


@pytest.mark.parametrize("levels", Range)
@pytest.mark.parametrize("matrix", YUV_MATRICES)
@pytest.mark.parametrize("name", ["yuv444p", "yuv420p", "yuv422p10le", "p010le", "yuv444p16le"])
def test_every_matrix_and_range(renderer: Any, name: str, matrix: Matrix, levels: Range) -> None:
    check(renderer, PIXEL_LAYOUTS[name], Size(10, 6), Colour(matrix, levels))


@pytest.mark.parametrize("siting", ChromaSiting)
@pytest.mark.parametrize("name", ["yuv420p", "yuv422p", "yuv440p", "yuv411p", "yuv410p", "nv12"])
@pytest.mark.parametrize("size", [Size(16, 12), Size(9, 5), Size(1, 1), Size(2, 3)], ids=str)
def test_chroma_is_read_where_it_sits(renderer: Any, name: str, siting: Any, size: Size) -> None:
    check(renderer, PIXEL_LAYOUTS[name], size, Colour(Matrix.BT709, Range.LIMITED, siting))


@pytest.mark.parametrize("padding", [0, 1, 2, 3, 4, 30, 64])
@pytest.mark.parametrize("name", ["yuv420p", "yuv420p10le", "nv12", "p010le", "rgb24", "rgba64le"])
def test_padded_rows(renderer: Any, name: str, padding: int) -> None:
    layout = PIXEL_LAYOUTS[name]
    check(renderer, layout, Size(11, 6), guess(layout, Size(11, 6)), padding=padding)


def test_a_plane_that_is_too_short_is_refused(renderer: Any) -> None:
    layout, size = PIXEL_LAYOUTS["gray"], Size(8, 4)
    colour = guess(layout, size)
    for data, stride in ((bytes(31), 8), (bytes(64), 7)):
        frame = Frame(size, layout, colour, (Plane(data, stride, size),))
        with pytest.raises(ValueError, match="short of 4 rows of 8 bytes"):
            render(renderer, frame)


def test_the_ends_of_the_limited_range_are_black_and_white(renderer: Any) -> None:
    layout, size = PIXEL_LAYOUTS["yuv420p"], Size(2, 2)
    for y, expected in ((16, 0.0), (235, 1.0)):
        codes = {"y": np.full((2, 2), y), "u": np.full((1, 1), 128), "v": np.full((1, 1), 128)}
        result = render(renderer, build(layout, size, Colour(Matrix.BT709, Range.LIMITED), codes))
        assert np.abs(result[..., :3] - expected).max() < 1e-3


# R'G'B' to planes.

OUTPUTS = [
    name for name, layout in PIXEL_LAYOUTS.items()
    if layout.depth in (8, 10) and layout.shift == 0 and not name.startswith("yuvj")
    and all(set(p.channels) <= set("yuvrgba") for p in layout.planes)
    and layout.model is not ColourModel.GRAY
]  # fmt: skip


def planes(renderer: Renderer, image: Any, layout: PixelLayout, colour: Colour) -> dict[str, Any]:
    """Return an image's codes by component, as the renderer gives them to an encoder."""
    size = Size(image.shape[1], image.shape[0])
    renderer.render(image, target=size, output=PlaneOutput(layout, colour))
    codes = {}
    for plane, array in zip(layout.planes, renderer.read(), strict=True):
        array = array if array.ndim == 3 else array[..., None]
        assert array.shape[:2] == tuple(plane.size(size))[::-1]
        for index, component in enumerate(plane.channels):
            codes[component] = array[..., index].astype(int)
    return codes


@pytest.mark.parametrize("name", OUTPUTS)
def test_planes_and_back_again(renderer: Any, name: str) -> None:
    """A frame whose colours exist as R'G'B' comes back with the codes it had, within one."""
    layout = PIXEL_LAYOUTS[name]
    full = layout.model is ColourModel.RGB
    for levels in (Range.FULL,) if full else Range:
        colour = replace(SRGB, matrix=Matrix.RGB if full else Matrix.BT709, range=levels)
        for value in np.random.default_rng(3).random((4, 4)).astype(np.float32):
            image = np.empty((6, 8, 4), np.float32)
            image[:] = value
            codes = planes(renderer, image, layout, colour)
            frame = build(layout, Size(8, 6), colour, codes)
            back = planes(renderer, render(renderer, frame).astype(np.float32), layout, colour)
            for component, expected in codes.items():
                assert np.abs(back[component] - expected).max() <= 1, component
            alpha = value[3] if layout.has_alpha else 1.0
            rgb = expected_rgb(layout, Size(8, 6), colour, codes)
            # Codes are rounded: luma by half a step, chroma by half of one that counts double.
            step = (1.5 if full else 2.5) / (219 << (layout.depth - 8))
            assert np.abs(rgb - value[:3]).max() <= step
            if "a" in codes:
                assert np.abs(codes["a"] / ((1 << layout.depth) - 1) - alpha).max() < step


@pytest.mark.parametrize("depth", [8, 10])
@pytest.mark.parametrize("levels", Range)
@pytest.mark.parametrize("matrix", YUV_MATRICES)
def test_codes_are_those_of_h273(renderer: Any, matrix: Matrix, levels: Range, depth: int) -> None:
    layout = PIXEL_LAYOUTS["yuv444p" if depth == 8 else "yuv444p10le"]
    image = np.random.default_rng(5).random((12, 16, 3)).astype(np.float32)
    codes = planes(renderer, image, layout, Colour(matrix, levels))
    r, g, b = np.moveaxis(image.astype(np.float64), 2, 0)
    kr, kb = KR_KB[matrix]
    y = kr * r + (1 - kr - kb) * g + kb * b
    parts = {"y": y, "u": (b - y) / (2 * (1 - kb)), "v": (r - y) / (2 * (1 - kr))}
    unit, top = 1 << (depth - 8), (1 << depth) - 1
    for component, value in parts.items():
        if levels is Range.LIMITED:
            code = unit * (219 * value + 16 if component == "y" else 224 * value + 128)
        else:
            code = top * value + (0 if component == "y" else 128 * unit)
        assert np.abs(codes[component] - code.clip(0, top)).max() <= 1


@pytest.mark.parametrize("siting", ChromaSiting)
def test_chroma_is_averaged_around_where_it_sits(renderer: Any, siting: ChromaSiting) -> None:
    """A ramp has, at every place, the value of a symmetric average around it."""
    layout, colour = PIXEL_LAYOUTS["yuv420p10le"], Colour(Matrix.BT709, Range.FULL, siting)
    y, x = np.mgrid[0:16, 0:24]
    image = np.zeros((16, 24, 3), np.float32)
    image[..., 0], image[..., 2] = x / 32, y / 32
    codes = planes(renderer, image, layout, colour)
    left, top = siting.value
    at_x = np.arange(12) * 2 + (0 if left else 0.5)
    at_y = np.arange(8) * 2 + (0 if top else 0.5)
    r, b = at_x[None, :] / 32, at_y[:, None] / 32
    kr, kb = KR_KB[Matrix.BT709]
    luma = kr * r + kb * b
    for component, value in (("u", (b - luma) / (2 - 2 * kb)), ("v", (r - luma) / (2 - 2 * kr))):
        expected = 1023 * value + 512
        inner = np.abs(codes[component] - expected)[1:-1, 1:-1]  # the border repeats
        assert inner.max() <= 1


@pytest.mark.parametrize("name", ["yuv444p", "yuv420p10le", "gbrp", "gray"])
def test_the_affine_steps_are_inverse(name: str) -> None:
    layout = PIXEL_LAYOUTS[name]
    colour = Colour(Matrix.BT709, Range.LIMITED)
    there, back = from_rgb(layout, colour), to_rgb(layout, colour)
    rgb = np.array([0.2, 0.2, 0.2] if name == "gray" else [0.1, 0.7, 0.4])
    sample = np.array(there.matrix) @ rgb + there.offset
    assert np.abs(np.array(back.matrix) @ sample + back.offset - rgb).max() < 1e-12


# What is assumed where tags are missing.

SD, HD, TALL = Size(720, 576), Size(1280, 720), Size(700, 577)
L, F = Range.LIMITED, Range.FULL


@pytest.mark.parametrize(
    ("name", "size", "tags", "expected"),
    [
        ("yuv420p", SD, {}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("yuv420p", HD, {}, Colour(Matrix.BT709, L, ChromaSiting.LEFT)),
        ("yuv420p", Size(1279, 576), {}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("yuv420p", TALL, {}, Colour(Matrix.BT709, L, ChromaSiting.LEFT)),
        ("yuv420p", HD, {"matrix": 5}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("yuv420p", HD, {"matrix": 6}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 1}, Colour(Matrix.BT709, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 4}, Colour(Matrix.FCC, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 7}, Colour(Matrix.SMPTE240M, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 9}, Colour(Matrix.BT2020_NCL, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 10}, Colour(Matrix.BT2020_NCL, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 0}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"matrix": 77}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("yuv420p", SD, {"range": 2}, Colour(Matrix.BT601, F, ChromaSiting.CENTRE)),
        ("yuvj420p", SD, {}, Colour(Matrix.BT601, F, ChromaSiting.CENTRE)),
        ("yuvj420p", SD, {"range": 1}, Colour(Matrix.BT601, F, ChromaSiting.CENTRE)),
        ("yuv420p", SD, {"siting": ChromaSiting.TOP_LEFT},
         Colour(Matrix.BT601, L, ChromaSiting.TOP_LEFT)),
        ("yuv420p", SD, {"primaries": 1, "transfer": 13},
         Colour(Matrix.BT601, L, ChromaSiting.LEFT, 1, 13)),
        ("rgb24", HD, {}, Colour(Matrix.RGB, F, ChromaSiting.CENTRE)),
        ("rgb24", HD, {"matrix": 1, "range": 2}, Colour(Matrix.RGB, F, ChromaSiting.CENTRE)),
        ("gbrp", HD, {"range": 1}, Colour(Matrix.RGB, L, ChromaSiting.CENTRE)),
        ("ya8", SD, {}, Colour(Matrix.BT601, F, ChromaSiting.CENTRE)),
        ("ya8", SD, {"range": 1}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
        ("gray", SD, {}, Colour(Matrix.BT601, L, ChromaSiting.LEFT)),
    ],
)  # fmt: skip
def test_guess(name: str, size: Size, tags: dict[str, Any], expected: Colour) -> None:
    assert guess(PIXEL_LAYOUTS[name], size, **tags) == expected
