"""One file being played: which of its frames is to be seen when. No window, no OpenGL."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack

from ..media.decode import VideoSource
from .clock import LATE_TOLERANCE, RESYNC_THRESHOLD, Action, Clock, TimeSource, judge
from .decoder import Decoder
from .frames import EndOfFile, FrameQueue, TimedFrame

CATCH_UP_SECONDS = 0.25
"""How long a late frame is held back in the hope of a newer one, so that drawing does not fall
behind for good; after that it is shown, however late."""


class Playback:
    """A file, its decoder, its clock and the choice of frames. A context manager.

    Parameters
    ----------
    path : the file
    hwdec, on_device : which device is to decode, see `VideoSource`
    on_item : called from the decoder's thread when there is something new
    time_source : real time for the clock

    Attributes
    ----------
    source : the opened file, for what it says of itself; its decoding belongs to the thread
    clock : media time; its serial lags behind the queue's from a seek until its first frame
    current : the frame that is seen, None before the first
    dropped : frames passed over because they were late

    Raises `MediaError` where the file cannot be opened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        hwdec: str = "none",
        on_device: bool = False,
        on_item: Callable[[], None] = lambda: None,
        time_source: TimeSource = time.perf_counter,
    ) -> None:
        self._now = time_source
        self._stepping = False
        self._target: float | None = None
        self.current: TimedFrame | None = None
        self.dropped = 0
        self.clock = Clock(time_source)
        with ExitStack() as undo:
            self.source = undo.enter_context(VideoSource(path, hwdec=hwdec, on_device=on_device))
            self._queue = FrameQueue()
            self._decoder = undo.enter_context(Decoder(self.source, self._queue, on_item=on_item))
            self._resources = undo.pop_all()

    def __enter__(self) -> Playback:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop decoding and release the file. May be called twice."""
        self._resources.close()

    @property
    def position(self) -> float:
        """Media seconds since the first frame: of the frame seen, or of the one sought."""
        if self._target is not None:
            return self._target - self.source.start
        return (self.current.time if self.current else self.source.start) - self.source.start

    @property
    def duration(self) -> float | None:
        """Media seconds from the first frame to the end; None where unknown."""
        return self.source.duration

    @property
    def seeking(self) -> bool:
        """Whether the first frame, or the one sought, has not been shown yet."""
        return self.clock.serial != self._queue.serial

    @property
    def end(self) -> EndOfFile | None:
        """What follows the frame seen, where that is the end of the file."""
        item = self._queue.peek()
        return item if isinstance(item, EndOfFile) else None

    @property
    def finished(self) -> bool:
        """Whether the last frame has been seen for as long as it lasts."""
        if self.end is None or (self.clock.paused and self.current is not None):
            return False
        if self.current is None or self.seeking:
            return True
        return self.clock.time >= self.current.end

    def seek(self, position: float) -> None:
        """Show the frame seen at a position (media seconds since the first frame), and go on."""
        position = max(0.0, position)
        if self.duration is not None:
            position = min(position, self.duration)
        self._target = self.source.start + position
        self._decoder.seek(self._target)

    def step(self) -> None:
        """Pause, and show the next frame."""
        self.clock.set_paused(True)
        self._stepping = True

    def next_frame(self, lead: float) -> TimedFrame | None:
        """Take the frame that should be drawn now, None where there is none yet.

        Parameters
        ----------
        lead : seconds that drawing takes
        """
        item = self._queue.peek()
        if not isinstance(item, TimedFrame):
            self._stepping = self._stepping and item is None  # there is nothing after the end
            return None
        if self.seeking or self._stepping:
            self._stepping = False
            return self._take()
        if self.clock.paused:
            return None
        return self._timely(item, lead)

    def seen(self, frame: TimedFrame) -> None:
        """Note that a frame is on the screen; the first after a seek sets the clock."""
        self.current = frame
        if frame.serial == self._queue.serial:
            self._target = None
            if self.seeking or self.clock.paused:
                self.clock.set(frame.time, frame.serial)

    def stale(self, frame: TimedFrame) -> bool:
        """Whether a frame is from before the last seek."""
        return frame.serial != self._queue.serial

    def until_next(self, lead: float) -> float | None:
        """Return the seconds until there is something to do; None until the decoder wakes us."""
        item = self._queue.peek()
        if item is None:
            return None
        wanted = self.seeking or self._stepping
        if isinstance(item, TimedFrame) and wanted:
            return 0.0
        if self.clock.paused:
            return None
        if isinstance(item, EndOfFile):
            return max(0.0, self.clock.until(self.current.end)) if self.current else 0.0
        return max(0.0, self.clock.until(item.time) - lead)

    def _timely(self, item: TimedFrame, lead: float) -> TimedFrame | None:
        """Return the newest frame that is due, passing over those that are too late."""
        deadline = self._now() + CATCH_UP_SECONDS
        while True:
            following = self._queue.peek(1)
            due = self.clock.until(item.time)
            next_due = (
                self.clock.until(following.time) if isinstance(following, TimedFrame) else None
            )
            verdict = judge(due, next_due, lead)
            if verdict.action is Action.WAIT:
                return None
            if verdict.action is Action.DROP:
                assert isinstance(following, TimedFrame)
                self._queue.take()
                self.dropped += 1
                item = following
                continue
            late = due + (item.end - item.time) + LATE_TOLERANCE < lead
            patience = deadline - self._now()
            if following is None and late and patience > 0:
                self._queue.wait_for_items(2, patience)
                continue
            if following is None and due < -RESYNC_THRESHOLD:
                # Decoding cannot keep up; without sound there is nothing to keep in step with.
                self.clock.set(item.time, item.serial)
            return self._take()

    def _take(self) -> TimedFrame:
        item = self._queue.take()
        assert isinstance(item, TimedFrame)
        return item
