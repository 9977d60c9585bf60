"""The A-V offset: of the last frame, and percentiles over the latest ones."""

from __future__ import annotations

from collections import deque

SPAN = 512
"""How many frames the percentiles are taken over: some twenty seconds of film."""


class AvOffsets:
    """A-V offsets in seconds: a frame's time less the time heard when it was seen.

    Positive where the picture is ahead of the sound. Of each offset the absolute value counts for
    the percentiles: early is as wrong as late.
    """

    def __init__(self, span: int = SPAN) -> None:
        self._recent: deque[float] = deque(maxlen=span)
        self._heard = False

    @property
    def latest(self) -> float | None:
        """Of the last frame; None where nothing was heard then."""
        return self._recent[-1] if self._heard else None

    @property
    def count(self) -> int:
        """The number of offsets behind the percentiles."""
        return len(self._recent)

    def record(self, offset: float | None) -> None:
        """Record one frame's offset, None where nothing was heard."""
        self._heard = offset is not None
        if offset is not None:
            self._recent.append(offset)

    def percentile(self, percent: float) -> float | None:
        """Return what that share of the recent offsets is no larger than; None without any.

        The value is one of those measured, the nearest rank: nothing is interpolated.
        """
        if not self._recent:
            return None
        ordered = sorted(abs(offset) for offset in self._recent)
        rank = -(-len(ordered) * percent // 100)  # rounded up
        return ordered[min(max(int(rank), 1), len(ordered)) - 1]
