"""The front as a drawing of its own: luma PSNR against milliseconds, fragment and compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from anime4k_gl.comparing.report import Row
from anime4k_gl.comparing.report.plots import pareto_plot, standalone
from benchmarks.quality.league.tables import MAIN
from benchmarks.quality.metrics import ALL

_Own = Mapping[str, Mapping[str, float]]
"""Milliseconds by backend and by method."""


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
