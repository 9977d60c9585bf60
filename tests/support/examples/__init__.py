"""Running of the examples on a display without a screen, and what their pictures are held to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from anime4k_gl import upscale
from support.paths import ROOT

Pixels = npt.NDArray[np.uint8]

EXAMPLES = ROOT / "examples"
TOOLKITS = EXAMPLES / "toolkits"
HERE = ROOT / "tests" / "examples"

TOLERANCE = 2
"""By how many of 255 steps a pixel may differ: toolkits blend and dither in ways of their own."""

GOLDEN_TOLERANCE = 8
"""The same to a picture that another driver drew, which decides otherwise where neighbours tie."""

FEWEST_LINES, MOST_LINES = 25, 60
"""How long an example is; blank lines do not count towards the most."""

FRAMES = 3
LEFT, TOP = 320, 60
"""Where the upscaled picture begins in a window of 640x240; it reaches to the right bottom."""

DOT_COLOUR = (173, 58, 51)
SUN, SUN_COLOUR = (252, 113), (255, 217, 102)


def run(
    script: Path,
    *words: object,
    display: str = "",
    without: bool = False,
    python: Sequence[str] = (sys.executable,),
) -> str:
    """Run an example; return what it wrote.

    Parameters
    ----------
    words : its arguments
    display : an X display, for those with windows
    without : draw nothing where the upscaler would
    python : the interpreter, and options of its
    """
    paths = [str(ROOT), *([str(HERE / "without")] if without else [])]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "DISPLAY": display,
        "SDL_AUDIODRIVER": "dummy",
        "QT_QPA_PLATFORM": "xcb",
        "KIVY_NO_FILELOG": "1",
    }
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [*python, str(script), *map(str, words)],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{script.name}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def opened(path: Path) -> Pixels:
    """Return a picture, (height, width, 3)."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def golden(name: str) -> Pixels:
    """Return one of the pictures that examples are held to."""
    return opened(HERE / "golden" / f"{name}.png")


@cache
def upscaled(*, bottom_first: bool = False) -> Pixels:
    """Return what examples show, by the default preset: their picture at twice its size.

    Parameters
    ----------
    bottom_first : as they draw it whose rows begin at the bottom, turned over again
    """
    image = opened(EXAMPLES / "picture.png")
    result = upscale(np.ascontiguousarray(image[::-1]) if bottom_first else image, scale=2)
    return np.asarray(result[::-1] if bottom_first else result)


def farthest(a: Any, b: Any) -> int:
    """Return by how much two pictures, or colours, differ at most."""
    return int(np.abs(np.asarray(a, np.int16) - np.asarray(b, np.int16)).max())


def check_window(
    name: str,
    folder: Path,
    display: str,
    dots: tuple[int, int, int] = DOT_COLOUR,
    python: Sequence[str] = (sys.executable,),
) -> None:
    """Run a toolkit's example with the upscaler and without; hold its window to what it shows.

    Parameters
    ----------
    name : the script's name
    folder : where pictures may be written
    dots : the dots' colour, where it is blended in another way
    python : the interpreter, and options of its
    """
    shots = {}
    for without in (False, True):
        path = folder / f"{name}-{'without' if without else 'with'}.png"
        run(
            TOOLKITS / name, "--frames", FRAMES, "--screenshot", path,
            display=display, without=without, python=python,
        )  # fmt: skip
        shots[without] = opened(path)
        assert shots[without].shape == (240, 640, 3)
    shown, alone = shots[False], shots[True]
    part = shown[TOP:, LEFT:]
    # Anime4K is the same upside down but for some pixels, whose neighbours tie.
    wanted = min(farthest(part, upscaled(bottom_first=below)) for below in (False, True))
    assert wanted <= GOLDEN_TOLERANCE
    outside = np.ones(shown.shape, bool)
    outside[TOP:, LEFT:] = False
    assert farthest(shown[outside], alone[outside]) <= TOLERANCE
    for picture in (shown, alone):  # what is compared is there
        assert farthest(picture[SUN[1], SUN[0]], SUN_COLOUR) <= TOLERANCE
        for x in (40, 600):
            assert farthest(picture[30, x], dots) <= TOLERANCE
    assert farthest(part, alone[TOP:, LEFT:]) > 50  # and the stand-in drew nothing
