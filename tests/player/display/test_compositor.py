"""Places of the picture and of the text over it: arithmetic and Pillow, no window."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from support.window.stats import make_stats

from anime4k_gl.formats import Size
from anime4k_gl.player.geometry import (
    Rect,
    display_size,
    letterbox,
    limited,
    texture_coordinates,
    turned,
)
from anime4k_gl.player.status.page import stats_page, status_line
from anime4k_gl.player.text.layout import MIN_FONT, PAGE_SHARE, Heading, draw_text, font_height
from anime4k_gl.player.text.times import clock_text


@pytest.mark.parametrize(
    ("picture", "window", "rect"),
    [
        (Size(854, 480), Size(1708, 960), Rect(0, 0, 1708, 960)),
        (Size(1920, 1080), Size(1280, 1024), Rect(0, 152, 1280, 720)),
        (Size(640, 480), Size(1920, 1080), Rect(240, 0, 1440, 1080)),
        (Size(854, 480), Size(1280, 720), Rect(0, 0, 1280, 720)),  # 719.4: no bar for that
        (Size(1, 4000), Size(100, 100), Rect(49, 0, 1, 100)),
        (Size(4000, 1), Size(1, 1), Rect(0, 0, 1, 1)),
    ],
)
def test_letterbox(picture: Size, window: Size, rect: Rect) -> None:
    assert letterbox(picture, window) == rect


def test_display_size() -> None:
    assert display_size(Size(720, 480), Fraction(1), 0) == Size(720, 480)
    assert display_size(Size(720, 480), Fraction(32, 27), 0) == Size(853, 480)
    assert display_size(Size(720, 480), Fraction(8, 9), 0) == Size(720, 540)
    assert display_size(Size(1920, 1080), Fraction(1), 90) == Size(1080, 1920)
    assert turned(Size(3, 2), 180) == Size(3, 2)
    assert limited(Size(4000, 2000), Size(1000, 1000)) == Size(1000, 500)
    assert limited(Size(400, 200), Size(1000, 1000)) == Size(400, 200)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turning_is_clockwise(rotation: int) -> None:
    texture = np.arange(12).reshape(3, 4)
    expected = np.rot90(texture, -rotation // 90)
    (a, b, c), (d, e, f) = texture_coordinates(rotation)
    height, width = expected.shape
    for row in range(height):
        for column in range(width):
            u, v = (column + 0.5) / width, (row + 0.5) / height
            s, t = a * u + b * v + c, d * u + e * v + f
            assert texture[int(t * 3), int(s * 4)] == expected[row, column]


def test_texts() -> None:
    assert [clock_text(t) for t in (0, 59.9, 59.9999, 3661, None)] == [
        "0:00", "0:59", "1:00", "1:01:01", "-:--",
    ]  # fmt: skip
    stats = make_stats()
    assert status_line(stats) == "1:02 / 1:01:40", "a seek shows the time alone"
    assert status_line(stats, "paused").split() == ["paused", "1:02", "/", "1:01:40"]
    page = stats_page(stats)
    assert page[:2] == ["film.mkv", "1:02 / 1:01:40, paused"]
    assert "854x480 drawn as 1708x960, in a window of 1708x960" in page
    assert "drawn by llvmpipe, on the processor" in page
    assert "24.0 pictures a second: 100 shown, 3 dropped, 1 late" in page
    assert "sound jpn, aac 2 ch, on pulse" in page
    assert "the picture is 3 ms ahead of it; 95 % of pictures are within 12 ms" in page
    assert ("pass 3", "1708x960", "1.50 ms") in page
    assert ("all of them", "", "21.00 ms") in page
    assert page[-1] == "denoise: WHEN is false: 2.0 1.2 <"
    headings = [line for line in page if isinstance(line, Heading)]
    assert len(headings) == 6 and page[-2] is headings[-1]


@pytest.mark.parametrize("window", [Size(854, 480), Size(1280, 720), Size(3840, 2160)])
def test_the_page_fits_and_is_legible(window: Size) -> None:
    lines = stats_page(make_stats())
    font = font_height(window.height, PAGE_SHARE)
    assert font >= MIN_FONT
    pixels = draw_text(lines, font_px=font, limit=Size(window.width - 20, window.height - 60))
    height, width, channels = pixels.shape
    assert channels == 4
    assert width <= window.width - 20
    assert height <= window.height - 60
    assert height >= len(lines) * 10 * 1.2, "lines were left out"
    assert (pixels[..., 0] > 127).mean() > 0.02, "hardly any ink"
    assert (pixels[..., :3] <= pixels[..., 3:]).all(), "not premultiplied"
    # A background shows through the box, darkened.
    assert 100 < pixels[height // 2, 2, 3] < 255


def test_text_that_does_not_fit_is_cut() -> None:
    limit = Size(120, 60)
    pixels = draw_text(["a line much too long for this"] * 9, font_px=16, limit=limit)
    assert pixels.shape[1] <= limit.width
    assert pixels.shape[0] <= limit.height + 16
    assert draw_text([""], font_px=13, limit=Size(1, 1)).size
