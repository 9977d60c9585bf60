"""The frame rate of late."""

from __future__ import annotations

from collections import deque

_SPAN = 2.0  # seconds of showing that count


class FrameRate:
    """Frames shown per second of late."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    @property
    def fps(self) -> float:
        """The rate up to the last frame, so that it holds still during a pause; 0 at first."""
        if len(self._times) < 2:
            return 0.0
        span = self._times[-1] - self._times[0]
        return (len(self._times) - 1) / span if span > 0 else 0.0

    def count(self, now: float) -> None:
        """Note that a frame was shown at a real time (s)."""
        self._times.append(now)
        while now - self._times[0] > _SPAN:
            self._times.popleft()
