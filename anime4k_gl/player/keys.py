"""What each key does, as in mpv: one table, which the loop and any list of keys read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .player import Player

SHORT_SEEK = 5.0
"""Media seconds of a seek by the left and right keys."""

LONG_SEEK = 60.0
"""Media seconds of a seek by the up and down keys."""


class Binding(NamedTuple):
    """What a key does: in words, and the action itself."""

    description: str
    action: Callable[[Player], None]


def _seek(seconds: float) -> Callable[[Player], None]:
    return lambda player: player.seek_by(seconds)


_PAUSE = Binding("pause, or go on", lambda player: player.toggle_pause())

BINDINGS: dict[str, Binding] = {
    "space": _PAUSE,
    "p": _PAUSE,
    "left": Binding("5 seconds back", _seek(-SHORT_SEEK)),
    "right": Binding("5 seconds on", _seek(SHORT_SEEK)),
    "down": Binding("a minute back", _seek(-LONG_SEEK)),
    "up": Binding("a minute on", _seek(LONG_SEEK)),
    ".": Binding("one frame on", lambda player: player.step()),
    "f": Binding("full screen", lambda player: player.toggle_fullscreen()),
    "c": Binding("the effect on or off", lambda player: player.toggle_effect()),
    "i": Binding("the stats page", lambda player: player.toggle_page()),
    "q": Binding("quit", lambda player: player.quit()),
    "esc": Binding("leave full screen, or quit", lambda player: player.escape()),
}
"""Bindings by the key's name, as `window.key_name` gives it."""

DOUBLE_CLICK = "f"
"""The key a double click stands for."""
