"""The raised hands of characters: sleeve, palm, fingers and thumb, in a few gestures.

In a head's units: its half width is 100, and a hand about as long as a face is from brow to chin.
"""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Points, path, ribbon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.look import Look
from benchmarks.quality.scenes.palette import WHITE, Script, mix
from benchmarks.quality.scenes.pen import Pen

Light = tuple[float, float]

_GESTURES: dict[str, tuple[tuple[float, float, float], ...]] = {
    # Of the four fingers from the one beside the thumb: angle, length, bend (degrees).
    "open": ((-16, 78, 4), (-5, 86, 2), (6, 80, -3), (18, 66, -8)),
    "point": ((-4, 84, 2), (4, 34, 100), (12, 32, 100), (20, 28, 100)),
    "peace": ((-12, 84, 3), (8, 86, -3), (14, 32, 100), (22, 28, 100)),
    "loose": ((-10, 70, 38), (0, 74, 46), (10, 66, 54), (20, 54, 60)),
}


def _finger(root: Points, degrees: float, length: float, bend: float) -> Points:
    """Return a finger's middle line from its knuckle; zero degrees points up."""
    at, out, angle = root, [root], math.radians(degrees)
    for share in (0.45, 0.32, 0.23):
        at = at + length * share * np.array([math.sin(angle), -math.cos(angle)])
        out.append(at)
        angle += math.radians(bend) * 0.6
    return spline(np.array(out), steps=5)


def draw_hand(
    pen: Pen, look: Look, script: Script, light: Light, dice: Dice, x: float, y: float, *,
    side: int = 1, degrees: float = 0.0,
) -> None:
    """Draw a raised hand whose palm's middle is at a place, with the arm that comes from below.

    Side is 1 where the thumb is to the left; the arm leaves at the opposite side.
    """
    skin = script.lit(look.skin)
    shade, ink = script.shade(skin, 0.9), script.line(skin, 0.5)
    cloth = script.lit(mix(look.cloth, WHITE, 0.05))
    gesture = _GESTURES[dice.pick(tuple(_GESTURES))]
    with pen.at(x, y, 1.0, degrees, flip=side < 0):
        sleeve = spline([(-40, 104), (-52, 230), (-6, 520), (116, 520), (78, 230), (44, 104)])
        shape = path(sleeve)
        pen.fill(shape, cloth)
        with pen.clip(shape):
            pen.fill(path(sleeve + [58, 10]), script.shade(cloth))
            for level in (150.0, 220.0, 300.0):
                fold = spline([(-70, level - 24), (0, level + dice.uniform(-6, 14)),
                               (70, level - 34)])
                pen.ink(fold, 4, script.line(cloth, 0.6), taper="start")
        left = spline([(-26, 116), (-27, 80), (-33, 44)])
        right = spline([(31, 40), (29, 80), (30, 116)])
        wrist = path(np.concatenate([left, right]))
        pen.fill(wrist, skin)
        with pen.clip(wrist):
            pen.fill(path(np.concatenate([left + [36, 0], right + [20, 0]])), shade)
        for edge in (left, right):
            pen.ink(edge, 3.6, ink, taper="none")
        pen.contour(sleeve, 4.6, script.line(cloth, 0.65), light=light, closed=False)
        cuff = spline([(-46, 106), (0, 118), (50, 104)])
        pen.ink(cuff, 22, script.line(cloth, 0.65), taper="none", noted=False)
        pen.ink(cuff, 14, script.shade(cloth, 0.3), taper="none", noted=False)
        knuckles = ((-26.0, -34.0), (-8, -42), (11, -39), (28, -28))
        for k in (3, 2, 1, 0):
            _draw_finger(pen, _finger(np.array(knuckles[k]), *gesture[k]), 25 - 1.8 * k,
                         (skin, shade, ink))
        palm = spline([(-34, 40), (-38, 0), (-34, -34), (-8, -46), (14, -42), (36, -28), (36, 10),
                       (28, 60), (-26, 62)], closed=True)
        shape = path(palm)
        pen.fill(shape, skin)
        with pen.clip(shape):
            pen.fill(path(palm + [46, 26]), shade)
        pen.ink(palm[29:44], 3.6, ink, taper="soft")
        pen.ink(palm[1:10], 3.6, ink, taper="soft")
        pen.ink(spline([(-16, 44), (-12, 12), (12, -6)]), 2.6, ink, taper="end")
        pen.ink(spline([(-22, -18), (4, -20), (28, -8)]), 2.2, ink, taper="both")
        folded = gesture[1][2] > 90
        thumb = (_finger(np.array([-32.0, 24]), 40, 66, 24) if folded
                 else _finger(np.array([-30.0, 26]), -52, 66, 26))
        _draw_finger(pen, thumb, 23, (skin, shade, ink))


def _draw_finger(
    pen: Pen, middle: Points, width: float, tones: tuple[tuple[float, float, float], ...]
) -> None:
    skin, shade, ink = tones
    t = np.linspace(0, 1, len(middle))
    widths = width * (1 - 0.2 * t) * np.minimum(1, np.sqrt(np.maximum(0.02, (1 - t) * 7)))
    outline = ribbon(middle, widths)
    shape = path(outline)
    pen.fill(shape, skin)
    n = len(middle)
    with pen.clip(shape):
        pen.fill(path(np.concatenate([middle + [width * 0.22, 0],
                                      (outline[n:] + [width * 0.4, 0])])), shade, 0.9)
    pen.stroke(outline[1:-1], np.full(2 * n - 2, 3.4) * pen.weight, ink)
