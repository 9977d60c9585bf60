"""The kinds of scenes: how each is composed of settings, figures, effects and letters."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.quality.scenes.kinds.fancy import action, beast, manga, mecha, spell
from benchmarks.quality.scenes.kinds.people import (
    crowd,
    dialogue,
    longshot,
    portrait,
    room,
    shoulder,
)
from benchmarks.quality.scenes.kinds.views import card, nature, night, screens, town
from benchmarks.quality.scenes.stage import Stage

KINDS: dict[str, Callable[[Stage], None]] = {
    draw.__name__: draw
    for draw in (
        portrait, dialogue, shoulder, crowd, longshot, town, nature, room, mecha, beast, manga,
        action, spell, night, screens, card,
    )
}
"""By name, in the order in which seeds go through them."""

