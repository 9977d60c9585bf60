"""Statistics of what plays, as a value."""

from __future__ import annotations

import os
from typing import Any

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..picture.renderer_pool import RendererPool
from ..picture.selection import Selection
from ..session.session import PlaybackSession
from ..text.times import clock_text


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
    profile : the name of what makes the picture
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
    sound : the audio track and the device, in words; empty for none
    underruns : how often sound came too late
    subtitles : the track that is shown, in words; empty for none
    governor : what is left out to keep time, in words; empty where nothing is
    governor_reason : the same, and why it is so; empty where nothing has been decided
    compare : how two profiles are compared, ``off`` where they are not
    view : the intermediate texture that is seen, None for the result
    rendered, held : frames rendered, and those of them whose picture was the one before
    auto : what preset ``auto`` chose and why, in a sentence; empty where a preset was named
    passes : a record per pass, as `plan.describe`
    """

    path: str
    position: float
    duration: float | None
    paused: bool
    speed: float
    chapter: str
    effect: bool
    profile: str
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
    governor_reason: str
    compare: str
    view: str | None
    rendered: int
    held: int
    passes: tuple[dict[str, Any], ...]
    auto: str = ""

    @classmethod
    def from_session(
        cls,
        session: PlaybackSession,
        *,
        output_size: Size,
        window_size: Size,
        renderer: str,
        software: bool,
        scaler: str,
        fps: float,
        selection: Selection,
        pool: RendererPool,
        rendered: int,
        held: int,
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
            effect=selection.selected.effect,
            profile=selection.selected.after,
            auto=selection.auto,
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
            governor=selection.governor.text,
            governor_reason=selection.governor.sentence,
            compare=selection.comparison.mode.value,
            view=selection.view,
            rendered=rendered,
            held=held,
            passes=tuple(pool.report(selection.selected.after)),
        )

    @property
    def milliseconds(self) -> float:
        """GPU time of all passes of a frame, as far as it was measured."""
        return sum(record.get("milliseconds") or 0.0 for record in self.passes)

    @property
    def time(self) -> str:
        """Position and duration as text."""
        return f"{clock_text(self.position)} / {clock_text(self.duration)}"


def _sound(session: PlaybackSession) -> str:
    audio = session.audio
    if audio is None or audio.track is None:
        return ""
    return f"{audio.track.label}, on {audio.device_name or 'no device'}"


def _subtitles(session: PlaybackSession) -> str:
    subtitles = session.subtitles
    return subtitles.label if subtitles is not None and subtitles.visible else ""
