"""Messages to the user: over the picture, and as lines of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Report = Callable[[str], None]
"""Takes a message for the user, one line."""


class Notifier(Protocol):
    """Tells the user something in the window."""

    def notify(self, text: str) -> None:
        """Show a line for a moment, in answer to a key."""

    def show_error(self, text: str) -> None:
        """Show a line that was not asked for, long enough to be read."""

    def show_status(self, word: str = "") -> None:
        """Show the position for a moment; a word before it says what was done."""
