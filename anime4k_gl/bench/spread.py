"""What many readings of one thing come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Readings in milliseconds, summed up.

    Attributes
    ----------
    minimum, lower, median, upper, maximum : the quartiles among the readings kept
    count : how many were kept
    dropped : how many could not be true
    """

    minimum: float
    lower: float
    median: float
    upper: float
    maximum: float
    count: int
    dropped: int = 0

    @classmethod
    def from_readings(cls, readings: Sequence[float], *, ceiling: float = np.inf) -> Spread | None:
        """Return the spread of readings in milliseconds; None where not one can be true.

        A reading that is not above 0, or beyond `ceiling`, is the timer's mistake: some count in
        32 bits, which wrap, or from the machine's start. Slow readings that can be true are kept.
        """
        kept = [ms for ms in readings if 0 < ms <= ceiling]
        if not kept:
            return None
        low, q1, middle, q3, high = map(float, np.percentile(kept, (0, 25, 50, 75, 100)))
        return cls(low, q1, middle, q3, high, len(kept), len(readings) - len(kept))

    def to_json(self) -> dict[str, float | int]:
        """Return it as plain numbers, milliseconds and counts."""
        return {
            "min": self.minimum,
            "q1": self.lower,
            "median": self.median,
            "q3": self.upper,
            "max": self.maximum,
            "count": self.count,
            "dropped": self.dropped,
        }
