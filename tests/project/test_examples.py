"""The embedding examples run, under an X server of the test's own, and draw what they say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.paths import ROOT

EXAMPLES = ROOT / "examples"
SIZES = {"embed_glfw.py": (1000, 500), "embed_pygame.py": (960, 480)}


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """The name of an X display without a screen."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()  # written when the server is ready
    try:
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def shots(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The last frame of each example."""
    folder = tmp_path_factory.mktemp("shots")
    environment = os.environ | {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy"}
    environment.pop("WAYLAND_DISPLAY", None)
    pictures = {}
    for name in SIZES:
        shot = folder / f"{name}.png"
        done = subprocess.run(
            [sys.executable, EXAMPLES / name, "--frames", "12", "--screenshot", shot],
            env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        pictures[name] = np.asarray(Image.open(shot)).astype(int)
    return pictures


def near(a: Any, b: Any) -> bool:
    return bool((np.abs(np.asarray(a) - np.asarray(b)) <= 2).all())


def sharpness(picture: Any) -> float:
    """Return the mean of the steepest hundredth of steps from pixel to pixel."""
    steps = np.abs(np.diff(picture.sum(axis=2), axis=1)).ravel()
    return float(np.sort(steps)[-steps.size // 100 :].mean())


@pytest.mark.parametrize("name", SIZES)
def test_the_window_is_filled(shots: Any, name: str) -> None:
    assert shots[name].shape[1::-1] == SIZES[name]


def test_glfw_shows_the_picture_twice_and_the_right_way_up(shots: Any) -> None:
    shot = shots["embed_glfw.py"]
    for left in (25, 525):
        assert near(shot[150, left + 325], (255, 217, 102))  # the sun
        assert near(shot[210, left + 149], (204, 76, 64))  # the roof
        assert near(shot[460, left + 300], (51, 115, 89))  # the hill in front, below
    assert near(shot[5, 5], (33, 31, 41))  # the clear colour
    # Bilinear is soft; the upscaled lines are not.
    source, upscaled = shot[30:120, 30:470], shot[30:120, 530:970]
    assert sharpness(upscaled) > 1.2 * sharpness(source)


def test_glfw_keeps_blending_and_the_depth_test(shots: Any) -> None:
    shot = shots["embed_glfw.py"]
    behind, before = shot[140, 485:515], shot[340, 485:515]
    clear = np.array((33, 31, 41))
    for ring in (behind, before):  # between the pictures the glass is seen over the background
        assert not near(ring, clear)
    # Behind the pictures the depth test hides it; in front of them it is blended over.
    assert near(shot[150, 350], (255, 217, 102))
    house = shot[330, 125]  # what the cream wall of the house is under the glass
    assert not near(house, (242, 230, 217))
    blended = (house - 0.55 * np.array((242, 230, 217))) / 0.45 / 255
    assert ((blended > 0.05) & (blended < 1.0)).all()  # a colour of the glass, not a mere one


def test_pygame_shows_the_game_twice(shots: Any) -> None:
    shot = shots["embed_pygame.py"]
    source, upscaled = shot[:, :480], shot[:, 480:]
    assert near(source[5, 5], (150, 205, 240))
    assert near(upscaled[5, 5], (150, 205, 240))
    assert near(source[470, 5], upscaled[470, 5])  # the meadow, below
    # The left half is blocks of three pixels; the right half is not. The cursor is not of the game.
    game = source[150:]
    blocks = game[:330].reshape(110, 3, 160, 3, 3)
    assert (blocks == blocks[:, :1, :, :1]).all()
    other = upscaled[150:480].reshape(110, 3, 160, 3, 3)
    assert not (other == other[:, :1, :, :1]).all()


def test_pygame_draws_the_same_before_and_after_the_upscaler(shots: Any) -> None:
    """The cursor: blended alike over the same sky on either side."""
    shot = shots["embed_pygame.py"]
    pink = 0.6 * np.array((255, 76.5, 127.5)) + 0.4 * np.array((150, 205, 240))
    for side in (shot[40:100, 20:130], shot[40:100, 500:610]):
        is_pink = (np.abs(side - pink) <= 2).all(axis=2)
        assert is_pink.sum() > 800
    assert np.array_equal(
        (np.abs(shot[20:120, 20:130] - pink) <= 2).all(axis=2),
        (np.abs(shot[20:120, 500:610] - pink) <= 2).all(axis=2),
    )


def test_the_examples_are_short() -> None:
    for name in SIZES:
        assert len((EXAMPLES / name).read_text("utf-8").splitlines()) <= 100
