"""The tables of a comparison: Markdown for people, CSV for programs."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence

from .model import MetricFacts, Row, facts_of
from .summary import GROUPINGS, best, by_group, methods_of, metric_names, number, summarise, uneven


def to_csv(rows: Sequence[Row]) -> str:
    """Return the rows, a line each: a column for each metric, empty where it was not measured."""
    names = metric_names(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["picture", "kind", "degradation", "method", *names, "milliseconds"])
    for row in rows:
        values = [row.metrics.get(name) for name in names]
        cells = ["" if value is None else f"{value:.6g}" for value in (*values, row.milliseconds)]
        writer.writerow([row.picture, row.kind, row.degradation, row.method, *cells])
    return out.getvalue()


def to_markdown(
    rows: Sequence[Row],
    *,
    names: Sequence[str] | None = None,
    facts: Mapping[str, MetricFacts] | None = None,
    groupings: Sequence[str] = tuple(GROUPINGS),
) -> str:
    """Return the methods' means as a table, then the first metric by kind and by degradation.

    Parameters
    ----------
    rows : the comparison
    names : of the metrics to show, in order; by default all
    facts : what is known of metrics, by name
    groupings : further tables, of the keys of `GROUPINGS`; those with one group are left out
    """
    facts = facts or {}
    names = metric_names(rows) if names is None else list(names)
    parts = [method_table(rows, names=names, facts=facts)]
    if warning := uneven(rows):
        parts.append(f"{warning}\n")
    for grouping in groupings if names else ():
        if grouped := group_table(rows, names[0], grouping, facts=facts):
            parts.append(f"{title(facts_of(names[0], facts))}, by {grouping}:\n\n{grouped}")
    return "\n".join(parts)


def method_table(
    rows: Sequence[Row], *, names: Sequence[str], facts: Mapping[str, MetricFacts]
) -> str:
    """Return a line a method: the mean of each metric, its spread, and milliseconds. Best bold."""
    summaries = summarise(rows)
    head = ["method", "pictures", *(title(facts_of(name, facts)) for name in names), "ms"]
    lines = [[s.method, str(s.count)] for s in summaries]
    for name in names:
        means = [s.metrics[name].mean if name in s.metrics else math.nan for s in summaries]
        top = best(means, facts_of(name, facts))
        for line, summary, mean in zip(lines, summaries, means, strict=True):
            spread = summary.metrics.get(name)
            cell = _bold(number(mean), mean == top)
            if spread is not None and spread.count > 1 and math.isfinite(spread.deviation):
                cell += f" ± {number(spread.deviation, mean)}"
            line.append(cell)
    for line, summary in zip(lines, summaries, strict=True):
        line.append(number(summary.milliseconds))
    return table(head, lines)


def group_table(
    rows: Sequence[Row], metric: str, grouping: str, *, facts: Mapping[str, MetricFacts]
) -> str:
    """Return a line a group with a metric's mean for each method; empty where there is one group.

    Parameters
    ----------
    rows : the comparison
    metric : its name
    grouping : a key of `GROUPINGS`
    facts : what is known of metrics, by name
    """
    groups = by_group(rows, grouping, metric)
    methods = methods_of(rows)
    lines = []
    for group, found in groups.items():
        means = [found[m].mean if m in found else math.nan for m in methods]
        top = best(means, facts_of(metric, facts))
        lines.append([group or "(none)", *(_bold(number(v), v == top) for v in means)])
    return table([grouping, *methods], lines) if lines else ""


def title(facts: MetricFacts) -> str:
    """Return a metric's name with its unit, and an arrow to where better is."""
    arrow = {"higher": " ↑", "lower": " ↓"}.get(facts.better, "")
    return f"{facts.name}, {facts.unit}{arrow}" if facts.unit else f"{facts.name}{arrow}"


def _bold(text: str, wanted: bool) -> str:
    return f"**{text}**" if wanted and text else text


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are numbers."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in (head, marks, *lines))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
