"""The blocks of towns seen from afar: rows of towers with windows and roofs, and roofs near us."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import Path, box, merged, oval, polygon
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import Colour, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, linear

WALLS = ("d9cdbb", "b9a893", "a7b3ba", "c7b8b0", "8f8a92", "e4ded2", "9c7f70")


def window_light(script: Script, dice: Dice) -> Colour:
    """Return what a window shows: the sky, or after dark perhaps a lamp."""
    if script.dark and dice.chance(0.55):
        return mix(rgb("ffd98a"), rgb("ffe9c4"), dice.random())
    return script.lit(mix(rgb("46566c"), script.sky[1], 0.35))


def draw_row(
    pen: Pen, script: Script, dice: Dice, base: float, haze: float, size: float
) -> None:
    """Draw a row of towers from edge to edge, behind so much haze."""
    x = -1000.0
    while x < 1000:
        wide = dice.uniform(44, 130) * size
        tall = dice.uniform(60, 330) * size * (0.6 + 0.6 * np.exp(-((x - 150) / 420) ** 2))
        _tower(pen, script, dice.child(f"{x:.1f}"), x, base, wide, float(tall), haze, size)
        x += wide * dice.uniform(0.7, 1.15)


def _tower(
    pen: Pen, script: Script, dice: Dice, x: float, base: float, wide: float, tall: float,
    haze: float, size: float,
) -> None:
    own = script.lit(rgb(dice.pick(WALLS)))
    body, dark = script.far(script.shade(own, 0.6), haze), script.far(script.shade(own, 1.5), haze)
    ink = script.far(script.line(own), haze * 0.9)
    line, top, edge = 1.6 * size + 0.5, base - tall, x + wide * dice.uniform(0.6, 0.74)
    low = script.far(body, 0.45)
    if dice.chance(0.4):
        step = tall * dice.uniform(0.08, 0.2)
        inset = wide * dice.uniform(0.12, 0.22)
        pen.fill(box(x + inset, top - step, x + wide - inset, top + 4), body)
        pen.fill(box(edge, top - step, x + wide - inset, top + 4), dark)
        pen.ink(np.array([(x + inset, top), (x + inset, top - step), (x + wide - inset, top - step),
                          (x + wide - inset, top)]), line, ink, taper="none", noted=haze < 0.5)
    _on_top(pen, dice, (x, x + wide, top), size, (body, dark, ink))
    fade = ((0.0, body), (0.5, body), (1.0, low))
    pen.fill(box(x, top, edge, base + 60), shader=linear((0, top), (0, base + 60), fade))
    pen.fill(box(edge, top, x + wide, base + 60),
             shader=linear((0, top), (0, base + 60), ((0, dark), (0.5, dark), (1, low))))
    rows, tone = int(tall / (13 * size)), script.far(window_light(script, dice), haze * 0.6)
    lamp, pane = script.far(window_light(script, dice), haze * 0.6), []
    lit: list[Path] = []
    style = dice.pick(("grid", "grid", "strips", "columns", "glass"))
    across = max(2, int((edge - x) / (14 * size)))
    for row in range(rows):
        y = top + (row + 0.5) * 13 * size
        if style == "strips":
            pane.append(box(x + 3 * size, y, edge - 3 * size, y + 5 * size))
        elif style == "columns" and row == 0:
            pane += [box(x + (edge - x) * (k + 0.3) / across, y,
                         x + (edge - x) * (k + 0.7) / across, base - 6 * size)
                     for k in range(across)]
        elif style == "glass" and row == 0:
            pane.append(box(x + 4 * size, y, edge - 4 * size, base - 8 * size))
        for k in range(across):
            if dice.chance(0.5 if style == "grid" else 0.12):
                px = x + (edge - x) * (k + 0.24) / across
                (pane if style == "grid" and dice.chance(0.7) else lit).append(
                    box(px, y, px + (edge - x) * 0.5 / across, y + 6 * size))
    if pane:
        pen.fill(merged(pane), tone, 0.85)
    if style == "glass":
        pen.fill(polygon([(x + 4 * size, top + 8 * size), (edge - 4 * size, top + 8 * size),
                          (x + 4 * size, top + tall * 0.5)]), script.far(script.sky[2], haze), 0.35)
        grid = [np.array([(x + 4 * size, v), ((x + edge) / 2, v), (edge - 4 * size, v)])
                for v in np.arange(top + 20 * size, base, 26 * size)]
        pen.hairlines(grid, line, body, taper="none", kind=1)
    if lit:
        pen.fill(merged(lit), lamp, 0.9)
    pen.ink(np.array([(x, base + 10), (x, top), (x + wide, top), (x + wide, base + 10)]), line, ink,
            taper="none", noted=haze < 0.5)
    pen.ink(np.array([(edge, top), (edge, (top + base) / 2), (edge, base)]), line * 0.6, ink,
            taper="none", noted=False)


def _on_top(
    pen: Pen, dice: Dice, where: tuple[float, float, float], size: float,
    tones: tuple[Colour, Colour, Colour],
) -> None:
    """Set a tank, boxes or a mast on a roof."""
    left, right, top = where
    body, dark, ink = tones
    line, x = 1.4 * size + 0.4, left + (right - left) * dice.uniform(0.2, 0.7)
    what = dice.pick(("mast", "tank", "boxes", "none", "none"))
    if what == "mast":
        pen.ink(np.array([(x, top), (x, top - 30 * size), (x, top - 70 * size)]), 3 * size, body,
                taper="end", noted=False)
        for k in range(3):
            y = top - (18 + 14 * k) * size
            pen.ink(np.array([(x - 8 * size, y), (x, y - 1), (x + 8 * size, y)]), 1.2 * size, ink,
                    taper="none", noted=False)
    elif what == "tank":
        for u in (-9.0, 9):
            pen.ink(np.array([(x + u * size, top - 14 * size), (x + u * size, top)]), 2 * size,
                    dark, taper="none", noted=False)
        high, low, half = top - 36 * size, top - 12 * size, 13 * size
        pen.fill(box(x - half, high, x + half, low, 4 * size), body)
        pen.fill(box(x + 3 * size, high, x + half, low, 4 * size), dark)
        pen.fill(oval(x, top - 36 * size, 13 * size, 4 * size), dark)
    elif what == "boxes":
        for k in range(3):
            u = left + (right - left) * (0.15 + 0.24 * k)
            high = (8 + 7 * ((k * 2) % 3)) * size
            pen.fill(box(u, top - high, u + 14 * size, top), body)
            pen.fill(box(u + 9 * size, top - high, u + 14 * size, top), dark)
            pen.ink(np.array([(u, top), (u, top - high), (u + 14 * size, top - high)]), line, ink,
                    taper="none", noted=False)


def draw_roof(pen: Pen, script: Script, dice: Dice, x: float, foot: float, wide: float) -> None:
    """Draw a house's tiled roof from above its eaves, gable to the side."""
    tile = script.lit(rgb(dice.pick(("4a5a78", "7a4238", "5a5a60", "3f6a5e", "8a5a3a"))))
    wall = script.lit(rgb(dice.pick(WALLS)))
    ink = script.line(tile, 0.65)
    top, eaves = foot - wide * 0.62, foot - wide * 0.3
    pen.fill(box(x - wide * 0.42, eaves - 4, x + wide * 0.42, foot + 200), script.shade(wall, 0.5))
    for k in (-0.26, 0.06):
        pen.fill(box(x + wide * k, eaves + wide * 0.12, x + wide * (k + 0.2), eaves + wide * 0.3),
                 window_light(script, dice))
    slope = np.array([(x - wide * 0.36, top), (x + wide * 0.36, top), (x + wide * 0.52, eaves),
                      (x - wide * 0.52, eaves)])
    pen.fill(polygon(slope), shader=linear((0, top), (0, eaves), ((0, tile),
                                                                  (1, script.shade(tile)))))
    rows = [np.array([(x - wide * (0.36 + 0.16 * t), top + (eaves - top) * t),
                      (x, top + (eaves - top) * t + 1),
                      (x + wide * (0.36 + 0.16 * t), top + (eaves - top) * t)])
            for t in np.linspace(0.14, 0.9, 6)]
    ribs = [np.linspace((x + wide * 0.36 * u, top), (x + wide * 0.52 * u, eaves), 4)
            for u in np.linspace(-0.94, 0.94, 17)]
    pen.hairlines(rows + ribs, 2.2, ink, taper="none")
    pen.ink(np.concatenate([slope, slope[:1]]), 3.4, ink, taper="none")
    pen.ink(np.array([(x - wide * 0.38, top), (x, top - 2), (x + wide * 0.38, top)]), 9,
            script.shade(tile, 0.6), taper="none", noted=False)
