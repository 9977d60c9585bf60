"""The plots of a report, as SVG within HTML: its colours are the page's, light or dark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from .model import MetricFacts, Row, facts_of
from .summary import (
    MethodSummary,
    by_group,
    methods_of,
    number,
    pareto_front,
    summarise,
)
from .tables import title

COLOURS = 8
"""Colours that the page's style has, as ``--series-0`` and so on; methods beyond repeat them."""

_LEFT, _RIGHT, _TOP = 62, 24, 18


def pareto_plot(
    rows: Sequence[Row], metric: str, facts: Mapping[str, MetricFacts], *, width: int = 720
) -> str:
    """Return a metric's mean against milliseconds; empty without two times.

    The front is drawn where more or less of the metric is better.
    """
    timed = [
        s
        for s in summarise(rows)
        if s.milliseconds and metric in s.metrics and math.isfinite(s.metrics[metric].mean)
    ]
    if len(timed) < 2:
        return ""
    height, bottom = 380, 330
    about = facts_of(metric, facts)
    logs = [math.log10(s.milliseconds or 1.0) for s in timed]
    means = [s.metrics[metric].mean for s in timed]
    x = _Axis(min(logs) - 0.12, max(logs) + 0.22, _LEFT, width - _RIGHT)
    room = (max(means) - min(means)) * 0.12 or abs(means[0]) * 0.05 or 1.0
    y = _Axis(min(means) - room, max(means) + room, bottom, _TOP)
    parts = [_open(width, height, f"{title(about)} against milliseconds a picture")]
    for value in _time_ticks(x.low, x.high):
        across = x(math.log10(value))
        parts.append(_line((across, _TOP), (across, bottom), "grid"))
        parts.append(_text(across, bottom + 18, f"{value:g}", "middle"))
    for value in _ticks(y.low, y.high):
        parts.append(_line((_LEFT, y(value)), (width - _RIGHT, y(value)), "grid"))
        parts.append(_text(_LEFT - 8, y(value) + 4, f"{value:g}", "end"))
    parts.append(_text((_LEFT + width - _RIGHT) / 2, bottom + 40, "ms a picture, log", "middle"))
    parts.append(_text(4, 12, title(about), "start"))
    front = pareto_front(timed, metric, facts) if about.better else []
    points = [(x(math.log10(s.milliseconds or 1.0)), y(s.metrics[metric].mean)) for s in front]
    if len(points) > 1:
        joined = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline class="front" points="{joined}"/>')
    order = methods_of(rows)
    dots = {
        s.method: (x(math.log10(s.milliseconds or 1.0)), y(s.metrics[metric].mean)) for s in timed
    }
    labels = _Labels((_LEFT, _TOP, width - _RIGHT, bottom), list(dots.values()))
    for summary in sorted(timed, key=lambda s: (s not in front, s.milliseconds or 0.0)):
        at, index = dots[summary.method], order.index(summary.method)
        parts += _point(summary, metric, at, index, summary in front, labels)
    parts.append("</svg>")
    return "".join(parts)


def group_plot(
    rows: Sequence[Row],
    metric: str,
    grouping: str,
    facts: Mapping[str, MetricFacts],
    *,
    width: int = 720,
) -> str:
    """Return a metric's quartiles and mean for each method in each group; empty for one group."""
    groups = {
        group: {m: d for m, d in found.items() if math.isfinite(d.mean)}
        for group, found in by_group(rows, grouping, metric).items()
    }
    spreads = [d for found in groups.values() for d in found.values()]
    if not spreads:
        return ""
    order = methods_of(rows)
    step, gap, head = 11, 14, 18
    low, high = min(d.low for d in spreads), max(d.high for d in spreads)
    low, high = min([low, *(d.mean for d in spreads)]), max([high, *(d.mean for d in spreads)])
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    x = _Axis(low - room, high + room, _LEFT, width - _RIGHT)
    body: list[str] = []
    y = float(_TOP)
    for group, found in groups.items():
        y += head
        body.append(_text(_LEFT - 4, y - 5, group or "(none)", "start", "strong"))
        for method in order:
            if method not in found:
                continue
            d, colour = found[method], order.index(method) % COLOURS
            said = f"{group}, {method}: mean {number(d.mean)}, quartiles {number(d.low)},"
            said += f" {number(d.median)}, {number(d.high)}, {d.count} pictures"
            mid = y + step / 2
            body.append(f'<g class="s{colour}"><title>{escape(said)}</title>')
            body.append(_line((x(d.low), mid), (max(x(d.high), x(d.low) + 1), mid), "range"))
            body.append(_line((x(d.median), mid - 3.5), (x(d.median), mid + 3.5), "middle"))
            body.append(f'<circle cx="{x(d.mean):.1f}" cy="{mid:.1f}" r="3.5"/></g>')
            y += step
        y += gap
    bottom = y
    axis: list[str] = []
    for value in _ticks(x.low, x.high):
        axis.append(_line((x(value), _TOP), (x(value), bottom), "grid"))
        axis.append(_text(x(value), bottom + 16, f"{value:g}", "middle"))
    name = f"{title(facts_of(metric, facts))} by {grouping}: mean (dot), quartiles (bar)"
    parts = [_open(width, int(bottom) + 44, name), *axis, *body]
    parts.append(_text((_LEFT + width - _RIGHT) / 2, bottom + 36, name, "middle"))
    return "".join([*parts, "</svg>"])


class _Axis:
    """Values to places, in a straight line."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high = low, high
        self._start, self._end = start, end

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self._start + share * (self._end - self._start)


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class _Labels:
    """Places for names beside their dots, over no other name or dot where there is room."""

    def __init__(self, frame: _Box, dots: Sequence[tuple[float, float]]) -> None:
        self._frame = frame
        self._taken: list[_Box] = [(x - 7, y - 7, x + 7, y + 7) for x, y in dots]

    def place(self, x: float, y: float, text: str) -> tuple[float, float, str]:
        """Return x, y and the anchor of a name for a dot: the nearest that is free."""
        wide = 7.2 * len(text)
        best: tuple[float, _Box] | None = None
        for shift in sorted(range(-126, 127, 7), key=abs):
            for left in (x + 9, x - 9 - wide):
                box = (left, y + shift - 7, left + wide, y + shift + 7)
                cover = sum(_shared(box, other) for other in self._taken)
                cover += 14 * wide - _shared(box, self._frame)
                if best is None or round(cover) < round(best[0]):
                    best = cover, box
        assert best is not None
        left, top, right, _ = best[1]
        self._taken.append(best[1])
        return (left, top + 11, "start") if left > x else (right, top + 11, "end")


def _shared(one: _Box, other: _Box) -> float:
    """Return the area that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)


def _point(
    summary: MethodSummary,
    metric: str,
    at: tuple[float, float],
    index: int,
    on_front: bool,
    labels: _Labels,
) -> list[str]:
    said = f"{summary.method}: {number(summary.metrics[metric].mean)},"
    said += f" {number(summary.milliseconds)} ms{', on the front' if on_front else ''}"
    x, y, anchor = labels.place(*at, summary.method)
    radius = 6 if on_front else 4.5
    far = abs(y - 4 - at[1]) > 10
    return [
        f'<g class="s{index % COLOURS}"><title>{escape(said)}</title>',
        _line(at, (x, y - 4), "lead") if far else "",
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}"/></g>',
        _text(x, y, summary.method, anchor, "strong" if on_front else ""),
    ]


def _open(width: int, height: int, label: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(label)}">'
    )


def _line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    (a, b), (c, d) = start, end
    return f'<line class="{kind}" x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style}>{escape(text)}</text>'


def _ticks(low: float, high: float) -> list[float]:
    """Return four to nine round values within a range."""
    raw = (high - low) / 6
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _time_ticks(low: float, high: float) -> list[float]:
    """Return round milliseconds between two powers of ten."""
    steps = (1, 2, 5) if high - low < 3 else (1,)
    powers = range(math.floor(low), math.ceil(high) + 1)
    return [n * 10.0**p for p in powers for n in steps if low <= math.log10(n * 10.0**p) <= high]
