"""Pens and brushes for the demo clip: smooth curves, tapering ink lines and locks of hair.

Everything here is vector work in the units of the 854x480 design canvas; the caller's canvas
scale decides how many pixels that becomes, so a still at any size is sharp.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

Point = tuple[float, float]
Curve = NDArray[np.float64]
Canvas = Any  # skia-python ships no types.

SAMPLE_STEP = 0.8  # Design units between samples of a curve; finer than a pixel up to 1080p.


# --- numbers -------------------------------------------------------------------------------


def clamp01(value: float) -> float:
    """Return *value* held within 0..1."""
    return min(1.0, max(0.0, value))


def ease(start: float, end: float, value: float) -> float:
    """Return how far *value* has gone from *start* to *end*, as a smooth step in 0..1."""
    x = clamp01((value - start) / (end - start))
    return x * x * (3.0 - 2.0 * x)


def mix(a: float, b: float, amount: float) -> float:
    """Return the linear blend of *a* and *b*."""
    return a + (b - a) * amount


def scatter(seed: int, count: int, columns: int) -> NDArray[np.float64]:
    """Return a fixed table of numbers in 0..1: the clip's only source of chance."""
    return np.random.Generator(np.random.PCG64(seed)).random((count, columns))


# --- colours and paints --------------------------------------------------------------------


@lru_cache(maxsize=1024)
def colour(code: str, alpha: float = 1.0) -> int:
    """Return the Skia colour of ``#rrggbb`` with *alpha* in 0..1."""
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return int(skia.ColorSetARGB(round(255 * clamp01(alpha)), red, green, blue))


def paint(code: str, alpha: float = 1.0, blur: float = 0.0) -> Any:
    """Return an anti-aliased fill paint, softened by a Gaussian of sigma *blur* if asked."""
    brush = skia.Paint(Color=colour(code, alpha), AntiAlias=True)
    if blur > 0.0:
        brush.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return brush


def shaded(shader: Any, alpha: float = 1.0) -> Any:
    """Return an anti-aliased fill paint of a gradient."""
    brush = skia.Paint(Shader=shader, AntiAlias=True)
    brush.setAlphaf(clamp01(alpha))
    return brush


def linear(start: Point, end: Point, stops: Sequence[tuple[float, str, float]]) -> Any:
    """Return a linear gradient through *stops* of (position, colour, alpha)."""
    return skia.GradientShader.MakeLinear(
        [skia.Point(*start), skia.Point(*end)],
        [colour(code, alpha) for _, code, alpha in stops],
        [position for position, _, _ in stops],
    )


def radial(centre: Point, radius: float, stops: Sequence[tuple[float, str, float]]) -> Any:
    """Return a radial gradient through *stops* of (position, colour, alpha)."""
    return skia.GradientShader.MakeRadial(
        skia.Point(*centre),
        radius,
        [colour(code, alpha) for _, code, alpha in stops],
        [position for position, _, _ in stops],
    )


@contextmanager
def saved(canvas: Canvas, clip: Any = None) -> Iterator[None]:
    """Keep the canvas state over a block, inside the path *clip* if one is given."""
    canvas.save()
    if clip is not None:
        canvas.clipPath(clip, doAntiAlias=True)
    try:
        yield
    finally:
        canvas.restore()


@contextmanager
def layer(
    canvas: Canvas, alpha: float = 1.0, blur: float = 0.0, blend: Any = None
) -> Iterator[None]:
    """Draw a block to a layer of its own, then lay it down faded, defocused or blended."""
    brush = skia.Paint()
    brush.setAlphaf(clamp01(alpha))
    if blur > 0.0:
        brush.setImageFilter(skia.ImageFilters.Blur(blur, blur))
    if blend is not None:
        brush.setBlendMode(blend)
    canvas.saveLayer(None, brush)
    try:
        yield
    finally:
        canvas.restore()


# --- curves --------------------------------------------------------------------------------


def smooth(points: Sequence[Point] | Curve, closed: bool = False) -> Curve:
    """Return samples of the centripetal Catmull-Rom curve through *points*.

    The centripetal kind neither loops nor overshoots where points are unevenly spaced, which
    is what a hand-placed outline always is.
    """
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        knots = np.vstack([knots[-1:], knots, knots[:2]])
    if len(knots) == 2:
        knots = np.vstack([knots[0], knots.mean(axis=0), knots[1]])
    gaps = np.maximum(np.sqrt(np.hypot(*np.diff(knots, axis=0).T)), 1e-6)[:, None]
    slopes = np.diff(knots, axis=0) / gaps
    inner = (slopes[:-1] * gaps[1:] + slopes[1:] * gaps[:-1]) / (gaps[:-1] + gaps[1:])
    first = 1.5 * slopes[:1] - 0.5 * inner[:1]
    last = 1.5 * slopes[-1:] - 0.5 * inner[-1:]
    tangents = np.vstack([first, inner, last])
    pieces = range(1, len(knots) - 2) if closed else range(len(knots) - 1)
    samples = []
    for i in pieces:
        count = max(3, math.ceil(float(gaps[i, 0]) ** 2 / SAMPLE_STEP))
        u = (np.arange(count) / count)[:, None]
        samples.append(
            (2 * u**3 - 3 * u**2 + 1) * knots[i]
            + (u**3 - 2 * u**2 + u) * gaps[i] * tangents[i]
            + (3 * u**2 - 2 * u**3) * knots[i + 1]
            + (u**3 - u**2) * gaps[i] * tangents[i + 1]
        )
    samples.append(knots[-2:-1] if closed else knots[-1:])
    return np.vstack(samples)


def fraction(curve: Curve) -> NDArray[np.float64]:
    """Return the fraction of the curve's length passed at each sample."""
    lengths = np.hypot(*np.diff(curve, axis=0).T)
    passed = np.concatenate([[0.0], np.cumsum(lengths)])
    return np.asarray(passed / max(float(passed[-1]), 1e-9))


def normals(curve: Curve) -> Curve:
    """Return the unit normal at each sample, to the right of the way the curve runs."""
    tangents = np.gradient(curve, axis=0)
    tangents /= np.maximum(np.hypot(*tangents.T), 1e-9)[:, None]
    return np.stack([-tangents[:, 1], tangents[:, 0]], axis=1)


def stretch(curve: Curve, start: float, end: float) -> Curve:
    """Return the part of a sampled curve between two fractions of its length."""
    along = fraction(curve)
    count = max(4, round(len(curve) * abs(end - start)))
    at = np.linspace(start, end, count)
    return np.stack([np.interp(at, along, curve[:, 0]), np.interp(at, along, curve[:, 1])], 1)


def polygon(*curves: Curve) -> Any:
    """Return the closed path that runs through the sampled *curves* one after another."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in np.vstack(curves).tolist()], True)
    return path


def shape(*sides: Sequence[Point]) -> Any:
    """Return a closed path: smooth along each side, with a corner where two sides meet."""
    return polygon(*(smooth(side) for side in sides))


def blob(points: Sequence[Point]) -> Any:
    """Return a closed path that is smooth all the way round."""
    return polygon(smooth(points, closed=True))


def oval(centre: Point, radius_x: float, radius_y: float) -> Any:
    """Return an ellipse as a path."""
    path = skia.Path()
    path.addOval(
        skia.Rect.MakeLTRB(
            centre[0] - radius_x, centre[1] - radius_y, centre[0] + radius_x, centre[1] + radius_y
        )
    )
    return path


# --- ink -----------------------------------------------------------------------------------


def nib(
    along: NDArray[np.float64], width: float, taper_in: float, taper_out: float
) -> NDArray[np.float64]:
    """Return a pen's width along a stroke that swells in and thins out again."""
    rise = np.clip(along / max(taper_in, 1e-6), 0.0, 1.0)
    fall = np.clip((1.0 - along) / max(taper_out, 1e-6), 0.0, 1.0)
    # The ends keep a little width: a stroke that thins to nothing looks broken at 480 lines.
    swell = np.sin(0.5 * np.pi * rise) * np.sin(0.5 * np.pi * fall)
    return np.asarray(width * (0.16 + 0.84 * swell))


def stroke_path(curve: Curve, widths: NDArray[np.float64]) -> Any:
    """Return the filled outline of a stroke whose width varies along *curve*."""
    offset = normals(curve) * (0.5 * widths)[:, None]
    path = polygon(curve + offset, (curve - offset)[::-1])
    path.setFillType(skia.PathFillType.kWinding)
    return path


def ink(
    canvas: Canvas,
    points: Sequence[Point] | Curve,
    width: float,
    code: str,
    taper: tuple[float, float] = (0.35, 0.35),
    alpha: float = 1.0,
) -> None:
    """Draw one tapering pen stroke through *points*."""
    curve = points if isinstance(points, np.ndarray) else smooth(points)
    widths = nib(fraction(curve), width, *taper)
    canvas.drawPath(stroke_path(curve, widths), paint(code, alpha))


def brush_stroke(points: Sequence[Point], widths: Sequence[float]) -> Any:
    """Return the outline of a stroke with hand-set *widths* at even steps along it."""
    curve = smooth(points)
    at = np.linspace(0.0, 1.0, len(widths))
    return stroke_path(curve, np.interp(fraction(curve), at, np.asarray(widths)))


# --- hair ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class HairTones:
    """The flat colours of cel-painted hair."""

    base: str
    shade: str
    glint: str
    sheen: str
    rim: str
    line: str


@dataclass(frozen=True)
class Breeze:
    """The wind at one moment, as hair feels it."""

    time: float
    strength: float = 1.0

    def lean(self, depth: NDArray[np.float64], phase: float) -> NDArray[np.float64]:
        """Return the sideways lean at *depth* (0 root, 1 tip): a wave that runs to the tip."""
        wave = np.sin(4.2 * self.time - 2.6 * depth + phase)
        gust = 0.45 * np.sin(7.3 * self.time - 4.4 * depth + 1.7 * phase)
        return np.asarray(self.strength * depth**1.7 * (wave + gust))


@dataclass(frozen=True)
class Lock:
    """One lock of hair: a spine from root to tip, and its widths at even steps."""

    spine: tuple[Point, ...]
    widths: tuple[float, ...]
    sway: float = 5.0
    phase: float = 0.0
    shade_from: float = 0.15  # Across the lock, -0.5 left edge .. 0.5 right; the rest is shaded.
    glint: tuple[float, float] | None = None
    rim: float = 0.0  # Width of the light along the left edge, as a part of the lock's.
    root_fade: float = 0.45  # Over this part of an edge the ink swells in from the root.
    line: float = 1.5
    splits: tuple[float, ...] = ()  # Thin lines inside the lock, at these places across it.
    flip: bool = False  # Swap left and right: for locks that stream sideways, light from above.


def bend(lock: Lock, wind: Breeze) -> tuple[Curve, NDArray[np.float64], Curve]:
    """Return the lock's swaying spine with its widths and normals there."""
    spine = smooth(lock.spine)
    depth = fraction(spine)
    lean = lock.sway * wind.lean(depth, lock.phase)
    spine = spine + normals(spine) * lean[:, None]
    knots = np.column_stack([np.linspace(0.0, 100.0, len(lock.widths)), lock.widths])
    profile = smooth(knots)
    widths = np.maximum(np.interp(depth * 100.0, profile[:, 0], profile[:, 1]), 0.0)
    return spine, widths, normals(spine)


def draw_lock(canvas: Canvas, lock: Lock, tones: HairTones, wind: Breeze) -> None:
    """Paint one lock: flat tone, shaded side, glint, rim of light, and its ink."""
    spine, widths, sideways = bend(lock, wind)

    def rail(across: float) -> Curve:
        return np.asarray(spine - sideways * (widths * (-across if lock.flip else across))[:, None])

    left, right = rail(-0.5), rail(0.5)
    outline = polygon(left, right[::-1])
    outline.setFillType(skia.PathFillType.kWinding)
    canvas.drawPath(outline, paint(tones.base))
    with saved(canvas, outline):
        if lock.shade_from < 0.5:
            canvas.drawPath(polygon(rail(lock.shade_from), rail(0.7)[::-1]), paint(tones.shade))
        if lock.glint is not None:
            depth = fraction(spine)

            def place(across: float, along: float) -> Point:
                sideline = rail(across)
                return (
                    float(np.interp(along, depth, sideline[:, 0])),
                    float(np.interp(along, depth, sideline[:, 1])),
                )

            draw_glint(canvas, place, lock.glint, tones)
        if lock.rim > 0.0:
            lit = np.clip((fraction(spine) - 0.1) / 0.16, 0.0, 1.0) * (lock.rim + 0.2) - 0.7
            inner = spine - sideways * (widths * lit)[:, None]
            canvas.drawPath(polygon(rail(-0.7), inner[::-1]), paint(tones.rim))
    for across in lock.splits:
        ink(canvas, stretch(rail(across), 0.3, 0.97), 0.7 * lock.line, tones.line, (0.6, 0.5))
    ink(canvas, left, lock.line, tones.line, (lock.root_fade, 0.12))
    ink(canvas, right, lock.line, tones.line, (lock.root_fade, 0.12))


TEETH = (0.62, 1.0, 0.45)  # Uneven on purpose: a drawn edge, not a comb.


def draw_glint(
    canvas: Canvas,
    place: Callable[[float, float], Point],
    reach: tuple[float, float],
    tones: HairTones,
) -> None:
    """Paint a highlight band across a lock: an even upper edge, a toothed lower one.

    *place* maps (across, along) of the lock to the canvas.
    """
    start, end = reach
    edge = np.linspace(-0.48, 0.36, 16 * len(TEETH) + 1)
    phase = np.linspace(0.0, len(TEETH), len(edge))
    heights = np.append(TEETH, TEETH[-1])[np.minimum(phase.astype(int), len(TEETH))]
    # A tooth is a cusp with round hollows beside it, so that the band reads as a reflection.
    tooth = heights * (1.0 - np.abs(2.0 * (phase % 1.0) - 1.0)) ** 1.7
    swell = np.sqrt(np.clip(1.0 - ((edge + 0.06) / 0.42) ** 2, 0.0, 1.0))
    for top, bar, drop, code in ((0.0, 0.24, 0.6, tones.glint), (0.07, 0.09, 0.26, tones.sheen)):
        upper = start + (end - start) * (0.16 - 0.16 * swell + top)
        lower = upper + (end - start) * swell * (bar + drop * tooth)
        rim = [place(a, u) for a, u in zip(edge, upper, strict=True)]
        hem = [place(a, u) for a, u in zip(edge, lower, strict=True)]
        canvas.drawPath(polygon(np.array(rim), np.array(hem)[::-1]), paint(code))
