"""Subtitle images: few RGBA images made of libass's many bitmaps, or of a disc's."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from ..text.layout import Pixels
from .libass import AssBitmap

_MAX_IMAGES = 4
_GAP = 32  # pixels between bitmaps that still share an image: the words of a line do

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

# A view of memory of which far less is read: to make a type for each size would be slow.
_Bytes = ctypes.c_ubyte * (1 << 30)


@dataclass(frozen=True, slots=True, eq=False)
class SubtitleImage:
    """A piece of what is seen.

    Attributes
    ----------
    x, y : its top left corner, pixels of the screen from the top left of the video's rectangle;
        it may reach beyond that
    pixels : (height, width, 4) uint8, RGBA, colour premultiplied by alpha, row 0 on top
    """

    x: int
    y: int
    pixels: Pixels


def blend(bitmaps: Sequence[AssBitmap]) -> tuple[SubtitleImage, ...]:
    """Return bitmaps laid over each other, as images that do not overlap."""
    seen = [bitmap for bitmap in bitmaps if bitmap.colour & 255 < 255]
    return tuple(_blended(box, [seen[number] for number in of]) for box, of in _groups(seen))


def _blended(box: Box, bitmaps: Sequence[AssBitmap]) -> SubtitleImage:
    left, top, right, bottom = box
    pixels = np.zeros((bottom - top, right - left, 4), np.uint8)
    # Pasting one colour through a mask mixes all four components alike, in C. With an opaque
    # colour that is "over" on premultiplied pixels; RGBX, since RGBA is mixed in another way.
    canvas = view("RGBX", pixels)
    for x, y, width, height, stride, address, colour in bitmaps:
        memory: Any = _Bytes.from_address(address)
        mask = Image.frombuffer("L", (width, height), memory, "raw", "L", stride, 1)
        transparency = colour & 255
        if transparency:
            coverage = np.lib.stride_tricks.as_strided(
                np.frombuffer(memory, np.uint8, 1), (height, width), (stride, 1)
            )
            mask = view("L", _scaled(255 - transparency).take(coverage))
        ink = (colour >> 24, colour >> 16 & 255, colour >> 8 & 255, 255)
        x, y = x - left, y - top
        canvas.paste(ink, (x, y, x + width, y + height), mask)
    return SubtitleImage(left, top, pixels)


def view(mode: str, pixels: npt.NDArray[np.uint8]) -> Image.Image:
    """Return Pillow's view of an array: what is drawn is drawn into the array."""
    height, width = pixels.shape[:2]
    view = Image.frombuffer(mode, (width, height), pixels, "raw", mode, 0, 1)
    view.readonly = 0  # else it is copied at the first stroke
    return view


@lru_cache(maxsize=256)
def _scaled(alpha: int) -> npt.NDArray[np.uint8]:
    """Return what becomes of each coverage at an opacity, 0 to 255."""
    return ((np.arange(256) * alpha + 127) // 255).astype(np.uint8)


def _groups(bitmaps: Sequence[AssBitmap]) -> list[tuple[Box, list[int]]]:
    """Return disjoint boxes and which bitmaps are in each, in their order."""
    groups: list[tuple[Box, list[int]]] = []
    for number, bitmap in enumerate(bitmaps):
        box = (bitmap.x, bitmap.y, bitmap.x + bitmap.width, bitmap.y + bitmap.height)
        _merge(groups, box, [number])
    while len(groups) > _MAX_IMAGES:
        box, numbers = groups.pop(0)
        nearest = min(groups, key=lambda group: _area(_union(box, group[0])) - _area(group[0]))
        groups.remove(nearest)
        _merge(groups, _union(box, nearest[0]), numbers + nearest[1])
    return [(box, sorted(numbers)) for box, numbers in groups]


def _merge(groups: list[tuple[Box, list[int]]], box: Box, numbers: list[int]) -> None:
    """Add a group, taking in those that are near it, and those near the whole then."""
    while True:
        near = [group for group in groups if _near(group[0], box)]
        if not near:
            groups.append((box, numbers))
            return
        for group in near:
            groups.remove(group)
            box, numbers = _union(box, group[0]), numbers + group[1]


def _near(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _GAP
        and other[0] < one[2] + _GAP
        and one[1] < other[3] + _GAP
        and other[1] < one[3] + _GAP
    )


def _union(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
