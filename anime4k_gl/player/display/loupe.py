"""Where labels and the loupe go in the window, so that nothing covers anything. Arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...formats import Size
from ..comparison.layout import Point, contains, overlaps
from ..geometry import Rect

LOUPE_SHARE = 0.3
"""Of the window's height: how large a loupe is."""

_LEAST = 5  # of a line's height: how wide a box has to be for the values below it


@dataclass(frozen=True, slots=True)
class Label:
    """A label that wants a place.

    Attributes
    ----------
    region : the part of the window that it belongs to, in which it has to be
    size : its own
    align : -1 at the region's left edge, 0 in its middle, 1 at its right edge
    """

    region: Rect
    size: Size
    align: int


def place_labels(
    labels: Sequence[Label], occupied: Sequence[Rect], gap: int
) -> tuple[Rect | None, ...]:
    """Return a place for each label, free of what is occupied, as far up as can be.

    All in one row if there is such a row, else each by itself; None for one that fits nowhere.

    Parameters
    ----------
    occupied : what stands in the window already
    gap : pixels between a label and the edge of its region
    """
    if not labels:
        return ()
    for row in _rows(labels, gap):
        places = tuple(_placed(label, row, gap) for label in labels)
        fitting = [place for place in places if place is not None]
        whole = len(fitting) == sum(_wide_enough(label, gap) for label in labels)
        if fitting and whole and not any(overlaps(place, occupied) for place in fitting):
            return places
    taken, alone = list(occupied), []
    for label in labels:
        places_of = (_placed(label, row, gap) for row in _rows([label], gap))
        place = next((p for p in places_of if p is not None and not overlaps(p, taken)), None)
        alone.append(place)
        taken += [place] if place is not None else []
    return tuple(alone)


def _rows(labels: Sequence[Label], gap: int) -> Iterator[int]:
    top = max(label.region.y for label in labels) + gap
    bottom = min(label.region.y + label.region.height for label in labels) - gap
    height = max(label.size.height for label in labels)
    return iter(range(top, bottom - height + 1, max(1, height // 2)))


def _wide_enough(label: Label, gap: int) -> bool:
    return label.size.width + 2 * gap <= label.region.width


def _placed(label: Label, row: int, gap: int) -> Rect | None:
    if not _wide_enough(label, gap) or row + label.size.height > (
        label.region.y + label.region.height
    ):
        return None
    room = label.region.width - label.size.width - 2 * gap
    x = label.region.x + gap + room * (label.align + 1) // 2
    return Rect(x, row, *label.size)


@dataclass(frozen=True, slots=True)
class Loupe:
    """Where the loupe's parts are.

    Attributes
    ----------
    panel : all of it
    boxes : what shows texels, one per look: squares of an odd number of them
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
