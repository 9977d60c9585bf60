"""The league's tables in Markdown: means with intervals, by kind, by degradation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from anime4k_gl.comparing.report import Row
from anime4k_gl.comparing.report.tables import table
from anime4k_gl.comparing.report.tables import title as metric_title
from benchmarks.quality.league.kept import Times
from benchmarks.quality.league.plan import Pair
from benchmarks.quality.league.statistics import BEFORE, Mean, gain, mean
from benchmarks.quality.metrics import ALL

MAIN = ("psnr_luma", "ssim_luma")

_Own = Mapping[str, Mapping[str, float]]
"""Milliseconds of one pair of sizes, by backend and by method."""


def whole(rows: Mapping[Pair, Sequence[Row]], times: Times, notes: Sequence[str]) -> str:
    """Return everything: for each pair of sizes the ranking, then by kind and by degradation."""
    parts = [*(f"{note}\n" for note in notes)]
    for pair, own in rows.items():
        plain = undegraded(own)
        full, others = _complete(plain)
        parts.append(f"### {title(pair)}\n")
        parts.append(ranking([r for r in plain if r.method in full], times.get(pair.name, {})))
        if others:
            shared = _scenes_of(plain, others)
            names = ", ".join(f"`{name}`" for name in others)
            parts.append(f"Of the scenes that {names} drew:\n")
            parts.append(ranking([r for r in plain if r.picture in shared], {}))
        if more := further([r for r in plain if r.method in full]):
            parts.append(f"Further metrics, of scenes of every kind in turn:\n\n{more}")
        if groups := grouped([r for r in plain if r.method in full], "kind"):
            parts.append(f"Luma PSNR in dB, by kind:\n\n{groups}")
        shared = _with_all(own)
        alike = [r for r in own if r.picture in shared and r.method in full]
        if groups := grouped(alike, "degradation"):
            parts.append(f"Luma PSNR in dB, by degradation, of the same scenes:\n\n{groups}")
    return "\n".join(parts)


def undegraded(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of the degradation that every scene has, the first one's."""
    return [row for row in rows if row.degradation == rows[0].degradation]


def short(rows: Mapping[Pair, Sequence[Row]], times: Times, notes: Sequence[str]) -> str:
    """Return a table with a line a method, and luma PSNR and SSIM of all sizes side by side."""
    plain = {pair: undegraded(own) for pair, own in rows.items() if own}
    full = [_complete(own)[0] for own in plain.values()]
    shown = [row for own in plain.values() for row in own if all(row.method in m for m in full)]
    first = times.get(next(iter(plain)).name, {}) if plain else {}
    head = ["method"]
    for pair in plain:
        head += [f"{title(pair)}: PSNR, dB", "SSIM"]
        head += _time_heads(first) if pair == next(iter(plain)) else []
    lines = []
    for method in _ranked(shown):
        line = [f"`{method}`"]
        for pair, own in plain.items():
            line += [_plain(mean(own, method, metric), metric) for metric in MAIN]
            line += _time_cells(first, method) if pair == next(iter(plain)) else []
        lines.append(line)
    return "\n".join([table(head, lines), *(f"{note}\n" for note in notes)])


def ranking(rows: Sequence[Row], times: _Own) -> str:
    """Return a line a method, the best luma PSNR first."""
    methods = _ranked(rows)
    over = BEFORE if BEFORE in methods else ""
    head = ["method", "scenes", *map(_head, MAIN)]
    if over:
        head.append(f"to `{over}`, dB")
    head += _time_heads(times)
    lines = []
    for method in methods:
        values = [mean(rows, method, metric) for metric in MAIN]
        count = values[0].count if values[0] else 0
        line = [f"`{method}`", str(count)]
        line += [_spread(value, metric) for value, metric in zip(values, MAIN, strict=True)]
        if over:
            more = gain(rows, method, over, MAIN[0])
            line.append("" if method == over else _spread(more, MAIN[0], signed=True))
        lines.append(line + _time_cells(times, method))
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


def _time_heads(times: _Own) -> list[str]:
    return ["ms"] if len(times) == 1 else [f"ms, {backend}" for backend in times]


def _time_cells(times: _Own, method: str) -> list[str]:
    values = [own.get(method) for own in times.values()]
    return ["" if value is None else f"{value:.3g}" for value in values]


def _complete(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Return the methods that drew all scenes that any drew, and those that drew fewer."""
    drawn: dict[str, set[str]] = {}
    for row in rows:
        drawn.setdefault(row.method, set()).add(row.picture)
    most = max(map(len, drawn.values()), default=0)
    full = [method for method, own in drawn.items() if len(own) == most]
    return full, [method for method in drawn if method not in full]


def _with_all(rows: Sequence[Row]) -> set[str]:
    """Return the scenes that have every degradation that any has."""
    chains: dict[str, set[str]] = {}
    for row in rows:
        chains.setdefault(row.degradation, set()).add(row.picture)
    return set.intersection(*chains.values()) if chains else set()


def _scenes_of(rows: Sequence[Row], methods: Sequence[str]) -> set[str]:
    """Return the scenes that all of some methods drew."""
    drawn = [{row.picture for row in rows if row.method == method} for method in methods]
    return set.intersection(*drawn)
