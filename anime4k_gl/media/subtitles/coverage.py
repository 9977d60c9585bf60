"""The intervals of a file that have been read; subtitles at the player's position come first."""

from __future__ import annotations

import math

Stretch = tuple[float, float]
"""From (s, inclusive) to (s, exclusive); infinite at the file's ends."""

BACK_OFF = 10.0
"""How far (s) before the player's position reading starts: earlier events may still be visible."""


class Coverage:
    """The intervals that have been read, disjoint and in order."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []

    def add(self, start: float, end: float) -> None:
        """Add an interval that was read; empty ones are ignored."""
        if end <= start:
            return
        kept = []
        for a, b in self.stretches:
            if b < start or a > end:
                kept.append((a, b))
            else:
                start, end = min(start, a), max(end, b)
        self.stretches = sorted([*kept, (start, end)])

    def forget_before(self, time: float) -> None:
        """Remove everything before a time, which is not kept."""
        self.stretches = [(max(a, time), b) for a, b in self.stretches if b > time]

    def covers(self, time: float) -> bool:
        """Return whether a time has been read."""
        return any(a <= time < b for a, b in self.stretches)

    def next_gap(self, position: float) -> Stretch | None:
        """Return the interval to read next, None if everything has been read.

        First the gap at the player's position, from shortly before it; then the next one after it;
        then the first one before it.
        """
        gaps = self._gaps()
        for start, end in gaps:
            if start <= position < end:
                return max(start, position - BACK_OFF), end
        later = [gap for gap in gaps if gap[0] > position]
        return next(iter(later or gaps), None)

    def _gaps(self) -> list[Stretch]:
        edges = [-math.inf]
        for start, end in self.stretches:
            edges += [start, end]
        edges.append(math.inf)
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return [(start, end) for start, end in pairs if start < end]
