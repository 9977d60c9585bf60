"""Plots of measurements: milliseconds against output pixels, and against a copy's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import OptionError
from .canvas import GREY, INK, PALE, Canvas, PngCanvas, Point, SvgCanvas
from .run import COPY

WIDTH, HEIGHT = 1120, 560
_TOP, _BOTTOM = 146, 500
_LEFT_PANEL, _RIGHT_PANEL = (70, 525), (605, 1040)

# Okabe and Ito's colours, which colour-blind people can distinguish.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


def save_plots(record: Mapping[str, Any], stem: str | Path) -> list[Path]:
    """Draw the record of `to_json` as ``STEM.png`` and ``STEM.svg``; return their paths.

    Raises
    ------
    OptionError : nothing was measured, or Pillow is not installed
    """
    stem = Path(stem)
    paths = [stem.with_name(stem.name + suffix) for suffix in (".svg", ".png")]
    try:
        canvases: list[Canvas] = [SvgCanvas(WIDTH, HEIGHT), PngCanvas(WIDTH, HEIGHT)]
    except ImportError:
        raise OptionError(
            "a plot needs Pillow, which is not installed; save the JSON and draw it elsewhere"
        ) from None
    for canvas, path in zip(canvases, paths, strict=True):
        draw(canvas, record)
        canvas.save(path)
    return paths


@dataclass(frozen=True)
class _Dot:
    """One measurement: output pixels, the copy's milliseconds, its own, and the scale factor."""

    pixels: float
    copy: float | None
    ms: float
    factor: float


def draw(canvas: Canvas, record: Mapping[str, Any]) -> None:
    """Draw both panels.

    Raises
    ------
    OptionError : nothing was measured
    """
    series = _series(record)
    if not series:
        raise OptionError("nothing was measured, so there is nothing to draw")
    names = list(dict.fromkeys(name for name, _ in series if name != COPY))
    colours = {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(names)} | {COPY: GREY}
    dots = [dot for group in series.values() for dot in group]
    times = _decades(dot.ms for dot in dots)
    canvas.text((20, 30), f"Milliseconds a frame, {record['opengl']['renderer']}", size=17)
    clock = f"median of {record['clock_means']}; scaler {record['rows'][0]['scaler']}"
    canvas.text((20, 52), clock, size=12, colour=GREY)
    _legend(canvas, list(series), colours, hollow=any(dot.factor != 2 for dot in dots))

    spread = [math.log10(dot.pixels / 1e6) for dot in dots]
    left = _Panel(canvas, _LEFT_PANEL, (min(spread) - 0.08, max(spread) + 0.08), times)
    left.frame("output, megapixels", _pixel_ticks(dots))
    for (name, backend), group in series.items():
        left.series(
            [(dot.pixels / 1e6, dot.ms, dot.factor) for dot in group],
            colours[name], backend=backend, dashed=name == COPY,
        )  # fmt: skip

    pairs = [dot.copy for dot in dots if dot.copy]
    if not pairs:
        return
    right = _Panel(canvas, _RIGHT_PANEL, _decades(pairs), times)
    right.frame("a copy of the same output, ms (the memory's floor)", _ticks(*right.across))
    for factor in (1, 3, 10, 30, 100, 300):
        right.diagonal(factor)
    for (name, backend), group in series.items():
        if name != COPY:
            right.series(
                [(dot.copy, dot.ms, dot.factor) for dot in group if dot.copy],
                colours[name], backend=backend, dashed=False,
            )  # fmt: skip


def _series(record: Mapping[str, Any]) -> dict[tuple[str, str], list[_Dot]]:
    """Return the measurements by (name, backend), smallest output first."""
    series: dict[tuple[str, str], list[_Dot]] = {}
    for row in record["rows"]:
        if row["ran"]:
            ms, over = row["ms"]["median"], row["times_the_copy"]
            dot = _Dot(
                math.prod(row["target"]), ms / over if over else None, ms,
                round(row["target"][1] / row["source"][1], 3),
            )  # fmt: skip
            name = Path(row["name"]).name
            series.setdefault((name, row["backend"]), []).append(dot)
    return {key: sorted(group, key=lambda d: (d.pixels, d.factor)) for key, group in series.items()}


def _legend(
    canvas: Canvas, keys: Sequence[tuple[str, str]], colours: Mapping[str, str], *, hollow: bool
) -> None:
    x, y = 24.0, 78.0
    for name, backend in keys:
        label = f"{name}, {backend}"
        width = 24 + 6.6 * len(label) + 16
        if x + width > WIDTH:
            x, y = 24.0, y + 20
        canvas.mark((x, y - 4), colours[name], square=backend == "compute")
        canvas.text((x + 11, y), label, size=12)
        x += width
    if hollow:
        if x + 220 > WIDTH:
            x, y = 24.0, y + 20
        canvas.mark((x, y - 4), GREY, hollow=True)
        canvas.text((x + 11, y), "hollow: not twice the size", size=12, colour=GREY)


@dataclass
class _Panel:
    """A pair of logarithmic axes.

    Attributes
    ----------
    sides : left and right edge, in pixels
    across, up : the decades shown
    """

    canvas: Canvas
    sides: tuple[float, float]
    across: tuple[float, float]
    up: tuple[float, float]

    def at(self, x: float, y: float) -> Point:
        """Return the position of a pair of values."""
        (left, right), (low, high) = self.sides, self.across
        share = (math.log10(x) - low) / (high - low)
        rise = (math.log10(y) - self.up[0]) / (self.up[1] - self.up[0])
        return left + share * (right - left), _BOTTOM - rise * (_BOTTOM - _TOP)

    def frame(self, title: str, ticks: Mapping[float, str]) -> None:
        """Draw the axes with their grid and labels."""
        left, right = self.sides
        for value, label in ticks.items():
            x, _ = self.at(value, 10 ** self.up[0])
            self.canvas.line([(x, _TOP), (x, _BOTTOM)], PALE)
            self.canvas.text((x, _BOTTOM + 18), label, size=11, anchor="middle", colour=GREY)
        for value, label in _ticks(*self.up).items():
            _, y = self.at(10 ** self.across[0], value)
            self.canvas.line([(left, y), (right, y)], PALE)
            self.canvas.text((left - 8, y + 4), label, size=11, anchor="end", colour=GREY)
        self.canvas.line([(left, _TOP), (left, _BOTTOM), (right, _BOTTOM)], INK)
        self.canvas.text((left - 8, _TOP - 10), "ms", size=12, anchor="end")
        self.canvas.text(((left + right) / 2, _BOTTOM + 42), title, size=12, anchor="middle")

    def series(
        self,
        dots: Sequence[tuple[float, float, float]],
        colour: str,
        *,
        backend: str,
        dashed: bool,
    ) -> None:
        """Draw (x, y, scale factor): a line through factor 2, hollow marks for the others."""
        twice = [self.at(x, y) for x, y, factor in dots if factor == 2]
        if len(twice) > 1:
            self.canvas.line(twice, colour, width=1.0 if dashed else 2.0, dashed=dashed)
        for x, y, factor in dots:
            square = backend == "compute"
            self.canvas.mark(self.at(x, y), colour, square=square, hollow=factor != 2)

    def diagonal(self, factor: float) -> None:
        """Draw the line on which a frame takes `factor` copies."""
        low = max(self.across[0], self.up[0] - math.log10(factor))
        high = min(self.across[1], self.up[1] - math.log10(factor))
        if low >= high:
            return
        points = [self.at(10**x, factor * 10**x) for x in (low, high)]
        self.canvas.line(points, GREY, dashed=True)
        label = "a copy" if factor == 1 else f"{factor} copies"
        (x, y), (_, right) = points[1], self.sides
        beside = x > right - 1
        place = (x + 8, y + 4) if beside else (x, y - 6)
        self.canvas.text(place, label, size=11, anchor="start" if beside else "middle", colour=GREY)


def _decades(values: Iterable[float]) -> tuple[float, float]:
    """Return the range of logarithms to show, with a margin."""
    logs = [math.log10(value) for value in values]
    return min(logs) - 0.15, max(logs) + 0.15


def _ticks(low: float, high: float) -> dict[float, str]:
    """Return round values within decades, with their labels: 1, 2, 5, 10 ..."""
    steps = (1, 2, 5) if high - low < 3 else (1,)
    return {
        step * 10.0**power: f"{step * 10.0**power:g}"
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in steps
        if low <= math.log10(step) + power <= high
    }


def _pixel_ticks(dots: Sequence[_Dot]) -> dict[float, str]:
    """Return the measured outputs in megapixels, without those whose labels would overlap."""
    ticks: dict[float, str] = {}
    for pixels in sorted({dot.pixels for dot in dots}):
        value = pixels / 1e6
        if all(abs(math.log10(value / other)) > 0.06 for other in ticks):
            ticks[value] = f"{value:.2g}"
    return ticks
