"""The places of a disc's subtitle pictures: on the disc's canvas, of which the video may be a part.

A rip has its bars cut off, and may be scaled; the subtitles still say where they were on the disc.
The canvas lies about the middle of the video, as far beyond it on one side as on the other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image

from ...formats import Size
from ...media.subtitles.bitmaps import BitmapEvent, BitmapPart
from ..geometry import Rect
from ..text.layout import Pixels
from .bitmaps import SubtitleImage, view
from .look import SubtitleLook

_SAME_SHAPE = 0.02
"""By how much two shapes may differ and be the same but for rounding."""

_CUT, _PIXELS = 0.9, 0.04
"""A video at least this much of the canvas's size is cut, not scaled; a pixel's shape may be off by
so much."""

_WIDE, _NARROW = 16 / 9, 4 / 3  # the shapes of DVDs


class CanvasPlace(NamedTuple):
    """The disc's canvas over the picture: pixels of the screen for one of its own, and its corner.

    `left` and `top` count from the picture's top left.
    """

    scale_x: float
    scale_y: float
    left: float
    top: float


def canvas_of(size: Size, anamorphic: bool, picture: Size, storage: Size) -> CanvasPlace:
    """Return where a disc's canvas lies over a video.

    Parameters
    ----------
    size : of the canvas, in its own pixels
    anamorphic : whether those have another shape than the screen's, as on DVDs
    picture : the video's rectangle in pixels of the screen
    storage : the video's own size
    """
    across, down = picture.width / size.width, picture.height / size.height
    own_x, own_y = picture.width / storage.width, picture.height / storage.height
    if anamorphic:
        return _centred(size, picture, *_of_dvd(size, picture, across, down, own_x, own_y))
    own = min(own_x, own_y)  # of a square pixel: the longer side of others is stretched
    scale = max(across, down)
    if _CUT * own < scale < own:
        scale = own  # bars cut off on all sides; nobody scales by so little
    elif abs(across / down - 1) <= _SAME_SHAPE:
        return CanvasPlace(across, down, 0.0, 0.0)
    return _centred(size, picture, scale, scale)


def _of_dvd(
    size: Size, picture: Size, across: float, down: float, own_x: float, own_y: float
) -> tuple[float, float]:
    """Return the scales of a canvas whose shape is not that of its pixels."""
    pixel = own_x / own_y
    shape = pixel * size.width / size.height
    inside = own_x >= across * (1 - 1e-6) and own_y >= down * (1 - 1e-6)
    whole = max(across / own_x, down / own_y) > _CUT
    if inside and whole and any(abs(shape / s - 1) <= _PIXELS for s in (_WIDE, _NARROW)):
        return own_x, own_y  # the disc's own pixels, of which some were cut off
    shape = picture.width / picture.height
    if abs(shape * size.height / size.width - 1) <= _SAME_SHAPE:
        return across, down  # whose pixels are taken for squares
    if shape > _WIDE * (1 + _SAME_SHAPE):
        return across, picture.width / _WIDE / size.height
    if shape < _NARROW * (1 - _SAME_SHAPE):
        return picture.height * _NARROW / size.width, down
    return across, down


def _centred(size: Size, picture: Size, across: float, down: float) -> CanvasPlace:
    left = (picture.width - size.width * across) / 2
    return CanvasPlace(across, down, left, (picture.height - size.height * down) / 2)


def place(
    event: BitmapEvent,
    picture: Size,
    storage: Size,
    *,
    room: Rect | None = None,
    look: SubtitleLook | None = None,
) -> tuple[SubtitleImage, ...]:
    """Return a disc's pictures scaled to the size in which the video is shown.

    Parameters
    ----------
    event : what is seen
    picture : the video's rectangle in pixels of the screen
    storage : the video's own size
    room : where they may lie, from the picture's top left: the window with its bars; the picture
        alone by default. What would lie beyond is moved in
    look : the user's size and place
    """
    room = room or Rect(0, 0, *picture)
    look = look or SubtitleLook()
    size = event.canvas or storage
    canvas = canvas_of(size, event.anamorphic, picture, storage)
    boxes = [_box(part, canvas, look.scale, size) for part in event.parts]
    middle = picture.height / 2
    placed = []
    for part, box in zip(event.parts, boxes, strict=True):
        low = box.y + box.height / 2 >= middle
        # All in one half of the picture go together, lest lines cover each other.
        same = [b for b in boxes if (b.y + b.height / 2 >= middle) == low]
        shift = round((look.position - 100) / 100 * picture.height) if low else 0
        top = min(b.y for b in same) + shift
        bottom = max(b.y + b.height for b in same) + shift
        shift += min(0, room.y + room.height - bottom)
        shift += max(0, room.y - top) if bottom - top <= room.height else 0
        x = max(room.x, min(box.x, room.x + room.width - box.width))
        placed.append(SubtitleImage(x, box.y + shift, _scaled(part, box.size)))
    return tuple(placed)


def _box(part: BitmapPart, canvas: CanvasPlace, scale: float, size: Size) -> Rect:
    """Return a part's rectangle; the user's scale keeps the middle, and the outer edge."""
    height, width = part.indices.shape
    left, right = canvas.left + part.x * canvas.scale_x, part.x + width
    top, bottom = canvas.top + part.y * canvas.scale_y, part.y + height
    right, bottom = canvas.left + right * canvas.scale_x, canvas.top + bottom * canvas.scale_y
    if scale != 1:
        middle = canvas.left + size.width * canvas.scale_x / 2
        edge = canvas.top
        if part.y + height / 2 >= size.height / 2:
            edge += size.height * canvas.scale_y * 0.95
        left, right = (middle + (x - middle) * scale for x in (left, right))
        top, bottom = (edge + (y - edge) * scale for y in (top, bottom))
    x, y = round(left), round(top)
    return Rect(x, y, max(1, round(right) - x), max(1, round(bottom) - y))


def _scaled(part: BitmapPart, size: Size) -> Pixels:
    pixels = part.pixels()
    if (size.height, size.width) != pixels.shape[:2]:
        # Its colour is premultiplied, so the four components can be scaled on their own.
        planes = view("RGBX", pixels)
        pixels = np.array(planes.resize((size.width, size.height), Image.Resampling.BICUBIC))
        np.minimum(pixels[..., :3], pixels[..., 3:], out=pixels[..., :3])
    return pixels
