"""The colours of a scene: a script of light, shadow, haze and ink, and what it makes of a colour.

Colours are (red, green, blue) in [0, 1], coded as sRGB.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

from benchmarks.quality.scenes.dice import Dice

Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)


def rgb(code: str) -> Colour:
    """Return a colour by its six hexadecimal digits."""
    return (int(code[0:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:6], 16) / 255)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Return a colour between two, b's share of it being given."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def times(a: Colour, b: Colour) -> Colour:
    """Return one colour under a light of the other."""
    return (min(1.0, a[0] * b[0]), min(1.0, a[1] * b[1]), min(1.0, a[2] * b[2]))


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """Return a colour; what is out of range is brought into it."""
    return colorsys.hsv_to_rgb(hue % 1.0, min(1, max(0, saturation)), min(1, max(0, value)))


def shifted(colour: Colour, *, hue: float = 0, saturation: float = 1, value: float = 1) -> Colour:
    """Return a colour with its hue turned and its saturation and value multiplied."""
    h, s, v = colorsys.rgb_to_hsv(*colour)
    return hsv(h + hue, s * saturation, v * value)


def luma(colour: Colour) -> float:
    """Return how light a colour is, by BT.709's weights."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


@dataclass(frozen=True)
class Script:
    """The colour script of a scene."""

    name: str
    light: Colour
    """What the main light multiplies a colour by."""
    shadow: Colour
    """What shadow multiplies a lit colour by."""
    rim: Colour
    sky: tuple[Colour, Colour, Colour]
    """From the zenith to the horizon."""
    haze: Colour
    ink: Colour
    """What all lines lean towards."""
    accents: tuple[Colour, Colour]
    dark: bool = False
    grey: bool = False
    """Whether all is printed in black."""

    def lit(self, colour: Colour) -> Colour:
        """Return a thing's own colour as the light shows it."""
        lit = times(colour, self.light)
        return (luma(lit),) * 3 if self.grey else lit

    def shade(self, colour: Colour, depth: float = 1.0) -> Colour:
        """Return a lit colour in shadow, the deeper the greater the depth."""
        dark = times(colour, self.shadow)
        if depth > 1:
            dark = mix(dark, times(dark, self.shadow), depth - 1)
            depth = 1
        return mix(colour, dark, depth)

    def glint(self, colour: Colour, share: float = 0.5) -> Colour:
        """Return a lit colour where it shines."""
        return mix(colour, self.rim, share)

    def line(self, colour: Colour, strength: float = 0.75) -> Colour:
        """Return the ink round a lit colour: darker and fuller, leaning towards the scene's."""
        own = shifted(colour, saturation=1.25, value=0.32)
        return mix(own, self.ink, strength)

    def far(self, colour: Colour, share: float) -> Colour:
        """Return a lit colour behind so much haze."""
        return mix(colour, self.haze, share)


_BASES = (
    # name, light, shadow, rim, sky, haze, ink, dark
    ("day", "fffdf8", "b7a9d6", "fffbea", ("2f7fd8", "6fb4ef", "cfeafb"),
     "cfe4f4", "2a1d2e", False),
    ("morning", "fff4e2", "b39fcf", "fff3cf", ("6aa7de", "b5d6ee", "fdeccf"),
     "f4e4d4", "33202c", False),
    ("sunset", "ffd3a8", "9a6fae", "ffe9a8", ("5b5aa8", "e58b86", "ffd08a"),
     "f3a98b", "341529", False),
    ("dusk", "c9b6e6", "7d6fb5", "ffb59c", ("2b2c6b", "7b5aa6", "f0a09a"),
     "8d74b4", "1c1233", True),
    ("night", "8fa3dc", "6a6bb0", "bfe0ff", ("070d2b", "14245a", "33529a"),
     "2b4282", "0a0c22", True),
    ("overcast", "e6e9ee", "a9acc4", "f4f6fa", ("9aa9b8", "b9c5cf", "dfe5e8"),
     "d0d8de", "272833", False),
    ("lamp", "ffdcae", "93688f", "ffe7b8", ("2a1d3a", "5a3650", "a8654f"),
     "a86a52", "2c1220", False),
    ("neon", "b9a2ee", "6b5fae", "6ff0ff", ("0a0726", "2a1260", "8a2a8c"),
     "4a2a80", "0d0722", True),
    ("forest", "f2fbd8", "86a7a0", "f4ffc0", ("77b96a", "b7dc8c", "eef7c4"),
     "c4e2a8", "18261f", False),
    ("dream", "ffeef4", "c3a3d8", "ffffff", ("a48ae0", "f0b6d8", "fff0e0"),
     "f6d8e6", "3a1f3f", False),
)

NAMES = tuple(base[0] for base in _BASES)
BRIGHT = ("day", "day", "morning", "sunset", "overcast", "dream", "lamp")
OUTDOORS = ("day", "day", "morning", "sunset", "overcast", "dusk")
DARK = ("night", "night", "dusk", "neon")


def script(dice: Dice, names: tuple[str, ...] = NAMES) -> Script:
    """Return a colour script, one of those named, varied a little as one."""
    name = dice.pick(names)
    base = next(b for b in _BASES if b[0] == name)
    turn, full, bright = dice.around(0, 0.012), dice.uniform(0.85, 1.12), dice.uniform(0.95, 1.03)

    def vary(code: str) -> Colour:
        return shifted(rgb(code), hue=turn, saturation=full, value=bright)

    sky = (vary(base[4][0]), vary(base[4][1]), vary(base[4][2]))
    # One accent stands against the sky, one beside it: what clothes and signs are chosen from.
    hue = colorsys.rgb_to_hsv(*sky[1])[0]
    other = hsv(hue + 0.5 + dice.around(0, 0.05), dice.uniform(0.55, 0.85), dice.uniform(0.7, 0.95))
    near = hsv(hue + dice.pick((-0.09, 0.08, 0.02)), dice.uniform(0.4, 0.75), dice.uniform(0.4,
            0.9))
    return Script(
        name, vary(base[1]), vary(base[2]), vary(base[3]), sky, vary(base[5]), vary(base[6]),
        (other, near), base[7],
    )
