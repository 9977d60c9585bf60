"""The schedule of frames: when each is due, by the clock or by the screen's refreshes."""

from __future__ import annotations

import math
from fractions import Fraction

from .clock import MediaClock, TimeSource
from .decision import LATE_TOLERANCE
from .frame_queue import EndOfFile, TimedFrame
from .vsync import Cadence, Refreshes, matched_speed

_MOST_PLACED = 8  # frames whose refreshes are remembered: the one pending, and those judged by


class Schedule:
    """The moments at which frames are due. Without a known refresh rate those are their times.

    With one each frame gets a refresh once, and keeps it: what is asked later is answered from
    there. Frames are to be asked for in order.

    Attributes
    ----------
    refreshes : when the screen refreshes; None where that is not known
    """

    def __init__(self, clock: MediaClock, time_source: TimeSource) -> None:
        self._clock = clock
        self._now = time_source
        self._period: float | None = None  # seconds a frame, where that is the same for all
        self._cadence = Cadence()
        self._placed: dict[float, int] = {}  # refreshes by the frames' times
        self._latest: TimedFrame | None = None
        self.refreshes: Refreshes | None = None

    def set_refresh(self, hz: float, frame_rate: Fraction | None) -> None:
        """Take refreshes a second, 0 or less for unknown, and the file's frames a second."""
        known = math.isfinite(hz) and hz > 0
        self.refreshes = Refreshes(hz) if known else None
        self._period = float(1 / frame_rate) if frame_rate else None
        self.reset()
        if not known:
            self._clock.set_correction(1.0)

    def reset(self) -> None:
        """Forget which refreshes were given out: after a seek, a pause, a change of speed."""
        self._cadence.reset()
        self._placed.clear()
        self._latest = None

    def swapped(self) -> None:
        """Note that a swap just came back from waiting for the screen."""
        if self.refreshes is not None:
            self.refreshes.swapped(self._now())

    def until(self, frame: TimedFrame) -> float:
        """Return the real seconds until a frame is to be handed to the screen.

        By refreshes that is the middle between the one before its own and that: there neither is
        missed for a little jitter.
        """
        if self.refreshes is None:
            return self._clock.until(frame.time)
        index = self._place(self.refreshes, frame)
        return self.refreshes.time_of(index - 0.5) - self._now()

    def covered(self, frame: TimedFrame, following: TimedFrame | EndOfFile | None) -> bool:
        """Whether the frame after it gets the same refresh, so that this one cannot be seen."""
        if self.refreshes is None or not isinstance(following, TimedFrame):
            return False
        return self._place(self.refreshes, following) <= self._place(self.refreshes, frame)

    def missed(self, frame: TimedFrame, delay: float) -> tuple[bool, int]:
        """Return whether a frame that is seen now is late, and by how many refreshes.

        Parameters
        ----------
        delay : real seconds from now until it is really seen
        """
        if self.refreshes is None:
            return -self._clock.until(frame.time) + delay > LATE_TOLERANCE, 0
        index = round(self.refreshes.place(self._now() + delay))
        behind = max(0, index - self._place(self.refreshes, frame))
        return behind > 0, behind

    def correct(self, led: bool) -> None:
        """Change the clock's speed a little to what fits the screen, unless something leads it."""
        if self.refreshes is None:
            return
        factor = 1.0
        if self._period is not None and not led:
            factor = matched_speed(self._period / self._clock.speed, self.refreshes.period)
        self._clock.set_correction(factor)

    def _place(self, refreshes: Refreshes, frame: TimedFrame) -> int:
        index = self._placed.get(frame.time)
        if index is not None:
            return index
        rate = self._clock.speed * self._clock.correction * refreshes.period
        before, self._latest = self._latest, frame
        advance = None if before is None else (frame.time - before.time) / rate
        ideal = refreshes.place(self._now() + self._clock.until(frame.time))
        index = self._cadence.place(ideal, advance)
        self._placed[frame.time] = index
        while len(self._placed) > _MOST_PLACED:
            del self._placed[next(iter(self._placed))]
        return index
