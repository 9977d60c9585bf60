"""The demo clip's town: hills, skyline, near buildings, wires, lamps, railing and grass.

Far things move little and near things much as the camera pans; each drawing function takes the
pan in design units and applies its own share of it.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import skia
from ink import (
    Canvas,
    brush_stroke,
    ease,
    ink,
    linear,
    oval,
    paint,
    polygon,
    radial,
    saved,
    scatter,
    shaded,
    shape,
    smooth,
)
from sky import CLOUD_LIT, HORIZON, rect

HILL = ("#c97a9d", "#a0629a")
FAR_BLOCK, FAR_SIDE = "#9a5c96", "#84508d"
MID_BLOCK, MID_SIDE, MID_LIT = "#5d4684", "#463470", "#f29a86"
CITY_LINE = "#2a2048"
WINDOW = "#ffd98a"
WINDOW_OFF = "#3d2e66"
TREES = ("#4b3a6d", "#37305f", "#282650")
RAIL, RAIL_LIT, RAIL_DARK = "#4f4d80", "#ffbfa0", "#2c2b57"
GRASS = ("#1d1f45", "#343a70", "#141533")
BEACON = "#ff5a5a"
SIGN = ("#ef8f86", "#ffe3b0", "#c25b86")  # Frame, board and writing.

SHARE = {"hills": 0.12, "far": 0.25, "mid": 0.5, "near": 0.8, "front": 1.6}


def draw_hills(canvas: Canvas, pan: float) -> None:
    """Paint two far ridges in the haze."""
    with saved(canvas):
        canvas.translate(-SHARE["hills"] * pan, 0)
        ridge = [(-60, 322), (60, 306), (150, 314), (270, 322), (400, 300), (520, 286), (640, 302),
                 (770, 290), (880, 304), (1000, 312)]
        canvas.drawPath(shape(ridge, [(1000, 500), (-60, 500)]), paint(HILL[0]))
        near = [(-60, 334), (80, 330), (220, 336), (340, 326), (470, 318), (600, 326), (760, 312),
                (900, 326), (1000, 330)]
        canvas.drawPath(shape(near, [(1000, 500), (-60, 500)]), paint(HILL[1]))


def draw_far_town(canvas: Canvas, pan: float, time: float) -> None:
    """Paint the skyline: blocks without line, paler than all in front of them."""
    with saved(canvas):
        canvas.translate(-SHARE["far"] * pan, 0)
        x = -40.0
        for index, (a, b, c, d) in enumerate(scatter(21, 52, 4).tolist()):
            width = 13 + 20 * a
            # Towers gather to the right of the sun; the sun itself stays clear.
            centre = math.exp(-(((x - 430) / 120) ** 2)) + 0.5 * math.exp(-(((x - 90) / 70) ** 2))
            top = HORIZON - 8 - 22 * b - 74 * centre * (0.35 + 0.65 * c)
            canvas.drawRect(rect(x, top, x + width, 420), paint(FAR_BLOCK))
            canvas.drawRect(rect(x + 0.68 * width, top, x + width, 420), paint(FAR_SIDE))
            if top < HORIZON - 44:
                canvas.drawRect(rect(x, top, x + 1.4, 420), paint(CLOUD_LIT, 0.8))
                if d > 0.5:
                    mast = x + 0.4 * width
                    canvas.drawRect(rect(mast, top - 14, mast + 1.4, top), paint(FAR_SIDE))
                    if math.sin(5.0 * time + index) > 0.2:
                        canvas.drawPath(oval((mast + 0.7, top - 14), 1.5, 1.5), paint(BEACON))
            for row in range(int((HORIZON + 6 - top) / 7)):
                for column in range(2):
                    if (row * 7 + column * 3 + index * 5) % 11 < 4:
                        wx = x + 2.5 + column * 0.3 * width
                        wy = top + 5 + row * 7
                        canvas.drawRect(rect(wx, wy, wx + 2.4, wy + 3), paint(WINDOW, 0.75))
            x += width * (0.82 + 0.3 * d)
        haze = linear((0, 290), (0, 380), ((0.0, "#ff9d80", 0.0), (1.0, "#ff9a86", 0.55)))
        canvas.drawRect(rect(-60, 280, 1040, 420), shaded(haze))


MID_TOWN = (  # Left, right, roof, and what stands on the roof.
    (-30.0, 62.0, 288.0, "tank"),
    (54.0, 128.0, 322.0, "rail"),
    (330.0, 402.0, 302.0, "mast"),
    (392.0, 470.0, 330.0, "rail"),
    (520.0, 604.0, 276.0, "tank"),
    (596.0, 690.0, 316.0, "mast"),
    (720.0, 812.0, 252.0, "sign"),
    (804.0, 910.0, 300.0, "tank"),
)


def draw_block(canvas: Canvas, index: int, time: float) -> None:
    """Paint one near building with its windows, ledges and roof."""
    left, right, roof, crest = MID_TOWN[index]
    side = left + 0.74 * (right - left)
    foot = 460.0
    draw_crest(canvas, crest, left, side, roof)
    canvas.drawRect(rect(left, roof, side, foot), paint(MID_BLOCK))
    canvas.drawRect(rect(side, roof, right, foot), paint(MID_SIDE))
    canvas.drawRect(rect(left, roof, left + 3, foot), paint(MID_LIT))
    canvas.drawRect(rect(left - 2, roof - 4, right + 2, roof + 1), paint(MID_SIDE))
    canvas.drawRect(rect(left - 2, roof - 4, side, roof - 2.4), paint(MID_LIT))
    lights = scatter(40 + index, 80, 2)
    count = int((side - left - 12) // 13)
    for row in range(int((foot - roof) // 17)):
        y = roof + 9 + 17 * row
        for column in range(count):
            a, b = lights[(row * count + column) % 80]
            x = left + 9 + column * (side - left - 12) / count
            on = a < 0.45 and time > 2.0 * b - 0.4
            canvas.drawRect(rect(x, y, x + 8, y + 9), paint(WINDOW if on else WINDOW_OFF))
            canvas.drawRect(rect(x + 3.6, y, x + 4.5, y + 9), paint(CITY_LINE, 0.7))
            canvas.drawRect(rect(x - 1, y + 9, x + 9, y + 10.2), paint(MID_SIDE))
    for line in ([(left, roof + 1), (left, foot)], [(right, roof + 1), (right, foot)],
                 [(left - 2, roof - 4), (right + 2, roof - 4)],
                 [(left - 2, roof + 1), (right + 2, roof + 1)]):
        ink(canvas, line, 1.5, CITY_LINE, (0.02, 0.02))
    ink(canvas, [(side, roof + 1), (side, foot)], 0.9, CITY_LINE, (0.02, 0.02))


def draw_crest(canvas: Canvas, crest: str, left: float, right: float, roof: float) -> None:
    """Paint what stands on a roof: a water tank, a mast, a railing or a sign."""
    middle = 0.5 * (left + right)
    if crest == "tank":
        for x in (middle - 11, middle + 9):
            ink(canvas, [(x, roof - 4), (x, roof - 16)], 1.8, CITY_LINE, (0.05, 0.05))
        outline = smooth([(middle - 15, roof - 14), (middle - 15, roof - 34), (middle, roof - 40),
                          (middle + 13, roof - 34), (middle + 13, roof - 14), (middle, roof - 11),
                          (middle - 15, roof - 14)])
        body = polygon(outline)
        canvas.drawPath(body, paint(MID_BLOCK))
        with saved(canvas, body):
            canvas.drawRect(rect(middle + 2, roof - 50, middle + 30, roof), paint(MID_SIDE))
            canvas.drawRect(rect(middle - 16, roof - 50, middle - 12, roof), paint(MID_LIT))
        ink(canvas, outline, 1.3, CITY_LINE, (0.02, 0.02))
    elif crest == "mast":
        ink(canvas, [(middle, roof - 4), (middle, roof - 46)], 1.8, CITY_LINE, (0.01, 0.2))
        for step, half in ((40, 9), (33, 11), (26, 8)):
            y = roof - step
            ink(canvas, [(middle - half, y), (middle + half, y)], 1.1, CITY_LINE)
    elif crest == "rail":
        for x in np.arange(left + 3, right, 8).tolist():
            ink(canvas, [(x, roof - 4), (x, roof - 13)], 0.9, CITY_LINE, (0.02, 0.02))
        ink(canvas, [(left, roof - 13), (right + 4, roof - 13)], 1.3, CITY_LINE, (0.02, 0.02))
    else:
        for x in (left + 10, right - 4):
            ink(canvas, [(x, roof - 4), (x, roof - 14)], 1.6, CITY_LINE, (0.02, 0.02))
        frame, board, writing = SIGN
        canvas.drawRect(rect(left + 2, roof - 40, right + 4, roof - 12), paint(frame))
        canvas.drawRect(rect(left + 5, roof - 37, right + 1, roof - 15), paint(board))
        for row, reach in ((31, 0.85), (25, 0.6), (20, 0.75)):
            end = left + 10 + reach * (right - left - 18)
            canvas.drawRect(rect(left + 10, roof - row, end, roof - row + 2.6), paint(writing))


def draw_mid_town(canvas: Canvas, pan: float, time: float) -> None:
    """Paint the nearer buildings, the power poles and their wires, and the trees below."""
    with saved(canvas):
        canvas.translate(-SHARE["mid"] * pan, 0)
        for index in range(len(MID_TOWN)):
            draw_block(canvas, index, time)
        glow = linear((0, 330), (0, 460), ((0.0, "#ff8f8a", 0.0), (1.0, "#c05a92", 0.5)))
        canvas.drawRect(rect(-60, 320, 1040, 470), shaded(glow))
        draw_wires(canvas)
        for x in (456.0, 846.0):
            draw_lamp(canvas, x, time)
        draw_trees(canvas)


POLES = ((-190.0, 96.0), (164.0, 132.0), (500.0, 178.0), (700.0, 206.0), (960.0, 226.0))


def draw_wires(canvas: Canvas) -> None:
    """Paint a row of power poles that recedes to the right, and the wires that sag between."""
    for (x0, y0), (x1, y1) in pairwise(POLES):
        s0, s1 = (500 - y0) / 380, (500 - y1) / 380
        for across, below, sag in ((-26, 6, 26), (-9, 6, 30), (9, 6, 24), (26, 6, 32), (0, 40, 40)):
            start = (x0 + across * s0, y0 + below * s0)
            end = (x1 + across * s1, y1 + below * s1)
            middle = (0.5 * (start[0] + end[0]), 0.5 * (start[1] + end[1]) + sag * 0.5 * (s0 + s1))
            ink(canvas, [start, middle, end], 1.15, CITY_LINE, (0.01, 0.01), 0.92)
    for x, y in POLES:
        size = (500 - y) / 380
        canvas.drawPath(brush_stroke([(x, y - 8 * size), (x, 470)], (5.4 * size, 7.4 * size)),
                        paint(CITY_LINE))
        canvas.drawPath(brush_stroke([(x - 1.8 * size, y - 6 * size), (x - 2.4 * size, 470)],
                                     (1.2, 1.4)), paint(MID_LIT, 0.9))
        for below, reach in ((8, 31), (24, 22)):
            canvas.drawRect(rect(x - reach * size, y + (below - 1.8) * size, x + reach * size,
                                 y + (below + 1.8) * size), paint(CITY_LINE))
        for across in (-26, -9, 9, 26):
            canvas.drawRect(rect(x + (across - 1.6) * size, y + 1 * size, x + (across + 1.6) * size,
                                 y + 8 * size), paint("#8a6a9c"))
        drum = rect(x + 4 * size, y + 32 * size, x + 20 * size, y + 58 * size)
        canvas.drawRoundRect(drum, 3 * size, 3 * size, paint(MID_SIDE))
        canvas.drawRect(rect(x + 5 * size, y + 35 * size, x + 7.5 * size, y + 55 * size),
                        paint(MID_LIT, 0.8))


def draw_lamp(canvas: Canvas, x: float, time: float) -> None:
    """Paint a street lamp that comes on as dusk falls."""
    canvas.drawPath(brush_stroke([(x, 470), (x, 330), (x - 2, 296), (x - 14, 284), (x - 28, 286)],
                                 (4.6, 3.8, 3.2, 2.6, 2.2)), paint(CITY_LINE))
    shade = shape([(x - 40, 290), (x - 34, 284), (x - 24, 284)],
                  [(x - 24, 284), (x - 24, 291), (x - 40, 290)])
    canvas.drawPath(shade, paint(CITY_LINE))
    # A discharge lamp flickers once before it holds.
    start = 0.7 if x < 600 else 1.15
    lit = ease(start, start + 0.1, time) * (1.0 - 0.8 * (0.14 < time - start < 0.24))
    if lit > 0.0:
        stops = ((0.0, "#fff2c8", 0.85 * lit), (0.25, "#ffd590", 0.42 * lit), (1.0, "#ffb070", 0.0))
        halo = radial((x - 32, 292), 46, stops)
        canvas.drawRect(rect(x - 80, 244, x + 16, 340), shaded(halo))
        canvas.drawPath(oval((x - 32, 291.5), 7, 3), paint("#fffbe8", lit))


def draw_trees(canvas: Canvas) -> None:
    """Paint the crowns of the trees below the terrace, in three flat tones."""
    for band, (top, code) in enumerate(((386.0, TREES[0]), (402.0, TREES[1]), (424.0, TREES[2]))):
        path = skia.Path()
        for i, (a, b, c) in enumerate(scatter(60 + band, 60, 3).tolist()):
            path.addCircle(-70 + i * 18.5 + 9 * a, top + 10 * b + 14, 15 + 10 * c)
        path.addRect(rect(-90, top + 22, 1100, 520))
        path.setFillType(skia.PathFillType.kWinding)
        canvas.drawPath(path, paint(code))


def draw_railing(canvas: Canvas, pan: float, top: float) -> None:
    """Paint the railing of the terrace: a round top rail, a thin one below, and bars."""
    with saved(canvas):
        canvas.translate(-SHARE["near"] * pan, 0)
        for x in np.arange(-20.0, 1000.0, 24.0).tolist():
            canvas.drawRect(rect(x, top + 8, x + 4.4, 520), paint(RAIL_DARK))
            canvas.drawRect(rect(x, top + 8, x + 1.3, 520), paint(RAIL_LIT, 0.85))
        for x in np.arange(-70.0, 1000.0, 192.0).tolist():
            canvas.drawRect(rect(x, top + 4, x + 11, 520), paint(RAIL))
            canvas.drawRect(rect(x + 6, top + 4, x + 11, 520), paint(RAIL_DARK))
            canvas.drawRect(rect(x, top + 4, x + 2.2, 520), paint(RAIL_LIT))
            ink(canvas, [(x, top + 8), (x, 520)], 1.3, CITY_LINE, (0.01, 0.01))
            ink(canvas, [(x + 11, top + 8), (x + 11, 520)], 1.3, CITY_LINE, (0.01, 0.01))
        for y, thick in ((top, 10.0), (top + 34, 5.0)):
            canvas.drawRect(rect(-60, y, 1040, y + thick), paint(RAIL))
            canvas.drawRect(rect(-60, y + 0.55 * thick, 1040, y + thick), paint(RAIL_DARK))
            canvas.drawRect(rect(-60, y + 0.08 * thick, 1040, y + 0.28 * thick), paint(RAIL_LIT))
            ink(canvas, [(-60, y), (1040, y)], 1.4, CITY_LINE, (0.001, 0.001))
            ink(canvas, [(-60, y + thick), (1040, y + thick)], 1.6, CITY_LINE, (0.001, 0.001))


def draw_grass(canvas: Canvas, pan: float, time: float) -> None:
    """Paint the grass at the foot of the picture, bowing in the wind."""
    with saved(canvas):
        canvas.translate(-SHARE["front"] * pan, 0)
        for i, (a, b, c, d) in enumerate(scatter(70, 150, 4).tolist()):
            x = -40 + i * 7.6 + 6 * a
            tall = (22 + 46 * b * b) * (0.75 + 0.5 * math.sin(0.021 * x + 0.6) ** 2)
            bow = tall * (0.24 + 0.3 * c) + 3.2 * math.sin(4.2 * time - 0.02 * x + d)
            blade = brush_stroke(
                [(x, 488), (x + 0.15 * bow, 488 - 0.55 * tall), (x + bow, 488 - tall)],
                (4.6, 3.4, 0.4),
            )
            canvas.drawPath(blade, paint(GRASS[i % 3]))
