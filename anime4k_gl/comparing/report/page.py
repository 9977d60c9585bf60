"""The report as one HTML file: tables, plots and pictures, which needs no other file and no net."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ...exporters.chain.templates import fill, read
from .model import MetricFacts, Originals, Row, facts_of
from .pictures import ShownScene, show_scene
from .plots import COLOURS, group_plot, pareto_plot
from .summary import GROUPINGS, best, methods_of, metric_names, number, summarise, uneven
from .tables import title as metric_title

MOST_SCENES = 12
MOST_PIXELS = 48e6
"""Of all pictures of a report together, by default: some 30 MB of drawings without loss."""

_HERE = __package__ or ""
_NUMBER = ' class="number"'
_FRONT = "Better against faster: the line joins what nothing beats in both"
_BESIDE_TIME = "Beside the time: neither more nor less of it is better in itself"
_LOWER, _HIGHER = "lower is better", "higher is better"


def to_html(
    rows: Sequence[Row],
    *,
    title: str = "Comparison",
    notes: Sequence[str] = (),
    originals: Iterable[Originals] = (),
    facts: Mapping[str, MetricFacts] | None = None,
    names: Sequence[str] | None = None,
    most_scenes: int = MOST_SCENES,
    most_pixels: float = MOST_PIXELS,
) -> str:
    """Return a comparison as HTML that works from a file.

    Parameters
    ----------
    rows : the comparison
    title : the page's heading
    notes : a line each: machine, sizes, what was measured how; `code` stands in back quotes
    originals : what the pictures were made of
    facts : what is known of metrics, by name: `metrics.ALL`
    names : of the metrics to show, in order; by default all
    most_scenes : to show pictures of; of more, those whose methods differ most in the first metric,
        from every kind
    most_pixels : of all pictures together; of larger ones the part that differs most is shown

    Raises
    ------
    MediaError : a picture cannot be read
    OptionError : pictures of one scene have different sizes
    """
    facts = facts or {}
    names = metric_names(rows) if names is None else list(names)
    methods = methods_of(rows)
    chosen = _chosen(rows, names, most_scenes)
    known = {(each.picture, each.degradation): each for each in originals}
    share = most_pixels / max(1, len(chosen) * (len(methods) + 2))
    shown = [
        scene
        for key, own in chosen.items()
        if (scene := show_scene(own, known.get(key), most_pixels=share)) is not None
    ]
    return fill(
        _HERE, "page.html",
        TITLE=escape(title),
        STYLE=read(_HERE, "page.css"),
        NOTES="".join(f"<li>{_marked(note)}</li>" for note in notes),
        SUMMARY=_summary(rows, names, facts),
        MEANINGS=_meanings(names, facts),
        HAS_PLOTS=bool(plots := _plots(rows, names, facts)),
        PLOT_METRICS=_options({name: metric_title(facts_of(name, facts)) for name in plots}),
        PLOTS="".join(plots.values()),
        HAS_SCENES=bool(shown),
        SCENES=_options({str(i): _scene_name(s.rows[0]) for i, s in enumerate(shown)}),
        ROWS=_rows(rows, names, facts),
        ROW_COUNT=str(len(rows)),
        DATA="\n".join(
            f'<script type="application/json" id="scene-{i}">{_json(_scene(s, methods))}</script>'
            for i, s in enumerate(shown)
        ),
        SCRIPT=read(_HERE, "page.js"),
    )  # fmt: skip


def _marked(note: str) -> str:
    """Return a note of Markdown as HTML: what stands between back quotes is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(note))


def _chosen(
    rows: Sequence[Row], names: Sequence[str], most: int
) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of the scenes to show: from each kind in turn those that differ most."""
    scenes: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.image is not None:
            scenes.setdefault((row.picture, row.degradation), []).append(row)
    if len(scenes) <= most:
        return scenes

    def spread(key: tuple[str, str]) -> float:
        values = [r.metrics[names[0]] for r in scenes[key] if names and names[0] in r.metrics]
        finite = [value for value in values if math.isfinite(value)]
        return max(finite) - min(finite) if finite else 0.0

    kinds: dict[str, list[tuple[str, str]]] = {}
    for key in sorted(scenes, key=spread, reverse=True):
        kinds.setdefault(scenes[key][0].kind, []).append(key)
    turns = [key for turn in range(most) for own in kinds.values() for key in own[turn : turn + 1]]
    kept = set(turns[:most])
    return {key: own for key, own in scenes.items() if key in kept}


def _summary(rows: Sequence[Row], names: Sequence[str], facts: Mapping[str, MetricFacts]) -> str:
    summaries = summarise(rows)
    order = methods_of(rows)
    head = [("method", ""), ("pictures", "")]
    head += [(metric_title(facts_of(n, facts)), _tip(facts_of(n, facts))) for n in names]
    head.append(("ms", "Milliseconds a picture takes, the median; lower is better"))
    tops = {
        name: best(
            (s.metrics[name].mean for s in summaries if name in s.metrics), facts_of(name, facts)
        )
        for name in names
    }
    body = []
    for summary in summaries:
        dot = f'<span class="dot s{order.index(summary.method) % COLOURS}"></span>'
        cells = [f'<th scope="row">{dot}{escape(summary.method)}</th>']
        cells.append(_cell(float(summary.count), str(summary.count)))
        for name in names:
            spread = summary.metrics.get(name)
            if spread is None:
                cells.append(_cell(None, "–"))
                continue
            text = number(spread.mean)
            if spread.count > 1 and math.isfinite(spread.deviation):
                text += f" <small>± {number(spread.deviation, spread.mean)}</small>"
            cells.append(_cell(spread.mean, text, best=spread.mean == tops[name]))
        cells.append(_cell(summary.milliseconds, number(summary.milliseconds) or "–"))
        body.append(f"<tr>{''.join(cells)}</tr>")
    table = _table("Means over all pictures", head, body, texts=1)
    warning = uneven(rows)
    return f"{table}<p>{warning}</p>" if warning else table


def _rows(rows: Sequence[Row], names: Sequence[str], facts: Mapping[str, MetricFacts]) -> str:
    head = [(name, "") for name in ("picture", "kind", "degradation", "method")]
    head += [(metric_title(facts_of(n, facts)), _tip(facts_of(n, facts))) for n in names]
    head.append(("ms", ""))
    body = []
    for row in rows:
        cells = [f'<th scope="row">{escape(row.picture)}</th>']
        cells += [f"<td>{escape(t)}</td>" for t in (row.kind, row.degradation, row.method)]
        values = [*(row.metrics.get(name) for name in names), row.milliseconds]
        cells += [_cell(value, number(value) or "–") for value in values]
        body.append(f"<tr>{''.join(cells)}</tr>")
    return _table("Every picture by every method", head, body, texts=4)


def _table(
    caption: str, head: Sequence[tuple[str, str]], body: Sequence[str], *, texts: int
) -> str:
    """Return a table that can be sorted; `texts` columns are words, the others numbers."""
    columns = "".join(
        f'<th scope="col"{"" if i < texts else _NUMBER}>'
        f'<button type="button" title="{escape(tip)}">{escape(text)}</button></th>'
        for i, (text, tip) in enumerate(head)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="sortable"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(value: float | None, text: str, *, best: bool = False) -> str:
    key = "" if value is None else f' data-value="{value!r}"'
    return f'<td{key} class="number{" best" if best else ""}">{text}</td>'


def _tip(facts: MetricFacts) -> str:
    better = {"higher": _HIGHER, "lower": _LOWER}.get(facts.better, "neither is better in itself")
    return f"{facts.meaning}; {better}" if facts.meaning else better


def _meanings(names: Sequence[str], facts: Mapping[str, MetricFacts]) -> str:
    return "".join(
        f"<dt>{escape(metric_title(facts_of(name, facts)))}</dt>"
        f"<dd>{escape(_tip(facts_of(name, facts)))}.</dd>"
        for name in names
    )


def _plots(
    rows: Sequence[Row], names: Sequence[str], facts: Mapping[str, MetricFacts]
) -> dict[str, str]:
    """Return the plots of each metric that has any."""
    plots: dict[str, str] = {}
    for name in names:
        words = _FRONT if facts_of(name, facts).better else _BESIDE_TIME
        drawn = [(words, pareto_plot(rows, name, facts))]
        drawn += [(f"By {by}", group_plot(rows, name, by, facts)) for by in GROUPINGS]
        legend = "".join(
            f'<span><span class="dot s{i % COLOURS}"></span>{escape(method)}</span>'
            for i, method in enumerate(methods_of(rows))
        )
        figures = "".join(
            f"<figure>{svg}<figcaption>{escape(words)}</figcaption></figure>"
            for words, svg in drawn
            if svg
        )
        if figures:
            hidden = " hidden" if plots else ""
            head = f'<div class="plots" data-metric="{escape(name)}"{hidden}>'
            plots[name] = f'{head}<p class="legend">{legend}</p>{figures}</div>'
    return plots


def _options(texts: Mapping[str, str]) -> str:
    return "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in texts.items()
    )


def _scene_name(row: Row) -> str:
    return " · ".join(text for text in (row.picture, row.kind, row.degradation) if text)


def _scene(scene: ShownScene, methods: Sequence[str]) -> dict[str, Any]:
    """Return a scene as the page's script takes it."""
    window = scene.window
    return {
        "name": _scene_name(scene.rows[0]),
        "size": scene.size,
        "window": [window.left, window.top, window.width, window.height],
        "pictures": scene.pictures,
        "crops": [
            {"box": [box.left, box.top, box.width, box.height], "pictures": pictures}
            for box, pictures in scene.crops
        ],
        "overview": scene.overview,
        "differ": scene.differ,
        "values": {
            row.method: ", ".join(f"{n} {number(v)}" for n, v in list(row.metrics.items())[:3])
            for row in scene.rows
        },
        "colours": {row.method: methods.index(row.method) % COLOURS for row in scene.rows},
    }


def _json(value: Any) -> str:
    """Return JSON that can stand within a script element."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
