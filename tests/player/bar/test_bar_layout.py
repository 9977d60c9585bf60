"""The places of the bar for the mouse, its popup and menus: arithmetic and Pillow, no window."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from support.window.canvas import MemoryCanvas

from anime4k_gl.formats import Size
from anime4k_gl.player.bar.layout import LEAST_FONT, BarLayout, BarPart
from anime4k_gl.player.bar.menu import Menu, MenuPlaces
from anime4k_gl.player.bar.mouse_bar import BarView
from anime4k_gl.player.bar.painter import BarPainter, lifted
from anime4k_gl.player.bar.popup import LEAST_PICTURE, Popup
from anime4k_gl.player.bar.state import BarState, Choices
from anime4k_gl.player.bar.timeline import Timeline, draw_marks
from anime4k_gl.player.geometry import Rect, intersection, overlaps

WINDOWS = [
    (Size(320, 180), 1.0), (Size(640, 360), 1.0), (Size(854, 480), 1.0), (Size(1280, 720), 1.0),
    (Size(1280, 720), 2.0), (Size(1920, 1080), 1.0), (Size(3840, 2160), 1.0),
    (Size(3840, 2160), 2.0), (Size(480, 854), 1.0), (Size(200, 100), 1.0), (Size(60, 40), 1.0),
]  # fmt: skip


def make_state(**changes: Any) -> BarState:
    duration = changes.pop("duration", 1440.0)
    chapters = changes.pop("chapters", ((0.0, "Avant"), (0.06, "Opening"), (0.5, "Part B")))
    position = changes.pop("position", 372.0)
    share = position / duration if duration else 0.0
    values: dict[str, Any] = {
        "title": "film.mkv", "position": position, "duration": duration,
        "seekable": bool(duration), "chapters": chapters if duration else (), "has_sound": True,
        "timeline": Timeline(share, tuple(at for at, _ in chapters if at)) if duration else None,
        "audio": Choices(("Japanese, jpn, flac 2 ch", "English, eng, aac 6 ch"), 0),
        "subtitles": Choices(("en, Full (ass)", "en, Signs (ass)"), 1),
        "looks": Choices(("scaler alone", "v1.0-rc", "v1.0-rc-reference"), 2),
        "index": 2, "count": 12,
    }  # fmt: skip
    return BarState(**(values | changes))


STATES = {
    "usual": make_state(),
    "long title": make_state(title="[Group] " + "長い名前 and more " * 30),
    "long names": make_state(
        audio=Choices(("An audio track with quite a name, jpn, flac 2 ch",) * 3, 1),
        looks=Choices(("scaler alone", "a + b + c + a quite long name.glsl"), 1),
    ),
    "hours": make_state(duration=360000.0, position=359000.0),
    "no chapters": make_state(chapters=()),
    "200 chapters": make_state(chapters=tuple((n / 200, f"Chapter {n + 1}") for n in range(200))),
    "live": make_state(duration=None, live=True, count=1),
    "one silent file": BarState(title="a.gif", duration=2.0, timeline=Timeline(0.5)),
}


def view_of(state: BarState, window: Size, scale: float, part: BarPart | None) -> BarView:
    layout = BarLayout.at(state, window, scale)
    place = None if part is None else layout.parts.get(part)
    mouse = None if place is None else (place.x + place.width / 2, place.y + 1.0)
    popup = None
    if part is not None and mouse is not None:
        popup = Popup.at(part, mouse[0], state, layout, window)
    share = state.timeline.position if state.timeline else None
    return BarView(state, layout, share, part, mouse, None, None, None, popup)


@pytest.mark.parametrize(("window", "scale"), WINDOWS, ids=str)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_nothing_overlaps(state: BarState, window: Size, scale: float) -> None:
    layout = BarLayout.at(state, window, scale)
    for (one, place), (other, its) in combinations(layout.parts.items(), 2):
        assert not overlaps(place, [its]), f"{one} and {other}"
    for part, place in layout.parts.items():
        if window.width >= 200:
            assert intersection(place, layout.panel) == place, f"{part} is not in the bar"
    if window.width >= 320:
        assert {BarPart.PLAY, BarPart.FULLSCREEN} <= set(layout.parts)
        assert (BarPart.SEEK in layout.parts) == state.seekable
        assert layout.track.width >= 5 * layout.font_px
        assert layout.font_px >= LEAST_FONT
        assert layout.panel.height < window.height / 4
    assert layout.panel.y + layout.panel.height < window.height


def test_where_there_is_room_everything_is_there() -> None:
    layout = BarLayout.at(make_state(), Size(1280, 720))
    assert set(layout.parts) == set(BarPart) - {BarPart.PANEL}
    assert layout.words[BarPart.AUDIO] == "1/2 Japanese"
    assert layout.words[BarPart.LENGTH] == "24:00"
    # Each larger screen has larger text, and so has a screen of fine pixels.
    fonts = [BarLayout.at(make_state(), window).font_px for window, _ in WINDOWS[3::2]]
    assert BarLayout.at(make_state(), Size(3840, 2160)).font_px >= 2 * fonts[0]
    assert BarLayout.at(make_state(), Size(1280, 720), 2.0).font_px >= 2 * LEAST_FONT


def test_what_is_at_a_point() -> None:
    state, window = make_state(), Size(1280, 720)
    layout = BarLayout.at(state, window)
    for part, place in layout.parts.items():
        expected = BarPart.PANEL if part in (BarPart.TITLE, BarPart.ELAPSED) else part
        assert layout.hit((place.x + place.width / 2, place.y + place.height / 2)) is expected
    assert layout.hit((640, 300)) is None
    assert layout.hit((layout.panel.x + 1, layout.panel.y + 1)) is BarPart.PANEL
    track = layout.track
    assert layout.share_at(track.x - 50) == 0.0 and layout.share_at(5000) == 1.0
    assert layout.share_at(track.x + track.width / 4) == pytest.approx(0.25)
    assert layout.slider is not None
    assert layout.volume_at(layout.slider.x + layout.slider.width / 2) == pytest.approx(50)


@pytest.mark.parametrize(("window", "scale"), WINDOWS[:9], ids=str)
def test_the_popup_names_the_chapter_and_stays_in_the_window(window: Size, scale: float) -> None:
    state = make_state()
    layout = BarLayout.at(state, window, scale)
    inside = Rect(0, 0, *window)
    for share, title in ((0.0, "Avant"), (0.07, "Opening"), (0.99, "Part B")):
        x = layout.track.x + share * layout.track.width
        popup = Popup.at(BarPart.SEEK, x, state, layout, window)
        assert popup is not None and popup.seconds == pytest.approx(share * 1440, abs=15)
        assert popup.lines[1][0] == title
        assert intersection(popup.box, inside) == popup.box
        assert not overlaps(popup.box, [layout.panel])
        if popup.picture is not None:
            assert intersection(popup.picture, popup.box) == popup.picture
            assert popup.picture.height >= LEAST_PICTURE
            assert popup.picture.width / popup.picture.height == pytest.approx(16 / 9, rel=0.05)
        assert (popup.picture is not None) == (window.height > 180)
        bare = Popup.at(BarPart.SEEK, x, state, layout, window, pictured=False)
        assert bare is not None and bare.picture is None
        assert bare.box.height <= popup.box.height


def test_what_buttons_say() -> None:
    state, window = make_state(muted=True), Size(1280, 720)
    layout = BarLayout.at(state, window)

    def said(part: BarPart) -> list[str]:
        popup = Popup.at(part, 0, state, layout, window)
        return [] if popup is None else [text for text, _, _ in popup.lines]

    assert said(BarPart.PLAY) == ["Pause"] and said(BarPart.MUTE) == ["Unmute"]
    assert said(BarPart.SUBTITLES) == ["Subtitles: en, Signs (ass)", "right click for the list"]
    assert said(BarPart.NEXT) == ["Next file (3 of 12 plays)"]
    assert said(BarPart.PANEL) == []


@pytest.mark.parametrize("window", [Size(320, 180), Size(1280, 720)])
def test_menus_fit_and_scroll(window: Size) -> None:
    names = tuple(f"preset number {n}" for n in range(60))
    state = make_state(looks=Choices(names, 30))
    layout, menu = BarLayout.at(state, window), Menu(BarPart.LOOK, first=28)
    places = MenuPlaces.at(menu, state, layout, window)
    assert places.box.y > 0 and not overlaps(places.box, [layout.panel])
    assert 3 <= len(places.rows) < 60 and menu.chosen(state) == 30
    menu.scroll(1000, places, state)
    assert menu.first + len(places.rows) == 60
    menu.scroll(-1000, places, state)
    assert menu.first == 0
    row = places.rows[2]
    assert places.row_at((row.x + 1, row.y + 1)) == 2 and places.row_at((0, 0)) is None
    audio = Menu(BarPart.AUDIO)
    assert audio.entries(state)[0] == "off" and audio.chosen(state) == 1
    assert len(MenuPlaces.at(audio, state, layout, window).rows) == 3


@pytest.mark.parametrize(("window", "scale"), [WINDOWS[n] for n in (0, 3)], ids=str)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_it_is_drawn_in_its_places(state: BarState, window: Size, scale: float) -> None:
    canvas = MemoryCanvas(window)
    painter = BarPainter(canvas)
    view = view_of(state, window, scale, BarPart.SEEK if state.seekable else BarPart.PLAY)
    before = canvas.pixels.copy()
    painter.draw(view, window)
    changed = np.abs(canvas.pixels - before).max(axis=2) > 0
    for box in view.covered:
        assert changed[box.y + box.height // 2, box.x + 2]
        changed[box.y : box.y + box.height, box.x : box.x + box.width] = False
    assert not changed.any(), "something is drawn beside the bar"
    made = len(canvas.made)
    painter.draw(view, window)
    assert len(canvas.made) == made, "textures are made again though nothing has changed"
    painter.release()
    assert all(sprite.released for sprite in canvas.made)


def test_chapter_marks_do_not_run_together() -> None:
    one = draw_marks((0.5,), Size(400, 5), 1)
    assert one[0, :, 3].nonzero()[0].tolist() == [198, 199, 200, 201]
    many = draw_marks(tuple(n / 2000 for n in range(1, 2000)), Size(400, 5), 1)
    assert 0.2 < (many[0, :, 3] == 0).mean() < 0.8


def test_subtitles_move_out_of_the_way_together() -> None:
    window, panel = Size(1280, 720), Rect(12, 630, 1256, 78)
    top, low, high = Rect(400, 20, 500, 60), Rect(400, 660, 500, 50), Rect(400, 600, 500, 50)
    assert lifted([top, low, high], [panel], window) == [0, 80, 80]
    assert lifted([top, high], [panel], window) == [0, 20]
    assert lifted([top, Rect(0, 500, 9, 9)], [panel], window) == [0, 0]
    popup = Rect(600, 450, 300, 170)
    assert lifted([low], [panel, popup], window) == [80 + 630 - 450]
    assert lifted([Rect(0, 100, 1280, 600)], [panel], window) == [70]
    assert lifted([Rect(0, 10, 1280, 700)], [panel], window) == [10], "never out of the window"


def test_the_state_is_a_value() -> None:
    state = make_state()
    assert state.chapter_at(0.3) == "Opening" and state.chapter_at(0.5) == "Part B"
    assert replace(state, chapters=()).chapter_at(0.5) == ""
    assert Choices(("a (ass)",), 0).short == "a" and Choices(("a",), None).short == "off"
