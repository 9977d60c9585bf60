"""The small things that the toolkits' examples share: sizes, a picture, options, the last frame.

Each shows a window of the same layout: on the left what the program itself draws, the picture
included; on the right the picture upscaled by Anime4K; a dot is blended over the strip above, one
before the upscaler ran and one after it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]

WINDOW = (640, 240)
SOURCE, SHOWN = (160, 90), (320, 180)
VIEWPORT = (320, 0, 320, 180)
"""Where the upscaled picture goes in the window: left, bottom, width, height, as OpenGL counts."""

GREY, RED = (50, 50, 80), (255, 64, 32)
DOTS = ((40, 210), (600, 210))
"""The centres of the dots, from the window's bottom left; their radius is 15."""

parser = argparse.ArgumentParser()
parser.add_argument("--frames", type=int, default=0, help="end after so many; 0: never")
parser.add_argument("--screenshot", metavar="PNG", help="written at the end of --frames")
options = parser.parse_known_args()[0]


def picture() -> Pixels:
    """Return a cartoon, (90, 160, 4) uint8 RGBA, row 0 on top; `picture()[::-1]` for OpenGL."""
    with Image.open(Path(__file__).parent.parent / "picture.png") as image:
        return np.asarray(image.convert("RGBA"))


def is_last(frame: int, framebuffer: int = 0) -> bool:
    """Return whether the frame just drawn, counted from 1, is the last; take its picture if wanted.

    To be called before buffers are swapped, with the window's context current.
    """
    if not options.frames or frame < options.frames:
        return False
    if options.screenshot:
        from scene import wrap_current

        context = wrap_current()
        assert context.error == "GL_NO_ERROR", "an OpenGL error is pending"
        screen = context.detect_framebuffer(framebuffer)
        pixels = screen.read((0, 0, *WINDOW), components=3, alignment=1)
        _ = context.error  # moderngl leaves one behind where the framebuffer is the window's
        save(np.frombuffer(pixels, np.uint8).reshape(WINDOW[1], WINDOW[0], 3)[::-1])
    return True


def save(pixels: Pixels) -> None:
    """Write what the window shows, row 0 on top, where ``--screenshot`` says."""
    Image.fromarray(np.ascontiguousarray(pixels)).save(options.screenshot)
