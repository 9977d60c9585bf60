"""The bar's requests to the player, as values."""

from __future__ import annotations

from ...lazy.dataclass import dataclass
from .layout import BarPart


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show a place in the file.

    Attributes
    ----------
    share : of the duration, 0 to 1
    exact : whether that very frame; else a key frame near it, which is faster
    """

    share: float
    exact: bool


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Have the sound as loud as that, in percent."""

    percent: float


@dataclass(frozen=True, slots=True)
class Choose:
    """Play a track, or with a preset.

    Attributes
    ----------
    part : of which kind: `BarPart.AUDIO`, `BarPart.SUBTITLES` or `BarPart.LOOK`
    number : its number, from 0; None for none
    """

    part: BarPart
    number: int | None


@dataclass(frozen=True, slots=True)
class Perform:
    """Do what a command says, as if a key were bound to it."""

    command: str


BarAction = GoTo | SetVolume | Choose | Perform
