"""The status line and the stats page as lines: a few words for a viewer, and the numbers."""

from __future__ import annotations

import os
from typing import Any

from ..text.layout import Heading, Line
from .stats import Stats


def status_line(stats: Stats, word: str = "") -> str:
    """Return the line shown for a moment after a pause or a seek: the time, after a word if any."""
    return f"{word}    {stats.time}" if word else stats.time


def stats_page(stats: Stats) -> list[Line]:
    """Return the page that the key i shows: the numbers, in groups."""
    lines: list[Line] = [Heading(os.path.basename(stats.path)), _place_line(stats)]
    lines += [
        Heading("Picture"),
        f"{stats.source_size} drawn as {stats.output_size}, in a window of {stats.window_size}",
        f"shaders {stats.profile if stats.effect else 'off'}, scaled by {stats.scaler}",
        *([stats.auto] if stats.auto else []),
        f"drawn by {stats.renderer}" + (", on the processor" if stats.software else ""),
        Heading("In time"),
        f"{stats.fps:.1f} pictures a second: {stats.shown} shown, {stats.dropped} dropped,"
        f" {stats.late} late",
        f"{stats.held} of {stats.rendered} pictures held, drawn once"
        f" ({stats.held / max(1, stats.rendered):.0%})",
        f"quality: {stats.governor_reason or 'nothing is left out to keep time'}",
        Heading("Sound and subtitles"),
        *_sound_lines(stats),
        f"subtitles {stats.subtitles}" if stats.subtitles else "no subtitles",
        Heading("Passes, and their time on the GPU"),
    ]
    lines += [_row(record) for record in stats.passes if record["ran"]]
    lines.append(("all of them", "", f"{stats.milliseconds:.2f} ms"))
    idle = [record for record in stats.passes if not record["ran"]]
    if idle:
        lines.append(Heading("Passes that did not run"))
        lines += [f"{record['name']}: {record['reason']}" for record in idle]
    return lines


def _place_line(stats: Stats) -> str:
    words = [stats.time, stats.chapter, "paused" if stats.paused else ""]
    words.append(f"speed x {stats.speed:.2f}" if stats.speed != 1.0 else "")
    return ", ".join(word for word in words if word)


def _sound_lines(stats: Stats) -> list[str]:
    if not stats.sound:
        return ["no sound"]
    lines = [f"sound {stats.sound}"]
    if stats.av_offset is not None and stats.av_offset_p95 is not None:
        way = "ahead of" if stats.av_offset >= 0 else "behind"
        lines.append(
            f"the picture is {abs(1000 * stats.av_offset):.0f} ms {way} it; 95 % of pictures are"
            f" within {1000 * stats.av_offset_p95:.0f} ms"
        )
    if stats.underruns:
        lines.append(f"it came too late {stats.underruns} times")
    return lines


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    milliseconds = record.get("milliseconds")
    width, height = record["size"]
    taken = "" if milliseconds is None else f"{milliseconds:.2f} ms"
    return (record["name"], f"{width}x{height}", taken)
