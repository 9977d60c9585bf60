"""An animation in memory, as readers and writers exchange it, and the formats there are."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from ..pictures.metadata import PictureMetadata
from ..target import MediaTarget, as_target

FORMATS = {".gif": "GIF", ".apng": "PNG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
"""Pillow's names of the formats that hold animations, by extension."""

ANIMATION_SUFFIXES = tuple(FORMATS)
"""The extensions, in lower case, of files that can hold an animation."""

Pixels = npt.NDArray[np.uint8]


def animation_format(path: str | os.PathLike[str] | MediaTarget) -> str | None:
    """Return Pillow's name of the format of a file's extension; None if it has no animations."""
    return FORMATS.get(as_target(path).suffix)


@dataclass(frozen=True, slots=True, eq=False)
class AnimationFrame:
    """One picture of an animation, whole.

    Attributes
    ----------
    pixels : (height, width, 4) uint8 R'G'B'A, straight alpha, row 0 on top
    seconds : how long it is shown; 0 where the file leaves that to the player
    """

    pixels: Pixels
    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Animation:
    """What is known of an animation before its frames are read.

    Attributes
    ----------
    width, height : in pixels
    count : of frames; None where it is not known
    plays : how often it is played; 0 for ever
    has_alpha : whether any pixel of any frame is not opaque
    soft_alpha : whether any pixel is translucent
    metadata : profile, EXIF and so on
    seconds : of all frames together; 0 where it is not known
    """

    width: int
    height: int
    count: int | None
    plays: int = 0
    has_alpha: bool = False
    soft_alpha: bool = False
    metadata: PictureMetadata = field(default_factory=PictureMetadata)
    seconds: Fraction = Fraction(0)


def box_of_change(before: Pixels | None, after: Pixels, step: int = 1) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of what differs between two frames; at least a pixel.

    Parameters
    ----------
    before : the frame that is shown; None for none
    step : what left and top are multiples of
    """
    height, width = after.shape[:2]
    if before is None:
        return 0, 0, width, height
    changed: npt.NDArray[Any] = (before != after).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    left, top = int(columns[0]) // step * step, int(rows[0]) // step * step
    return left, top, int(columns[-1]) + 1, int(rows[-1]) + 1
