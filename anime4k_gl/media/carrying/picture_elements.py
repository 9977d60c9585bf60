"""The elements of Matroska's tracks that tell a picture's shape, its light and its sphere."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from ...formats import Size
from ..video.hdr import HdrMetadata
from .edits import TrackEdits

Content: TypeAlias = "bytes | Mapping[int, Content]"
"""An element's content: as it is, or elements to put into it."""

_DISPLAY_WIDTH, _DISPLAY_HEIGHT, _DISPLAY_UNIT = 0x54B0, 0x54BA, 0x54B2
_COLOUR, _MASTERING, _MOST_LIGHT, _MEAN_LIGHT = 0x55B0, 0x55D0, 0x55BC, 0x55BD
_PROJECTION = 0x7670
_CHROMATICITIES = ((0x55D1, 0x55D2), (0x55D3, 0x55D4), (0x55D5, 0x55D6), (0x55D7, 0x55D8))
_LUMINANCE_MAX, _LUMINANCE_MIN = 0x55D9, 0x55DA

# Stereo modes by what of a frame belongs to one eye: half of its columns, or half of its rows.
_BESIDE = frozenset({1, 8, 9, 11})
_ABOVE = frozenset({2, 3, 6, 7})


def display_size(size: Size, aspect: Fraction, stereo: int) -> tuple[int, int]:
    """Return the width and height to show a picture at, in square pixels; of two in one, of one.

    Where that is no whole number of them, both sides are told larger, in the same shape.

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
    return int(width * whole), int(height * whole)


def picture_elements(edits: TrackEdits) -> dict[int, Content]:
    """Return what is to be put into the element of a track's picture."""
    added: dict[int, Content] = {}
    if edits.shape is not None:
        width, height = edits.shape
        added[_DISPLAY_WIDTH] = _unsigned(width)
        added[_DISPLAY_HEIGHT] = _unsigned(height)
        added[_DISPLAY_UNIT] = _unsigned(0)
    if edits.hdr is not None:
        added[_COLOUR] = _light(edits.hdr)
    if edits.sphere:
        added[_PROJECTION] = edits.sphere
    return added


def _light(hdr: HdrMetadata) -> dict[int, Content]:
    display: dict[int, Content] = {}
    for (across, up), (x, y) in zip(_CHROMATICITIES, hdr.chromaticities or (), strict=False):
        display |= {across: _real(x), up: _real(y)}
    if hdr.luminance is not None:
        least, most = hdr.luminance
        display |= {_LUMINANCE_MAX: _real(most), _LUMINANCE_MIN: _real(least)}
    colour: dict[int, Content] = {_MASTERING: display} if display else {}
    if hdr.light_level is not None:
        most_light, mean = hdr.light_level
        colour |= {_MOST_LIGHT: _unsigned(most_light), _MEAN_LIGHT: _unsigned(mean)}
    return colour


def _unsigned(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def _real(value: float) -> bytes:
    return struct.pack(">d", value)
