"""The effects of scenes: magic circles, explosions, smoke, bolts, energy."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import skia

from benchmarks.quality.scenes.curves import Points, merged, oval, path, polygon, ring, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.lettering import font
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, radial

_SIGNS = "火水風土光闇時空星月日龍"


def draw_circle(
    pen: Pen, script: Script, dice: Dice, x: float, y: float, radius: float, colour: Colour,
    squash: float = 1.0,
) -> None:
    """Draw a magic circle: rings, a star, signs around it; it turns."""
    turn = 14.0 * pen.held * dice.pick((-1, 1))
    core = mix(colour, WHITE, 0.65)
    pen.fill(oval(x, y, radius * 1.3, radius * 1.3 * squash), alpha=0.75, shader=radial((x, y),
            radius * 1.3, ((0, colour, 0.25), (0.7, colour, 0.35), (1, colour, 0))))
    pen.canvas.save()
    pen.canvas.translate(x, y)
    pen.canvas.scale(1, squash)
    pen.canvas.rotate(turn + dice.uniform(0, 360))
    for share, width in ((1.0, 0.022), (0.95, 0.008), (0.76, 0.008), (0.72, 0.018), (0.36, 0.012)):
        edge = ring(0, 0, radius * share, 64)
        pen.stroke(edge, np.full(64, radius * width), core, closed=True)
    sides = dice.pick((3, 4, 5, 6, 7))
    for turned in (0.0, math.pi / sides):
        corners = [(radius * 0.72 * math.cos(turned + 6.283 * k / sides),
                    radius * 0.72 * math.sin(turned + 6.283 * k / sides)) for k in range(sides)]
        for k in range(sides):
            a, b = np.array(corners[k]), np.array(corners[(k + (2 if sides > 4 else 1)) % sides])
            pen.ink(np.linspace(a, b, 6), radius * 0.011, core, taper="none")
    face = font("gothic", radius * 0.13)
    count = 18
    for k in range(count):
        with pen.at(0, 0, degrees=360 * k / count):
            pen.letters(_SIGNS[(k * 5 + sides) % len(_SIGNS)], -radius * 0.065, -radius * 0.81,
                        face, core, role="rune")
    pen.captions = [c for c in pen.captions if c.role != "rune"]
    for k in range(sides):
        corner = 6.283 * k / sides
        pen.fill(oval(radius * 0.72 * math.cos(corner), radius * 0.72 * math.sin(corner),
                      radius * 0.06), core)
    pen.canvas.restore()


def _burst(dice: Dice, x: float, y: float, radius: float, spikes: int, depth: float) -> Points:
    out = []
    for i in range(spikes * 2):
        a = math.pi * i / spikes
        r = radius * (dice.uniform(0.85, 1.25) if i % 2 == 0 else depth * dice.uniform(0.85, 1.1))
        out.append((x + r * math.cos(a), y + r * math.sin(a)))
    return np.array(out)


def draw_explosion(pen: Pen, script: Script, dice: Dice, x: float, y: float, radius: float) -> None:
    """Draw an explosion: smoke in cel tones, fire in three colours, sparks and debris."""
    d = dice.child(round(pen.held * 12))
    fire = (rgb("c23a1e"), rgb("f28a2a"), rgb("ffd45a"), rgb("fffbe6"))
    pen.fill(oval(x, y, radius * 2.6), shader=radial((x, y), radius * 2.6, ((0, fire[2], 0.85),
            (0.4, fire[1], 0.4), (1, fire[0], 0))))
    smoke = script.lit(rgb("5a4a52"))
    for i in range(16):
        s = dice.child(f"smoke{i}")
        angle, r = s.uniform(0, 6.283), radius * s.uniform(0.7, 1.25)
        px, py, size = x + r * math.cos(angle), y + 0.8 * r * math.sin(angle), radius * s.uniform(
            0.22, 0.46)
        shape = oval(px, py, size)
        pen.fill(shape, script.shade(smoke))
        with pen.clip(shape):
            pen.fill(oval(px - size * 0.25 * math.cos(angle), py - size * 0.25 * math.sin(angle),
                          size * 0.85), smoke)
            pen.fill(oval(px - size * 0.62 * math.cos(angle), py - size * 0.62 * math.sin(angle),
                          size * 0.6), mix(smoke, fire[1], 0.55))
        arc = ring(px, py, size, 24)
        pen.ink(np.roll(arc, -int(angle * 24 / 6.283) + 6, 0)[:13], 4.4, script.ink)
    for share, tone, spikes in ((1.0, 0, 13), (0.8, 1, 12), (0.58, 2, 11), (0.36, 3, 9)):
        edge = spline(_burst(d, x, y, radius * share, spikes, 0.66), closed=True, steps=4)
        pen.fill(path(edge), fire[tone])
    bits = []
    for _ in range(34):
        a, r = d.uniform(0, 6.283), radius * d.uniform(1.0, 2.4)
        size, turn = radius * d.uniform(0.015, 0.05), d.uniform(0, 6)
        bits.append(polygon([(x + r * math.cos(a) + size * math.cos(turn + k),
                              y + r * math.sin(a) + size * math.sin(turn + k)) for k in (0, 1.8,
                3.4, 5)]))
    pen.fill(merged(bits), script.ink)
    sparks = []
    for _ in range(40):
        a, r = d.uniform(0, 6.283), radius * d.uniform(1.0, 2.2)
        along = np.array([math.cos(a), math.sin(a)])
        sparks.append(np.array([x, y]) + r * np.linspace(along, 1.16 * along, 4))
    pen.hairlines(sparks, radius * 0.016, fire[3])


def draw_bolts(pen: Pen, dice: Dice, start: tuple[float, float], end: tuple[float, float],
               colour: Colour) -> None:
    """Draw lightning with branches and its glow, anew on each drawing."""
    d = dice.child(round(pen.held * 24))

    def bolt(a: Points, b: Points, width: float, depth: int) -> None:
        n = 14
        t = np.linspace(0, 1, n)[:, None]
        length = float(np.hypot(*(b - a)))
        line = a + (b - a) * t
        line[1:-1] += np.array([[d.uniform(-1, 1), d.uniform(-1, 1)]
                                for _ in range(n - 2)]) * length * 0.06
        shape = path(np.concatenate([line, line[::-1] + [width, width * 0.4]]))
        with pen.group(blend=skia.BlendMode.kScreen):
            pen.fill(shape, colour, 0.8, blur=14)
        dense = np.concatenate([np.linspace(p, q, 4)[:-1] for p, q in pairwise(line)])
        pen.ink(dense, width, mix(colour, WHITE, 0.75), taper="end")
        if depth:
            for k in (4, 7, 10):
                bolt(line[k], line[k] + (b - a) * 0.3 + [d.uniform(-150, 150), d.uniform(-80, 80)],
                     width * 0.5, depth - 1)

    bolt(np.array(start), np.array(end), 9.0, 1)
