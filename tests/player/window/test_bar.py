"""The bar for the mouse in a real window, under a virtual X server, with its pointer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import features
from support.window.running_player import RunningPlayer, virtual_screen, write_numbers

pytestmark = [
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed"),
    pytest.mark.skipif(not features.check("xcb"), reason="Pillow cannot read X screens here"),
]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with virtual_screen(640, 480) as name:
        yield name


def point(state: dict[str, Any], part: str, share: float = 0.5) -> tuple[str, str]:
    """Return where a part of the bar is, a share of its width from its left."""
    x, y, width, height = state["bar"][part]
    return str(round(x + share * width)), str(y + height // 2)


def test_the_bar_comes_seeks_shows_places_and_goes(display: str, tmp_path: Path) -> None:
    clip = write_numbers(tmp_path / "film.mkv", frames=250)
    with RunningPlayer(display, [clip], size="480x270", effect=False) as player:
        player.wait_for(lambda s: s["shown"] >= 1, timeout=90)
        player.key("space")
        before = player.wait_for(lambda s: s["paused"])["position"]
        assert not player.latest()["bar"], "it comes by itself"
        player.tool("mousemove", "200", "60")
        player.tool("mousemove", "240", "80")
        state = player.wait_for(lambda s: bool(s["bar"]))
        assert {"play", "seek", "switch", "fullscreen"} <= set(state["bar"])

        # Pointed at, a place is shown; nothing is sought for that.
        player.tool("mousemove", *point(state, "seek", 0.5))
        assert player.wait_for(lambda s: s["preview"])["position"] == before

        # Dragged and let go, it is the very place.
        place = point(state, "seek", 0.3)
        player.tool("mousemove", *place)
        player.wait_for(lambda s: bool(s["bar"]))  # which a busy machine may have hidden meanwhile
        # A moment between them, as a hand takes: the press is where the pointer is by then.
        player.tool("sleep", "0.3", "mousedown", "1", "sleep", "0.3", "mousemove",
                    *point(state, "seek", 0.6))  # fmt: skip
        player.wait_for(lambda s: s["position"] > before + 2 and not s["stale"])
        player.tool("mousemove", *point(state, "seek", 0.7), "mouseup", "1")
        player.wait_for(lambda s: s["position"] == pytest.approx(7.0, abs=0.06))

        # Buttons do what keys do, and two clicks here are no full screen.
        click = ("click", "--repeat", "2", "--delay", "40", "1")
        player.tool("mousemove", *point(state, "switch"), *click)
        player.wait_for(lambda s: not s["effect"] and s["message"] == "shaders off")
        assert not player.latest()["fullscreen"]
        player.tool("mousemove", *point(state, "play"), "click", "1")
        player.wait_for(lambda s: not s["paused"])
        assert player.latest()["bar"], "it stays under the mouse"

        # Beside it the mouse does what it always did.
        player.tool("mousemove", "240", "60", *click)
        player.wait_for(lambda s: s["fullscreen"])
        player.key("f")
        player.wait_for(lambda s: not s["fullscreen"])
        player.wait_for(lambda s: not s["bar"])
        player.key("q")
        assert player.finish() == (0, "")
