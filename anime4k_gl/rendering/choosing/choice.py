"""The choice among presets: by the scale, and by the time that each takes. No OpenGL here."""

from __future__ import annotations

from collections.abc import Sequence

from ...defaults import AUTO_PRESET, DEFAULT_PRESET
from ...formats import Size
from ...lazy.dataclass import dataclass
from ...library import NO_PRESET
from .memory import Times

SHARE = 0.6
"""The share of a frame's time that a preset may take: decoding, subtitles and showing take some."""

ENLARGED = 1.2
"""The least scale at which a preset is of use: below it there is next to nothing to add."""

USUAL_RATE = 24.0
"""Frames a second of a video that does not say how many it has."""

STILL_SECONDS = 1.0
"""The time of a picture that does not move (s)."""


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """The preset that was chosen, and why.

    Attributes
    ----------
    preset : its name
    reason : words that go on from its name
    """

    preset: str
    reason: str

    @property
    def sentence(self) -> str:
        """The choice in a sentence for people."""
        return f"preset {AUTO_PRESET}: {self.preset}, {self.reason}"


def budget(rate: float) -> float:
    """Return how long a preset may take for a frame (ms).

    Parameters
    ----------
    rate : frames a second; 0 where unknown
    """
    return SHARE * 1000.0 / (rate or USUAL_RATE)


def without_measuring(native: Size, target: Size) -> PresetChoice | None:
    """Return the choice that the sizes alone decide; None where time decides."""
    scale = max(target.width / native.width, target.height / native.height)
    if scale >= ENLARGED:
        return None
    return PresetChoice(
        NO_PRESET,
        f"the scaler alone: {native} to {target} is less than {ENLARGED:g} times as large, which"
        " presets are for",
    )


def unmeasured(why: str) -> PresetChoice:
    """Return the choice where nothing could be measured."""
    return PresetChoice(DEFAULT_PRESET, f"the default: nothing could be measured here ({why})")


def choose(ranked: Sequence[str], times: Times, budget_ms: float) -> PresetChoice:
    """Return the best preset that is drawn in time, else the fastest one.

    Parameters
    ----------
    ranked : the presets there are, the best picture last
    times : how long a frame takes, of those that were measured; at least one of them
    budget_ms : how long it may take
    """
    measured = [name for name in ranked if name in times]
    fitting = [name for name in measured if times[name] <= budget_ms]
    if not fitting:
        name = min(measured, key=lambda name: times[name])
        return PresetChoice(
            name,
            f"the fastest: a frame takes {_ms(times[name])} ms, and has {_ms(budget_ms)} for it",
        )
    name = fitting[-1]
    reason = f"a frame takes {_ms(times[name])} ms of the {_ms(budget_ms)} that it has for it"
    better = ranked[ranked.index(name) + 1 :]
    slow = [each for each in better if each in times]
    if not better:
        reason = f"the best picture: {reason}"
    elif slow:
        best = slow[-1]
        reason += f", and {best} would take {_ms(times[best])}"
    else:
        reason += "; there was no time to try what ranks above it"
    return PresetChoice(name, reason)


def _ms(milliseconds: float) -> str:
    digits = 0 if milliseconds >= 100 else 1 if milliseconds >= 10 else 2
    return f"{milliseconds:.{digits}f}"
