"""The figures of scenes: busts with clothes, and whole ones for long shots and crowds."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import Points, bezier, box, path, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures import clothes, hair
from benchmarks.quality.scenes.figures.extras import draw_extra
from benchmarks.quality.scenes.figures.face import draw_brows, draw_face
from benchmarks.quality.scenes.figures.legs import draw_legs
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import Script
from benchmarks.quality.scenes.pen import Pen

Light = tuple[float, float]


def draw_bust(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice, *,
    rim: bool = False,
) -> None:
    """Draw head and shoulders; a head's half width is 100, its middle the origin."""
    style = dice.child("hair")
    hair.draw_back(pen, look, pose, script, light, style)
    clothes.draw_torso(pen, look, pose, script, light, dice.child("clothes"))
    draw_head(pen, look, pose, script, light, style)
    if rim:
        _rim(pen, look, pose, script, light)


def draw_head(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, style: Dice
) -> None:
    """Draw the face and the hair before it."""
    draw_face(pen, look, pose, script, light, hair.fringe_shape(look, pose, style))
    hair.draw_front(pen, look, pose, script, light, style)
    draw_brows(pen, look, pose, script)
    draw_extra(pen, look, pose, script, light)


def _rim(pen: Pen, look: Look, pose: Pose, script: Script, light: Light) -> None:
    """Draw the light from behind along one side of head and shoulder."""
    side = 1 if light[0] > 0 else -1
    crown = hair.crown_edge(look, pose.yaw)
    edge = crown[: len(crown) // 2] if side < 0 else crown[len(crown) // 2 :]
    pen.ink(edge + [-4.0 * side, 5.0], 9.0, script.rim, alpha=0.9, noted=False)
    shoulder = clothes.shoulder_line(look, pose, side)
    pen.ink(shoulder, 6.0, script.rim, taper="both", alpha=0.85, noted=False)


def draw_standing(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice, *,
    stride: float = 0.0,
) -> None:
    """Draw a whole figure in a head's units; the soles are about 1250 below its middle."""
    style = dice.child("hair")
    hair.draw_back(pen, look, pose, script, light, style)
    draw_legs(pen, look, script, light, stride)
    clothes.draw_torso(pen, look, pose, script, light, dice.child("clothes"), whole=True)
    draw_head(pen, look, pose, script, light, style)


def draw_from_behind(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    """Draw a back of a head with shoulders, for shots over them."""
    colours = hair.tones(look, script)
    clothes.draw_torso(pen, look, pose, script, light, dice.child("clothes"), back=True)
    style = dice.child("behind")
    skin = script.shade(script.lit(look.skin), 0.8)
    pen.fill(box(-36, 60, 36, 210), skin)
    for side in (-1, 1):
        pen.ink(np.array([(side * 36.0, 90), (side * 37, 150), (side * 44, 206)]), 3.6,
                script.line(skin, 0.5), taper="none")
    low = {"long": 420.0, "bob": 150.0, "curtain": 150.0}.get(look.hair_style, 112.0)
    mass: Points = spline([(-104, -20), (-98, -110), (0, -160), (98, -110), (104, -20), (88, 70),
                           (44, low * 0.8), (-44, low * 0.8), (-88, 70)], closed=True)
    pen.fill(path(mass), colours.base)
    order = (0, 8, 1, 7, 2, 6, 3, 5, 4)
    for i in order:
        d = style.child(i)
        a = (i / 8 - 0.5) * 2
        fall = low * (1 - 0.2 * a * a) + d.around(0, 9)
        spine = bezier((a * 18, -150), (a * 128, -120), (a * 118, low * 0.3),
                       (a * (74 if low < 120 else 104) + d.around(0, 8), fall), 20)
        hair.lock(pen, spine, d.uniform(44, 62), colours, light, dice=d, root=0.5,
                  tone_count=look.tones)
    pen.contour(mass[4:30], 5.0, colours.ink, light=light, closed=False)
