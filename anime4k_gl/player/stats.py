"""What the player says of itself: to programs as a value, to people as lines of text."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Any

from ..formats import Size
from .osd import Line


@dataclass(frozen=True)
class Stats:
    """One moment of playing.

    Attributes
    ----------
    path : of the file
    position, duration : in seconds from the first frame; the duration is None where unknown
    paused : whether the clock stands still
    effect : whether the shaders run
    preset, scaler : names, as options take them; the shader files' where those were given
    source_size : of a decoded frame
    output_size : of the upscaled picture, before it is turned upright
    window_size : of the framebuffer
    renderer : the driver's name of the GPU
    software : whether the processor draws
    fps : frames shown per second of late
    shown, dropped : frames since the file was opened
    passes : a record per pass, as `plan.describe`
    """

    path: str
    position: float
    duration: float | None
    paused: bool
    effect: bool
    preset: str
    scaler: str
    source_size: Size
    output_size: Size
    window_size: Size
    renderer: str
    software: bool
    fps: float
    shown: int
    dropped: int
    passes: tuple[dict[str, Any], ...]

    @property
    def milliseconds(self) -> float:
        """GPU time of all passes of a frame, as far as it was measured."""
        return sum(record.get("milliseconds") or 0.0 for record in self.passes)

    @property
    def time(self) -> str:
        """Position and duration as text."""
        return f"{clock_text(self.position)} / {clock_text(self.duration)}"


def clock_text(seconds: float | None) -> str:
    """Return a time as ``m:ss`` or ``h:mm:ss``, cut to whole seconds as clocks do."""
    if seconds is None or not math.isfinite(seconds):
        return "-:--"
    # Half a millisecond up: times in a container are rounded, and 59.9999 s is a minute.
    whole = max(0, int(seconds + 0.0005))
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def status_line(stats: Stats) -> str:
    """Return the line shown for a moment after a pause, a seek or a switch."""
    state = "paused    " if stats.paused else ""
    effect = stats.preset if stats.effect else f"{stats.scaler} alone"
    return f"{state}{stats.time}    {stats.output_size}    {effect}    {stats.milliseconds:.1f} ms"


def stats_page(stats: Stats) -> list[Line]:
    """Return the page that the key i shows."""
    software = ", software rendering" if stats.software else ""
    effect = stats.preset if stats.effect else f"off ({stats.preset})"
    state = ", paused" if stats.paused else ""
    lines: list[Line] = [
        os.path.basename(stats.path),
        f"{stats.time}{state}",
        f"{stats.source_size} to {stats.output_size} in a window of {stats.window_size}",
        f"shaders {effect}, scaler {stats.scaler}",
        f"{stats.renderer}{software}",
        f"{stats.fps:.1f} fps shown, {stats.shown} shown, {stats.dropped} dropped",
        "",
    ]
    lines += [_row(record) for record in stats.passes if record["ran"]]
    lines.append(("total", "", f"{stats.milliseconds:.2f} ms"))
    lines += [
        f"{record['name']}: not run, {record['reason']}"
        for record in stats.passes
        if not record["ran"]
    ]
    return lines


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    milliseconds = record.get("milliseconds")
    width, height = record["size"]
    taken = "" if milliseconds is None else f"{milliseconds:.2f} ms"
    return (record["name"], f"{width}x{height}", taken)
