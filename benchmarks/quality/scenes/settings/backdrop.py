"""The plain grounds of scenes: gradients, washes, patterns and tones behind a figure."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import box, merged, oval, path, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.effects.lines import draw_screentone
from benchmarks.quality.scenes.effects.weather import star
from benchmarks.quality.scenes.palette import WHITE, Script, mix
from benchmarks.quality.scenes.pen import Pen, linear, radial

FRAME = (-1300.0, -800.0, 1300.0, 800.0)


def draw_backdrop(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a gradient with shapes in it: what stands for a feeling."""
    a, b = mix(script.accents[1], WHITE, 0.35), script.sky[2]
    frame = box(*FRAME)
    pen.fill(frame, shader=linear((-500, -500), (500, 500), ((0, a), (1, b))))
    kind = dice.pick(("wash", "rays", "dots", "stars", "stripes"))
    tone = mix(a, script.accents[0], 0.4)
    if kind == "wash":
        draw_wash(pen, script, dice)
    elif kind == "rays":
        x, y = dice.uniform(-400, 400), dice.uniform(-200, 200)
        rays = []
        for i in range(14):
            t = 6.283 * i / 14
            rays.append(path(np.array([(x, y), (x + 2000 * math.cos(t), y + 2000 * math.sin(t)),
                                       (x + 2000 * math.cos(t + 0.22),
                                        y + 2000 * math.sin(t + 0.22)), (x, y)])))
        pen.fill(merged(rays), mix(b, WHITE, 0.4), 0.7)
        pen.fill(oval(x, y, 700), shader=radial((x, y), 700, ((0, WHITE, 0.8), (1, WHITE, 0))))
    elif kind == "dots":
        draw_screentone(pen, frame, tone, step=dice.uniform(22, 46), share=0.5, fade=(-400, 620))
    elif kind == "stars":
        pen.fill(merged([star(dice.uniform(-950, 950), dice.uniform(-520, 520), dice.uniform(12,
                70), thin=0.3) for _ in range(40)]), mix(WHITE, b, 0.2), 0.75)
    else:
        for i in range(-16, 17):
            x = i * 90.0
            pen.fill(path(np.array([(x, -700), (x + 42, -700), (x - 358, 700), (x - 400, 700),
                                    (x, -700)])), tone, 0.4)


def draw_wash(pen: Pen, script: Script, dice: Dice) -> None:
    """Paint over all with broad brush strokes of bristles, and unevenness of many sizes."""
    frame = box(*FRAME)
    pen.cover(shader=linear((-400, -500), (300, 500), ((0, script.sky[0]), (1, script.sky[1]))))
    pen.noise(frame, 300, 0.5, seed=dice.randrange(900), tint=script.haze, octaves=6)
    for i in range(26):
        d = dice.child(i)
        tone = mix(d.pick((*script.sky, *script.accents)), script.haze, d.uniform(0.2, 0.6))
        x, y, a = d.uniform(-900, 900), d.uniform(-500, 500), d.uniform(-0.6, 0.6)
        length, wide = d.uniform(180, 520), d.uniform(30, 100)
        spine = spline([(x - length / 2 * math.cos(a), y - length / 2 * math.sin(a)),
                        (x, y + d.uniform(-40, 40)), (x + length / 2 * math.cos(a),
                                                      y + length / 2 * math.sin(a))])
        pen.ink(spine, wide, tone, taper="both", alpha=0.22, noted=False)
        bristles = []
        for _ in range(30):
            o = d.uniform(-0.5, 0.5) * wide
            k, m = sorted((d.randrange(len(spine)), d.randrange(len(spine))))
            if m - k > 3:
                bristles.append(spine[k:m] + [-o * math.sin(a), o * math.cos(a)])
        pen.hairlines(bristles, wide * 0.06, mix(tone, WHITE, d.uniform(0.1, 0.35)), alpha=0.5)
    pen.noise(frame, 40, 0.25, seed=dice.randrange(900), tint=script.rim, octaves=5, stretch=2)
