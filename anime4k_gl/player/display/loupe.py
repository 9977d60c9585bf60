"""The place of the loupe in the window, beside what is looked at. Arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Point, Rect, contains, overlaps

LOUPE_SHARE = 0.3
"""Of the window's height: how large a loupe is."""

_LEAST = 5  # of a line's height: how wide a box has to be for the values below it


@dataclass(frozen=True, slots=True)
class Loupe:
    """The places of the loupe's parts.

    Attributes
    ----------
    panel : all of it
    boxes : what shows texels, one per profile: squares of an odd number of them
    heads, feet : room for a line of text above and below each box
    """

    panel: Rect
    boxes: tuple[Rect, ...]
    heads: tuple[Rect, ...]
    feet: tuple[Rect, ...]

    @classmethod
    def at(
        cls,
        point: Point,
        window: Size,
        *,
        zoom: int,
        count: int,
        line: int,
        occupied: Sequence[Rect] = (),
    ) -> Loupe | None:
        """Return a loupe beside a point; None where the window has no room for one.

        Parameters
        ----------
        zoom : pixels per texel
        count : how many boxes
        line : the height of a line of text
        occupied : what it should not cover; where it must, what covers least of the picture
        """
        edge = max(2, line // 8)
        room = min(
            max(round(window.height * LOUPE_SHARE), _LEAST * line + 2 * zoom),
            (window.width - (count + 1) * edge) // count,
            window.height - 2 * line - 2 * edge,
        )
        cells = room // zoom
        cells -= 1 - cells % 2
        if cells < 3:
            return None
        side = cells * zoom
        size = Size(count * side + (count + 1) * edge, side + 2 * line + 2 * edge)
        panel = _beside(point, size, window, occupied, away=max(12, zoom * 2))
        lefts = [panel.x + edge + index * (side + edge) for index in range(count)]
        top = panel.y + edge
        return cls(
            panel,
            tuple(Rect(x, top + line, side, side) for x in lefts),
            tuple(Rect(x, top, side, line) for x in lefts),
            tuple(Rect(x, top + line + side, side, line) for x in lefts),
        )


def _beside(point: Point, size: Size, window: Size, occupied: Sequence[Rect], *, away: int) -> Rect:
    """Return a place near a point, within the window; free, if there is one that is."""
    x, y = round(point[0]), round(point[1])
    room = (window.width - size.width, window.height - size.height)
    columns = (x + away, x - away - size.width, x - size.width // 2)
    rows = (y + away, y - away - size.height, y - size.height // 2)
    places = []
    for top in rows:
        for left in columns:
            inside = (min(max(left, 0), room[0]), min(max(top, 0), room[1]))
            place = Rect(*inside, *size)
            if not contains(place, point):
                # One that had to be moved into the window is further from the point.
                moved = abs(inside[0] - left) + abs(inside[1] - top)
                places.append((overlaps(place, occupied), moved, place))
    if not places:  # a window so small that the loupe covers the point wherever it is
        return Rect(min(max(x, 0), room[0]), min(max(y, 0), room[1]), *size)
    return min(places, key=lambda entry: entry[:2])[2]
