"""The skies behind scenes: gradients, suns and moons, stars, painted clouds, haze."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import Path, box, merged, oval, path, points, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import WHITE, Script, mix, shifted
from benchmarks.quality.scenes.pen import Pen, linear, radial


def draw_sky(pen: Pen, script: Script, dice: Dice, *, horizon: float = 150.0) -> None:
    """Fill the frame with a sky down to a horizon; clouds drift with time."""
    top, middle, low = script.sky
    pen.cover(shader=linear((0, -560), (0, horizon), ((0, top), (0.6, middle), (1, low))))
    everything = curves_of_frame()
    pen.noise(everything, 420, 0.10, seed=dice.child("wash").randrange(900), tint=low, stretch=2.5)
    if script.dark:
        _stars(pen, dice.child("stars"), horizon)
    if dice.chance(0.6):
        _sun(pen, script, dice.child("sun"), horizon)
    kind = dice.pick(("cumulus", "cumulus", "streaks", "clear", "both"))
    if kind in ("streaks", "both"):
        _streaks(pen, script, dice.child("streaks"), horizon)
    if kind in ("cumulus", "both"):
        for i in range(2 + int(dice.random() * 4)):
            d = dice.child(f"cloud{i}")
            x, y = d.uniform(-900, 900) + 3 * pen.time, horizon - d.uniform(20, 430)
            size = d.uniform(90, 260) * (0.45 + 0.9 * (horizon - y) / 500)
            draw_cloud(pen, script, d, x, y, size)


def curves_of_frame() -> Path:
    """Return a shape that covers every frame."""
    return box(-1300, -800, 1300, 800)


def draw_cloud(pen: Pen, script: Script, dice: Dice, x: float, y: float, size: float) -> None:
    """Paint a cumulus: heaps of puffs, lit above, in two or three tones."""
    lit = mix(WHITE, script.rim, 0.5) if not script.dark else mix(script.sky[2], script.rim, 0.25)
    body = mix(lit, script.sky[1], 0.32)
    under = mix(script.shade(lit), script.sky[1], 0.55)
    puffs = []
    for i in range(11):
        t = i / 10
        swell = np.sin(np.pi * (0.08 + 0.84 * t)) ** 0.8
        r = size * (0.16 + 0.3 * swell) * dice.uniform(0.75, 1.2)
        puffs.append((x + (t - 0.5) * size * 2.4, y - swell * size * dice.uniform(0.3, 0.75), r))
    foot = box(x - 1.25 * size, y - 0.1 * size, x + 1.25 * size, y + 0.16 * size, 0.12 * size)
    whole = merged([oval(*p) for p in puffs] + [foot])
    pen.fill(whole, under)
    with pen.clip(whole):
        for scale, drop, colour in ((0.96, -0.16, body), (0.8, -0.3, lit)):
            for px, py, r in puffs:
                shift = drop * r
                edge = spline([
                    (px - 0.3 * r + r * scale * np.cos(a) * (1 + dice.uniform(-0.1, 0.1)),
                     py + shift + r * scale * np.sin(a) * (1 + dice.uniform(-0.1, 0.1)))
                    for a in np.arange(9) * 0.698
                ], closed=True, steps=4)
                pen.fill(path(edge), colour, blur=size * 0.012)
        pen.noise(whole, size * 0.5, 0.22, seed=dice.randrange(900), tint=body)
    strands = [spline([(x + a * size, y + dice.uniform(-4, 20)), (x + (a + 0.4) * size,
            y + dice.uniform(0, 14)), (x + (a + 0.9) * size, y + dice.uniform(0, 20))])
               for a in (-1.5, -0.9, 0.1, 0.6)]
    for strand in strands:
        pen.ink(strand, size * 0.05, body, alpha=0.7, noted=False)


def _streaks(pen: Pen, script: Script, dice: Dice, horizon: float) -> None:
    colour = mix(script.sky[2], script.rim, 0.4)
    for i in range(16):
        d = dice.child(i)
        y = horizon - 30 - d.random() ** 1.6 * 460
        x, length = d.uniform(-1100, 700), d.uniform(200, 700)
        rise = d.uniform(-30, 10)
        line = spline([(x, y), (x + length * 0.4, y + rise * 0.3), (x + length, y + rise)])
        pen.ink(line, d.uniform(8, 34) * (0.3 + (horizon - y) / 500), colour, alpha=d.uniform(0.25,
                0.6), noted=False)


def _sun(pen: Pen, script: Script, dice: Dice, horizon: float) -> None:
    x, y = dice.pick((-1, 1)) * dice.uniform(180, 620), horizon - dice.uniform(60, 420)
    r = dice.uniform(26, 62)
    core = mix(WHITE, script.rim, 0.4)
    pen.fill(oval(x, y, r * 7), shader=radial((x, y), r * 7, ((0, core, 0.75), (0.2, script.rim,
            0.35), (1, script.rim, 0))))
    pen.fill(oval(x, y, r), core)
    if script.dark:
        for dx, dy, s in ((-0.3, -0.2, 0.22), (0.25, 0.3, 0.16), (0.3, -0.35, 0.12)):
            pen.fill(oval(x + dx * r, y + dy * r, s * r), shifted(core, value=0.88))


def _stars(pen: Pen, dice: Dice, horizon: float) -> None:
    places = points(*[(dice.uniform(-950, 950), dice.uniform(-520, horizon)) for _ in range(150)])
    sizes = [0.7 + 2.0 * dice.random() ** 4 for _ in range(150)]
    pen.dots(places, sizes, (0.92, 0.95, 1.0), 0.9)


def draw_haze(pen: Pen, script: Script, y: float, height: float, strength: float = 0.6) -> None:
    """Lay haze over what is drawn, densest at y, gone so far above it and half as far below."""
    low = y + 0.5 * height
    stops = ((0, script.haze, 0), (0.667, script.haze, strength), (1, script.haze, 0))
    pen.fill(box(-1400, y - height, 1400, low), shader=linear((0, y - height), (0, low), stops))
