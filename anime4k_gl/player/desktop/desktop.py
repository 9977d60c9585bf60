"""The desktop's part of the loop: the screen saver kept away, media controls answered."""

from __future__ import annotations

import time

from ..notices import Report
from ..playback.playback import Playback
from ..player import Player
from ..settings import Settings
from .mpris import MprisService
from .mpris_state import MprisState, MprisTrack, state_of
from .remote import Remote
from .screen_saver import ScreenSaver
from .session_bus import session_bus


class Desktop:
    """Tells the desktop of a player, and the player of the desktop. A context manager.

    Nothing of it begins before the first picture is seen.

    Parameters
    ----------
    report : takes messages, a line each, from any thread
    """

    def __init__(self, player: Player, settings: Settings, report: Report) -> None:
        self._player, self._settings, self._report = player, settings, report
        self._saver: ScreenSaver | None = None
        self._service: MprisService | None = None
        self._begun = False
        self._track: MprisTrack | None = None
        self._playback: Playback | None = None  # the one that the track is of
        self._was_seeking = False
        self._remote = Remote(player, self._state)

    def __enter__(self) -> Desktop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Have the screen saver back, and leave the bus. May be called twice."""
        if self._saver is not None:
            self._saver.close()
        if self._service is not None:
            self._service.close()
        self._saver, self._service = None, None

    def tick(self) -> None:
        """Do what is due; at the end of each turn of the player's loop."""
        playback = self._player.transport.playback
        if playback is None or not (playback.shown or self._begun):
            return
        if playback is not self._playback:
            self._playback = playback
            self._track = MprisTrack.of(
                playback, 1 if self._track is None else self._track.number + 1
            )
            self._was_seeking, self._remote.stopped = True, False
        if not playback.paused:
            self._remote.stopped = False
        state = self._state()
        if not self._begun:
            self._begin(state)
        if self._saver is not None:
            self._saver.keep_away(not playback.paused and not playback.finished)
        if self._service is not None:
            self._service.obey(self._remote, self._state)
            came = self._was_seeking and not playback.seeking
            self._was_seeking = playback.seeking
            self._service.update(self._state(), jumped=came)

    def _begin(self, state: MprisState) -> None:
        self._begun, self._was_seeking = True, False
        if self._settings.stop_screensaver:
            self._saver = ScreenSaver(self._player.window, self._report)
        address = session_bus() if self._settings.media_controls else None
        if address is not None:
            self._service = MprisService(
                address, state, wake=self._player.window.wake, report=self._report
            )

    def _state(self) -> MprisState:
        assert self._track is not None and self._playback is not None
        return state_of(
            self._player, self._playback, self._track,
            stopped=self._remote.stopped, now=time.perf_counter(),
        )  # fmt: skip
