"""The state of what plays, as the bar for the mouse shows it."""

from __future__ import annotations

import os
from bisect import bisect_right

from ...lazy.dataclass import dataclass
from ..audio.audio_player import AudioPlayer
from ..picture.selection import Selection
from ..playback.playback import Playback
from ..session.session import PlaybackSession
from ..subtitles.subtitle_renderer import Subtitles
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Choices:
    """Things of which at most one is chosen.

    Attributes
    ----------
    labels : their names, in order
    current : the index of the chosen one; None for none
    """

    labels: tuple[str, ...] = ()
    current: int | None = None

    @property
    def short(self) -> str:
        """The chosen one in a word, with its number where there are several."""
        if self.current is None:
            return "off"
        word = self.labels[self.current].split(",")[0].split(" (")[0].strip()
        return word if len(self.labels) == 1 else f"{self.current + 1}/{len(self.labels)} {word}"


@dataclass(frozen=True)
class BarState:
    """One moment of playing, for the bar.

    Attributes
    ----------
    title : the file's name
    position, duration : media seconds from the first frame; the duration is None where unknown
    seekable : whether places in it can be gone to
    live : whether it is a stream without an end
    paused, muted, fullscreen : as they say
    volume : percent
    has_sound : whether there is any sound
    timeline : position, chapters and loop as shares of the duration; None where that is unknown
    chapters : starts and titles; the starts as shares of the duration, in order
    audio, subtitles, looks : the tracks, and the presets and shaders
    effect : whether shaders run
    index, count : of the file in the list of files, from 0
    aspect : width over height of the picture as it is seen
    """

    title: str = ""
    position: float = 0.0
    duration: float | None = None
    seekable: bool = True
    live: bool = False
    paused: bool = False
    muted: bool = False
    fullscreen: bool = False
    volume: float = 100.0
    has_sound: bool = False
    timeline: Timeline | None = None
    chapters: tuple[tuple[float, str], ...] = ()
    audio: Choices = Choices()
    subtitles: Choices = Choices()
    looks: Choices = Choices()
    effect: bool = True
    index: int = 0
    count: int = 1
    aspect: float = 16 / 9

    @classmethod
    def from_session(
        cls,
        session: PlaybackSession,
        selection: Selection,
        *,
        fullscreen: bool,
        index: int,
        count: int,
        aspect: float,
    ) -> BarState:
        """Return the state of a file that plays; the rest as for the attributes."""
        playback, selected = session.playback, selection.selected
        names = selection.profiles.names
        look = selected.after if selected.effect else selected.resumed
        audio = session.audio
        return cls(
            title=os.path.basename(os.fspath(session.path)) or os.fspath(session.path),
            position=playback.position,
            duration=playback.duration or None,
            seekable=playback.seek_failure is None and bool(playback.duration),
            live=not playback.duration and session.input.url is not None,
            paused=playback.paused,
            muted=session.carried.muted,
            fullscreen=fullscreen,
            volume=session.carried.volume,
            has_sound=audio is not None and audio.track is not None,
            timeline=Timeline.from_playback(playback),
            chapters=_chapters(playback),
            audio=Choices() if audio is None else _audio(audio),
            subtitles=Choices() if session.subtitles is None else _subtitles(session.subtitles),
            looks=Choices(names, names.index(look) if look in names else None),
            effect=selected.effect,
            index=index,
            count=count,
            aspect=aspect,
        )

    def chapter_at(self, share: float) -> str:
        """Return the title of the chapter at a share of the duration; empty where there is none."""
        number = bisect_right(self.chapters, share, key=lambda chapter: chapter[0]) - 1
        return self.chapters[number][1] if number >= 0 else ""


def _chapters(playback: Playback) -> tuple[tuple[float, str], ...]:
    duration, start = playback.duration, playback.start
    if not duration:
        return ()
    return tuple(
        ((chapter.start - start) / duration, chapter.title) for chapter in playback.chapters
    )


def _audio(audio: AudioPlayer) -> Choices:
    indices = [track.index for track in audio.tracks]
    now = None if audio.track is None else audio.track.index
    labels = tuple(track.label for track in audio.tracks)
    return Choices(labels, indices.index(now) if now in indices else None)


def _subtitles(subtitles: Subtitles) -> Choices:
    labels = tuple(track.label for track in subtitles.tracks)
    return Choices(labels, subtitles.track if subtitles.visible else None)
