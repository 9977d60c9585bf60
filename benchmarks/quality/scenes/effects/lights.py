"""The lights of scenes: bokeh, glows, flares, shafts, vignettes, the haze of a lens."""

from __future__ import annotations

import math

import numpy as np
import skia

from benchmarks.quality.scenes.curves import box, oval, path
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import BLACK, WHITE, Colour, Script, mix, times
from benchmarks.quality.scenes.pen import Pen, linear, radial


def draw_bokeh(pen: Pen, script: Script, dice: Dice, count: int = 40, size: float = 60.0) -> None:
    """Draw discs of light out of focus, brighter at their rims."""
    with pen.region(3):
        for i in range(count):
            d = dice.child(i)
            x, y = d.uniform(-920, 920), d.around(-40, 220)
            r = size * d.uniform(0.35, 1.3)
            tint = mix(d.pick((script.rim, *script.accents)), WHITE, d.uniform(0.1, 0.5))
            a = d.uniform(0.12, 0.5)
            pen.fill(oval(x, y, r), shader=radial((x, y), r, ((0, tint, a * 0.6), (0.85, tint,
                    a * 0.75), (0.97, tint, a), (1, tint, a * 0.4))), blur=r * 0.02)


def draw_glow(pen: Pen, x: float, y: float, radius: float, colour: Colour,
              strength: float = 0.8) -> None:
    """Draw a light's glow."""
    pen.fill(oval(x, y, radius), shader=radial((x, y), radius, ((0, mix(colour, WHITE, 0.6),
            strength), (0.25, colour, strength * 0.55), (1, colour, 0))))


def draw_flare(pen: Pen, script: Script, dice: Dice, x: float, y: float) -> None:
    """Draw a lens flare: a glow, a streak, and ghosts on the way through the middle."""
    tint = mix(script.rim, WHITE, 0.3)
    with pen.group(blend=skia.BlendMode.kScreen):
        draw_glow(pen, x, y, 420, tint, 0.75)
        for r, a in ((900.0, 0.35), (380.0, 0.5)):
            pen.fill(path(np.array([(x - r, y), (x, y - 5), (x + r, y), (x, y + 5)])), tint, a,
                     blur=3)
        for i in range(8):
            angle = i * math.pi / 4 + 0.3
            c, s = math.cos(angle), math.sin(angle)
            ray = np.array([(x - 7 * s, y + 7 * c), (x + 230 * c, y + 230 * s), (x + 7 * s,
                    y - 7 * c)])
            pen.fill(path(ray), tint, 0.35, blur=2)
        for _ in range(7):
            t = dice.uniform(0.3, 1.9)
            r = dice.uniform(14, 90)
            hue = mix(dice.pick((script.accents[0], script.accents[1], tint)), WHITE, 0.3)
            gx, gy = x * (1 - t), y * (1 - t)
            pen.fill(oval(gx, gy, r), shader=radial((gx, gy), r, ((0, hue, 0.08), (0.9, hue, 0.22),
                    (1, hue, 0))))


def draw_shafts(pen: Pen, script: Script, dice: Dice, x: float, y: float) -> None:
    """Draw shafts of light that fan out from a place above."""
    with pen.group(blend=skia.BlendMode.kScreen):
        for i in range(6):
            a = math.pi / 2 + (i - 2.5) * 0.17 + dice.uniform(-0.05, 0.05)
            w = dice.uniform(0.03, 0.09)
            shaft = np.array([(x, y), (x + 1500 * math.cos(a - w), y + 1500 * math.sin(a - w)),
                              (x + 1500 * math.cos(a + w), y + 1500 * math.sin(a + w))])
            pen.fill(path(shaft), script.rim, dice.uniform(0.08, 0.2), blur=10)


def draw_tint(pen: Pen, script: Script, dice: Dice, light: tuple[float, float]) -> None:
    """Lay light and shade on the characters, softly, from where the main light is."""
    side = 1 if light[0] > 0 else -1
    top, dark = (side * 620, -480), times(script.shadow, script.sky[0])
    stops = ((0, script.rim, dice.uniform(0.15, 0.36)), (0.42, script.rim, 0),
             (0.55, dark, 0), (1, dark, dice.uniform(0.2, 0.45)))
    pen.fill(box(-1300, -800, 1300, 800), shader=linear(top, (-side * 420, 520), stops),
             blend=skia.BlendMode.kSrcATop)


def draw_grading(pen: Pen, script: Script, dice: Dice) -> None:
    """Lay light from one corner and dark from the other over all, as compositors do."""
    side = dice.pick((-1, 1))
    frame = box(-1300, -800, 1300, 800)
    pen.fill(frame, shader=linear((side * 800, -520), (-side * 500, 520),
                                  ((0, script.rim, dice.uniform(0.08, 0.24)), (0.45, script.rim, 0),
                                   (0.6, script.ink, 0), (1, script.ink, dice.uniform(0.08,
            0.28)))))
    if dice.chance(0.5):
        pen.fill(frame, shader=radial((0, 0), 1150, ((0, BLACK, 0), (0.7, BLACK, 0), (1, BLACK,
                dice.uniform(0.1, 0.35)))))
