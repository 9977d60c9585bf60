"""Panes of a comparison in the window, and the texel under the mouse. Arithmetic only.

Points are pixels of the window's framebuffer, from its top left; a pixel's middle is at one half.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import (
    Point,
    Rect,
    contains,
    intersection,
    texture_coordinates,
    visible_part,
)

Texel = tuple[int, int]
"""Column and row, from 0, row 0 on top."""

HIT_SHARE = 1 / 90  # of the window's height: how near to the divider the mouse has to be
MIN_HIT = 6.0  # in pixels


@dataclass(frozen=True, slots=True)
class Pane:
    """A part of the window that shows a profile's picture.

    Attributes
    ----------
    profile : which one, counted from 0
    place : where the whole picture would be
    clip : what is seen of it
    """

    profile: int
    place: Rect
    clip: Rect


def whole_pane(profile: int, place: Rect, window: Size) -> Pane:
    """Return the pane that shows one profile's picture, as far as the window does."""
    return Pane(profile, place, visible_part(place, window))


def split_panes(window: Size, place: Rect, divider: float) -> tuple[Pane, ...]:
    """Return the panes of a split: the same picture twice, seen on one side of the divider each."""
    seen = visible_part(place, window)
    cut = divider_x(seen, divider) - seen.x
    left = Rect(seen.x, seen.y, cut, seen.height)
    right = Rect(seen.x + cut, seen.y, seen.width - cut, seen.height)
    return Pane(0, place, left), Pane(1, place, right)


def halves(window: Size, place: Rect, pan: tuple[float, float]) -> tuple[Pane, ...]:
    """Return the panes of side by side: the same part of the picture in both halves, as large.

    Parameters
    ----------
    place : the picture in the whole window; by how much it is moved from the middle, it is here
    pan : the share of what is hidden that is hidden to the left, and above
    """
    panes = []
    width = window.width // 2
    moved_by = (
        place.x - (window.width - place.width) // 2,
        place.y - (window.height - place.height) // 2,
    )
    for profile, x in enumerate((0, window.width - width)):
        half = Rect(x, 0, width, window.height)
        moved = Rect(
            x + _start(place.width, width, pan[0]) + moved_by[0],
            _start(place.height, window.height, pan[1]) + moved_by[1],
            place.width,
            place.height,
        )
        panes.append(Pane(profile, moved, intersection(half, moved)))
    return tuple(panes)


def _start(picture: int, room: int, pan: float) -> int:
    """Return where a picture starts in a room: in the middle where it fits, else by the pan."""
    hidden = picture - room
    return -round(pan * hidden) if hidden > 0 else -hidden // 2


def dragged(pan: tuple[float, float], by: Point, window: Size, place: Rect) -> tuple[float, float]:
    """Return the pan after the picture was dragged by some pixels."""
    hidden = (place.width - window.width // 2, place.height - window.height)
    moved = [
        min(1.0, max(0.0, share - pixels / rest)) if rest > 0 else share
        for share, pixels, rest in zip(pan, by, hidden, strict=True)
    ]
    return moved[0], moved[1]


def divider_x(seen: Rect, divider: float) -> int:
    """Return the first column of pixels to the right of the divider, of what is seen."""
    return seen.x + round(seen.width * divider)


def position_at(x: float, seen: Rect) -> float:
    """Return the divider's position that puts it at `x`, from 0 to 1."""
    return min(1.0, max(0.0, (x - seen.x) / seen.width))


def hits_divider(point: Point, divider: float, window: Size, place: Rect) -> bool:
    """Whether the mouse is on the divider."""
    near = max(MIN_HIT, window.height * HIT_SHARE)
    seen = visible_part(place, window)
    inside = seen.y <= point[1] < seen.y + seen.height
    return inside and abs(point[0] - divider_x(seen, divider)) <= near


def texel_at(point: Point, place: Rect, rotation: int, size: Size) -> Texel | None:
    """Return the texel of a picture under a point; None where that is beside the picture.

    Parameters
    ----------
    place : where the whole picture is, upright
    rotation : by how many degrees clockwise the texture is turned to be upright
    size : the texture's
    """
    u = (math.floor(point[0]) + 0.5 - place.x) / place.width
    v = (math.floor(point[1]) + 0.5 - place.y) / place.height
    if not (0.0 <= u < 1.0 and 0.0 <= v < 1.0):
        return None
    (a, b, c), (d, e, f) = texture_coordinates(rotation)
    column = math.floor((a * u + b * v + c) * size.width)
    row = math.floor((d * u + e * v + f) * size.height)
    return min(size.width - 1, max(0, column)), min(size.height - 1, max(0, row))


def neighbour(texel: Texel, right: int, down: int, rotation: int) -> Texel:
    """Return the texel that is seen some places to the right of another, and below it."""
    (a, b, _), (d, e, _) = texture_coordinates(rotation)
    return (
        texel[0] + round(a) * right + round(b) * down,
        texel[1] + round(d) * right + round(e) * down,
    )


def pane_at(point: Point, panes: Sequence[Pane]) -> Pane | None:
    """Return the pane under a point."""
    return next((pane for pane in panes if contains(pane.clip, point)), None)
