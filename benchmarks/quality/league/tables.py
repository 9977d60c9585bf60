"""The league's tables in Markdown: means with intervals, by kind, by degradation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from anime4k_gl.comparing.report import Row
from anime4k_gl.comparing.report.tables import table
from anime4k_gl.comparing.report.tables import title as metric_title
from benchmarks.quality.league.plan import Pair
from benchmarks.quality.league.statistics import BEFORE, Mean, gain, mean
from benchmarks.quality.metrics import ALL

MAIN = ("psnr_luma", "ssim_luma")

_GROUPINGS: tuple[Literal["kind", "degradation"], ...] = ("kind", "degradation")

Times = Mapping[Pair, Mapping[str, float]]
"""Milliseconds by sizes, then by method."""


def whole(rows: Mapping[Pair, Sequence[Row]], times: Times, notes: Sequence[str]) -> str:
    """Return everything: for each pair of sizes the ranking, then by kind and by degradation."""
    parts = [*(f"{note}\n" for note in notes)]
    for pair, own in rows.items():
        parts.append(f"### {title(pair)}\n")
        parts.append(ranking(own, times.get(pair, {})))
        if more := further(own):
            parts.append(f"Of the scenes whose vectors were asked too:\n\n{more}")
        for word in _GROUPINGS:
            if groups := grouped(own, word):
                parts.append(f"Luma PSNR in dB, by {word}:\n\n{groups}")
    return "\n".join(parts)


def short(rows: Mapping[Pair, Sequence[Row]], times: Times, notes: Sequence[str]) -> str:
    """Return a table with a line a method, and luma PSNR and SSIM of all sizes side by side."""
    pairs = list(rows)
    methods = _ranked([row for own in rows.values() for row in own])
    head = ["method"]
    for pair in pairs:
        head += [f"{title(pair)}: PSNR, dB", "SSIM", *(["ms"] if times.get(pair) else [])]
    lines = []
    for method in methods:
        line = [f"`{method}`"]
        for pair in pairs:
            line += [_plain(mean(rows[pair], method, metric), metric) for metric in MAIN]
            if times.get(pair):
                line.append(_milliseconds(times[pair].get(method)))
        lines.append(line)
    return "\n".join([table(head, lines), *(f"{note}\n" for note in notes)])


def ranking(rows: Sequence[Row], times: Mapping[str, float]) -> str:
    """Return a line a method, the best luma PSNR first."""
    methods = _ranked(rows)
    over = BEFORE if BEFORE in methods else ""
    head = ["method", "scenes", *map(_head, MAIN)]
    if over:
        head.append(f"to `{over}`, dB")
    if times:
        head.append("ms")
    lines = []
    for method in methods:
        values = [mean(rows, method, metric) for metric in MAIN]
        count = values[0].count if values[0] else 0
        line = [f"`{method}`", str(count)]
        line += [_spread(value, metric) for value, metric in zip(values, MAIN, strict=True)]
        if over:
            more = gain(rows, method, over, MAIN[0])
            line.append("" if method == over else _spread(more, MAIN[0], signed=True))
        if times:
            line.append(_milliseconds(times.get(method)))
        lines.append(line)
    return table(head, lines)


def further(rows: Sequence[Row]) -> str:
    """Return a line a method with the metrics that only some scenes have; empty without any."""
    names = list(dict.fromkeys(n for row in rows for n in row.metrics if n not in MAIN))
    if not names:
        return ""
    own = [row for row in rows if any(name in row.metrics for name in names)]
    scenes = len({row.picture for row in own})
    lines = [
        [f"`{method}`", str(scenes), *(_plain(mean(own, method, n), n) for n in names)]
        for method in _ranked(rows)
    ]
    return table(["method", "scenes", *map(_head, names)], lines)


def grouped(rows: Sequence[Row], word: Literal["kind", "degradation"]) -> str:
    """Return a line a group with luma PSNR by method, best bold; empty where there is one group."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, word), []).append(row)
    if len(groups) < 2:
        return ""
    methods = _ranked(rows)
    lines = []
    for group, own in groups.items():
        values = [mean(own, method, MAIN[0]) for method in methods]
        top = max((v.value for v in values if v), default=math.nan)
        count = len({row.picture for row in own})
        cells = [
            f"**{_plain(v, MAIN[0])}**" if v and v.value == top else _plain(v, MAIN[0])
            for v in values
        ]
        lines.append([f"`{group}`", str(count), *cells])
    return table([word, "scenes", *(f"`{method}`" for method in methods)], lines)


def title(pair: Pair) -> str:
    """Return a pair of sizes for people."""
    return f"{pair.source}p to {pair.result}p"


def _ranked(rows: Sequence[Row]) -> list[str]:
    methods = list(dict.fromkeys(row.method for row in rows))
    values = {m: found.value for m in methods if (found := mean(rows, m, MAIN[0]))}
    return sorted(methods, key=lambda m: -values.get(m, -math.inf))


def _head(metric: str) -> str:
    return metric_title(ALL[metric])


def _decimals(metric: str) -> int:
    return 4 if ALL[metric].unit == "" and metric != "ssimulacra2" else 2


def _plain(value: Mean | None, metric: str) -> str:
    return f"{value.value:.{_decimals(metric)}f}" if value else ""


def _spread(value: Mean | None, metric: str, *, signed: bool = False) -> str:
    if value is None:
        return ""
    decimals = _decimals(metric)
    text = f"{value.value:{'+' if signed else ''}.{decimals}f}"
    return text if math.isnan(value.interval) else f"{text} ± {value.interval:.{decimals}f}"


def _milliseconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
