"""``--geometry`` as mpv reads it, and the X server's screen saver with other hands in it."""

from __future__ import annotations

import re

import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.player.geometry import Rect
from anime4k_gl.player.settings import Settings
from anime4k_gl.player.window.placement import Geometry, centred
from anime4k_gl.player.window.x11 import SaverValues
from anime4k_gl.player.window.x11_screen_saver import AGAIN_SECONDS, X11ScreenSaver

SCREEN = Rect(100, 0, 1000, 500)
VIDEO = Size(320, 180)


@pytest.mark.parametrize(
    ("text", "size", "place"),
    [
        # mpv 0.35's own m_geometry_apply, worked out by hand.
        ("640x480", (640, 480), None),
        ("640", (640, 360), None),
        ("x360", (640, 360), None),
        ("50%", (500, 281), None),
        ("50%x50%", (500, 250), None),
        ("+10+20", VIDEO, (110, 20)),
        ("-10-20", VIDEO, (100 + 1000 - 320 - 10, 500 - 180 - 20)),
        ("-0+0", VIDEO, (780, 0)),
        ("--20+-10", VIDEO, (100 + 1000 - 320 + 20, -10)),
        ("200x100+50%+100%", (200, 100), (500, 400)),
        ("50%:50%", VIDEO, (100 + 340, 160)),
        ("100%:0%", VIDEO, (780, 0)),
        ("50:40", VIDEO, (150, 40)),
        ("200x100-25%-25%/2", (200, 100), (100 + 800 - 200, 400 - 100)),
    ],
)
def test_geometry(text: str, size: tuple[int, int], place: tuple[int, int] | None) -> None:
    geometry = Geometry.parse(text)
    fitted = geometry.size(VIDEO, SCREEN.size)
    assert (fitted, geometry.place(fitted, SCREEN)) == (Size(*size), place)
    assert geometry.desktop == (2 if "/" in text else None)


@pytest.mark.parametrize(
    "text",
    ["", "wide", "0x100", "50%x", "+10", "1x2x3", "10:", ":", "99999", "1,5", "٣x٣", "10+10"],
)
def test_what_is_no_geometry_is_said(text: str) -> None:
    with pytest.raises(OptionError, match=f"^geometry must .*{re.escape(text)}"):
        Settings.from_options(geometry=text)


def test_the_middle_of_a_screen() -> None:
    assert centred(VIDEO, SCREEN) == (440, 160)
    assert centred(Size(2000, 100), SCREEN) == (100, 200)


USUAL = SaverValues(600, 300, 1, 1)
GONE = USUAL._replace(timeout=0)


class Server:
    """An X server's screen saver, and what is noted with it."""

    def __init__(self) -> None:
        self.saver = USUAL
        self.notes: dict[str, list[int]] = {}
        self.woken = 0

    def stay_awake(self) -> None:
        self.woken += 1

    def note(self, name: str, values: SaverValues | None) -> None:
        self.notes.pop(name, None)
        if values is not None:
            self.notes[name] = list(values)

    def noted(self, name: str) -> list[int]:
        return self.notes.get(name, [])


def test_the_screen_saver_comes_back_as_it_was() -> None:
    server = Server()
    saver = X11ScreenSaver(server)
    saver.keep_away(False, 0.0)
    assert (server.saver, server.woken) == (USUAL, 0)
    saver.keep_away(True, 1.0)
    saver.keep_away(True, 2.0)
    assert (server.saver, server.woken) == (GONE, 1)
    saver.keep_away(True, 1.0 + AGAIN_SECONDS)
    assert server.woken == 2, "other programs that count idle time would not know"
    saver.keep_away(False, 20.0)
    assert (server.saver, server.notes) == (USUAL, {})


def test_a_change_by_the_user_meanwhile_is_kept() -> None:
    server = Server()
    saver = X11ScreenSaver(server)
    saver.keep_away(True, 0.0)
    server.saver = changed = SaverValues(120, 300, 1, 1)
    saver.keep_away(True, AGAIN_SECONDS)
    assert server.saver.timeout == 0
    saver.keep_away(False, 20.0)
    assert server.saver == changed


def test_a_second_player_and_one_that_was_killed() -> None:
    server = Server()
    first, second, third = (X11ScreenSaver(server) for _ in range(3))
    first.keep_away(True, 0.0)
    second.keep_away(True, 1.0)
    first.keep_away(False, 2.0)
    second.keep_away(True, 1.0 + AGAIN_SECONDS)
    assert server.saver == GONE
    second.keep_away(False, 20.0)
    assert server.saver == USUAL
    second.keep_away(True, 30.0)  # and is killed
    third.keep_away(True, 40.0)
    third.keep_away(False, 50.0)
    assert (server.saver, server.notes) == (USUAL, {})


@pytest.mark.parametrize("away_before", [False, True])
@pytest.mark.parametrize("away_inside", [False, True])
def test_full_screen_of_glfw_in_between(away_before: bool, away_inside: bool) -> None:
    server = Server()
    saver = X11ScreenSaver(server)
    saver.keep_away(away_before, 0.0)
    saver.lift()
    seen_by_glfw, server.saver = server.saver, SaverValues(0, 0, 0, 2)
    saver.settle()
    assert seen_by_glfw == USUAL
    assert server.saver == (GONE if away_before else USUAL)
    saver.keep_away(away_inside, 20.0)
    saver.lift()
    server.saver = seen_by_glfw
    saver.settle()
    assert server.saver == (GONE if away_inside else USUAL)
    saver.keep_away(False, 40.0)
    assert server.saver == USUAL
