"""Statistics of repeated readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of readings in milliseconds.

    Attributes
    ----------
    minimum, lower, median, upper, maximum : the quartiles of the readings kept
    count : number of readings kept
    dropped : number of impossible readings
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
        """Return the spread of readings in milliseconds; None if all are impossible.

        A reading of 0 or less, or above `ceiling`, is a mistake of the timer: some count in 32
        bits, which wrap, or from the machine's start. Slow but possible readings are kept.
        """
        kept = [ms for ms in readings if 0 < ms <= ceiling]
        if not kept:
            return None
        low, q1, middle, q3, high = map(float, np.percentile(kept, (0, 25, 50, 75, 100)))
        return cls(low, q1, middle, q3, high, len(kept), len(readings) - len(kept))

    def to_json(self) -> dict[str, float | int]:
        """Return plain numbers: milliseconds and counts."""
        return {
            "min": self.minimum,
            "q1": self.lower,
            "median": self.median,
            "q3": self.upper,
            "max": self.maximum,
            "count": self.count,
            "dropped": self.dropped,
        }
