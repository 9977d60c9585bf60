"""What the player says of itself: to programs as a value, to people as lines of text."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...formats import Size
from ..text.layout import Line

if TYPE_CHECKING:
    from ..picture.renderer_pool import Upscaling
    from ..picture.selection import Viewing
    from ..session.session import Session


@dataclass(frozen=True)
class Stats:
    """One moment of playing.

    Attributes
    ----------
    path : of the file
    position, duration : in seconds from the first frame; the duration is None where unknown
    paused : whether the clock stands still
    speed : media seconds per second
    chapter : title of the one we are in, empty where there is none
    effect : whether the shaders run
    look : the name of what makes the picture
    scaler : its name, as options take it
    source_size : of a decoded frame
    output_size : of the upscaled picture, before it is turned upright
    window_size : of the framebuffer
    renderer : the driver's name of the GPU
    software : whether the processor draws
    fps : frames shown per second of late
    shown, dropped, late, repeated : see `Playback`
    av_offset, av_offset_p95 : seconds by which the picture is ahead of the sound: of the last
        frame, and what 95 % of the last frames are within; None in silence
    sound : the sound track and the device, in words; empty for none
    underruns : how often sound came too late
    subtitles : the track that is shown, in words; empty for none
    governor : what is left out to keep time, in words; empty where nothing is
    compare : how two looks are compared, ``off`` where they are not
    view : the inner texture that is seen, None for the result
    passes : a record per pass, as `plan.describe`
    """

    path: str
    position: float
    duration: float | None
    paused: bool
    speed: float
    chapter: str
    effect: bool
    look: str
    scaler: str
    source_size: Size
    output_size: Size
    window_size: Size
    renderer: str
    software: bool
    fps: float
    shown: int
    dropped: int
    late: int
    repeated: int
    av_offset: float | None
    av_offset_p95: float | None
    sound: str
    underruns: int
    subtitles: str
    governor: str
    compare: str
    view: str | None
    passes: tuple[dict[str, Any], ...]

    @classmethod
    def of(
        cls,
        session: Session,
        *,
        output_size: Size,
        window_size: Size,
        renderer: str,
        software: bool,
        scaler: str,
        fps: float,
        viewing: Viewing,
        upscaling: Upscaling,
    ) -> Stats:
        """Return the state of a file that plays; what is not said of it as for the attributes."""
        playback = session.playback
        chapter = playback.chapter
        return cls(
            path=os.fspath(playback.source.path),
            position=playback.position,
            duration=playback.duration,
            paused=playback.paused,
            speed=playback.speed,
            chapter="" if chapter is None else playback.chapters[chapter].title,
            effect=upscaling.effect,
            look=upscaling.look,
            scaler=scaler,
            source_size=playback.source.size,
            output_size=output_size,
            window_size=window_size,
            renderer=renderer,
            software=software,
            fps=fps,
            shown=playback.shown,
            dropped=playback.dropped,
            late=playback.late,
            repeated=playback.repeated,
            av_offset=playback.av_offset,
            av_offset_p95=playback.offsets.percentile(95),
            sound=_sound(session),
            underruns=session.audio.underruns if session.audio is not None else 0,
            subtitles=_subtitles(session),
            governor=viewing.governor.text,
            compare=viewing.compare.mode.value,
            view=viewing.view,
            passes=tuple(upscaling.report(upscaling.look)),
        )

    @property
    def milliseconds(self) -> float:
        """GPU time of all passes of a frame, as far as it was measured."""
        return sum(record.get("milliseconds") or 0.0 for record in self.passes)

    @property
    def time(self) -> str:
        """Position and duration as text."""
        return f"{clock_text(self.position)} / {clock_text(self.duration)}"


def _sound(session: Session) -> str:
    audio = session.audio
    if audio is None or audio.track is None:
        return ""
    return f"{audio.track.label}, on {audio.device_name or 'no device'}"


def _subtitles(session: Session) -> str:
    subtitles = session.subtitles
    if subtitles is None or subtitles.track is None or not subtitles.visible:
        return ""
    return subtitles.tracks[subtitles.track].label


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
    words = ["paused"] if stats.paused else []
    words += [stats.time, stats.chapter, str(stats.output_size)]
    words += [stats.look if stats.effect else f"{stats.scaler} alone"]
    words += [f"{stats.speed:.2f}x" if stats.speed != 1.0 else "", stats.governor]
    words += [f"{stats.milliseconds:.1f} ms"]
    return "    ".join(word for word in words if word)


def stats_page(stats: Stats) -> list[Line]:
    """Return the page that the key i shows."""
    software = ", software rendering" if stats.software else ""
    effect = stats.look if stats.effect else "off"
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
        _sound_line(stats),
    ]
    if stats.subtitles:
        lines.append(f"subtitles {stats.subtitles}")
    if stats.governor:
        lines.append(f"to keep time: {stats.governor}")
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
