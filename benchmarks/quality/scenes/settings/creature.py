"""The beasts of scenes: scales in rows, feathers in ranks, a slit eye, horns."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Path, Points, merged, oval, path, ribbon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb, shifted
from benchmarks.quality.scenes.pen import TEXTURE, Pen, linear


def draw_scales(
    pen: Pen, script: Script, dice: Dice, shape: Path, colour: Colour, size: float,
    slope: float = 0.0,
) -> None:
    """Cover a shape with overlapping scales, each shaded, edged and ridged."""
    bounds = shape.getBounds()
    ink = script.line(colour, 0.6)
    left, top, right, bottom = bounds.left(), bounds.top(), bounds.right(), bounds.bottom()
    rows, columns = int((bottom - top) / (size * 0.62)) + 2, int((right - left) / size) + 2
    tones = [shifted(colour, value=v, hue=h) for v, h in ((0.86, 0.01), (0.95, 0.0), (1.04, -0.01),
                                                          (1.12, 0.0))]
    with pen.clip(shape), pen.region(TEXTURE):
        pen.fill(shape, script.shade(colour, 1.3))
        for row in range(rows):
            base: list[list[Path]] = [[] for _ in tones]
            lines: list[Points] = []
            ridges: list[Points] = []
            lights: list[Path] = []
            for column in range(columns):
                x = left + (column + 0.5 * (row % 2)) * size
                y = top + row * size * 0.62 + slope * (x - left)
                s = size * (1 + 0.06 * math.sin(row * 1.7 + column * 2.3))
                curve = spline([(x - s * 0.54, y - s * 0.2), (x - s * 0.46, y + s * 0.4),
                                (x, y + s * 0.8), (x + s * 0.46, y + s * 0.4), (x + s * 0.54,
                        y - s * 0.2)], steps=4)
                base[dice.randrange(len(tones))].append(path(curve))
                lines.append(curve)
                ridges.append(np.array([(x, y), (x + 1, y + s * 0.3), (x, y + s * 0.66)]))
                lights.append(oval(x - s * 0.2, y + s * 0.28, s * 0.1, s * 0.16))
            for tone, shapes in zip(tones, base, strict=True):
                if shapes:
                    pen.fill(merged(shapes), tone)
            pen.fill(merged(lights), script.glint(colour, 0.5), 0.7)
            pen.hairlines(ridges, size * 0.05, script.shade(colour, 1.2))
            pen.hairlines(lines, size * 0.085, ink, taper="soft")


def draw_feathers(
    pen: Pen, script: Script, dice: Dice, shoulder: tuple[float, float], span: float,
    colour: Colour, *, side: int = 1,
) -> None:
    """Draw a wing in three ranks of feathers with shafts and barbs."""
    x, y = shoulder
    ink = script.line(colour, 0.55)
    for rank, (count, reach, share) in enumerate(((13, 1.0, 0.0), (12, 0.62, 0.3), (11, 0.36,
            0.55))):
        tone = mix(script.shade(colour, 0.6), script.glint(colour, 0.35), share)
        for i in range(count):
            t = i / (count - 1)
            root = np.array([x + side * span * (0.06 + 0.62 * t),
                             y - span * 0.26 * math.sin(math.pi * (0.1 + 0.75 * t))])
            angle = 1.25 - 1.18 * t
            length = span * reach * (0.5 + 0.34 * t) * dice.uniform(0.94, 1.06)
            tip = root + [side * math.cos(angle) * length, math.sin(angle) * length]
            bend = root * 0.45 + tip * 0.55 + [side * -0.07 * length, 0.05 * length]
            spine = spline([root, bend, tip], steps=9)
            t_ = np.linspace(0, 1, len(spine))
            width = span * 0.075 * (0.5 + 0.5 * np.sin(np.pi * np.minimum(1,
                    t_ * 0.75 + 0.1))) * (1 - t_**5)
            edge = ribbon(spine, width * (1 - 0.25 * (rank == 2)))
            shape = path(edge)
            pen.fill(shape, shifted(tone, value=dice.uniform(0.94, 1.05)))
            n = len(spine)
            offset = (edge[:n] - edge[n:][::-1]) / 2
            with pen.clip(shape):
                pen.fill(path(np.concatenate([spine, (spine - offset * 1.2 * side)[::-1]])),
                         script.shade(tone, 0.7))
                barbs = []
                for k in range(2, n - 2):
                    forward = spine[min(n - 1, k + 2)] - spine[k]
                    for turn in (-1, 1):
                        barbs.append(np.array([spine[k],
                                               spine[k] + offset[k] * turn * 0.5 + forward * 0.6,
                                               spine[k] + offset[k] * turn * 0.95 + forward]))
                pen.hairlines(barbs, span * 0.0028, ink, alpha=0.55)
            pen.ink(spine, span * 0.006, ink, taper="end")
            pen.contour(edge, span * 0.0062, ink)


def draw_web(
    pen: Pen, script: Script, shoulder: tuple[float, float], span: float, colour: Colour, *,
    side: int = 1,
) -> None:
    """Draw a wing of skin between fingers of bone, with veins and scalloped edges."""
    root = np.array(shoulder)
    ink = script.line(colour, 0.6)
    wrist = root + [side * 0.34 * span, -0.5 * span]
    tips = [root + [side * span * c, span * s] for c, s in ((1.02, -0.42), (0.98, 0.02),
                                                            (0.74, 0.34), (0.42, 0.46))]
    last = root + [side * 0.06 * span, 0.34 * span]
    for k, tip in enumerate(tips):
        nxt = [*tips, last][k + 1]
        sag = (tip + nxt) / 2 * 0.74 + wrist * 0.26
        start = wrist
        edge = np.concatenate([np.linspace(start, tip, 8), spline([tip, sag, nxt])[1:],
                               np.linspace(nxt, start, 8)[1:]])
        shape = path(edge)
        lit = mix(colour, script.glint(colour, 0.5), 0.5)
        pen.fill(shape, shader=linear(start.tolist(), sag.tolist(), (
            (0, script.shade(colour, 1.3)), (0.6, colour), (1, lit))))
        with pen.clip(shape):
            pen.fill(path(np.stack([start, tip, tip * 0.6 + sag * 0.4, start])),
                     script.shade(colour), 0.8)
            veins = [spline([start + (tip - start) * (0.2 + 0.16 * i),
                             start + (sag - start) * (0.34 + 0.13 * i) + [0, 10],
                             start + (nxt - start) * (0.3 + 0.17 * i)]) for i in range(5)]
            pen.hairlines(veins, 2.2, ink, alpha=0.5)
        pen.ink(spline([tip, sag, nxt]), 5, ink, taper="both")
    for k, tip in enumerate([*tips, root]):
        bone = spline([wrist, (wrist + tip) / 2 + [0, -0.03 * span], tip], steps=8)
        wide = np.linspace(0.05, 0.008 if k < 4 else 0.075, len(bone)) * span
        edge = ribbon(bone, wide)
        pen.fill(path(edge), script.shade(colour, 0.5))
        pen.ink(bone + [-2, -wide[0] * 0.2], 4, script.glint(colour, 0.5), noted=False)
        pen.contour(edge, 4.6, ink)
    claw = spline([wrist + [-8, -6], wrist + [side * 14, -58], wrist + [side * 50, -74], wrist + [
        side * 30, -36], wrist + [side * 22, 6]], steps=5)
    pen.fill(path(claw), script.lit(rgb("d8c8a8")))
    pen.contour(claw, 4.4, ink, closed=False)


def _spikes(
    pen: Pen, script: Script, line: Points, horn: Colour, size: float, count: int, back: float
) -> None:
    """Set spikes along a line, on the left of its direction; back is how far they lean along it."""
    for k in range(count):
        i = int((k + 0.5) / count * (len(line) - 2))
        along = line[i + 1] - line[i]
        along = along / max(1e-6, float(np.hypot(*along)))
        out = np.array([along[1], -along[0]])
        reach = size * (0.7 + 0.5 * math.sin(math.pi * (k + 0.5) / count))
        spike = spline([line[i] - along * reach * 0.3 - out * 8,
                        line[i] + out * reach * 0.5 + along * reach * back * 0.2,
                        line[i] + out * reach + along * reach * back,
                        line[i] + out * reach * 0.35 + along * reach * (back * 0.4 + 0.1),
                        line[i] + along * reach * 0.3 - out * 8], steps=4)
        pen.fill(path(spike), horn)
        pen.fill(path(np.stack([spike[8], spike[12], spike[-1], spike[-1] - out * 6])),
                 script.shade(horn))
        pen.contour(spike, 4.2, script.line(horn, 0.7), closed=False)


def draw_beast(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a dragon's head and neck at the frame's size, with scales, horns and a wing behind."""
    own = script.lit(rgb(dice.pick(("3f7a6a", "8a3f3f", "4a5a9a", "6a4a7a", "8a7a3a", "55606a"))))
    horn = script.lit(rgb("d8c8a8"))
    if dice.child("kind of wing").chance(0.65):
        draw_web(pen, script, (-150, 190), 760, mix(own, rgb("c0603a"), 0.25), side=-1)
    else:
        draw_feathers(pen, script, dice.child("wing"), (-120, 120), 900, mix(own, WHITE, 0.35),
                      side=-1)
    size = dice.uniform(24, 46)
    neck = path(spline([(-160, 620), (-230, 300), (-120, 60), (60, -60), (260, 40), (300, 300),
                        (330, 620)], closed=True))
    draw_scales(pen, script, dice.child("neck"), neck, script.shade(own, 0.5), size)
    back = spline([(-160, 620), (-230, 300), (-120, 60)], steps=12)
    pen.contour(back, 6, script.ink, closed=False)
    throat = spline([(110, 620), (70, 400), (110, 250), (190, 150)])
    front = spline([(320, 620), (296, 400), (300, 250), (270, 120)])
    belly = mix(own, horn, 0.6)
    with pen.clip(neck):
        pen.fill(path(np.concatenate([throat, front[::-1] + [60, 0]])), belly)
        pen.fill(path(np.concatenate([throat, throat[::-1] + [44, 10]])), script.shade(belly))
        plates = [spline([throat[k], (throat[k] + front[k]) / 2 + [0, 26], front[k] + [40, 0]])
                  for k in range(1, len(throat) - 1)]
        pen.hairlines(plates, 6, script.line(belly, 0.6), taper="start", kind=1)
        pen.ink(throat, 5, script.line(own, 0.6), taper="soft")
    _spikes(pen, script, back, horn, 74, 7, -0.5)
    for i in range(3):
        base = np.array([-60.0 + 80 * i, -120 - 14 * i])
        curve = spline([base + [-26, 20], base + [-120 - 20 * i, -120], base + [-250 - 24 * i,
                -210 + 30 * i], base + [-110, -70], base + [40, 10]])
        pen.fill(path(curve), script.shade(horn, 0.4) if i == 0 else horn)
        rings = [np.array([curve[k], (curve[k] + curve[-k - 1]) / 2 + [4, 6], curve[-k - 1]])
                 for k in range(2, 11, 2)]
        pen.hairlines(rings, 3, script.line(horn, 0.4))
        pen.contour(curve, 5, script.line(horn, 0.7))
    head_edge = spline([(-140, -60), (-40, -190), (160, -200), (360, -120), (560, -50), (640, 20),
                        (620, 80), (430, 110), (240, 130), (120, 210), (-40, 190), (-150, 80)],
                       closed=True)
    head = path(head_edge)
    draw_scales(pen, script, dice.child("head"), head, own, size * 0.8, slope=0.12)
    with pen.clip(head), pen.region(TEXTURE):
        pen.fill(path(spline([(-200, 200), (100, 110), (420, 80), (700, 60), (640, 300), (0, 320)],
                             closed=True)), script.shade(own, 1.4), 0.6)
        pen.fill(path(spline([(-160, -40), (-40, -200), (200, -210), (380, -120), (250, -140),
                              (60, -150), (-60, -60)], closed=True)), script.glint(own, 0.6), 0.35)
    pen.contour(head_edge, 7, script.ink)
    _spikes(pen, script, spline([(40, 196), (-70, 170), (-146, 80), (-140, -40)], steps=10), horn,
            84, 5, 0.5)
    mouth = spline([(640, 46), (500, 50), (330, 66), (210, 110), (170, 150)])
    pen.ink(mouth, 8, script.ink, taper="start")
    for t in np.linspace(0.08, 0.7, 9):
        x, y = mouth[int(t * len(mouth))]
        tooth = np.array([(x - 9, y), (x + 2, y + 30), (x + 9, y)])
        pen.fill(path(tooth), horn)
        pen.ink(tooth, 3, script.ink, taper="none")
    pen.fill(oval(590, -2, 12, 7), script.ink)
    eye = np.array([250.0, -70])
    lid = spline([eye + [-56, 12], eye + [-20, -28], eye + [30, -24], eye + [66, 18], eye + [10,
            30]], closed=True)
    pen.fill(path(lid), script.ink)
    gold = mix(rgb(dice.pick(("ffd23a", "ff8a3a", "8affb0"))), WHITE, 0.1)
    with pen.clip(path((lid - eye) * 0.88 + eye)):
        pen.fill(oval(eye[0], eye[1], 44, 34), shader=linear((0, eye[1] - 30), (0, eye[1] + 30),
                                                             ((0, shifted(gold, value=0.5)),
                                                              (1, gold))))
        rays = [np.linspace(eye + [8 * math.cos(a), 8 * math.sin(a)], eye + [38 * math.cos(a),
                30 * math.sin(a)], 4) for a in np.arange(22) * 0.2856]
        pen.hairlines(rays, 1.6, shifted(gold, value=0.4), alpha=0.7)
        pen.fill(oval(eye[0] + 4, eye[1], 7, 27), script.ink)
        pen.fill(oval(eye[0] - 12, eye[1] - 12, 9, 7), WHITE)
    pen.ink(spline([eye + [-80, -6], eye + [-10, -50], eye + [80, -22]]), 12, script.ink)


