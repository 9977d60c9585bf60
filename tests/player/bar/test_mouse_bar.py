"""The bar for the mouse: when it is seen and what it asks for, by a clock that the test turns."""

from __future__ import annotations

from typing import Any

import pytest
from player.bar.test_bar_layout import make_state

from anime4k_gl.formats import Size
from anime4k_gl.player.bar.actions import Choose, GoTo, Perform, SetVolume
from anime4k_gl.player.bar.layout import BarPart
from anime4k_gl.player.bar.mouse_bar import AIM_SECONDS, HIDE_SECONDS, Answer, BarView, MouseBar
from anime4k_gl.player.window.events import (
    ButtonMoved,
    DoubleClicked,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    WheelTurned,
)

WINDOW = Size(1280, 720)


class Table:
    """A bar, a clock and a mouse."""

    def __init__(self, **changes: Any) -> None:
        self.now, self.state = 100.0, make_state(**changes)
        self.bar = MouseBar(lambda: self.now, lambda: self.state)

    def see(self) -> BarView | None:
        return self.bar.view(WINDOW, 1.0)

    def wake(self) -> BarView:
        """Move the mouse over the picture; return the bar, which comes."""
        self.move(300, 300)
        self.move(320, 300)
        view = self.see()
        assert view is not None
        return view

    def move(self, x: float, y: float) -> Answer:
        answer = self.bar.handle(MouseMoved(x, y), WINDOW)
        self.see()
        return answer

    def place(self, part: BarPart, share: float = 0.5) -> tuple[float, float]:
        view = self.see()
        assert view is not None
        rect = view.layout.track if part is BarPart.SEEK else view.layout.parts[part]
        return rect.x + share * rect.width, rect.y + rect.height / 2

    def press(self, point: tuple[float, float], button: str = "left", down: bool = True) -> Answer:
        answer = self.bar.handle(ButtonMoved(button, down, *point), WINDOW)
        self.see()
        return answer


@pytest.fixture
def table() -> Table:
    return Table()


def test_it_comes_with_a_movement_and_goes_when_that_ends(table: Table) -> None:
    bar = table.bar
    table.move(300, 300)  # the mouse is where the window came up
    assert table.see() is None and not bar.shown and bar.remaining is None
    table.move(301, 301)  # a bump
    assert table.see() is None
    table.move(310, 300)
    assert table.see() is not None and bar.remaining == pytest.approx(HIDE_SECONDS)
    table.now += HIDE_SECONDS - 0.01
    assert bar.shown and not bar.must_compose()
    table.now += 0.02
    assert not bar.shown and bar.must_compose() and table.see() is None
    assert not bar.must_compose()


def test_it_does_not_come_when_the_window_moves_under_the_mouse(table: Table) -> None:
    table.move(300, 300)
    table.bar.handle(MouseMoved(900, 500), Size(1920, 1080))  # full screen, by a key
    assert not table.bar.shown
    table.bar.handle(MouseMoved(910, 500), Size(1920, 1080))
    assert table.bar.shown


def test_it_does_not_come_over_something_else(table: Table) -> None:
    table.move(300, 300)
    table.bar.handle(MouseMoved(400, 400), WINDOW, elsewhere=True)
    assert not table.bar.shown


def test_it_goes_when_the_mouse_leaves_and_stays_under_it(table: Table) -> None:
    table.wake()
    table.move(*table.place(BarPart.PLAY))
    table.now += 60
    assert table.bar.shown and table.bar.holds and table.bar.remaining is None
    table.bar.handle(MouseLeft(), WINDOW)
    assert not table.bar.shown and table.see() is None


@pytest.mark.parametrize(
    ("part", "command"),
    [
        (BarPart.PLAY, "pause"), (BarPart.PREVIOUS, "previous"), (BarPart.NEXT, "next"),
        (BarPart.MUTE, "mute"), (BarPart.AUDIO, "audio-track"), (BarPart.SUBTITLES, "sub-track 1"),
        (BarPart.SWITCH, "effect"), (BarPart.FULLSCREEN, "fullscreen"),
    ],
)  # fmt: skip
def test_clicks(table: Table, part: BarPart, command: str) -> None:
    table.wake()
    assert table.press(table.place(part)) == Answer(True, (Perform(command),))
    assert not table.press(table.place(part), down=False).taken  # others let go of what they hold
    assert table.bar.handle(DoubleClicked(), WINDOW).taken, "a double click here is no full screen"


def test_it_stays_under_the_mouse_when_the_next_file_begins(table: Table) -> None:
    table.wake()
    table.move(*table.place(BarPart.NEXT))
    table.now += 60
    table.bar.begin(None)
    assert table.see() is not None and table.bar.holds


def test_beside_the_bar_and_without_it_clicks_are_others(table: Table) -> None:
    table.wake()
    assert table.press((640, 300)) == Answer() == table.press((640, 300), "right")
    table.move(640, 300)
    assert table.bar.handle(DoubleClicked(), WINDOW) == Answer()
    assert table.bar.handle(WheelTurned(0, 1), WINDOW) == Answer()
    place = table.place(BarPart.PLAY)
    table.now += HIDE_SECONDS + 1
    table.see()
    assert table.press(place) == Answer()


def test_dragging_seeks_fast_and_letting_go_exactly(table: Table) -> None:
    table.wake()
    assert table.press(table.place(BarPart.SEEK, 0.25)) == Answer(taken=True)
    table.now += 60
    assert table.bar.shown, "it stays while something is held"
    (action,) = table.move(*table.place(BarPart.SEEK, 0.5)).actions
    assert action == GoTo(pytest.approx(0.5), exact=False)
    assert table.move(*table.place(BarPart.SEEK, 0.5)).actions == ()
    view = table.see()
    assert view is not None and view.share == pytest.approx(0.5)
    assert view.layout.words[BarPart.ELAPSED] == "12:00"
    table.move(5000, 10)  # far beside the bar
    answer = table.press((5000, 10), down=False)
    assert answer == Answer(True, (GoTo(1.0, exact=True),))
    view = table.see()
    assert view is not None and view.share == 1.0, "it does not jump back until the seek begins"
    table.now += AIM_SECONDS + 0.01
    view = table.see()
    assert view is not None and view.share == pytest.approx(372 / 1440)


def test_a_click_on_the_seek_bar_is_one_exact_seek(table: Table) -> None:
    table.wake()
    place = table.place(BarPart.SEEK, 0.25)
    actions = table.press(place).actions + table.press(place, down=False).actions
    assert actions == (GoTo(pytest.approx(0.25), exact=True),)


def test_a_stream_without_an_end_is_not_sought_in() -> None:
    table = Table(duration=None, live=True)
    view = table.wake()
    assert BarPart.SEEK not in view.layout.parts and view.share is None
    assert table.press(table.place(BarPart.SEEK, 0.25)) == Answer(taken=True)
    assert table.press(table.place(BarPart.SEEK, 0.25), down=False) == Answer()


def test_the_volume_follows_the_mouse(table: Table) -> None:
    table.wake()
    first = table.press(table.place(BarPart.VOLUME, 0.25))
    (second,) = table.move(*table.place(BarPart.VOLUME, 0.75)).actions
    assert first == Answer(True, (SetVolume(pytest.approx(25, abs=1)),))
    assert second == SetVolume(pytest.approx(75, abs=1))
    assert table.press(table.place(BarPart.VOLUME), down=False) == Answer(taken=True)


@pytest.mark.parametrize(
    ("part", "commands"),
    [
        (BarPart.SEEK, ("seek 5", "seek -5")),
        (BarPart.SUBTITLES, ("sub-track -1", "sub-track 1")),
        (BarPart.LOOK, ("look -1", "look 1")),
        (BarPart.TITLE, ("volume-by 2", "volume-by -2")),
    ],
)
def test_the_wheel(table: Table, part: BarPart, commands: tuple[str, str]) -> None:
    table.wake()
    table.move(*table.place(part))
    for up, command in zip((1.0, -1.0), commands, strict=True):
        assert table.bar.handle(WheelTurned(0, up), WINDOW).actions == (Perform(command),)


def test_menus_choose_by_name(table: Table) -> None:
    table.wake()
    assert table.press(table.place(BarPart.SUBTITLES), "right") == Answer(taken=True)
    view = table.see()
    assert view is not None and view.menu is not None and view.menu_places is not None
    assert view.menu.entries(table.state) == ("off", "en, Full (ass)", "en, Signs (ass)")
    table.now += 60
    assert table.bar.shown, "it stays while there is something to choose"
    rows = view.menu_places.rows
    first = (rows[1].x + 5.0, rows[1].y + 5.0)
    assert table.press(first) == Answer(True, (Choose(BarPart.SUBTITLES, 0),))
    table.press(table.place(BarPart.SUBTITLES), "right")
    none = (rows[0].x + 5.0, rows[0].y + 5.0)
    assert table.press(none) == Answer(True, (Choose(BarPart.SUBTITLES, None),))
    table.press(table.place(BarPart.LOOK))  # its name opens it
    view = table.see()
    assert view is not None and view.menu_places is not None
    rows = view.menu_places.rows
    answer = table.press((rows[1].x + 5.0, rows[1].y + 5.0))
    assert answer == Answer(True, (Choose(BarPart.LOOK, 1),))


def test_a_menu_closes_without_a_choice(table: Table) -> None:
    table.wake()
    table.press(table.place(BarPart.AUDIO), "right")
    assert table.press((10, 10)) == Answer(taken=True)
    view = table.see()
    assert view is not None and view.menu is None
    table.press(table.place(BarPart.AUDIO), "right")
    assert table.bar.handle(KeyPressed("esc"), WINDOW).taken
    assert not table.bar.handle(KeyPressed("esc"), WINDOW).taken


def test_without_a_file_or_switched_off_there_is_none() -> None:
    for bar in (
        MouseBar(lambda: 1.0, lambda: None),
        MouseBar(lambda: 1.0, make_state, enabled=False),
    ):
        for x in (0, 100, 200):
            bar.handle(MouseMoved(x, 650), WINDOW)
        assert bar.view(WINDOW, 1.0) is None
        assert bar.handle(ButtonMoved("left", True, 40, 690), WINDOW) == Answer()


class Previews:
    """Pictures that are never there; what was asked for."""

    fresh, closed = False, False
    failure: str | None = None

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.rests = 0

    def at(self, seconds: float, size: Size) -> None:
        assert size.width > size.height > 0
        self.asked.append(seconds)

    def rest(self) -> None:
        self.rests += 1

    def close(self) -> None:
        self.closed = True


def test_pictures_are_asked_for_only_where_the_mouse_points(table: Table) -> None:
    previews: Any = Previews()
    table.bar.begin(previews)
    table.wake()
    assert previews.asked == [] and previews.rests
    table.move(*table.place(BarPart.SEEK, 0.5))
    assert previews.asked[-1] == pytest.approx(720)
    rests = previews.rests
    table.move(*table.place(BarPart.PLAY))
    assert previews.rests > rests
    previews.failure, asked = "cannot be opened", len(previews.asked)
    table.move(*table.place(BarPart.SEEK, 0.5))
    view = table.see()
    assert view is not None and view.popup is not None and view.popup.picture is None
    assert len(previews.asked) == asked
    table.bar.begin(None)
    assert previews.closed
