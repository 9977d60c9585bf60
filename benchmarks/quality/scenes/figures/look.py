"""The looks of characters: what is theirs through a shot, and how they are at one moment."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import Colour, Script, hsv, mix, rgb

HAIR = ("short", "bob", "long", "ponytail", "twintails", "spiky", "curtain")
BANGS = ("locks", "locks", "blunt", "swept", "parted")
OUTFITS = ("sailor", "blazer", "hoodie", "kimono", "coat", "armour", "shirt", "sweater",
           "dress")

_HAIRS = (
    "2b2430", "3a2a2e", "5b3a2a", "8a5a34", "c98f4e", "e8c878", "f2ead8", "b8c4d8", "6d7fc0",
    "3f5fae", "d87f9c", "c0434f", "5e9c84", "8d6fbf", "f0a05c", "40505e",
)
_SKINS = ("fde3d0", "fbdcc6", "f6cfb4", "e8b48e", "c98e66", "8f5d42")
_EYES = ("3f6fd8", "2f9c8f", "8a4fc4", "c8603a", "5a3a24", "d8a02f", "c23a55", "4a8f3a", "7f8fa8")
_CLOTHES = ("2e3a5e", "f4f1ec", "5b2d3a", "39474a", "c9b08a", "20222c", "7d8fae", "a84a4a")


@dataclass(frozen=True)
class Look:
    """A character: colours as they are in white light, and the features' sizes."""

    name: str
    hair: Colour
    hair_style: str
    skin: Colour
    eyes: Colour
    outfit: str
    cloth: Colour
    trim: Colour
    sleeves: str
    """'long' or 'short'."""
    broad: bool
    """Broad shoulders, smaller eyes and a longer face."""
    eye_size: float
    eye_tilt: float
    part: float
    """Where the hair parts: -1 left to 1 right."""
    volume: float
    bangs: str
    """'locks', 'blunt', 'swept' or 'parted'."""
    fringe: float
    """How far the fringe hangs down: 1 reaches the eyes."""
    extra: str
    """'glasses', 'hairpin', 'headphones', 'earrings', or '' for nothing."""
    tones: int
    """Tones of the shading: two or three."""


@dataclass(frozen=True)
class Pose:
    """A head at one moment."""

    yaw: float = 0.0
    """-1 looks to the left (of the picture), 0 at us, 1 to the right."""
    nod: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)
    eyes: str = "open"
    """'open', 'wide', 'half', 'closed' or 'smiling'."""
    mouth: str = "calm"
    """'calm', 'smile', 'open', 'shout', 'small' or 'frown'."""
    brows: float = 0.0
    """-1 worried, 1 angry."""
    blush: float = 0.0
    breeze: float = 0.0
    """How far loose hair is blown to the right."""
    side_on: bool = False
    """Whether the head is seen from the side to which it is turned."""


def look(dice: Dice, script: Script) -> Look:
    """Return a character whose clothes suit the scene's colours."""
    broad = dice.chance(0.35)
    styles = ("short", "spiky", "curtain", "short") if broad else HAIR
    outfits = OUTFITS[1:-1] if broad else OUTFITS
    hair = rgb(dice.pick(_HAIRS))
    cloth = rgb(dice.pick(_CLOTHES))
    if dice.chance(0.45):
        cloth = mix(cloth, dice.pick(script.accents), dice.uniform(0.4, 0.85))
    outfit = dice.pick(outfits)
    bare = {"sailor": 0.45, "shirt": 0.4, "dress": 0.75}.get(outfit, 0.0)
    return Look(
        name=dice.name,
        hair=mix(hair, hsv(dice.random(), 0.5, 0.7), dice.uniform(0, 0.12)),
        hair_style=dice.pick(styles),
        skin=rgb(_SKINS[min(5, int(abs(dice.gauss(0, 1.6))))]),
        eyes=rgb(dice.pick(_EYES)),
        outfit=outfit,
        cloth=cloth,
        trim=dice.pick((*script.accents, rgb("d8b45a"), rgb("f6f3ee"))),
        sleeves="short" if dice.chance(bare) else "long",
        broad=broad,
        eye_size=dice.uniform(0.82, 0.98) if broad else dice.uniform(0.98, 1.2),
        eye_tilt=dice.around(0, 4.0),
        part=dice.around(0, 0.3),
        volume=dice.uniform(0.95, 1.12),
        bangs=dice.pick(("locks", "locks", "swept", "parted") if broad else BANGS),
        fringe=dice.uniform(0.7, 1.15),
        extra=dice.pick(("", "", "", "glasses", "hairpin", "headphones", "earrings")),
        tones=2 if dice.chance(0.55) else 3,
    )


def pose(dice: Dice, *, yaw: float | None = None, held: float = 0.0) -> Pose:
    """Return a pose; over held time it blinks, speaks and its hair moves."""
    talks = dice.chance(0.35)
    mood = dice.pick(("calm", "calm", "happy", "stern", "afraid", "soft"))
    turn = dice.uniform(-1, 1) if yaw is None else yaw
    gaze = (dice.around(0.3 * turn, 0.16), dice.around(0, 0.08))
    blink = (held + dice.uniform(0, 2.5)) % 3.0
    eyes = {"calm": "open", "happy": dice.pick(("open", "smiling")), "stern": "open",
            "afraid": "wide", "soft": dice.pick(("half", "closed", "open"))}[mood]
    if eyes in ("open", "wide") and blink > 2.85:
        eyes = "half" if blink > 2.93 else "closed"
    mouth = {"calm": dice.pick(("calm", "small")), "happy": dice.pick(("smile", "open")),
             "stern": dice.pick(("frown", "shout")), "afraid": dice.pick(("small", "shout",
            "open")), "soft": dice.pick(("smile", "calm"))}[mood]
    if talks:
        mouth = (mouth, "small", "open", "small")[int(held * 8) % 4]
    return Pose(
        side_on=abs(turn) > 0.72 and dice.child("side").chance(0.55),
        yaw=turn,
        nod=dice.around(0, 0.5),
        gaze=gaze,
        eyes=eyes,
        mouth=mouth,
        brows={"stern": 0.9, "afraid": -0.8, "soft": -0.3}.get(mood, dice.around(0, 0.2)),
        blush=dice.uniform(0.5, 1) if mood in ("happy", "soft") else dice.pick((0.0, 0.25)),
        breeze=dice.around(0, 0.5) + 0.25 * math.sin(1.9 * held + dice.uniform(0, 6)),
    )
