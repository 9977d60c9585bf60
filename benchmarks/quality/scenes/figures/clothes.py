"""The bodies of characters and what they wear: torsos, sleeves, collars and folds.

In a head's units: its half width is 100, and its chin about 130 below its middle.
"""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import Points, oval, path, polygon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.cloth import Cloth, Light, cloth_of
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import WHITE, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen


def half_width(look: Look) -> float:
    return 196.0 if look.broad else 150.0


def trunk_cloth(look: Look, script: Script) -> Cloth:
    """Return the cloth of trunk and sleeves."""
    colour = WHITE if look.outfit in ("sailor", "shirt") and not look.broad else look.cloth
    return cloth_of(mix(colour, look.cloth, 0.08), script)


def shoulder_line(look: Look, pose: Pose, side: int) -> Points:
    """Return the edge from the neck over a shoulder to the arm."""
    wide, lean = half_width(look), -14 * pose.yaw
    return spline([(lean + side * wide * 0.72, 211),
                   (lean + side * wide * 0.95, 234), (lean + side * (wide + 30), 330)])


def draw_torso(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice, *,
    whole: bool = False, back: bool = False,
) -> None:
    """Draw neck, trunk, arms and clothes, down to the waist or, for busts, out of the frame."""
    cloth = trunk_cloth(look, script)
    wide, lean = half_width(look), -14 * pose.yaw
    low = 566.0 if whole else 900.0
    waist = wide * (0.62 if not look.broad else 0.74)
    right = [(lean + 36, 190), (lean + wide * 0.62, 208), (lean + wide * 0.92, 236),
             (lean + wide * 0.86, 330), (lean + waist, 470), (lean + waist * 1.08, low)]
    left = [(2 * lean - x, y) for x, y in right[::-1]]
    edge = spline(right + left, closed=True, steps=5)
    trunk = path(edge)
    if look.outfit == "hoodie":
        hood = spline([(lean - 112, 214), (lean - 96, 160), (lean, 128), (lean + 96, 160),
                       (lean + 112, 214), (lean, 270)], closed=True)
        pen.fill(path(hood), cloth.deep)
        pen.contour(hood, 4.2, cloth.ink, light=light)
    if not back:
        _neck(pen, look, pose, script, light, lean)
    pen.fill(trunk, cloth.base)
    with pen.clip(trunk):
        _folds(pen, look, cloth, light, dice, lean, low)
        if not back:
            _front(pen, look, pose, script, cloth, dice, lean, low)
        elif look.outfit == "sailor":
            flap = spline([(lean - 96, 196), (lean - 104, 330), (lean + 104, 330), (lean + 96,
                    196)])
            pen.fill(path(flap), script.lit(look.cloth))
    pen.contour(edge, 4.6, cloth.ink, light=light)
    if not back:
        _collar(pen, look, pose, script, light, lean)


def _neck(pen: Pen, look: Look, pose: Pose, script: Script, light: Light, lean: float) -> None:
    skin = script.lit(look.skin)
    ink = script.line(skin, 0.5)
    half = 40 if look.broad else 31
    shift = 8 * pose.yaw
    left = spline([(shift - half, 80), (shift - half * 0.95, 140), (lean - half * 1.3, 190),
                   (lean - 92, 218)])
    right = spline([(lean + 92, 218), (lean + half * 1.3, 190), (shift + half * 0.95, 140),
                    (shift + half, 80)])
    low = spline([left[-1], (lean, 330), right[0]])
    shape = path(np.concatenate([left, low[1:-1], right]))
    pen.fill(shape, skin)
    with pen.clip(shape):
        drop = spline([(shift - 70, 60), (shift - half - 8, 132),
                       (shift + 14 * pose.yaw - 10 * light[0], 176), (shift + half + 8, 140),
                       (shift + 70, 60)])
        pen.fill(path(drop), script.shade(skin, 1.1))
        for side in (-1, 1):
            bone = spline([(lean + side * 10, 226), (lean + side * 40, 214), (lean + side * 84,
                    206)])
            pen.ink(bone, 2.4, ink, taper="both", alpha=0.8)
    pen.ink(left, 3.6, ink, taper="none")
    pen.ink(right, 3.6, ink, taper="none")


def _folds(
    pen: Pen, look: Look, cloth: Cloth, light: Light, dice: Dice, lean: float, low: float
) -> None:
    wide = half_width(look)
    away = -1 if light[0] > 0 else 1
    pen.fill(path(spline([(lean + away * wide * 1.2, 190), (lean + away * wide * 0.62, 260),
                          (lean + away * wide * 0.66, 340), (lean + away * wide * 0.4, 470),
                          (lean + away * wide * 0.5, low), (lean + away * wide * 1.3, low)],
                         closed=True)), cloth.shade)
    # The head's shadow on the chest, then folds that hang from the shoulders and pull at the arms.
    pen.fill(path(spline([(lean - 84, 180), (lean - 60 - 16 * light[0], 236),
                          (lean + 60 - 16 * light[0], 240), (lean + 84, 180)], closed=True)),
             cloth.shade)
    for i in range(7):
        d = dice.child(f"fold{i}")
        side = -1 if i % 2 else 1
        x = lean + side * wide * d.uniform(0.5, 0.84)
        y = d.uniform(250, 420)
        end = (lean + side * wide * d.uniform(0.05, 0.4), y + d.uniform(60, 150))
        curve = spline([(x, y), (x - side * d.uniform(10, 30), y + 50), end])
        if d.chance(0.5):
            width = d.uniform(10, 26)
            pen.ink(curve, width, cloth.shade if d.chance(0.6) else cloth.deep, taper="both",
                    noted=False)
        pen.ink(curve, d.uniform(2.4, 4.6), cloth.ink, taper="end")


def _front(
    pen: Pen, look: Look, pose: Pose, script: Script, cloth: Cloth, dice: Dice, lean: float,
    low: float,
) -> None:
    middle = lean + 10 * pose.yaw
    skin = script.lit(look.skin)
    if look.outfit in ("shirt", "coat", "hoodie"):
        pen.ink(spline([(middle, 250), (middle + 4, 400), (middle, low)]), 4, cloth.ink,
                taper="none")
        if look.outfit == "shirt":
            for y in np.arange(290.0, low, 92):
                pen.fill(oval(middle + 12, y, 6), cloth.gleam)
                pen.contour(spline(np.array([(-6, 0), (0, -6), (6, 0), (0, 6)]) + [middle + 12, y],
                                   closed=True), 2, cloth.ink)
        if look.outfit == "hoodie":
            for side in (-1, 1):
                cord = spline([(middle + side * 40, 236), (middle + side * 46, 320),
                               (middle + side * 40, 400)])
                pen.ink(cord, 9, script.lit(WHITE), taper="none")
                pen.ink(cord + [5, 0], 2.6, cloth.ink, taper="soft")
    elif look.outfit in ("blazer", "kimono", "sailor"):
        neck = {"blazer": 430.0, "kimono": 380.0, "sailor": 330.0}[look.outfit]
        under = script.lit(mix(WHITE, look.trim, 0.0 if look.outfit == "blazer" else 0.2))
        if look.outfit == "sailor":
            under = skin
        pen.fill(polygon([(middle - 66, 190), (middle, neck), (middle + 66, 190)]), under)
        pen.fill(polygon([(middle - 66, 190), (middle - 40, 240), (middle + 40, 240), (middle + 66,
                190)]), script.shade(under))
    if look.outfit == "kimono":
        trim = script.lit(look.trim)
        with_pattern = dice.child("pattern")
        flower = script.lit(mix(look.trim, WHITE, 0.5))
        for _ in range(16):
            x, y = lean + with_pattern.uniform(-190, 190), with_pattern.uniform(250, 800)
            for a in np.linspace(0, 5.03, 5):
                pen.fill(oval(x + 11 * np.cos(a), y + 11 * np.sin(a), 8, 8), flower)
            pen.fill(oval(x, y, 5), trim)
        pen.fill(polygon([(-300, 520), (300, 520), (300, 640), (-300, 640)]), trim)
    if look.outfit == "armour":
        plate = cloth_of(mix(rgb("b8bcc8"), look.trim, 0.2), script)
        for side in (-1, 1):
            edge = spline([(middle, 262), (middle + side * 110, 250), (middle + side * 130, 380),
                           (middle, 440)])
            pen.fill(path(edge), plate.base if side * pose.yaw <= 0 else plate.shade)
            pen.ink(edge, 4, plate.ink, taper="soft")
            pen.ink(spline([(middle + side * 24, 300), (middle + side * 96, 290)]), 7, plate.gleam)
            for y in (288, 350):
                pen.fill(oval(middle + side * 106, y, 5), plate.ink)
        pen.fill(oval(middle, 350, 22), script.lit(look.trim))
        pen.fill(oval(middle - 6, 343, 8, 6), WHITE, 0.9)


def _collar(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, lean: float
) -> None:
    middle = lean + 10 * pose.yaw
    main = cloth_of(look.cloth, script)
    trim = cloth_of(look.trim, script)
    white = cloth_of(WHITE, script)
    if look.outfit == "sailor":
        for side in (-1, 1):
            edge = spline([(middle + side * 38, 176), (middle + side * 118, 212),
                           (middle + side * 120, 262), (middle + side * 54, 304), (middle, 344)])
            inner = spline([(middle, 344), (middle + side * 34, 268), (middle + side * 38, 176)])
            shape = path(np.concatenate([edge, inner[1:]]))
            pen.fill(shape, main.base if side * light[0] > 0 else main.shade)
            with pen.clip(shape):
                for inset in (16, 25):
                    stripe = (edge - [middle, 250]) * (1 - inset / 110) + [middle, 250]
                    pen.ink(stripe, 4, white.base, taper="none", noted=False)
            pen.contour(edge, 4, main.ink, light=light, closed=False)
            pen.ink(inner, 3.6, main.ink, taper="none")
        _bow(pen, trim, middle, 340)
    elif look.outfit == "blazer":
        for side in (-1, 1):
            wing = [(middle + side * 40, 172), (middle + side * 64, 216), (middle + side * 26, 246),
                    (middle, 214)]
            pen.fill(polygon(wing), white.base)
            pen.ink(np.array(wing, float), 3.4, white.ink, taper="none")
            lapel = [(middle + side * 56, 186), (middle + side * 104, 226), (middle + side * 88,
                    300), (middle + side * 62, 292), (middle, 440), (middle + side * 16, 330)]
            pen.fill(polygon(lapel), main.gleam if side * light[0] > 0 else main.base)
            pen.ink(spline(lapel, steps=3), 3.8, main.ink, taper="soft")
        knot = [(middle - 14, 236), (middle + 14, 236), (middle + 10, 258), (middle + 24, 400),
                (middle, 430), (middle - 24, 400), (middle - 10, 258)]
        tie = np.array(knot)
        pen.fill(polygon(tie), trim.base)
        pen.fill(polygon(tie[[0, 2, 4, 5, 6]]), trim.shade)
        pen.ink(tie[[0, 1, 2, 3, 4, 5, 6, 0]], 3.2, trim.ink, taper="none")
    elif look.outfit == "kimono":
        for side in (-1, 1):
            edge = spline([(middle + side * 44, 164), (middle + side * 60, 220), (middle - side * 4,
                    370), (middle - side * 90, 520)])
            pen.ink(edge, 34, trim.base, taper="none", noted=False)
            pen.ink(edge + [-16 * side, 0], 3.4, trim.ink, taper="none")
            pen.ink(edge + [17 * side, 2], 3.4, trim.ink, taper="none")
    elif look.outfit == "hoodie":
        for share, tone in ((52.0, main.ink), (45.0, main.base)):
            for side in (-1, 1):
                roll = spline([(middle + side * 98, 186), (middle + side * 92, 226),
                               (middle + side * 48, 262), (middle, 280)])
                lit = main.shade if tone == main.base and side * light[0] < 0 else tone
                pen.ink(roll, share, lit, taper="soft", noted=False)
        for side in (-1, 1):
            pen.ink(spline([(middle + side * 88, 210), (middle + side * 60, 244),
                            (middle + side * 16, 266)]), 3, main.ink)
    elif look.outfit == "coat":
        for side in (-1, 1):
            edge = np.array([(middle, 268), (middle + side * 38, 214), (middle + side * 36, 152),
                             (middle + side * 58, 150), (middle + side * 78, 214),
                             (middle + side * 100, 268), (middle + side * 46, 312), (middle, 268)])
            pen.fill(polygon(edge), main.base if side * light[0] > 0 else main.shade)
            pen.ink(edge, 4, main.ink, taper="none")
            pen.ink(edge[[1, 4]], 2.6, main.ink, taper="both")
    elif look.outfit == "armour":
        for side in (-1, 1):
            wide = half_width(look)
            guard = spline([(lean + side * wide * 0.6, 196), (lean + side * wide * 1.1, 180),
                            (lean + side * wide * 1.36, 250), (lean + side * wide * 1.3, 330),
                            (lean + side * wide * 0.86, 300)], closed=True)
            plate = cloth_of(mix(rgb("b8bcc8"), look.trim, 0.2), script)
            shape = path(guard)
            pen.fill(shape, plate.base)
            with pen.clip(shape):
                with pen.at(-20 * light[0], 26):
                    pen.fill(shape, plate.shade)
                pen.ink(guard[2:14] * [1, 1] + [0, 16], 6, plate.gleam, noted=False)
                pen.ink(spline([(lean + side * wide * 0.7, 270), (lean + side * wide * 1.35, 262)]),
                        3, plate.ink)
            pen.contour(guard, 4.6, plate.ink, light=light)
        ring = spline([(middle - 52, 170), (middle, 214), (middle + 52, 170)])
        pen.ink(ring, 26, trim.base, taper="none", noted=False)
        pen.ink(ring + [0, 13], 3.4, trim.ink, taper="soft")
    else:
        for side in (-1, 1):
            flap = np.array([(middle, 226), (middle + side * 36, 164), (middle + side * 60, 182),
                             (middle + side * 74, 236), (middle + side * 30, 276), (middle, 226)])
            pen.fill(polygon(flap), main.gleam if side * light[0] > 0 else main.base)
            pen.ink(flap, 3.6, main.ink, taper="none")


def _bow(pen: Pen, tones: Cloth, x: float, y: float) -> None:
    for side in (-1, 1):
        tail = spline([(x, y), (x + side * 20, y + 50), (x + side * 34, y + 104), (x + side * 60,
                y + 92), (x + side * 30, y + 20)], closed=True)
        pen.fill(path(tail), tones.shade)
        pen.contour(tail, 3.6, tones.ink)
        loop = spline([(x, y), (x + side * 40, y - 30), (x + side * 78, y - 22), (x + side * 74,
                y + 24), (x + side * 36, y + 20)], closed=True)
        pen.fill(path(loop), tones.base)
        pen.ink(spline([(x + side * 8, y), (x + side * 34, y - 6), (x + side * 52, y + 2)]), 3,
                tones.ink)
        pen.contour(loop, 3.8, tones.ink)
    pen.fill(oval(x, y, 17, 15), tones.gleam)
    pen.contour(spline([(x - 17, y), (x, y - 15), (x + 17, y), (x, y + 15)], closed=True), 3.4,
                tones.ink)
