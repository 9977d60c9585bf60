"""The machines of scenes: hulls of plates with panel lines, rivets and vents, robots, consoles."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from benchmarks.quality.scenes.curves import Points, box, oval, path, polygon, ring, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.lettering import font
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, linear, radial

_READINGS = (
    "ALT 10942 m", "SYNC 97.3 %", "TARGET LOCKED", "FUEL 0x3F", "PATTERN BLUE", "T-00:41:07",
    "BEARING 274", "NO SIGNAL", "HEAT 1204 K", "LINK 5/7", "自動航行", "警告 第二",
)


def draw_plate(
    pen: Pen, script: Script, dice: Dice, corners: Points, colour: Colour, *, light: float = 0.0
) -> None:
    """Draw a plate with bevels, inner panel lines, rivets, and sometimes a vent or a number."""
    shape = polygon(corners)
    middle = corners.mean(0)
    ink = script.line(colour, 0.7)
    pen.fill(shape, script.shade(colour, -light) if light < 0 else script.glint(colour, light))
    size = float(np.ptp(corners, 0).min())
    with pen.clip(shape):
        away = corners + [size * 0.12, size * 0.14]
        pen.fill(polygon(np.concatenate([corners[1:3], away[2:3] - size * 0.28,
                                         away[1:2] - size * 0.28])), script.shade(colour))
        pen.noise(shape, size * 0.6, 0.06, seed=dice.randrange(900), tint=ink)
        for _ in range(int(dice.uniform(1, 4))):
            i = dice.randrange(len(corners))
            t, depth = dice.uniform(0.2, 0.8), dice.uniform(0.3, 0.7)
            a = corners[i] * (1 - t) + corners[(i + 1) % len(corners)] * t
            # In from one side along the next one, then along the first: cut by machines.
            b = a + (corners[i - 1] - corners[i]) * depth * 0.7
            c = b + (corners[(i + 1) % len(corners)] - corners[i]) * dice.uniform(-0.3, 0.3)
            pen.ink(np.stack([a, (a + b) / 2, b, (b + c) / 2, c]), 2.4, ink, taper="none")
            pen.ink(np.stack([a, b, c]) + [1.6, 1.8], 1.4, script.glint(colour, 0.5), taper="none",
                    noted=False)
        if dice.chance(0.35):
            slots = 5
            for k in range(slots):
                y = middle[1] + (k - slots / 2) * size * 0.07
                pen.fill(box(middle[0] - size * 0.16, y, middle[0] + size * 0.16, y + size * 0.034,
                             size * 0.015), script.shade(colour, 2))
        elif dice.chance(0.3):
            mark = f"{dice.pick(('A', 'RX', 'No.', 'MS'))}{dice.randrange(10, 99)}"
            pen.letters(mark, middle[0] - size * 0.2, middle[1] + size * 0.1, font("sans",
                    size * 0.2, bold=True), script.shade(script.lit(dice.pick(script.accents)),
                                                         0.3), role="sign")
        elif dice.chance(0.4):
            stripe = np.stack([corners[0], corners[1], corners[1] * 0.8 + corners[2] * 0.2,
                               corners[0] * 0.8 + corners[-1] * 0.2])
            pen.fill(polygon(stripe), script.lit(dice.pick(script.accents)))
    top = corners + (middle - corners) * 0.05
    pen.ink(np.stack([top[-1], top[0], top[1]]), max(2.5, size * 0.022), script.glint(colour, 0.55),
            taper="both", noted=False)
    inset = corners + (middle - corners) * 0.12
    for k in range(len(corners)):
        a, b = inset[k], inset[(k + 1) % len(corners)]
        for t in (0.08, 0.92) if size < 130 else (0.05, 0.35, 0.65, 0.95):
            x, y = a + (b - a) * t
            r = max(1.6, size * 0.014)
            pen.fill(oval(x, y, r), script.shade(colour, 1.6))
            pen.fill(oval(x - r * 0.3, y - r * 0.35, r * 0.5), script.glint(colour, 0.6))
    closed = np.concatenate([corners, corners[:1]])
    dense = np.concatenate([np.linspace(a, b, 5)[:-1] for a, b in pairwise(closed)] + [closed[-1:]])
    pen.stroke(dense, np.full(len(dense), 4.2) * pen.weight, ink)


def draw_hull(pen: Pen, script: Script, dice: Dice) -> None:
    """Cover the frame with a hull: rows of plates in perspective, pipes and lamps."""
    own = script.lit(mix(rgb(dice.pick(("8f97a6", "b4b0a8", "6f7a78", "4f566a", "c7ccd2"))),
                         dice.pick(script.accents), 0.15))
    pen.cover(script.shade(own, 1.6))
    lean, fan = dice.uniform(-0.25, 0.25), dice.uniform(-2.5e-4, 2.5e-4)
    rows = int(dice.uniform(4, 7))
    y = -620.0
    for row in range(rows):
        high = 1240 / rows * dice.uniform(0.8, 1.2)
        x = -1200.0 + dice.uniform(-80, 0)
        while x < 1200:
            wide = dice.uniform(140, 380)
            notch = dice.pick((0.0, 0.0, 0.2, 0.35)) * high
            corners = np.array([(x, y), (x + wide - notch, y), (x + wide, y + notch), (x + wide,
                    y + high), (x, y + high)])
            corners[:, 1] += lean * corners[:, 0] + fan * corners[:, 0] * corners[:, 1]
            corners = (corners - corners.mean(0)) * 0.975 + corners.mean(0)
            draw_plate(pen, script, dice.child(f"{row}{x:.1f}"), corners, own,
                       light=dice.uniform(-0.5, 0.28))
            x += wide
        y += high
    for i in range(dice.pick((0, 2, 3))):
        _pipe(pen, script, dice.child(f"pipe{i}"), own)
    for i in range(7):
        d = dice.child(f"lamp{i}")
        x, y, r = d.uniform(-850, 850), d.uniform(-450, 450), d.uniform(8, 20)
        tint = script.lit(d.pick((rgb("ff5a4a"), rgb("5affc0"), rgb("ffd25a"))))
        pen.fill(oval(x, y, r * 4.5), shader=radial((x, y), r * 4.5, ((0, tint, 0.7),
                (1, tint, 0))))
        pen.fill(oval(x, y, r), tint)
        pen.contour(ring(x, y, r, 16), 3, script.ink)
        pen.fill(oval(x - r * 0.3, y - r * 0.3, r * 0.35), WHITE, 0.9)


def _pipe(pen: Pen, script: Script, dice: Dice, own: Colour) -> None:
    knots = [(-1000.0, dice.uniform(-400, 400))]
    while knots[-1][0] < 1000:
        knots.append((knots[-1][0] + dice.uniform(200, 420), knots[-1][1] + dice.uniform(-130,
                130)))
    curve = spline(knots, steps=12)
    wide = dice.uniform(24, 52)
    base = mix(own, rgb("3a3540"), 0.45)
    for share, tone, shift in ((1.14, script.line(own), 0), (1.0, base, 0), (0.6, script.glint(base,
            0.3), -0.13), (0.14, script.glint(base, 0.75), -0.2)):
        pen.ink(curve + [0, wide * shift], wide * share, tone, taper="none", noted=False)
    for i in range(8, len(curve) - 2, 9):
        a, b = curve[i], curve[i + 1]
        n = np.array([-(b - a)[1], (b - a)[0]]) / np.hypot(*(b - a)) * wide * 0.62
        pen.ink(np.stack([a - n, a, a + n]), wide * 0.22, script.line(own), taper="none")


def draw_robot(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a robot's head, neck and shoulders, about 800 high, around the origin."""
    own = script.lit(mix(rgb(dice.pick(("e4e6ea", "6a7690", "8f4a4a", "3f4656"))),
                         dice.pick(script.accents), 0.12))
    second = script.lit(dice.pick(script.accents))
    for side in (-1, 1):
        wing = np.array([(side * 120, 170), (side * 420, 120), (side * 520, 250), (side * 480, 560),
                         (side * 150, 560)])
        draw_plate(pen, script, dice.child(f"shoulder{side}"), wing, own,
                   light=-0.3 if side > 0 else 0.15)
        fin = np.array([(side * 300, 110), (side * 470, -70), (side * 540, 130), (side * 430, 190)])
        draw_plate(pen, script, dice.child(f"fin{side}"), fin, second, light=0.1)
    draw_plate(pen, script, dice.child("chest"), np.array([(-170.0, 200), (170, 200), (220, 560),
                                                           (-220, 560)]), second)
    draw_plate(pen, script, dice.child("neck"), np.array([(-70.0, 90), (70, 90), (90, 210),
                                                          (-90, 210)]), script.shade(own, 1.4))
    for side in (-1, 1):
        cheek = np.array([(side * 20, 60), (side * 130, -40), (side * 150, 60), (side * 90, 150),
                          (side * 24, 170)])
        draw_plate(pen, script, dice.child(f"cheek{side}"), cheek, own,
                   light=-0.4 if side > 0 else 0.1)
    crown = np.array([(-150.0, -30), (-130, -190), (-50, -260), (50, -260), (130, -190), (150, -30),
                      (60, -60), (0, -20), (-60, -60)])
    draw_plate(pen, script, dice.child("crown"), crown, own, light=0.15)
    for side in (-1, 1):
        horn = spline([(side * 20, -150), (side * 130, -250), (side * 250, -380), (side * 120,
                -220), (side * 40, -110)])
        pen.fill(path(horn), script.lit(rgb("e8c050")))
        pen.contour(horn, 4.2, script.ink)
    eye = mix(rgb(dice.pick(("7affc8", "ffd24a", "ff5a5a", "6ad0ff"))), WHITE, 0.2)
    for side in (-1, 1):
        slit = np.array([(side * 18, -8), (side * 118, -44), (side * 112, -14), (side * 30, 18)])
        pen.fill(polygon(slit * 1.15), script.ink)
        pen.fill(polygon(slit), eye)
        x, y = slit.mean(0)
        pen.fill(oval(x, y, 120), shader=radial((x, y), 120, ((0, eye, 0.6), (1, eye, 0))))


def draw_console(pen: Pen, script: Script, dice: Dice, x: float, y: float, w: float,
                 h: float) -> None:
    """Draw a screen: a picture within the picture, with graphs, figures and scan lines."""
    glow = mix(rgb(dice.pick(("39d0ff", "5affa0", "ffb04a", "ff6a8a"))), WHITE, 0.1)
    deep = mix(script.ink, glow, 0.16)
    pen.fill(box(x - 10, y - 10, x + w + 10, y + h + 10, 14),
             script.shade(script.lit(rgb("55586a"))))
    shape = box(x, y, x + w, y + h, 6)
    pen.fill(shape, shader=linear((x, y), (x, y + h), ((0, mix(deep, glow, 0.2)), (1, deep))))
    with pen.clip(shape):
        for i in range(1, 12):
            u = x + w * i / 12
            pen.ink(np.array([(u, y), (u, y + h / 2), (u, y + h)]), 1.1, glow, taper="none",
                    alpha=0.4)
        for i in range(1, 8):
            v = y + h * i / 8
            pen.ink(np.array([(x, v), (x + w / 2, v), (x + w, v)]), 1.1, glow, taper="none",
                    alpha=0.4)
        phase = 2.0 * pen.held
        t = np.linspace(0, 1, 60)
        wave = np.stack([x + w * t,
                         y + h * (0.6 + 0.14 * np.sin(9 * t + phase) * np.sin(23 * t + 1.7))], 1)
        pen.ink(wave, 3.4, glow, taper="none")
        cx, cy, r = x + w * 0.74, y + h * 0.34, min(w, h) * 0.22
        for k in (1.0, 0.7, 0.4):
            pen.ink(ring(cx, cy, r * k, 40), 1.8, glow, taper="none")
        a = 1.2 * phase
        pen.fill(path(np.array([(cx, cy), (cx + r * math.cos(a), cy + r * math.sin(a)),
                                (cx + r * math.cos(a + 0.5), cy + r * math.sin(a + 0.5)),
                                (cx, cy)])), glow, 0.5)
        face, east = font("sans", h * 0.06), font("gothic", h * 0.065)
        for i, text in enumerate(dice.sample(_READINGS, 4)):
            pen.letters(text, x + w * 0.05, y + h * (0.14 + 0.09 * i),
                        face if text.isascii() else east, glow, role="screen")
        bars = [box(x + w * (0.06 + 0.045 * i),
                    y + h * (0.93 - 0.18 * abs(math.sin(i * 1.3 + phase))),
                    x + w * (0.09 + 0.045 * i), y + h * 0.94) for i in range(9)]
        for bar in bars:
            pen.fill(bar, glow, 0.8)
        pen.fill(polygon([(x, y), (x + w * 0.4, y), (x + w * 0.12, y + h), (x, y + h)]), WHITE,
                 0.06)


def draw_desk(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a desk of keys and dials along the foot of the frame, lit by its screens."""
    own = script.lit(rgb(dice.pick(("3f4656", "55586a", "6f7480"))))
    ink, glow = script.line(own, 0.8), mix(rgb("39d0ff"), WHITE, 0.1)
    pen.cover(shader=linear((0, -500), (0, 500), ((0, script.ink, 0.5), (0.55, script.ink, 0.0),
                                                  (1, script.ink, 0.3))))
    top = np.array([(-1200.0, 400), (1200, 400), (1200, 640), (-1200, 640)])
    pen.fill(polygon(top), shader=linear((0, 400), (0, 520), ((0, script.glint(own, 0.3)),
                                                             (0.12, own), (1, script.shade(own)))))
    pen.ink(np.linspace((-1200, 400), (1200, 400), 9), 6, ink, taper="none")
    lamps = [glow, *(mix(rgb(code), WHITE, 0.1) for code in ("ff6a5a", "ffd25a", "5affa0"))]
    for x in np.arange(-940, 940, 46.0):
        for row in range(2):
            u, y = x + 8 * row, 420.0 + 40 * row
            if dice.chance(0.2):
                pen.fill(oval(u + 16, y + 12, 15, 12), ink)
                pen.fill(oval(u + 16, y + 10, 11, 8), script.shade(own, 0.4))
                pen.ink(np.array([(u + 16, y + 10), (u + 21, y + 5)]), 2.6, WHITE, noted=False)
                continue
            lit = dice.chance(0.35)
            pen.fill(box(u, y, u + 34, y + 24, 4), ink)
            pen.fill(box(u + 3, y + 2, u + 31, y + 18, 3),
                     dice.pick(lamps) if lit else script.shade(own, 0.3))
