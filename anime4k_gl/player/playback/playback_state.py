"""The state of a playback, for whoever asks: positions, and whether it is over."""

from __future__ import annotations

from ...media.chapters import Chapter
from ...media.video.video_source import VideoSource
from .av_offset import AvOffsets
from .buffering import Buffering
from .chapters import chapter_at
from .clock import MediaClock
from .decode_thread import TIME_TOLERANCE, DecodeThread
from .frame_chooser import FrameChooser
from .frame_cursor import FrameCursor
from .frame_queue import EndOfFile, Item, TimedFrame
from .loop_points import LoopPoints
from .opened.ending import Ending

LONG_FRAME_SECONDS = 0.25
"""A frame that is seen for longer than this (s) does not tell the time any more."""


class PlaybackState:
    """What a `Playback` says of itself."""

    source: VideoSource
    start: float
    ending: Ending
    clock: MediaClock
    loop: LoopPoints
    offsets: AvOffsets
    chapters: tuple[Chapter, ...]
    _buffering: Buffering
    _chooser: FrameChooser
    _cursor: FrameCursor
    _decoder: DecodeThread
    _paused: bool
    _place: str

    @property
    def current(self) -> TimedFrame | None:
        """The frame that is seen, None before the first."""
        return self._cursor.hand.shown

    @property
    def pending(self) -> TimedFrame | None:
        """The frame that was chosen and is not seen yet; None where there is none."""
        return self._cursor.hand.pending

    @property
    def position(self) -> float:
        """Media seconds since the start: of the frame seen, or of the one sought."""
        return self.moment - self.start

    @property
    def moment(self) -> float:
        """The media time of what is seen: that of the frame, or later where it stays for long."""
        at, shown = self._cursor.hand.target, self.current
        if at is not None or shown is None:
            return self.start if at is None else at
        return self.moment_of(shown)

    def moment_of(self, shown: TimedFrame) -> float:
        """The media time of a frame that is seen now: its own, or later where it stays for long."""
        if self.seeking or 0.0 <= self.clock.time - shown.time <= LONG_FRAME_SECONDS:
            return shown.time
        following = self._cursor.queue.peek()
        if isinstance(following, TimedFrame) and self.clock.time > following.time:
            return shown.time  # late
        until = None if self.duration is None else self.start + self.duration
        return self.clock.time if until is None else min(self.clock.time, max(until, shown.end))

    @property
    def dropped(self) -> int:
        """Frames passed over because they were late, decoded or not."""
        return self._chooser.passed_over + self._cursor.left_out

    @property
    def duration(self) -> float | None:
        """Media seconds from the start to where the last stream ends; None where unknown."""
        return self.ending.duration

    @property
    def paused(self) -> bool:
        """Whether time was asked to stand still."""
        return self._paused

    @property
    def waits_for(self) -> str | None:
        """What data is waited for from, a server or a file; None where none is."""
        late = self._buffering.active or (self.seeking and self._buffering.is_late)
        return self._place if late else None

    @property
    def speed(self) -> float:
        """Media seconds per second."""
        return self.clock.speed

    @property
    def chapter(self) -> int | None:
        """The index of the chapter at the position, None where there is none yet."""
        return chapter_at(self.chapters, self.moment + TIME_TOLERANCE)

    @property
    def av_offset(self) -> float | None:
        """The last frame's time less the time heard when it was seen (s); None in silence."""
        return self.offsets.latest

    @property
    def seeking(self) -> bool:
        """Whether the first frame, or the one sought, has not been shown yet."""
        return self.clock.serial != self._cursor.queue.serial

    @property
    def seek_failure(self) -> str | None:
        """One line that says why this file is not seekable; None as long as it is."""
        return self._decoder.seek_failure

    @property
    def end(self) -> EndOfFile | None:
        """What follows the frame seen, where that is the end of the file."""
        item = self._cursor.queue.peek()
        return item if isinstance(item, EndOfFile) else None

    @property
    def finished(self) -> bool:
        """Whether the last frame has been seen for as long as it lasts, and nothing is repeated."""
        if (
            self.pending is not None
            or self.end is None
            or (self.clock.paused and self.current is not None)
        ):
            return False
        if self.current is None or self.seeking:
            return True
        over = self.ending.of(self.current, self.end)
        return self._repeats(self.end) is None and self.clock.time >= over

    @property
    def _is_still(self) -> bool:
        """Whether the frame seen is all there is to see."""
        return (
            self.end is not None
            and self.current is not None
            and (self.ending.is_still(self.current))
        )

    def _in_long_frame(self, target: float) -> bool:
        """Whether a time is within the frame seen, and so are others: after the last, say."""
        shown = self.current
        if shown is None or target < shown.time:
            return False
        return self.end is not None or target < shown.end

    def _repeats(self, item: Item) -> float | None:
        """Return the media time at which to jump back where that comes before an item."""
        shown = self.current
        stepping = self._cursor.hand.stepping
        if shown is None or self.seeking or stepping:
            return None
        if self.seek_failure is not None and not self._is_still:
            return None
        if isinstance(item, TimedFrame):
            return self.loop.leaves(shown.time, item.time)
        over = self.ending.of(shown, item)
        leaves = self.loop.leaves(self.moment, None)
        if leaves is None:
            return over if self.loop.file else None
        return min(leaves, over)
