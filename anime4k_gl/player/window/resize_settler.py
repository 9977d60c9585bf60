"""The picture's size once it holds still, not at every step of a drag or of a zoom."""

from __future__ import annotations

from typing import Generic, TypeVar

RESIZE_SETTLE = 0.15
"""A size counts once it has held for this long (s): textures are then allocated for it once."""


Sized = TypeVar("Sized")
"""What decides a size."""


class SizeSettler(Generic[Sized]):
    """The last size that held still; pure, time is handed in."""

    def __init__(self) -> None:
        self._settled: Sized | None = None
        self._latest: Sized | None = None
        self._since = 0.0

    def update(self, size: Sized, now: float) -> Sized:
        """Note the size at a time (s); return the settled one, at first the first."""
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
        """Accept the next size at once: it was not dragged."""
        self._settled = self._latest = None
