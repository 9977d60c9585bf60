"""The eyes of characters: lids, iris, highlights, lashes and brows."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import Points, oval, path, ribbon, spline
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import WHITE, Script, mix, shifted
from benchmarks.quality.scenes.pen import Pen, linear, radial

WIDTH, HEIGHT = 29.0, 31.0
"""Half an eye, of a head whose half width is 100."""


def draw_eye(
    pen: Pen, look: Look, pose: Pose, script: Script, *, x: float, y: float, side: int,
    squeeze: float,
) -> None:
    """Draw one eye; side is -1 where its outer corner is to the left, squeeze narrows it."""
    wide, tall = WIDTH * look.eye_size * squeeze, HEIGHT * look.eye_size
    if look.broad:
        tall *= 0.78
    tall *= {"wide": 1.1, "half": 0.95}.get(pose.eyes, 1.0)
    ink = script.line(script.lit(look.hair), 0.8)
    size = np.array([side * wide, tall])
    with pen.at(x, y, degrees=side * look.eye_tilt):
        if pose.eyes in ("closed", "smiling"):
            _shut(pen, size, pose.eyes == "smiling", ink)
            return
        drop = 0.62 if pose.eyes == "half" else 0.0
        upper = spline(
            [(-0.94, 0.12), (-0.74, -0.42 + drop * 0.7), (-0.2, -0.82 + drop),
             (0.46, -0.78 + drop), (0.98, -0.06 + drop * 0.4)]
        ) * size
        lower = spline([(0.98, -0.06 + drop * 0.4), (0.8, 0.6), (0.2, 0.9), (-0.5, 0.78),
                        (-0.94, 0.12)])
        lower = lower * size
        white = path(np.concatenate([upper, lower[1:]]))
        pen.fill(white, script.lit(mix(WHITE, look.skin, 0.08)))
        with pen.clip(white):
            _iris(pen, look, pose, script, side, size)
            # The lid's shadow on the ball.
            pen.fill(
                path(np.concatenate([upper, (upper + [0, 0.26 * tall])[::-1]])),
                script.shade(script.lit(look.skin), 1.6), 0.5,
            )
        _lashes(pen, upper, lower, size, ink)
        crease = spline([(-0.5, -1.02 + drop), (0.1, -1.32 + drop * 0.8),
                         (0.85, -0.86 + drop * 0.6)])
        pen.ink(crease * size, 1.9, script.line(script.lit(look.skin), 0.35))


def draw_brow(
    pen: Pen, look: Look, pose: Pose, script: Script, *, x: float, y: float, side: int,
    squeeze: float,
) -> None:
    """Draw a brow, in the hair's colour; it shows through the fringe."""
    wide = WIDTH * look.eye_size * squeeze
    inner = 7 * pose.brows
    curve = spline(
        [(-0.95 * side * wide, 1 + inner), (0.1 * side * wide, -8 - 1.5 * pose.brows),
         (1.15 * side * wide, 2 - 3 * pose.brows)]
    )
    colour = mix(script.line(script.lit(look.hair), 0.45), script.lit(look.hair), 0.25)
    with pen.at(x, y - HEIGHT * look.eye_size * (1.5 if not look.broad else 1.15)):
        pen.ink(curve, 6.5 if look.broad else 4.6, colour, taper="soft", alpha=0.92)


def _shut(pen: Pen, size: Points, smiling: bool, ink: tuple[float, float, float]) -> None:
    bend = -0.75 if smiling else 0.75
    curve = spline([(-0.95, 0.3), (-0.4, 0.3 + bend * 0.6), (0.25, 0.3 + bend * 0.7), (1.05, 0.2)])
    pen.ink(curve * size, 5.2, ink, taper="soft")
    for t in (0.68, 0.84):
        at = curve[int(t * len(curve))]
        tip = at + np.array([0.3, 0.16])
        pen.ink(np.linspace(at, tip, 5) * size, 2.8, ink, taper="end")


def _iris(pen: Pen, look: Look, pose: Pose, script: Script, side: int, size: Points) -> None:
    rx, ry = 0.7 * abs(size[0]), 0.93 * size[1]
    if pose.eyes == "wide":
        rx, ry = 0.86 * rx, 0.84 * ry
    if look.broad:
        ry *= 1.06
    x, y = pose.gaze[0] * 0.5 * abs(size[0]), pose.gaze[1] * size[1] + 0.02 * size[1]
    own = mix(look.eyes, script.lit(look.eyes), 0.55)
    dark, deep = shifted(own, value=0.38, saturation=1.15), shifted(own, value=0.2)
    bright = mix(shifted(own, value=1.35, saturation=0.8, hue=0.03), WHITE, 0.15)
    pen.fill(oval(x, y, rx, ry), deep)
    shape = oval(x, y, rx * 0.9, ry * 0.94)
    pen.fill(shape, shader=linear((x, y - ry), (x, y + ry), ((0, deep), (0.42, dark), (0.62, own),
                                                             (1, bright))))
    with pen.clip(shape):
        # A bowl of light below, with hard edges.
        pen.fill(oval(x, y + ry * 0.98, rx * 0.72, ry * 0.6), bright, 0.75)
        pen.fill(oval(x, y + ry * 0.62, rx * 0.62, ry * 0.42), own, 0.8)
        rays = [] if pen.detail < 0.5 else [np.linspace((x + 0.42 * rx * c, y + 0.3 * ry * s),
                                                        (x + 0.86 * rx * c, y + 0.88 * ry * s), 4)
                                            for c, s in ((np.cos(a), np.sin(a))
                                                         for a in np.linspace(0.2, 2.94, 12))]
        pen.hairlines(rays, 1.2, dark, alpha=0.5)
        # Light that comes through from the other side, soft; a ring round the pupil.
        pen.fill(oval(x, y, rx, ry), shader=radial((x + 0.25 * rx, y + 0.6 * ry), 0.8 * ry, (
            (0, mix(bright, WHITE, 0.35), 0.75), (0.6, bright, 0.2), (1, bright, 0))))
        pen.fill(oval(x, y - 0.02 * ry, rx * 0.47, ry * 0.49), dark, 0.8)
        pen.fill(oval(x, y - 0.02 * ry, rx * 0.38, ry * 0.4), deep)
        if pen.detail >= 0.9:
            # What is reflected above: a band of sky, paler than the iris, in the lid's shadow.
            band = spline([(x - 0.8 * rx, y - 0.3 * ry), (x, y - 0.62 * ry),
                           (x + 0.8 * rx, y - 0.3 * ry), (x, y - 0.5 * ry)], closed=True)
            pen.fill(path(band), mix(own, script.sky[1], 0.5), 0.55)
            for dx, dy, r in ((0.5, -0.2, 0.07), (-0.2, 0.66, 0.09), (-0.46, 0.3, 0.05)):
                pen.fill(oval(x + dx * rx, y + dy * ry, r * rx), mix(bright, WHITE, 0.7))
    glow = WHITE if not script.dark else mix(WHITE, script.rim, 0.35)
    pen.fill(oval(x - 0.36 * rx, y - 0.42 * ry, rx * 0.32, ry * 0.26), glow)
    pen.fill(oval(x + 0.42 * rx, y + 0.42 * ry, rx * 0.15, ry * 0.13), glow, 0.95)


def _lashes(
    pen: Pen, upper: Points, lower: Points, size: Points, ink: tuple[float, float, float]
) -> None:
    wide, tall = float(size[0]), float(size[1])
    flick = np.array([[1.22 * wide, upper[-1][1] - 0.1 * tall]])
    line = spline(np.concatenate([upper[::3], upper[-1:], flick]), steps=4)
    t = np.linspace(0, 1, len(line))
    widths = abs(wide) * (0.06 + 0.27 * np.sin(np.pi * np.minimum(1, t * 0.62)) ** 1.2)
    widths *= np.minimum(1, (1 - t) * 5) * np.minimum(1, t * 6)
    pen.stroke(line - [0, 0.04 * tall], widths, ink)
    if pen.detail < 0.5:
        return
    for at, reach, up in ((0.8, 0.34, 0.3), (0.9, 0.36, 0.06)):
        root = line[int(at * len(line))]
        tip = root + [reach * wide, -up * tall]
        base = path(ribbon(spline([root, (root + tip) / 2 + [0, 0.08 * tall], tip], steps=4),
                           abs(wide) * 0.16 * np.linspace(1, 0, 9)))
        pen.fill(base, ink)
    if pen.detail >= 0.9:
        for at, reach, up in ((0.34, 0.05, 0.2), (0.5, 0.13, 0.24), (0.66, 0.22, 0.24)):
            root = line[int(at * len(line))] - [0, 0.1 * tall]
            tip = root + [reach * wide, -up * tall]
            lash = spline([root - [0.05 * wide, 0], (root + tip) / 2 + [0.04 * wide, 0], tip],
                          steps=4)
            pen.fill(path(ribbon(lash, abs(wide) * 0.09 * np.linspace(1, 0, 9))), ink)
        for at in (0.1, 0.2, 0.3):
            root = lower[int(at * len(lower))]
            tip = root + [(0.17 - 0.3 * at) * wide, (0.1 + 0.2 * at) * tall]
            pen.fill(path(ribbon(np.linspace(root, tip, 6),
                                 abs(wide) * 0.07 * np.linspace(1, 0, 6))), ink)
    pen.ink(lower[2 : len(lower) // 2 + 2], 2.6, ink)
    pen.ink(lower[-6:-1], 1.6, ink, alpha=0.7)


