"""The decode thread: fills the frame queue from a file, and seeks in it."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ...errors import MediaError
from ...frame import Frame
from ...lazy.dataclass import dataclass
from ...media.network.interruption import ReadInterruption
from ...media.video.frame_at import frames_from
from ...media.video.video_source import VideoSource
from .frame_queue import EndOfFile, FrameHistory, FrameQueue, TimedFrame

TIME_TOLERANCE = 0.001
"""Times closer than this (s) are the same: Matroska rounds them to milliseconds."""

DEFAULT_FRAME_SECONDS = 1 / 24
"""How long a frame is shown where neither it nor the file says."""


LONGEST_DELAY = 64
"""Frames that a decoder may hold back: so long it takes until none is left out any more."""


class SeekTo(enum.Enum):
    """Which frame a seek to a media time means.

    EXACT : the one seen at that time; those before it are decoded unseen
    KEY_FRAME : the last key frame no later; nothing is decoded unseen
    NEXT_KEY_FRAME : the first key frame no earlier; where none is, the exact frame
    FRAME_BEFORE : the last one that starts earlier; where none does, the first
    """

    EXACT = "exact"
    KEY_FRAME = "key frame"
    NEXT_KEY_FRAME = "next key frame"
    FRAME_BEFORE = "frame before"


@dataclass(frozen=True, slots=True)
class _Request:
    serial: int
    seconds: float | None = None
    to: SeekTo = SeekTo.EXACT


class _CannotSeek(Exception):
    """The file refused; decoding goes on where it was."""


class DecodeThread:
    """Decodes a file in a thread of its own into `queue`. A context manager; `close` ends it.

    Parameters
    ----------
    source : opened by the caller, who closes it after this; used by the thread only
    queue : what to fill
    on_item : called from the thread after each item is queued; to wake a loop that waits

    Attributes
    ----------
    hurry : whether frames may be left out, to catch up; a seek ends that
    seek_failure : why the file is not seekable, one line; None as long as that is not known
    """

    def __init__(
        self,
        source: VideoSource,
        queue: FrameQueue,
        *,
        on_item: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._queue = queue
        self._on_item = on_item
        self._wake = threading.Condition()
        self._request: _Request | None = _Request(queue.serial)
        self._stop = False
        self.hurry = False
        self.seek_failure: str | None = None
        if not source.input.seekable:
            where = source.input.place
            self.seek_failure = f"not seekable: {where} delivers no parts; playing on from here"
        rate = source.frame_rate
        self._period = float(1 / rate) if rate else DEFAULT_FRAME_SECONDS
        self._thread = threading.Thread(target=self._run, name="anime4k_gl decode", daemon=True)
        self._thread.start()

    def __enter__(self) -> DecodeThread:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def seek(self, seconds: float, to: SeekTo = SeekTo.EXACT) -> int:
        """Decode on from the frame that a media time means; return the serial of what then comes.

        Frames queued or under way are thrown away. Beyond the end means the last frame. A file
        that is not seekable is decoded on from where it was.
        """
        serial = self._queue.flush()
        self.hurry = False
        with self._wake:
            self._request = _Request(serial, seconds, to)
            ReadInterruption.interrupt(self._thread)
            self._wake.notify_all()
        return serial

    def close(self) -> None:
        """Stop the thread and wait for it. May be called twice."""
        with self._wake:
            self._stop = True
            ReadInterruption.interrupt(self._thread)
            self._wake.notify_all()
        self._queue.close()
        self._thread.join()

    def _run(self) -> None:
        while (request := self._next_request()) is not None:
            error: Exception | None = None
            try:
                for item in self._items(request):
                    if not self._put(item):
                        break
            except Exception as caught:  # handed to the loop
                error = caught
            self._put(EndOfFile(request.serial, error))

    def _next_request(self) -> _Request | None:
        with self._wake:
            self._wake.wait_for(lambda: self._stop or self._request is not None)
            request, self._request = self._request, None
            ReadInterruption.resume()
            return None if self._stop else request

    def _put(self, item: TimedFrame | EndOfFile) -> bool:
        queued = self._queue.put(item)
        if queued:
            self._on_item()
        return queued

    def _abandoned(self) -> bool:
        """Whether somebody waits for something else by now."""
        return self._stop or self._request is not None

    def _items(self, request: _Request) -> Iterator[TimedFrame]:
        try:
            yield from self._sought(request)
        except _CannotSeek as error:
            self.seek_failure = str(error)
            yield from self._timed(self._source.frames(), request.serial)

    def _sought(self, request: _Request) -> Iterator[TimedFrame]:
        seconds, serial = request.seconds, request.serial
        if seconds is None:
            return self._timed(self._source.frames(), serial)
        match request.to:
            case SeekTo.EXACT:
                return self._from(seconds, serial)
            case SeekTo.KEY_FRAME:
                return self._timed(self._seek_before(seconds + TIME_TOLERANCE), serial)
            case SeekTo.NEXT_KEY_FRAME:
                return self._from_next_key_frame(seconds, serial)
            case SeekTo.FRAME_BEFORE:
                return self._from_before(seconds, serial)

    def _timed(self, frames: Iterable[Frame], serial: int) -> Iterator[TimedFrame]:
        watched, before = 0, 0.0  # frames to come that may follow a gap; the end of the last
        self._source.hurry(False)
        for frame in frames:
            # A seek must find the very frame it is for, so it is not the time to leave any out.
            hurry = self.hurry and not self._abandoned()
            self._source.hurry(hurry)
            time = frame.time or 0.0
            duration = float(frame.duration * frame.time_base) if frame.duration else self._period
            left_out = max(0, round((time - before) / duration)) if watched else 0
            watched = LONGEST_DELAY if hurry else max(0, watched - 1)
            before = time + duration
            yield TimedFrame(frame, time, before, serial, left_out=left_out)

    def _from(self, seconds: float, serial: int) -> Iterator[TimedFrame]:
        """Seek, then yield frames from the one that is seen at `seconds` on.

        That is the last frame which starts no later: known only once its successor is decoded.
        """
        limit = seconds + TIME_TOLERANCE
        return self._from_last(self._seek_before(limit), lambda time: time > limit, serial)

    def _from_before(self, seconds: float, serial: int) -> Iterator[TimedFrame]:
        """Seek, then yield frames from the one before `seconds` on."""
        frames = self._seek_before(seconds, at_limit=False)
        return self._from_last(frames, lambda time: time >= seconds, serial)

    def _from_last(
        self, frames: Iterator[Frame], beyond: Callable[[float], bool], serial: int
    ) -> Iterator[TimedFrame]:
        """Yield frames from the last on that is not yet `beyond`; the first if all are."""
        past = FrameHistory()
        after: TimedFrame | None = None
        error: MediaError | None = None
        timed = self._timed(frames, serial)
        try:
            for frame in timed:
                if self._abandoned():
                    return
                if len(past) and beyond(frame.time):
                    after = frame
                    break
                past.append(frame)
        except MediaError as caught:  # the file breaks off before that: show what there is
            error = caught
        held = past.take()
        if held is not None:
            yield replace(held, before=past.take_all(), last=after is None)
        if error is not None:
            raise error
        if after is not None:
            yield after
            yield from timed

    def _from_next_key_frame(self, seconds: float, serial: int) -> Iterator[TimedFrame]:
        self._seek(seconds, forward=True)
        frames = self._timed(self._source.frames(), serial)
        try:
            first = next(frames, None)
        except MediaError:
            first = None
        if first is None or first.time < seconds - TIME_TOLERANCE:
            # None follows, or the container's index does not know: the way on must not lead back.
            yield from self._from(seconds, serial)
            return
        yield first
        yield from frames

    def _seek_before(self, seconds: float, *, at_limit: bool = True) -> Iterator[Frame]:
        """Seek to a key frame before a time, or at it, and yield the frames from there."""

        def accepts(frame: Frame) -> bool:
            time = frame.time or 0.0
            return time < seconds or (at_limit and time == seconds)

        position = seconds if at_limit else seconds - TIME_TOLERANCE
        return frames_from(
            self._source, position, accepts, seek=self._seek, hurried=self._abandoned
        )

    def _seek(self, seconds: float, *, forward: bool = False) -> None:
        try:
            self._source.seek(seconds, forward=forward)
        except MediaError as error:
            why = f"{self._source.path}: not seekable; continuing from the current position"
            raise _CannotSeek(why) from error
