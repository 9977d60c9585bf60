"""The arms of figures: sleeves of several cuts, bare forearms, hands, and what hands hold."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Points, box, oval, path, polygon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.cloth import Cloth, Light, cloth_of, skin_of
from benchmarks.quality.scenes.figures.clothes import half_width, trunk_cloth
from benchmarks.quality.scenes.figures.hands import draw_hand
from benchmarks.quality.scenes.figures.limbs import Shape, draw_limb
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.figures.stance import Arm, Stance, arm_joints
from benchmarks.quality.scenes.palette import WHITE, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen

_LOOSE = Shape(82, 72, 58, (4, 10), 3)
_TIGHT = Shape(68, 56, 46, (6, 6), 2)
_BARE = Shape(50, 42, 33, (3, 8), 1.5)
_PLATED = Shape(74, 60, 56, (6, 12), 2)


def draw_arms(
    pen: Pen, look: Look, pose: Pose, stance: Stance, script: Script, light: Light, dice: Dice, *,
    when: str,
) -> None:
    """Draw the arms of one moment: 'behind' the trunk, 'before' it, or 'over' head and all."""
    wide, lean = half_width(look), -14 * pose.yaw
    for side, arm in zip((-1, 1), stance.arms, strict=True):
        raised = abs(arm.fore) > 90
        own = "over" if raised and arm.before else "before" if arm.before and (
            stance.stride or abs(arm.fore) > 60) else "behind"
        if own != when:
            continue
        shoulder = np.array([lean + side * wide * 0.8, 254.0])
        _draw_arm(pen, look, arm, arm_joints(arm, shoulder, side), side, script, light,
                  dice.child(f"arm{side}"))


def _draw_arm(
    pen: Pen, look: Look, arm: Arm, joints: Points, side: int, script: Script, light: Light,
    dice: Dice,
) -> None:
    cloth, skin = trunk_cloth(look, script), skin_of(look.skin, script)
    hand_first = not arm.before
    if hand_first:
        _hand(pen, look, arm, joints, side, script, light, dice)
    if look.sleeves == "short":
        draw_limb(pen, joints, _BARE, skin, light, dice, side=side, folds=False, ink=4.0)
        _short(pen, joints, cloth, light)
    elif look.outfit == "kimono":
        draw_limb(pen, joints, _LOOSE, cloth, light, dice, side=side)
        _wing(pen, joints, cloth, cloth_of(look.trim, script), light, dice)
    else:
        shape = (_LOOSE if look.outfit in ("hoodie", "coat", "sweater") else
                 _PLATED if look.outfit == "armour" else _TIGHT)
        lower = (cloth_of(mix(rgb("b8bcc8"), look.trim, 0.2), script)
                 if look.outfit == "armour" else None)
        _shoulder(pen, joints, shape.start, cloth, light, side)
        draw_limb(pen, joints, shape, cloth, light, dice, side=side, lower=lower)
        _cuff(pen, joints, shape.end, look, cloth, script)
    if not hand_first:
        _hand(pen, look, arm, joints, side, script, light, dice)


def _shoulder(
    pen: Pen, joints: Points, wide: float, cloth: Cloth, light: Light, side: int
) -> None:
    """Round the top of a sleeve."""
    x, y = joints[0]
    pen.fill(oval(x, y, wide / 2), cloth.base if side * light[0] > 0 else cloth.shade)
    a = np.linspace(-2.2, 0.35, 14) if side > 0 else np.linspace(-0.94, -3.49, 14)
    arc = np.stack([x + (wide / 2 + 2) * np.cos(a), y + (wide / 2 + 2) * np.sin(a)], 1)
    pen.ink(arc, 4.4, cloth.ink, taper="soft")


def _turned(joints: Points) -> float:
    dx, dy = joints[2] - joints[1]
    return math.degrees(math.atan2(dx, -dy))


def _cuff(
    pen: Pen, joints: Points, wide: float, look: Look, cloth: Cloth, script: Script
) -> None:
    tone = {"hoodie": cloth.shade, "sweater": cloth.shade, "coat": cloth.deep,
            "sailor": script.lit(look.cloth), "blazer": script.lit(WHITE)}.get(look.outfit)
    if tone is None:
        return
    x, y = joints[2]
    half = wide / 2 + 3
    with pen.at(x, y, degrees=_turned(joints)):
        pen.fill(box(-half, -4, half, 18, 5), cloth.ink)
        pen.fill(box(-half + 3, -1, half - 3, 15, 4), tone)
        if look.outfit in ("hoodie", "sweater"):
            ribs = [np.array([(u, 0.0), (u + 0.5, 7), (u, 14)])
                    for u in np.arange(-half + 8, half - 4, 7)]
            pen.hairlines(ribs, 1.6, cloth.ink, kind=1)


def _short(pen: Pen, joints: Points, cloth: Cloth, light: Light) -> None:
    """Draw a sleeve that ends above the elbow and stands off."""
    a, b = joints[0], joints[1]
    with pen.at(a[0], a[1], degrees=math.degrees(math.atan2(b[0] - a[0], a[1] - b[1]))):
        edge = spline([(-30, 22), (-38, -10), (-41, -70), (-37, -116), (0, -122), (37, -116),
                       (41, -70), (38, -10), (30, 22)], steps=4)
        shape = path(edge)
        pen.fill(shape, cloth.base)
        turn = 1 if (b[1] - a[1]) * light[0] > 0 else -1
        with pen.clip(shape):
            pen.fill(polygon([(6 * turn, 40), (14 * turn, -50), (2 * turn, -130),
                              (70 * turn, -130), (70 * turn, 40)]), cloth.shade)
        pen.ink(spline([(-34, -96), (-8, -88), (6, -104)]), 3, cloth.ink, taper="end")
        pen.ink(spline([(36, -60), (14, -66), (2, -52)]), 3, cloth.ink, taper="end")
        pen.contour(edge, 4.4, cloth.ink, closed=False)


def _wing(
    pen: Pen, joints: Points, cloth: Cloth, lining: Cloth, light: Light, dice: Dice
) -> None:
    """Hang the sleeve of a kimono from the forearm."""
    elbow, wrist = joints[1], joints[2]
    drop = 150 + dice.uniform(-12, 30)
    side = 1 if wrist[0] >= elbow[0] else -1
    low = np.array([side * 8.0, drop])
    edge = spline([elbow + [0, -30], (elbow + wrist) / 2 + [0, -26], wrist + [side * 12, -24],
                   wrist + [side * 20, 30], wrist + low, (elbow + wrist) / 2 + low + [0, 16],
                   elbow + low * 0.75, elbow + [-side * 16, 40]], closed=True)
    shape = path(edge)
    pen.fill(shape, cloth.base)
    with pen.clip(shape):
        pen.fill(path(spline([elbow + [-40 * side, 40], (elbow + wrist) / 2 + [0, 64], wrist + [0,
                60], wrist + [40 * side, 240], elbow + [-40 * side, 240]], closed=True)),
                 cloth.shade)
        pen.ink(spline([wrist + [side * 16, -30], wrist + [side * 20, 40], wrist + low]), 18,
                lining.base, taper="none", noted=False)
        for share in (0.3, 0.62):
            top = elbow + (wrist - elbow) * share
            pen.ink(spline([top + [0, -8], top + [side * 6, 50], top + [0, drop * 0.85]]), 3.4,
                    cloth.ink, taper="end")
    pen.contour(edge, 4.4, cloth.ink, light=light)


def _hand(
    pen: Pen, look: Look, arm: Arm, joints: Points, side: int, script: Script, light: Light,
    dice: Dice,
) -> None:
    x, y = joints[2]
    with pen.at(x, y, degrees=_turned(joints)):
        if arm.prop == "sword":
            _sword(pen, script, look)
        draw_hand(pen, skin_of(look.skin, script), light, arm.hand, side=side)
        if arm.prop in ("phone", "book"):
            _carried(pen, arm.prop, script, look, side)


def _sword(pen: Pen, script: Script, look: Look) -> None:
    steel = cloth_of(rgb("cdd4e2"), script)
    with pen.at(0, -36, degrees=-78):
        blade = np.array([(-13, -40), (-11, -420), (0, -470), (11, -420), (13, -40)], float)
        pen.fill(polygon(blade), steel.base)
        pen.fill(polygon([(0, -40), (0, -470), (11, -420), (13, -40)]), steel.shade)
        pen.ink(np.linspace((-5, -60), (-4, -400), 9), 4, WHITE, noted=False)
        pen.ink(blade, 3.8, steel.ink, taper="none")
        pen.fill(box(-48, -48, 48, -34, 6), script.lit(look.trim))
        pen.fill(box(-9, -36, 9, 66, 5), script.shade(script.lit(rgb("5a3a30"))))


def _carried(pen: Pen, what: str, script: Script, look: Look, side: int) -> None:
    own = cloth_of(look.trim if what == "book" else rgb("3a3f4c"), script)
    wide, tall = (74.0, 104.0) if what == "book" else (44.0, 86.0)
    with pen.at(-side * 10, -70, degrees=side * 28):
        pen.fill(box(-wide / 2 - 3, -tall / 2 - 3, wide / 2 + 3, tall / 2 + 3, 8), own.ink)
        pen.fill(box(-wide / 2, -tall / 2, wide / 2, tall / 2, 6), own.base)
        pen.fill(polygon([(-wide / 2, -tall / 2), (0, -tall / 2), (-wide / 2, tall / 2)]),
                 own.gleam, 0.5)
    skin = skin_of(look.skin, script)
    for k in range(3):
        at = np.array([side * (6.0 - 4 * k), -40.0 - 17 * k])
        pen.ink(np.stack([at, at + [-side * 12, -4], at + [-side * 26, -4]]), 21, skin.ink,
                taper="none", noted=False)
        pen.ink(np.stack([at, at + [-side * 12, -4], at + [-side * 24, -4]]), 14, skin.base,
                taper="none", noted=False)
