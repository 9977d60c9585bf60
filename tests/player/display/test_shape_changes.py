"""Frames whose shape changes in the middle of a file, drawn offscreen: in place, without leaks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from support.clips.shape_clips import FRAMES, QUARTERS, Part, write_joined
from support.rawgl import GL

from anime4k_gl.formats import Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.damage.completeness import TruncatedError
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.player.comparison.model import Comparison, Mode
from anime4k_gl.player.display.comparison_view import ComparisonView
from anime4k_gl.player.display.presenter import Presenter
from anime4k_gl.player.geometry import Rect, turned
from anime4k_gl.player.picture.profiles import SCALER_ALONE, profiles_of
from anime4k_gl.player.picture.renderer_pool import RenderedFrame, RendererPool
from anime4k_gl.player.viewport import Viewport, rendered_size
from anime4k_gl.rendering.render_options import RenderOptions

WINDOW = Size(160, 90)
PARTS = (
    Part(64, 36),
    Part(48, 36),
    Part(64, 36, Fraction(2)),
    Part(64, 36, turned=90),
    Part(64, 36, layout="yuv420p10le"),
    Part(64, 36, full_range=True),
)
PLACES = (
    Rect(0, 0, 160, 90), Rect(20, 0, 120, 90), Rect(0, 22, 160, 45), Rect(54, 0, 51, 90),
    Rect(0, 0, 160, 90), Rect(0, 0, 160, 90),
)  # fmt: skip
CLOSE = 8


class Stage:
    """A window's stand-in, in which frames are seen through a viewport."""

    def __init__(self, context: Any) -> None:
        self.context, self.viewport = context, Viewport()
        self.content = context.texture(tuple(WINDOW), 4)
        self.framebuffer = context.framebuffer([self.content])
        self.presenter = Presenter(context, self.framebuffer)
        self.view = ComparisonView(self.presenter)
        self.pool = RendererPool(context, profiles_of(RenderOptions.of()), scale=2.0)

    def draw(self, frame: Frame, mode: Mode = Mode.OFF) -> tuple[Rect, RenderedFrame]:
        place = self.viewport.place(frame, WINDOW)
        target = turned(rendered_size(place.size, WINDOW), frame.rotation)
        names = (SCALER_ALONE,) * (1 if mode is Mode.OFF else 2)
        rendered = self.pool.render(frame, target, names)
        self.presenter.begin(WINDOW)
        self.view.draw(Comparison(mode), rendered, WINDOW, place, frame.rotation)
        return place, rendered

    def read(self) -> Any:
        return self.presenter.read()[..., :3].astype(int)

    def release(self) -> None:
        self.context.detect_framebuffer(0).use()
        for part in (self.pool, self.view, self.presenter, self.framebuffer, self.content):
            part.release()


@pytest.fixture
def stage(context: Any) -> Iterator[Stage]:
    made = Stage(context)
    yield made
    made.release()


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> list[Frame]:
    path = write_joined(tmp_path_factory.mktemp("shapes") / "joined.ts", PARTS)
    found: list[Frame] = []
    # That the counters of joined parts do not fit is said at the end.
    with VideoSource(path) as source, contextlib.suppress(TruncatedError):
        found.extend(source.frames())
    assert len(found) == FRAMES * len(PARTS)
    return found


def quarters(seen: Any, place: Rect) -> Any:
    """Return the colours in the middle of a place's quarters."""
    return np.array([
        seen[place.y + place.height * (1 + 2 * down) // 4,
             place.x + place.width * (1 + 2 * right) // 4]
        for down in (0, 1) for right in (0, 1)
    ])  # fmt: skip


def upright(part: Part) -> Any:
    return np.rot90(np.array(QUARTERS).reshape(2, 2, 3), part.turned // 90).reshape(4, 3)


def test_each_part_is_seen_as_it_is_from_its_first_frame_on(
    stage: Stage, frames: list[Frame]
) -> None:
    # There and back: every boundary is crossed both ways.
    numbers = [*range(len(frames)), *range(len(frames) - 1, -1, -1)]
    for number in numbers:
        if number % FRAMES not in (0, FRAMES - 1):
            continue
        part = number // FRAMES
        place, _ = stage.draw(frames[number])
        assert place == PLACES[part]
        seen = stage.read()
        assert np.abs(quarters(seen, place) - upright(PARTS[part])).max() <= CLOSE, number
        bars = np.ones(seen.shape[:2], bool)
        bars[place.y : place.y + place.height, place.x : place.x + place.width] = False
        assert not seen[bars].any()


def test_what_a_new_shape_takes_is_no_measure_of_what_a_frame_takes(
    stage: Stage, frames: list[Frame]
) -> None:
    deep = 4 * FRAMES  # of the same size as the first part, but of ten bits
    told = [
        stage.draw(frames[number])[1].repeated
        for number in (0, 1, deep, deep + 1, 0, FRAMES, FRAMES + 1)
    ]
    assert told[2] is told[4] is told[5] is False


def test_fifty_changes_leave_nothing_behind(
    context: Any, stage: Stage, frames: list[Frame]
) -> None:
    def change(count: int) -> dict[str, int]:
        for number in range(count):
            stage.draw(frames[number % len(PARTS) * FRAMES])
        return GL(context).objects(2048)

    assert change(2 * len(PARTS)) == change(50 // len(PARTS) * len(PARTS) + len(PARTS))


def test_a_zoomed_picture_and_its_split_show_the_part_in_the_window(
    stage: Stage, frames: list[Frame]
) -> None:
    first = frames[0]
    # A quarter of the picture fills the window.
    for pan, colour in (((0.25, 0.25), 0), ((-0.25, 0.25), 1), ((-0.25, -0.25), 3)):
        for zoom, mode in ((1.0, Mode.OFF), (1.0, Mode.SPLIT), (5.0, Mode.OFF)):
            stage.viewport = Viewport(zoom=zoom, pan=pan)
            stage.draw(first, mode)
            seen = stage.read()
            for row, column in ((20, 30), (20, 130), (70, 30), (70, 130)):
                difference = np.abs(seen[row, column] - QUARTERS[colour]).max()
                assert difference <= CLOSE, (pan, zoom, mode)
    stage.viewport = Viewport(zoom=-1.0)
    place, _ = stage.draw(first)
    assert place == Rect(40, 22, 80, 45)
    assert np.abs(quarters(stage.read(), place) - QUARTERS).max() <= CLOSE
