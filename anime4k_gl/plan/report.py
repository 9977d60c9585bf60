"""A plan as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..lazy.dataclass import dataclass
from .model import PassRun, PassSkip, Plan

Timings = Mapping[int, float]
"""Measured GPU milliseconds by index of `Plan.runs`."""


@dataclass(frozen=True, slots=True)
class PassReport:
    """What became of one pass.

    Attributes
    ----------
    name : the pass's, as its file says
    hook : the point in the pipeline at which it stands: ``MAIN``
    ran : whether it runs
    reason : why it does not, else None
    size : its output's width and height in pixels; None where it does not run
    format : its output's texture format, ``rgba16f``; None where it does not run
    milliseconds : of GPU time; None where it was not measured
    """

    name: str
    hook: str
    ran: bool
    reason: str | None = None
    size: tuple[int, int] | None = None
    format: str | None = None
    milliseconds: float | None = None


def pass_reports(plan: Plan, timings: Timings | None = None) -> list[PassReport]:
    """Return what became of each pass, in order."""
    reports, run_index = [], 0
    for step in plan.steps:
        if isinstance(step, PassSkip):
            reports.append(PassReport(step.label, step.hook, ran=False, reason=step.reason))
            continue
        value = plan.values[step.output]
        reports.append(
            PassReport(
                step.label,
                step.hook,
                ran=True,
                size=(value.size.width, value.size.height),
                format=value.format.name,
                milliseconds=(timings or {}).get(run_index),
            )
        )
        run_index += 1
    return reports


def describe(plan: Plan, timings: Timings | None = None) -> list[dict[str, Any]]:
    """Return one record per pass, in order, of what JSON has.

    Each has ``name``, ``hook``, ``file``, ``ran`` and ``reason`` (why it was skipped, else None).
    A pass that runs also has ``size`` (width, height in pixels), ``format``, ``inputs`` (names),
    ``output`` (name), ``slot``, ``builtin`` and ``milliseconds`` (None if not measured).
    """
    records: list[dict[str, Any]] = []
    for step, report in zip(plan.steps, pass_reports(plan, timings), strict=True):
        record: dict[str, Any] = {
            "name": report.name,
            "hook": report.hook,
            "file": step.shader.filename,
            "ran": report.ran,
            "reason": report.reason,
        }
        if isinstance(step, PassRun):
            value = plan.values[step.output]
            record |= {
                "builtin": step.builtin,
                "size": list(value.size),
                "format": report.format,
                "inputs": [_name(plan, b.value) for b in step.bindings]
                + [t.name for t in step.lookups],
                "output": value.name,
                "slot": value.slot,
                "milliseconds": report.milliseconds,
            }
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
