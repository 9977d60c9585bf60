"""The reader of one subtitle track, with its own thread and container.

Text is read from the player's position to the end of the file, then from its start, and kept.
Pictures are large: they are read a little ahead of the player and forgotten behind it. Network
streams are not read further ahead either.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from ...errors import Anime4KError
from ..failures import is_url, reason
from ..main_stream import is_cover
from ..network.failures import DownloadFailedError
from ..network.interruption import ReadInterruption
from ..opening import MediaInput, as_input
from ..pyav import InputContainer, Packet, av
from ..timing.reader_clock import ReaderClock
from .coverage import Coverage
from .text_choice import TextChoice
from .tracks import SubtitleTrack

if TYPE_CHECKING:
    from .bitmaps import BitmapEvent
    from .decoder import EventDecoder, TextEvent
    from .source import AssScript, SubtitleSource

READ_AHEAD = 30.0
"""How far (s) ahead of the player pictures are read."""

KEPT = 60.0
"""How long (s) pictures are kept after their end."""

_INTERLEAVING = 1.0  # seconds by which a file may store subtitles after the video they go with
_DEMUXERS_THAT_SKIP = frozenset({"mov", "mp4"})  # these do not read what is discarded

Script = TypeVar("Script")


@dataclass(frozen=True, slots=True)
class Restart:
    """All earlier events are to be forgotten."""


Event: TypeAlias = "TextEvent | BitmapEvent | Restart"


class SubtitleReader(Generic[Script]):
    """Reads a track and keeps its events until they are taken. A context manager.

    Parameters
    ----------
    track : the track to read
    video : its video, a file, a URL or a `MediaInput`, for the fonts and the start time
    position : the player's position in seconds, on the video's own timestamps
    choice : of how text is read
    prepare : called once from the thread, with a text track's script; `take` returns its result
        first. Slow set-up belongs here
    discard : called with a result of `prepare` that nobody will take
    on_event : called from the thread when there is something to take
    report : called from the thread with one line about data that cannot be read
    """

    def __init__(
        self,
        track: SubtitleTrack,
        video: str | os.PathLike[str] | MediaInput,
        *,
        position: float = 0.0,
        choice: TextChoice | None = None,
        prepare: Callable[[AssScript], Script],
        discard: Callable[[Script], None] = lambda _: None,
        on_event: Callable[[], None] = lambda: None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.track = track
        self._video, self._choice = video, choice or TextChoice()
        self._source: SubtitleSource | None = None
        self._prepare = prepare
        self._discard = discard
        self._on_event = on_event
        self._report = report
        self._position = position
        self._paced = track.kind == "bitmap" or is_url(track.path)
        self._forgets = track.kind == "bitmap"
        self._at_once = track.external and not self._paced
        self._kept_from = -math.inf
        self._origin = 0.0
        self._coverage = Coverage()
        self._wake = threading.Condition()
        self._stop = False
        self._finished = False
        self._script: Script | None = None
        self._events: list[Event] = []
        self._ends = -math.inf
        name = "anime4k_gl subtitles"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def __enter__(self) -> SubtitleReader[Script]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def finished(self) -> bool:
        """Whether everything has been read, wherever the player goes."""
        with self._wake:
            return self._finished

    @property
    def encoding(self) -> str:
        """What the text was read as, for people; empty for UTF-8, or as long as it is not known."""
        return "" if self._source is None else self._source.encoding

    def go_to(self, position: float) -> None:
        """Set the player's position in seconds; may be called for every frame."""
        with self._wake:
            self._position = position
            if self._forgets:
                self._kept_from = max(self._kept_from, position - KEPT)
                self._coverage.forget_before(self._kept_from)
            self._wake.notify_all()

    @property
    def kept_from(self) -> float:
        """Seconds; pictures that end before are neither read again nor kept."""
        return self._kept_from

    @property
    def ends(self) -> float | None:
        """When the last of what has been read so far is over, in seconds; None for nothing.

        Of one that stays for long, such as a mark in a corner, the beginning counts.
        """
        return self._ends if math.isfinite(self._ends) else None

    def take(self) -> tuple[Script | None, list[Event]]:
        """Return the script and events found since the last call.

        Pictures are in order of time; text is in the order of reading.
        """
        with self._wake:
            script, self._script = self._script, None
            events, self._events = self._events, []
        return script, events

    def close(self, *, wait: bool = True) -> None:
        """Stop the thread and, with `wait`, wait for its end. May be called twice."""
        with self._wake:
            self._stop = True
            script, self._script = self._script, None
            self._wake.notify_all()
        ReadInterruption.interrupt(self._thread)
        if script is not None:
            self._discard(script)
        if wait:
            self._thread.join()

    def _run(self) -> None:
        try:
            from .source import open_source  # this and its decoder take long to import

            with closing(open_source(self.track, self._video, self._choice)) as source:
                self._source = source
                if source.decoded is not None and source.decoded.remark:
                    self._report(f"{self.track.path}: {source.decoded.remark}")
                self._read(source)
        except Exception as error:  # nothing in a file of subtitles may stop the player
            if not (self._stop or isinstance(error, DownloadFailedError)):  # the picture tells
                where = "" if isinstance(error, Anime4KError) else f"{self.track.path}: "
                text = str(error) if isinstance(error, Anime4KError) else reason(error)
                self._report(f"{where}{text}")
        with self._wake:
            self._finished = True
        self._on_event()

    def _read(self, source: SubtitleSource) -> None:
        from .decoder import EventDecoder
        from .ends import last_end

        if source.script is not None:
            script = self._prepare(source.script)
            if source.script.whole:
                self._ends = last_end(source.script.text) + source.script.origin
            with self._wake:
                stopped = self._stop
                if not stopped:
                    self._script = script  # to be discarded by whoever takes it
            if stopped:
                self._discard(script)
            self._on_event()
        if source.container is None:
            return
        self._origin = source.origin
        decoder = EventDecoder(source, self.track, self._report, strip=self._choice.strip)
        video = as_input(self._video) if not self.track.external else None
        clock = (
            ReaderClock(source.container)
            if video is None
            else ReaderClock.of(video, source.container)
        )
        untouched = True
        while (gap := self._next_gap()) is not None:
            start, end = gap
            if self._at_once or start <= source.start + source.origin:
                start = -math.inf
            if not (untouched and start == -math.inf):
                _seek(source.container, clock, decoder, start - source.origin)
                decoder.flush()
            untouched = False
            self._read_gap(source.container, decoder, clock, start, end)
        if self.track.external and not decoder.count and not self._stop:
            self._report(f"{self.track.path}: no subtitles in this file")

    def _next_gap(self) -> tuple[float, float] | None:
        """Return the interval to read next or None; wait for the player, if paced."""
        with self._wake:
            while not self._stop:
                gap = self._coverage.next_gap(self._position)
                if not self._paced:
                    return gap
                near = gap is not None and gap[0] <= self._position + READ_AHEAD
                if gap is not None and near and gap[1] > self._position:
                    if self._forgets and not self._coverage.covers(self._position):
                        return self._begin_anew()
                    return gap
                self._wake.wait()
            return None

    def _begin_anew(self) -> tuple[float, float] | None:
        self._coverage = Coverage()
        self._kept_from = -math.inf
        self._events = [Restart()]
        return self._coverage.next_gap(self._position)

    def _read_gap(
        self,
        container: InputContainer,
        decoder: EventDecoder,
        clock: ReaderClock,
        start: float,
        end: float,
    ) -> None:
        """Read an interval from its start, until the player waits at another position."""
        reached = start
        for time, events in self._events_of(container, decoder, clock):
            reached = max(reached, time)
            self._put(events)
            if reached >= end or not self._go_on(start, reached):
                break
        else:
            reached = math.inf
        with self._wake:
            self._coverage.add(max(start, self._kept_from), min(reached, end))

    def _events_of(
        self, container: InputContainer, decoder: EventDecoder, clock: ReaderClock
    ) -> Iterator[tuple[float, list[TextEvent | BitmapEvent]]]:
        """Yield the position read so far, in seconds, and the events found there."""
        index = decoder.stream.index
        skips = _DEMUXERS_THAT_SKIP & set(container.format.name.split(","))
        ticks = None if skips else _ticking_stream(container)
        # In a file with few subtitles, the video's packets show the position read so far.
        clock.leave_out([s for s in container.streams if s.index in (index, ticks)])
        for packet in clock.packets(_packets(container)):
            if packet.stream_index not in (index, ticks):
                continue
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is None or packet.time_base is None:
                continue
            time = float(stamp * packet.time_base) + self._origin
            if packet.stream_index == index:
                yield time, decoder.decode(packet)
            else:
                yield time - _INTERLEAVING, []

    def _go_on(self, start: float, reached: float) -> bool:
        """Return whether to continue here; wait while the player is far behind, if paced."""
        with self._wake:
            while not self._stop and not self._at_once:
                position = self._position
                ahead = reached - position > READ_AHEAD
                here = max(start, self._kept_from) <= position <= reached + READ_AHEAD
                if not here and not self._coverage.covers(position):
                    return False
                if not (self._paced and ahead):
                    return True
                self._wake.wait()
            return not self._stop

    def _put(self, events: list[TextEvent | BitmapEvent]) -> None:
        if events:
            from .ends import end_of

            with self._wake:
                self._events += events
                self._ends = max(self._ends, *(end_of(e.start, e.end) for e in events))
            self._on_event()


def _ticking_stream(container: InputContainer) -> int | None:
    return next((s.index for s in container.streams.video if not is_cover(s)), None)


def _packets(container: InputContainer) -> Iterator[Packet[Any]]:
    packets = container.demux()
    while True:
        try:
            packet = next(packets)
        except (StopIteration, IndexError):
            # PyAV fails with the latter at the end of a file if streams appeared midway.
            return
        if packet.size:
            yield packet


def _seek(
    container: InputContainer, clock: ReaderClock, decoder: EventDecoder, seconds: float
) -> None:
    """Seek to a position at or before a time; minus infinity is the start of the file."""
    start = (container.start_time or 0) / av.time_base
    ticks = _ticking_stream(container)
    stream = decoder.stream if ticks is None else container.streams[ticks]
    clock.seek(stream, max(seconds, start) if math.isfinite(seconds) else start)
