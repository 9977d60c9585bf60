"""The figures of scenes: busts with clothes, and whole ones for long shots and crowds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np

from benchmarks.quality.scenes import curves
from benchmarks.quality.scenes.curves import Points, bezier, box, path, ribbon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures import clothes, hair
from benchmarks.quality.scenes.figures import stance as stances
from benchmarks.quality.scenes.figures.arms import draw_arms
from benchmarks.quality.scenes.figures.cloth import Light
from benchmarks.quality.scenes.figures.extras import draw_extra
from benchmarks.quality.scenes.figures.face import draw_brows, draw_face
from benchmarks.quality.scenes.figures.legs import all_joints, draw_legs
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.figures.profile import (
    draw_profile,
    draw_profile_back,
    profile_crown,
)
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
    if rim:
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
    """Draw the light from behind along one side of head and shoulder, and its bloom."""
    side = 1 if light[0] > 0 else -1
    crown = profile_crown(look, pose) if pose.side_on else hair.crown_edge(look, pose.yaw)
    edge = crown[: len(crown) // 2] if side < 0 else crown[len(crown) // 2 :]
    shoulder = clothes.shoulder_line(look, pose, side)
    for line, width, taper in ((edge + [-4.0 * side, 5.0], 9.0, "both"), (shoulder, 6.0, "both")):
        bloom = ribbon(line, curves.taper(len(line), taper) * width * 3.2)
        pen.fill(path(bloom), script.rim, 0.4, blur=11)
        pen.ink(line, width, script.rim, taper=taper, alpha=0.9, noted=False)


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
    low = {"long": 420.0, "bob": 165.0, "curtain": 180.0, "short": 140.0, "spiky": 130.0}.get(
        look.hair_style, 122.0)
    tied = look.hair_style in ("ponytail", "twintails")
    if look.hair_style == "spiky":
        for i in range(9):
            d = style.child(f"spike{i}")
            a = np.pi * (1.02 + 0.96 * i / 8) + d.around(0, 0.05)
            c, s = float(np.cos(a)), float(np.sin(a))
            hair.lock(pen, bezier((60 * c, -40 + 60 * s), (120 * c, -40 + 120 * s), (130 * c,
                      -44 + 130 * s), (176 * c + 10, -40 + 170 * s)), d.uniform(56, 74), colours,
                      light, dice=d, root=0.7, tone_count=look.tones)
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
    if tied:
        for side in (-1, 1) if look.hair_style == "twintails" else (0,):
            _tail_behind(pen, look, script, colours, light, style.child(f"tail{side}"), side)


def _tail_behind(
    pen: Pen, look: Look, script: Script, colours: hair.Tones, light: Light, dice: Dice, side: int
) -> None:
    """Draw tied hair that hangs before a back: in the middle, or at a side."""
    root = np.array([side * 92.0, -74.0 if side else -60.0])
    for i in (0, 4, 1, 3, 2):
        d = dice.child(i)
        out = (i - 2) * 34.0 + side * 60
        fall = d.uniform(280, 350) - 24 * abs(i - 2)
        spine = bezier(root, root + [out * 0.9 + side * 30, -30], root + [out * 1.2, fall * 0.5],
                       root + [out * 0.7, fall], 20)
        hair.lock(pen, spine, d.uniform(48, 64), colours, light, dice=d, root=0.35,
                  tone_count=look.tones)
    pen.fill(path(spline(np.array([(-24, -12), (0, -18), (24, -12), (22, 10), (0, 15), (-22, 10)])
                         + root, closed=True)), script.line(script.lit(look.trim), 0.6))
    pen.fill(path(spline(np.array([(-19, -8), (0, -13), (19, -8), (17, 6), (0, 10), (-17, 6)])
                         + root, closed=True)), script.lit(look.trim))
