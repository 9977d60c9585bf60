"""The rooms of scenes: a classroom or study in perspective, with desks, windows and screens."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import box, oval, polygon, ring, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.lettering import SIGNS, TITLES, font, pick_text
from benchmarks.quality.scenes.palette import WHITE, Script, mix, rgb
from benchmarks.quality.scenes.pen import Pen, linear
from benchmarks.quality.scenes.settings.perspective import Camera
from benchmarks.quality.scenes.settings.sky import draw_cloud

_BOOKS = ("a33f3f", "3f5f8f", "d8c9a0", "4f7a5a", "6a4a7a", "c98f3f", "e8e4da", "33384a")


def draw_room(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a room with windows at the left, a board at the back and rows of desks."""
    camera = Camera(dice.uniform(-180, 240), dice.uniform(-60, 60), 640, eye=1.3)
    back, left, right, top = dice.uniform(6.5, 9), -3.4, 3.6, -1.5
    wall = script.lit(mix(rgb("e8ddc8"), script.accents[1], 0.08))
    floor = script.lit(rgb(dice.pick(("a9784f", "8d6a55", "9aa0a8"))))
    line = script.line(wall, 0.5)
    pen.cover(script.shade(wall, 0.6))
    pen.fill(camera.face((left, top, 0.4), (left, top, back), (right, top, back), (right, top,
            0.4)), script.shade(wall, 0.3))
    pen.fill(camera.front(left, top, right, 1.3, back), wall)
    ground = camera.face((left, 1.3, 0.4), (left, 1.3, back), (right, 1.3, back), (right, 1.3, 0.4))
    pen.fill(ground, shader=linear((0, camera.horizon), (0, 520), ((0, script.glint(floor, 0.3)),
            (1, script.shade(floor, 0.7)))))
    pen.noise(ground, 60, 0.14, seed=dice.randrange(900), tint=script.shade(floor), stretch=5)
    for i in range(27):
        x = left + (right - left) * i / 26
        pen.ink(camera.line((x, 1.3, back), (x, 1.3, 3), (x, 1.3, 0.6)), 2.2, script.line(floor,
                0.4), taper="start", alpha=0.7)
    _windows(pen, script, dice.child("windows"), camera, left, back)
    pen.fill(camera.wall(right, top, 1.3, 0.4, back), script.shade(wall))
    for a, b in (((left, top), (left, 1.3)), ((right, top), (right, 1.3)), ((left, top),
            (right, top)), ((left, 1.3), (right, 1.3))):
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        pen.ink(camera.line((*a, back), (*middle, back), (*b, back)), 3, line, taper="none")
    for x in (left, right):
        for y in (top, 1.3):
            pen.ink(camera.line((x, y, back), (x, y, 2.4), (x, y, 0.7)), 3.4, line, taper="none")
    _right_wall(pen, script, dice.child("right"), camera, right, back)
    _board(pen, script, dice.child("board"), camera, back)
    _clock(pen, script, camera, back)
    for i in range(3):
        z = 2 + i * 2.1
        lamp = camera.face((-0.9, top, z), (0.9, top, z), (0.9, top, z + 0.3), (-0.9, top, z + 0.3))
        pen.fill(lamp, mix(WHITE, script.rim, 0.4))
    for row in range(3):
        for column in range(3):
            _desk(pen, script, camera, left + 1.5 + column * 1.9, back - 1.8 - row * 1.75)
    for i in range(3):
        z = 2.4 + 2.1 * i
        beam = camera.face((left, -0.7, z), (left, -0.7, z + 1.2), (left + 3.2, 1.3, z + 0.8),
                           (left + 3.0, 1.3, z - 0.6))
        pen.fill(beam, script.rim, 0.16, blur=6)


def _right_wall(
    pen: Pen, script: Script, dice: Dice, camera: Camera, right: float, back: float
) -> None:
    """Draw shelves full of books, or posters, along the right wall."""
    wood = script.shade(script.lit(rgb(dice.pick(("8a5f3c", "b89468", "6f6a72")))), 0.5)
    ink = script.line(wood, 0.6)
    z = 1.6
    while z + 1.3 < back:
        end = z + dice.uniform(1.1, 1.5)
        if dice.chance(0.35):
            sheet = [(right, -0.9, z), (right, -0.9, z + 0.7), (right, 0.1, z + 0.7), (right, 0.1,
                    z)]
            paper = script.shade(mix(dice.pick(script.accents), (1.0, 1.0, 1.0), 0.35), 0.5)
            pen.fill(camera.face(*sheet), paper)
            pen.fill(camera.face((right, -0.8, z + 0.1), (right, -0.8, z + 0.6),
                                 (right, -0.35, z + 0.6), (right, -0.35, z + 0.1)),
                     script.shade(dice.pick(script.accents), 0.6))
            rows = [camera.line((right, y, z + 0.1), (right, y, z + 0.35), (right, y, z + 0.6))
                    for y in np.arange(-0.25, 0.06, 0.08)]
            pen.hairlines(rows, 9 / z, ink, taper="none")
            pen.ink(camera.line(*sheet, sheet[0]), 7 / z + 1, ink, taper="none")
        elif dice.chance(0.8):
            frame = [(right, -1.2, z), (right, -1.2, end), (right, 1.3, end), (right, 1.3, z)]
            pen.fill(camera.face(*frame), script.shade(wood, 1.2))
            for y in np.arange(-1.15, 1.2, 0.48):
                at = z + 0.05
                while at < end - 0.12:
                    thick, tall = dice.uniform(0.04, 0.09), dice.uniform(0.26, 0.42)
                    own = mix(script.lit(rgb(dice.pick(_BOOKS))), script.accents[1], 0.15)
                    pen.fill(camera.face((right, y + 0.44 - tall, at), (right, y + 0.44 - tall,
                            at + thick), (right, y + 0.44, at + thick), (right, y + 0.44, at)),
                             script.shade(own, 0.6))
                    pen.ink(camera.line((right, y + 0.44 - tall, at), (right, y + 0.44, at)), 4 / z,
                            ink, taper="none", noted=False)
                    at += thick
                plank = camera.line((right, y + 0.45, z), (right, y + 0.45, (z + end) / 2),
                                    (right, y + 0.45, end))
                pen.ink(plank, 26 / z, wood, taper="none", noted=False)
                pen.ink(plank + [0, 8 / z], 4 / z + 1, ink, taper="none")
            pen.ink(camera.line(*frame, frame[0]), 10 / z + 1.4, ink, taper="none")
        z = end + dice.uniform(0.15, 0.7)


def _windows(
    pen: Pen, script: Script, dice: Dice, camera: Camera, left: float, back: float
) -> None:
    wall = script.shade(script.lit(rgb("d8ccb8")), 0.4)
    pen.fill(camera.wall(left, -1.5, 1.3, 0.4, back), wall)
    frame = script.lit(rgb("8a8f98"))
    z = 1.3
    while z + 1.6 < back:
        pane = camera.wall(left, -0.95, 0.5, z, z + 1.5)
        pen.fill(pane, shader=linear((0, -300), (0, 160), ((0, script.sky[0]), (1, script.sky[2]))))
        with pen.clip(pane):
            x, y = camera.at(left, -0.1, z + 0.8)
            draw_cloud(pen, script, dice.child(z), x, y, 90 / z + 20)
            foot = camera.at(left, 0.5, z + 0.7)[1]
            pen.fill(box(x - 400, foot - 120 / z, x + 400, foot + 60),
                     script.far(script.lit(rgb("5f8f5a")), 0.3))
        for u, v in ((-0.95, -0.95), (0.5, 0.5), (-0.25, -0.25)):
            pen.ink(camera.line((left, u, z), (left, u, z + 0.7), (left, v, z + 1.5)), 26 / z + 1.5,
                    frame, taper="none")
        for u in (z, z + 0.75, z + 1.5):
            pen.ink(camera.line((left, -0.95, u), (left, 0, u), (left, 0.5, u)), 26 / u + 1.5,
                    frame, taper="none")
        z += 1.9
    cloth = mix(WHITE, script.sky[2], 0.3)
    for at in (2.0, 3.9, 5.8):
        if at > back - 1:
            break
        (x, top), foot = camera.at(left + 0.08, -1.15, at), camera.at(left + 0.08, 0.85, at)[1]
        sway = 9 / at * np.sin(1.4 * pen.held + at)
        wide = 200 / at
        folds = 5
        hem = [(x + wide * (0.9 * i / folds) + sway + (i % 2) * 4 / at, foot + (i % 2) * 12 / at)
               for i in range(folds + 1)]
        side = spline([(x + wide, top), (x + wide * 0.82 + sway * 0.5, top * 0.4 + foot * 0.6),
                       hem[-1]])
        shape = polygon([(x, top), *side, *hem[::-1], (x, foot)])
        pen.fill(shape, cloth, 0.94)
        with pen.clip(shape):
            for i in range(folds):
                u = x + wide * (i + 0.6) / folds
                fold = spline([(u, top), (u - wide * 0.03, (top + foot) / 2),
                               (hem[i][0] + wide * 0.1, foot + 6)])
                pen.ink(fold, 22 / at, script.shade(cloth, 0.8), taper="start", noted=False)
                pen.ink(fold + [7 / at, 0], 5 / at, script.line(cloth, 0.3), taper="end")
        pen.ink(side, 7 / at, script.line(cloth, 0.4), taper="none")
        pen.ink(np.array(hem), 7 / at, script.line(cloth, 0.4), taper="none")


def _board(pen: Pen, script: Script, dice: Dice, camera: Camera, back: float) -> None:
    board = script.lit(rgb("2f5a4a"))
    pen.fill(camera.front(-2.3, -1.05, 2.1, 0.35, back), script.lit(rgb("8a6a48")))
    shape = camera.front(-2.2, -0.98, 2.0, 0.28, back)
    pen.fill(shape, board)
    with pen.clip(shape):
        pen.noise(shape, 70, 0.22, seed=dice.randrange(900), tint=mix(board, WHITE, 0.4), stretch=3)
        chalk = mix(WHITE, board, 0.12)
        for row in range(3):
            kind, text = pick_text(dice, TITLES if row == 0 else SIGNS)
            face = font("east" if kind in ("korean", "japanese") else "serif", 24 + 6 * (row == 0))
            x, y = camera.at(-1.9 + row * 0.4, -0.62 + row * 0.3, back)
            pen.letters(text, x, y, face, chalk, role="sign", alpha=0.92)
        for i in range(4):
            a = camera.at(0.6 + 0.3 * i, 0.1, back)
            pen.ink(spline([a, (a[0] + 14, a[1] - 18), (a[0] + 30, a[1] - 4)]), 2, chalk,
                    taper="soft")


def _clock(pen: Pen, script: Script, camera: Camera, back: float) -> None:
    x, y = camera.at(-0.1, -1.24, back)
    r = 0.14 * camera.focal / back
    pen.fill(oval(x, y, r), script.lit((0.97, 0.97, 0.95)))
    pen.contour(ring(x, y, r, 24), 2.6, script.line(script.lit(rgb("5a5560"))))
    minutes = 0.1 * pen.held
    for length, angle in ((0.55, 2.1 + minutes / 12), (0.8, 5.2 + minutes)):
        hand = np.array([(x, y), (x + length * r * np.sin(angle), y - length * r * np.cos(angle))])
        pen.ink(hand, 2.4, script.ink, taper="none")


def _desk(pen: Pen, script: Script, camera: Camera, x: float, z: float) -> None:
    if z < 0.9:
        return
    wood = script.lit(rgb("c99a63"))
    metal = script.lit(rgb("7a808c"))
    ink = script.line(wood, 0.6)
    top, half, deep = 0.55, 0.42, 0.6
    shadow = camera.face((x - half, 1.3, z), (x + half + 0.5, 1.3, z), (x + half + 0.5, 1.3,
            z + deep), (x - half, 1.3, z + deep))
    pen.fill(shadow, script.ink, 0.25)
    for dx in (-half, half):
        for dz in (deep, 0.0):
            pen.ink(camera.line((x + dx, top, z + dz), (x + dx, 0.9, z + dz), (x + dx, 1.3,
                    z + dz)), 22 / z, metal, taper="none")
    pen.fill(camera.front(x - half, top, x + half, top + 0.24, z), script.shade(wood, 1.2))
    plate = [(x - half, top, z), (x - half, top, z + deep), (x + half, top, z + deep), (x + half,
            top, z)]
    pen.fill(camera.face(*plate), script.glint(wood, 0.25))
    pen.ink(camera.line(*plate, plate[0]), 10 / z + 1.4, ink, taper="none")
    low = [(x - half, top, z), (x - half, top + 0.24, z), (x + half, top + 0.24, z), (x + half, top,
            z)]
    pen.ink(camera.line(*low), 10 / z + 1.4, ink, taper="none")
    seat = [(x - 0.3, 0.85, z - 0.35), (x - 0.3, 0.85, z), (x + 0.3, 0.85, z), (x + 0.3, 0.85,
            z - 0.35)]
    pen.fill(camera.face(*seat), wood)
    pen.ink(camera.line(*seat, seat[0]), 8 / z + 1.2, ink, taper="none")


def draw_stool(pen: Pen, script: Script, dice: Dice, x: float, floor: float, scale: float) -> None:
    """Draw a stool for one of a scale whose soles are at the floor."""
    wood = script.lit(dice.pick((rgb("9a6a42"), rgb("5a6478"), rgb("c9a878"))))
    ink = script.line(wood, 0.65)
    with pen.at(x, floor, scale):
        pen.fill(oval(0, 6, 170, 22), script.ink, 0.4, blur=4)
        for side in (-1, 1):
            for inner, tone in ((60.0, script.shade(wood, 1.4)), (104, script.shade(wood, 0.6))):
                leg = np.array([(side * inner * 0.8 - 9, -420), (side * inner * 0.8 + 9, -420),
                                (side * inner + 8, 0), (side * inner - 8, 0)], dtype=float)
                pen.fill(polygon(leg), tone)
                pen.ink(np.concatenate([leg, leg[:1]]), 4, ink, taper="none")
        pen.fill(box(-128, -468, 128, -424, 18), ink)
        pen.fill(box(-123, -463, 123, -429, 14), wood)
        pen.fill(box(-123, -444, 123, -429, 10), script.shade(wood))
