"""The subtitle renderer: the images of one track at a media time.

No OpenGL here. A track is read in a thread of its own; all of this class is for the player's own
thread, except that `report` and `on_change` are called from the other too.
"""

from __future__ import annotations

import os
from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from ...errors import MediaError
from ...formats import Size
from ...media.failures import check_input
from ...media.opening import MediaInput, as_input
from ...media.subtitles.text_choice import AUTO, TextChoice
from ...media.subtitles.tracks import (
    SubtitleTrack,
    choose_track,
    external_tracks_of,
    subtitle_tracks,
)
from ..geometry import Rect
from .look import SubtitleLook

if TYPE_CHECKING:
    from ...media.subtitles.bitmaps import BitmapEvent
    from ...media.subtitles.reader import SubtitleReader
    from ...media.subtitles.source import AssScript
    from .bitmaps import SubtitleImage
    from .libass import AssRenderer

_Key = tuple[Any, ...]


class Subtitles:
    """The subtitles of one video. A context manager; `close` ends the reading.

    Parameters
    ----------
    path : the video
    tracks : what `subtitle_tracks` found, where that was asked already; None to ask it
    track : number of the track to show, None for none; ``auto`` for the one that `choose_track`
        takes
    languages : tags in order of preference, for ``auto``
    codepage : of text that is not Unicode, as `check_codepage` returns it
    look : the user's size, place and so on; plain text without styles where that says ``strip``
    position : where the player begins, seconds of the video's time stamps (`Frame.time`)
    report : called with one line about what cannot be shown, from any thread
    on_change : called, from the reader's thread, when there may be something new to draw

    Attributes
    ----------
    tracks : all that can be chosen; `add` appends
    track : number of the one that is shown, None for none
    visible : whether `images` gives any
    look : the user's; what it strips holds from the start
    delay : seconds by which they are shown later than they say; negative is earlier

    Raises `MediaError` where the video cannot be opened. A `track` that is not there is reported.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
        *,
        tracks: Sequence[SubtitleTrack] | None = None,
        track: int | Literal["auto"] | None = "auto",
        languages: Sequence[str] = (),
        codepage: str = AUTO,
        look: SubtitleLook | None = None,
        position: float = 0.0,
        report: Callable[[str], None] = lambda _: None,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._input = as_input(path)
        self.path = self._input.name
        self.tracks: tuple[SubtitleTrack, ...] = tuple(
            subtitle_tracks(self._input) if tracks is None else tracks
        )
        self.track: int | None = None
        self.visible = True
        self.delay = 0.0
        self.look = look or SubtitleLook()
        self._choice = TextChoice(codepage, tuple(languages), self.look.override == "strip")
        self._position = position
        self._report = report
        self._on_change = on_change
        self._libass_missed = False
        self._reader: SubtitleReader[AssRenderer | None] | None = None
        self._leaving: list[SubtitleReader[AssRenderer | None]] = []
        self._renderer: AssRenderer | None = None
        self._bitmaps: list[BitmapEvent] = []
        self._images: tuple[SubtitleImage, ...] = ()
        self._key: _Key = ()  # what the images were made for
        self._requested: _Key = ()  # the settings when they were asked for
        self._fresh = False
        self.select(choose_track(self.tracks, languages) if track == "auto" else track)

    def __enter__(self) -> Subtitles:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and free everything. May be called twice."""
        self._forget()
        for reader in self._leaving:
            reader.close()
        self._leaving = []

    def select(self, number: int | None) -> None:
        """Show the track of that number in `tracks`, None for none.

        One that is not there is reported, and nothing changes.
        """
        if number is not None and not 0 <= number < len(self.tracks):
            have = f"there are {len(self.tracks)}" if self.tracks else "there are none"
            self._report(f"{self.path}: no subtitle track {number + 1}; {have}")
            return
        self._forget()
        self.track = number
        if number is not None:
            from ...media.subtitles.reader import SubtitleReader

            track = self.tracks[number]
            self._reader = SubtitleReader(
                track,
                self._input,
                position=self._position - self.delay,
                choice=self._choice,
                prepare=partial(self._prepare, track.path),
                discard=_discard,
                on_event=self._on_change,
                report=self._report,
            )

    def cycle(self, step: int = 1) -> None:
        """Show the next track, or the one before it; after the last comes none."""
        numbers = [None, *range(len(self.tracks))]
        self.select(numbers[(numbers.index(self.track) + step) % len(numbers)])

    def add(self, path: str | os.PathLike[str]) -> None:
        """Show the subtitles in another file, such as one dropped on the window.

        One that cannot be opened is reported, and nothing changes.
        """
        try:
            added = external_tracks_of(check_input(path))
        except MediaError as error:
            self._report(str(error))
            return
        number = next((n for n, t in enumerate(self.tracks) if t == added[0]), len(self.tracks))
        if number == len(self.tracks):
            self.tracks += added
        self.select(number)

    @property
    def label(self) -> str:
        """The track that is shown, in words, with its encoding where that is not UTF-8."""
        if self.track is None:
            return ""
        encoding = "" if self._reader is None else self._reader.encoding
        return self.tracks[self.track].label + (f", {encoding}" if encoding else "")

    def seeked(self, seconds: float) -> None:
        """Say that the player went elsewhere, in seconds as `Frame.time`; reading follows at once.

        `images` does the same when it is asked for that time.
        """
        self._position = seconds
        if self._reader is not None:
            self._reader.go_to(seconds - self.delay)

    def ends(self) -> float | None:
        """Return when the last subtitle that is known is over, in seconds as `Frame.time`."""
        ends = None if self._reader is None or not self.visible else self._reader.ends
        return None if ends is None else ends + self.delay

    @property
    def stale(self) -> bool:
        """Whether `images` may give something new for the time it was asked for last.

        A paused player need not draw while this is false.
        """
        if self._reader is not None and self.visible:
            self._take()
        return self._fresh or self._requested != self._settings()

    @property
    def finished(self) -> bool:
        """Whether all of the track has been read; pictures are read as the player goes on."""
        return self._reader is None or self._reader.finished

    def images(
        self, time: float, picture: Size, storage: Size, room: Rect | None = None
    ) -> tuple[SubtitleImage, ...]:
        """Return what is to be drawn over the video, the lower first.

        Parameters
        ----------
        time : seconds as `Frame.time`
        picture : size of the video's rectangle in pixels of the screen
        storage : the video's own size
        room : where a disc's pictures may lie, from the picture's top left: the window with its
            bars; the picture alone by default

        As long as nothing changes it is the very same tuple.
        """
        self.seeked(time)
        self._requested = self._settings()
        if self._reader is None or not self.visible or not (picture.pixels and storage.pixels):
            return ()
        self._take()
        self._fresh = False
        if self._renderer is not None:
            self._renderer.set_look(self.look)
            bitmaps = self._renderer.render(time - self.delay, picture, storage)
            if bitmaps is not None:
                from .bitmaps import blend  # brings Pillow

                self._images = blend(bitmaps)
        elif self._bitmaps:
            self._show_bitmap(time - self.delay, picture, storage, room)
        else:
            self._images = ()
        return self._images

    def step(self, time: float, events: int) -> float | None:
        """Return when the subtitle begins that is so many after the last one begun, or before it.

        Parameters
        ----------
        time : seconds as `Frame.time`, as is the result
        events : 1 for the next subtitle, 0 for the one seen, -1 for the one before it

        None where there is none, or it has not been read yet.
        """
        if self._reader is not None:
            self._take()
        now = time - self.delay
        if self._renderer is not None:
            offset = self._renderer.step(now, events)
            return time + offset if offset else None
        starts = [event.start for event in self._bitmaps if event.parts]
        at = bisect_right(starts, now) - 1 + events
        return starts[at] + self.delay if 0 <= at < len(starts) else None

    def _settings(self) -> _Key:
        return self.track, self.visible, self.delay, self.look, id(self._reader)

    def _forget(self) -> None:
        """Leave the track. Its thread may be in the middle of a read, which nobody waits for."""
        self._leaving = [reader for reader in self._leaving if not reader.finished]
        if self._reader is not None:
            self._reader.close(wait=False)
            self._leaving.append(self._reader)
        _discard(self._renderer)
        self._reader = self._renderer = None
        self._bitmaps = []
        self._images = ()
        self._key = ()

    def _prepare(self, path: str, script: AssScript) -> AssRenderer | None:
        """Set libass up, in the reader's thread: it looks through the system's fonts."""
        from .libass import AssRenderer, LibassError

        try:
            return AssRenderer(
                script, look=self.look, report=lambda text: self._report(f"{path}: {text}")
            )
        except LibassError as error:
            if not self._libass_missed:
                self._report(str(error))
            self._libass_missed = True
            return None

    def _take(self) -> None:
        """Take over what the reader has found."""
        from ...media.subtitles.bitmaps import BitmapEvent
        from ...media.subtitles.reader import Restart

        assert self._reader is not None
        script, events = self._reader.take()
        if script is not None:
            self._renderer = script
            self._fresh = True
        for event in events:
            self._fresh = True
            if isinstance(event, Restart):
                self._bitmaps = []
            elif isinstance(event, BitmapEvent):
                insort(self._bitmaps, event, key=_start)
            elif self._renderer is not None:
                self._renderer.add(event)
        first = self._reader.kept_from
        while len(self._bitmaps) > 1 and self._bitmaps[1].start < first:
            del self._bitmaps[0]

    def _show_bitmap(self, now: float, picture: Size, storage: Size, room: Rect | None) -> None:
        number = bisect_right(self._bitmaps, now, key=_start) - 1
        event = self._bitmaps[number] if number >= 0 else None
        if event is not None and event.end is not None and now >= event.end:
            event = None
        key = (event, picture, storage, room, self.look)
        if key != self._key:
            from .placement import place  # brings Pillow

            self._key = key
            self._images = (
                () if event is None else place(event, picture, storage, room=room, look=self.look)
            )


def _start(event: BitmapEvent) -> float:
    return event.start


def _discard(renderer: AssRenderer | None) -> None:
    if renderer is not None:
        renderer.close()
