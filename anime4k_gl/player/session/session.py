"""One file while it plays: its pictures, sound and subtitles, opened and closed together."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack

from ...errors import Anime4KError
from ...gl import cuda
from ...media.video.hwdec import CUDA_HWDECS
from ..audio.audio_player import Audio
from ..playback.playback import Playback
from ..settings import Settings
from ..subtitles.subtitle_renderer import Subtitles
from .resume import Resumption

Report = Callable[[str], None]
"""Takes a message for the user, one line."""


class Levels:
    """What of the sound and the subtitles stays as it is from one file to the next.

    Attributes
    ----------
    volume : percent
    muted, subtitles : whether the sound is off, and subtitles are on
    speed : media seconds per second
    audio_delay, subtitle_delay : seconds
    """

    def __init__(self, settings: Settings) -> None:
        self.volume = settings.volume
        self.muted = settings.muted
        self.subtitles = settings.subtitles
        self.speed = settings.speed
        self.audio_delay = settings.audio_delay
        self.subtitle_delay = settings.subtitle_delay


class Session:
    """A file that plays. A context manager; `close` may be called twice.

    Each of the three parts has a demuxer and a thread of its own, so that none waits for another.

    Parameters
    ----------
    path : the file, or a URL
    levels : followed, and written by `resume`
    wake : called from any thread when there is something new
    report : takes messages, from any thread
    resumption : how it was being played when it was left; None for the first time

    Attributes
    ----------
    playback : the pictures, and the clock
    audio : None where there is no sound, or none is wanted
    subtitles : None where they cannot be had, which was reported

    Raises `MediaError` where there are no pictures to be had.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        settings: Settings,
        levels: Levels,
        *,
        wake: Callable[[], None],
        report: Report,
        resumption: Resumption | None = None,
    ) -> None:
        self.path = os.fspath(path)
        self._settings, self._levels = settings, levels
        self._wake, self._report = wake, report
        self.audio: Audio | None = None
        self.subtitles: Subtitles | None = None
        hwdec = settings.hwdec
        on_device = hwdec in CUDA_HWDECS and cuda.unusable() is None
        with ExitStack() as undo:
            self.playback = undo.enter_context(
                Playback(path, hwdec=hwdec, on_device=on_device, on_item=wake)
            )
            self._undo = undo
            self._start(resumption)
            self._resources = undo.pop_all()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all threads and release the file. May be called twice."""
        self._resources.close()

    def resumption(self) -> Resumption:
        """Return how it is being played, to go on so another time."""
        levels, audio, subtitles = self._levels, self.audio, self.subtitles
        return Resumption(
            position=self.playback.position,
            audio=None if audio is None else _number_of(audio),
            subtitles=None if subtitles is None else _or_none(subtitles.track),
            volume=levels.volume,
            muted=levels.muted,
            speed=levels.speed,
            subtitle_delay=levels.subtitle_delay,
            audio_delay=levels.audio_delay,
        )

    def _start(self, resumption: Resumption | None) -> None:
        settings, levels, playback = self._settings, self._levels, self.playback
        start = settings.start
        if resumption is not None:
            _take_over(resumption, levels)
            start = resumption.position if start is None else start
        playback.looping.file = settings.loop_file
        playback.set_speed(levels.speed)
        if start:
            playback.seek(start)
        self.subtitles = self._open_subtitles(resumption)
        if settings.sound:
            self.audio = self._open_audio(resumption)
        playback.attach(self.audio)

    def _open_audio(self, resumption: Resumption | None) -> Audio | None:
        levels = self._levels
        try:
            audio = Audio(
                self.path,
                volume=levels.volume,
                muted=levels.muted,
                speed=levels.speed,
                delay=levels.audio_delay,
                start=self.playback.source.start + self.playback.position,
                paused=True,  # until the clock is attached to it
                report=self._report,
            )
        except Anime4KError as error:
            self._report(str(error))
            return None
        self._undo.enter_context(audio)
        if not audio.tracks:
            return None
        number = self._settings.audio_track
        wanted = None if number is None else number - 1
        if resumption is not None and resumption.audio is not None:
            wanted = resumption.audio
        if wanted == -1:
            audio.select(None)
        elif wanted is not None and wanted < len(audio.tracks):
            audio.select(audio.tracks[wanted].index)
        elif wanted is not None:
            have = len(audio.tracks)
            self._report(f"{self.path}: no sound track {wanted + 1}; it has {have}")
        return audio

    def _open_subtitles(self, resumption: Resumption | None) -> Subtitles | None:
        settings = self._settings
        try:
            subtitles = Subtitles(
                self.path,
                track=None if resumption is not None and resumption.subtitles == -1 else "auto",
                languages=settings.subtitle_languages,
                position=self.playback.source.start + self.playback.position,
                report=self._report,
                on_change=self._wake,
            )
        except Anime4KError as error:
            self._report(str(error))
            return None
        self._undo.enter_context(subtitles)
        subtitles.visible = self._levels.subtitles
        subtitles.delay = self._levels.subtitle_delay
        for path in settings.subtitle_files:
            subtitles.add(path)
        if settings.subtitle_track is not None:
            subtitles.select(settings.subtitle_track - 1)
        if resumption is not None and resumption.subtitles not in (None, -1):
            subtitles.select(resumption.subtitles)
        return subtitles


def _take_over(resumption: Resumption, levels: Levels) -> None:
    for name in ("volume", "muted", "speed", "subtitle_delay", "audio_delay"):
        value = getattr(resumption, name)
        if value is not None:
            setattr(levels, name, value)


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _number_of(audio: Audio) -> int | None:
    if audio.track is None:
        return -1
    return next((n for n, t in enumerate(audio.tracks) if t.index == audio.track.index), None)
