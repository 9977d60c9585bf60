"""The results of blind pairs, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...bench.report import aligned
from ..report import MetricFacts
from .preferences import Choice, agreements, by_pair, ranking


def to_text(choices: Sequence[Choice], facts: Mapping[str, MetricFacts]) -> str:
    """Return preferences by pair, the ranking, and which metrics agree, as tables."""
    if not choices:
        return "Nothing has been judged yet."
    pairs = [
        [
            f"{pair.first} / {pair.second}", str(pair.wins), str(pair.losses), str(pair.ties),
            "" if pair.share is None else f"{100 * pair.share:.0f}",
            "" if pair.share is None else f"{100 * pair.low:.0f} to {100 * pair.high:.0f}",
            f"{pair.p:.3f}",
        ]
        for pair in by_pair(choices)
    ]  # fmt: skip
    order = [
        [ranked.method, f"{ranked.points:+.0f}", f"{ranked.low:+.0f} to {ranked.high:+.0f}"]
        for ranked in ranking(choices)
    ]
    agree = [
        [
            a.metric, str(a.count), f"{100 * a.share:.0f}",
            f"{100 * a.low:.0f} to {100 * a.high:.0f}", f"{a.tau:+.2f}",
        ]
        for a in agreements(choices, facts)
    ]  # fmt: skip
    count = len(choices)
    parts = [
        f"{count} choice{'s' if count > 1 else ''}; intervals are of 95 %",
        *aligned(
            ("pair: first / second", "first", "second", "neither", "first %", "interval", "p"),
            pairs,
        ),
        "",
        *aligned(("ranking", "points", "interval"), order),
    ]
    if agree:
        head = ("metric agrees", "of choices", "%", "interval", "tau")
        parts += ["", *aligned(head, agree)]
    return "\n".join(parts)
