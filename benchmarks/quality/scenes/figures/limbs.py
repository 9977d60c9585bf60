"""The limbs of bodies: two tapering parts that meet at a joint, shaded, with folds where they bend.

The parts share one outline: their ink lies outside of both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.quality.scenes.curves import Points, oval, path, ribbon, ring, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.cloth import Cloth, Light
from benchmarks.quality.scenes.pen import Pen

_STEPS = 11


@dataclass(frozen=True)
class Shape:
    """The widths of a limb at its start, joint and end, and how far its parts swell between."""

    start: float
    joint: float
    end: float
    swell: tuple[float, float] = (0.0, 0.0)
    bow: float = 0.0
    """How far the parts bow outwards."""


def _part(
    a: Points, b: Points, widths: tuple[float, float], swell: float, bow: float
) -> tuple[Points, npt.NDArray[np.float64]]:
    t = np.linspace(0, 1, _STEPS)
    along = b - a
    across = np.array([along[1], -along[0]]) / max(1e-6, float(np.hypot(*along)))
    hump = np.sin(np.pi * t)
    line = a + along * t[:, None] + across * (bow * hump)[:, None]
    return line, widths[0] + (widths[1] - widths[0]) * t + swell * np.sin(np.pi * t**0.8)


def draw_limb(
    pen: Pen, joints: Points, shape: Shape, cloth: Cloth, light: Light, dice: Dice, *,
    side: int = 1, folds: bool = True, ink: float = 4.4, lower: Cloth | None = None,
) -> None:
    """Draw a limb along three joints; lower is what its second part is made of, if not the same."""
    a, b, c = joints
    parts = (
        _part(a, b, (shape.start, shape.joint), shape.swell[0], side * shape.bow),
        _part(b, c, (shape.joint, shape.end), shape.swell[1], side * shape.bow),
    )
    back = float((b - a) @ (c - b)) < 0
    cloths = (cloth, lower or cloth)
    knob = shape.joint / 2
    line = ink * pen.weight

    def outline(number: int) -> None:
        middle, widths = parts[number]
        n = len(middle)
        t = np.linspace(0, 1, n)
        share = 0.84 + 0.3 * np.sin(np.pi * t)
        edge = ribbon(middle, widths + 0.8 * line * share)
        if number == 0:
            share = share * np.minimum(1, 0.35 + 4 * t)
        elif back:
            share = share * np.minimum(1, 3.2 * t)
        for one, away in ((edge[:n], 1.0), (edge[n:][::-1], -1.0)):
            normal = (one - middle)[n // 2]
            dark = 1 - 0.22 * np.sign(float(normal @ np.asarray(light))) * abs(away)
            pen.stroke(one, line * share * dark, cloths[number].ink)

    def flesh(number: int) -> None:
        middle, widths = parts[number]
        edge = ribbon(middle, widths)
        shape_ = path(edge)
        pen.fill(shape_, cloths[number].base)
        n = len(middle)
        offset = edge[:n] - middle
        if float(offset[n // 2] @ np.asarray(light)) > 0:
            offset = -offset
        with pen.clip(shape_):
            wave = (0.28 + 0.16 * np.sin(np.linspace(0.4, 3.6, n) + number))[:, None]
            pen.fill(path(np.concatenate([middle + offset * wave, (middle + offset * 1.4)[::-1]])),
                     cloths[number].shade)

    def joint() -> None:
        pen.stroke(ring(b[0], b[1], knob + 0.4 * line, 20), np.full(20, line), cloth.ink,
                   closed=True)
        pen.fill(oval(b[0], b[1], knob), cloth.base)

    outline(0)
    if back:
        flesh(0)
        joint()
        outline(1)
        flesh(1)
        pen.fill(oval(b[0], b[1], knob * 0.86), cloths[1].base)
    else:
        outline(1)
        joint()
        flesh(0)
        flesh(1)
        pen.fill(oval(b[0], b[1], knob * 0.8), cloths[1].base)
    if folds and pen.detail > 0.4:
        _folds(pen, joints, parts, shape, cloth, dice)


def _folds(
    pen: Pen, joints: Points,
    parts: tuple[tuple[Points, npt.NDArray[np.float64]], ...], shape: Shape, cloth: Cloth,
    dice: Dice,
) -> None:
    """Draw folds that fan out from the inside of the bend, and a few across the ends."""
    a, b, c = joints
    bend = (b - a) / np.hypot(*(b - a)) - (c - b) / np.hypot(*(c - b))
    turn = float(np.hypot(*bend))
    if turn > 0.12:
        inside = b - bend / turn * shape.joint * 0.5
        for k in range(3):
            aim = (a, b + bend * 40, c)[k] - inside
            reach = shape.joint * dice.uniform(0.5, 0.85)
            tip = inside + aim / max(1.0, float(np.hypot(*aim))) * reach
            middle = (inside + tip) / 2 + np.array([dice.uniform(-5, 5), dice.uniform(2, 9)])
            curve = spline([inside, middle, tip])
            pen.ink(curve, dice.uniform(8, 15), cloth.shade, noted=False)
            pen.ink(curve, dice.uniform(3.0, 4.2), cloth.ink, taper="end")
    for middle, widths in parts:
        n = len(middle)
        for at in (dice.uniform(0.12, 0.3), dice.uniform(0.62, 0.92)):
            i = min(n - 2, int(at * n))
            along = middle[i + 1] - middle[i]
            along = along / max(1e-6, float(np.hypot(*along)))
            across = np.array([along[1], -along[0]]) * widths[i] * 0.5 * dice.pick((-1, 1))
            start = middle[i] + across * 0.98
            curve = spline([start, middle[i] + across * 0.3 + along * 16,
                            middle[i] - across * 0.35 + along * 9])
            pen.ink(curve, dice.uniform(2.4, 3.8), cloth.ink, taper="end")
