"""The user's look of subtitles: size, place, font, and how far a script's own styles hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from ...errors import OptionError
from ...lazy.dataclass import dataclass

Override = Literal["no", "yes", "force", "strip"]

OVERRIDES: tuple[Override, ...] = get_args(Override)
"""Of ASS scripts: as they are, with size and place, with all of it, as plain text."""

SANS = "sans-serif"
"""The font of text that names none."""

MOST_SCALE, LOWEST = 10.0, 150.0


@dataclass(frozen=True, slots=True)
class SubtitleLook:
    """How subtitles are to look, as mpv has it.

    Attributes
    ----------
    scale : factor of their size, 0.1 to 10
    position : percent of the picture's height, 0 to 150; 100 is where they say, less is higher
    font : of text that is no ASS script; of all of it where that is forced
    override : one of `OVERRIDES`
    """

    scale: float = 1.0
    position: float = 100.0
    font: str = SANS
    override: Override = "yes"

    def scaled(self, step: float) -> SubtitleLook:
        """Return it larger, or smaller."""
        return replace(self, scale=round(min(max(self.scale + step, 0.1), MOST_SCALE), 3))

    def moved(self, percent: float) -> SubtitleLook:
        """Return it lower, or higher by less than 0."""
        return replace(self, position=min(max(self.position + percent, 0.0), LOWEST))

    def cycled(self) -> SubtitleLook:
        """Return it with styles forced, or not changed at all if they are."""
        return replace(self, override="no" if self.override == "force" else "force")


def check_override(value: str | bool) -> Override:
    """Return one of `OVERRIDES`; true and false are yes and no.

    Raises `OptionError` for another.
    """
    text = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    for known in OVERRIDES:
        if text == known:
            return known
    raise OptionError.unknown("sub-ass-override", str(value), OVERRIDES)
