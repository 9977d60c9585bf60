"""Measurements as a table for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from typing import Any

from ..plan.analysis.cost import PlanCost, cost_of
from ..version import version
from .chains import OUTPUT
from .clock import WARM_SECONDS
from .inputs import INPUTS
from .run import COPY, REFERENCE, BenchRow, Results

_CLOCKS = {
    "gpu timer": "the GPU's timer around all passes of a frame",
    "wall": "wall clock around each frame, waiting for it to be done",
}


def to_json(results: Results) -> dict[str, Any]:
    """Return the results as plain values: times in milliseconds, sizes ``[width, height]``."""
    capabilities, options = results.capabilities, results.options
    return {
        "version": version(),
        "machine": {"system": platform.system(), "processor": platform.machine(),
                    "cores": os.cpu_count(), "python": platform.python_version()},
        "opengl": {"vendor": capabilities.vendor, "renderer": capabilities.renderer,
                   "version": capabilities.version, "software": capabilities.software},
        "clock": results.clock,
        "clock_means": _CLOCKS[results.clock],
        "rounds": options.rounds,
        "warm_up_seconds": WARM_SECONDS,
        "inputs": list(INPUTS),
        "reference": REFERENCE,
        "rows": [_row(results, row) for row in results.rows],
        "growth": list(growth(results.rows)),
    }  # fmt: skip


def _row(results: Results, row: BenchRow) -> dict[str, Any]:
    ms = row.median
    return {
        "name": row.name,
        "backend": row.backend,
        "source": list(row.sizes.source),
        "target": list(row.sizes.target),
        "scaler": row.scaler,
        "ran": row.spread is not None,
        "reason": row.reason,
        "ms": row.spread.to_json() if row.spread else None,
        "ms_by_input": row.by_input,
        "submit_ms": row.submit,
        "wall_ms": row.wall,
        "ns_per_pixel": ms * 1e6 / row.sizes.target.pixels if ms else None,
        "times_faster_than_reference": _ratio(_beside(results.rows, row, REFERENCE), ms),
        "times_the_copy": _ratio(ms, _beside(results.rows, row, COPY)),
        "model": _model(results.rows, row),
        "passes": _passes(results.rows, row),
    }


def _model(rows: Sequence[BenchRow], row: BenchRow) -> dict[str, Any] | None:
    """Return the cost model's figures for a row, per pixel of its output."""
    if row.plan is None:
        return None
    cost = cost_of(row.plan)
    taps = cost.taps_per_pixel
    return {
        "bytes_per_pixel": cost.bytes_per_pixel,
        "taps_per_pixel": {"least": taps.least, "most": taps.most, "exact": taps.exact},
        "traffic_ms": _traffic(rows, row, cost.bytes_per_pixel * cost.pixels),
    }


def _traffic(rows: Sequence[BenchRow], row: BenchRow, count: float) -> float | None:
    """Return the milliseconds that a number of bytes takes at the rate of the copy."""
    copy = _beside(rows, row, COPY)
    return copy * count / (2 * OUTPUT.size_in_bytes(row.sizes.target)) if copy else None


def _passes(rows: Sequence[BenchRow], row: BenchRow) -> list[dict[str, Any]]:
    if row.plan is None:
        return []
    records = []
    costs: PlanCost = cost_of(row.plan)
    for index, (run, cost) in enumerate(zip(row.plan.runs, costs.passes, strict=True)):
        value = row.plan.values[run.output]
        records.append({
            "name": run.label,
            "hook": run.hook,
            "size": list(value.size),
            "format": value.format.name,
            "ms": row.pass_ms.get(index),
            "bytes_per_pixel": cost.bytes / cost.pixels,
            "taps_per_pixel": {"least": cost.taps.least, "most": cost.taps.most,
                               "exact": cost.taps.exact},
            "traffic_ms": _traffic(rows, row, cost.bytes),
        })  # fmt: skip
    return records


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above and below else None


def _beside(rows: Sequence[BenchRow], row: BenchRow, name: str) -> float | None:
    """Return the median of another variant at the same sizes; the copy's with the same backend."""
    backend = row.backend if name == COPY else "fragment"
    for other in rows:
        if (other.name, other.backend, other.sizes) == (name, backend, row.sizes):
            return other.median
    return None


def growth(rows: Sequence[BenchRow]) -> Iterator[dict[str, Any]]:
    """Yield, per preset and backend, the time per pixel at the largest output relative to 720p.

    If 720p was not measured, relative to the smallest; only among outputs of one scale factor.
    """
    groups: dict[tuple[str, str, float], list[BenchRow]] = {}
    for row in rows:
        if row.median is not None:
            factor = round(row.sizes.target.height / row.sizes.source.height, 3)
            groups.setdefault((row.name, row.backend, factor), []).append(row)
    for (name, backend, factor), group in groups.items():
        group = sorted(group, key=lambda row: row.sizes.target.pixels)
        small = next((r for r in group if r.sizes.target.height == 720), group[0])
        large = group[-1]
        if small is large or small.median is None or large.median is None:
            continue
        times = [r.median * 1e6 / r.sizes.target.pixels for r in (small, large) if r.median]
        yield {
            "name": name,
            "backend": backend,
            "scale": factor,
            "from": list(small.sizes.target),
            "to": list(large.sizes.target),
            "ns_per_pixel": times,
            "ratio": times[1] / times[0],
        }


def to_table(results: Results) -> str:
    """Return the measurements as text: a table per size, and growth with size."""
    capabilities, options = results.capabilities, results.options
    lines = [
        f"anime4k-gl {version()} on {capabilities.renderer}, OpenGL {capabilities.version}",
        f"milliseconds a frame by {_CLOCKS[results.clock]}; {options.rounds} rounds, inputs:"
        f" {', '.join(INPUTS)}",
        "x reference, x copy: times as fast as the reference preset, times as long as a copy",
        "by count: bytes and fetches a pixel; traffic: what the bytes take at the copy's rate",
        "wall: milliseconds a frame when frames follow each other, submitting included",
    ]  # fmt: skip
    for sizes in dict.fromkeys(row.sizes for row in results.rows):
        lines += ["", f"{sizes}, scaler {options.scaler}", ""]
        rows = [row for row in results.rows if row.sizes == sizes]
        lines += aligned(_HEAD, [_cells(results, row) for row in rows])
        for row in rows:
            if row.pass_ms:
                lines += ["", f"{row.name}, {row.backend}: passes", "", *_pass_table(results, row)]
    grown = [
        [g["name"], g["backend"], f"{g['from'][1]}p", f"{g['to'][1]}p",
         *(f"{ns:.4g}" for ns in g["ns_per_pixel"]), f"{g['ratio']:.2f}"]
        for g in growth(results.rows)
    ]  # fmt: skip
    if grown:
        head = ("growth with size", "backend", "from", "to", "ns a pixel", "ns a pixel", "ratio")
        lines += ["", *aligned(head, grown)]
    return "\n".join(lines)


_HEAD = ("preset", "backend", "median", "min", "q1", "q3", "max", "frames", "dropped", "ns a pixel",
         "x reference", "x copy", "bytes", "fetches", "traffic", "wall")  # fmt: skip


def _cells(results: Results, row: BenchRow) -> list[str]:
    if row.spread is None:
        return [row.name, row.backend, f"not measured: {row.reason}"]
    record = _row(results, row)
    s = row.spread
    return [
        row.name, row.backend,
        *map(_ms, (s.median, s.minimum, s.lower, s.upper, s.maximum)),
        str(s.count), str(s.dropped), f"{record['ns_per_pixel']:.4g}",
        _times(record["times_faster_than_reference"]), _times(record["times_the_copy"]),
        *_modelled(record["model"]), _ms(row.wall),
    ]  # fmt: skip


def _modelled(model: dict[str, Any] | None) -> tuple[str, str, str]:
    """Return bytes and fetches per pixel, and the traffic's milliseconds."""
    if model is None:
        return "", "", ""
    taps = model["taps_per_pixel"]
    ways = f"{taps['least']:.4g}-" if taps["least"] < taps["most"] else ""
    at_least = "" if taps["exact"] else "+"
    return (
        f"{model['bytes_per_pixel']:.4g}",
        f"{ways}{taps['most']:.4g}{at_least}",
        _ms(model["traffic_ms"]),
    )


def _pass_table(results: Results, row: BenchRow) -> list[str]:
    cells = []
    for p in _passes(results.rows, row):
        size = "x".join(map(str, p["size"]))
        cells.append([p["name"], size, p["format"], _ms(p["ms"]), *_modelled(p)])
    cells.append(["sum", "", "", _ms(sum(row.pass_ms.values())), "", "", ""])
    return aligned(("pass", "size", "format", "ms", "bytes", "fetches", "traffic"), cells)


def _ms(ms: float | None) -> str:
    return "" if ms is None else f"{ms:.3f}" if ms < 100 else f"{ms:.1f}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines of aligned columns: names left, numbers right.

    A row shorter than the head ends in a sentence, which does not widen its column.
    """
    full = [head, *(row for row in rows if len(row) == len(head))]
    widths = [max(len(row[i]) for row in full) for i in range(len(head))]
    for i in range(2):
        widths[i] = max(widths[i], *(len(row[i]) for row in (head, *rows)))
    numeric = [all(_is_number(row[i]) for row in full[1:]) for i in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = [
            cell.rjust(width) if right and len(row) == len(head) else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=False)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _is_number(text: str) -> bool:
    try:
        float(text or "0")
    except ValueError:
        return False
    return True
