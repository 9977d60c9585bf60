"""The lines of haste and tone: speed lines, focus lines, hatching, screentone."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Path, points
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import Colour
from benchmarks.quality.scenes.pen import Pen


def draw_focus_lines(
    pen: Pen, dice: Dice, x: float, y: float, colour: Colour, *, inner: float = 330.0,
    count: int = 110, width: float = 9.0,
) -> None:
    """Draw wedges that point at a place from all sides; they flicker on the held drawings."""
    d = dice.child(round(pen.held * 24))
    lines = []
    for i in range(count):
        a = 6.283 * (i + d.uniform(-0.4, 0.4)) / count
        r = inner * d.uniform(0.85, 1.5)
        c, s = math.cos(a), math.sin(a) * 0.72
        lines.append(np.linspace((x + 1500 * c, y + 1500 * s), (x + r * c, y + r * s), 4))
    for part in range(3):
        pen.hairlines(lines[part::3], width * (0.6, 1.0, 1.9)[part], colour, taper="end", kind=1)


def draw_speed_lines(
    pen: Pen, dice: Dice, colour: Colour, *, degrees: float = 0.0, count: int = 90,
    width: float = 5.0, alpha: float = 1.0,
) -> None:
    """Draw streaks in one direction across the frame."""
    d = dice.child(round(pen.held * 24))
    with pen.at(0, 0, degrees=degrees):
        for level in range(3):
            lines = []
            for _ in range(count // 3):
                y, x, length = d.uniform(-900, 900), d.uniform(-1300, 900), d.uniform(200, 1300)
                lines.append(np.linspace((x, y), (x + length, y), 5))
            pen.hairlines(lines, width * (0.35, 0.8, 1.8)[level], colour, alpha=alpha, kind=1)


def draw_hatching(
    pen: Pen, dice: Dice, shape: Path, colour: Colour, *, step: float = 9.0, degrees: float = 55.0,
    width: float = 2.2, cross: bool = False,
) -> None:
    """Fill a shape with parallel strokes drawn by hand."""
    box = shape.getBounds()
    x, y = (box.left() + box.right()) / 2, (box.top() + box.bottom()) / 2
    reach = math.hypot(box.width(), box.height()) / 2
    with pen.clip(shape):
        for turn in (degrees, degrees + 70)[: 2 if cross else 1]:
            c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            lines = []
            for k in np.arange(-reach, reach, step):
                k += dice.uniform(-0.18, 0.18) * step
                half = reach * dice.uniform(0.8, 1.0)
                bow = dice.uniform(-3, 3)
                along = np.array([(-half, k), (0.0, k + bow), (half, k)])
                lines.append(np.stack([x + along[:, 0] * c - along[:, 1] * s, y + along[:,
                        0] * s + along[:, 1] * c], 1))
            pen.hairlines(lines, width, colour, alpha=0.9)


def draw_screentone(
    pen: Pen, shape: Path, colour: Colour, *, step: float = 10.0, share: float = 0.3,
    fade: tuple[float, float] | None = None, degrees: float = 45.0,
) -> None:
    """Fill a shape with a tone of dots; share is what they cover, fading from y to y."""
    box = shape.getBounds()
    reach = math.hypot(box.width(), box.height()) / 2 + step
    x, y = (box.left() + box.right()) / 2, (box.top() + box.bottom()) / 2
    grid = np.arange(-reach, reach, step)
    u, v = np.meshgrid(grid, grid)
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    places = np.stack([x + u * c - v * s, y + u * s + v * c], -1).reshape(-1, 2)
    near = (np.abs(places[:, 0] - x) < box.width() / 2 + step) & (np.abs(places[:,
            1] - y) < box.height() / 2 + step)
    places = places[near & (np.abs(places[:, 0]) < 1000) & (np.abs(places[:, 1]) < 620)]
    part = np.full(len(places), share)
    if fade is not None:
        part = share * np.clip((places[:, 1] - fade[0]) / (fade[1] - fade[0]), 0, 1)
    radii = step * np.sqrt(part / math.pi)
    keep = radii > 0.06 * step
    with pen.clip(shape):
        pen.dots(places[keep] if keep.any() else points((-3000, 0)),
                 radii[keep] if keep.any() else 1.0, colour)
