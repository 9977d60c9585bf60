"""Which sound and which subtitles, how loud, and when: what keys do, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from ..audio.gain import MAX_VOLUME
from ..session.session import Levels, Session
from .transport import Speaker


class Tracks:
    """Acts on the file that plays, and keeps in `levels` what holds for the next one, too.

    Parameters
    ----------
    session : returns the file, None where none plays
    levels : as said
    speaker : tells of what was done
    """

    def __init__(
        self, session: Callable[[], Session | None], levels: Levels, speaker: Speaker
    ) -> None:
        self._get, self._levels, self._say = session, levels, speaker.say

    def change_volume(self, percent: float) -> None:
        """Make it louder or quieter by some percent."""
        self._levels.volume = min(max(self._levels.volume + percent, 0.0), MAX_VOLUME)
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.set_volume(self._levels.volume)
            muted = ", muted" if self._levels.muted else ""
            self._say(f"volume {self._levels.volume:.0f} %{muted}")
        else:
            self._say("no sound")

    def toggle_mute(self) -> None:
        """Make it inaudible, or audible again."""
        self._levels.muted = not self._levels.muted
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.set_muted(self._levels.muted)
        self._say("muted" if self._levels.muted else f"volume {self._levels.volume:.0f} %")

    def cycle_audio(self) -> None:
        """Play the next sound track, after the last one none."""
        session = self._get()
        audio = session.audio if session is not None else None
        if audio is None or not audio.tracks:
            self._say("no sound")
            return
        indices = [None, *(track.index for track in audio.tracks)]
        now = None if audio.track is None else audio.track.index
        chosen = indices[(indices.index(now) + 1) % len(indices)]
        audio.select(chosen)
        if chosen is None:
            self._say("sound off")
        else:
            number = indices.index(chosen)
            self._say(f"sound {number} of {len(audio.tracks)}: {audio.tracks[number - 1].label}")

    def delay_audio(self, seconds: float) -> None:
        """Have the sound heard later, or sooner."""
        self._levels.audio_delay = round(self._levels.audio_delay + seconds, 3)
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.delay = self._levels.audio_delay
        self._say(f"sound delay {1000 * self._levels.audio_delay:+.0f} ms")

    def cycle_subtitles(self, step: int) -> None:
        """Show the next subtitles, or those before; after the last ones none."""
        session = self._get()
        subtitles = session.subtitles if session is not None else None
        if subtitles is None or not subtitles.tracks:
            self._say("no subtitles")
            return
        subtitles.cycle(step)
        number = subtitles.track
        if number is None:
            self._say("subtitles off")
        else:
            self._set_visible(True)
            label = subtitles.tracks[number].label
            self._say(f"subtitles {number + 1} of {len(subtitles.tracks)}: {label}")

    def toggle_subtitles(self) -> None:
        """Show the subtitles, or hide them."""
        self._set_visible(not self._levels.subtitles)
        self._say("subtitles on" if self._levels.subtitles else "subtitles hidden")

    def delay_subtitles(self, seconds: float) -> None:
        """Show the subtitles later, or sooner."""
        self._levels.subtitle_delay = round(self._levels.subtitle_delay + seconds, 3)
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.delay = self._levels.subtitle_delay
        self._say(f"subtitle delay {1000 * self._levels.subtitle_delay:+.0f} ms")

    def add_subtitles(self, path: str) -> None:
        """Show the subtitles of another file."""
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.add(path)
            self._set_visible(True)
            number = session.subtitles.track
            if number is not None:
                self._say(f"subtitles: {session.subtitles.tracks[number].label}")

    def _set_visible(self, visible: bool) -> None:
        self._levels.subtitles = visible
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.visible = visible
