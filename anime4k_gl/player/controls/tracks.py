"""Track controls: sound and subtitle tracks, volume and delays; what keys do."""

from __future__ import annotations

from collections.abc import Callable

from ..audio.gain import MAX_VOLUME
from ..notices import Notifier
from ..session.carried_state import CarriedState
from ..session.session import PlaybackSession


class TrackControls:
    """Acts on the file that plays, and keeps in `carried` what holds for the next one, too.

    Parameters
    ----------
    session : returns the file, None where none plays
    carried : volume, speed and delays
    notifier : tells of what was done
    """

    def __init__(
        self,
        session: Callable[[], PlaybackSession | None],
        carried: CarriedState,
        notifier: Notifier,
    ) -> None:
        self._get, self._carried, self._notify = session, carried, notifier.notify

    @property
    def volume(self) -> float:
        """How loud it is, muted or not, in percent."""
        return self._carried.volume

    def change_volume(self, percent: float) -> None:
        """Make it louder or quieter by some percent."""
        self.set_volume(self._carried.volume + percent)

    def set_volume(self, percent: float) -> None:
        """Set how loud it is, in percent."""
        self._carried.volume = min(max(percent, 0.0), MAX_VOLUME)
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.set_volume(self._carried.volume)
            muted = ", muted" if self._carried.muted else ""
            self._notify(f"volume {self._carried.volume:.0f} %{muted}")
        else:
            self._notify("no sound")

    def toggle_mute(self) -> None:
        """Mute the sound, or unmute it."""
        self._carried.muted = not self._carried.muted
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.set_muted(self._carried.muted)
        self._notify("muted" if self._carried.muted else f"volume {self._carried.volume:.0f} %")

    def cycle_audio(self) -> None:
        """Play the next audio track; after the last one, none."""
        session = self._get()
        audio = session.audio if session is not None else None
        if audio is None or not audio.tracks:
            self._notify("no sound")
            return
        indices = [None, *(track.index for track in audio.tracks)]
        now = None if audio.track is None else audio.track.index
        chosen = indices[(indices.index(now) + 1) % len(indices)]
        audio.select(chosen)
        if chosen is None:
            self._notify("audio off")
        else:
            number = indices.index(chosen)
            self._notify(f"audio {number} of {len(audio.tracks)}: {audio.tracks[number - 1].label}")

    def delay_audio(self, seconds: float) -> None:
        """Have the sound heard later, or sooner."""
        self._carried.audio_delay = round(self._carried.audio_delay + seconds, 3)
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.delay = self._carried.audio_delay
        self._notify(f"audio delay {1000 * self._carried.audio_delay:+.0f} ms")

    def cycle_subtitles(self, step: int) -> None:
        """Show the next subtitles, or those before; after the last ones none."""
        session = self._get()
        subtitles = session.subtitles if session is not None else None
        if subtitles is None or not subtitles.tracks:
            self._notify("no subtitles")
            return
        subtitles.cycle(step)
        number = subtitles.track
        if number is None:
            self._notify("subtitles off")
        else:
            self._set_visible(True)
            label = subtitles.tracks[number].label
            self._notify(f"subtitles {number + 1} of {len(subtitles.tracks)}: {label}")

    def toggle_subtitles(self) -> None:
        """Show the subtitles, or hide them."""
        self._set_visible(not self._carried.subtitles)
        self._notify("subtitles on" if self._carried.subtitles else "subtitles hidden")

    def delay_subtitles(self, seconds: float) -> None:
        """Show the subtitles later, or sooner."""
        self._carried.subtitle_delay = round(self._carried.subtitle_delay + seconds, 3)
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.delay = self._carried.subtitle_delay
        self._notify(f"subtitle delay {1000 * self._carried.subtitle_delay:+.0f} ms")

    def add_subtitles(self, path: str) -> None:
        """Show the subtitles of another file."""
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.add(path)
            self._set_visible(True)
            number = session.subtitles.track
            if number is not None:
                self._notify(f"subtitles: {session.subtitles.tracks[number].label}")

    def _set_visible(self, visible: bool) -> None:
        self._carried.subtitles = visible
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.visible = visible
