"""Previews: small pictures of places in the file, decoded in a thread of their own.

A place is asked for as often as the bar is drawn. A request takes the place of the one before,
whose decoding ends at the next packet; what was decoded is kept. The nearest key frame comes first,
and once the mouse rests the very frame, where that is another.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from ...dependencies import np
from ...errors import MediaError
from ...formats import Size
from ...lazy.dataclass import dataclass
from ...media.thumbnails.thumbnailer import Picture, Thumbnailer
from ..session.session import PlaybackSession
from ..text.layout import Pixels

PLACES = 300
"""Into how many places a file is divided, at most."""

LEAST_STEP = 1.0
"""The least distance of two places (s)."""

MOST_BYTES = 32 << 20
"""What is kept of pictures, in bytes."""

REST_SECONDS = 0.12
"""How long the mouse has to rest before the very frame is decoded (s)."""

NEAR = 2
"""By how many places a picture may be off that is shown until the right one is there."""

_FAR_KEY_FRAME = 0.6  # seconds: a key frame nearer than that is near enough
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    size: Size


@dataclass(frozen=True, slots=True)
class _Kept:
    pixels: Pixels
    exact: bool


class Previews:
    """Pictures of one file. `close` ends the thread, which begins with the first request.

    Parameters
    ----------
    open_file : opens the file for the thread
    start : time of the file's first frame (s)
    duration : of the file (s)
    on_change : called from the thread when there is something new

    Attributes
    ----------
    fresh : whether there is a picture that has not been asked for since
    failure : why there are no pictures; None as long as there are
    """

    def __init__(
        self,
        open_file: Callable[[], Thumbnailer],
        *,
        start: float,
        duration: float,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._open, self._start, self._on_change = open_file, start, on_change
        self._step = max(LEAST_STEP, duration / PLACES)
        self._kept: OrderedDict[_Place, _Kept] = OrderedDict()
        self._wake = threading.Condition()
        self._wanted: _Place | None = None
        self._empty: set[_Place] = set()  # where nothing can be decoded
        self._thread: threading.Thread | None = None
        self._closed = False
        self.fresh = False
        self.failure: str | None = None

    def at(self, seconds: float, size: Size) -> Pixels | None:
        """Return the picture of a place, or of one very near; None for none yet. Asks for it.

        Parameters
        ----------
        seconds : from the first frame
        size : of the picture in pixels
        """
        place = _Place(round(seconds / self._step), size)
        with self._wake:
            self.fresh = False
            kept = self._kept.get(place)
            if kept is not None:
                self._kept.move_to_end(place)
            if kept is None or not kept.exact:
                if self._wanted != place and place not in self._empty and self.failure is None:
                    self._wanted = place
                    self._wake.notify_all()
                    self._begin()
            else:
                self._wanted = None
            if kept is None:
                near = (
                    self._kept.get(_Place(place.number + off, size))
                    for far in range(1, NEAR + 1)
                    for off in (-far, far)
                )
                kept = next((found for found in near if found is not None), None)
            return None if kept is None else kept.pixels

    def rest(self) -> None:
        """Ask for nothing any more: the mouse is elsewhere."""
        if self._wanted is not None:
            with self._wake:
                self._wanted = None

    def close(self) -> None:
        """End the thread and wait for it. May be called twice."""
        with self._wake:
            self._closed, self._wanted = True, None
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()

    # In the thread.

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="anime4k_gl previews", daemon=True
            )
            self._thread.start()

    def _run(self) -> None:
        _step_back()
        try:
            with self._open() as file:
                while (place := self._next()) is not None:
                    self._decode(file, place)
        except MediaError as error:
            self.failure = str(error)
            self._on_change()

    def _next(self) -> _Place | None:
        """Wait for a place that is wanted; None for the end."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._wanted is not None)
            return None if self._closed else self._wanted

    def _decode(self, file: Thumbnailer, place: _Place) -> None:
        seconds = self._start + place.number * self._step

        def moved_on() -> bool:
            return self._closed or self._wanted != place

        exact = False
        if place not in self._kept:
            found = file.key_frame(seconds, place.size, cancelled=moved_on)
            if found is not None:
                exact = abs(found[0] - seconds) < min(_FAR_KEY_FRAME, self._step / 2)
                self._keep(place, found[1], exact=exact)
        if exact or self._rests(place):
            picture = None if exact else file.exact(seconds, place.size, cancelled=moved_on)
            if picture is not None:
                self._keep(place, picture, exact=True)
            with self._wake:
                if self._wanted == place:
                    self._wanted = None  # there is no more to be had
                    kept = self._kept.get(place)
                    if kept is not None:
                        self._kept[place] = _Kept(kept.pixels, exact=True)
                    else:
                        self._empty.add(place)

    def _rests(self, place: _Place) -> bool:
        """Wait for a moment; return whether the place is still wanted then."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._wanted != place, timeout=REST_SECONDS)
            return not self._closed and self._wanted == place

    def _keep(self, place: _Place, picture: Picture, *, exact: bool) -> None:
        height, width = picture.shape[:2]
        pixels = np.full((height, width, 4), 255, np.uint8)
        pixels[..., :3] = picture
        with self._wake:
            self._kept[place] = _Kept(pixels, exact)
            self._kept.move_to_end(place)
            while sum(kept.pixels.nbytes for kept in self._kept.values()) > MOST_BYTES:
                self._kept.popitem(last=False)
            self.fresh = True
        self._on_change()


def previews_of(session: PlaybackSession, on_change: Callable[[], None]) -> Previews | None:
    """Return the previews of a file that plays; None where it is no file, or not sought in."""
    playback, source = session.playback, session.input
    if source.path is None or source.is_pipe or not playback.duration:
        return None
    video = playback.source

    def open_file() -> Thumbnailer:
        return Thumbnailer(source, rotation=video.rotation, region=video.region)

    return Previews(
        open_file, start=video.start, duration=playback.duration, on_change=on_change
    )  # fmt: skip


def _step_back() -> None:
    """Let all other threads of the program go first, where the system can: this one can wait."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
