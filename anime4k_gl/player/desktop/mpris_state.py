"""The player's state as MPRIS tells it, one value at a time. No D-Bus here."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...media.failures import is_url
from ..playback.playback import Playback
from ..player import Player

MICROSECONDS = 1_000_000
"""In a second: MPRIS counts in these."""

TRACK = "/org/anime4k_gl/track/"
"""The object path of a file that plays, before its number."""


@dataclass(frozen=True, slots=True)
class MprisTrack:
    """A file that plays: what stays the same while it does.

    Attributes
    ----------
    number : it is the how manieth that plays, from 1
    title : the file's own, or its name
    url : where it is
    length : seconds; None where unknown
    artist, album : empty where the file says nothing of them
    """

    number: int
    title: str
    url: str
    length: float | None
    artist: str = ""
    album: str = ""

    @classmethod
    def of(cls, playback: Playback, number: int) -> MprisTrack:
        """Return what an open file says of itself."""
        source = playback.source
        tags = {str(k).lower(): str(v).strip() for k, v in source.container.metadata.items()}
        path = source.path
        return cls(
            number=number,
            title=_plain(tags.get("title") or os.path.basename(path) or path),
            url=path if is_url(path) else _file_url(path),
            length=playback.duration,
            artist=_plain(tags.get("artist", "")),
            album=_plain(tags.get("album", "")),
        )

    @property
    def path(self) -> str:
        """Its object path."""
        return f"{TRACK}{self.number}"

    @property
    def metadata(self) -> dict[str, tuple[str, Any]]:
        """Signature and value by the names that MPRIS has for them."""
        known: dict[str, tuple[str, Any]] = {
            "mpris:trackid": ("o", self.path),
            "xesam:title": ("s", self.title),
            "xesam:url": ("s", self.url),
        }
        if self.length is not None:
            known["mpris:length"] = ("x", round(self.length * MICROSECONDS))
        if self.artist:
            known["xesam:artist"] = ("as", [self.artist])
        if self.album:
            known["xesam:album"] = ("s", self.album)
        return known


@dataclass(frozen=True, slots=True)
class MprisState:
    """What other programs may know of the player at one moment.

    Attributes
    ----------
    status : ``Playing``, ``Paused`` or ``Stopped``
    loop : ``None``, ``Track`` or ``Playlist``
    rate, volume : 1 for as recorded
    position : seconds from the beginning, at the time `at` (s)
    can_next, can_previous : whether there is a file to go to
    can_seek : whether the file can be sought in
    """

    track: MprisTrack
    status: str
    loop: str
    rate: float
    volume: float
    fullscreen: bool
    can_next: bool
    can_previous: bool
    can_seek: bool
    position: float = field(compare=False)
    at: float = field(compare=False)

    def position_at(self, now: float) -> int:
        """Return the position in microseconds at a time (s), not beyond the end."""
        gone = (now - self.at) * self.rate if self.status == "Playing" else 0.0
        position = max(0.0, self.position + gone)
        if self.track.length is not None:
            position = min(position, self.track.length)
        return round(position * MICROSECONDS)


def state_of(
    player: Player, playback: Playback, track: MprisTrack, *, stopped: bool, now: float
) -> MprisState:
    """Return the state of a player of a file, at a time (s)."""
    playlist = player.files.playlist
    loops = playlist is not None and playlist.loop
    paused = "Stopped" if stopped else "Paused"
    return MprisState(
        track=track,
        status=paused if playback.paused else "Playing",
        loop="Track" if playback.loop.file else "Playlist" if loops else "None",
        rate=playback.speed,
        volume=player.tracks.volume / 100,
        fullscreen=player.fullscreen,
        can_next=not player.files.is_last,
        can_previous=playlist is not None and (playlist.index > 0 or loops),
        can_seek=playback.seek_failure is None,
        position=player.transport.position,
        at=now,
    )


def _file_url(path: str) -> str:
    try:
        return Path(path).absolute().as_uri()
    except ValueError:
        return ""


def _plain(text: str) -> str:
    """Return text as D-Bus takes it: no NUL, and nothing that is no character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
