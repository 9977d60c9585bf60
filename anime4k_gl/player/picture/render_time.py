"""Render time: a running estimate of how long a frame takes."""

from __future__ import annotations

MAX_LEAD = 1.0
"""Rendering starts at most this long (s) before a frame is due, however slow it is."""

_WEIGHT = 0.25  # of the newest measurement: a change is followed within a few frames


class RenderTime:
    """An estimate of how long rendering takes, from the frames of late."""

    def __init__(self) -> None:
        self._seconds: float | None = None

    @property
    def lead(self) -> float:
        """Seconds before a frame is due at which its rendering should start."""
        return min(self._seconds or 0.0, MAX_LEAD)

    def measured(self, seconds: float) -> None:
        """Note how long one frame took."""
        if self._seconds is None:
            self._seconds = seconds
        else:
            self._seconds += _WEIGHT * (seconds - self._seconds)

    def reset(self) -> None:
        """Forget everything: the work per frame has changed."""
        self._seconds = None
