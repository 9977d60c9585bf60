"""Zoom, pan, pan-and-scan and aspect: where in the window a picture is. Arithmetic only."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest

from anime4k_gl.formats import Size
from anime4k_gl.player.comparison.layout import hits_divider, split_panes, texel_at
from anime4k_gl.player.comparison.model import Comparison, Mode
from anime4k_gl.player.controls.viewport import ViewportControls
from anime4k_gl.player.geometry import Rect, of_part, texture_coordinates, visible_part
from anime4k_gl.player.viewport import Viewport, rendered_size

WINDOW = Size(1600, 900)


@dataclass(frozen=True)
class Shape:
    size: Size = field(default_factory=lambda: Size(160, 90))
    sample_aspect_ratio: Fraction = Fraction(1)
    rotation: int = 0


WIDE, TALL = Shape(), Shape(Size(120, 90))


def test_nothing_asked_for_is_the_letterbox() -> None:
    assert Viewport().place(WIDE, WINDOW) == Rect(0, 0, 1600, 900)
    assert Viewport().place(TALL, WINDOW) == Rect(200, 0, 1200, 900)
    turned = Shape(Size(160, 90), Fraction(4, 3), 90)
    assert Viewport().shown_size(turned) == Size(90, 213)


@pytest.mark.parametrize(
    ("view", "place"),
    [
        (Viewport(zoom=1.0), Rect(-400, -450, 2400, 1800)),
        (Viewport(zoom=-1.0), Rect(500, 225, 600, 450)),
        (Viewport(pan=(0.25, -0.5)), Rect(500, -450, 1200, 900)),
        (Viewport(zoom=1.0, pan=(0.25, 0.0)), Rect(200, -450, 2400, 1800)),
        (Viewport(panscan=1.0), Rect(0, -150, 1600, 1200)),
        (Viewport(panscan=0.5), Rect(100, -75, 1400, 1050)),
        (Viewport(aspect=Fraction(16, 9)), Rect(0, 0, 1600, 900)),
        (Viewport(aspect=Fraction(1)), Rect(350, 0, 900, 900)),
    ],
)
def test_places_are_mpvs(view: Viewport, place: Rect) -> None:
    assert view.place(TALL, WINDOW) == place


def test_an_aspect_is_that_of_the_picture_as_seen_whatever_its_pixels() -> None:
    view = Viewport(aspect=Fraction(16, 9))
    for aspect in (Fraction(1), Fraction(64, 45)):
        for rotation in (0, 90):
            size = view.shown_size(Shape(Size(720, 576), aspect, rotation))
            assert abs(size.width / size.height - 16 / 9) < 0.002
            assert max(size) >= 720 and min(size) >= 576


def test_zoom_about_the_mouse_keeps_what_is_under_it() -> None:
    view = Viewport(pan=(0.03, -0.01))
    at = (333.0, 700.0)
    place = view.place(TALL, WINDOW)
    before = ((at[0] - place.x) / place.width, (at[1] - place.y) / place.height)
    for step in (0.1, 0.1, 0.7, -0.4, -1.5):
        view.zoom_by(step, at, view.place(TALL, WINDOW), WINDOW)
        place = view.place(TALL, WINDOW)
        after = ((at[0] - place.x) / place.width, (at[1] - place.y) / place.height)
        assert after == pytest.approx(before, abs=2e-3)
    view.reset()
    assert view == Viewport()


def test_zoom_and_pan_have_limits() -> None:
    view = Viewport()
    for _ in range(99):
        view.zoom_by(0.1, None, Rect(0, 0, 9, 9), WINDOW)
        view.pan_by(0.1, -0.1)
        view.panscan_by(0.1)
    assert (view.zoom, view.pan, view.panscan) == (5.0, (3.0, -3.0), 1.0)
    for _ in range(50):
        view.zoom_by(-0.1, None, Rect(0, 0, 9, 9), WINDOW)
    assert view.zoom == 0.0  # tenths do not add up to something else


def test_a_zoomed_picture_is_rendered_at_no_more_than_twice_the_window() -> None:
    assert rendered_size(Size(1600, 900), WINDOW) == Size(1600, 900)
    assert rendered_size(Size(3200, 1800), WINDOW) == Size(3200, 1800)
    assert rendered_size(Size(51200, 28800), WINDOW) == Size(3200, 1800)
    assert rendered_size(Size(400, 28800), WINDOW) == Size(25, 1800)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_part_in_the_window_shows_what_the_whole_would(rotation: int) -> None:
    whole, part = Rect(-400, -450, 2400, 1800), Rect(0, 0, 1600, 900)
    of_whole = np.array(texture_coordinates(rotation))
    of_seen = np.array(of_part(texture_coordinates(rotation), whole, part))
    for x, y in ((0.5, 0.5), (1200, 17), (1599.5, 899.5)):
        in_part = ((x - part.x) / part.width, (y - part.y) / part.height, 1)
        in_whole = ((x - whole.x) / whole.width, (y - whole.y) / whole.height, 1)
        assert of_seen @ in_part == pytest.approx(of_whole @ in_whole)


def test_a_split_is_of_what_is_seen() -> None:
    place = Rect(-400, -450, 2400, 1800)
    left, right = split_panes(WINDOW, place, 0.25)
    assert (left.clip, right.clip) == (Rect(0, 0, 400, 900), Rect(400, 0, 1200, 900))
    assert left.place == right.place == place
    assert hits_divider((400, 10), 0.25, WINDOW, place)
    compare = Comparison(Mode.SPLIT)
    assert compare.press((800, 450), WINDOW, place)
    assert compare.move((160, 450), WINDOW, place)
    assert compare.divider == 0.1
    assert texel_at((800, 450), place, 0, Size(240, 180)) == (120, 90)
    assert visible_part(Rect(5000, 0, 10, 10), WINDOW) == Rect(5000, 0, 10, 10)


class Told:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def notify(self, text: str, seconds: float = 0.0) -> None:
        self.texts.append(text)


def test_each_change_is_told_and_the_mouse_drags() -> None:
    view, told = Viewport(), Told()
    controls = ViewportControls(view, lambda: (view.place(WIDE, WINDOW), WINDOW), told)  # type: ignore[arg-type]
    controls.zoom(1.0)
    controls.pan(0.1, 0.0)
    controls.pan(-0.1, -0.2)
    controls.panscan(0.1)
    controls.cycle_aspect()
    controls.cycle_aspect()
    controls.cycle_aspect()
    controls.cycle_aspect()
    controls.reset()
    assert told.texts == [
        "zoom 200 %", "moved 10 % right", "moved 20 % up", "pan and scan 10 %", "aspect 16:9",
        "aspect 4:3", "aspect 2.35:1", "aspect of the file", "zoom and pan reset",
    ]  # fmt: skip
    assert not controls.drag((5, 5))
    controls.grab((100.0, 100.0))
    assert controls.drag((260.0, 10.0))
    assert view.pan == (0.1, -0.1)
    controls.let_go()
    assert not controls.drag((300.0, 300.0))
