"""The raised hands of characters: sleeve, palm, fingers and thumb, in a few gestures.

In a head's units: its half width is 100, and a hand about as long as a face is from brow to chin.
"""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Points, path, ribbon, spline
from benchmarks.quality.scenes.figures.cloth import Cloth, Light
from benchmarks.quality.scenes.pen import Pen

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


def draw_hand(pen: Pen, skin: Cloth, light: Light, kind: str, *, side: int = 1) -> None:
    """Draw a hand whose wrist is the origin and which points up.

    Side is 1 where the thumb is to the left. Kind is 'relaxed', 'fist', or one of the gestures.
    """
    if kind == "relaxed":
        with pen.at(0, 0, 1.12):
            _relaxed(pen, skin, side)
    elif kind == "fist" or pen.detail < 0.3:
        with pen.at(0, 0, 1.14):
            _fist(pen, skin, side)
    else:
        with pen.at(0, -50, 0.72, flip=side < 0):
            _palm(pen, skin, _GESTURES[kind])


def _relaxed(pen: Pen, skin: Cloth, side: int) -> None:
    """Draw a hand seen from its edge, the fingers together and a little bent."""
    with pen.at(0, 0, flip=side < 0):
        thumb = spline([(-10, -6), (-27, -26), (-27, -52), (-17, -56), (-9, -34)])
        edge = spline([(-16, 6), (-20, -22), (-19, -46), (-14, -78), (-2, -92), (9, -84), (18, -54),
                       (20, -24), (16, 6)], steps=5)
        shape = path(edge)
        pen.fill(shape, skin.base)
        with pen.clip(shape):
            pen.fill(path(edge + [17, 4]), skin.shade)
        pen.ink(edge, 3.8, skin.ink, taper="soft")
        if pen.detail > 0.3:
            for x, low in ((-6.0, -50.0), (3, -52), (11, -48)):
                pen.ink(spline([(x, low), (x + 1, low - 16), (x * 0.6 - 1, low - 34)]), 2.4,
                        skin.ink, taper="start")
        pen.fill(path(thumb), skin.base)
        pen.ink(thumb[:-4], 3.4, skin.ink, taper="soft")


def _fist(pen: Pen, skin: Cloth, side: int) -> None:
    with pen.at(0, 0, flip=side < 0):
        edge = spline([(-17, 6), (-24, -18), (-27, -44), (-18, -62), (4, -66), (25, -56), (28, -30),
                       (20, -8), (17, 6)], steps=5)
        shape = path(edge)
        pen.fill(shape, skin.base)
        with pen.clip(shape):
            pen.fill(path(edge + [20, 12]), skin.shade)
        pen.ink(edge, 3.8, skin.ink, taper="soft")
        for x in (-10.0, 3, 15):
            pen.ink(spline([(x, -62), (x + 2, -48), (x + 1, -34)]), 2.6, skin.ink, taper="end")
        thumb = spline([(-22, -14), (-14, -34), (4, -38), (9, -28), (-4, -20), (-12, -8)])
        pen.fill(path(thumb), skin.base)
        pen.ink(thumb, 3.2, skin.ink, taper="soft")


def _palm(pen: Pen, tones: Cloth, gesture: tuple[tuple[float, float, float], ...]) -> None:
    skin, shade, ink = tones.base, tones.shade, tones.ink
    wrist = path(np.concatenate([spline([(-27, 84), (-30, 60), (-33, 40)]),
                                 spline([(31, 40), (29, 60), (28, 84)])]))
    pen.fill(wrist, skin)
    for edge in ([(-27, 84), (-30, 60), (-34, 40)], [(28, 84), (29, 60), (31, 40)]):
        pen.ink(spline(edge), 4.4, ink, taper="soft")
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
    pen.ink(palm[29:44], 4.6, ink, taper="soft")
    pen.ink(palm[1:10], 4.6, ink, taper="soft")
    pen.ink(spline([(-16, 44), (-12, 12), (12, -6)]), 3.4, ink, taper="end")
    pen.ink(spline([(-22, -18), (4, -20), (28, -8)]), 3.0, ink, taper="both")
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
    pen.stroke(outline[1:-1], np.full(2 * n - 2, 4.4) * pen.weight, ink)
