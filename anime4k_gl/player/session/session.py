"""The playback session: one file's pictures, sound and subtitles, opened and closed together."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from ...errors import Anime4KError
from ...gl import cuda
from ...media.carrying.words import wrong_colours
from ...media.opening import MediaInput
from ...media.video.hwdec import CUDA_HWDECS
from ...media.video.orientation import is_mirrored
from ..audio.audio_player import AudioPlayer
from ..audio.output_device import open_device
from ..notices import Report
from ..playback.playback import Playback
from ..settings import Settings
from ..subtitles.subtitle_renderer import Subtitles
from .carried_state import CarriedState
from .resume import Resumption


class PlaybackSession:
    """A file that plays. A context manager; `close` may be called twice.

    Each of the three parts has a demuxer and a thread of its own, so that none waits for another.

    Parameters
    ----------
    path : the file, or a URL
    carried : the state from the file before; followed, and changed where this file is resumed
    wake : called from any thread when there is something new
    report : takes messages, from any thread
    resumption : how it was being played when it was left; None for the first time

    Attributes
    ----------
    playback : the pictures, and the clock
    carried : as given
    audio : None where there is no sound, or none is wanted
    subtitles : None where they cannot be opened, which was reported

    Raises `MediaError` where the file has no pictures, or cannot be opened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        settings: Settings,
        carried: CarriedState,
        *,
        wake: Callable[[], None],
        report: Report,
        resumption: Resumption | None = None,
    ) -> None:
        self.input = MediaInput(path, allow_references=settings.allow_references, shared=True)
        self.path = self.input.name
        self._settings, self.carried = settings, carried
        self._wake, self._report = wake, report
        self.audio: AudioPlayer | None = None
        self.subtitles: Subtitles | None = None
        hwdec = settings.hwdec
        on_device = hwdec in CUDA_HWDECS and cuda.unusable() is None
        with ExitStack() as undo:
            undo.enter_context(self.input)
            playback = Playback(
                self.input,
                hwdec=hwdec,
                on_device=on_device,
                fields=settings.fields,
                image_duration=settings.image_duration,
                on_item=wake,
            )
            self.playback = undo.enter_context(playback)
            self._undo = undo
            self._start(resumption)
            self._resources = undo.pop_all()

    def __enter__(self) -> PlaybackSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all threads and release the file. May be called twice."""
        self._resources.close()

    def resumption(self) -> Resumption:
        """Return how it is being played, to go on so another time."""
        carried, audio, subtitles = self.carried, self.audio, self.subtitles
        return Resumption(
            position=self.playback.position,
            audio=None if audio is None else _number_of(audio),
            subtitles=None if subtitles is None else _or_none(subtitles.track),
            volume=carried.volume,
            muted=carried.muted,
            speed=carried.speed,
            subtitle_delay=carried.subtitle_delay,
            audio_delay=carried.audio_delay,
        )

    def _start(self, resumption: Resumption | None) -> None:
        settings, carried, playback = self._settings, self.carried, self.playback
        start = settings.start
        if resumption is not None:
            _take_over(resumption, carried)
            start = resumption.position if start is None else start
        source = playback.source
        if wrong_colours(source.picture.dolby_vision, source.frame_data, source.colour.transfer):
            self._report(f"{self.path}: is for Dolby Vision alone; its colours here are wrong")
        if is_mirrored(source.display_matrix):
            self._report(f"{self.path}: is to be shown mirrored, which is not done here")
        playback.loop.file = settings.loop_file
        playback.set_speed(carried.speed)
        if start:
            playback.seek(start)
        self.subtitles = self._open_subtitles(resumption)
        if self.subtitles is not None:
            playback.ending.subtitles = self.subtitles.ends
        if settings.sound:
            self.audio = self._open_audio(resumption)
        playback.attach(self.audio)

    def _open_audio(self, resumption: Resumption | None) -> AudioPlayer | None:
        carried = self.carried
        try:
            audio = AudioPlayer(
                self.input,
                volume=carried.volume,
                muted=carried.muted,
                speed=carried.speed,
                delay=carried.audio_delay,
                start=self.playback.moment,
                paused=True,  # until the clock is attached to it
                report=self._report,
                open_device=partial(open_device, name=self._settings.audio_device),
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
            self._report(f"{self.path}: no audio track {wanted + 1}; it has {have}")
        return audio

    def _open_subtitles(self, resumption: Resumption | None) -> Subtitles | None:
        settings = self._settings
        try:
            subtitles = Subtitles(
                self.input,
                track=None if resumption is not None and resumption.subtitles == -1 else "auto",
                languages=settings.subtitle_languages,
                codepage=settings.subtitle_codepage,
                look=self.carried.look,
                position=self.playback.moment,
                report=self._report,
                on_change=self._wake,
            )
        except Anime4KError as error:
            self._report(str(error))
            return None
        self._undo.enter_context(subtitles)
        subtitles.visible = self.carried.subtitles
        subtitles.delay = self.carried.subtitle_delay
        for path in settings.subtitle_files:
            subtitles.add(path)
        if settings.subtitle_track is not None:
            subtitles.select(settings.subtitle_track - 1)
        if resumption is not None and resumption.subtitles not in (None, -1):
            subtitles.select(resumption.subtitles)
        return subtitles


def _take_over(resumption: Resumption, carried: CarriedState) -> None:
    for name in ("volume", "muted", "speed", "subtitle_delay", "audio_delay"):
        value = getattr(resumption, name)
        if value is not None:
            setattr(carried, name, value)


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _number_of(audio: AudioPlayer) -> int | None:
    if audio.track is None:
        return -1
    return next((n for n, t in enumerate(audio.tracks) if t.index == audio.track.index), None)
