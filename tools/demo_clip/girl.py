"""The girl of the demo clip at the railing: her back to us, her head turned to the sun.

The origin is the middle of her head; the head is about 125 units high and the railing that
she holds lies at y = 238.
"""

from __future__ import annotations

from face import (
    BACK_HAIR,
    BLOUSE,
    BLOUSE_LINE,
    BLOUSE_SHADE,
    COLLAR,
    COLLAR_SHADE,
    EYE_WHITE,
    HAIR,
    IRIS,
    LASH,
    PUPIL,
    SKIN,
    SKIN_LIGHT,
    SKIN_LINE,
    SKIN_SHADE,
    forked,
)
from ink import (
    Breeze,
    Canvas,
    Lock,
    Point,
    brush_stroke,
    draw_lock,
    ink,
    linear,
    oval,
    paint,
    saved,
    shaded,
    shape,
    smooth,
    stretch,
)

SKIRT = "#3b3f74"
SKIRT_SHADE = "#292b57"
RIM = "#ffc59b"

PROFILE: list[Point] = [
    (-38, -40), (-43, -22), (-43, -8), (-41.5, 2), (-44, 10), (-49.5, 17.5), (-50.5, 20.5),
    (-46.5, 24), (-45.4, 27.5), (-46.2, 31), (-44.6, 34), (-45, 37), (-43, 40.5), (-42.6, 47),
    (-39, 54), (-31, 57.5), (-20, 55), (-4, 47), (10, 36), (16, 20),
]
STREAMS = (
    Lock(((20, -44), (62, -46), (104, -24), (150, -26), (206, -2)), (34, 40, 34, 20, 0), sway=11,
         phase=0.3, shade_from=0.0, flip=True, line=1.4, glint=(0.2, 0.36)),
    Lock(((20, 36), (44, 74), (64, 120), (98, 150), (132, 190)), (40, 46, 40, 22, 0), sway=9,
         phase=2.6, shade_from=0.0, flip=True, line=1.4),
    Lock(((24, -20), (68, -10), (112, 20), (160, 24), (222, 54)), (36, 44, 38, 22, 0), sway=12,
         phase=0.9, shade_from=0.0, flip=True, line=1.4, glint=(0.2, 0.36)),
    Lock(((22, 20), (56, 48), (90, 92), (134, 112), (182, 154)), (38, 46, 40, 22, 0), sway=11,
         phase=2.0, shade_from=0.05, flip=True, line=1.4, glint=(0.24, 0.38)),
    Lock(((24, 2), (66, 20), (108, 58), (154, 68), (212, 104)), (38, 46, 40, 22, 0), sway=12,
         phase=1.5, shade_from=0.05, flip=True, line=1.4, splits=(-0.15,), glint=(0.22, 0.37)),
)
STREAMING = tuple(
    part
    for lock, drift in zip(STREAMS, (-22, 20, -20, 24, 20), strict=True)
    for part in (forked(lock, drift), lock)
)
FRINGE = (
    Lock(((0, -62), (-30, -50), (-45, -26), (-42, -2)), (2, 18, 16, 0), sway=3, phase=0.2,
         line=1.2, rim=0.2),
    Lock(((4, -62), (-22, -46), (-37, -20), (-31, 4)), (2, 22, 18, 0), sway=3.5, phase=0.5,
         line=1.2, glint=(0.4, 0.6)),
    Lock(((14, -62), (8, -40), (-6, -12), (-4, 22), (10, 62)), (2, 34, 30, 20, 0), sway=5,
         phase=1.2, line=1.3, shade_from=0.1, splits=(0.0,), glint=(0.3, 0.44)),
    Lock(((8, -63), (-10, -42), (-22, -12), (-18, 18), (-6, 44)), (2, 26, 20, 12, 0), sway=5,
         phase=0.8, line=1.3, glint=(0.3, 0.45)),
)


OVER_NAPE = (  # From the parting over the back of the head, into the streaming hair.
    Lock(((17, -63), (42, -44), (56, -12), (82, 0), (128, 18), (176, 20)), (2, 30, 34, 30, 18, 0),
         sway=10, phase=0.7, line=1.3, shade_from=0.1, splits=(0.0,)),
    Lock(((14, -62), (32, -36), (44, 4), (62, 34), (100, 64), (146, 78)), (2, 30, 36, 32, 20, 0),
         sway=9, phase=1.3, line=1.3, shade_from=0.2, splits=(0.1,), glint=(0.14, 0.25)),
    Lock(((12, -62), (20, -34), (26, 6), (36, 44), (60, 84), (92, 112)), (2, 28, 34, 30, 18, 0),
         sway=8, phase=1.9, line=1.3, shade_from=0.2, splits=(-0.05,), glint=(0.15, 0.27)),
)


def draw_torso(canvas: Canvas) -> None:
    """Paint skirt, blouse and arms, with the light of the low sun along her left."""
    skirt = shape([(-36, 226), (-46, 262), (-66, 350)], [(-66, 350), (84, 350)],
                  [(84, 350), (62, 262), (50, 226)])
    canvas.drawPath(skirt, paint(SKIRT))
    with saved(canvas, skirt):
        for near, far, foot in ((-14, -4, -22), (10, 22, 8), (34, 50, 46)):
            fold_shade = shape([(near, 226), (foot, 350)], [(foot + 24, 350), (far, 226)])
            canvas.drawPath(fold_shade, paint(SKIRT_SHADE))
    for top, hem in ((-30, -50), (-14, -22), (10, 8), (34, 46)):
        pleat = [(top, 232), ((top + hem) / 2 - 1, 290), (hem, 350)]
        ink(canvas, pleat, 1.2, BLOUSE_LINE, (0.3, 0.1))
    ink(canvas, [(-36, 226), (-46, 262), (-66, 350)], 1.7, BLOUSE_LINE, (0.1, 0.1))
    ink(canvas, [(50, 226), (62, 262), (84, 350)], 1.7, BLOUSE_LINE, (0.1, 0.1))

    draw_arm(canvas, -1.0, 7.0)
    draw_arm(canvas, 1.0, 7.0)

    left = [(-20, 84), (-48, 96), (-64, 112), (-54, 150), (-44, 190), (-37, 230)]
    right = [(51, 230), (58, 190), (68, 150), (78, 112), (62, 96), (34, 84)]
    back = shape(left, [(-37, 230), (8, 238), (51, 230)], right)
    canvas.drawPath(back, paint(BLOUSE))
    with saved(canvas, back):
        for dark in (
            shape([(-8, 80), (-12, 140), (-4, 180), (-14, 240)], [(110, 240), (110, 80)]),
            shape([(-60, 128), (-46, 152), (-34, 160)], [(-34, 160), (-50, 176), (-70, 150)]),
        ):
            canvas.drawPath(dark, paint(BLOUSE_SHADE))
    for fold in ([(-46, 168), (-30, 178), (-14, 176)], [(-42, 200), (-26, 206), (-8, 200)],
                 [(56, 176), (40, 186), (26, 184)], [(6, 190), (8, 210), (4, 230)]):
        ink(canvas, fold, 1.0, BLOUSE_LINE, (0.2, 0.7), 0.8)
    ink(canvas, left[1:], 1.7, BLOUSE_LINE, (0.15, 0.1))
    ink(canvas, right[:-1], 1.7, BLOUSE_LINE, (0.1, 0.15))
    ink(canvas, [(-37, 230), (8, 238), (51, 230)], 1.5, BLOUSE_LINE, (0.1, 0.1))


def draw_arm(canvas: Canvas, side: float, middle: float) -> None:
    """Paint the arm on one side: sleeve, forearm and the hand that holds the rail."""

    def at(*points: Point) -> list[Point]:
        return [(middle + side * x, y) for x, y in points]

    outer = at((74, 140), (84, 172), (92, 206), (100, 228))
    inner = at((86, 232), (74, 206), (62, 172), (56, 140))
    forearm = shape(outer, inner)
    canvas.drawPath(forearm, paint(SKIN))
    with saved(canvas, forearm):
        dark = at((67, 130), (72, 172), (80, 206), (90, 234))
        edge = at((50, 234), (50, 130)) if side < 0 else at((120, 234), (120, 130))
        canvas.drawPath(shape(dark, edge), paint(SKIN_SHADE))
    ink(canvas, outer, 1.5, SKIN_LINE, (0.1, 0.1))
    ink(canvas, inner, 1.5, SKIN_LINE, (0.1, 0.1))
    tone = SKIN if side < 0 else SKIN_SHADE
    knuckles = at((84, 226), (92, 222), (101, 226), (108, 233))
    back = shape(knuckles, at((108, 233), (104, 242)), at((104, 242), (94, 240), (84, 234)),
                 at((84, 234), (84, 226)))
    for finger in range(4):
        x, y = 88 + 5.4 * finger, 234 + 1.1 * finger
        tip = shape(at((x - 2.6, y - 3), (x - 2.8, y + 8), (x, y + 12), (x + 2.9, y + 8),
                       (x + 3.0, y - 3)), at((x + 3.0, y - 3), (x - 2.6, y - 3)))
        canvas.drawPath(tip, paint(tone))
        with saved(canvas, tip):
            canvas.drawPath(oval(at((x, y + 12))[0], 5, 5), paint(SKIN_SHADE))
        ink(canvas, at((x - 2.6, y - 1), (x - 2.8, y + 8), (x, y + 12), (x + 2.9, y + 8),
                       (x + 3.0, y - 1)), 1.1, SKIN_LINE, (0.3, 0.3))
    canvas.drawPath(back, paint(tone))
    ink(canvas, knuckles, 1.4, SKIN_LINE, (0.1, 0.1))
    sleeve = shape(at((50, 100), (70, 112), (80, 134), (90, 168)),
                   at((90, 168), (72, 176), (54, 174)),
                   at((54, 174), (50, 140), (44, 110)))
    canvas.drawPath(sleeve, paint(BLOUSE if side < 0 else BLOUSE_SHADE))
    with saved(canvas, sleeve):
        if side < 0:
            canvas.drawPath(shape(at((60, 110), (66, 140), (70, 180)), at((40, 180), (40, 110))),
                            paint(BLOUSE_SHADE))
        cuff = shape(at((92, 160), (72, 168), (50, 166)), at((50, 172), (72, 175), (92, 167)))
        canvas.drawPath(cuff, paint(COLLAR if side < 0 else COLLAR_SHADE))
    ink(canvas, at((60, 104), (70, 112), (80, 134), (90, 168)), 1.7, BLOUSE_LINE, (0.2, 0.05))
    ink(canvas, at((90, 168), (72, 176), (54, 174)), 1.4, BLOUSE_LINE, (0.05, 0.2))


def draw_collar(canvas: Canvas) -> None:
    """Paint the neck and, over it, the square back of the sailor collar."""
    neck = shape([(-22, 40), (-16, 62), (-18, 78), (-30, 92)], [(-30, 92), (44, 92)],
                 [(44, 92), (32, 76), (30, 40)])
    canvas.drawPath(neck, paint(SKIN))
    with saved(canvas, neck):
        canvas.drawPath(shape([(-30, 50), (-8, 62), (-4, 92)], [(60, 92), (60, 30)]),
                        paint(SKIN_SHADE))
    ink(canvas, [(-17, 54), (-16, 66), (-20, 80), (-28, 88)], 1.4, SKIN_LINE, (0.3, 0.1))
    rim = [(-26, 78), (-46, 94), (-54, 108)]
    flap = shape(rim, [(-54, 108), (-50, 140), (-46, 166)], [(-46, 166), (8, 173), (60, 166)],
                 [(60, 166), (66, 140), (68, 108)], [(68, 108), (58, 94), (40, 78)],
                 [(40, 78), (8, 92), (-26, 78)])
    canvas.drawPath(flap, paint(COLLAR))
    with saved(canvas, flap):
        canvas.drawPath(shape([(-10, 70), (-12, 120), (-4, 180)], [(90, 180), (90, 70)]),
                        paint(COLLAR_SHADE))
    ink(canvas, [(-47, 112), (-43, 140), (-40, 158)], 1.9, BLOUSE, (0.05, 0.02))
    ink(canvas, [(-40, 158), (8, 165), (54, 158)], 1.9, BLOUSE_SHADE, (0.02, 0.05))
    ink(canvas, [*rim, (-50, 140), (-46, 166)], 1.6, BLOUSE_LINE, (0.1, 0.05))
    ink(canvas, [(-46, 166), (8, 173), (60, 166)], 1.6, BLOUSE_LINE, (0.05, 0.05))
    ink(canvas, [(60, 166), (66, 140), (68, 108)], 1.6, BLOUSE_LINE, (0.05, 0.2))


def draw_head(canvas: Canvas, wind: Breeze) -> None:
    """Paint the head in profile: face, eye, the hair blown back, and its fringe."""
    face = shape(PROFILE, [(16, 20), (20, -30), (-38, -40)])
    canvas.drawPath(face, paint(SKIN))
    with saved(canvas, face):
        canvas.drawPath(
            shape([(-46, -44), (-34, -20), (-22, 6), (-14, 26), (-20, 44), (-34, 60)],
                  [(40, 70), (40, -50)]),
            paint(SKIN_SHADE),
        )
        canvas.drawPath(oval((-30, 22), 9, 5), paint("#ff8d86", 0.5, blur=3))
    draw_profile_eye(canvas)
    # The line ends under the lock before the ear: beyond it, the hair parts in the wind.
    ink(canvas, stretch(smooth(PROFILE), 0.0, 0.84), 1.5, SKIN_LINE, (0.1, 0.1))
    ink(canvas, [(-45, 34), (-41, 34.5), (-37.5, 33)], 1.2, SKIN_LINE, (0.1, 0.6))

    skull = [(-40, -26), (-38, -46), (-16, -65), (18, -64), (44, -44), (54, -8), (48, 26), (34, 52)]
    cap = shape(skull, [(34, 52), (20, 57), (6, 50), (0, 8), (-12, -18), (-40, -26)])
    for lock in STREAMING:
        draw_lock(canvas, lock, BACK_HAIR, wind)
    canvas.drawPath(cap, paint(HAIR.base))
    with saved(canvas, cap):
        canvas.drawPath(shape([(14, -70), (36, -40), (36, 0), (20, 60)], [(70, 60), (70, -70)]),
                        paint(HAIR.shade))
        canvas.drawPath(shape([(-44, -20), (-42, -48), (-18, -69), (18, -68)],
                              [(14, -62), (-14, -60), (-33, -44), (-36, -20)]), paint(HAIR.rim))
    ink(canvas, skull[:-1], 1.7, HAIR.line, (0.1, 0.5))
    for lock in (*OVER_NAPE, *FRINGE):
        draw_lock(canvas, lock, HAIR, wind)


def draw_profile_eye(canvas: Canvas) -> None:
    """Paint the eye as seen from the side."""
    white = shape([(-41, 4), (-37, -6), (-29, -4)], [(-29, -4), (-30, 6), (-35, 13)],
                  [(-35, 13), (-40, 10), (-41, 4)])
    canvas.drawPath(white, paint(EYE_WHITE))
    with saved(canvas, white):
        iris = oval((-38, 4), 4.2, 9.5)
        canvas.drawPath(iris, shaded(linear((-38, -6), (-38, 13), [
            (0.0, IRIS[0], 1.0), (0.5, IRIS[1], 1.0), (0.8, IRIS[2], 1.0), (1.0, IRIS[3], 1.0)])))
        canvas.drawPath(oval((-38.6, 3), 1.8, 4), paint(PUPIL))
        canvas.drawPath(oval((-39, -1.5), 1.3, 2.2), paint("#ffffff"))
    canvas.drawPath(brush_stroke([(-45, -2), (-41, -5.5), (-36, -7.5), (-28, -4)],
                                 (0.8, 3.0, 3.0, 1.2)), paint(LASH))
    ink(canvas, [(-44, 0), (-42, -3), (-39, -5)], 1.3, LASH, (0.6, 0.1))
    ink(canvas, [(-39, 12.5), (-35, 13.5), (-31, 9)], 1.0, SKIN_LINE, (0.3, 0.5))
    ink(canvas, [(-38, -10.5), (-33, -10.5), (-27, -7)], 0.9, SKIN_LINE, (0.4, 0.5))
    ink(canvas, [(-43, -15), (-37, -18), (-28, -16)], 1.6, HAIR.line, (0.3, 0.5), 0.8)
    canvas.drawPath(oval((-47.5, 18), 1.0, 1.4), paint(SKIN_LIGHT))


def draw_rim_light(canvas: Canvas) -> None:
    """Lay the sun's thin edge of light along shoulder, sleeve and back."""
    for line in (
        [(-42, 96), (-55, 105), (-68, 131), (-80, 165)],
        [(-76, 179), (-84, 207), (-91, 225)],
    ):
        ink(canvas, line, 2.2, RIM, (0.3, 0.3))


def draw_girl(canvas: Canvas, wind: Breeze) -> None:
    """Draw the figure, back to front."""
    draw_torso(canvas)
    draw_collar(canvas)
    draw_head(canvas, wind)
    draw_rim_light(canvas)
