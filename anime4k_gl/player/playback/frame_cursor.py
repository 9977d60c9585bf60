"""The frames in hand, one immutable value, and the cursor that owns it."""

from __future__ import annotations

from dataclasses import replace

from ...lazy.dataclass import dataclass
from .frame_queue import FrameHistory, FrameQueue, TimedFrame


@dataclass(frozen=True, slots=True)
class FramesInHand:
    """Which frame is where, between the queue and the screen.

    Each change is a method that returns the next value; `FrameCursor` owns the current one.

    Attributes
    ----------
    shown : on the screen; None before the first
    pending : chosen, until it is on the screen; None where none is
    latest : taken from the queue last, after which the next one follows; None after a seek, and
        where it was put back
    target : the media time sought, until its frame is seen; None where none is sought
    stepping : whether the next frame is wanted whatever the time is
    """

    shown: TimedFrame | None = None
    pending: TimedFrame | None = None
    latest: TimedFrame | None = None
    target: float | None = None
    stepping: bool = False

    def took(self, frame: TimedFrame) -> FramesInHand:
        """Return what is in hand with a frame taken from the queue."""
        return replace(self, latest=frame)

    def chose(self, frame: TimedFrame | None) -> FramesInHand:
        """Return what is in hand with another frame, or none, on its way to the screen."""
        return replace(self, pending=frame)

    def saw(self, frame: TimedFrame, *, current: bool) -> FramesInHand:
        """Return what is in hand with a frame on the screen; `current` if of the last seek."""
        target = None if current else self.target
        return replace(self, shown=frame, pending=None, target=target)

    def sought(self, target: float | None) -> FramesInHand:
        """Return what is in hand once a seek has begun: nothing but the frame on the screen."""
        return FramesInHand(shown=self.shown, target=target)

    def put_back(self) -> FramesInHand:
        """Return what is in hand once the latest frame is in the queue again."""
        return replace(self, latest=None)

    def wanting_next(self, wanted: bool = True) -> FramesInHand:
        """Return what is in hand with the next frame wanted at once, or not."""
        return replace(self, stepping=wanted)


class FrameCursor:
    """Takes frames from the queue, and puts them back to step backwards.

    Attributes
    ----------
    queue : filled by the decoder, emptied here
    hand : the frames between the queue and the screen
    left_out : frames that the decoder left out before those taken, to catch up
    """

    def __init__(self, queue: FrameQueue) -> None:
        self.queue = queue
        self._history = FrameHistory()
        self.hand = FramesInHand()
        self.left_out = 0

    def is_stale(self, frame: TimedFrame) -> bool:
        """Whether a frame is from before the last seek."""
        return frame.serial != self.queue.serial

    def take(self) -> TimedFrame:
        """Take the next frame, which must be there; the one before it goes into the history."""
        item = self.queue.take()
        assert isinstance(item, TimedFrame)
        latest = self.hand.latest
        if item.left_out:
            self.left_out += item.left_out
            self._history.clear()  # it is without gaps
        elif latest is not None:
            self._history.append(latest)
        for frame in item.before:
            self._history.append(frame)
        # The history keeps what it wants of these, and the frame must not keep the rest.
        taken = replace(item, before=()) if item.before else item
        self.hand = self.hand.took(taken)
        return taken

    def choose(self, frame: TimedFrame | None) -> None:
        """Have a frame, or none, on its way to the screen."""
        self.hand = self.hand.chose(frame)

    def see(self, frame: TimedFrame) -> None:
        """Note that a frame is on the screen."""
        self.hand = self.hand.saw(frame, current=not self.is_stale(frame))

    def want_next(self, wanted: bool = True) -> None:
        """Want the next frame whatever the time is, or stop wanting it."""
        self.hand = self.hand.wanting_next(wanted)

    def step_back(self) -> bool:
        """Put back the latest frame and the one before it, which is wanted next.

        Returns False, and does nothing, where the history does not have that.
        """
        latest = self.hand.latest
        previous = self._history.take() if latest is not None else None
        if latest is None or previous is None:
            return False
        self.queue.put_back(latest)
        self.queue.put_back(previous)
        self.hand = self.hand.put_back().wanting_next()
        return True

    def seek(self, target: float | None) -> None:
        """Let go of all but the frame on the screen; `target` is the time sought, if known."""
        self.hand = self.hand.sought(target)
        self._history.clear()
