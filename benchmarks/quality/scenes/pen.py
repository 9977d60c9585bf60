"""The pen that draws scenes: fills, inks and letters onto a recorded picture.

The same calls draw the colours or, in a pen for regions, what kind of thing is where. Every ink
stroke outside of blurred groups is noted with its points, normals, widths and colour, so that
metrics know where lines are.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import skia

from benchmarks.quality.scenes import curves
from benchmarks.quality.scenes.curves import Path, Points
from benchmarks.quality.scenes.palette import Colour

FLAT, LINE, TEXTURE, SOFT, TEXT = range(5)
"""Regions: plain colour, ink, fine strokes and grain, what is out of focus, letters."""
REGIONS = ("flat", "line", "texture", "soft", "text")
REGION_STEP = 50
"""Regions are drawn as grey levels so far apart."""

_VISIBLE = 0.35
"""What covers less than this leaves the region below it as it is."""


@dataclass(frozen=True)
class InkStroke:
    """A line of ink: where it runs and how wide it is, in units of the scene."""

    points: Points
    normals: Points
    widths: npt.NDArray[np.float64]
    colour: Colour
    opacity: float
    layer: str


@dataclass(frozen=True)
class Caption:
    """A line of letters and the box that they fill: left, top, right, bottom, in scene units."""

    text: str
    box: tuple[float, float, float, float]
    role: str
    """'subtitle', 'title', 'sign', 'bubble' or 'screen'."""


def colour4f(colour: Colour, alpha: float = 1.0) -> Any:
    """Return a colour as the library takes it."""
    return skia.Color4f(colour[0], colour[1], colour[2], alpha)


class Gradient(NamedTuple):
    """A shader, and the least of its opacities."""

    shader: Any
    least: float


def linear(start: Sequence[float], end: Sequence[float], stops: Sequence[Any]) -> Gradient:
    """Return a gradient along a line; a stop is (where, colour) or (where, colour, alpha)."""
    ends = [skia.Point(*start), skia.Point(*end)]
    return _gradient(skia.GradientShader.MakeLinear, (ends,), stops)


def radial(centre: Sequence[float], radius: float, stops: Sequence[Any]) -> Gradient:
    """Return a gradient from a centre outwards; stops as of `linear`."""
    return _gradient(skia.GradientShader.MakeRadial, (skia.Point(*centre), radius), stops)


def _gradient(make: Any, where: tuple[Any, ...], stops: Sequence[Any]) -> Gradient:
    shader = make(*where, _colours(stops), [s[0] for s in stops])
    return Gradient(shader, min(s[2] if len(s) > 2 else 1.0 for s in stops))


def _colours(stops: Sequence[Any]) -> list[int]:
    return [
        skia.Color(*(round(255 * min(1, max(0, v))) for v in (*s[1], s[2] if len(s) > 2 else 1)))
        for s in stops
    ]


class Pen:
    """Draws into one layer's picture."""

    def __init__(
        self, canvas: Any, layer: str, *, time: float = 0.0, held: float = 0.0, regions: bool,
        notes: bool = True,
    ) -> None:
        """Take a canvas in units of the scene; held is the time of the drawing that is shown."""
        self.canvas = canvas
        self.layer = layer
        self.time = time
        self.held = held
        self.weight = 1.0
        """What line widths are multiplied by: for figures that are near or far."""
        self.detail = 1.0
        """How near a figure is: the smallest strokes are left out of far ones."""
        self.strokes: list[InkStroke] = []
        self.captions: list[Caption] = []
        self._regions = regions
        self._notes = notes and not regions
        self._region: int | None = None
        self._soft = 0

    # -- where ------------------------------------------------------------------------------

    @contextlib.contextmanager
    def at(
        self, x: float, y: float, scale: float = 1.0, degrees: float = 0.0, *, flip: bool = False
    ) -> Iterator[None]:
        """Move the origin, then turn and scale; flip mirrors left and right."""
        self.canvas.save()
        self.canvas.translate(x, y)
        if degrees:
            self.canvas.rotate(degrees)
        self.canvas.scale(-scale if flip else scale, scale)
        yield
        self.canvas.restore()

    @contextlib.contextmanager
    def clip(self, shape: Path, *, outside: Path | None = None) -> Iterator[None]:
        """Draw inside a shape only, and outside of another."""
        self.canvas.save()
        self.canvas.clipPath(shape, skia.ClipOp.kIntersect, not self._regions)
        if outside is not None:
            self.canvas.clipPath(outside, skia.ClipOp.kDifference, not self._regions)
        yield
        self.canvas.restore()

    @contextlib.contextmanager
    def group(
        self, *, alpha: float = 1.0, blur: float = 0.0, blend: Any = None, soft: bool = True
    ) -> Iterator[None]:
        """Draw apart, then lay it on as one: blurred (what is out of focus), or thin."""
        hidden = self._regions and (alpha < _VISIBLE or blend is not None)
        paint = skia.Paint(Alphaf=1.0 if self._regions else alpha)
        if hidden:
            paint.setAlphaf(0.0)
        elif not self._regions:
            if blur:
                paint.setImageFilter(skia.ImageFilters.Blur(blur, blur, skia.TileMode.kDecal))
            if blend is not None:
                paint.setBlendMode(blend)
        self.canvas.saveLayer(None, paint)
        self._soft += bool(blur and soft)
        yield
        self._soft -= bool(blur and soft)
        self.canvas.restore()

    @contextlib.contextmanager
    def region(self, kind: int) -> Iterator[None]:
        """Count what is drawn as of one region, whatever it is drawn with."""
        before, self._region = self._region, kind
        yield
        self._region = before

    # -- fills ------------------------------------------------------------------------------

    def fill(
        self,
        shape: Path,
        colour: Colour | None = None,
        alpha: float = 1.0,
        *,
        shader: Gradient | None = None,
        blur: float = 0.0,
        blend: Any = None,
    ) -> None:
        """Fill a shape with a colour or a shader; blur softens its edge."""
        covers = alpha if shader is None else alpha * shader.least
        if self._regions and (covers < _VISIBLE or blend is not None or blur > 12):
            return
        paint = self._paint(FLAT, colour, alpha)
        if not self._regions:
            if shader is not None:
                paint.setShader(shader.shader)
                paint.setAlphaf(alpha)
            if blur:
                paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
            if blend is not None:
                paint.setBlendMode(blend)
        self.canvas.drawPath(shape, paint)

    def cover(self, colour: Colour | None = None, alpha: float = 1.0, *,
              shader: Gradient | None = None) -> None:
        """Fill everything, as far as a frame of any shape reaches."""
        self.fill(curves.box(-2200, -1500, 2200, 1500), colour, alpha, shader=shader)

    def noise(
        self, shape: Path, size: float, alpha: float, *, octaves: int = 4, seed: int = 0,
        tint: Colour | None = None, stretch: float = 1.0,
    ) -> None:
        """Lay painted unevenness over a shape: blotches about so large, with finer ones in them."""
        if self._regions:
            return
        shader = skia.PerlinNoiseShader.MakeFractalNoise(
            1 / (size * stretch), 1 / size, octaves, seed % 997
        )
        paint = skia.Paint(AntiAlias=True, Shader=shader)
        # Noise comes with four channels of its own: one of them, spread, becomes the coverage.
        tone = tint or (1.0, 1.0, 1.0)
        paint.setColorFilter(
            skia.ColorFilters.Matrix(
                [0, 0, 0, 0, tone[0], 0, 0, 0, 0, tone[1], 0, 0, 0, 0, tone[2],
                 3.2 * alpha, 0, 0, 0, -1.2 * alpha]
            )
        )
        self.canvas.drawPath(shape, paint)

    # -- ink --------------------------------------------------------------------------------

    def ink(
        self,
        curve: Points,
        width: float,
        colour: Colour,
        *,
        taper: str = "both",
        alpha: float = 1.0,
        noted: bool = True,
    ) -> None:
        """Draw a stroke along dense points, as a filled outline that tapers."""
        if len(curve) < 8:
            curve = curves.cornered(curve)
        widths = curves.taper(len(curve), taper) * width * self.weight
        self.stroke(curve, widths, colour, alpha=alpha, noted=noted)

    def stroke(
        self,
        curve: Points,
        widths: npt.NDArray[np.float64],
        colour: Colour,
        *,
        alpha: float = 1.0,
        noted: bool = True,
        closed: bool = False,
    ) -> None:
        """Draw a stroke of given widths; a closed one ends where it starts."""
        if closed:
            curve = np.concatenate([curve, curve[:2]])
            widths = np.concatenate([widths, widths[:2]])
        outline = curves.path(curves.ribbon(curve, widths))
        if not (self._regions and alpha < _VISIBLE):
            self.canvas.drawPath(outline, self._paint(LINE if noted else FLAT, colour, alpha))
        if noted and self._notes and not self._soft and self._region is None:
            self._note(curve, widths, colour, alpha)

    def contour(
        self,
        curve: Points,
        width: float,
        colour: Colour,
        *,
        light: tuple[float, float] = (-0.5, -0.8),
        closed: bool = True,
        alpha: float = 1.0,
    ) -> None:
        """Draw an outline: heavier on the side away from the light, as inkers do."""
        facing = curves.normals(curve, closed=closed)
        if closed and not _clockwise(curve):
            facing = -facing
        away = -(facing @ np.asarray(light)) / math.hypot(*light)
        widths = width * self.weight * (0.82 + 0.34 * away)
        if not closed:
            widths = widths * curves.taper(len(curve), "soft")
        self.stroke(curve, widths, colour, alpha=alpha, closed=closed)

    def hairlines(
        self, lines: Sequence[Points], width: float, colour: Colour, *, alpha: float = 1.0,
        taper: str = "both", kind: int = TEXTURE,
    ) -> None:
        """Draw many fine strokes at once: hatching, grass, down. They count as texture."""
        if not lines or (self._regions and alpha < _VISIBLE):
            return
        shapes = [
            curves.path(curves.ribbon(line, curves.taper(len(line), taper) * width * self.weight))
            for line in lines
        ]
        self.canvas.drawPath(curves.merged(shapes), self._paint(kind, colour, alpha))

    def dots(self, centres: Points, radii: Any, colour: Colour, alpha: float = 1.0) -> None:
        """Draw many dots at once: screentone. They count as texture."""
        shape = skia.Path()
        for (x, y), r in zip(
            centres.tolist(), np.broadcast_to(radii, (len(centres),)).tolist(), strict=True
        ):
            shape.addCircle(x, y, r)
        self.canvas.drawPath(shape, self._paint(TEXTURE, colour, alpha))

    # -- letters ----------------------------------------------------------------------------

    def letters(
        self, text: str, x: float, y: float, font: Any, colour: Colour, *, role: str,
        edge: Colour | None = None, edge_width: float = 0.0, alpha: float = 1.0,
    ) -> None:
        """Write a line from a point of its base line, edged if asked.

        Where left and right are mirrored the line itself is not: it can be read.
        """
        matrix = self.canvas.getTotalMatrix()
        turns = (matrix.getScaleX() * matrix.getScaleY()
                 - matrix.getSkewX() * matrix.getSkewY()) < 0
        self.canvas.save()
        if turns:
            self.canvas.translate(2 * x + font.measureText(text), 0)
            self.canvas.scale(-1, 1)
        if edge is not None:
            paint = self._paint(TEXT, edge, alpha)
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(edge_width)
            paint.setStrokeJoin(skia.Paint.kRound_Join)
            self.canvas.drawString(text, x, y, font, paint)
        self.canvas.drawString(text, x, y, font, self._paint(TEXT, colour, alpha))
        if self._notes and not self._soft:
            bounds = skia.Rect()
            font.measureText(text, skia.TextEncoding.kUTF8, bounds)
            bounds.offset(x, y)
            box = self.canvas.getTotalMatrix().mapRect(bounds)
            self.captions.append(
                Caption(text, (box.left(), box.top(), box.right(), box.bottom()), role)
            )
        self.canvas.restore()

    # -- inside -----------------------------------------------------------------------------

    def _paint(self, kind: int, colour: Colour | None, alpha: float) -> Any:
        if self._regions:
            kind = kind if self._region is None else self._region
            grey = (SOFT if self._soft else kind) * REGION_STEP
            return skia.Paint(AntiAlias=False, Color=skia.Color(grey, grey, grey))
        paint = skia.Paint(AntiAlias=True)
        paint.setColor4f(colour4f(colour or (0.0, 0.0, 0.0), alpha))
        return paint

    def _note(self, curve: Points, widths: Any, colour: Colour, alpha: float) -> None:
        matrix = self.canvas.getTotalMatrix()
        a, b, c = matrix.getScaleX(), matrix.getSkewX(), matrix.getTranslateX()
        d, e, f = matrix.getSkewY(), matrix.getScaleY(), matrix.getTranslateY()
        placed = curve @ np.array([[a, d], [b, e]]) + np.array([c, f])
        scale = math.sqrt(abs(a * e - b * d))
        self.strokes.append(
            InkStroke(placed, curves.normals(placed), widths * scale, colour, alpha, self.layer)
        )


def _clockwise(curve: Points) -> bool:
    x, y = curve[:, 0], curve[:, 1]
    return bool(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0)
