"""The picture's shape in a window: changes in the middle of a file, zoom, deinterlacing, aspect."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import features
from support.clips.shape_clips import FRAMES, QUARTERS, RATE, Part, write_joined
from support.window.running_player import Image, RunningPlayer, virtual_screen

pytestmark = [
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed"),
    pytest.mark.skipif(not features.check("xcb"), reason="Pillow cannot read X screens here"),
]

WINDOW = (256, 144)
CLOSE = 12
PARTS = (
    Part(64, 36),
    Part(48, 36),
    Part(64, 36, Fraction(2)),
    Part(64, 36, turned=90),
    Part(64, 36, layout="yuv420p10le"),
    Part(64, 36, full_range=True),
)
PLACES = (
    (0, 0, 256, 144), (32, 0, 192, 144), (0, 36, 256, 72), (87, 0, 81, 144), (0, 0, 256, 144),
    (0, 0, 256, 144),
)  # fmt: skip
"""Of the parts' pictures in the window: x, y, width, height."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with virtual_screen(640, 480) as name:
        yield name


def shows(screen: Image, place: tuple[int, int, int, int], turned: int = 0) -> bool:
    """Whether a part's picture is where it should be, upright as the part has it, beside bars."""
    x, y, width, height = place
    colours = np.rot90(np.array(QUARTERS).reshape(2, 2, 3), turned // 90).reshape(4, 3)
    for number, colour in enumerate(colours):
        column = x + width * (1 + 2 * (number % 2)) // 4
        row = y + height * (1 + 2 * (number // 2)) // 8  # away from the texts at the foot
        if number >= 2:
            row = y + height * 9 // 16
        if np.abs(screen[row, column].astype(int) - colour).max() > CLOSE:
            return False
    bars = [screen[2, 2 : x - 2]] if x > 4 else [screen[2 : y - 2, 2]] if y > 4 else []
    edges = [screen[72, x + 1], screen[72, x + width - 2]]
    return all(not bar.any() for bar in bars) and all(edge.max() > 20 for edge in edges)


def test_shapes_change_and_the_window_stays(display: str, tmp_path: Path) -> None:
    clip = write_joined(tmp_path / "joined.ts", PARTS)
    with RunningPlayer(
        display, [clip], size="256x144", preset="v1.0-rc", effect=False, keep_open=True,
        deinterlace="no", keep_aspect=True, sound=False,
    ) as player:  # fmt: skip
        player.wait_for(lambda s: s["shown"] >= 1, timeout=120)
        player.command("pause")
        for part in (3, 1, 0, 5, 2, 4, 1, 3):
            player.command(f"seek-to {(part * FRAMES + 0.5) / RATE}")
            right = lambda p, n=part: shows(p, PLACES[n], PARTS[n].turned)  # noqa: E731
            assert right(player.screen_where(right, timeout=60)), part
            assert player.latest()["window"] == list(WINDOW)
        player.command("seek-to 0")
        player.command("zoom 1")
        player.command("pan 0.25 0.25")
        player.wait_for(lambda s: s["message"] == "moved 25 % right, 25 % down", timeout=60)
        corner = lambda p: np.abs(p[8:100:8, 8:220:8].astype(int) - QUARTERS[0]).max() < CLOSE  # noqa: E731
        assert corner(player.screen_where(corner, timeout=60))
        player.command("zoom-reset")
        whole = lambda p: shows(p, PLACES[0])  # noqa: E731
        assert whole(player.screen_where(whole, timeout=60))
        assert "minimum aspect ratio: 64/36" in _hints(player)
        player.command("quit")
        code, errors = player.finish(60)
        assert code == 0 and "Traceback" not in errors


def _hints(player: RunningPlayer) -> str:
    (window,) = player.tool("search", "--name", "joined.ts").split()[:1]
    return subprocess.run(
        ["xprop", "-id", window, "WM_NORMAL_HINTS"], env=player.environment, check=True,
        capture_output=True, text=True,
    ).stdout  # fmt: skip
