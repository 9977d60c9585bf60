"""The figures of scenes: busts with clothes, and whole ones for long shots and crowds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np

from benchmarks.quality.scenes.curves import Points, bezier, box, path, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures import clothes, hair
from benchmarks.quality.scenes.figures import stance as stances
from benchmarks.quality.scenes.figures.arms import draw_arms
from benchmarks.quality.scenes.figures.cloth import Light
from benchmarks.quality.scenes.figures.extras import draw_extra
from benchmarks.quality.scenes.figures.face import draw_brows, draw_face
from benchmarks.quality.scenes.figures.legs import all_joints, draw_legs
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.figures.profile import draw_profile, draw_profile_back
from benchmarks.quality.scenes.figures.stance import Stance
from benchmarks.quality.scenes.palette import Script
from benchmarks.quality.scenes.pen import Pen


def draw_bust(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice, *,
    rim: bool = False, lively: float = 0.0,
) -> None:
    """Draw head and shoulders; a head's half width is 100, its middle the origin.

    Lively is the share of the cases in which the arms do something.
    """
    style = dice.child("hair")
    stance = stances.Stance(stances.gesture(dice.child("arms"), lively=lively),
                            (stances.Leg(3, 1), stances.Leg(3, 1)))
    draw_back_hair(pen, look, pose, script, light, style)
    _upper_body(pen, look, pose, stance, script, light, dice)
    draw_head(pen, look, pose, script, light, style)
    draw_arms(pen, look, pose, stance, script, light, dice.child("arms"), when="over")
    if rim and not pose.side_on:
        _rim(pen, look, pose, script, light)


def draw_head(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, style: Dice
) -> None:
    """Draw the face and the hair before it."""
    if pose.side_on:
        draw_profile(pen, look, pose, script, light, style)
        return
    draw_face(pen, look, pose, script, light, hair.fringe_shape(look, pose, style))
    hair.draw_front(pen, look, pose, script, light, style)
    draw_brows(pen, look, pose, script)
    draw_extra(pen, look, pose, script, light)


def draw_back_hair(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, style: Dice
) -> None:
    """Draw the hair behind neck and shoulders."""
    (draw_profile_back if pose.side_on else hair.draw_back)(pen, look, pose, script, light, style)


def _rim(pen: Pen, look: Look, pose: Pose, script: Script, light: Light) -> None:
    """Draw the light from behind along one side of head and shoulder."""
    side = 1 if light[0] > 0 else -1
    crown = hair.crown_edge(look, pose.yaw)
    edge = crown[: len(crown) // 2] if side < 0 else crown[len(crown) // 2 :]
    pen.ink(edge + [-4.0 * side, 5.0], 9.0, script.rim, alpha=0.9, noted=False)
    shoulder = clothes.shoulder_line(look, pose, side)
    pen.ink(shoulder, 6.0, script.rim, taper="both", alpha=0.85, noted=False)


def _upper_body(
    pen: Pen, look: Look, pose: Pose, stance: Stance, script: Script, light: Light, dice: Dice, *,
    whole: bool = False,
) -> None:
    arms = dice.child("arms")
    draw_arms(pen, look, pose, stance, script, light, arms, when="behind")
    clothes.draw_torso(pen, look, pose, script, light, dice.child("clothes"), whole=whole)
    draw_arms(pen, look, pose, stance, script, light, arms, when="before")


def draw_standing(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice, stance: Stance
) -> None:
    """Draw a whole figure in a head's units; the soles are 1244 below the origin.

    The trunk turns about the waist, the head stays nearly upright over the neck.
    """
    style = dice.child("hair")
    low = max(float(joints[2][1]) for joints in all_joints(look, stance)) + 50
    tilt = stance.lean - 0.6 * stance.hips
    with pen.at(0, stances.SOLE - low - stance.lift):
        with turned(pen, tilt, 0, 540), turned(pen, -0.7 * tilt, 0, 150):
            draw_back_hair(pen, look, pose, script, light, style)
        draw_legs(pen, look, stance, script, light, dice.child("legs"))
        with turned(pen, tilt, 0, 540):
            _upper_body(pen, look, pose, stance, script, light, dice, whole=True)
            with turned(pen, -0.7 * tilt, 0, 150):
                draw_head(pen, look, pose, script, light, style)
            draw_arms(pen, look, pose, stance, script, light, dice.child("arms"), when="over")


@contextlib.contextmanager
def turned(pen: Pen, degrees: float, x: float, y: float) -> Iterator[None]:
    """Turn about a place."""
    with pen.at(x, y, degrees=degrees), pen.at(-x, -y):
        yield


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
