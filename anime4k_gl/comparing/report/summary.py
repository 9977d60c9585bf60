"""The rows of a comparison summed up: by method, by kind of scene, by degradation."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .model import MetricFacts, Row, facts_of


@dataclass(frozen=True, slots=True)
class Distribution:
    """Values of one metric.

    Attributes
    ----------
    mean : infinite where one of them is
    deviation : the standard deviation of the sample; 0 for a single value
    low, median, high : the quartiles
    count : how many they are
    """

    mean: float
    deviation: float
    low: float
    median: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Distribution | None:
        """Return the distribution of values; None where none is a number."""
        kept = np.array([value for value in values if not math.isnan(value)])
        if not kept.size:
            return None
        finite = bool(np.isfinite(kept).all())
        # "lower" interpolates nothing, which infinities would make NaN.
        low, middle, high = np.percentile(
            kept, (25, 50, 75), method="linear" if finite else "lower"
        )
        deviation = kept.std(ddof=1) if finite and kept.size > 1 else 0.0 if finite else math.inf
        return cls(
            float(kept.mean()), float(deviation), float(low), float(middle), float(high), kept.size
        )


@dataclass(frozen=True, slots=True)
class MethodSummary:
    """Everything measured of a method.

    Attributes
    ----------
    method : its name
    count : of rows
    milliseconds : the median over its rows; None where no row has a time
    metrics : by name
    """

    method: str
    count: int
    milliseconds: float | None
    metrics: Mapping[str, Distribution]


def metric_names(rows: Iterable[Row]) -> list[str]:
    """Return the names of all metrics, in the order of their first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row.metrics))


def methods_of(rows: Iterable[Row]) -> list[str]:
    """Return the names of all methods, in the order of their first appearance."""
    return list(dict.fromkeys(row.method for row in rows))


def summarise(rows: Sequence[Row]) -> list[MethodSummary]:
    """Return a summary for each method, in the order of their first appearance."""
    summaries = []
    names = metric_names(rows)
    for method in methods_of(rows):
        own = [row for row in rows if row.method == method]
        times = [row.milliseconds for row in own if row.milliseconds is not None]
        spread = {
            name: found
            for name in names
            if (found := Distribution.of(r.metrics[name] for r in own if name in r.metrics))
        }
        milliseconds = float(np.median(times)) if times else None
        summaries.append(MethodSummary(method, len(own), milliseconds, spread))
    return summaries


def uneven(rows: Sequence[Row]) -> str:
    """Return a warning where methods were not given the same pictures; empty where they were."""
    given = {
        frozenset((r.picture, r.degradation) for r in rows if r.method == method)
        for method in methods_of(rows)
    }
    if len(given) < 2:
        return ""
    return "Not every method has every picture: their means are of different ones."


GROUPINGS: Mapping[str, Callable[[Row], str]] = {
    "kind": lambda row: row.kind,
    "degradation": lambda row: row.degradation,
}
"""What rows are grouped by in tables and plots: an attribute of theirs by its name."""


def by_group(rows: Sequence[Row], grouping: str, metric: str) -> dict[str, dict[str, Distribution]]:
    """Return the distributions of a metric by group, then by method; {} where there is one group.

    Parameters
    ----------
    rows : of any methods
    grouping : a key of `GROUPINGS`
    metric : its name
    """
    key = GROUPINGS[grouping]
    groups = list(dict.fromkeys(key(row) for row in rows))
    if len(groups) < 2:
        return {}
    found: dict[str, dict[str, Distribution]] = {}
    for group in groups:
        own = [row for row in rows if key(row) == group]
        for method in methods_of(own):
            spread = Distribution.of(
                r.metrics[metric] for r in own if r.method == method and metric in r.metrics
            )
            if spread is not None:
                found.setdefault(group, {})[method] = spread
    return found


def best(values: Iterable[float], facts: MetricFacts) -> float | None:
    """Return the best of the values; None where neither higher nor lower is better."""
    kept = [value for value in values if not math.isnan(value)]
    if not kept or facts.better not in ("higher", "lower"):
        return None
    return max(kept) if facts.better == "higher" else min(kept)


def pareto_front(
    summaries: Iterable[MethodSummary], metric: str, facts: Mapping[str, MetricFacts]
) -> list[MethodSummary]:
    """Return the methods that no other is both faster than and better than, fastest first.

    Methods without a time or without the metric are left out.
    """
    sign = -1.0 if facts_of(metric, facts).better == "lower" else 1.0
    front: list[MethodSummary] = []
    timed = [
        (s.milliseconds, -sign * s.metrics[metric].mean, s)
        for s in summaries
        if s.milliseconds is not None and metric in s.metrics
    ]
    for _, loss, summary in sorted(timed, key=lambda entry: entry[:2]):
        if not front or loss < -sign * front[-1].metrics[metric].mean:
            front.append(summary)
    return front


def number(value: float | None, like: float | None = None) -> str:
    """Return a value for a table, with as many decimals as another one has, or itself.

    Two from 1 on, four below, none from 1000 on; empty for None and NaN.
    """
    if value is None or math.isnan(value):
        return ""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    size = abs(value if like is None else like)
    return f"{value:.{4 if size < 1 else 2 if size < 1000 else 0}f}"
