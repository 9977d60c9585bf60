"""The mouse pointer: hidden where it has been still over a picture that moves."""

from __future__ import annotations

from collections.abc import Callable

from .glfw_window import Window

STILL_SECONDS = 1.0
"""How long the pointer stays over the picture without moving (s)."""


class Pointer:
    """Shows and hides the pointer of a window.

    Parameters
    ----------
    now : a monotonic time (s)
    """

    def __init__(self, window: Window, now: Callable[[], float]) -> None:
        self._window, self._now = window, now
        self._moved_at = now()

    def moved(self) -> None:
        """Show the pointer: it moves."""
        self._moved_at = self._now()
        self._window.show_pointer(True)

    def hide_if_still(self) -> None:
        """Hide the pointer unless it has moved of late."""
        if self._now() - self._moved_at > STILL_SECONDS:
            self._window.show_pointer(False)
