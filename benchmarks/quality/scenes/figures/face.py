"""The faces of characters: contour, ears, nose, mouth, blush and the shading of skin."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import Path, Points, oval, path, points, spline
from benchmarks.quality.scenes.figures.eyes import draw_brow, draw_eye
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, radial

_FRONT = points(
    (-93, -70), (-97, -15), (-93, 38), (-76, 82), (-43, 114), (-12, 130), (12, 130), (43, 114),
    (76, 82), (93, 38), (97, -15), (93, -70),
)
_TURNED = points(
    (-100, -70), (-100, -12), (-90, 42), (-63, 86), (-16, 119), (25, 134), (42, 131), (60, 112),
    (76, 80), (86, 44), (78, 0), (82, -62),
)
"""A face that looks to the right by three quarters: brow, socket and cheek make its far edge."""


def contour(look: Look, yaw: float, nod: float = 0.0) -> Points:
    """Return the face from temple to temple by way of the chin; nod is 1 where it looks down."""
    k = abs(yaw)
    knots = _FRONT * (1 - k) + _TURNED * k
    if look.broad:
        knots = knots * [0.97, 1.0]
        knots[4:8, 1] += 8
        knots[3:9, 0] *= 1.04
    knots = knots + [0, 6 * nod] * np.clip((knots[:, 1:] - 20) / 110, 0, 1)
    knots = knots * np.where(knots[:, 1:] > 60, [1 - 0.06 * nod, 1], [1, 1])
    return spline(knots if yaw >= 0 else knots[::-1] * [-1, 1], steps=6)


def features(look: Look, pose: Pose) -> tuple[list[tuple[int, float, float, float]], float, float]:
    """Return the eyes (side, x, y, squeeze), and where the middle of nose and mouth is."""
    k, sign = abs(pose.yaw), 1 if pose.yaw >= 0 else -1
    y = 18.0 + 15 * pose.nod
    apart = 45 if not look.broad else 43
    far = (sign, sign * (apart + 5 * k), y, 1 - 0.26 * k)
    near = (-sign, -sign * (apart - 27 * k), y, 1 - 0.02 * k)
    return [near, far], sign * 43 * k, sign * 33 * k


def draw_face(
    pen: Pen, look: Look, pose: Pose, script: Script, light: tuple[float, float], fringe: Path
) -> None:
    """Draw skin, ears and features, with the fringe's shadow; hair comes behind and before it."""
    skin = script.lit(look.skin)
    shade = script.shade(skin, 0.8)
    ink = script.line(skin, 0.5)
    edge = contour(look, pose.yaw, pose.nod)
    _ears(pen, pose, skin, shade, ink)
    head = path(np.concatenate([edge, spline([edge[-1], (60, -128), (-60, -128), edge[0]])[1:-1]]))
    pen.fill(head, skin)
    eyes, nose_x, mouth_x = features(look, pose)
    nod = 14 * pose.nod
    with pen.clip(head):
        # The side away from the light, with a hard edge that follows the cheek.
        turn = -1 if light[0] > 0 else 1
        start = edge if turn < 0 else edge[::-1]
        inner = spline([start[0] * [0.62, 1], start[10] * [0.8, 1], start[22] * [0.78, 0.96],
                        start[34] * [0.9, 0.985]])
        pen.fill(path(np.concatenate([start[:36], inner[::-1]])), shade, 0.9)
        if pose.blush:
            for side, x, y, squeeze in eyes:
                at = (x + side * 6, y + 45)
                tint = mix(rgb("ff6f6f"), skin, 0.15)
                pen.fill(oval(*at, 26 * squeeze, 14), alpha=0.55 * pose.blush,
                         shader=radial(at, 25, ((0, tint, 0.9), (1, tint, 0.0))))
                if pose.blush > 0.6:
                    lines = [np.linspace((at[0] + d + 3, at[1] - 5), (at[0] + d - 3, at[1] + 6), 4)
                             for d in (-10 * squeeze, 0, 10 * squeeze)]
                    for line in lines:
                        pen.ink(line, 1.6, mix(tint, ink, 0.35), alpha=0.75)
        # Warmth over cheeks and nose, soft; the fringe's shadow, a little lower than it.
        warm = mix(skin, script.lit(rgb("f08a6a")), 0.55)
        pen.fill(head, alpha=0.5, shader=radial((mouth_x, 58 + nod), 62, ((0, warm, 0.45),
                                                                          (1, warm, 0))))
        with pen.at(-5 * light[0], 13):
            pen.fill(fringe, script.shade(skin, 0.95), 0.85)
    _nose(pen, look, nose_x, 64 + nod, pose.yaw, light, (shade, ink, mix(skin, WHITE, 0.6)))
    _mouth(pen, pose, script, mouth_x, 94 + nod * 0.75, ink)
    pen.contour(edge, 4.4, ink, light=light, closed=False)
    for side, x, y, squeeze in eyes:
        draw_eye(pen, look, pose, script, x=x, y=y, side=side, squeeze=squeeze)


def draw_brows(pen: Pen, look: Look, pose: Pose, script: Script) -> None:
    """Draw the brows, over the fringe."""
    for side, x, y, squeeze in features(look, pose)[0]:
        draw_brow(pen, look, pose, script, x=x, y=y, side=side, squeeze=squeeze)


def _ears(pen: Pen, pose: Pose, skin: Colour, shade: Colour, ink: Colour) -> None:
    for side in (-1, 1):
        k = side * pose.yaw
        if k > 0.35:
            continue  # Behind the cheek.
        x = side * (94 + 26 * min(0.0, k))
        ear = spline([(x - side * 6, -14), (x + side * 12, -24), (x + side * 19, -2),
                      (x + side * 10, 26), (x - side * 4, 40)])
        pen.fill(path(ear), skin)
        inner = spline([(x + side * 2, -8), (x + side * 11, -8), (x + side * 7, 14)])
        pen.fill(path(inner), shade)
        pen.ink(ear, 3.6, ink, taper="soft")
        pen.ink(inner, 2.0, ink)


def _nose(
    pen: Pen, look: Look, x: float, y: float, yaw: float, light: tuple[float, float],
    tones: tuple[Colour, Colour, Colour],
) -> None:
    shade, ink, gleam = tones
    side = 1 if yaw >= 0 else -1
    if abs(yaw) > 0.45:
        bridge = spline([(x - side * 5, y - 26), (x + side * 5, y - 4), (x - side * 1, y + 4)])
        pen.ink(bridge, 2.6, ink, taper="start")
        drop = spline([(x + side * 3, y - 6), (x - side * 8, y + 3), (x, y + 5)])
        pen.fill(path(drop), shade)
    else:
        away = -1 if light[0] > 0 else 1
        wedge = spline([(x + away, y - 10), (x + away * 8, y + 2), (x - away * 2, y + 5)])
        pen.fill(path(wedge), shade)
        pen.ink(spline([(x - 4, y + 4), (x, y + 6), (x + 5, y + 3)]), 2.4, ink)
        if look.broad:
            line = spline([(x + away * 7, y - 34), (x + away * 5, y - 14), (x + away * 8, y)])
            pen.ink(line, 2.2, ink)
    pen.fill(oval(x + side * 1.5, y - 5, 2.2, 1.8), gleam, 0.8)


def _mouth(pen: Pen, pose: Pose, script: Script, x: float, y: float, ink: Colour) -> None:
    narrow = 1 - 0.25 * abs(pose.yaw)
    inside, tongue = script.lit(rgb("8c2f38")), script.lit(rgb("e0727a"))
    with pen.at(x, y):
        if pose.mouth in ("open", "shout"):
            w, h = (22.0, 18.0) if pose.mouth == "open" else (20.0, 27.0)
            w *= narrow
            upper = spline([(-w, -2), (-w * 0.4, -5), (w * 0.4, -5), (w, -2)])
            lower = spline([(w, -2), (w * 0.75, h * 0.6), (0, h), (-w * 0.75, h * 0.6), (-w, -2)])
            shape = path(np.concatenate([upper, lower[1:]]))
            pen.fill(shape, inside)
            with pen.clip(shape):
                pen.fill(oval(0, h, w * 0.7, h * 0.5), tongue)
                pen.fill(oval(0, -6, w * 0.85, 5.5), script.lit(WHITE))
            pen.ink(upper, 3.2, ink, taper="soft")
            pen.ink(lower, 2.8, ink, taper="soft")
            return
        w = {"calm": 16.0, "smile": 24.0, "small": 10.0, "frown": 17.0}[pose.mouth] * narrow
        bend = {"calm": 0.5, "smile": 7.0, "small": 1.5, "frown": -5.0}[pose.mouth]
        pen.ink(spline([(-w, -bend * 0.5), (-w * 0.3, bend * 0.6), (w * 0.35, bend * 0.6),
                        (w, -bend * 0.6)]), 3.2, ink, taper="soft")
        pen.ink(spline([(-4, 11), (0, 12.5), (5, 11)]), 1.8, ink, alpha=0.55)
