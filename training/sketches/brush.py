"""The brush of a sketch: colours, tapered strokes and shapes by the hundred, on one canvas."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import skia

Points: TypeAlias = npt.NDArray[np.float64]
"""(n, 2): x and y in pixels."""

Colour: TypeAlias = tuple[float, float, float]


class Brush:
    """A canvas, the chance of a sketch, its palette, its ink and the width of its lines.

    Attributes
    ----------
    width, height : of the canvas in pixels
    line : the width of a usual line in pixels
    """

    def __init__(self, seed: int, width: int, height: int) -> None:
        """Begin an empty sketch."""
        self.rng = np.random.default_rng([seed, 2417])
        self.width, self.height = width, height
        self._surface = skia.Surface(width, height)
        self.canvas = self._surface.getCanvas()
        self.palette = self._palette()
        self.ink = self._ink()
        self.line = float(np.exp(self.rng.uniform(math.log(0.6), math.log(3.2))))

    def _palette(self) -> list[Colour]:
        hue, out = self.rng.random(), []
        for _ in range(7):
            h = (hue + self.rng.normal(0, 0.2)) % 1
            s = float(np.clip(self.rng.normal(0.4, 0.25), 0, 1))
            v = float(np.clip(self.rng.normal(0.68, 0.28), 0.03, 1))
            out.append(colorsys.hsv_to_rgb(h, s, v))
        return out

    def _ink(self) -> Colour:
        if self.chance(0.12):
            return self.colour()
        return self.shade(self.colour(), self.uniform(0, 0.35))

    def chance(self, share: float) -> bool:
        """Return True in that share of the cases."""
        return bool(self.rng.random() < share)

    def uniform(self, low: float, high: float) -> float:
        """Return a number between two."""
        return float(self.rng.uniform(low, high))

    def spread(self, low: float, high: float) -> float:
        """Return a number between two, as often between 1 and 2 as between 2 and 4."""
        return float(np.exp(self.rng.uniform(math.log(low), math.log(high))))

    def count(self, low: int, high: int) -> int:
        """Return a whole number from one to another, both in."""
        return int(self.rng.integers(low, high + 1))

    def place(self) -> Points:
        """Return a point on the canvas."""
        return self.rng.uniform((0, 0), (self.width, self.height))

    def colour(self) -> Colour:
        """Return a colour of the palette."""
        return self.palette[int(self.rng.integers(len(self.palette)))]

    def stroke_colour(self) -> Colour:
        """Return a line's colour: mostly the ink, else light or of the palette."""
        if self.chance(0.68):
            return self.ink
        return self.shade(self.colour(), self.uniform(0.4, 1.6))

    @staticmethod
    def shade(colour: Colour, factor: float) -> Colour:
        """Return a colour made darker or lighter."""
        r, g, b = (min(1.0, max(0.0, c * factor)) for c in colour)
        return r, g, b

    def paint(self, colour: Colour, alpha: float = 1.0, blur: float = 0.0) -> Any:
        """Return what fills with a colour."""
        paint = skia.Paint(AntiAlias=True, Color4f=skia.Color4f(*colour, alpha))
        if blur > 0:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        return paint

    def gradient(self, first: Colour, last: Colour) -> Any:
        """Return what fills with a gradient between two points of the canvas, or around one."""
        stops = [skia.Color4f(*c, 1).toColor() for c in (first, last)]
        a, b = self.place(), self.place()
        if self.chance(0.6):
            shader = skia.GradientShader.MakeLinear([skia.Point(*a), skia.Point(*b)], stops)
        else:
            radius = self.uniform(0.1, 0.8) * self.width
            shader = skia.GradientShader.MakeRadial(skia.Point(*a), radius, stops)
        return skia.Paint(AntiAlias=True, Shader=shader)

    def fill(self, shapes: Iterable[Points], paint: Any) -> None:
        """Fill closed shapes, all at once."""
        path = skia.Path()
        path.setFillType(skia.PathFillType.kWinding)
        for shape in shapes:
            path.addPoly([skia.Point(x, y) for x, y in shape.tolist()], True)
        self.canvas.drawPath(path, paint)

    def outline(self, shapes: Iterable[Points], colour: Colour, width: float,
                alpha: float = 1.0, *, closed: bool = True) -> None:
        """Draw lines of one width along points."""
        path = skia.Path()
        for shape in shapes:
            path.addPoly([skia.Point(x, y) for x, y in shape.tolist()], closed)
        paint = self.paint(colour, alpha)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        self.canvas.drawPath(path, paint)

    def strokes(self, paths: Iterable[Points], widths: Iterable[float], colour: Colour,
                alpha: float = 1.0, taper: str = "both") -> None:
        """Draw lines that taper: towards "both" ends, the "end", or "none"."""
        self.fill(
            [tapered(path, width, taper) for path, width in zip(paths, widths, strict=True)],
            self.paint(colour, alpha),
        )

    @contextmanager
    def inside(self, shape: Points | None) -> Iterator[None]:
        """Draw within a shape alone; without one, anywhere."""
        self.canvas.save()
        if shape is not None:
            path = skia.Path()
            path.addPoly([skia.Point(x, y) for x, y in shape.tolist()], True)
            self.canvas.clipPath(path, True)
        try:
            yield
        finally:
            self.canvas.restore()

    def pixels(self) -> npt.NDArray[np.float32]:
        """Return the canvas: (height, width, 3), in [0, 255]."""
        rgba = self._surface.toarray(colorType=skia.kRGBA_8888_ColorType)
        return np.asarray(rgba[..., :3], np.float32)


def tapered(path: Points, width: float, taper: str) -> Points:
    """Return the outline of a line whose width changes along it."""
    t = np.linspace(0, 1, len(path))
    along = {"both": np.sin(math.pi * t) ** 0.6, "end": (1 - t) ** 0.7, "none": np.ones_like(t)}
    way = np.gradient(path, axis=0)
    way /= np.maximum(np.hypot(way[:, :1], way[:, 1:]), 1e-9)
    side = np.stack([-way[:, 1], way[:, 0]], 1) * (along[taper] * width / 2)[:, None]
    return np.concatenate([path + side, (path - side)[::-1]])


def bent(start: Points, length: float, angle: float, bend: float, count: int = 12) -> Points:
    """Return points along a line that turns by `bend` radians from its start to its end."""
    angles = angle + bend * np.linspace(0, 1, count - 1)
    steps = np.stack([np.cos(angles), np.sin(angles)], 1) * length / (count - 1)
    return np.concatenate([start[None], start + np.cumsum(steps, 0)])


def blob(rng: np.random.Generator, centre: Points, radius: float, *, soft: bool = True) -> Points:
    """Return a closed shape: rounded by a few waves, or of a few straight edges."""
    count = 48 if soft else int(rng.integers(3, 9))
    t = np.linspace(0, 2 * math.pi, count, endpoint=False)
    r = np.ones(count)
    if soft:
        for wave in range(1, 6):
            r += rng.normal(0, 0.18 / wave) * np.cos(wave * t + rng.uniform(0, 6.3))
    else:
        r *= rng.uniform(0.55, 1.2, count)
    flat, turn = rng.uniform(0.45, 1), rng.uniform(0, 6.3)
    x, y = r * np.cos(t), flat * r * np.sin(t)
    turned = [x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)]
    return centre + radius * np.stack(turned, 1)
