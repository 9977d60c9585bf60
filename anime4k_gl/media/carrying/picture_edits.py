"""The elements of Matroska's tracks that tell a picture's shape and light."""

from __future__ import annotations

import math
from fractions import Fraction

from ...formats import Size
from ..video.hdr import HdrMetadata
from .matroska_tracks import (
    COLOUR,
    DISPLAY_HEIGHT,
    DISPLAY_UNIT,
    DISPLAY_WIDTH,
    MASTERING,
    MEAN_LIGHT,
    MOST_LIGHT,
    Content,
    real,
    unsigned,
)

_CHROMATICITIES = ((0x55D1, 0x55D2), (0x55D3, 0x55D4), (0x55D5, 0x55D6), (0x55D7, 0x55D8))
_LUMINANCE_MAX, _LUMINANCE_MIN = 0x55D9, 0x55DA

# Stereo modes by what of a frame belongs to one eye: half of its columns, or half of its rows.
_BESIDE = frozenset({1, 8, 9, 11})
_ABOVE = frozenset({2, 3, 6, 7})


def shape_edits(size: Size, aspect: Fraction, stereo: int) -> dict[int, Content]:
    """Return the size to show a picture at, in square pixels; of two in one, that of one.

    Where it is no whole number of them, both sides are told larger, in the same shape.

    Parameters
    ----------
    size : of a frame in pixels
    aspect : the width of a pixel over its height
    stereo : Matroska's number of how two pictures lie in one, 0 for one
    """
    width, height = Fraction(size.width), Fraction(size.height)
    if aspect > 1:
        width *= aspect
    else:
        height /= aspect
    width /= 2 if stereo in _BESIDE else 1
    height /= 2 if stereo in _ABOVE else 1
    whole = math.lcm(width.denominator, height.denominator)
    return {
        DISPLAY_WIDTH: unsigned(int(width * whole)),
        DISPLAY_HEIGHT: unsigned(int(height * whole)),
        DISPLAY_UNIT: unsigned(0),
    }


def light_edits(hdr: HdrMetadata) -> dict[int, Content]:
    """Return the mastering display and the light levels."""
    display: dict[int, Content] = {}
    for (across, up), (x, y) in zip(_CHROMATICITIES, hdr.chromaticities or (), strict=False):
        display |= {across: real(x), up: real(y)}
    if hdr.luminance is not None:
        display |= {_LUMINANCE_MAX: real(hdr.luminance[1]), _LUMINANCE_MIN: real(hdr.luminance[0])}
    colour: dict[int, Content] = {MASTERING: display} if display else {}
    if hdr.light_level is not None:
        most, mean = hdr.light_level
        colour |= {MOST_LIGHT: unsigned(most), MEAN_LIGHT: unsigned(mean)}
    return {COLOUR: colour}
