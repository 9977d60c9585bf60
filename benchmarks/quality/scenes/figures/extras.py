"""The things on heads: glasses, hairpins, headphones, earrings."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import box, oval, path, ring, spline
from benchmarks.quality.scenes.figures.face import features
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import WHITE, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen

Light = tuple[float, float]


def draw_extra(pen: Pen, look: Look, pose: Pose, script: Script, light: Light) -> None:
    """Draw what a character has on the head; over the face and the hair."""
    if look.extra == "glasses":
        _glasses(pen, look, pose, script)
    elif look.extra == "hairpin":
        _hairpin(pen, look, pose, script)
    elif look.extra == "headphones":
        _headphones(pen, look, pose, script, light)
    elif look.extra == "earrings":
        for side in (-1, 1):
            if side * pose.yaw < 0.35:
                x = side * (98 + 26 * min(0.0, side * pose.yaw))
                pen.fill(oval(x, 50, 5, 8), script.lit(rgb("e8c050")))
                pen.fill(oval(x - 1, 47, 1.8, 2.6), WHITE)


def _glasses(pen: Pen, look: Look, pose: Pose, script: Script) -> None:
    frame = script.line(script.lit(look.trim), 0.55)
    eyes, nose_x, _ = features(look, pose)
    inner = []
    for side, x, y, squeeze in eyes:
        wide, tall = 38 * squeeze, 31.0
        lens = spline(np.array([(-1, -0.55), (0, -0.86), (1, -0.6), (0.92, 0.5), (0, 0.96),
                                (-0.92, 0.5)]) * [side * wide, tall] + [x, y + 4], closed=True)
        shape = path(lens)
        pen.fill(shape, WHITE, 0.10)
        with pen.clip(shape):
            glint = np.array([(x - 30, y - 30), (x - 8, y - 30), (x - 26, y + 34),
                              (x - 44, y + 34)])
            pen.fill(path(np.concatenate([glint, glint[:1]])), WHITE, 0.32)
        pen.stroke(lens, np.full(len(lens), 4.2) * pen.weight, frame, closed=True)
        inner.append((x - side * wide * 0.97, y - 4))
        if side * pose.yaw < 0.3:
            arm = np.array([(x + side * wide, y - 8), (x + side * (wide + 16), y - 10),
                            (side * 99.0, y - 8)])
            pen.ink(arm, 3.6, frame, taper="none")
    (x0, y0), (x1, y1) = inner
    bridge = spline([(x0, y0), ((x0 + x1) / 2 + 0.1 * nose_x, y0 - 6), (x1, y1)])
    pen.ink(bridge, 3.8, frame, taper="none")


def _hairpin(pen: Pen, look: Look, pose: Pose, script: Script) -> None:
    side = 1 if look.part < 0 else -1
    x, y = side * 62 + 10 * pose.yaw, -72.0
    for k in range(2):
        bar = np.array([(x - side * 16, y + 14 * k + 5), (x + side * 20, y + 14 * k - 6)])
        pen.ink(bar, 9, script.line(script.lit(look.trim), 0.7), taper="none")
        pen.ink(bar, 5.5, script.lit(look.trim), taper="none", noted=False)


def _headphones(pen: Pen, look: Look, pose: Pose, script: Script, light: Light) -> None:
    base = script.lit(mix(look.trim, WHITE, 0.15))
    ink = script.line(base, 0.7)
    lift = look.volume
    band = spline([(-112 * lift, 0), (-104 * lift, -96), (-12 * pose.yaw, -160 * lift),
                   (104 * lift, -96), (112 * lift, 0)])
    pen.ink(band, 21, ink, taper="none", noted=False)
    pen.ink(band, 14, base, taper="none", noted=False)
    pen.ink(band + [-3 * light[0], -3], 3, script.glint(base, 0.6), taper="both", noted=False)
    for side in (-1, 1):
        # The cup beyond the cheek is seen from its edge.
        half = 22.0 - 11 * max(0.0, side * pose.yaw)
        x = side * 112 * lift - side * 14 * max(0.0, -side * pose.yaw)
        pen.fill(box(x - half, -14, x + half, 56, min(18, half)),
                 base if side * light[0] > 0 else script.shade(base))
        edge = np.array([(-1, 20), (-0.8, -10), (0.8, -10), (1, 20), (0.8, 52), (-0.8, 52)])
        pen.contour(spline(edge * [half, 1] + [x, 0], closed=True), 4, ink, light=light)
        if half < 16:
            continue
        pen.stroke(ring(x, 21, 12, 20), np.full(20, 3.0) * pen.weight, ink, closed=True)
