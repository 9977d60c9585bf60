"""The front as a drawing of its own: luma PSNR against milliseconds, fragment and compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from anime4k_gl.comparing.report import Row
from anime4k_gl.comparing.report.plots import pareto_plot
from benchmarks.quality.league.tables import MAIN
from benchmarks.quality.metrics import ALL

_Own = Mapping[str, Mapping[str, float]]
"""Milliseconds by backend and by method."""

_COLOURS = (
    "#0067a5", "#c24a00", "#008560", "#a8518a", "#a87000", "#5b4fc0", "#4d5563", "#8a3030",
)  # fmt: skip
"""Of methods, on white: those of the report's page."""

_STYLE = (
    "text{font:12px sans-serif;fill:#555}.strong{fill:#111;font-weight:600}line{stroke:#ddd}"
    ".front{fill:none;stroke:#555;stroke-dasharray:5 4;stroke-width:1.5}"
)


def save(path: Path, rows: Sequence[Row], times: _Own) -> bool:
    """Draw the front as SVG; return False, and draw nothing, where fewer than two have times.

    Parameters
    ----------
    path : of the file
    rows : of one pair of sizes and one degradation
    times : of those sizes
    """
    plot = pareto_plot(timed(rows, times), MAIN[0], ALL)
    if plot:
        path.write_text(standalone(plot), "utf-8", newline="\n")
    return bool(plot)


def timed(rows: Sequence[Row], times: _Own) -> list[Row]:
    """Return the rows with the milliseconds of their backend; compute shaders are methods apart."""
    found = []
    for backend, own in times.items():
        mark = "" if backend == "fragment" else f", {backend}"
        found += [
            replace(row, method=row.method + mark, milliseconds=own[row.method], image=None)
            for row in rows
            if row.method in own
        ]
    return found


def standalone(plot: str) -> str:
    """Return a report's plot as an SVG file of its own."""
    colours = "".join(
        f".s{n} circle{{fill:{colour}}}.s{n} line{{stroke:{colour}}}"
        for n, colour in enumerate(_COLOURS)
    )
    head, _, body = plot.partition(">")
    head = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    back = '<rect width="100%" height="100%" fill="#fff"/>'
    return f"{head}><style>{_STYLE}{colours}</style>{back}{body}\n"
