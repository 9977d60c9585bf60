"""A plan as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .model import PassRun, PassSkip, Plan

Timings = Mapping[int, float]
"""Measured GPU milliseconds by index of `Plan.runs`."""


def describe(plan: Plan, timings: Timings | None = None) -> list[dict[str, Any]]:
    """Return one record per pass, in order.

    Each has ``name``, ``hook``, ``file``, ``ran`` and ``reason`` (why it was skipped, else None).
    A pass that runs also has ``size`` (width, height in pixels), ``format``, ``inputs`` (names),
    ``output`` (name), ``slot``, ``builtin`` and ``milliseconds`` (None if not measured).
    """
    records: list[dict[str, Any]] = []
    run_index = 0
    for step in plan.steps:
        record: dict[str, Any] = {
            "name": step.label,
            "hook": step.hook,
            "file": step.shader.filename,
            "ran": isinstance(step, PassRun),
            "reason": step.reason if isinstance(step, PassSkip) else None,
        }
        if isinstance(step, PassRun):
            value = plan.values[step.output]
            record |= {
                "builtin": step.builtin,
                "size": list(value.size),
                "format": value.format.name,
                "inputs": [_name(plan, b.value) for b in step.bindings]
                + [t.name for t in step.lookups],
                "output": value.name,
                "slot": value.slot,
                "milliseconds": (timings or {}).get(run_index),
            }
            run_index += 1
        records.append(record)
    return records


def _name(plan: Plan, value: int) -> str:
    return plan.values[value].name


def to_json(plan: Plan) -> dict[str, Any]:
    """Return the whole plan as plain lists, dicts, strings and numbers.

    Sizes are ``[width, height]`` in pixels, memory is in bytes.
    """
    return {
        "source": list(plan.source),
        "target": list(plan.target),
        "native": list(plan.native),
        "pixel_layout": plan.layout.name if plan.layout else None,
        "scaler": plan.scaler,
        "passes": describe(plan),
        "slots": [
            {"width": s.size.width, "height": s.size.height, "format": s.format.name,
             "bytes": s.bytes}
            for s in plan.slots
        ],
        "watched": [_name(plan, value) for value in plan.watched],
        "params": _params(plan),
        "memory": plan.memory,
    }  # fmt: skip


def _params(plan: Plan) -> dict[str, float | int]:
    """Return the parameters of the shaders that run, without their enums' members."""
    return {
        param.name: dict(run.params)[param.name] for run in plan.runs for param in run.shader.params
    }


def to_table(plan: Plan, timings: Timings | None = None) -> str:
    """Return the plan as aligned text: a line per pass, then slots and memory."""
    rows: list[tuple[str, ...]] = [("#", "hook", "pass", "size", "format", "slot", "reads")]
    if timings is not None:
        rows = [(*rows[0], "ms")]
    number = 0
    for record in describe(plan, timings):
        if not record["ran"]:
            rows.append(("-", record["hook"], record["name"], f"not run: {record['reason']}"))
            continue
        number += 1
        row: tuple[str, ...] = (
            str(number),
            record["hook"],
            record["name"],
            "x".join(map(str, record["size"])),
            record["format"],
            str(record["slot"]),
            " ".join(record["inputs"]),
        )
        if timings is not None:
            ms = record["milliseconds"]
            row = (*row, "" if ms is None else f"{ms:.2f}")
        rows.append(row)
    lines = [
        f"source {plan.source}, target {plan.target}, scaler {plan.scaler}"
        + (f", native {plan.native}" if plan.native != plan.source else ""),
        "",
        *_aligned(rows),
        "",
    ]
    lines += [
        f"slot {index}: {slot.size} {slot.format} {mebibytes(slot.bytes)}"
        for index, slot in enumerate(plan.slots)
    ]
    lines += [
        f"slot {plan.values[value].slot} keeps {_name(plan, value)} to be looked at"
        for value in plan.watched
    ]
    memory = plan.memory
    lines.append(
        f"GPU memory {mebibytes(memory['total'])}: inputs {mebibytes(memory['inputs'])},"
        f" slots {mebibytes(memory['slots'])}, lookup tables {mebibytes(memory['lookups'])},"
        f" buffers {mebibytes(memory['buffers'])}"
    )
    return "\n".join(lines)


def mebibytes(count: int) -> str:
    """Return a number of bytes as text in MiB."""
    return f"{count / (1 << 20):.1f} MiB"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    # A row shorter than the header (a reason) does not widen the columns.
    full = [row for row in rows if len(row) == len(rows[0])]
    widths = [max(len(row[i]) for row in full) for i in range(len(rows[0]))]
    for row in rows:
        for i in range(min(len(row) - 1, 3)):
            widths[i] = max(widths[i], len(row[i]))
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]
