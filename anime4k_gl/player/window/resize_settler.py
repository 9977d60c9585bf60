"""The window's size once it holds still, not at every step of a drag."""

from __future__ import annotations

from ...formats import Size

RESIZE_SETTLE = 0.15
"""A size counts once it has held for this long (s): textures are then allocated for it once."""


class SizeSettler:
    """The last size that held still; pure, time is handed in."""

    def __init__(self) -> None:
        self._settled: Size | None = None
        self._latest: Size | None = None
        self._since = 0.0

    def update(self, size: Size, now: float) -> Size:
        """Take in the size at a time (s); return the settled one, which is the first at first."""
        if self._settled is None:
            self._settled = size
        if size != self._latest:
            self._latest, self._since = size, now
        if now - self._since >= RESIZE_SETTLE:
            self._settled = size
        return self._settled

    def remaining(self, now: float) -> float | None:
        """Return the seconds until the latest size will count; None where nothing is pending."""
        if self._latest == self._settled:
            return None
        return max(0.0, RESIZE_SETTLE - (now - self._since))

    def reset(self) -> None:
        """Let the next size count at once: it was not a hand that changed it."""
        self._settled = self._latest = None
