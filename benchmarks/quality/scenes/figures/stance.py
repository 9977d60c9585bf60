"""The stances of bodies: a small skeleton of angles, from which joints follow.

Angles are in degrees; zero hangs straight down, and what is positive points away from the body's
middle. Lengths are in a head's units: its half width is 100, the soles are 1244 below its middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.quality.scenes.curves import Points
from benchmarks.quality.scenes.dice import Dice

UPPER_ARM, FOREARM, THIGH, SHIN = 196.0, 172.0, 296.0, 306.0
SOLE = 1244.0


@dataclass(frozen=True)
class Arm:
    """An arm: its angles, what the hand does, and whether it passes before the trunk."""

    upper: float
    fore: float
    hand: str = "relaxed"
    """'relaxed', 'fist', 'open', 'point', 'peace' or 'loose'."""
    before: bool = True
    prop: str = ""
    """'phone', 'book', 'sword', or '' for nothing."""


@dataclass(frozen=True)
class Leg:
    """A leg: its angles, and how much of it is seen where it points at us."""

    thigh: float
    shin: float
    seen: float = 1.0


@dataclass(frozen=True)
class Stance:
    """A body at one moment; of arms and legs the left one (of the picture) comes first."""

    arms: tuple[Arm, Arm]
    legs: tuple[Leg, Leg]
    lean: float = 0.0
    """How far the trunk leans to the right."""
    hips: float = 0.0
    """How far the pelvis is tilted; the shoulders tilt the other way."""
    lift: float = 0.0
    """How high the soles are above the ground."""
    stride: bool = False
    """Whether the legs swing in the picture's plane, to the right where angles are positive."""


_HANG = (Arm(9, 2), Arm(13, -6), Arm(7, 5), Arm(11, -14))
_GESTURES: dict[str, tuple[Arm, ...]] = {
    "hip": (Arm(43, -52, "fist", before=False),),
    "chest": (Arm(15, -146, "relaxed"),),
    "wave": (Arm(36, 168, "open"), Arm(52, 158, "peace")),
    "point": (Arm(64, 96, "point"),),
    "hold": (Arm(12, -122, "fist", prop="phone"), Arm(16, -112, "fist", prop="book")),
    "head": (Arm(128, -146, "relaxed", before=False),),
    "fist": (Arm(24, -158, "fist"), Arm(30, 170, "fist")),
}
_CROSSED = (Arm(17, -98, "relaxed"), Arm(17, -86, "relaxed"))
_CLASPED = (Arm(17, -130, "fist"), Arm(17, -130, "fist"))
_BEHIND = (Arm(20, -34, "relaxed", before=False), Arm(20, -34, "relaxed", before=False))

_STANDS = (
    # legs, hips, lean: the weight on one leg; level; apart; crossed at the ankles.
    ((Leg(-4, 3), Leg(13, 2)), 4.5, 1.0),
    ((Leg(3, 1), Leg(4, 0)), 1.0, 0.0),
    ((Leg(15, 10), Leg(15, 10)), 0.0, 0.0),
    ((Leg(-6, -9), Leg(6, -8)), 3.0, -1.0),
    ((Leg(-3, 2), Leg(20, -30, 0.94)), 5.0, 1.5),
)


def gesture(dice: Dice, *, lively: float = 0.5) -> tuple[Arm, Arm]:
    """Return two arms; lively is the share of the cases in which they do something."""
    hang = (dice.pick(_HANG), dice.pick(_HANG))
    if not dice.chance(lively):
        return hang
    both = dice.random()
    if both < 0.14:
        return _CROSSED
    if both < 0.24:
        return _CLASPED
    if both < 0.32:
        return _BEHIND
    arm = dice.pick(_GESTURES[dice.pick(tuple(_GESTURES))])
    arm = replace(arm, upper=arm.upper + dice.around(0, 3), fore=arm.fore + dice.around(0, 4))
    other = dice.pick(_GESTURES["hip"]) if dice.chance(0.25) else hang[1]
    return (arm, other) if dice.chance(0.5) else (other, arm)


def standing(dice: Dice) -> Stance:
    """Return one who stands, mostly with the weight on one leg."""
    legs, hips, lean = dice.pick(_STANDS)
    if dice.chance(0.5):
        legs, hips, lean = (legs[1], legs[0]), -hips, -lean
    return Stance(gesture(dice, lively=0.65), legs, lean + dice.around(0, 0.6), hips)


def walking(held: float, to: int, *, hurry: float = 0.0) -> Stance:
    """Return one who walks, or where hurry is 1 runs, to the right (1) or to the left (-1)."""
    phase = held * (5.6 + 5 * hurry)
    s, c = math.sin(phase), math.cos(phase)
    reach, bend = 21 + 26 * hurry, 16 + 62 * hurry
    legs = (
        Leg(to * reach * s, to * (reach * s - bend * max(0.0, c) - 6)),
        Leg(-to * reach * s, to * (-reach * s - bend * max(0.0, -c) - 6)),
    )
    swing = 22 + 26 * hurry
    elbow = 14 + 72 * hurry
    # Arms have their angles outward: the left one's are turned round.
    arms = (
        Arm(to * swing * s, to * (swing * s) - to * elbow, "fist" if hurry else "relaxed",
            before=to * s > 0),
        Arm(-to * swing * s, -to * swing * s + to * elbow, "fist" if hurry else "relaxed",
            before=to * s < 0),
    )
    return Stance(arms, legs, to * (2 + 11 * hurry), 0.0, 20 * hurry * abs(c), stride=True)


def leaping(dice: Dice) -> Stance:
    """Return one in the air."""
    to = dice.pick((-1, 1))
    legs = (Leg(to * 58, to * -34, 0.9), Leg(to * -22, to * -78))
    arms = (Arm(dice.uniform(96, 140), dice.uniform(100, 165), "open"),
            Arm(dice.uniform(30, 80), dice.uniform(60, 120), "fist", prop=dice.pick(("", "sword"))))
    return Stance(arms if to > 0 else arms[::-1], legs if dice.chance(0.5) else legs[::-1], to * 7,
                  0.0, dice.uniform(120, 260), stride=True)


def sitting(dice: Dice) -> Stance:
    """Return one who sits and faces us: the thighs point at us, the shins hang."""
    legs = (Leg(12, dice.uniform(-6, 4), 0.5), Leg(12, dice.uniform(-6, 4), 0.5))
    arms = (Arm(14, -22), Arm(14, -22)) if dice.chance(0.5) else gesture(dice, lively=1.0)
    return Stance(arms, legs, dice.around(0, 2))


def direction(degrees: float, side: int) -> Points:
    """Return the unit vector of an angle; side is what points away from the middle."""
    a = math.radians(degrees)
    return np.array([side * math.sin(a), math.cos(a)])


def arm_joints(arm: Arm, shoulder: Points, side: int) -> Points:
    """Return shoulder, elbow and wrist."""
    elbow = shoulder + UPPER_ARM * direction(arm.upper, side)
    return np.stack([shoulder, elbow, elbow + FOREARM * direction(arm.fore, side)])


def leg_joints(leg: Leg, hip: Points, side: int) -> Points:
    """Return hip, knee and ankle."""
    knee = hip + THIGH * leg.seen * direction(leg.thigh, side)
    return np.stack([hip, knee, knee + SHIN * direction(leg.shin, side)])
