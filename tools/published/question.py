"""A shader file, and what a player and the engine are asked to run it over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oracles.mpv.case import DOUBLE, DOWN, UP, target_size
from oracles.mpv.clips import CLIPS
from support.compare import psnr

from anime4k_gl.formats import Size
from anime4k_gl.usershader.parser import read_text

CLIP_NAMES = ("yuv420p", "yuv444p", "yuv420p10", "nv12", "yuv420p-709", "rgb24")
SIZES = (DOUBLE, UP, DOUBLE, DOWN)
FRAMES = 2

Pictures = list[Any]
"""Arrays (H, W, 3), R'G'B', one a frame."""


@dataclass(frozen=True)
class Question:
    """What is asked about a file.

    Attributes
    ----------
    path, text : the file, and what is in it
    clip : a name of `CLIPS`
    size : of the result
    downscaler : libplacebo's name of the one for what is made smaller; all else is bilinear
    """

    path: Path
    text: str
    clip: str
    size: Size
    downscaler: str = "bilinear"

    @classmethod
    def of(cls, path: Path, *, downscaler: str = "bilinear") -> Question:
        """Return a file's question, chosen by its name."""
        digest = hashlib.sha256(path.name.encode()).digest()
        clip = CLIP_NAMES[digest[0] % len(CLIP_NAMES)]
        size = target_size(CLIPS[clip].size, SIZES[digest[1] % len(SIZES)])
        return cls(path, read_text(str(path)), clip, size, downscaler)


def likeness(one: Pictures, other: Pictures) -> float:
    """Return the PSNR in dB of the frames that differ most."""
    return float(min(psnr(a, b, peak=255) for a, b in zip(one, other, strict=True)))
