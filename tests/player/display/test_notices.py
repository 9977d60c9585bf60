"""The texts over the picture, and how long they stay: by a clock that the test turns."""

from __future__ import annotations

from typing import Any

import pytest
from support.window.stats import make_stats

from anime4k_gl.player.display.notices import (
    ERROR_SECONDS,
    MESSAGE_SECONDS,
    PAGE_SECONDS,
    STATS_SECONDS,
    Notices,
)
from anime4k_gl.player.display.overlay import excerpt_lines
from anime4k_gl.player.status.page import stats_page, status_line


class Clock:
    """The time, and how often the statistics were read."""

    def __init__(self) -> None:
        self.now, self.reads = 100.0, 0

    def read(self) -> Any:
        self.reads += 1
        return make_stats(shown=self.reads)


KEYS = [["A list", "of keys"], [], ["Another page"]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def notices(clock: Clock) -> Notices:
    return Notices(lambda: clock.now, clock.read, lambda: KEYS)


def composed(notices: Notices) -> str:
    """Return the message of a composed window."""
    message = notices.message(notices.stats(wanted=False))
    notices.stale = False
    return message


def test_a_message_goes_away_and_an_error_stays_longer(notices: Notices, clock: Clock) -> None:
    for show, seconds in ((notices.notify, MESSAGE_SECONDS), (notices.show_error, ERROR_SECONDS)):
        show("text")
        assert notices.must_compose() and composed(notices) == "text"
        clock.now += seconds - 0.01
        assert notices.remaining == pytest.approx(0.01)
        assert not notices.must_compose() and composed(notices) == "text"
        clock.now += 0.02
        assert notices.must_compose() and composed(notices) == ""
        assert notices.remaining is None and not notices.must_compose()


def test_the_status_line_waits_for_a_message(notices: Notices, clock: Clock) -> None:
    notices.notify("text")
    notices.show_status()
    assert not notices.status_shown and composed(notices) == "text"
    clock.now += MESSAGE_SECONDS + 0.01
    notices.show_status()
    assert notices.status_shown and notices.message_shown == ""
    assert composed(notices) == status_line(make_stats(shown=clock.reads))


def test_statistics_are_read_only_where_they_are_seen(notices: Notices, clock: Clock) -> None:
    assert notices.stats(wanted=False) is None and clock.reads == 0
    assert notices.stats(wanted=True) is not None and clock.reads == 1
    notices.stats(wanted=True)
    assert clock.reads == 1
    clock.now += STATS_SECONDS
    notices.stats(wanted=True)
    assert clock.reads == 2


def test_the_page_stays_or_goes_as_it_was_asked_for(notices: Notices, clock: Clock) -> None:
    notices.show_page()
    stats = notices.stats(wanted=False)
    assert stats is not None and notices.page(stats) == stats_page(stats)
    clock.now += PAGE_SECONDS
    assert not notices.page_shown and notices.must_compose()
    assert notices.page(stats) == []
    notices.toggle_page()
    clock.now += 10 * PAGE_SECONDS
    assert notices.page_shown
    notices.show_page()  # hides it
    assert not notices.page_shown


def test_an_error_names_a_file_without_its_folders(notices: Notices) -> None:
    for told, shown in (
        ("/a b/c.mkv: not a media file", "c.mkv: not a media file"),
        ("C:\\films\\c.mkv: gone: it was moved", "c.mkv: gone: it was moved"),
        ("films/c.glsl:3:5: no such name\n 3 | x", "c.glsl:3:5: no such name\n 3 | x"),
        ("no sound: a/b is gone", "no sound: a/b is gone"),
        ("https://a.b/c.mkv: not found", "https://a.b/c.mkv: not found"),
        ("not a path", "not a path"),
    ):
        notices.show_error(told)
        assert notices.message_shown == shown


def test_an_excerpt_is_cut_so_that_its_carets_are_seen() -> None:
    lines = (" 12 | " + "x" * 60 + "wrong;", "    | " + " " * 60 + "^^^^^")
    assert excerpt_lines(lines, 80) == lines
    code, carets = excerpt_lines(lines, 30)
    assert carets.index("^") == code.index("w") == 10 and len(carets) <= 30
    assert excerpt_lines(("\tx = 1;", "\t^"), 30) == (" x = 1;", " ^")
    assert excerpt_lines((), 30) == ()


def test_a_pause_says_so_and_a_seek_does_not(notices: Notices) -> None:
    notices.show_status("paused")
    assert composed(notices).startswith("paused ")
    notices.show_status()
    assert not composed(notices).startswith("paused ")


def test_the_list_of_keys(notices: Notices) -> None:
    assert notices.help() == ()
    notices.toggle_help()
    assert notices.help_shown and notices.help() == [["A list", "of keys"]]
    notices.toggle_help()
    assert notices.help_shown and notices.help() == [["Another page"]]
    notices.toggle_help()
    assert notices.help() == () and not notices.help_shown
    notices.toggle_help()
    notices.hide_help()
    assert notices.help() == ()
