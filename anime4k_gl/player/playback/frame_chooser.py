"""The choice of the next frame by time: late frames are passed over, decoding is hurried."""

from __future__ import annotations

from dataclasses import replace

from .clock import RESYNC_THRESHOLD, MediaClock, TimeSource
from .decision import LATE_TOLERANCE, Action, judge
from .decode_thread import DecodeThread
from .frame_cursor import FrameCursor
from .frame_queue import TimedFrame
from .schedule import Schedule

CATCH_UP_SECONDS = 0.25
"""How long a late frame is held back in the hope of a newer one (s), so that rendering does not
fall behind for good; after that it is shown, however late."""

HURRY_SECONDS = 0.5
"""Where decoding is behind the sound by more than this (s), it leaves out frames."""


class FrameChooser:
    """Takes the frame from the queue whose time has come.

    Attributes
    ----------
    passed_over : frames taken and not chosen, because they were too late
    """

    def __init__(
        self,
        cursor: FrameCursor,
        decoder: DecodeThread,
        clock: MediaClock,
        schedule: Schedule,
        now: TimeSource,
    ) -> None:
        self._cursor, self._decoder = cursor, decoder
        self._clock, self._schedule, self._now = clock, schedule, now
        self.passed_over = 0

    def take(self, item: TimedFrame, lead: float) -> TimedFrame | None:
        """Take the newest frame that is due, passing over those that are too late.

        Parameters
        ----------
        item : the queue's first
        lead : seconds that rendering takes
        """
        queue, schedule = self._cursor.queue, self._schedule
        deadline = self._now() + CATCH_UP_SECONDS
        while True:
            following = queue.peek(1)
            due = schedule.until(item)
            next_due = schedule.until(following) if isinstance(following, TimedFrame) else None
            verdict = judge(due, next_due, lead)
            if schedule.covered(item, following):
                verdict = replace(verdict, action=Action.DROP)
            if verdict.action is Action.WAIT:
                return None
            if verdict.action is Action.DROP:
                assert isinstance(following, TimedFrame)
                self._cursor.take()
                self.passed_over += 1
                item = following
                continue
            late = due + (item.end - item.time) + LATE_TOLERANCE < lead
            patience = deadline - self._now()
            if following is None and late and patience > 0:
                queue.wait_for_items(2, patience)
                continue
            self.keep_up(item, due, following is None)
            return self._cursor.take()

    def keep_up(self, item: TimedFrame, due: float, last: bool) -> None:
        """Have decoding catch up with the sound; without, there is nothing to keep in step with.

        Parameters
        ----------
        item, due : the frame chosen, and the seconds until it is to be seen
        last : whether no other frame is decoded yet
        """
        if self._clock.heard is None:
            self._decoder.hurry = False
            if last and due < -RESYNC_THRESHOLD:
                self._clock.set(item.time, item.serial)
        elif due > -LATE_TOLERANCE:
            self._decoder.hurry = False
        elif last and due < -HURRY_SECONDS:
            self._decoder.hurry = True
