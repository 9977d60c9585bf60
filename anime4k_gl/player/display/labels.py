"""Places for the names over the picture, so that nothing is covered. Arithmetic only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Rect, overlaps


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
