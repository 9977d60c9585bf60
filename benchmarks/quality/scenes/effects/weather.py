"""The air of scenes: rain, snow, petals, sparkles, dust in the light."""

from __future__ import annotations

import math

import numpy as np
import skia

from benchmarks.quality.scenes.curves import Path, merged, oval, path
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import WHITE, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, radial


def draw_rain(pen: Pen, script: Script, dice: Dice, count: int = 190) -> None:
    """Draw streaks of rain, anew on each drawing."""
    d = dice.child(round(pen.held * 24))
    tint = mix(script.sky[2], WHITE, 0.45)
    for level in range(3):
        near = (0.4, 0.7, 1.3)[level]
        drops = []
        for _ in range(count // 3):
            x, y = d.uniform(-1000, 1000), d.uniform(-650, 560)
            length = 120 * near * d.uniform(0.7, 1.3)
            drops.append(np.linspace((x, y), (x - 0.16 * length, y + length), 4))
        pen.hairlines(drops, 3.4 * near, tint, alpha=(0.5, 0.65, 0.75)[level])


def draw_petals(pen: Pen, script: Script, dice: Dice, count: int = 46) -> None:
    """Draw petals or snow that drift; the nearest are out of focus."""
    snow = dice.chance(0.3)
    tint = WHITE if snow else mix(rgb("ffb7cf"), script.rim, 0.25)
    for i in range(count):
        d = dice.child(i)
        near = 0.4 + 1.5 * d.random() ** 3
        x = (d.uniform(-1000, 1000) + 80 * near * pen.time + 1000) % 2000 - 1000
        y = (d.uniform(-560, 560) + 110 * near * pen.time + 560) % 1120 - 560
        size = 15 * near
        blur = 5.0 if near > 1.4 else 0.0
        if snow:
            pen.fill(oval(x, y, size * 0.5), tint, 0.9, blur=blur or 0.8)
            continue
        a = d.uniform(0, 6.28) + 1.2 * pen.held
        thin = 0.35 + 0.6 * abs(math.sin(a * 1.7))
        c, s = math.cos(a), math.sin(a)
        shape = np.array([(-1, 0), (-0.3, 0.62 * thin), (0.7, 0.5 * thin), (0.94, 0.12), (0.78, 0),
                          (0.94, -0.12), (0.7, -0.5 * thin), (-0.3, -0.62 * thin), (-1, 0)])
        turned = np.stack([x + size * (shape[:, 0] * c - shape[:, 1] * s),
                           y + size * (shape[:, 0] * s + shape[:, 1] * c)], 1)
        pen.fill(path(turned), tint if i % 3 else script.shade(tint, 0.5), 0.95, blur=blur)


def star(x: float, y: float, size: float, *, thin: float = 0.12) -> Path:
    """Return a four-pointed sparkle."""
    out = np.array([(x + size * r * math.cos(k * math.pi / 4),
                     y + size * r * math.sin(k * math.pi / 4)) for k,
                    r in enumerate((1, thin) * 4)])
    shape = skia.Path()
    shape.moveTo(*out[0].tolist())
    for k in range(1, 9, 2):
        shape.quadTo(*out[k % 8].tolist(), *out[(k + 1) % 8].tolist())
    shape.close()
    return shape


def draw_sparkles(pen: Pen, script: Script, dice: Dice, count: int = 34) -> None:
    """Draw sparkles and small lights, which twinkle on the held drawings."""
    tint = mix(script.rim, WHITE, 0.5)
    stars = []
    for i in range(count):
        d = dice.child(i)
        x, y = d.uniform(-900, 900), d.uniform(-500, 500)
        size = d.uniform(6, 38) * (0.6 + 0.4 * math.sin(9 * pen.held + 6 * d.random()))
        if i % 3 == 0:
            pen.fill(oval(x, y, size * 1.6), shader=radial((x, y), size * 1.6, ((0, tint, 0.6),
                    (1, script.accents[0], 0))))
        stars.append(star(x, y, size))
    pen.fill(merged(stars), tint)
