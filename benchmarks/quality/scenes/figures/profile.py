"""The heads of characters seen from the side: the face's line, one eye, the hair on one side.

All is drawn as it looks to the right; a head that looks to the left is mirrored.
"""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import (
    Path,
    Points,
    bezier,
    merged,
    oval,
    path,
    ribbon,
    spline,
)
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures import hair
from benchmarks.quality.scenes.figures.cloth import Cloth, Light, skin_of
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import WHITE, Script, mix, rgb, shifted
from benchmarks.quality.scenes.pen import Pen, linear

_FACE = ((62, -118), (80, -72), (80, -30), (77, 2), (84, 28), (101, 54), (98, 60), (85, 66),
         (84, 73), (89, 81), (81, 87), (86, 95), (78, 103), (79, 116), (71, 129), (50, 132),
         (8, 112), (-24, 84), (-36, 44))
"""From the forehead by way of nose, lips and chin to the ear's lobe."""


def face_line(look: Look, pose: Pose) -> Points:
    """Return the line of the face from the forehead to the jaw's corner."""
    knots = np.array(_FACE, dtype=np.float64)
    if look.broad:
        knots[12:17] += [2, 7]
        knots[4:8, 0] += 3
    if pose.mouth in ("open", "shout"):
        knots[10] += [-16, 4]
        knots[11:17, 1] += 12 if pose.mouth == "open" else 20
        knots[11:15, 0] -= 5
    elif pose.mouth == "smile":
        knots[10] += [-3, 0]
    return spline(knots, steps=5)


def draw_profile(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    """Draw a head that looks to the side to which the pose's yaw points."""
    flip = pose.yaw < 0
    seen = (-light[0], light[1]) if flip else light
    with pen.at(0, 0, degrees=(-1 if flip else 1) * 9 * pose.nod), pen.at(0, 0, flip=flip):
        _face(pen, look, pose, script, seen, dice)
        _hair_front(pen, look, pose, script, seen, dice)
        _brow(pen, look, pose, script)
        if look.extra == "headphones":
            _headphone(pen, look, script, seen)
        elif look.extra == "glasses":
            _glasses(pen, look, script)


def draw_profile_back(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    """Draw the hair that hangs behind neck and shoulders of a head seen from the side."""
    flip = pose.yaw < 0
    seen = (-light[0], light[1]) if flip else light
    colours = hair.tones(look, script)
    length = {"long": 330.0, "curtain": 150.0, "bob": 140.0, "twintails": 90.0}.get(
        look.hair_style, 96.0)
    blow = (-1 if flip else 1) * pose.breeze
    with pen.at(0, 0, flip=flip):
        if look.hair_style in ("ponytail", "twintails"):
            root = np.array((-96, -74) if look.hair_style == "ponytail" else (-50, -96), float)
            for i in range(6):
                d = dice.child(f"tail{i}")
                fall = d.uniform(230, 320)
                spine = bezier(root, root + [-70 - 14 * i, -46 + 16 * i],
                               root + [-86 - 10 * i, fall * 0.5],
                               root + [-66 + 13 * i + 40 * blow + d.around(0, 12), fall])
                hair.lock(pen, spine, d.uniform(44, 60), colours, seen, dice=d, root=0.3,
                          dim=i < 2, tone_count=look.tones)
            pen.fill(oval(root[0], root[1], 15, 13), colours.ink)
            pen.fill(oval(root[0], root[1], 11, 9), script.lit(look.trim))
        count = 8
        for i in range(count):
            d = dice.child(f"behind{i}")
            t = i / (count - 1)
            top = (-20 - 70 * t, -80 - 20 * math.sin(math.pi * t))
            drop = length * d.uniform(0.9, 1.1) * (1 - 0.16 * t)
            low = (-24 - 78 * t + 34 * blow + d.around(0, 6), drop)
            spine = bezier(top, (-70 - 66 * t, -40), (-46 - 88 * t, drop * 0.55), low)
            hair.lock(pen, spine, d.uniform(52, 64), colours, seen, dice=d, dim=t < 0.5,
                      tone_count=look.tones)


def _face(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    skin = skin_of(look.skin, script)
    line = face_line(look, pose)
    head = path(np.concatenate([line, spline([line[-1], (-70, 20), (-80, -70), (0, -130),
                                              line[0]])[1:-1]]))
    pen.fill(head, skin.base)
    with pen.clip(head):
        if light[0] < 0:
            # Lit from behind: the face's front is dark but for the cheek.
            pen.fill(path(spline([(120, -120), (52, -90), (46, -20), (64, 30), (58, 70), (40, 110),
                                  (10, 140), (120, 150)], closed=True)), skin.shade, 0.9)
        else:
            pen.fill(path(spline([(-90, 130), (-60, 10), (-20, 40), (0, 84), (44, 116), (90, 140),
                                  (0, 170)], closed=True)), skin.shade, 0.9)
        if pose.blush:
            tint = mix(rgb("ff6f6f"), skin.base, 0.2)
            pen.fill(oval(42, 62, 22, 12), tint, 0.4 * pose.blush, blur=5)
        with pen.at(-4 * light[0], 12):
            pen.fill(_fringe_shape(look, pose, dice), skin.shade, 0.9)
    if pose.mouth in ("open", "shout"):
        wide = 10.0 if pose.mouth == "open" else 17.0
        gap = spline([(82, 85), (58, 87), (50, 92), (60, 96 + wide * 0.6), (78, 90 + wide)],
                     steps=4)
        pen.fill(path(gap), script.lit(rgb("8c2f38")))
        pen.fill(oval(68, 92 + 0.7 * wide, 9, 4.5), script.lit(rgb("e0727a")))
        pen.ink(gap[:9], 3.0, skin.ink, taper="start")
        pen.ink(gap[8:], 2.8, skin.ink, taper="both")
    else:
        bend = {"smile": -6.0, "frown": 5.0}.get(pose.mouth, 0.0)
        pen.ink(spline([(82, 87), (70, 88), (58 if pose.mouth != "small" else 68, 87 + bend)]), 3.0,
                skin.ink, taper="end")
    pen.ink(spline([(92, 62), (88, 58), (90, 54)]), 2.4, skin.ink)
    widths = 3.2 + 1.5 * np.sin(np.linspace(0, 14, len(line))) ** 2
    widths[-8:] *= np.linspace(1, 0.1, 8)
    pen.stroke(line, widths * pen.weight, skin.ink)
    _eye(pen, look, pose, script, skin)
    _ear(pen, skin)


def _ear(pen: Pen, skin: Cloth) -> None:
    edge = spline([(-28, 34), (-38, 44), (-46, 32), (-54, 4), (-52, -20), (-36, -28), (-22, -16),
                   (-24, 6)], steps=5)
    pen.fill(path(edge), skin.base)
    inner = spline([(-30, -14), (-44, -14), (-46, 4), (-36, 24), (-30, 8)])
    pen.fill(path(inner), skin.shade)
    pen.ink(edge, 3.8, skin.ink, taper="soft")
    pen.ink(inner[:14], 2.4, skin.ink)


def _eye(pen: Pen, look: Look, pose: Pose, script: Script, skin: Cloth) -> None:
    ink = script.line(script.lit(look.hair), 0.8)
    tall = 30 * look.eye_size * (0.76 if look.broad else 1.0)
    with pen.at(57, 18 + 4 * pose.nod):
        if pose.eyes in ("closed", "smiling"):
            bend = 12.0 if pose.eyes == "closed" else -12
            pen.ink(spline([(16, 8), (4, 8 + bend * 0.8), (-20, 6 + bend * 0.2)]), 5, ink,
                    taper="soft")
            return
        top = -tall * (0.3 if pose.eyes == "half" else 0.82)
        upper = spline([(17, top + 8), (9, top - 1), (-8, top * 0.72), (-26, 2)], steps=5)
        lower = spline([(-26, 2), (-12, tall * 0.68), (8, tall * 0.86), (15, tall * 0.5),
                        (18, 0), (17, top + 8)], steps=5)
        white = path(np.concatenate([upper, lower[1:]]))
        pen.fill(white, script.lit(mix(WHITE, look.skin, 0.08)))
        own = mix(look.eyes, script.lit(look.eyes), 0.55)
        dark, deep = shifted(own, value=0.38, saturation=1.15), shifted(own, value=0.2)
        bright = mix(shifted(own, value=1.35, saturation=0.8, hue=0.03), WHITE, 0.15)
        x = 8.0 + 4 * pose.gaze[0]
        with pen.clip(white):
            pen.fill(oval(x, 1, 11.5, tall * 0.93), deep)
            pen.fill(oval(x, 1, 10, tall * 0.86), shader=linear((x, -tall), (x, tall), (
                (0, deep), (0.4, dark), (0.62, own), (1, bright))))
            pen.fill(oval(x + 1, tall * 0.62, 6.5, tall * 0.3), bright, 0.7)
            pen.fill(oval(x + 2, 0, 4.5, tall * 0.4), deep)
            pen.fill(oval(x - 2, -tall * 0.42, 4.2, tall * 0.24), WHITE)
            pen.fill(oval(x + 4, tall * 0.4, 2.2, tall * 0.12), WHITE, 0.95)
            pen.fill(path(np.concatenate([upper, (upper + [0, 0.24 * tall])[::-1]])), skin.shade,
                     0.6)
        t = np.linspace(0, 1, len(upper))
        pen.stroke(upper - [0, 1], (2.5 + 6.5 * np.sin(np.pi * t**0.7) + 1.5 * t)
                   * np.minimum(1, 4 * (1.05 - t)), ink)
        for at, dx, dy in ((0, 9.0, -9.0), (3, 8, -11), (len(upper) - 2, -11, -5)):
            root = upper[at]
            lash = spline([root, root + [dx * 0.6, dy * 0.3], root + [dx, dy]], steps=4)
            pen.fill(path(ribbon(lash, 6.5 * np.linspace(1, 0, len(lash)))), ink)
        pen.ink(lower[3:11], 2.4, ink)
        pen.ink(spline([(12, top - 12), (-4, top - 9), (-22, -10)]), 1.9, skin.ink)


def _brow(pen: Pen, look: Look, pose: Pose, script: Script) -> None:
    colour = mix(script.line(script.lit(look.hair), 0.45), script.lit(look.hair), 0.25)
    inner = 7 * pose.brows
    pen.ink(spline([(78, -24 + inner), (62, -32), (34, -20 - inner * 0.4)]),
            6.5 if look.broad else 4.8, colour, taper="soft", alpha=0.92)


def _fringe(look: Look, pose: Pose, dice: Dice) -> list[tuple[Points, float, Dice]]:
    """Return the locks over forehead and temple: spines, widths, and each one's chance."""
    root = np.array([14.0 + 20 * look.part, -146.0 * look.volume])
    out = []
    count = 5 + int(dice.child("count").random() * 3)
    blow = pose.breeze * (-1 if pose.yaw < 0 else 1)
    for i in range(count):
        d = dice.child(f"side fringe{i}")
        t = i / (count - 1)
        low = -30 + 26 * look.fringe + d.around(0, 9) + 20 * (1 - t)
        foot = np.array([6 + 84 * t + 8 * blow, low])
        spine = bezier(root + [10 * t, 4 * t], root + [12 + 64 * t, 16],
                       foot + [14 + 10 * t, -62], foot, 18)
        out.append((spine, d.uniform(30, 46), d))
    return out


def _fringe_shape(look: Look, pose: Pose, dice: Dice) -> Path:
    return merged([
        path(ribbon(spine, np.linspace(0.5, 1, len(spine)) * width
                    * (1 - np.linspace(0, 1, len(spine)) ** 3)))
        for spine, width, _ in _fringe(look, pose, dice)
    ])


def _hair_front(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    colours = hair.tones(look, script)
    v = look.volume
    crown = spline([(72, -96), (60, -128 * v), (10, -154 * v), (-54, -146 * v), (-104 * v, -104),
                    (-122 * v, -40), (-112, 14), (-92, 58)], steps=5)
    inner = spline([crown[-1], (-58, 66), (-52, 10), (-30, -34), (10, -44), (56, -88), crown[0]])
    cap = path(np.concatenate([crown, inner[1:-1]]))
    pen.fill(cap, colours.base)
    with pen.clip(cap):
        away = -1 if light[0] > 0 else 1
        pen.fill(path(spline([(-20 + away * 150, -150), (-20 + away * 62, -100), (-20 + away * 76,
                              -20), (-20 + away * 60, 80), (-20 + away * 160, 90)], closed=True)),
                 colours.shade)
    root = np.array([10.0, -146 * v])
    if look.hair_style == "spiky":
        for i in range(7):
            d = dice.child(f"spike{i}")
            a = math.pi * (1.02 + 0.62 * i / 6)
            c, s = math.cos(a), math.sin(a)
            spine = bezier((-16 + 40 * c, -30 + 50 * s), (-16 + 112 * c, -30 + 118 * s),
                           (-16 + 120 * c, -30 + 124 * s),
                           (-16 + 158 * c - 14, -30 + 160 * s + 10))
            hair.lock(pen, spine, d.uniform(50, 66), colours, light, dice=d, root=0.6,
                      tone_count=look.tones)
    tied = look.hair_style in ("ponytail", "twintails")
    for i in range(7):
        # From the crown round to the nape; tied hair is drawn back to the knot.
        d = dice.child(f"over{i}")
        t = i / 6
        foot = (np.array([-96.0 + d.around(0, 4), -74 + 26 * t]) if tied else
                np.array([-104.0 + 52 * t, 62 + d.around(0, 12) + 10 * t]))
        spine = bezier(root + [-26 * (1 - t), 2], (-96 + 84 * t, -138 + 30 * t),
                       (-122 + 66 * t, -40) if not tied else (-70, -110 + 50 * t), foot)
        hair.lock(pen, spine, d.uniform(38, 52), colours, light, dice=d, root=0.4,
                  tone_count=look.tones)
    drop = {"long": 176.0, "bob": 120.0, "curtain": 128.0, "twintails": 160.0,
            "ponytail": 120.0}.get(look.hair_style, 46.0)
    for i in range(2):
        # The lock before the ear.
        d = dice.child(f"temple{i}")
        spine = bezier(root + [4, 8], (-6 + 20 * i, -110), (-22 + 24 * i, drop * 0.3),
                       (-8 + 18 * i + 14 * pose.breeze, drop * d.uniform(0.8, 1.05)
                        * (1 - 0.2 * i)), 20)
        hair.lock(pen, spine, d.uniform(28, 40), colours, light, dice=d, root=0.35,
                  tone_count=look.tones)
    for spine, width, d in _fringe(look, pose, dice):
        hair.lock(pen, spine, width, colours, light, dice=d, root=0.4, tone_count=look.tones)
    shine = dice.child("shine")
    with pen.clip(cap):
        for t in np.linspace(0, 1, 15):
            if shine.chance(0.25):
                continue
            at = np.array([-96 + 140 * t, -84 - 34 * math.sin(math.pi * (0.1 + 0.8 * t))])
            reach, wide = shine.uniform(8, 22), shine.uniform(1.6, 4.4)
            pen.fill(path(spline([at + [3, -reach * 0.6], at + [wide, 0], at + [-4, reach],
                                  at + [-wide, 0]], closed=True, steps=4)), colours.gleam)
    pen.contour(crown, 4.6, colours.ink, light=light, closed=False)


def _headphone(pen: Pen, look: Look, script: Script, light: Light) -> None:
    base = script.lit(mix(look.trim, WHITE, 0.15))
    ink = script.line(base, 0.7)
    band = spline([(-34, -10), (-30, -90), (-16, -158 * look.volume)])
    pen.ink(band, 21, ink, taper="none", noted=False)
    pen.ink(band, 14, base, taper="none", noted=False)
    for r, tone in ((38.0, ink), (34.0, base), (24.0, script.shade(base)), (13.0, base)):
        pen.fill(oval(-36, 6, r, r * 1.12), tone)
    pen.fill(oval(-42, -8, 7, 9), WHITE, 0.6)


def _glasses(pen: Pen, look: Look, script: Script) -> None:
    frame = script.line(script.lit(look.trim), 0.55)
    lens = spline([(86, -6), (70, -14), (46, -8), (44, 24), (62, 40), (82, 30)], closed=True)
    pen.fill(path(lens), WHITE, 0.14)
    pen.stroke(lens, np.full(len(lens), 4.0) * pen.weight, frame, closed=True)
    pen.ink(np.array([(46.0, 2), (0, -4), (-34, -6)]), 4.0, frame, taper="none")
