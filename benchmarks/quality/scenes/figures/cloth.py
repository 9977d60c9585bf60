"""The cloths of figures: the colours that a cloth has under the scene's light."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.quality.scenes.palette import Colour, Script

Light = tuple[float, float]


@dataclass(frozen=True)
class Cloth:
    """The colours of a cloth under the scene's light."""

    base: Colour
    shade: Colour
    deep: Colour
    gleam: Colour
    ink: Colour


def cloth_of(colour: Colour, script: Script) -> Cloth:
    """Return the colours of a cloth of a colour."""
    base = script.lit(colour)
    return Cloth(
        base, script.shade(base), script.shade(base, 1.6), script.glint(base, 0.3),
        script.line(base, 0.65),
    )


def skin_of(colour: Colour, script: Script) -> Cloth:
    """Return the colours of skin: its ink is warmer than a cloth's."""
    base = script.lit(colour)
    return Cloth(
        base, script.shade(base, 0.85), script.shade(base, 1.4), script.glint(base, 0.35),
        script.line(base, 0.5),
    )
