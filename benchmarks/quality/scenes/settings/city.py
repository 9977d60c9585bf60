"""The towns behind scenes: a street in perspective with wires and signs, and skylines."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import box, oval, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.lettering import draw_sign
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, linear, radial
from benchmarks.quality.scenes.settings.foliage import draw_clump, greens
from benchmarks.quality.scenes.settings.perspective import Camera
from benchmarks.quality.scenes.settings.sky import draw_haze, draw_sky
from benchmarks.quality.scenes.settings.towers import WALLS, draw_roof, draw_row, window_light


def draw_street(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a street that leads away, with houses on both sides."""
    camera = Camera(dice.uniform(-260, 260), dice.uniform(10, 150), 620, eye=1.6)
    draw_sky(pen, script, dice.child("sky"), horizon=camera.horizon)
    draw_row(pen, script, dice.child("far"), camera.horizon + 6, 0.75, 0.5)
    draw_haze(pen, script, camera.horizon + 8, 130, 0.7)
    road = script.lit(rgb("77747f"))
    pen.fill(box(-1400, camera.horizon, 1400, 900), shader=linear((0, camera.horizon), (0, 560),
            ((0, script.far(road, 0.6)), (0.5, road), (1, script.shade(road, 0.5)))))
    walk = script.lit(rgb("b3aaa4"))
    for side in (-1, 1):
        pen.fill(camera.face((side * 3.2, 1.6, 0.6), (side * 3.2, 1.6, 90), (side * 5.2, 1.6, 90),
                             (side * 9, 1.6, 0.6)), walk)
        pen.ink(camera.line((side * 3.2, 1.6, 60), (side * 3.2, 1.6, 4), (side * 3.2, 1.6, 1.2)), 3,
                script.line(walk), taper="start")
    for i in range(9):
        z = 2.2 + i * 3.0
        pen.fill(camera.face((-0.09, 1.6, z), (0.09, 1.6, z), (0.09, 1.6, z + 1.4), (-0.09, 1.6,
                z + 1.4)), script.lit(WHITE), 0.8)
    for i in range(6):
        pen.fill(camera.face((-2.8 + i, 1.6, 2.3), (-2.4 + i, 1.6, 2.3), (-2.4 + i, 1.6, 3.1),
                             (-2.8 + i, 1.6, 3.1)), script.lit(WHITE), 0.85)
    for side in (-1, 1):
        z, plots = 2.0, []
        while z < 46:
            depth = dice.uniform(2.6, 6.5)
            plots.append((z, z + depth))
            z += depth
        for near, far in reversed(plots):
            _house(pen, script, dice.child(f"house{side}{near:.2f}"), camera, side, near, far)
    _wires(pen, script, dice.child("wires"), camera)


def _house(
    pen: Pen, script: Script, dice: Dice, camera: Camera, side: int, near: float, far: float
) -> None:
    haze = min(0.72, near / 52)
    own = script.lit(mix(rgb(dice.pick(WALLS)), dice.pick(script.accents), dice.uniform(0, 0.2)))
    lit_side = (side > 0) == dice.chance(0.5)
    wall = script.far(own if lit_side else script.shade(own), haze)
    front = script.far(script.shade(own) if lit_side else own, haze)
    ink = script.far(script.line(own, 0.6), haze)
    x = side * dice.uniform(4.8, 5.6)
    top = 1.6 - dice.uniform(3.4, 9.5)
    pen.fill(camera.front(x, top, x + side * 12, 1.6, near), front)
    pen.fill(camera.wall(x, top, 1.6, near, far), wall)
    pen.noise(camera.wall(x, top, 1.6, near, far), 90, 0.10, seed=dice.randrange(900), tint=ink)
    width = 2.6 * (1 - haze) + 0.7
    for edge in (camera.line((x, top, near), (x, (top + 1.6) / 2, near), (x, 1.6, near)),
                 camera.line((x, top, near), (x, top, (near + far) / 2), (x, top, far)),
                 camera.line((x, top, near), (x + side * 6, top, near), (x + side * 12, top,
            near))):
        pen.ink(edge, width * 1.5, ink, taper="none")
    if haze < 0.5:
        _details(pen, script, dice.child("details"), camera, side, (x, top, near, far), ink)
    storeys = max(1, int((1.6 - top) / 2.7))
    bays = max(1, int((far - near) / 1.5))
    for storey in range(storeys):
        y = 1.6 - 2.7 * (storey + 1) + 0.8
        for bay in range(bays):
            a = near + (far - near) * (bay + 0.2) / bays
            b = near + (far - near) * (bay + 0.8) / bays
            if storey == 0 and dice.chance(0.5):
                colour = window_light(script, dice)
                pen.fill(camera.wall(x, 1.6 - 2.2, 1.6 - 0.1, a, b), script.far(colour, haze))
                pen.fill(camera.face((x, -0.75, a), (x, -0.75, b), (x - side * 0.7, -0.4, b),
                                     (x - side * 0.7, -0.4, a)),
                         script.far(script.lit(dice.pick(script.accents)), haze))
                continue
            shape = camera.wall(x, y, y + 1.3, a, b)
            pen.fill(shape, script.far(window_light(script, dice), haze))
            if haze < 0.5:
                frame = camera.line((x, y, a), (x, y, b), (x, y + 1.3, b), (x, y + 1.3, a),
                                    (x, y, a))
                pen.ink(frame, width * 0.8, ink, taper="none", noted=haze < 0.3)
                pen.ink(camera.line((x, y, (a + b) / 2), (x, y + 0.6, (a + b) / 2), (x, y + 1.3,
                        (a + b) / 2)), width * 0.6, ink, taper="none")
    if haze < 0.45 and dice.chance(0.7):
        p, q = camera.at(x - side * 0.12, top + 1.0, near + 0.2), camera.at(x - side * 0.12,
                top + 3.4, near + 0.2)
        wide = abs(q[1] - p[1]) * 0.34
        draw_sign(pen, script, dice.child("sign"), p[0] - side * wide * 0.5, (p[1] + q[1]) / 2,
                  wide, abs(q[1] - p[1]))


def _details(
    pen: Pen, script: Script, dice: Dice, camera: Camera, side: int,
    place: tuple[float, float, float, float], ink: Colour,
) -> None:
    """Draw a house's cladding, parapet, drainpipe, air conditioners and the pots before it."""
    x, top, near, far = place
    middle = (near + far) / 2
    step = dice.pick((0.16, 0.24, 0.45))
    rows = [camera.line((x, y, near), (x, y, middle), (x, y, far))
            for y in np.arange(top + step, 1.5, step)]
    pen.hairlines(rows, 1.5, ink, alpha=0.5, taper="none")
    edge = camera.line((x, top + 0.25, near), (x, top + 0.25, middle), (x, top + 0.25, far))
    pen.ink(edge, 2.2, ink, taper="none")
    pipe = near + (far - near) * dice.uniform(0.05, 0.15)
    down = camera.line((x, top + 0.25, pipe), (x, (top + 1.6) / 2, pipe), (x, 1.6, pipe))
    pen.ink(down, 0.14 * camera.focal / pipe, script.far(script.lit(rgb("8f8f98")), near / 52),
            taper="none")
    metal = script.far(script.lit(rgb("d5d8dc")), near / 52)
    for _ in range(int(dice.uniform(0, 3.5))):
        z, y = dice.uniform(near + 0.5, far), dice.uniform(top + 1, 0.6)
        unit = camera.face((x - side * 0.35, y, z), (x - side * 0.35, y, z + 0.8),
                           (x - side * 0.35, y + 0.5, z + 0.8), (x - side * 0.35, y + 0.5, z))
        pen.fill(camera.front(x - side * 0.35, y, x, y + 0.5, z), script.shade(metal))
        pen.fill(unit, metal)
        rim = camera.line((x - side * 0.35, y, z), (x - side * 0.35, y, z + 0.8),
                          (x - side * 0.35, y + 0.5, z + 0.8), (x - side * 0.35, y + 0.5, z),
                          (x - side * 0.35, y, z))
        pen.ink(rim, 2.2, ink, taper="none")
        fan = camera.at(x - side * 0.35, y + 0.25, z + 0.3)
        pen.fill(oval(*fan, 0.08 * camera.focal / z, 0.17 * camera.focal / z), script.shade(metal,
                1.5))
    leaf = script.far(script.lit(rgb("4f8f4a")), near / 52)
    for _ in range(int(dice.uniform(0, 4))):
        z = dice.uniform(near, far)
        px, py = camera.at(x - side * 0.4, 1.6, z)
        size = 0.3 * camera.focal / z
        pen.fill(box(px - size * 0.5, py - size * 0.8, px + size * 0.5, py),
                 script.far(script.lit(rgb("b0643c")), near / 52))
        draw_clump(pen, script, dice.child(z), px, py - size * 1.4, size * 0.9, leaf, leaves=20,
                   ink=False)


def _wires(pen: Pen, script: Script, dice: Dice, camera: Camera) -> None:
    ink = script.line(script.lit(rgb("4a4650")), 0.8)
    side = dice.pick((-1, 1))
    places = [2.6, 7, 12, 18, 26]
    for i, z in reversed(list(enumerate(places))):
        colour = script.far(ink, min(0.7, z / 40))
        pen.ink(camera.line((side * 4.2, 1.6, z), (side * 4.2, -2, z), (side * 4.2, -5.6, z)),
                0.26 * camera.focal / z, colour, taper="none")
        for y in (-5.2, -4.7):
            pen.ink(camera.line((side * 4.2 - 0.8, y, z), (side * 4.2, y, z), (side * 4.2 + 0.8, y,
                    z)), 0.1 * camera.focal / z, colour, taper="none")
        if i:
            before = places[i - 1]
            for dx, y in ((-0.7, -5.2), (0.7, -5.2), (-0.7, -4.7), (0.7, -4.7), (0.1, -4.1)):
                ends = [(side * 4.2 + dx, y, before), (side * 4.2 + dx, y + 0.7, (before + z) / 2),
                        (side * 4.2 + dx, y, z)]
                pen.ink(spline(camera.line(*ends), steps=8), 2.6, script.far(ink, before / 60),
                        taper="none")


def draw_skyline(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a town seen from a height: three rows of blocks in growing haze."""
    base = dice.uniform(120, 260)
    draw_sky(pen, script, dice.child("sky"), horizon=base)
    for i, (haze, size) in enumerate(((0.78, 0.7), (0.5, 1.1), (0.15, 1.9))):
        foot = base + 90 * i
        draw_row(pen, script, dice.child(i), foot, haze, size)
        pen.fill(box(-1400, foot + 20, 1400, 900),
                 script.far(script.shade(script.lit(rgb("6a6470"))), haze))
        draw_haze(pen, script, foot + 60, 160, 0.5 * (1 - i / 3))
    for i in range(16):
        # Roofs and trees near us, at the foot.
        d = dice.child(f"near{i}")
        x = -960 + 128 * i + d.uniform(-40, 40)
        if d.chance(0.45):
            draw_roof(pen, script, d, x, base + 280, d.uniform(150, 240))
        else:
            draw_clump(pen, script, d, x, base + 250 + d.uniform(-20, 30), d.uniform(50, 84),
                       script.shade(greens(script, d), 0.4), leaves=26, ink=False)
    if script.dark:
        for i in range(26):
            d = dice.child(f"lamp{i}")
            x, y, r = d.uniform(-900, 900), d.uniform(base + 60, 480), d.uniform(8, 26)
            tint = d.pick((rgb("ffcf7a"), rgb("ff8a7a"), rgb("9fe0ff")))
            pen.fill(oval(x, y, r), shader=radial((x, y), r, ((0, WHITE, 0.9), (0.25, tint, 0.7),
                                                              (1, tint, 0))))
