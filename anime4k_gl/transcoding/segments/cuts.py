"""The places where a video is cut: at key frames, by a rule that needs no look ahead.

A cut is at the first key frame that comes at least so long after the cut before. So who reads the
file from its start, who goes on from a cut, and who only looks at the packets all find the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

LEAST_SECONDS = Fraction(10)
"""Seconds of a segment, at least: so much is drawn again after a kill, at most about twice that."""


class Cuts:
    """The cuts of a video as its packets come, in seconds of the source's clock.

    Parameters
    ----------
    start : of the part that is taken
    least : seconds of a segment, at least
    known : cuts that were found before, in order
    """

    def __init__(
        self, start: Fraction, least: Fraction = LEAST_SECONDS, known: Sequence[Fraction] = ()
    ) -> None:
        self._start, self._least = start, least
        self._cuts = list(known)

    def __getitem__(self, number: int) -> Fraction:
        """Return where segment `number`, from 1, begins."""
        return self._cuts[number - 1]

    def __len__(self) -> int:
        return len(self._cuts)

    def note(self, shown: Fraction) -> None:
        """Take the time of a key frame, in the file's order."""
        last = self._cuts[-1] if self._cuts else self._start
        if shown >= last + self._least:
            self._cuts.append(shown)

    def segment_of(self, time: Fraction) -> int:
        """Return the number of the segment, from 0, that has the frame of a time."""
        return bisect_right(self._cuts, time)

    def found(self) -> list[Fraction]:
        """Return all cuts so far."""
        return list(self._cuts)
