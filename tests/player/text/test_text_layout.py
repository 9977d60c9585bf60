"""Texts over the picture: columns, lines that are broken, places where nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from anime4k_gl.formats import Size
from anime4k_gl.player.bar.timeline import bar_height
from anime4k_gl.player.display.help_page import lay_out
from anime4k_gl.player.display.overlay import _lowest, margin_of
from anime4k_gl.player.geometry import Rect, overlaps
from anime4k_gl.player.input.bindings import KeyBindings
from anime4k_gl.player.text.layout import (
    HEADING,
    CodeLine,
    Heading,
    Left,
    Pixels,
    draw_text,
    measure,
    wrapped,
)

LIMIT = Size(1000, 1000)


def ink_of(pixels: Pixels, row: int, rows: int) -> tuple[int, int]:
    """Return the first and the last column with letters in one of some rows."""
    height = pixels.shape[0] // rows
    columns = np.flatnonzero(pixels[row * height : (row + 1) * height, :, :3].any(axis=(0, 2)))
    return int(columns[0]), int(columns[-1])


def test_a_caret_stands_below_its_word() -> None:
    """Whatever font there is, letters of code are all as wide."""
    text, below = "iiii wwww;", "     ^^^^ "
    pixels = draw_text([CodeLine(text), CodeLine(below)], font_px=20, limit=LIMIT, boxed=False)
    ink = pixels[..., 0] > 60
    half = len(ink) // 2
    word, caret = (np.flatnonzero(part.any(axis=0)) for part in (ink[:half], ink[half:]))
    cell = round(20 * 0.62)
    start = round(20 * 0.5) + 5 * cell  # after the padding
    assert abs(caret[0] - start) <= cell / 2 and abs(caret[-1] - (start + 4 * cell)) <= cell / 2
    ws = word[(word >= start - 2) & (word < start + 4 * cell + 2)]
    assert abs(ws[0] - start) <= cell / 2 and abs(ws[-1] - (start + 4 * cell)) <= cell / 2


def test_cells_stand_left_where_they_say_so() -> None:
    rows = [("a", Left("IIIIIIII")), ("a", Left("I"))]
    right = [("a", "IIIIIIII"), ("a", "I")]
    drawn = [draw_text(lines, font_px=20, limit=LIMIT, boxed=False) for lines in (rows, right)]
    assert drawn[0].shape == drawn[1].shape
    long_left, short_left = (ink_of(drawn[0], row, 2)[1] for row in (0, 1))
    assert short_left < long_left - 20
    long_right, short_right = (ink_of(drawn[1], row, 2)[1] for row in (0, 1))
    assert abs(short_right - long_right) <= 1


def test_headings_have_a_colour() -> None:
    pixels = draw_text([Heading("HEADING"), "line"], font_px=20, limit=LIMIT)
    middle = pixels.shape[0] // 2
    brightest = pixels[:middle, :, :3].reshape(-1, 3).max(axis=0)
    assert np.abs(brightest.astype(int) - HEADING).max() <= 1
    assert pixels[middle:, :, :3].max() == 255
    assert (pixels[..., :3] <= pixels[..., 3:]).all(), "not premultiplied"


def test_measured_as_drawn() -> None:
    lines = [Heading("Heading"), ("a key", Left("what it does")), "a long line of text alone"]
    for font in (9, 13, 40):
        height, width, _ = draw_text(lines, font_px=font, limit=LIMIT).shape
        assert measure(lines, font) == Size(width, height)


@pytest.mark.parametrize("width", [60, 150, 400])
def test_messages_are_broken_into_lines(width: int) -> None:
    text = "cannot open /a/very/long/path/without/any/blank/in/it.mkv: there is no such file"
    lines = wrapped(text, font_px=16, width=width, most=40)
    assert all(measure((line,), 16).width <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(wrapped(text, font_px=16, width=width, most=3)) <= 3
    assert wrapped("short", font_px=16, width=400, most=3) == ("short",)


@pytest.mark.parametrize(
    "window", [(640, 360), (360, 640), (1280, 720), (1920, 1080), (3840, 2160)]
)
def test_the_list_of_keys_fits(window: tuple[int, int]) -> None:
    size = Size(*window)
    blocks = KeyBindings({"F5": "pause"}).page()
    cut = blocks.index([])
    for page in (blocks[:cut], blocks[cut + 1 :]):
        columns, font = lay_out(page, size)
        assert font >= (8 if min(window) < 720 else 13)
        sizes = [measure(column, font) for column in columns]
        assert sum(s.width for s in sizes) + margin_of(size) * (len(sizes) + 1) <= size.width
        assert max(s.height for s in sizes) + 2 * margin_of(size) <= size.height
        rows = [line for column in columns for line in column if line]
        assert rows == [line for block in page for line in block]


def test_messages_go_where_nothing_is() -> None:
    window, size = Size(640, 360), Size(300, 24)
    margin = margin_of(window)
    foot = window.height - margin
    assert _lowest(size, window, foot, [], []) == Rect(margin, foot - 24, *size)
    subtitle = Rect(200, 320, 240, 30)
    above = _lowest(size, window, foot, [], [subtitle])
    assert above is not None
    assert above.y + above.height <= subtitle.y
    panel = Rect(10, 10, 250, 345)
    beside = _lowest(size, window, foot, [panel], [panel, subtitle])
    assert beside is not None
    assert not overlaps(beside, [panel, subtitle])
    assert beside.x > panel.x + panel.width
    assert _lowest(size, window, foot, [], [Rect(0, 0, 640, 360)]) is None
    assert bar_height(window) < bar_height(Size(3840, 2160)) < 2160 / 60
