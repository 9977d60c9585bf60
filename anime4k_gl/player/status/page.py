"""The status line and the stats page as lines of text."""

from __future__ import annotations

import os
from typing import Any

from ..text.layout import Line
from .stats import Stats


def status_line(stats: Stats) -> str:
    """Return the line shown for a moment after a pause, a seek or a switch."""
    words = ["paused"] if stats.paused else []
    words += [stats.time, stats.chapter, str(stats.output_size)]
    words += [stats.profile if stats.effect else f"{stats.scaler} alone"]
    words += [f"{stats.speed:.2f}x" if stats.speed != 1.0 else "", stats.governor]
    words += [f"{stats.milliseconds:.1f} ms"]
    return "    ".join(word for word in words if word)


def stats_page(stats: Stats) -> list[Line]:
    """Return the page that the key i shows."""
    software = ", software rendering" if stats.software else ""
    effect = stats.profile if stats.effect else "off"
    state = ", paused" if stats.paused else ""
    speed = f", speed {stats.speed:.2f}" if stats.speed != 1.0 else ""
    chapter = f", {stats.chapter}" if stats.chapter else ""
    lines: list[Line] = [
        os.path.basename(stats.path),
        f"{stats.time}{chapter}{state}{speed}",
        f"{stats.source_size} to {stats.output_size} in a window of {stats.window_size}",
        f"shaders {effect}, scaler {stats.scaler}",
        f"{stats.renderer}{software}",
        f"{stats.fps:.1f} fps shown, {stats.shown} shown, {stats.dropped} dropped,"
        f" {stats.late} late",
        f"{stats.held} of {stats.rendered} pictures held, drawn once"
        f" ({stats.held / max(1, stats.rendered):.0%})",
        _sound_line(stats),
    ]
    if stats.subtitles:
        lines.append(f"subtitles {stats.subtitles}")
    if stats.governor_reason:
        lines.append(f"governor: {stats.governor_reason}")
    lines.append("")
    lines += [_row(record) for record in stats.passes if record["ran"]]
    lines.append(("total", "", f"{stats.milliseconds:.2f} ms"))
    lines += [
        f"{record['name']}: not run, {record['reason']}"
        for record in stats.passes
        if not record["ran"]
    ]
    return lines


def _sound_line(stats: Stats) -> str:
    if not stats.sound:
        return "no sound"
    line = f"sound {stats.sound}"
    if stats.av_offset is not None and stats.av_offset_p95 is not None:
        line += f", A-V {1000 * stats.av_offset:+.0f} ms (95 % {1000 * stats.av_offset_p95:.0f})"
    return f"{line}, {stats.underruns} underruns" if stats.underruns else line


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    milliseconds = record.get("milliseconds")
    width, height = record["size"]
    taken = "" if milliseconds is None else f"{milliseconds:.2f} ms"
    return (record["name"], f"{width}x{height}", taken)
