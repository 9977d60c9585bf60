"""The large machines of scenes: robots at full height, in a stance, and ships among the stars."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from benchmarks.quality.scenes.curves import Points, box, oval, path, polygon, ring, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.stance import Stance, arm_joints, leg_joints
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb, times
from benchmarks.quality.scenes.pen import Pen, linear, radial
from benchmarks.quality.scenes.settings.machine import draw_plate


def _segment(
    pen: Pen, script: Script, dice: Dice, a: Points, b: Points, widths: tuple[float, float, float],
    colour: Colour, light: float,
) -> None:
    """Draw a limb's armour between two joints: one plate, wide near its upper third, and a rib."""
    along = b - a
    across = np.array([along[1], -along[0]]) / float(np.hypot(*along))
    w0, w1, w2 = (w / 2 for w in widths)
    corners = np.stack([
        a + across * w0, a + along * 0.3 + across * w1, b + across * w2, b - across * w2,
        a + along * 0.3 - across * w1, a - across * w0,
    ])
    draw_plate(pen, script, dice, corners, colour, light=light)
    rib = np.stack([a + along * 0.1 - across * w0 * 0.2, a + along * 0.34 - across * w1 * 0.2,
                    a + along * 0.34 + across * w1 * 0.3, a + along * 0.1 + across * w0 * 0.3])
    pen.fill(polygon(rib), script.glint(colour, 0.3))
    pen.ink(np.concatenate([rib, rib[:1]]), 2.8, script.line(colour, 0.6), taper="none")


def _joint(pen: Pen, script: Script, at: Points, radius: float) -> None:
    steel = script.lit(rgb("6a7080"))
    pen.fill(oval(at[0], at[1], radius), script.shade(steel, 0.8))
    pen.contour(ring(at[0], at[1], radius, 24), 4, script.ink)
    pen.fill(oval(at[0], at[1], radius * 0.56), steel)
    pen.contour(ring(at[0], at[1], radius * 0.56, 20), 3, script.ink)
    pen.fill(oval(at[0] - radius * 0.2, at[1] - radius * 0.2, radius * 0.2), WHITE, 0.7)


def draw_giant(pen: Pen, script: Script, dice: Dice, stance: Stance) -> None:
    """Draw a robot at full height in a stance; units are a figure's, the soles at 1244."""
    own = script.lit(mix(rgb(dice.pick(("e4e6ea", "8f9ab0", "b8584a", "4a5266", "d8c27a"))),
                         dice.pick(script.accents), 0.1))
    second = script.lit(dice.pick(script.accents))
    steel = script.shade(script.lit(rgb("6a7080")), 0.7)
    for side, leg in zip((-1, 1), stance.legs, strict=True):
        way = 1 if stance.stride else side
        joints = leg_joints(leg, np.array([side * 92.0, 600]), way)
        d = dice.child(f"leg{side}")
        shade = -0.35 if side > 0 else 0.08
        pen.ink(joints[:2], 70, steel, taper="none", noted=False)
        _segment(pen, script, d.child(0), joints[0], joints[1] * 0.88 + joints[0] * 0.12,
                 (110, 150, 112), own, shade)
        _segment(pen, script, d.child(1), joints[1], joints[2] + [0, 10], (116, 190, 130), own,
                 shade)
        _joint(pen, script, joints[1], 46)
        x, y = joints[2]
        foot = np.array([(x - 74, y - 10), (x + 74, y - 10), (x + 98 + 30 * (way > 0), y + 52),
                         (x - 98 - 30 * (way < 0), y + 52)])
        draw_plate(pen, script, d.child(2), foot, second, light=shade)
    for side in (-1, 1):
        hip = np.array([(side * 18, 560), (side * 150, 540), (side * 190, 700), (side * 60, 730)])
        draw_plate(pen, script, dice.child(f"hip{side}"), hip, own, light=-0.3 * (side > 0))
    draw_plate(pen, script, dice.child("loin"), np.array([(-46.0, 540), (46, 540), (30, 720),
                                                          (-30, 720)]), second)
    draw_plate(pen, script, dice.child("belly"), np.array([(-96.0, 420), (96, 420), (110, 570),
                                                           (-110, 570)]), script.shade(own, 1.2))
    for side, arm in zip((-1, 1), stance.arms, strict=True):
        joints = arm_joints(arm, np.array([side * 250.0, 260]), side)
        d = dice.child(f"arm{side}")
        shade = -0.35 if side > 0 else 0.08
        _segment(pen, script, d.child(0), joints[0], joints[1], (88, 104, 80), script.shade(own,
                 0.9), shade)
        _segment(pen, script, d.child(1), joints[1], joints[2], (96, 136, 104), own, shade)
        _joint(pen, script, joints[1], 38)
        x, y = joints[2] + (joints[2] - joints[1]) * 0.2
        fist = np.array([(x - 44, y - 40), (x + 44, y - 40), (x + 50, y + 30), (x - 50, y + 30)])
        draw_plate(pen, script, d.child(2), fist, steel)
        for k in range(3):
            pen.ink(np.array([(x - 24 + 24 * k, y - 4), (x - 24 + 24 * k, y + 28)]), 4, script.ink,
                    taper="none")
    chest = np.array([(-210.0, 190), (210, 190), (190, 330), (120, 440), (-120, 440), (-190, 330)])
    draw_plate(pen, script, dice.child("chest"), chest, own, light=0.06)
    for side in (-1, 1):
        vent = np.array([(side * 60, 250), (side * 170, 236), (side * 160, 316), (side * 76, 330)])
        pen.fill(polygon(vent), script.lit(rgb("e8b83a")))
        for k in range(4):
            y = 252.0 + 20 * k
            pen.ink(np.array([(side * 64, y + 4), (side * 164, y - 6)]), 7, script.ink,
                    taper="none")
        pad = np.array([(side * 190, 150), (side * 300, 120), (side * 390, 190), (side * 380, 350),
                        (side * 230, 370)])
        draw_plate(pen, script, dice.child(f"pad{side}"), pad, second if dice.child("pads").chance(
            0.4) else own, light=-0.4 if side > 0 else 0.2)
    core = mix(rgb(dice.pick(("7affc8", "6ad0ff", "ff8a5a"))), WHITE, 0.2)
    pen.fill(oval(0, 300, 130), shader=radial((0, 300), 130, ((0, core, 0.7), (1, core, 0))))
    pen.fill(oval(0, 300, 30), core)
    pen.contour(ring(0, 300, 30, 24), 5, script.ink)
    _giant_head(pen, script, dice, own, second, core)


def _giant_head(
    pen: Pen, script: Script, dice: Dice, own: Colour, second: Colour, core: Colour
) -> None:
    draw_plate(pen, script, dice.child("neck"), np.array([(-46.0, 120), (46, 120), (60, 200),
                                                          (-60, 200)]), script.shade(own, 1.4))
    head = np.array([(-84.0, 20), (-70, -50), (-30, -84), (30, -84), (70, -50), (84, 20), (60, 110),
                     (24, 140), (-24, 140), (-60, 110)])
    draw_plate(pen, script, dice.child("head"), head, own, light=0.15)
    pen.fill(polygon([(-64, 16), (64, 16), (52, 58), (0, 74), (-52, 58)]), script.ink)
    for side in (-1, 1):
        eye = np.array([(side * 10, 36), (side * 54, 24), (side * 48, 44), (side * 16, 50)])
        pen.fill(polygon(eye), core)
        pen.fill(oval(side * 32, 38, 60), shader=radial((side * 32, 38), 60, ((0, core, 0.6),
                                                                               (1, core, 0))))
        blade = np.array([(side * 8, -50), (side * 60, -90), (side * 190, -190), (side * 90, -70),
                          (side * 20, -20)])
        pen.fill(polygon(blade), script.lit(rgb("e8c050")))
        pen.fill(polygon(blade[[0, 2, 3, 4]]), script.shade(script.lit(rgb("e8c050"))))
        pen.ink(np.concatenate([blade, blade[:1]]), 4, script.ink, taper="none")
        cheek = np.array([(side * 30, 72), (side * 74, 30), (side * 80, 100), (side * 34, 130)])
        draw_plate(pen, script, dice.child(f"cheek{side}"), cheek, second, light=0.0)


def draw_stars(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw space: stars, clouds of dust, and a planet with its lit edge."""
    deep = times(script.sky[0], (0.25, 0.25, 0.4))
    pen.cover(shader=linear((-700, -500), (700, 500), ((0, mix(deep, (0, 0, 0), 0.6)), (1, deep))))
    whole = box(-1300, -800, 1300, 800)
    for k, tint in enumerate(script.accents):
        pen.noise(whole, 340.0 - 90 * k, 0.35, seed=dice.randrange(900), tint=tint)
    for size, count in ((1.6, 150), (2.8, 50), (4.6, 14)):
        spots = np.array([(dice.uniform(-1000, 1000), dice.uniform(-560, 560))
                          for _ in range(count)])
        pen.dots(spots, size, mix(WHITE, script.sky[1], 0.25 * dice.random()))
    if dice.chance(0.7):
        x, y, r = dice.uniform(-700, 700), dice.uniform(250, 620), dice.uniform(260, 520)
        ground = script.lit(mix(dice.pick(script.accents), rgb("4a6a9a"), 0.4))
        pen.fill(oval(x, y, r * 1.12), shader=radial((x, y), r * 1.12, ((0, ground, 0.8),
                 (0.86, ground, 0.6), (1, ground, 0))))
        ball = oval(x, y, r)
        pen.fill(ball, ground)
        with pen.clip(ball):
            pen.noise(ball, r * 0.5, 0.5, seed=dice.randrange(900), tint=WHITE, stretch=3)
            pen.fill(ball, shader=radial((x - r * 0.5, y - r * 0.6), r * 1.7, (
                (0, script.ink, 0), (0.45, script.ink, 0.1), (0.9, script.ink, 0.9),
                (1, script.ink, 0.9))))


def draw_ship(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a long ship in three-quarter view, its bow to the right, its engines burning."""
    own = script.lit(mix(rgb(dice.pick(("c7ccd2", "8f97a6", "6a7690", "b4a890"))),
                         dice.pick(script.accents), 0.12))
    second, glow = script.lit(dice.pick(script.accents)), mix(rgb("6ad0ff"), WHITE, 0.2)
    flicker = 1 + 0.08 * math.sin(40 * pen.held)
    for y, r in ((-26.0, 46.0), (50, 54), (122, 40)):
        reach = r * 9 * flicker
        pen.fill(path(spline([(-560, y - r), (-560 - reach, y), (-560, y + r)])),
                 shader=linear((-560, y), (-560 - reach, y), ((0, WHITE, 0.95), (0.2, glow, 0.7),
                                                              (1, glow, 0))), blur=5)
    fin = np.array([(-470.0, -70), (-330, -80), (-420, -330), (-520, -340)])
    draw_plate(pen, script, dice.child("fin"), fin, second, light=-0.1)
    for k, y in enumerate((-80.0, 0, 80)):
        draw_plate(pen, script, dice.child(f"engine{k}"), np.array([
            (-580, y - 4), (-440, y - 10), (-440, y + 84), (-580, y + 72)]), script.shade(own, 1.3))
    top = np.array([(-460.0, -90), (120, -70), (640, 30), (700, 56), (-460, 40)])
    low = np.array([(-460.0, 40), (700, 56), (560, 110), (60, 190), (-460, 170)])
    for name, hull, light in (("low", low, -0.75), ("top", top, 0.1)):
        pen.fill(polygon(hull), script.shade(own, -light) if light < 0 else own)
        # Rows of plates between stern and bow.
        cuts = np.cumsum([0.0, *(dice.uniform(0.09, 0.2) for _ in range(9))])
        cuts = np.minimum(cuts / cuts[-1], 1.0)
        first, second_edge = (hull[:3], hull[[4, 3]]) if name == "top" else (hull[[0, 1]],
                                                                             hull[[4, 3, 2]])
        for i, (s, e) in enumerate(pairwise(cuts.tolist())):
            quad = np.stack([_along(first, s), _along(first, e), _along(second_edge, e),
                             _along(second_edge, s)])
            draw_plate(pen, script, dice.child(f"{name}{i}"), quad, second if dice.chance(0.12)
                       else own, light=light + dice.uniform(-0.12, 0.12))
        pen.ink(np.concatenate([hull, hull[:1]]), 6.5, script.line(own, 0.75), taper="none")
    bridge = np.array([(-300.0, -190), (-150, -180), (-60, -76), (-340, -84)])
    draw_plate(pen, script, dice.child("bridge"), bridge, own, light=0.16)
    tower = np.array([(-290.0, -290), (-200, -286), (-170, -186), (-300, -192)])
    draw_plate(pen, script, dice.child("tower"), tower, own, light=0.05)
    for row in range(5):
        for k in range(26):
            if dice.chance(0.42):
                continue
            x = -420.0 + 34 * k
            y = 66 + 18 * row + 0.006 * (x + 420) - 0.02 * (x + 420) * (row - 1) / 4
            if x < 520 - 60 * row:
                pen.fill(box(x, y, x + 15, y + 6), mix(rgb("ffe9a8"), WHITE, 0.3 * dice.random()))
    for k in range(4):
        x = -40.0 + 130 * k
        y = -76 + 0.16 * max(0, x - 120)
        draw_plate(pen, script, dice.child(f"turret{k}"), np.array([
            (x - 34, y), (x - 22, y - 36), (x + 24, y - 34), (x + 40, y + 6)]), script.shade(own,
                   0.3))
        for lift in (0.0, 12):
            pen.ink(np.array([(x + 20, y - 22 + lift), (x + 70, y - 28 + lift), (x + 118, y - 34
                              + lift)]), 8, script.line(own, 0.7), taper="none")
    for i in range(6):
        x = -380 + 36.0 * i
        pen.ink(np.array([(x, -270 + 30 * i), (x + 4, -330 + 26 * i), (x + 6, -390 + 34 * i)])
                if i < 3 else np.array([(x, -180.0), (x, -210), (x, -250)]), 3,
                script.line(own, 0.7), taper="end")


def _along(line: Points, share: float) -> Points:
    steps = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    return np.array([np.interp(share, at, line[:, 0]), np.interp(share, at, line[:, 1])])
