"""The other beasts of scenes: a furred one with a mane, a bird of prey, a serpent in coils."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.quality.scenes.curves import Points, bezier, oval, path, ribbon, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures import hair
from benchmarks.quality.scenes.palette import WHITE, Colour, Script, mix, rgb, shifted
from benchmarks.quality.scenes.pen import Pen, linear
from benchmarks.quality.scenes.settings.creature import draw_feathers, draw_scales

_LIGHT = (-0.62, -0.78)


def _coat(colour: Colour, script: Script) -> hair.Tones:
    base = script.lit(colour)
    ink = script.line(base, 0.6)
    return hair.Tones(base, script.shade(base, 0.8), script.shade(base, 1.5),
                      script.glint(base, 0.45), ink, mix(script.shade(base, 1.5), ink, 0.5),
                      mix(base, WHITE, 0.3))


def _fur(
    pen: Pen, dice: Dice, area: tuple[float, float, float, float], flow: tuple[float, float],
    colour: Colour, count: int, length: float,
) -> None:
    """Draw fine strokes of fur within a box, all flowing one way."""
    strokes = []
    for _ in range(count):
        at = np.array([dice.uniform(area[0], area[2]), dice.uniform(area[1], area[3])])
        run = np.array(flow) * length * dice.uniform(0.5, 1.3)
        bend = np.array([-run[1], run[0]]) * dice.uniform(-0.18, 0.18)
        strokes.append(spline([at, at + run * 0.5 + bend, at + run], steps=4))
    pen.hairlines(strokes, 2.3, colour, alpha=0.75, taper="end")


def draw_furred(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a wolf's or fox's head and mane at the frame's size, looking to the right."""
    own = rgb(dice.pick(("d8843a", "8f97a8", "e8e4da", "5a5468", "b8693a", "3a3f4c")))
    coat, pale = _coat(own, script), _coat(mix(own, WHITE, 0.75), script)
    neck = spline([(-120, -120), (-300, 120), (-470, 460), (-560, 800), (260, 800), (170, 460),
                   (110, 150)], steps=6)
    pen.fill(path(neck), coat.deep)
    for rank in range(6):
        # The mane falls back and down from behind the ears, row below row, the foremost last.
        low = 1 - rank / 5
        for i in range(8):
            d = dice.child(f"mane{rank}{i}")
            t = i / 7
            root = np.array([-150 + 240 * t - 250 * low * (1 - 0.75 * t),
                             -60 + 190 * t + 430 * low])
            aim = np.array([-0.75 + 0.62 * t, 0.55 + 0.45 * t])
            reach = d.uniform(170, 240)
            tip = root + aim * reach + [d.around(0, 14), 0]
            bend = np.array([d.uniform(-16, 16) - 22, 10.0])
            spine = bezier(root, root + aim * reach * 0.3 - bend, root + aim * reach * 0.7 + bend,
                           tip)
            hair.lock(pen, spine, d.uniform(66, 96), pale if t > 0.62 else coat, _LIGHT, dice=d,
                      root=0.6, dim=low > 0.7, line=3.4, tone_count=3)
    for k, (x, lean, inner) in enumerate(((-52.0, -40, True), (52.0, 10, False))):
        ear = spline([(x - 60, -110), (x - 50 + lean, -250), (x + lean, -352), (x + 46, -262),
                      (x + 74, -120)], steps=7)
        pen.fill(path(ear), coat.shade if inner else coat.base)
        within = spline([(x - 30, -140), (x - 18 + lean, -230), (x + lean, -316), (x + 26, -240),
                         (x + 44, -150)], steps=7)
        pen.fill(path(within), mix(script.lit(rgb("d89a92")), coat.deep, 0.4))
        for i in range(5):
            d = dice.child(f"ear{k}{i}")
            root = np.array([x - 26 + 14 * i, -130.0])
            hair.lock(pen, spline([root, root + [lean * 0.3, -60], root + [lean + d.uniform(-8, 14),
                                   -d.uniform(90, 140)]]), 22, pale, _LIGHT, dice=d, line=2.6)
        pen.contour(ear, 5.5, coat.ink, light=_LIGHT, closed=False)
    outline = spline([(-150, -60), (-60, -170), (60, -190), (160, -120), (230, -52), (340, -18),
                      (404, 10), (412, 48), (380, 78), (300, 112), (200, 150), (90, 190),
                      (-30, 190), (-130, 110)], closed=True)
    head = path(outline)
    pen.fill(head, coat.base)
    with pen.clip(head):
        # A pale muzzle and cheek, their edge in tufts; the throat's side in shade.
        edge = [(430.0, 20), (300, 26), (230, 16), (150, 34)]
        for i in range(7):
            edge += [(150 - 34 * i, 50 + 10 * i + 26 * (i % 2)),
                     (128 - 34 * i, 74 + 10 * i)]
        pen.fill(path(np.array([*edge, (-130.0, 260), (430, 260)])), pale.base)
        pen.fill(path(spline([(420, 70), (280, 96), (140, 136), (0, 150), (-140, 100), (-140, 240),
                              (420, 240)], closed=True)), pale.shade)
        pen.fill(path(spline([(20, -200), (150, -130), (250, -52), (150, -60), (60, -120),
                              (-20, -200)], closed=True)), coat.gleam, 0.6)
        _fur(pen, dice.child("brow"), (-140, -180, 120, -40), (-0.95, -0.1), coat.trace, 90, 46)
        _fur(pen, dice.child("cheek"), (-130, 40, 120, 190), (-0.85, 0.5), pale.trace, 90, 52)
        _fur(pen, dice.child("muzzle"), (150, -60, 330, 60), (-0.95, 0.12), coat.trace, 60, 30)
    pen.contour(outline[12:70], 6, coat.ink, light=_LIGHT, closed=False)
    for i in range(9):
        # The cheek's fur lies over the neck; higher up it is the coat's.
        d = dice.child(f"ruff{i}")
        root = np.array([70.0 - 24 * i, 168 - 1.9 * i * i])
        aim = np.array([-0.5 - 0.07 * i, 0.62 - 0.09 * i]) * d.uniform(110, 160)
        hair.lock(pen, spline([root, root + aim * 0.5 + [0, 12], root + aim]), 54,
                  pale if i < 5 else coat, _LIGHT, dice=d, line=3.2)
    mouth = spline([(404, 60), (330, 82), (250, 96), (180, 128), (140, 118)])
    pen.ink(mouth, 6.5, coat.ink, taper="end")
    for x in (346.0, 318, 262):
        tooth = np.array([(x - 9, 80 + (340 - x) * 0.2), (x - 4, 108 + (340 - x) * 0.2),
                          (x + 8, 78 + (340 - x) * 0.2)])
        pen.fill(path(tooth), script.lit(WHITE))
        pen.ink(tooth, 2.8, coat.ink, taper="none")
    nose = spline([(372, -12), (420, 4), (422, 34), (398, 46), (376, 22)], closed=True)
    pen.fill(path(nose), script.lit(rgb("2a2630")))
    pen.fill(oval(398, 8, 12, 5), WHITE, 0.7)
    _slit_eye(pen, script, dice, np.array([150.0, -60]))
    for i in range(4):
        pen.ink(spline([(330, 40 + 9 * i), (250 - 8 * i, 66 + 24 * i), (170, 60 + 46 * i)]), 2.2,
                pale.base, taper="end")


def _slit_eye(pen: Pen, script: Script, dice: Dice, eye: Points) -> None:
    lid = spline([eye + [-54, 26], eye + [-22, -16], eye + [26, -18], eye + [58, 12], eye + [6,
            26]], closed=True)
    pen.fill(path(lid), script.ink)
    gold = mix(rgb(dice.pick(("ffd23a", "6ad0ff", "ff7a4a", "8affb0"))), WHITE, 0.1)
    with pen.clip(path((lid - eye) * 0.84 + eye)):
        pen.fill(oval(eye[0], eye[1], 44, 34), shader=linear(
            (0, eye[1] - 24), (0, eye[1] + 24), ((0, shifted(gold, value=0.5)), (1, gold))))
        pen.fill(oval(eye[0] + 6, eye[1] + 4, 9, 20), script.ink)
        pen.fill(oval(eye[0] - 6, eye[1] - 6, 7, 6), WHITE)
    pen.ink(spline([eye + [-76, 26], eye + [-14, -34], eye + [66, -18]]), 9, script.ink)


def draw_bird(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a bird of prey with both wings spread, seen from the front."""
    own = script.lit(rgb(dice.pick(("c0592a", "5a4436", "d8d4c8", "3f5f8f", "b03a4a"))))
    pale, horn = mix(own, WHITE, 0.6), script.lit(rgb("e8b43a"))
    beat = 10 * math.sin(2.4 * pen.held)
    for side in (-1, 1):
        with pen.at(0, 0, degrees=-side * (12 + beat)):
            draw_feathers(pen, script, dice.child(f"wing{side}"), (side * 60.0, -40), 700, own,
                          side=side)
    for i in (0, 6, 1, 5, 2, 4, 3):
        a = (i - 3) * 0.17
        tip = np.array([math.sin(a) * 420, 210 + math.cos(a) * 330])
        spine = spline([(math.sin(a) * 60, 190.0), tip * 0.5 + [0, 70], tip], steps=8)
        t = np.linspace(0, 1, len(spine))
        edge = ribbon(spine, 74 * (0.45 + 0.55 * t) * (1 - t**6))
        pen.fill(path(edge), mix(own, pale, 0.25 * (i % 2)))
        n = len(spine)
        with pen.clip(path(edge)):
            pen.fill(path(np.concatenate([spine, edge[n:]])), script.shade(own, 0.8), 0.8)
            barbs = [np.array([spine[k], spine[min(n - 1, k + 1)] + (edge[k] - spine[k]) * turn])
                     for k in range(2, n - 1) for turn in (-0.9, 0.9)]
            pen.hairlines(barbs, 2, script.line(own, 0.5), alpha=0.6)
        pen.ink(spine, 4, script.line(own, 0.5), taper="end")
        pen.contour(edge, 4.4, script.line(own, 0.6))
    trunk = spline([(-84, -70), (-110, 40), (-84, 170), (0, 240), (84, 170), (110, 40), (84, -70)],
                   closed=True)
    draw_scales(pen, script, dice.child("breast"), path(trunk), mix(own, pale, 0.5), 34)
    pen.contour(trunk, 5.5, script.line(own, 0.6))
    for side in (-1, 1):
        for k in range(3):
            toe = spline([(side * 46, 226), (side * 46 + (k - 1) * 26, 268),
                          (side * 46 + (k - 1) * 34, 300), (side * 46 + (k - 1) * 26, 316)])
            pen.ink(toe, 26, script.line(horn, 0.6), taper="end", noted=False)
            pen.ink(toe, 17, horn, taper="end", noted=False)
    _bird_head(pen, script, dice, own, pale, horn)


def _bird_head(
    pen: Pen, script: Script, dice: Dice, own: Colour, pale: Colour, horn: Colour
) -> None:
    coat = _coat(pale, script)
    for i in range(15):
        d = dice.child(f"hackle{i}")
        a = math.pi * (0.02 + 0.96 * ((i * 7) % 15) / 14)
        root = np.array([70 * math.cos(a), -110 + 50 * math.sin(a)])
        tip = np.array([130 * math.cos(a) + d.around(0, 8), -60 + 130 * math.sin(a)])
        hair.lock(pen, spline([root, (root + tip) / 2 + [0, -10], tip]), 44, coat, _LIGHT, dice=d,
                  line=3.2)
    skull = spline([(-70, -80), (-86, -150), (-50, -214), (20, -222), (76, -180), (84, -120),
                    (50, -70)], closed=True)
    pen.fill(path(skull), coat.base)
    with pen.clip(path(skull)):
        pen.fill(path(spline([(10, -230), (30, -150), (20, -60), (120, -60), (120, -230)],
                             closed=True)), coat.shade)
        _fur(pen, dice.child("down"), (-80, -210, 80, -80), (-0.3, -0.6), coat.trace, 60, 22)
    pen.contour(skull, 5, coat.ink, light=_LIGHT)
    crest = [bezier((-20 + 14 * i, -206), (-50 + 10 * i, -260), (-100 - 10 * i, -280 + 20 * i),
                    (-150 - 14 * i, -250 + 34 * i)) for i in range(3)]
    for i, spine in enumerate(crest):
        hair.lock(pen, spine, 26, _coat(own, script), _LIGHT, dice=dice.child(f"crest{i}"), line=3)
    beak = spline([(52, -156), (118, -150), (164, -112), (168, -62), (140, -92), (96, -98),
                   (56, -108)], steps=6)
    pen.fill(path(beak), horn)
    pen.fill(path(spline([(58, -110), (96, -104), (140, -98), (164, -66), (140, -112), (90, -120)],
                         closed=True)), script.shade(horn))
    pen.contour(np.concatenate([beak, beak[:1]]), 5, script.line(horn, 0.7), closed=False)
    pen.ink(spline([(74, -128), (92, -132)]), 4, script.ink)
    pen.fill(oval(22, -150, 19, 17), script.ink)
    pen.fill(oval(23, -150, 14, 13), script.lit(rgb("ffd23a")))
    pen.fill(oval(27, -150, 7, 8), script.ink)
    pen.fill(oval(20, -155, 4, 4), WHITE)
    pen.ink(spline([(-14, -168), (22, -178), (64, -154)]), 9, script.ink)


def draw_serpent(pen: Pen, script: Script, dice: Dice) -> None:
    """Draw a long dragon without wings in coils, its mane and whiskers blown back."""
    own = script.lit(rgb(dice.pick(("2f8f7a", "b03a3a", "3f5fae", "c9a23a", "5a4a7a"))))
    belly = mix(own, script.lit(rgb("f2e4c0")), 0.7)
    phase = dice.uniform(0, 6) + 0.8 * pen.held
    t = np.linspace(0, 1, 11)
    knots = np.stack([-1050 + 1400 * t, 60 + (300 - 150 * t) * np.sin(phase + 7.4 * t)], 1)
    knots[-2:] += [[0, 0], [20, -40]]
    spine = spline(knots, steps=7)
    share = np.linspace(0, 1, len(spine))
    widths = 60 + 130 * np.sin(np.pi * np.minimum(1, share * 0.86 + 0.12)) ** 0.8
    edge = ribbon(spine, widths)
    n = len(spine)
    across = edge[:n] - spine
    fins = []
    for k in range(2, n - 3, 2):
        along = spine[k + 1] - spine[k]
        base = spine[k] + across[k] * 0.9
        fins.append(np.stack([base - along * 0.7, base + across[k] * 0.7 - along * 1.6,
                              base + along * 0.9]))
    for fin in fins:
        pen.fill(path(fin), script.lit(mix(rgb("e8863a"), own, 0.2)))
        pen.ink(fin, 4, script.ink, taper="none")
    draw_scales(pen, script, dice.child("scales"), path(edge), own, dice.uniform(30, 44))
    low = path(np.concatenate([spine - across * 0.35, edge[n:]]))
    pen.fill(low, belly)
    with pen.clip(low):
        pen.fill(path(np.concatenate([spine - across * 0.72, edge[n:]])), script.shade(belly))
        plates = [np.stack([spine[k] - across[k] * 0.3, spine[k + 1] - across[k] * 0.7,
                            spine[k] - across[k] * 1.05]) for k in range(1, n - 1)]
        pen.hairlines(plates, 5, script.line(belly, 0.6), taper="none", kind=1)
    pen.ink(spine - across * 0.35, 4, script.line(own, 0.6), taper="soft")
    pen.contour(edge, 6, script.ink)
    x, y = spine[-1]
    with pen.at(x, y, 0.9):
        _serpent_head(pen, script, dice, own, belly)


def _serpent_head(pen: Pen, script: Script, dice: Dice, own: Colour, belly: Colour) -> None:
    mane = _coat(mix(rgb("e8863a"), own, 0.2), script)
    for i in range(13):
        d = dice.child(f"mane{i}")
        a = -0.9 + 1.9 * ((i * 5) % 13) / 12
        root = np.array([-20 + 20 * math.cos(a), 20 + 90 * a])
        tip = root + [-d.uniform(210, 320), 150 * a - 50 + 14 * math.sin(3 * pen.held + i)]
        hair.lock(pen, bezier(root, root + [-80, -30 + 30 * a], tip + [110, -40], tip),
                  d.uniform(44, 66), mane, _LIGHT, dice=d, root=0.5, line=3.4, tone_count=3)
    for k in range(2):
        horn = script.lit(rgb("e8dcc0"))
        curve = spline([(-20 + 44 * k, -70), (-70 + 40 * k, -170), (-170 + 40 * k, -230),
                        (-120 + 44 * k, -150), (10 + 44 * k, -66)], steps=7)
        pen.fill(path(curve), horn if k else script.shade(horn))
        pen.contour(curve, 5, script.line(horn, 0.7))
    outline = spline([(-60, -60), (30, -100), (120, -78), (190, -56), (290, -52), (340, -20),
                      (336, 20), (250, 34), (170, 44), (120, 78), (210, 96), (270, 104), (258, 130),
                      (150, 140), (40, 126), (-60, 90)], closed=True)
    head = path(outline)
    pen.fill(head, own)
    draw_scales(pen, script, dice.child("head"), head, own, 26)
    with pen.clip(head):
        pen.fill(path(spline([(120, 70), (240, 92), (300, 110), (260, 160), (0, 170), (-60, 110),
                              (20, 90)], closed=True)), belly)
        pen.fill(path(spline([(340, 0), (240, 26), (160, 34), (140, 60), (110, 78), (180, 60),
                              (340, 44)], closed=True)), script.shade(own, 1.5))
    pen.contour(outline, 6, script.ink, light=_LIGHT)
    for x, up in ((310.0, 1), (270, 1), (230, 1), (196, 1), (236, -1), (204, -1), (170, -1)):
        y = 24.0 if up > 0 else 92.0
        tooth = np.array([(x - 9, y), (x + 1, y + 28 * up), (x + 9, y)])
        pen.fill(path(tooth), script.lit(WHITE))
        pen.ink(tooth, 3, script.ink, taper="none")
    pen.fill(oval(310, -24, 12, 8), script.ink)
    _slit_eye(pen, script, dice, np.array([110.0, -36]))
    for side, top in ((1, -20.0), (-1, 20)):
        wave = 20 * math.sin(2.2 * pen.held + side)
        pen.ink(spline([(316, top), (400, top - 60 * side), (330, top - 170 * side + wave),
                        (180, top - 210 * side)]), 10, mane.base, taper="end")
