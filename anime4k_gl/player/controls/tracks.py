"""Track controls: sound and subtitle tracks, volume and delays; what keys do."""

from __future__ import annotations

from collections.abc import Callable

from ..audio.gain import MAX_VOLUME
from ..notices import Notifier
from ..session.carried_state import CarriedState
from ..session.session import PlaybackSession
from ..subtitles.look import SubtitleLook
from .transport import Transport


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
            self._notify("this video has no sound")

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
            self._notify("this video has no sound")
            return
        indices = [None, *(track.index for track in audio.tracks)]
        now = None if audio.track is None else audio.track.index
        number = (indices.index(now) + 1) % len(indices)
        self.choose_audio(number - 1 if number else None)

    def choose_audio(self, number: int | None) -> None:
        """Play the audio track of a number, from 0; None for none."""
        session = self._get()
        audio = session.audio if session is not None else None
        if audio is None or (number is not None and number >= len(audio.tracks)):
            return
        audio.select(None if number is None else audio.tracks[number].index)
        if number is None:
            self._notify("sound off")
        else:
            label = audio.tracks[number].label
            self._notify(f"sound {number + 1} of {len(audio.tracks)}: {label}")

    def delay_audio(self, seconds: float) -> None:
        """Have the sound heard later, or sooner."""
        self._carried.audio_delay = round(self._carried.audio_delay + seconds, 3)
        session = self._get()
        if session is not None and session.audio is not None:
            session.audio.delay = self._carried.audio_delay
        self._notify(_delayed("sound", self._carried.audio_delay))

    def cycle_subtitles(self, step: int) -> None:
        """Show the next subtitles, or those before; after the last ones none."""
        session = self._get()
        subtitles = session.subtitles if session is not None else None
        if subtitles is None or not subtitles.tracks:
            self._notify("this video has no subtitles")
            return
        numbers = [None, *range(len(subtitles.tracks))]
        self.choose_subtitles(numbers[(numbers.index(subtitles.track) + step) % len(numbers)])

    def choose_subtitles(self, number: int | None) -> None:
        """Show the subtitles of a number, from 0; None for none."""
        session = self._get()
        subtitles = session.subtitles if session is not None else None
        if subtitles is None:
            return
        subtitles.select(number)
        number = subtitles.track
        if number is None:
            self._notify("subtitles off")
        else:
            self._set_visible(True)
            self._notify(f"subtitles {number + 1} of {len(subtitles.tracks)}: {subtitles.label}")

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
        self._notify(_delayed("subtitles", self._carried.subtitle_delay))

    def show(self) -> None:
        """Tell which tracks there are, and which of them are on."""
        session = self._get()
        if session is None:
            return
        words, audio, subtitles = [], session.audio, session.subtitles
        if audio is not None and audio.tracks:
            on = None if audio.track is None else audio.track.index
            words += [_marked("audio", t.label, t.index == on) for t in audio.tracks]
        if subtitles is not None:
            words += [
                _marked("subtitles", track.label, number == subtitles.track)
                for number, track in enumerate(subtitles.tracks)
            ]
        self._notify("   ".join(words) or "no sound and no subtitles")

    def scale_subtitles(self, step: float) -> None:
        """Make the subtitles larger, or smaller, by some of their size."""
        self._set_look(self._carried.look.scaled(step))
        self._notify(f"subtitle size {100 * self._carried.look.scale:.0f} %")

    def move_subtitles(self, percent: float) -> None:
        """Move the subtitles down by some of the picture's height, or up."""
        self._set_look(self._carried.look.moved(percent))
        self._notify(f"subtitle position {self._carried.look.position:.0f} %")

    def cycle_override(self) -> None:
        """Replace the styles of ASS scripts, or leave them as they are."""
        self._set_look(self._carried.look.cycled())
        forced = self._carried.look.override == "force"
        self._notify(f"subtitle styles: {'replaced' if forced else 'as in the script'}")

    def seek_subtitle(self, transport: Transport, events: int) -> None:
        """Go to where the next subtitle begins, or the one before."""
        offset = self._until(events)
        if offset is not None:
            transport.seek_by(offset + 0.01, exact=True)

    def step_subtitle(self, events: int) -> None:
        """Delay the subtitles so that the next one, or the one before, is shown now."""
        offset = self._until(events)
        if offset is not None:
            self.delay_subtitles(-offset)

    def add_subtitles(self, path: str) -> None:
        """Show the subtitles of another file."""
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.add(path)
            self._set_visible(True)
            number = session.subtitles.track
            if number is not None:
                self._notify(f"subtitles: {session.subtitles.tracks[number].label}")

    def _until(self, events: int) -> float | None:
        """Return the seconds until a subtitle begins, None where there is none."""
        session = self._get()
        if session is None or session.subtitles is None or session.subtitles.track is None:
            self._notify("no subtitles")
            return None
        now = session.playback.source.start + session.playback.position
        begins = session.subtitles.step(now, events)
        if begins is None:
            self._notify("no more subtitles" if events > 0 else "no subtitles before")
            return None
        return begins - now

    def _set_look(self, look: SubtitleLook) -> None:
        self._carried.look = look
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.look = look

    def _set_visible(self, visible: bool) -> None:
        self._carried.subtitles = visible
        session = self._get()
        if session is not None and session.subtitles is not None:
            session.subtitles.visible = visible


def _marked(kind: str, label: str, on: bool) -> str:
    return f"[{kind}: {label}]" if on else f"{kind}: {label}"


def _delayed(what: str, seconds: float) -> str:
    if not seconds:
        return f"{what}: on time"
    return f"{what}: {abs(1000 * seconds):.0f} ms {'later' if seconds > 0 else 'earlier'}"
