"""A canvas for lines, marks and text: as SVG, or as PNG through Pillow."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from ..dependencies import require

Point = tuple[float, float]
"""x to the right and y down, in pixels."""

INK, GREY, PALE, PAPER = "#222222", "#777777", "#e4e4e4", "#ffffff"


class Canvas(Protocol):
    """The drawing operations of a plot."""

    def line(
        self, points: Sequence[Point], colour: str, *, width: float = 1, dashed: bool = False
    ) -> None:
        """Draw a line through points."""

    def mark(self, at: Point, colour: str, *, square: bool = False, hollow: bool = False) -> None:
        """Draw a disc or a square."""

    def text(
        self, at: Point, text: str, *, size: float = 13, anchor: str = "start", colour: str = INK
    ) -> None:
        """Write a line; `at` is on its baseline, at the start, middle or end of it."""

    def save(self, path: Path) -> None:
        """Write the file."""


class SvgCanvas:
    """Draws SVG."""

    RADIUS = 4.0

    def __init__(self, width: int, height: int) -> None:
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" font-family="sans-serif">',
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        ]

    def line(
        self, points: Sequence[Point], colour: str, *, width: float = 1, dashed: bool = False
    ) -> None:
        """See `Canvas`."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = ' stroke-dasharray="5 4"' if dashed else ""
        self._parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
            f' stroke-linejoin="round"{dashes}/>'
        )

    def mark(self, at: Point, colour: str, *, square: bool = False, hollow: bool = False) -> None:
        """See `Canvas`."""
        (x, y), r = at, self.RADIUS
        style = f'fill="{PAPER if hollow else colour}" stroke="{colour}" stroke-width="1.5"'
        if square:
            side = f'x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}"'
            self._parts.append(f"<rect {side} {style}/>")
        else:
            self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" {style}/>')

    def text(
        self, at: Point, text: str, *, size: float = 13, anchor: str = "start", colour: str = INK
    ) -> None:
        """See `Canvas`."""
        self._parts.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
            f' fill="{colour}">{escape(text)}</text>'
        )

    def save(self, path: Path) -> None:
        """See `Canvas`."""
        path.write_text("\n".join([*self._parts, "</svg>"]) + "\n", "utf-8")


class PngCanvas:
    """Draws with Pillow: at a multiple of the size, then scaled down, which smooths the edges."""

    RADIUS = SvgCanvas.RADIUS
    SHARP = 2
    """Pixels of the file per pixel of the drawing, for high-density screens."""
    OVER = 4
    """Pixels drawn per pixel of the file."""

    def __init__(self, width: int, height: int) -> None:
        require("PIL")
        from PIL import Image, ImageDraw  # here: measuring does without Pillow

        self._scale = self.SHARP * self.OVER
        self._image = Image.new("RGB", (width * self._scale, height * self._scale), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._fonts: dict[float, Any] = {}

    def line(
        self, points: Sequence[Point], colour: str, *, width: float = 1, dashed: bool = False
    ) -> None:
        """See `Canvas`."""
        thick = round(width * self._scale)
        for a, b in pairwise(points):
            for start, end in _dashes(a, b) if dashed else [(a, b)]:
                self._draw.line([self._at(start), self._at(end)], fill=colour, width=thick)
        if not dashed and width > 1:
            for point in points[1:-1]:
                self._disc(point, width / 2, colour)

    def mark(self, at: Point, colour: str, *, square: bool = False, hollow: bool = False) -> None:
        """See `Canvas`."""
        shape = self._square if square else self._disc
        shape(at, self.RADIUS + 0.75, colour)
        if hollow:
            shape(at, self.RADIUS - 0.75, PAPER)

    def text(
        self, at: Point, text: str, *, size: float = 13, anchor: str = "start", colour: str = INK
    ) -> None:
        """See `Canvas`."""
        if size not in self._fonts:
            from PIL import ImageFont

            self._fonts[size] = ImageFont.load_default(size * self._scale)
        side = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        self._draw.text(self._at(at), text, fill=colour, font=self._fonts[size], anchor=side)

    def save(self, path: Path) -> None:
        """See `Canvas`."""
        self._image.reduce(self.OVER).save(path)

    def _at(self, point: Point) -> Point:
        return point[0] * self._scale, point[1] * self._scale

    def _disc(self, at: Point, radius: float, colour: str) -> None:
        self._draw.ellipse(self._around(at, radius), fill=colour)

    def _square(self, at: Point, radius: float, colour: str) -> None:
        self._draw.rectangle(self._around(at, radius), fill=colour)

    def _around(self, at: Point, radius: float) -> tuple[float, float, float, float]:
        (x, y), r = self._at(at), radius * self._scale
        return x - r, y - r, x + r, y + r


def _dashes(a: Point, b: Point, on: float = 5, off: float = 4) -> list[tuple[Point, Point]]:
    length = max(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5, 1e-6)

    def at(distance: float) -> Point:
        share = min(distance / length, 1.0)
        return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share

    count = int(length / (on + off)) + 1
    return [(at(i * (on + off)), at(i * (on + off) + on)) for i in range(count)]
