"""The decoder's thread: fills the frame queue from a file, and seeks in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from ..errors import MediaError
from ..media.decode import VideoSource
from ..media.frame import Frame
from .frames import EndOfFile, FrameQueue, TimedFrame

TIME_TOLERANCE = 0.001
"""Times closer than this (s) are the same: Matroska rounds them to milliseconds."""

DEFAULT_FRAME_SECONDS = 1 / 24
"""How long a frame is shown where neither it nor the file says."""

FIRST_BACK_OFF = 1.0
"""How far (s) before its target a seek is tried again, having landed after it; then doubled."""


class Decoder:
    """Decodes a file in a thread of its own into `queue`. A context manager; `close` ends it.

    Parameters
    ----------
    source : opened by the caller, who closes it after this; used by the thread only
    queue : what to fill
    on_item : called from the thread after each item is queued; to wake a loop that waits
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
        self._request: tuple[float | None, int] | None = (None, queue.serial)
        self._stop = False
        rate = source.frame_rate
        self._period = float(1 / rate) if rate else DEFAULT_FRAME_SECONDS
        self._thread = threading.Thread(target=self._run, name="anime4k_gl decode", daemon=True)
        self._thread.start()

    def __enter__(self) -> Decoder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def seek(self, seconds: float) -> int:
        """Decode on from the frame seen at a media time; return the serial of what then comes.

        Frames queued or under way are thrown away. Beyond the end means the last frame.
        """
        serial = self._queue.flush()
        with self._wake:
            self._request = (seconds, serial)
            self._wake.notify_all()
        return serial

    def close(self) -> None:
        """Stop the thread and wait for it. May be called twice."""
        with self._wake:
            self._stop = True
            self._wake.notify_all()
        self._queue.close()
        self._thread.join()

    def _run(self) -> None:
        while (request := self._next_request()) is not None:
            seconds, serial = request
            error: Exception | None = None
            try:
                frames = self._source.frames() if seconds is None else self._frames_from(seconds)
                for item in self._timed(frames, serial):
                    if not self._put(item):
                        break
            except Exception as caught:  # handed to the loop
                error = caught
            self._put(EndOfFile(serial, error))

    def _next_request(self) -> tuple[float | None, int] | None:
        with self._wake:
            self._wake.wait_for(lambda: self._stop or self._request is not None)
            request, self._request = self._request, None
            return None if self._stop else request

    def _put(self, item: TimedFrame | EndOfFile) -> bool:
        queued = self._queue.put(item)
        if queued:
            self._on_item()
        return queued

    def _abandoned(self) -> bool:
        """Whether somebody waits for something else by now."""
        return self._stop or self._request is not None

    def _timed(self, frames: Iterator[Frame], serial: int) -> Iterator[TimedFrame]:
        for frame in frames:
            time = frame.time or 0.0
            duration = float(frame.duration * frame.time_base) if frame.duration else self._period
            yield TimedFrame(frame, time, time + duration, serial)

    def _frames_from(self, seconds: float) -> Iterator[Frame]:
        """Seek, then yield frames from the one that is seen at `seconds` on.

        That is the last frame which starts no later: known only once its successor is decoded.
        """
        held: Frame | None = None
        after: Frame | None = None
        error: MediaError | None = None
        frames = self._seek_before(seconds)
        try:
            for frame in frames:
                if self._abandoned():
                    return
                if held is not None and (frame.time or 0.0) > seconds + TIME_TOLERANCE:
                    after = frame
                    break
                held = frame
        except MediaError as caught:  # the file breaks off before that: show what there is
            error = caught
        if held is not None:
            yield held
        if error is not None:
            raise error
        if after is not None:
            yield after
            yield from frames

    def _seek_before(self, seconds: float) -> Iterator[Frame]:
        """Seek to a key frame at or before a time and yield the frames from there.

        An index may be wrong, or lead to a frame that is decoded first and shown later; then the
        seek is tried from further back, down to the start of the file.
        """
        source = self._source
        position, back_off = seconds, FIRST_BACK_OFF
        while True:
            source.seek(position)
            frames = source.frames()
            first = next(frames, None)
            if first is None:
                return
            at_start = position <= source.start
            if at_start or (first.time or 0.0) <= seconds + TIME_TOLERANCE or self._abandoned():
                break
            position, back_off = max(seconds - back_off, source.start), back_off * 2
        yield first
        yield from frames
