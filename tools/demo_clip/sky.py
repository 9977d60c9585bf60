"""The demo clip's sky and air: sunset, clouds, lights out of focus, petals on the wind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import skia
from ink import (
    Canvas,
    Point,
    brush_stroke,
    ease,
    layer,
    linear,
    mix,
    oval,
    paint,
    polygon,
    radial,
    saved,
    scatter,
    shaded,
    shape,
    smooth,
)

WIDTH, HEIGHT = 854.0, 480.0
HORIZON = 336.0
SUN: Point = (236.0, 286.0)
SKY_SHARE = 0.05  # Of the camera's pan.

SKY = (
    (0.0, "#2a2b66", 1.0),
    (0.22, "#573f8c", 1.0),
    (0.42, "#a4589a", 1.0),
    (0.60, "#ea7b86", 1.0),
    (0.76, "#ffab70", 1.0),
    (0.90, "#ffd98f", 1.0),
    (1.0, "#fff0b8", 1.0),
)
CLOUD_LIT = "#ffb89a"
CLOUD_BODY = "#c86f9c"
CLOUD_DARK = "#8d549a"
BOKEH = ("#ff9c48", "#ff7038", "#ffb878", "#ff4f6e", "#ffa850")
PETAL, PETAL_SHADE = "#ffd9de", "#f49fb4"
BLURRED_TOWN = ("#9a5c96", "#5d4684", "#7a5090")


def rect(left: float, top: float, right: float, bottom: float) -> Any:
    """Return a rectangle of Skia's from its four sides."""
    return skia.Rect.MakeLTRB(left, top, right, bottom)


# --- sky -----------------------------------------------------------------------------------


def draw_sky(
    canvas: Canvas, sun: Point = SUN, horizon: float = HORIZON, focus: float = 0.0
) -> None:
    """Paint the gradient of the evening sky and the low sun, *focus* units out of focus."""
    everything = rect(-200, -200, WIDTH + 200, HEIGHT + 200)
    canvas.drawRect(everything, shaded(linear((0, 0), (0, horizon), SKY)))
    for radius, stops in (
        (340.0, ((0.0, "#ffd58c", 0.55), (0.5, "#ff9a72", 0.2), (1.0, "#d8608f", 0.0))),
        (130.0, ((0.0, "#fff3c4", 0.9), (0.45, "#ffdc96", 0.4), (1.0, "#ffc27a", 0.0))),
    ):
        canvas.drawRect(everything, shaded(radial(sun, radius, stops)))
    canvas.drawPath(oval(sun, 30, 30), paint("#fffbe6", blur=focus))


def puffs(circles: Sequence[tuple[float, float, float]], base: float) -> Any:
    """Return circles joined into one path, the gaps under them filled down to *base*."""
    path = skia.Path()
    for x, y, radius in circles:
        path.addCircle(x, y, radius)
        path.addRect(rect(x - 0.8 * radius, y, x + 0.8 * radius, base))
    path.setFillType(skia.PathFillType.kWinding)
    return path


def heap(circles: Sequence[tuple[float, float, float]], base: float) -> Any:
    """Return a heap cloud: puffs cut flat at *base*."""
    path = puffs(circles, base)
    floor = skia.Path()
    floor.addRect(rect(-500, -500, 1500, base))
    return skia.Op(path, floor, skia.PathOp.kIntersect_PathOp)


@cache
def cloud_circles(seed: int, width: float, height: float) -> tuple[tuple[float, float, float], ...]:
    """Return the circles of one heap cloud about the origin, tallest in its middle."""
    table = scatter(seed, 16, 3)
    circles = []
    for i, (a, b, c) in enumerate(table):
        x = (i / 15.0 - 0.5) * width + (a - 0.5) * width * 0.06
        arch = math.cos(math.pi * (i / 15.0 - 0.5)) ** 0.7
        radius = height * (0.16 + 0.24 * arch * (0.6 + 0.4 * c))
        circles.append((x, -height * 0.55 * arch * b - radius * 0.3, radius))
    return tuple(circles)


def draw_cloud(
    canvas: Canvas, at: Point, seed: int, width: float, height: float, alpha: float = 1.0
) -> None:
    """Paint one heap cloud in three flat tones, lit from the sun's side below."""
    circles = cloud_circles(seed, width, height)
    toward = 1.0 if at[0] < SUN[0] else -1.0
    with saved(canvas), layer(canvas, alpha):
        canvas.translate(*at)
        body = heap(circles, height * 0.12)
        canvas.drawPath(body, paint(CLOUD_LIT))
        with saved(canvas, body):
            for shift, shrink, code in ((0.05, 0.97, CLOUD_BODY), (0.16, 0.9, CLOUD_DARK)):
                aside, below = toward * shift * height, 0.5 * shift * height
                moved = [(x - aside, y + below, radius * shrink) for x, y, radius in circles]
                canvas.drawPath(puffs(moved, height), paint(code, blur=0.8))
        # The flat foot dissolves into haze.
        foot = rect(-width, -height * 0.25, width, height * 0.3)
        fade = shaded(linear((0, -height * 0.25), (0, height * 0.1),
                             ((0.0, "#000000", 0.0), (1.0, "#000000", 1.0))))
        fade.setBlendMode(skia.BlendMode.kDstOut)
        canvas.drawRect(foot, fade)


def draw_clouds(canvas: Canvas, pan: float, time: float) -> None:
    """Paint the clouds: high streaks, heaps along the horizon."""
    drift = 3.0 * time - SKY_SHARE * pan
    for x, y, length, thick, code, alpha in (
        (90, 66, 250, 7, "#e58aa0", 0.5),
        (330, 44, 320, 9, "#d67b9f", 0.45),
        (610, 92, 300, 8, "#f0998f", 0.5),
        (150, 150, 340, 7, "#ffb48c", 0.6),
        (520, 172, 260, 6, "#ffb78f", 0.55),
        (40, 216, 260, 5, "#ffd09a", 0.6),
        (330, 236, 330, 6, "#ffcf98", 0.6),
        (640, 226, 300, 6, "#ffb98d", 0.6),
    ):
        streak = brush_stroke(
            [(x + drift, y), (x + 0.3 * length + drift, y - 3), (x + 0.65 * length + drift, y + 2),
             (x + length + drift, y - 4)],
            (0.5, thick * 0.8, thick, thick * 0.5, 0.5),
        )
        canvas.drawPath(streak, paint(code, alpha, blur=1.6))
    for at, seed, width, height, alpha in (
        ((742.0, 268.0), 11, 330.0, 118.0, 0.9),
        ((500.0, 306.0), 12, 280.0, 66.0, 0.8),
        ((30.0, 276.0), 14, 260.0, 92.0, 0.85),
    ):
        draw_cloud(canvas, (at[0] + drift, at[1]), seed, width, height, alpha)


# --- air -----------------------------------------------------------------------------------


def draw_bokeh(
    canvas: Canvas,
    seed: int,
    count: int,
    area: tuple[float, float, float, float],
    sizes: tuple[float, float],
    alpha: float,
    time: float,
    coming_on: tuple[float, float] | None = None,
) -> None:
    """Paint out-of-focus lights: soft discs with a brighter edge, added to the picture."""
    left, top, right, bottom = area
    for i, (a, b, c, d, e) in enumerate(scatter(seed, count, 5).tolist()):
        begin = mix(*coming_on, e) if coming_on else -1.0
        lit = alpha * (0.45 + 0.55 * d) * ease(begin, begin + 0.3, time)
        lit *= 0.88 + 0.12 * math.sin(3.0 * time + 6.28 * a)
        if lit <= 0.01:
            continue
        centre = (mix(left, right, a), mix(top, bottom, b))
        radius = mix(*sizes, c * c)
        code = BOKEH[i % len(BOKEH)]
        stops = ((0.0, code, 0.62 * lit), (0.80, code, 0.72 * lit), (0.92, code, lit),
                 (1.0, code, 0.0))
        light = shaded(radial(centre, radius, stops))
        light.setBlendMode(skia.BlendMode.kPlus)
        canvas.drawPath(oval(centre, radius, radius), light)


def draw_petals(canvas: Canvas, seed: int, count: int, time: float, size: float) -> None:
    """Paint petals that the wind carries across, tumbling."""
    for a, b, c, d in scatter(seed, count, 4).tolist():
        x = -60 + ((a * 1000 + time * (150 + 90 * c)) % 980)
        y = 40 + 380 * b + 26 * time * d + 16 * math.sin(2.1 * time + 6.28 * d)
        with saved(canvas):
            canvas.translate(x, y)
            canvas.rotate(57.3 * (1.6 * time * (0.5 + c) + 6.28 * a))
            flat = 0.35 + 0.65 * abs(math.sin(2.6 * time + 6.28 * b))
            canvas.scale(size * (0.7 + 0.6 * c), size * (0.7 + 0.6 * c) * flat)
            petal = shape([(-6, 0), (-2, -4.2), (4, -3.6), (7, -1.4)], [(7, -1.4), (5, 0)],
                          [(5, 0), (7, 1.4)], [(7, 1.4), (4, 3.6), (-2, 4.2), (-6, 0)])
            canvas.drawPath(petal, paint(PETAL))
            with saved(canvas, petal):
                canvas.drawPath(polygon(smooth([(-8, 1), (0, 1.6), (8, 0.4)]),
                                        smooth([(8, 8), (-8, 8)])), paint(PETAL_SHADE))


def draw_sun_veil(canvas: Canvas) -> None:
    """Lay the sun's light over what stands before it, as a lens would."""
    stops = ((0.0, "#ffb060", 0.42), (0.5, "#ff8a60", 0.14), (1.0, "#ff7060", 0.0))
    light = shaded(radial((120, 290), 430, stops))
    light.setBlendMode(skia.BlendMode.kScreen)
    canvas.drawRect(rect(-50, -50, WIDTH + 50, HEIGHT + 50), light)


def draw_evening_blur(canvas: Canvas, time: float) -> None:
    """Paint the close-up's background: the same evening, far out of focus."""
    draw_sky(canvas, (150.0, 286.0), 400.0, 7.0)
    with layer(canvas, blur=11.0):
        canvas.drawRect(rect(-100, 352, WIDTH + 100, 600), paint("#8a5896"))
        for index, (a, b, c) in enumerate(scatter(81, 18, 3).tolist()):
            x = -60 + index * 54 + 20 * a
            top = 330 - 90 * b + (60 if 60 < x < 230 else 0)
            canvas.drawRect(rect(x, top, x + 46 + 30 * c, 560),
                            paint(BLURRED_TOWN[index % 3], 0.85))
    draw_bokeh(canvas, 90, 30, (-10, 250, 870, 470), (10, 34), 0.46, time)
    draw_bokeh(canvas, 91, 12, (0, 60, 860, 260), (8, 24), 0.22, time)
