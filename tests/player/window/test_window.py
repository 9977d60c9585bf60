"""The player as its users meet it: a process, a screen, keys. Under a virtual X server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from PIL import features
from support.window.running_player import (
    PATCHES,
    Image,
    RunningPlayer,
    number_luma,
    number_of,
    turn,
    virtual_screen,
    write_bars,
    write_numbers,
)

pytestmark = [
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed"),
    pytest.mark.skipif(not features.check("xcb"), reason="Pillow cannot read X screens here"),
]

TOLERANCE = 2
SCREEN = (1280, 1024)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with virtual_screen(*SCREEN) as name:
        yield name


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


def patch_errors(screen: Image, x: int, y: int, width: int, height: int) -> list[int]:
    """Return each patch's largest difference from what it should be.

    The bar clip's picture is expected over a rectangle of the screen.
    """
    errors = []
    for index, rgb in enumerate(PATCHES):
        centre_x = x + width * (index % 4 + 0.5) / 4
        centre_y = y + height * (index // 4 + 0.5) * 32 / 72
        row, column = int(centre_y), int(centre_x)
        area = screen[row - 2 : row + 3, column - 2 : column + 3].astype(int)
        errors.append(int(np.abs(area - np.array(rgb)).max()))
    return errors


def frame_number(screen: Image, x: int, y: int, width: int, height: int) -> int:
    """Return the number at the foot of the bar clip, modulo 40."""
    value = screen[y + height - 2, x + width * 31 // 32].mean()  # below all texts
    return number_of(value * 219 / 255 + 16)


@pytest.mark.parametrize("matrix", ["bt709", "bt601"])
@pytest.mark.parametrize("effect", [True, False])
def test_colours_are_right_and_the_right_way_up(
    display: str, clips: Path, matrix: str, effect: bool
) -> None:
    clip = write_bars(clips / f"{matrix}.mkv", matrix=matrix)
    with RunningPlayer(display, [clip], scale=4, effect=effect) as player:
        player.wait_for(lambda s: s["shown"] >= 1)
        screen = player.screen_where(lambda p: max(patch_errors(p, 0, 0, 512, 288)) <= TOLERANCE)
        assert max(patch_errors(screen, 0, 0, 512, 288)) <= TOLERANCE
        state = player.latest()
        assert state["output"] == state["window"] == [512, 288]
        player.key("q")
        assert player.finish() == (0, "")


def test_pause_step_seek_toggle_and_quit(display: str, clips: Path) -> None:
    clip = write_bars(clips / "long.mkv", frames=1200)
    place = (0, 0, 256, 144)
    with RunningPlayer(display, [clip], scale=2) as player:
        player.wait_for(lambda s: s["shown"] >= 2)
        player.key("space")
        paused = player.wait_for(lambda s: s["paused"])
        before = player.screen_where(lambda p: False, timeout=2.0)  # the status line has gone
        assert player.latest()["position"] == paused["position"]
        assert frame_number(before, *place) == round(paused["position"] * 10) % 40
        assert max(patch_errors(before, *place)) <= TOLERANCE
        again = player.screen_where(lambda p: False, timeout=1.0)
        assert np.array_equal(before, again)

        player.key("period")
        stepped = player.wait_for(lambda s: s["position"] > paused["position"])
        assert stepped["position"] == pytest.approx(paused["position"] + 0.1, abs=0.002)

        position = stepped["position"]
        for key, seconds in (("Right", 5), ("Up", 60), ("Left", -5), ("Down", -60)):
            player.key(key)
            position += seconds
            player.wait_for(lambda s, p=position: abs(s["position"] - p) < 0.002 and s["shown"])
        player.key("Up")
        position += 60
        wanted = round(position * 10) % 40
        screen = player.screen_where(lambda p: frame_number(p, *place) == wanted)
        assert frame_number(screen, *place) == wanted

        passes = player.latest()["passes"]
        player.key("c")
        off = player.wait_for(lambda s: not s["effect"] and s["passes"] < passes)
        assert off["position"] == pytest.approx(position, abs=0.002)
        player.key("c")
        player.wait_for(lambda s: s["effect"] and s["passes"] == passes)

        player.key("space")
        player.wait_for(lambda s: not s["paused"] and s["position"] > position + 0.05)
        player.key("q")
        assert player.finish() == (0, "")


def test_resizing_plans_anew_once_and_keeps_the_aspect(display: str, clips: Path) -> None:
    clip = write_bars(clips / "resized.mkv", frames=1200)
    with RunningPlayer(display, [clip], scale=2) as player:
        player.wait_for(lambda s: s["output"] == [256, 144])
        window = player.tool("search", "--name", "resized.mkv").split()[-1]
        for width in range(300, 600, 20):
            player.tool("windowsize", window, str(width), "500")
        player.tool("windowsize", window, "600", "500")
        player.wait_for(lambda s: s["window"] == [600, 500] and s["output"] == [600, 338])
        outputs = {tuple(state["output"]) for state in player.states}
        assert len(outputs) <= 4, f"planned for too many sizes: {outputs}"
        screen = player.screen_where(
            lambda p: max(patch_errors(p, 0, 81, 600, 338)) <= TOLERANCE and not p[:81].any()
        )
        assert max(patch_errors(screen, 0, 81, 600, 338)) <= TOLERANCE
        assert not screen[:81, :600].any()
        assert not screen[81 + 338 : 500, :600].any()
        assert screen[82:416, :600].max(axis=2).min() > 0, "bars where the picture should be"
        player.key("q")
        assert player.finish()[0] == 0


def test_full_screen_by_key_and_double_click(display: str, clips: Path) -> None:
    clip = write_bars(clips / "full.mkv", frames=1200)
    with RunningPlayer(display, [clip], scale=2, effect=False) as player:
        player.wait_for(lambda s: s["shown"] >= 1)
        player.key("f")
        player.wait_for(lambda s: s["fullscreen"] and s["window"] == list(SCREEN))
        player.wait_for(lambda s: s["output"] == [1280, 720])
        screen = player.screen_where(lambda p: max(patch_errors(p, 0, 152, 1280, 720)) <= TOLERANCE)
        assert max(patch_errors(screen, 0, 152, 1280, 720)) <= TOLERANCE
        player.key("Escape")
        player.wait_for(lambda s: not s["fullscreen"] and s["output"] == [256, 144])
        player.tool("mousemove", "100", "100", "click", "--repeat", "2", "--delay", "50", "1")
        player.wait_for(lambda s: s["fullscreen"])
        player.key("f")
        player.wait_for(lambda s: not s["fullscreen"])
        player.key("Escape")
        assert player.finish() == (0, "")


def test_pixels_that_are_not_square(display: str, clips: Path) -> None:
    clip = write_bars(clips / "wide.mkv", aspect=Fraction(3, 2))
    with RunningPlayer(display, [clip], scale=2) as player:
        player.wait_for(lambda s: s["window"] == [384, 144] and s["output"] == [384, 144])
        screen = player.screen_where(lambda p: max(patch_errors(p, 0, 0, 384, 144)) <= TOLERANCE)
        assert max(patch_errors(screen, 0, 0, 384, 144)) <= TOLERANCE


def test_a_video_that_was_filmed_sideways(display: str, clips: Path) -> None:
    clip = turn(write_bars(clips / "sideways.mp4"))
    with RunningPlayer(display, [clip], scale=3) as player:
        player.wait_for(lambda s: s["window"] == [216, 384] and s["output"] == [384, 216])

        def errors(screen: Image) -> list[int]:
            upright = np.rot90(screen[:384, :216])
            return patch_errors(upright, 0, 0, 384, 216)

        screen = player.screen_where(lambda p: max(errors(p)) <= TOLERANCE)
        assert max(errors(screen)) <= TOLERANCE


def test_files_follow_one_another_and_the_window_closes(display: str, clips: Path) -> None:
    first = write_bars(clips / "first.mkv", frames=8)
    second = write_bars(clips / "second.mkv", frames=8)
    text = clips / "text.mp4"
    text.write_text("no video at all\n")
    with RunningPlayer(display, [first, text, clips / "missing.mkv", second]) as player:
        player.wait_for(lambda s: s["path"].endswith("first.mkv"))
        state = player.wait_for(lambda s: s["path"].endswith("second.mkv") and s["position"] > 0.6)
        assert state["shown"] + state["dropped"] >= 7
        code, errors = player.finish()
        assert code == 0
        lines = errors.strip().splitlines()
        assert len(lines) == 2
        assert "text.mp4: not a media file" in lines[0]
        assert "missing.mkv: no such file" in lines[1]


def test_nothing_to_play(display: str, clips: Path) -> None:
    missing = [clips / "none.mkv", clips / "neither.mkv"]
    for paths in (missing[:1], missing):
        with RunningPlayer(display, paths) as player:
            code, errors = player.finish()
            assert code == 1
            assert len(errors.strip().splitlines()) == len(paths)
            assert "Traceback" not in errors


def test_a_truncated_file_plays_as_far_as_it_goes(display: str, clips: Path) -> None:
    whole = write_numbers(clips / "whole.mkv", frames=60)
    broken = clips / "broken.mkv"
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size * 9 // 10])
    with RunningPlayer(display, [broken], effect=False) as player:
        player.wait_for(lambda s: s["position"] > 0.3)
        code, errors = player.finish()
        assert code == 0
        assert len(errors.strip().splitlines()) == 1
        assert "played up to there" in errors


def test_slow_drawing_drops_frames_and_keeps_time(display: str, clips: Path) -> None:
    """Twenty-five frames a second, each drawn in far more than a twenty-fifth of one."""
    clip = write_numbers(clips / "slow.mkv", frames=60)
    slow = {"size": "1600x1200", "preset": "v1.0-rc-reference", "governor": False}
    with RunningPlayer(display, [clip], **slow) as player:
        state = player.wait_for(lambda s: s["position"] > 1.5, timeout=60)
        assert state["shown"] >= 3
        assert state["dropped"] > 5
        assert player.finish(60)[0] == 0


def test_text_is_drawn_and_goes_away(display: str, clips: Path) -> None:
    clip = write_bars(clips / "text.mkv", frames=1200)
    with RunningPlayer(display, [clip], size="640x360") as player:
        player.wait_for(lambda s: s["shown"] >= 1)
        player.key("space")
        player.wait_for(lambda s: s["paused"])
        foot = (slice(310, 350), slice(10, 200))
        bare = player.screen_where(lambda p: bool(np.ptp(p[foot]) == 0), timeout=5)
        assert np.ptp(bare[foot][-8:]) == 0, "the status line stays"
        player.key("i")
        left = (slice(0, 320), slice(0, 240))
        page = player.screen_where(lambda p: (p[left] >= 250).all(axis=2).any())
        assert (page[left] >= 250).all(axis=2).any(), "no white letters on the left"
        player.key("i")
        again = player.screen_where(lambda p: np.array_equal(p, bare))
        assert np.array_equal(again, bare)


_SCRIPT = """
import sys
from anime4k_gl.player import play

def tick(player):
    stats = player.stats()
    if stats.shown == 1:
        player.screenshot(sys.argv[2])
        player.set_effect(False)
        player.seek(2.5)
    elif not stats.effect and abs(stats.position - 2.5) < 0.002:
        player.screenshot(sys.argv[3])
        player.close()
        player.close()
        print(sys.getswitchinterval())
        sys.exit(7)

play([sys.argv[1]], size=(640, 360), on_tick=tick)
"""


def test_a_script_takes_screenshots(display: str, clips: Path, tmp_path: Path) -> None:
    clip = write_bars(clips / "script.mkv")
    shots = [tmp_path / "one.png", tmp_path / "two.png"]
    result = subprocess.run(
        [sys.executable, "-c", _SCRIPT, clip, *shots],
        env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (7, "")
    for path, number in zip(shots, (0, 25), strict=True):
        with PIL.Image.open(path) as picture:
            pixels = np.asarray(picture)
        assert pixels.shape == (360, 640, 3)
        assert max(patch_errors(pixels, 0, 0, 640, 360)[:4]) <= TOLERANCE
        assert frame_number(pixels, 0, 0, 640, 360) == number


def test_without_a_display_it_says_so() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    result = subprocess.run(
        [sys.executable, "-m", "anime4k_gl", "play", "--demo"],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert result.returncode == 1
    (line,) = result.stderr.strip().splitlines()
    assert "no display" in line
    assert "anime4k-gl upscale" in line


def test_numbers_survive_their_own_encoding() -> None:
    assert [number_of(number_luma(n)) for n in range(40)] == list(range(40))
