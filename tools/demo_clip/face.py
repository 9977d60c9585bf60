"""The girl of the demo clip in close-up: her face, eyes, mouth, hair and collar.

The origin lies between the eyes, x to the viewer's right and y down; at scale 1 the face is
about 210 units wide. Her head is turned a little to the viewer's left, toward the low sun.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import skia
from ink import (
    Breeze,
    Canvas,
    HairTones,
    Lock,
    Point,
    bend,
    brush_stroke,
    draw_lock,
    ink,
    linear,
    mix,
    oval,
    paint,
    polygon,
    radial,
    saved,
    shaded,
    shape,
    smooth,
    stretch,
)

SKIN = "#ffe7d8"
SKIN_SHADE = "#f3b9ae"
SKIN_DEEP = "#dd949a"
SKIN_LIGHT = "#fff6ea"
SKIN_LINE = "#74303f"
BLUSH = "#ff8d86"
LASH = "#2c1530"
EYE_WHITE = "#fdf8fb"
EYE_SHADE = "#b7a6d0"
IRIS = ("#141a48", "#1d4686", "#2a93b4", "#86ecd9")
IRIS_GLOW = "#c6fff0"
PUPIL = "#0c1034"
MOUTH = "#a8344c"
TONGUE = "#f0837f"
BLOUSE = "#f4e9f2"
BLOUSE_SHADE = "#bdaed3"
BLOUSE_LINE = "#41345f"
COLLAR = "#37407c"
COLLAR_SHADE = "#272c5c"
HAIR = HairTones(base="#423e7b", shade="#2d2a5c", glint="#726bb8", sheen="#b9a7e4", rim="#ff9d84",
                 line="#17132f")
BACK_HAIR = HairTones(base="#322f64", shade="#25224d", glint="#504a91", sheen="#6c63b2",
                      rim="#e97f86", line="#17132f")


@dataclass(frozen=True)
class Mood:
    """What the face is doing in one frame."""

    openness: float = 1.0  # Of the eyes: 1 wide, 0 shut.
    smile: float = 0.0  # 0 lips closed, 1 an open smile.
    look: Point = (0.0, 0.0)  # How far the irises have moved.


# --- hair ----------------------------------------------------------------------------------

STREAMS = (  # The long hair that the wind carries off, far side first.
    Lock(((40, -118), (122, -100), (205, -62), (290, -58), (372, -92)), (40, 52, 46, 26, 0),
         sway=17, phase=0.2, shade_from=-0.05, flip=True),
    Lock(((50, 150), (84, 190), (120, 250), (180, 300)), (56, 62, 60, 40), sway=8, phase=3.4,
         shade_from=0.0, flip=True, splits=(0.1,)),
    Lock(((50, -84), (146, -62), (236, -12), (330, -14), (426, 22)), (50, 62, 56, 34, 0),
         sway=18, phase=0.7, shade_from=0.0, flip=True, splits=(-0.15,), glint=(0.34, 0.52)),
    Lock(((56, 116), (112, 172), (176, 232), (246, 256), (318, 318)), (60, 74, 66, 36, 0),
         sway=15, phase=3.0, shade_from=0.0, flip=True, splits=(-0.1,)),
    Lock(((60, -34), (150, -4), (240, 52), (330, 56), (420, 92)), (60, 72, 62, 36, 0),
         sway=18, phase=1.2, shade_from=0.05, flip=True, splits=(-0.2, 0.1)),
    Lock(((60, 66), (126, 118), (200, 178), (284, 198), (366, 252)), (60, 76, 66, 38, 0),
         sway=16, phase=2.4, shade_from=0.05, flip=True, splits=(-0.12,)),
    Lock(((64, 14), (146, 58), (226, 112), (312, 130), (400, 172)), (60, 78, 68, 38, 0),
         sway=17, phase=1.8, shade_from=0.05, flip=True, splits=(-0.2, 0.12), glint=(0.32, 0.5)),
)


def forked(lock: Lock, drift: float) -> Lock:
    """Return a slimmer lock that leaves the same root and parts from it toward the tip."""
    count = len(lock.spine) - 1
    spine = tuple(
        (x - 26.0 * i / count, y + drift * (i / count) ** 2) for i, (x, y) in enumerate(lock.spine)
    )
    return replace(lock, spine=spine, widths=tuple(0.46 * w for w in lock.widths), glint=None,
                   phase=lock.phase - 0.5, sway=1.25 * lock.sway, splits=())


STREAMING = tuple(
    part
    for lock, drift in zip(STREAMS, (34, 20, 46, -40, 42, 44, -44), strict=True)
    for part in (forked(lock, drift), lock)
)
FLYAWAYS = (  # Single strands, loose from the rest.
    Lock(((96, -130), (150, -124), (215, -96), (290, -100), (372, -126)), (2.4, 3, 3, 2.4, 0),
         sway=20, phase=0.9, line=0.8, shade_from=0.5),
    Lock(((110, -100), (200, -90), (290, -30), (372, -42), (440, -20)), (2.4, 3, 3, 2.4, 0),
         sway=22, phase=1.6, line=0.8, shade_from=0.5),
    Lock(((118, 60), (180, 92), (262, 150), (352, 146), (430, 196)), (2.4, 3, 3, 2.4, 0),
         sway=22, phase=2.5, line=0.8, shade_from=0.5),
    Lock(((110, 20), (190, 40), (270, 88), (362, 92), (446, 128)), (2.4, 3, 3, 2.4, 0),
         sway=22, phase=2.0, line=0.8, shade_from=0.5),
)
BEHIND_NECK = (
    Lock(((-70, 20), (-90, 90), (-82, 150), (-50, 205), (-30, 260)), (40, 46, 42, 30, 10),
         sway=4, phase=1.0, shade_from=0.0),
    Lock(((-40, 60), (-58, 130), (-40, 200), (0, 260)), (70, 70, 60, 40), sway=3, phase=0.3),
    Lock(((64, 60), (84, 130), (108, 190), (150, 260)), (60, 70, 64, 44), sway=4, phase=2.0),
)
SIDE_LEFT = Lock(
    ((-30, -152), (-94, -98), (-112, -20), (-104, 56), (-88, 118), (-82, 168)),
    (2, 44, 40, 32, 19, 0), sway=9, phase=0.4, shade_from=0.2, rim=0.14, glint=(0.28, 0.42),
    splits=(0.0,), root_fade=0.75,
)
SIDE_LEFT_WISP = Lock(
    ((-80, -40), (-93, 10), (-88, 66), (-74, 112), (-58, 146)), (16, 18, 14, 8, 0), sway=10,
    phase=0.9, shade_from=0.1, line=1.2,
)
SIDE_RIGHT = Lock(
    ((20, -154), (100, -108), (122, -30), (118, 50), (134, 120), (172, 186)),
    (2, 56, 50, 42, 28, 0), sway=12, phase=1.8, shade_from=0.0, glint=(0.28, 0.42),
    splits=(0.05, -0.25), root_fade=0.75,
)
SIDE_RIGHT_WISP = Lock(
    ((98, -30), (104, 24), (101, 76), (110, 118), (130, 156)), (18, 20, 15, 9, 0), sway=11,
    phase=1.4, shade_from=0.0, line=1.2,
)
BANGS = (
    Lock(((-20, -157), (-70, -110), (-90, -52), (-84, 6)), (2, 44, 38, 0), sway=5, phase=0.2,
         glint=(0.36, 0.56), shade_from=0.25),
    Lock(((14, -157), (72, -112), (90, -50), (90, 16)), (2, 52, 44, 0), sway=6, phase=1.6,
         shade_from=0.05, glint=(0.36, 0.56), splits=(-0.1,)),
    Lock(((24, -140), (58, -100), (68, -54), (74, -12)), (2, 22, 20, 0), sway=7, phase=1.9,
         shade_from=0.1, line=1.2),
    Lock(((-12, -158), (-46, -106), (-58, -50), (-46, 8)), (2, 46, 42, 0), sway=5, phase=0.6,
         glint=(0.36, 0.55), splits=(0.05,)),
    Lock(((-14, -140), (-28, -98), (-34, -50), (-22, -14)), (2, 22, 20, 0), sway=7, phase=0.9,
         line=1.2),
    Lock(((6, -159), (36, -106), (46, -54), (60, -4)), (2, 50, 44, 0), sway=6, phase=1.3,
         shade_from=0.1, glint=(0.36, 0.55), splits=(0.0,)),
    Lock(((2, -140), (10, -98), (18, -46), (26, 6)), (2, 28, 24, 0), sway=7, phase=1.1,
         shade_from=0.15, line=1.2),
    Lock(((-4, -160), (-12, -100), (-14, -44), (0, 26)), (2, 46, 36, 0), sway=6, phase=0.9,
         glint=(0.34, 0.53), splits=(0.1,)),
)
STRAY = (  # Hairs that have come loose at the parting.
    Lock(((-4, -164), (22, -184), (52, -187), (78, -170)), (3, 6, 5, 0), sway=6, phase=0.4,
         line=1.1, shade_from=0.5),
    Lock(((-8, -164), (4, -182), (22, -193), (40, -196)), (2, 4, 3, 0), sway=6, phase=0.9,
         line=1.0, shade_from=0.5),
)


def crown() -> object:
    """Return the cap of hair over the skull, from one temple round to the other."""
    return shape(
        [(-116, 14), (-127, -44), (-112, -112), (-64, -158), (0, -175), (64, -163), (114, -118),
         (133, -50), (126, 26)],
        [(126, 26), (100, -30), (58, -72), (0, -84), (-60, -72), (-98, -30), (-116, 14)],
    )


def draw_crown(canvas: Canvas) -> None:
    """Paint the top of the head with the light from the left and the lines of the parting."""
    cap = crown()
    canvas.drawPath(cap, paint(HAIR.base))
    with saved(canvas, cap):
        canvas.drawPath(
            shape([(20, -180), (84, -130), (104, -60), (110, 30)], [(150, 30), (150, -180)]),
            paint(HAIR.shade),
        )
        canvas.drawPath(
            shape([(-130, 20), (-135, -50), (-118, -118), (-64, -166), (-10, -182)],
                  [(-10, -175), (-62, -153), (-106, -108), (-120, -44), (-111, 14)]),
            paint(HAIR.rim),
        )
    ink(canvas, [(-116, 14), (-127, -44), (-112, -112), (-64, -158), (0, -175), (64, -163),
                 (114, -118), (133, -50), (126, 26)], 1.7, HAIR.line, (0.1, 0.1))


# --- face ----------------------------------------------------------------------------------

LEFT_CHEEK = [(-92, -70), (-100, -28), (-99, 4), (-103, 30), (-98, 62), (-78, 98), (-50, 126),
              (-28, 141)]
CHIN = [(-28, 141), (-20, 145), (-8, 145)]
JAW = [(-8, 145), (6, 142), (32, 129), (66, 103), (93, 64), (106, 18), (108, -40)]


def face_path() -> object:
    """Return the outline of the face, closed over the forehead beneath the hair."""
    contour = smooth(LEFT_CHEEK + CHIN[1:] + JAW[1:])
    return polygon(contour, smooth([(108, -40), (60, -110), (-50, -110), (-92, -70)]))


def draw_neck(canvas: Canvas) -> None:
    """Paint neck, shoulders, blouse and sailor collar, back to front."""
    neck = shape([(-38, 100), (-36, 150), (-44, 176), (-70, 196)],
                 [(-70, 196), (-16, 300), (110, 196)],
                 [(110, 196), (76, 176), (66, 150), (68, 90)])
    canvas.drawPath(neck, paint(SKIN))
    with saved(canvas, neck):
        canvas.drawPath(
            shape([(-60, 100), (-34, 152), (-8, 176), (34, 170), (52, 190), (60, 230)],
                  [(130, 230), (130, 80)]),
            paint(SKIN_SHADE),
        )
    ink(canvas, [(-36, 138), (-36, 154), (-44, 176), (-66, 194)], 1.5, SKIN_LINE, (0.3, 0.2))
    ink(canvas, [(67, 110), (66, 150), (76, 176), (104, 194)], 1.5, SKIN_LINE, (0.3, 0.2))
    ink(canvas, [(-22, 196), (-8, 204), (4, 222)], 1.0, SKIN_LINE, (0.5, 0.5), 0.7)
    ink(canvas, [(58, 196), (38, 203), (24, 220)], 1.0, SKIN_LINE, (0.5, 0.5), 0.7)
    for shoulder, tone in (
        ([(-66, 186), (-120, 204), (-180, 232), (-210, 320)], BLOUSE),
        ([(104, 186), (160, 204), (214, 232), (240, 320)], BLOUSE_SHADE),
    ):
        canvas.drawPath(shape(shoulder, [(-5, 330), shoulder[0]]), paint(tone))
        ink(canvas, shoulder, 1.7, BLOUSE_LINE, (0.2, 0.1))
    for flap, tone, edge in (
        ([(-52, 168), (-84, 190), (-110, 232), (-96, 300)], COLLAR, [(-10, 330), (-52, 172)]),
        ([(84, 168), (122, 190), (152, 232), (140, 300)], COLLAR_SHADE, [(0, 330), (84, 172)]),
    ):
        canvas.drawPath(shape(flap, edge), paint(tone))
        ink(canvas, flap, 1.7, BLOUSE_LINE, (0.15, 0.1))
    ink(canvas, [(-52, 170), (-44, 220), (-20, 300)], 1.6, BLOUSE_LINE, (0.2, 0.1))
    ink(canvas, [(84, 170), (70, 220), (30, 300)], 1.6, BLOUSE_LINE, (0.2, 0.1))
    ink(canvas, [(-64, 186), (-92, 212), (-96, 290)], 2.0, BLOUSE, (0.1, 0.1), 0.9)
    ink(canvas, [(100, 186), (134, 212), (136, 290)], 2.0, BLOUSE_SHADE, (0.1, 0.1), 0.9)


def draw_face(canvas: Canvas, wind: Breeze, mood: Mood) -> None:
    """Paint the face under the hair: skin, its shadows, nose, mouth and eyes."""
    face = face_path()
    canvas.drawPath(face, paint(SKIN))
    with saved(canvas, face):
        canvas.drawPath(
            shape([(120, -60), (92, -20), (90, 34), (78, 74), (46, 108), (10, 134), (-20, 150)],
                  [(60, 160), (130, 60)]),
            paint(SKIN_SHADE),
        )
        for lock in (*BANGS, SIDE_LEFT, SIDE_RIGHT, SIDE_LEFT_WISP, SIDE_RIGHT_WISP):
            spine, widths, sideways = bend(lock, wind)
            left = spine + sideways * (0.5 * widths)[:, None]
            right = spine - sideways * (0.5 * widths)[:, None]
            with saved(canvas):
                canvas.translate(7, 9)
                canvas.drawPath(polygon(left, right[::-1]), paint(SKIN_SHADE))
        for centre in ((-66, 66), (56, 66)):
            canvas.drawPath(oval(centre, 24, 13), paint(BLUSH, 0.42, blur=7))
            for step in (-9, -2, 5):
                x, y = centre[0] + step, centre[1]
                ink(canvas, [(x + 5, y - 6), (x, y + 5)], 1.1, BLUSH, (0.4, 0.4), 0.75)
    draw_nose(canvas)
    draw_mouth(canvas, mood)
    contour = smooth(LEFT_CHEEK + CHIN[1:] + JAW[1:])
    ink(canvas, contour, 1.7, SKIN_LINE, (0.12, 0.2))
    draw_eye(canvas, (-60, 22), -0.82, mood)
    draw_eye(canvas, (43, 22), 1.0, mood)


def draw_nose(canvas: Canvas) -> None:
    """Paint the nose as cel animation does: a small wedge of shadow and a touch of line."""
    canvas.drawPath(shape([(-24, 62), (-20, 70), (-13, 77)], [(-13, 77), (-20, 79), (-27, 76)],
                          [(-27, 76), (-23, 70), (-24, 62)]), paint(SKIN_SHADE))
    ink(canvas, [(-29, 74), (-26, 77.5), (-20, 78.5)], 1.5, SKIN_LINE, (0.5, 0.5))
    canvas.drawPath(oval((-28, 68), 2.0, 3.0), paint(SKIN_LIGHT, 0.9))


def draw_mouth(canvas: Canvas, mood: Mood) -> None:
    """Paint the mouth: a closed line that opens into a smile."""
    gape = 13.0 * mood.smile
    lift = 2.5 * mood.smile
    upper = [(-38 - lift, 102 - lift), (-28, 105), (-18, 104.5), (-6, 105), (5 + lift, 101 - lift)]
    if gape > 1.0:
        lower = [upper[-1], (-3, 105 + 0.75 * gape), (-17, 106 + gape), (-30, 105 + 0.75 * gape),
                 upper[0]]
        lips = shape(upper, lower)
        canvas.drawPath(lips, paint(MOUTH))
        with saved(canvas, lips):
            canvas.drawPath(oval((-17, 109 + gape), 14, 0.6 * gape), paint(TONGUE))
            teeth = polygon(smooth([(x, y - 3) for x, y in upper]),
                            smooth([(x, y + 0.24 * gape) for x, y in upper])[::-1])
            canvas.drawPath(teeth, paint(EYE_WHITE))
        ink(canvas, lower, 1.3, SKIN_LINE, (0.3, 0.3))
    ink(canvas, upper, 1.8, SKIN_LINE, (0.3, 0.3))
    ink(canvas, [(-25, 116 + gape), (-17, 117.5 + gape), (-10, 116 + gape)], 1.1, SKIN_LINE,
        (0.5, 0.5), 0.6)


# --- eyes ----------------------------------------------------------------------------------

LID_OPEN = ((-31, 10), (-27, -5), (-15, -18), (2, -25), (19, -21), (31, -9), (36, 5))
LID_SHUT = ((-31, 15), (-24, 20), (-12, 24), (3, 25), (18, 22), (29, 15), (37, 7))
LOWER = ((36, 5), (31, 19), (17, 29), (-2, 31), (-18, 27), (-28, 18), (-31, 10))
LASH_WIDTHS = (0.5, 4.4, 6.4, 7.6, 8.4, 8.0, 0.8)
LASH_TIPS = (  # Where on the lid a lash stands, its foot, and where its tip goes: open, shut.
    (0.70, 0.10, (10.0, -10.5), (8.0, 7.0)),
    (0.83, 0.14, (13.0, -7.0), (11.0, 0.5)),
)


def draw_eye(canvas: Canvas, centre: Point, side: float, mood: Mood) -> None:
    """Paint one eye; *side* is its width, negative for the eye on the viewer's left.

    The lids are mirrored between the eyes but the light in them is not.
    """
    opened = mood.openness

    def at(point: Point) -> Point:
        return centre[0] + side * point[0], centre[1] + point[1]

    def lid(point: Point, shut: Point) -> Point:
        return at((mix(shut[0], point[0], opened), mix(shut[1], point[1], opened)))

    upper = [lid(a, b) for a, b in zip(LID_OPEN, LID_SHUT, strict=True)]
    lower = [lid(a, b) for a, b in zip(LOWER, reversed(LID_SHUT), strict=True)]
    if opened > 0.05:
        white = shape(upper, lower)
        canvas.drawPath(white, paint(EYE_WHITE))
        with saved(canvas, white):
            canvas.drawPath(
                polygon(smooth([(x, y - 8) for x, y in upper]),
                        smooth([(x, y + 9) for x, y in upper])[::-1]),
                paint(EYE_SHADE),
            )
            draw_iris(canvas, at((1, 4)), abs(side), mood.look, upper)
    lash = [(x, y - 0.35 * w) for (x, y), w in zip(upper, LASH_WIDTHS, strict=True)]
    canvas.drawPath(brush_stroke(lash, LASH_WIDTHS), paint(LASH))
    lid_line = smooth(lash)
    for start, foot_size, wide, narrow in LASH_TIPS:
        foot = stretch(lid_line, start, start + foot_size * mix(0.6, 1.0, opened))
        leave = (side * mix(narrow[0], wide[0], opened), mix(narrow[1], wide[1], opened))
        tip = (float(foot[-1, 0]) + leave[0], float(foot[-1, 1]) + leave[1])
        first: Point = (float(foot[0, 0]), float(foot[0, 1]))
        last: Point = (float(foot[-1, 0]), float(foot[-1, 1]))
        middle = (0.5 * (first[0] + tip[0]), 0.5 * (first[1] + tip[1]) + 2.0)
        canvas.drawPath(shape([first, middle, tip], [tip, last]), paint(LASH))
    ink(canvas, lower[:5], 1.7 * mix(0.3, 1.0, opened), LASH, (0.2, 0.6))
    if opened > 0.3:
        for root, point in (((28, 21), (33, 25)), ((22, 26), (26, 31))):
            ink(canvas, [at(root), at(point)], 1.3, LASH, (0.1, 0.6))
    crease = [(-22, -26), (-8, -36), (8, -39), (24, -33), (34, -22)]
    sink = (1.0 - opened) * 12.0
    ink(canvas, [at((x, y + sink)) for x, y in crease], 1.2, SKIN_LINE, (0.5, 0.4), 0.85)


def draw_iris(
    canvas: Canvas, centre: Point, width: float, look: Point, upper: list[Point]
) -> None:
    """Paint the iris: a vertical gradient, fibres, pupil, the lid's shadow and catch-lights."""
    x, y = centre[0] + look[0], centre[1] + look[1]
    wide, tall = 22.5 * width, 28.0
    disc = oval((x, y), wide, tall)
    stops = [(place, code, 1.0) for place, code in zip((0.0, 0.38, 0.72, 1.0), IRIS, strict=True)]
    canvas.drawPath(disc, shaded(linear((x, y - tall), (x, y + tall), stops)))
    with saved(canvas, disc):
        glow = radial((x, y + 0.72 * tall), 0.8 * tall, [(0, IRIS_GLOW, 0.75), (1, IRIS_GLOW, 0.0)])
        canvas.drawPath(disc, shaded(glow))
        for step in range(-5, 6):
            inner, outer = x + 1.5 * step * width, x + 3.4 * step * width
            fibre = [(inner, y + 9), (outer, y + 23 - abs(step))]
            ink(canvas, fibre, 1.1, IRIS[1], (0.2, 0.6), 0.6)
        canvas.drawPath(oval((x, y - 1), 8.2 * width, 11.5), paint(PUPIL))
        canvas.drawPath(
            polygon(smooth([(px, py - 20) for px, py in upper]),
                    smooth([(px, py + 10) for px, py in upper])[::-1]),
            paint(PUPIL, 0.55),
        )
    ring = skia.Paint(Color=paint(PUPIL).getColor(), AntiAlias=True,
                      Style=skia.Paint.kStroke_Style, StrokeWidth=1.8)
    canvas.drawPath(disc, ring)
    canvas.drawPath(oval((x - 8.5 * width, y - 11), 6.6 * width, 7.6), paint("#ffffff"))
    canvas.drawPath(oval((x + 9.5 * width, y + 13), 3.4 * width, 4.0), paint("#ffffff", 0.95))
    canvas.drawPath(oval((x + 10 * width, y - 11), 2.4 * width, 3.2), paint("#ffc9b8", 0.85))


BROW = ((-25, -48), (-8, -56), (10, -58), (31, -49))


def draw_brows(canvas: Canvas, mood: Mood) -> None:
    """Paint the brows over the fringe, half seen through: the convention of the craft."""
    sink = 5.0 * (1.0 - mood.openness)
    for centre, side in (((-60, 22), -0.82), ((43, 22), 1.0)):
        points = [(centre[0] + side * x, centre[1] + y + sink) for x, y in BROW]
        canvas.drawPath(brush_stroke(points, (0.7, 3.8, 3.8, 0.7)), paint(HAIR.line, 0.72))


# --- the whole figure ----------------------------------------------------------------------


def draw_girl(canvas: Canvas, wind: Breeze, mood: Mood) -> None:
    """Draw the close-up, back to front."""
    for lock in (*STREAMING, *FLYAWAYS, *BEHIND_NECK):
        draw_lock(canvas, lock, BACK_HAIR, wind)
    draw_neck(canvas)
    draw_face(canvas, wind, mood)
    draw_crown(canvas)
    for lock in (SIDE_RIGHT_WISP, SIDE_RIGHT, SIDE_LEFT_WISP, SIDE_LEFT, *BANGS, *STRAY):
        draw_lock(canvas, lock, HAIR, wind)
    draw_brows(canvas, mood)
