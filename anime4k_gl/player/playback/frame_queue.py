"""The bounded queue between the decode thread and the loop, and the history of frames."""

from __future__ import annotations

import threading
from collections import deque

from ...frame import Frame
from ...lazy.dataclass import dataclass

MAX_FRAMES = 12
"""Frames decoded ahead: half a second of film, enough to outlast a slow key frame."""

MAX_BYTES = 128 << 20
"""Memory for those frames (bytes); of 4K frames there are fewer."""

MIN_FRAMES = 2
"""Frames decoded ahead whatever they take: to tell that one is late, the next must be there."""

MAX_PAST_FRAMES = 32
"""Frames kept after they were shown, to step back to without decoding them again."""

MAX_PAST_BYTES = 64 << 20
"""Memory for those (bytes), the last apart, which is always kept."""

MAX_PAST_DEVICE_FRAMES = 2
"""The same for frames in a device's memory: its decoder has a fixed number of surfaces."""


@dataclass(frozen=True, slots=True)
class TimedFrame:
    """A decoded frame with its place in time.

    Attributes
    ----------
    frame : the picture
    time : media time in seconds at which it is to be seen
    end : media time at which the next one takes its place, as far as is known
    serial : the seek after which it was decoded
    before : for the first frame after a seek, the frames before it that had to be decoded anyway,
        the last of them at most, without gaps
    left_out : how many frames before it were not decoded, to catch up; by its time an estimate
    last : whether a seek found that none follows
    """

    frame: Frame
    time: float
    end: float
    serial: int
    before: tuple[TimedFrame, ...] = ()
    left_out: int = 0
    last: bool = False


@dataclass(frozen=True, slots=True)
class EndOfFile:
    """What follows the last frame.

    Attributes
    ----------
    serial : the seek after which the end was reached
    error : why decoding ended where it did, None at the file's proper end
    """

    serial: int
    error: Exception | None = None


Item = TimedFrame | EndOfFile


class FrameQueue:
    """Frames in order of time, the oldest first; filled by one thread, emptied by another.

    `flush` bumps the serial: everything queued is thrown away, and what the decoder still puts
    under the old serial is refused.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._items: deque[Item] = deque()
        self._bytes = 0
        self._serial = 0
        self._closed = False

    @property
    def serial(self) -> int:
        """The serial that is current; items of others are stale."""
        return self._serial

    def __len__(self) -> int:
        return len(self._items)

    @property
    def is_full(self) -> bool:
        """Whether as much is queued as there may be, or all that there is."""
        with self._changed:
            ended = bool(self._items) and isinstance(self._items[-1], EndOfFile)
            return ended or not self._has_room()

    def put(self, item: Item) -> bool:
        """Append an item once there is room; return False where it is stale or the queue closed."""
        with self._changed:
            self._changed.wait_for(lambda: not self._current(item) or self._has_room())
            if not self._current(item):
                return False
            self._items.append(item)
            self._bytes += _bytes(item)
            self._changed.notify_all()
            return True

    def peek(self, index: int = 0) -> Item | None:
        """Return an item without taking it, None where there are not that many."""
        with self._changed:
            return self._items[index] if index < len(self._items) else None

    def take(self) -> Item | None:
        """Take the first item, None where there is none."""
        with self._changed:
            if not self._items:
                return None
            item = self._items.popleft()
            self._bytes -= _bytes(item)
            self._changed.notify_all()
            return item

    def put_back(self, item: TimedFrame) -> None:
        """Put a frame that was taken before all others; one that is stale is thrown away."""
        with self._changed:
            if self._current(item):
                self._items.appendleft(item)
                self._bytes += _bytes(item)
                self._changed.notify_all()

    def wait_for_items(self, count: int, timeout: float) -> bool:
        """Wait until `count` items are queued, or the end is; return whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ready(count), timeout)

    def flush(self) -> int:
        """Throw away what is queued; return the new serial."""
        with self._changed:
            self._clear()
            self._serial += 1
            self._changed.notify_all()
            return self._serial

    def close(self) -> None:
        """Refuse everything from now on, and release a waiting decoder."""
        with self._changed:
            self._closed = True
            self._clear()
            self._changed.notify_all()

    def _current(self, item: Item) -> bool:
        return not self._closed and item.serial == self._serial

    def _has_room(self) -> bool:
        count = len(self._items)
        return count < MIN_FRAMES or (count < MAX_FRAMES and self._bytes < MAX_BYTES)

    def _ready(self, count: int) -> bool:
        if self._closed or len(self._items) >= count:
            return True
        return bool(self._items) and isinstance(self._items[-1], EndOfFile)

    def _clear(self) -> None:
        self._items.clear()
        self._bytes = 0


class FrameHistory:
    """The frames taken last, in order of time and without gaps; older ones are let go."""

    def __init__(self) -> None:
        self._frames: deque[TimedFrame] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def bytes(self) -> int:
        """The memory that the frames take."""
        return self._bytes

    def append(self, frame: TimedFrame) -> None:
        """Add the frame that follows those kept."""
        self._frames.append(frame)
        self._bytes += _bytes(frame)
        on_device = any(plane.device is not None for plane in frame.frame.planes)
        most = MAX_PAST_DEVICE_FRAMES if on_device else MAX_PAST_FRAMES
        while len(self._frames) > most or (self._bytes > MAX_PAST_BYTES and len(self._frames) > 1):
            self._bytes -= _bytes(self._frames.popleft())

    def take(self) -> TimedFrame | None:
        """Take the last frame, None where there is none."""
        if not self._frames:
            return None
        frame = self._frames.pop()
        self._bytes -= _bytes(frame)
        return frame

    def take_all(self) -> tuple[TimedFrame, ...]:
        """Take all frames, the oldest first."""
        frames = tuple(self._frames)
        self.clear()
        return frames

    def clear(self) -> None:
        """Let go of all frames."""
        self._frames.clear()
        self._bytes = 0


def _bytes(item: Item) -> int:
    if isinstance(item, EndOfFile):
        return 0
    return sum(plane.stride * plane.size.height for plane in item.frame.planes)
