"""The legs of figures: bare, in stockings or in trousers; shoes and boots; skirts."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Points, path, polygon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.cloth import Cloth, Light, cloth_of, skin_of
from benchmarks.quality.scenes.figures.limbs import Shape, draw_limb
from benchmarks.quality.scenes.figures.look import Look
from benchmarks.quality.scenes.figures.stance import Stance, leg_joints
from benchmarks.quality.scenes.palette import BLACK, WHITE, Script, mix, shifted
from benchmarks.quality.scenes.pen import Pen

HIP = 600.0
_BARE = Shape(88, 62, 40, (2, 13), 2.5)
_SLIM = Shape(106, 78, 58, (4, 10), 3)
_WIDE = Shape(112, 92, 84, (6, 4), 3)


def hips(look: Look, stance: Stance) -> list[Points]:
    """Return where the thighs begin, left first."""
    half = 50.0 if look.broad else 45.0
    turn = math.radians(stance.hips)
    return [np.array([side * half * math.cos(turn), HIP + side * half * math.sin(turn)])
            for side in (-1, 1)]


def all_joints(look: Look, stance: Stance) -> list[Points]:
    """Return hip, knee and ankle of each leg; where it strides, angles all point one way."""
    return [
        leg_joints(leg, hip, 1 if stance.stride else side)
        for leg, hip, side in zip(stance.legs, hips(look, stance), (-1, 1), strict=True)
    ]


def wears_skirt(look: Look) -> bool:
    """Return whether an outfit has a skirt."""
    return look.outfit in ("sailor", "blazer", "shirt", "sweater", "dress") and not look.broad


def draw_legs(
    pen: Pen, look: Look, stance: Stance, script: Script, light: Light, dice: Dice
) -> None:
    """Draw legs and shoes, and a skirt where the outfit has one."""
    lower = cloth_of(mix(look.cloth, BLACK, 0.25), script)
    joints = all_joints(look, stance)
    skirt = wears_skirt(look)
    order = (0, 1) if joints[0][2][1] < joints[1][2][1] else (1, 0)
    shape = _BARE if skirt else _WIDE if look.outfit in ("kimono", "hoodie") else _SLIM
    skin = skin_of(look.skin, script)
    hose = dice.pick(("bare", "socks", "high", "tights"))
    sock = cloth_of(dice.pick((WHITE, mix(look.cloth, BLACK, 0.5))), script)
    if not skirt:
        _seat(pen, stance, joints, lower, light)
    for number in order:
        side = (-1, 1)[number]
        toes = stance.stride * (1 if stance.lean > 0 else -1) or side
        _shoe(pen, joints[number], look, script, light, toes, stance.stride)
        leg = dice.child(f"leg{number}")
        if not skirt:
            draw_limb(pen, joints[number], shape, lower, light, leg, side=side)
            continue
        tights = hose == "tights"
        draw_limb(pen, joints[number], shape, sock if tights else skin, light, leg, side=side,
                  folds=False)
        if not tights:
            _knee(pen, joints[number], skin)
        if hose in ("socks", "high"):
            _sock(pen, joints[number], sock, 0.52 if hose == "socks" else -0.24, light, side)
    if not skirt:
        # The crotch, over both legs.
        crotch = (joints[0][0] + joints[1][0]) / 2 + [0, 74]
        pen.fill(path(spline([(-78, 540), (78, 540), joints[1][0] + [18, 20], crotch + [0, -10],
                              joints[0][0] + [-18, 20]], closed=True)), lower.base)
        for side in (-1, 1):
            pen.ink(spline([crotch + [0, -14], crotch + [side * 26, -34],
                            crotch + [side * 52, -40]]), 3.4, lower.ink, taper="end")
        pen.ink(spline([crotch + [0, -120], crotch + [3, -60], crotch]), 3.4, lower.ink)
    if skirt:
        _skirt(pen, look, stance, joints, cloth_of(look.cloth, script), light, dice.child("skirt"))
    elif look.outfit in ("coat", "kimono"):
        _tails(pen, joints, cloth_of(look.cloth, script), light, look.outfit == "kimono")


def _seat(
    pen: Pen, stance: Stance, joints: list[Points], cloth: Cloth, light: Light
) -> None:
    """Draw what trousers are between the waist and the legs."""
    turn = math.radians(stance.hips)
    across = np.array([math.cos(turn), math.sin(turn)])
    outer = [hip + across * side * 55 + [0, 26] for hip, side in zip((j[0] for j in joints),
             (-1, 1), strict=True)]
    crotch = (joints[0][0] + joints[1][0]) / 2 + [0, 74]
    edge = spline([np.array([-86.0, 480]), np.array([-98.0, 560]), outer[0], crotch, outer[1],
                   np.array([98.0, 560]), np.array([86.0, 480])], steps=5)
    pen.stroke(edge[:11], np.full(11, 7.0) * pen.weight, cloth.ink)
    pen.stroke(edge[-11:], np.full(11, 7.0) * pen.weight, cloth.ink)
    pen.fill(path(edge), cloth.base)


def _knee(pen: Pen, joints: Points, skin: Cloth) -> None:
    x, y = joints[1]
    pen.ink(spline([(x - 14, y + 4), (x, y + 13), (x + 15, y + 3)]), 2.8, skin.ink)
    pen.ink(spline([(x + 8, y - 18), (x + 13, y - 4), (x + 9, y + 8)]), 2.4, skin.ink)


def _sock(
    pen: Pen, joints: Points, cloth: Cloth, top: float, light: Light, side: int
) -> None:
    """Draw a stocking over a leg: top is where it begins, 0 the knee, 1 the ankle."""
    knee, ankle = joints[1], joints[2]
    if top < 0:
        thigh = knee + (joints[0] - knee) * -top
        draw_limb(pen, np.stack([thigh, knee, ankle]), Shape(72, 65, 43, (0, 13), 2.5), cloth,
                  light, Dice("sock"), side=side, folds=False)
        a, half = thigh, 38.0
    else:
        a, half = knee + (ankle - knee) * top, 32.0
        draw_limb(pen, np.stack([a, (a + ankle) / 2, ankle]), Shape(60, 52, 43, (2, 0), 1.5), cloth,
                  light, Dice("sock"), side=side, folds=False)
    with pen.at(a[0], a[1]):
        pen.ink(spline([(-half, -2), (0, 6), (half, -2)]), 4.4, cloth.ink, taper="none")


def _shoe(
    pen: Pen, joints: Points, look: Look, script: Script, light: Light, toes: int, stride: bool
) -> None:
    ankle, knee = joints[2], joints[1]
    shoe = cloth_of(shifted(look.cloth, value=0.45) if look.outfit != "hoodie" else WHITE, script)
    boot = look.outfit in ("armour", "coat")
    turn = math.degrees(math.atan2(knee[0] - ankle[0], ankle[1] - knee[1]))
    with pen.at(ankle[0], ankle[1], degrees=turn if stride else 0.4 * turn, flip=toes < 0):
        reach = 78.0 if stride else 50.0
        edge = spline([(-24, -14), (25, -16), (30, 6), (reach - 10, 22), (reach, 40), (reach - 8,
                50), (-20, 50), (-32, 42), (-29, 8)], closed=True)
        shape = path(edge)
        pen.fill(shape, shoe.base)
        with pen.clip(shape):
            pen.fill(path(spline([(-40, 20), (0, 30), (reach + 10, 34), (reach + 10, 70),
                                  (-40, 70)], closed=True)), shoe.shade)
            pen.fill(polygon([(-40, 44), (reach + 8, 44), (reach + 8, 60), (-40, 60)]), shoe.ink)
            pen.ink(spline([(12, 4), (30, 10), (reach - 16, 28)]), 5, shoe.gleam, noted=False)
        pen.contour(edge, 4.4, shoe.ink, light=light)
        if boot:
            shaft = np.array([(-29.0, -130), (30, -130), (28, -20), (26, 2), (-27, 4)])
            pen.fill(polygon(shaft), shoe.base)
            pen.fill(polygon([(4, -130), (30, -130), (28, -20), (26, 2), (4, 4)]), shoe.shade)
            pen.ink(np.concatenate([shaft, shaft[:1]]), 4.2, shoe.ink, taper="none")


def _skirt(
    pen: Pen, look: Look, stance: Stance, joints: list[Points], cloth: Cloth, light: Light,
    dice: Dice,
) -> None:
    """Draw a skirt that hangs from the hips and gives way to the thighs."""
    long = look.outfit == "dress" or dice.chance(0.2)
    pleats = 6 if long else 10
    fall = 0.95 if long else dice.uniform(0.42, 0.56)
    flare = 40.0 if long else 52.0
    (left, right) = (hip + (knee - hip) * fall for hip, knee, _ in joints)
    if left[0] > right[0]:
        left, right = right, left
    low = max(left[1], right[1])
    turn = math.radians(stance.hips)
    belt_x = np.linspace(-84, 84, pleats + 1)
    belt = np.stack([belt_x * math.cos(turn), 512 + belt_x * math.sin(turn)], 1)
    t = np.linspace(0, 1, pleats + 1)
    hem = np.stack([left[0] - flare + (right[0] - left[0] + 2 * flare) * t,
                    left[1] * (1 - t) + right[1] * t + (low - (left[1] + right[1]) / 2) * 0.7
                    + 9 * np.cos(np.arange(pleats + 1) * np.pi)
                    + 16 * np.sin(np.pi * t)], 1)
    swell = np.array([30.0, 0.0])
    edge = np.concatenate([
        spline([belt[0], (belt[0] + hem[0]) / 2 - swell, hem[0]]), hem[1:-1],
        spline([hem[-1], (belt[-1] + hem[-1]) / 2 + swell, belt[-1]]),
    ])
    shape = polygon(edge)
    pen.fill(shape, cloth.base)
    with pen.clip(shape):
        for i in range(pleats):
            share = (2 * i + 1) / pleats - 1
            bow = swell * share
            one = spline([belt[i], (belt[i] + hem[i]) / 2 + bow, hem[i]])
            two = spline([belt[i + 1] * 0.55 + belt[i] * 0.45,
                          (belt[i + 1] * 0.5 + belt[i] * 0.5 + hem[i + 1]) / 2 + bow, hem[i + 1]])
            if i % 2 or share * light[0] < -0.35:
                pen.fill(path(np.concatenate([one, two[::-1]])),
                         cloth.deep if i % 2 and share * light[0] < -0.35 else cloth.shade)
            if i and (i % 2 or not long):
                pen.ink(one, 3.4, cloth.ink, taper="start")
        pen.fill(polygon([belt[0] + [-30, -4], belt[-1] + [30, -4], belt[-1] + [30, 26],
                          belt[0] + [-30, 20]]), cloth.shade)
    pen.ink(edge[:13], 4.4, cloth.ink, taper="soft")
    pen.ink(edge[-13:], 4.4, cloth.ink, taper="soft")
    pen.ink(hem, 4.6, cloth.ink, taper="none")


def _tails(
    pen: Pen, joints: list[Points], cloth: Cloth, light: Light, closed: bool
) -> None:
    """Draw the skirts of a coat, open in front, or of a kimono, one over the other."""
    left, right = (hip + (knee - hip) * (1.5 if closed else 0.95) for hip, knee, _ in joints)
    if closed:
        left, right = joints[0][2] + [0, -40], joints[1][2] + [0, -40]
    if left[0] > right[0]:
        left, right = right, left
    flare = 26.0 if closed else 46.0
    for side, foot in ((-1, left), (1, right)):
        inner = (left + right) / 2 + [side * (-34 if closed else 36), 10]
        edge = spline([(side * 88, 510), (side * 104, 640), foot + [side * flare, -6],
                       (foot + inner) / 2 + [0, 16], inner, (side * (-24 if closed else 10), 640),
                       (side * -6, 516)], steps=5)
        shape = path(edge)
        pen.fill(shape, cloth.base)
        with pen.clip(shape):
            if side * light[0] < 0:
                pen.fill(path(edge + [side * 34, 0]), cloth.shade)
            for share in (0.35, 0.7):
                top = np.array([side * 84 * share, 540.0])
                end = inner + (foot - inner) * share
                pen.ink(spline([top, (top + end) / 2 + [side * 9, 0], end]), 12, cloth.shade,
                        taper="start", noted=False)
                pen.ink(spline([top, (top + end) / 2 + [side * 9, 0], end]), 3.4, cloth.ink,
                        taper="start")
        pen.contour(edge, 4.6, cloth.ink, light=light, closed=False)
