"""Rectangles, letterboxing and rotation, in pixels from the top left. Arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ..formats import Size
from ..lazy.dataclass import dataclass

Point = tuple[float, float]
"""x and y, in pixels from the top left."""

Affine = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Two rows: s and t as functions of u, v and 1."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels; `x` and `y` count from the top left."""

    x: int
    y: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        """Its width and height."""
        return Size(self.width, self.height)


def display_size(coded: Size, sample_aspect: Fraction, rotation: int) -> Size:
    """Return the size of a video in square pixels, as it is seen upright.

    No side gets smaller: non-square pixels are stretched along their longer side.

    Parameters
    ----------
    coded : the size of a decoded frame
    sample_aspect : width of a pixel over its height
    rotation : degrees clockwise, a multiple of 90
    """
    width, height = Fraction(coded.width), Fraction(coded.height)
    if sample_aspect > 1:
        width *= sample_aspect
    elif sample_aspect > 0:
        height /= sample_aspect
    return turned(Size(round(width), round(height)), rotation)


def turned(size: Size, rotation: int) -> Size:
    """Return a size after a turn by a multiple of 90 degrees."""
    return Size(size.height, size.width) if rotation % 180 else size


def limited(size: Size, limit: Size) -> Size:
    """Return `size`, made smaller with its aspect kept where it exceeds `limit`."""
    if size.width <= limit.width and size.height <= limit.height:
        return size
    return letterbox(size, limit).size


def letterbox(picture: Size, window: Size) -> Rect:
    """Return the largest rectangle of `picture`'s aspect in the middle of a window.

    Where a bar would be one pixel wide in all, the picture takes that pixel too: such a bar comes
    from rounding and looks like a fault.
    """
    width, height = window
    if picture.width * window.height > window.width * picture.height:
        height = max(1, round(Fraction(window.width * picture.height, picture.width)))
    else:
        width = max(1, round(Fraction(window.height * picture.width, picture.height)))
    width = window.width if width >= window.width - 1 else width
    height = window.height if height >= window.height - 1 else height
    return Rect((window.width - width) // 2, (window.height - height) // 2, width, height)


_TURNS: dict[int, Affine] = {
    0: ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    90: ((0.0, 1.0, 0.0), (-1.0, 0.0, 1.0)),
    180: ((-1.0, 0.0, 1.0), (0.0, -1.0, 1.0)),
    270: ((0.0, -1.0, 1.0), (1.0, 0.0, 0.0)),
}


def texture_coordinates(rotation: int) -> Affine:
    """Return where in the texture a point of the displayed picture lies.

    Both count from 0 to 1 from their top left; `rotation` is in degrees clockwise.
    """
    return _TURNS[rotation % 360]


def of_part(coordinates: Affine, whole: Rect, part: Rect) -> Affine:
    """Return the coordinates of a part of a rectangle, of those of the whole."""
    across, down = part.width / whole.width, part.height / whole.height
    left, top = (part.x - whole.x) / whole.width, (part.y - whole.y) / whole.height
    (a, b, c), (d, e, f) = coordinates
    return (
        (a * across, b * down, c + a * left + b * top),
        (d * across, e * down, f + d * left + e * top),
    )


def contains(rect: Rect, point: Point) -> bool:
    """Whether a point is in a rectangle."""
    return (
        rect.x <= point[0] < rect.x + rect.width and rect.y <= point[1] < rect.y + rect.height
    )  # fmt: skip


def intersection(one: Rect, other: Rect) -> Rect:
    """Return what two rectangles share; of no width or height where that is nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    bottom = min(one.y + one.height, other.y + other.height)
    return Rect(left, top, max(0, right - left), max(0, bottom - top))


def visible_part(place: Rect, window: Size) -> Rect:
    """Return what is seen in a window of a rectangle; all of that where nothing is."""
    part = intersection(place, Rect(0, 0, *window))
    return part if part.width and part.height else place


def overlaps(rect: Rect, others: Iterable[Rect]) -> bool:
    """Whether a rectangle shares a pixel with any of some others."""
    shared = (intersection(rect, other) for other in others)
    return any(part.width > 0 and part.height > 0 for part in shared)
