"""The remote control: what MPRIS asks a player for, done in the player's own thread."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from ...errors import Anime4KError
from ...media.subtitles.tracks import EXTERNAL_SUFFIXES
from ..player import Player
from ..session.playlist import local_path
from .media_types import URI_SCHEMES
from .mpris_state import MICROSECONDS, MprisState

LOOPS = ("None", "Track", "Playlist")


class RefusedError(Anime4KError):
    """Something that was asked for cannot be done; the message is for whoever asked."""


class Remote:
    """Acts on a player as keys do.

    Parameters
    ----------
    state : returns the player's state

    Attributes
    ----------
    stopped : whether it is paused at the beginning because it was asked to stop
    """

    def __init__(self, player: Player, state: Callable[[], MprisState]) -> None:
        self._player, self._state = player, state
        self.stopped = False

    def raise_window(self) -> None:
        """Bring the window before the others."""
        self._player.window.focus()

    def quit(self) -> None:
        """End the player."""
        self._player.quit()

    def set_fullscreen(self, fullscreen: bool) -> None:
        """Fill the screen, or return to a window."""
        if fullscreen != self._player.fullscreen:
            self._player.toggle_fullscreen()

    def next(self) -> None:
        """Play the next file, if there is one."""
        if self._state().can_next:
            self._player.files.go(1)

    def previous(self) -> None:
        """Play the file before, if there is one."""
        if self._state().can_previous:
            self._player.files.go(-1)

    def play(self) -> None:
        """Go on, or begin again after a stop."""
        self._set_paused(False)

    def pause(self) -> None:
        """Pause."""
        self._set_paused(True)

    def play_pause(self) -> None:
        """Pause, or go on."""
        playback = self._player.transport.playback
        if playback is not None:
            self._set_paused(not playback.paused)

    def stop(self) -> None:
        """Pause at the beginning."""
        self._set_paused(True)
        if self._state().can_seek:
            self._player.transport.seek(0.0)
        self.stopped = True

    def seek(self, offset: int) -> None:
        """Seek by microseconds; beyond the end is the next file."""
        state, transport = self._state(), self._player.transport
        to = transport.position + offset / MICROSECONDS
        if state.track.length is not None and to > state.track.length:
            self.next()
        elif state.can_seek:
            transport.seek(to)

    def set_position(self, track: str, position: int) -> None:
        """Seek to microseconds from the beginning, if it is that file that plays."""
        state = self._state()
        length = state.track.length
        within = position >= 0 and (length is None or position <= round(length * MICROSECONDS))
        if track == state.track.path and within and state.can_seek:
            self._player.transport.seek(position / MICROSECONDS)

    def open_uri(self, uri: str) -> None:
        """Play a file or an address in place of what plays.

        Raises
        ------
        RefusedError : it cannot be opened
        """
        files = self._player.files
        if uri.partition(":")[0].lower() not in URI_SCHEMES:
            raise RefusedError(f"{uri}: not an address of a kind that is played")
        path = local_path(uri)
        files.drop([path])
        if not files.left and Path(path).suffix.lower() not in EXTERNAL_SUFFIXES:
            raise RefusedError(f"{uri}: cannot be opened")

    def set_loop(self, loop: str) -> None:
        """Repeat nothing, the file or the list.

        Raises
        ------
        RefusedError : none of these
        """
        if loop not in LOOPS:
            raise RefusedError(f"unknown loop status {loop!r}; valid are: {', '.join(LOOPS)}")
        playback, playlist = self._player.transport.playback, self._player.files.playlist
        if playback is not None:
            playback.loop.file = loop == "Track"
        if playlist is not None:
            playlist.loop = loop == "Playlist"

    def set_rate(self, rate: float) -> None:
        """Play faster or slower; 0 pauses.

        Raises
        ------
        RefusedError : below 0, or no number
        """
        if rate == 0:
            self.pause()
        elif 0 < rate < math.inf:
            self._player.transport.set_speed(rate)
        else:
            raise RefusedError(f"rate must be 0 or more, not {rate:g}: nothing is played backwards")

    def set_volume(self, volume: float) -> None:
        """Set how loud it is, 1 for as recorded.

        Raises
        ------
        RefusedError : not a number
        """
        if not math.isfinite(volume):
            raise RefusedError(f"volume must be a number, not {volume:g}")
        self._player.tracks.set_volume(100 * volume)

    def _set_paused(self, paused: bool) -> None:
        self.stopped = self.stopped and paused
        playback = self._player.transport.playback
        if playback is not None and playback.paused != paused:
            self._player.transport.toggle_pause()
