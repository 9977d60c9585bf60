"""The plants of scenes: trees with leaves in clumps, grass, hills, woods, and the sea beside."""

from __future__ import annotations

import math

import numpy as np
import skia

from benchmarks.quality.scenes.curves import Path, Points, box, merged, oval, path, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb, shifted
from benchmarks.quality.scenes.pen import TEXTURE, Pen, linear
from benchmarks.quality.scenes.settings.sky import draw_haze, draw_sky


def leaf(x: float, y: float, size: float, angle: float) -> Points:
    """Return a leaf's outline."""
    c, s = math.cos(angle) * size, math.sin(angle) * size
    return np.array([
        (x, y), (x + 0.4 * c - 0.28 * s, y + 0.4 * s + 0.28 * c), (x + c, y + s),
        (x + 0.4 * c + 0.28 * s, y + 0.4 * s - 0.28 * c),
    ])


def leaf_path(x: float, y: float, size: float, angle: float) -> Path:
    """Return a leaf with bent sides."""
    a, b, c, d = leaf(x, y, size, angle).tolist()
    out = skia.Path()
    out.moveTo(*a)
    out.quadTo(*b, *c)
    out.quadTo(*d, *a)
    return out


def greens(script: Script, dice: Dice) -> Colour:
    """Return a plant's colour: green, or a season's."""
    own = rgb(dice.pick(("4f8f4a", "5f9f4f", "3f7a55", "7aa64a", "e7a8c0", "d8843f")))
    return script.lit(shifted(own, hue=dice.around(0, 0.015), value=dice.uniform(0.85, 1.1)))


def draw_clump(
    pen: Pen, script: Script, dice: Dice, x: float, y: float, size: float, colour: Colour, *,
    leaves: int = 60, ink: bool = True,
) -> None:
    """Draw a clump of leaves: dark inside, lit on top, single leaves along its edge."""
    core = [oval(x + size * 0.5 * math.cos(a), y + size * 0.38 * math.sin(a),
                 size * dice.uniform(0.44, 0.62), size * dice.uniform(0.36, 0.5))
            for a in np.arange(6) * 1.047]
    tones = (script.shade(colour, 1.3), script.shade(colour, 0.65), colour,
             mix(colour, script.glint(colour, 0.5), 0.7))
    with pen.region(TEXTURE):
        pen.fill(merged(core), tones[0])
        for level, tone in enumerate(tones):
            shapes = []
            for _ in range(leaves * (3, 4, 5, 3)[level] // 4):
                # The darkest leaves make the outline ragged, the lightest lie in drifts.
                a, r = dice.uniform(0, 6.283), math.sqrt(dice.random())
                if level == 0:
                    r = 0.8 + 0.34 * dice.random()
                elif level == 3:
                    a = -1.57 + (round((a - 3.14) * 1.2) / 1.2 + dice.around(0, 0.12)) * 0.5
                px = x + size * r * 1.08 * math.cos(a)
                py = y + size * r * 0.82 * math.sin(a)
                lift = (y - py) / size
                if lift < (-9, -0.4, 0.0, 0.24)[level] + dice.uniform(-0.15, 0.15):
                    continue
                shapes.append(leaf_path(px, py, size * dice.uniform(0.13, 0.26), dice.uniform(-0.5,
                        3.6)))
            if shapes:
                pen.fill(merged(shapes), tone)
    if ink:
        edge = []
        for a in np.linspace(0.2, 6.2, 13):
            px, py = x + size * 1.05 * math.cos(a), y + size * 0.8 * math.sin(a)
            edge.append(spline(np.append(leaf(px, py, size * 0.2, a + 1.2)[:3], leaf(px, py,
                    size * 0.2, a + 1.2)[2:3], 0)))
        pen.hairlines(edge, max(1.2, size * 0.014), script.line(colour, 0.5), alpha=0.8)


def draw_tree(
    pen: Pen, script: Script, dice: Dice, x: float, foot: float, tall: float, colour: Colour,
    haze: float = 0.0,
) -> None:
    """Draw a tree with its trunk's bark, branches and clumps."""
    bark = script.far(script.lit(rgb("6b5146")), haze)
    ink = script.far(script.line(bark, 0.6), haze)
    wide = tall * 0.075
    lean = dice.uniform(-0.06, 0.06) * tall
    edge_l = spline([(x - wide, foot), (x - wide * 0.55, foot - tall * 0.2), (x - wide * 0.4 + lean,
            foot - tall * 0.6)])
    edge_r = spline([(x + wide * 0.4 + lean, foot - tall * 0.6), (x + wide * 0.6,
            foot - tall * 0.2), (x + wide * 1.1, foot)])
    trunk = path(np.concatenate([edge_l, edge_r]))
    pen.fill(trunk, bark)
    with pen.clip(trunk):
        pen.fill(box(x + wide * 0.1, foot - tall, x + wide * 3, foot + 5), script.shade(bark))
        grain = [
            spline([(x + o * wide, foot - b * tall), (x + o * wide * 0.8, foot - (b + 0.05) * tall),
                    (x + o * wide * 0.7 + lean * 0.3, foot - (b + 0.12) * tall)], steps=4)
            for o, b in ((dice.uniform(-0.8, 0.8), dice.uniform(0, 0.5)) for _ in range(16))
        ]
        pen.hairlines(grain, wide * 0.07, ink)
    pen.ink(edge_l, wide * 0.14, ink, taper="soft")
    pen.ink(edge_r, wide * 0.17, ink, taper="soft")
    for side in (-1, 1):
        limb = spline([(x + lean * 0.6, foot - tall * 0.45), (x + side * tall * 0.12,
                                                              foot - tall * 0.6),
                       (x + side * tall * 0.24, foot - tall * 0.72)])
        pen.ink(limb, wide * 0.7, bark, taper="end", noted=False)
    far = script.far(colour, haze)
    clumps = sorted(
        (math.sin(a) * r, math.cos(a) * r) for a, r in (
            (i * 2.4 + dice.uniform(-0.3, 0.3), math.sqrt((i + 0.5) / 11)) for i in range(11)))
    for i, (down, across) in enumerate(reversed(clumps)):
        d = dice.child(i)
        # Lower ones lie behind and in the shade of those above.
        size = tall * d.uniform(0.1, 0.19) * (1.12 - 0.3 * math.hypot(down, across))
        tone = script.shade(far, max(0.0, 0.5 * down + 0.1))
        draw_clump(pen, script, d, x + lean + across * tall * 0.29,
                   foot - tall * 0.75 + down * tall * 0.21, size, tone, leaves=40, ink=haze < 0.3)


def draw_grass(
    pen: Pen, script: Script, dice: Dice, top: float, bottom: float, colour: Colour, *,
    count: int = 340, sway: float = 0.0,
) -> None:
    """Draw blades in three tones, larger the nearer they are."""
    tones = (script.shade(colour, 1.2), script.shade(colour, 0.4), script.glint(colour, 0.35))
    for level, tone in enumerate(tones):
        blades = []
        for _ in range(count // (1 + level)):
            t = dice.random()
            x, y = dice.uniform(-1000, 1000), top + (bottom - top) * t
            tall = (12 + 70 * t) * dice.uniform(0.6, 1.2)
            bend = dice.uniform(-0.5, 0.5) + sway
            blades.append(np.array([(x, y), (x + bend * tall * 0.2, y - tall * 0.45),
                                    (x + bend * tall * 0.5, y - tall * 0.8), (x + bend * tall,
                    y - tall)]))
        pen.hairlines(blades, 5.5, tone, taper="end")


def draw_meadow(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw hills, far woods, a meadow and a tree or two."""
    horizon = dice.uniform(40, 190)
    draw_sky(pen, script, dice.child("sky"), horizon=horizon)
    green = greens(script, dice)
    for i, haze in enumerate((0.75, 0.5)):
        d = dice.child(f"hill{i}")
        ridge = spline([(x, horizon - d.uniform(20, 150 - 50 * i)) for x in range(-1200, 1300,
                200)])
        hill = script.far(script.shade(green, 0.6), haze)
        shape = path(np.concatenate([ridge, [(1300, 700), (-1300, 700)]]))
        pen.fill(shape, hill)
        with pen.clip(shape):
            pen.noise(shape, 130, 0.3, seed=d.randrange(900), tint=script.shade(hill), stretch=1.6)
        pen.ink(ridge, 2.4, script.far(script.line(hill), haze * 0.7), taper="none",
                noted=haze < 0.6)
    draw_haze(pen, script, horizon + 10, 170, 0.65)
    if dice.chance(0.35):
        _sea(pen, script, dice.child("sea"), horizon)
    else:
        edge = spline([(x, horizon + dice.uniform(-6, 20)) for x in range(-1200, 1300, 240)])
        ground = path(np.concatenate([edge, [(1300, 900), (-1300, 900)]]))
        pen.fill(ground, shader=linear((0, horizon), (0, 500), ((0, script.far(green, 0.4)),
                (0.6, green), (1, script.shade(green)))))
        pen.noise(ground, 150, 0.25, seed=dice.randrange(900), tint=script.glint(green, 0.3),
                  stretch=3)
        for i in range(14):
            d = dice.child(f"bush{i}")
            draw_clump(pen, script, d, d.uniform(-950, 950), horizon + d.uniform(-4, 16),
                       d.uniform(18, 46), script.far(greens(script, dice.child("bushes")), 0.35),
                       leaves=18, ink=False)
        draw_grass(pen, script, dice.child("grass"), horizon + 60, 560, green,
                   sway=0.25 * math.sin(1.3 * pen.held))
        flowers = [(dice.uniform(-950, 950), horizon + 60 + dice.random() * (430 - horizon))
                   for _ in range(60)]
        tint = script.lit(mix(dice.pick(script.accents), WHITE, 0.25))
        pen.dots(np.array(flowers), [2 + 6 * (y - horizon) / 400 for _, y in flowers], tint)
    for i in range(dice.pick((0, 1, 1, 2))):
        d = dice.child(f"tree{i}")
        x = d.pick((-1, 1)) * d.uniform(380, 760)
        draw_tree(pen, script, d, x, d.uniform(horizon + 60, 430), d.uniform(420, 820),
                  greens(script, d))


def _sea(pen: Pen, script: Script, dice: Dice, horizon: float) -> None:
    deep = script.lit(mix(rgb("1f5f9a"), script.sky[0], 0.35))
    pen.fill(box(-1400, horizon, 1400, 900), shader=linear((0, horizon), (0, 520),
                                                           ((0, mix(deep, script.sky[2], 0.55)),
                                                            (0.35, deep), (1, script.shade(deep)))))
    pen.ink(np.array([(-1200.0, horizon), (0, horizon), (1200, horizon)]), 2, script.glint(deep,
            0.6), taper="none", noted=False)
    for tone, count in ((script.shade(deep), 120), (script.glint(deep, 0.55), 130)):
        waves = []
        for _ in range(count):
            t = dice.random() ** 1.6
            x, y = dice.uniform(-1000, 1000) + 6 * pen.time, horizon + 4 + 500 * t
            half = (8 + 90 * t) * dice.uniform(0.5, 1.4)
            waves.append(np.array([(x - half, y), (x - half * 0.3, y - 4 * t - 1), (x + half * 0.3,
                    y - 2 * t), (x + half, y + 2 * t)]))
        pen.hairlines(waves, 6.0, tone, alpha=0.85)
    # A beach in front, with the foam of the last wave.
    sand = script.lit(rgb("e6d3a8"))
    shore = spline([(x, 300 + dice.uniform(-16, 16) + 6 * math.sin(0.9 * pen.held + x)) for x in
                    range(-1200, 1300, 200)])
    beach = path(np.concatenate([shore, [(1300, 900), (-1300, 900)]]))
    pen.fill(beach, shader=linear((0, 290), (0, 560), ((0, script.shade(sand, 0.5)), (0.3, sand),
                                                      (1, script.shade(sand, 0.4)))))
    pen.noise(beach, 60, 0.2, seed=dice.randrange(900), tint=script.shade(sand), stretch=4)
    pen.ink(shore + [0, 5], 13, script.glint(deep, 0.8), taper="none", noted=False)
    pen.ink(shore + [0, 13], 3, script.shade(sand, 1.3), taper="none")


def draw_wood(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw the inside of a wood: far trunks in haze, near ones dark, shafts of light."""
    green = greens(script, dice)
    low = mix(script.haze, green, 0.3)
    pen.cover(shader=linear((0, -500), (0, 420), ((0, script.shade(green, 0.8)), (0.55, low),
                                                  (1, script.shade(green)))))
    pen.noise(box(-1300, -800, 1300, 800), 170, 0.35, seed=dice.randrange(900),
              tint=script.glint(green, 0.4))
    _roof(pen, script, dice.child("far"), script.far(green, 0.55), 14, -150)
    for haze, count in ((0.6, 9), (0.3, 6), (0.0, 3)):
        for i in range(count):
            d = dice.child(f"trunk{haze}{i}")
            x = d.uniform(-950, 950)
            if haze == 0.0 and abs(x) < 420:
                x = math.copysign(d.uniform(480, 850), x)
            wide, foot = (70 * (1 - haze) + 14) * d.uniform(0.7, 1.2), 140 + 330 * (1 - haze)
            bark = script.far(script.shade(script.lit(rgb("5d4a44")), 0.4), haze)
            left = spline([(x - wide * 0.9, foot), (x - wide * 0.5, foot - 160), (x - wide * 0.42,
                    -620)])
            right = spline([(x + wide * 0.44, -620), (x + wide * 0.5, foot - 160), (x + wide,
                    foot)])
            shape = path(np.concatenate([left, right]))
            pen.fill(shape, bark)
            with pen.clip(shape):
                pen.fill(path(np.concatenate([right, right[::-1] - [wide * 0.45, 0]])),
                         script.shade(bark))
                grain = [spline([(x + o * wide, y), (x + o * wide * 1.05 + 4, y + 50),
                                 (x + o * wide, y + 110)], steps=4) for o,
                         y in ((d.uniform(-0.5, 0.5), d.uniform(-500, foot)) for _ in range(18))]
                pen.hairlines(grain, 3.0, script.far(script.line(bark), haze))
            for edge in (left, right):
                pen.ink(edge, 4 * (1 - haze), script.far(script.line(bark), haze), taper="soft",
                        noted=haze < 0.5)
        draw_haze(pen, script, 150 + 330 * (1 - haze), 420, 0.25 if haze else 0.0)
        if haze == 0.3:
            _roof(pen, script, dice.child("near"), script.far(script.shade(green, 0.5), 0.15), 11,
                  -290)
    draw_grass(pen, script, dice.child("grass"), 260, 600, green, count=420)
    for i in range(5):
        d = dice.child(f"shaft{i}")
        x = d.uniform(-700, 500)
        shaft = np.array([(x, -560), (x + d.uniform(40, 110), -560), (x + 420, 460),
                          (x + 220, 460)])
        pen.fill(path(shaft), script.rim, d.uniform(0.08, 0.2), blur=16)
    for i in range(6):
        d = dice.child(f"fern{i}")
        draw_fern(pen, script, d, d.uniform(-900, 900), d.uniform(380, 520), d.uniform(110, 200),
                  green)


def _roof(
    pen: Pen, script: Script, dice: Dice, colour: Colour, count: int, low: float
) -> None:
    """Draw the roof of leaves over a wood: one mass above, boughs that hang from it."""
    edge = spline([(x, low - 150 + dice.uniform(-60, 60)) for x in range(-1200, 1300, 150)])
    mass = path(np.concatenate([edge, [(1300, -900), (-1300, -900)]]))
    pen.fill(mass, script.shade(colour, 1.3))
    pen.noise(mass, 60, 0.4, seed=dice.randrange(900), tint=colour)
    for i in range(count):
        d = dice.child(i)
        x = -1000 + 2000 * (i + 0.5) / count + d.uniform(-60, 60)
        for k in range(2):
            draw_clump(pen, script, d.child(k), x + d.uniform(-50, 50),
                       low - 190 + 110 * k + d.uniform(-30, 60), d.uniform(80, 130) - 26 * k,
                       colour, leaves=46, ink=False)


def draw_fern(
    pen: Pen, script: Script, dice: Dice, x: float, y: float, size: float, colour: Colour
) -> None:
    """Draw a fern: leaflets along bent stems."""
    for k in range(5):
        a = -0.4 - 0.58 * k + dice.uniform(-0.1, 0.1)
        stem = spline([(x, y), (x + size * 0.5 * math.cos(a), y + size * 0.6 * math.sin(a)),
                       (x + size * math.cos(a), y + size * 0.75 * math.sin(a) + size * 0.12)])
        tone = script.glint(colour, 0.25) if k % 2 else script.shade(colour, 0.5)
        leaves = []
        for i in range(1, len(stem) - 1):
            reach = size * 0.2 * (1 - i / len(stem)) + 4
            for turn in (-1.0, 1.0):
                leaves.append(leaf_path(stem[i][0], stem[i][1], reach, a + turn))
        with pen.region(TEXTURE):
            pen.fill(merged(leaves), tone)
        pen.ink(stem, 2.4, script.line(colour, 0.5), taper="end")


