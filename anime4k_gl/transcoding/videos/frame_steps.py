"""The spacing of frames."""

from __future__ import annotations

import math

_ROUNDING_SECONDS = 0.003  # of times in milliseconds, twice


class FrameSteps:
    """The least and the most time from one frame to the next, in seconds."""

    def __init__(self) -> None:
        self.least, self.most = math.inf, 0.0
        self._last: float | None = None

    def pass_to(self, time: float) -> None:
        """Note a frame's time."""
        if self._last is not None:
            self.least = min(self.least, time - self._last)
            self.most = max(self.most, time - self._last)
        self._last = time

    @property
    def vary(self) -> bool:
        """Whether frames last longer than others by more than a container's rounding."""
        return self.most - self.least > _ROUNDING_SECONDS
