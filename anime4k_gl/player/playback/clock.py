"""Media time, and what to do with a frame at a given moment. No window, no thread, no sleeping.

All times are seconds. Media time is a position in the file, as in `Frame.time`; real time comes
from a monotonic source that is handed in, so that tests can turn the hands themselves.
"""

from __future__ import annotations

import enum
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

TimeSource = Callable[[], float]
"""Real time in seconds: monotonic, with any origin."""

MasterTime = Callable[[], float | None]
"""The media time that is heard now, None while nothing is."""

LATE_TOLERANCE = 0.010
"""A frame is passed over only where the one after it has been due for longer than this (s).

Less than a frame at 60 Hz, more than the jitter of a swap that waits for the screen.
"""

RESYNC_THRESHOLD = 1.0
"""Where decoding falls behind by more than this (s), the clock gives in and is set back."""

STUCK_SECONDS = 1.0
"""A master whose time stands still for longer than this (s) is not followed until it moves."""

MAX_LEAD = 1.0
"""Drawing starts at most this long (s) before a frame is due, however slow drawing is."""


class Clock:
    """Media time as a function of real time: a point, and a speed from there on.

    Kept as the position at the last change and its drift against real time, so that a reading is
    one addition and pausing, or a change of speed, loses nothing.

    Where there is a master and it has a time, that is the media time. Where it has none (no sound,
    an underrun, the end of the sound) or is stuck, real time goes on from the master's last.

    Attributes
    ----------
    serial : which seek the readings belong to; frames of another serial are stale
    master : what to follow, None for real time alone
    """

    def __init__(
        self, source: TimeSource = time.perf_counter, master: MasterTime | None = None
    ) -> None:
        self._source = source
        self._pts = 0.0
        self._drift = -source()
        self._speed = 1.0
        self._correction = 1.0
        self._paused = False
        self._held = True
        self._heard: float | None = None  # the master's time when it last moved
        self._moved = 0.0  # real time of that
        self.serial = -1
        self.master = master

    @property
    def time(self) -> float:
        """The media time now."""
        if self._paused:
            return self._pts
        heard = self.heard
        now = self._source()
        if heard is not None:
            self._pts, self._drift = heard, heard - now
            return heard
        # At speed 1 this is pts_drift + now; the rest corrects for another speed since the change.
        changed = self._pts - self._drift
        return self._drift + now - (now - changed) * (1.0 - self._speed * self._correction)

    @property
    def heard(self) -> float | None:
        """The master's time, None where it has none or a frame sought is still to be seen."""
        if self._held or self._paused or self.master is None:
            return None
        heard, now = self.master(), self._source()
        if heard is None or heard != self._heard:
            self._heard, self._moved = heard, now
            return heard
        return heard if now - self._moved <= STUCK_SECONDS else None

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self._paused

    @property
    def speed(self) -> float:
        """Media seconds per second, as asked for."""
        return self._speed

    @property
    def correction(self) -> float:
        """The factor by which real time passes faster, to fit a screen's refreshes."""
        return self._correction

    def set(self, pts: float, serial: int) -> None:
        """Put the clock to a media time; `serial` says after which seek."""
        self._put(pts)
        self._held = False
        self.serial = serial

    def hold(self) -> None:
        """Follow the master no more until `set`: what it says may be of before a seek."""
        self._rebase()
        self._held = True

    def set_paused(self, paused: bool) -> None:
        """Stop the clock, or let it go on from where it stopped."""
        if paused != self._paused:
            self._rebase()
            self._paused = paused
            self._heard = None

    def set_speed(self, speed: float) -> None:
        """Change how fast media time passes, from now on."""
        self._rebase()
        self._speed = speed

    def set_correction(self, factor: float) -> None:
        """Change by what the speed is corrected from now on; a master corrects itself."""
        if factor != self._correction:
            self._rebase()
            self._correction = factor

    def until(self, pts: float) -> float:
        """Return the real seconds until a media time; negative where it has passed."""
        return (pts - self.time) / (self._speed * self._correction)

    def _put(self, pts: float) -> None:
        self._pts = pts
        self._drift = pts - self._source()

    def _rebase(self) -> None:
        self._put(self.time)


class Action(enum.Enum):
    """What to do with the next frame."""

    WAIT = "wait"
    SHOW = "show"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the next frame, and how many seconds from now it concerns us.

    For WAIT, `delay` is how long until drawing should start; for SHOW, how long until the frame is
    due, drawing included; for DROP it is 0.
    """

    action: Action
    delay: float = 0.0


def judge(due: float, next_due: float | None, lead: float) -> Verdict:
    """Decide about a frame.

    Parameters
    ----------
    due : seconds from now until the frame is to be seen; negative where it is late
    next_due : the same of the frame after it; None where that is not decoded yet, or there is none
    lead : how long drawing is expected to take
    """
    if due > lead:
        return Verdict(Action.WAIT, due - lead)
    if next_due is not None and next_due + LATE_TOLERANCE < lead:
        return Verdict(Action.DROP)
    return Verdict(Action.SHOW, max(due, 0.0))


class Lead:
    """A running estimate of how long drawing takes, in seconds."""

    _WEIGHT = 0.25  # of the newest measurement: a change is followed within a few frames

    def __init__(self) -> None:
        self._seconds: float | None = None

    @property
    def seconds(self) -> float:
        """How long before a frame is due its drawing should start."""
        return min(self._seconds or 0.0, MAX_LEAD)

    def measured(self, seconds: float) -> None:
        """Take in how long one frame took."""
        if self._seconds is None:
            self._seconds = seconds
        else:
            self._seconds += self._WEIGHT * (seconds - self._seconds)

    def reset(self) -> None:
        """Forget everything: the work per frame has changed."""
        self._seconds = None


class FrameRate:
    """Frames shown per second of late."""

    _SPAN = 2.0  # seconds of showing that count

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    @property
    def fps(self) -> float:
        """The rate up to the last frame, so that it holds still during a pause; 0 at first."""
        if len(self._times) < 2:
            return 0.0
        span = self._times[-1] - self._times[0]
        return (len(self._times) - 1) / span if span > 0 else 0.0

    def count(self, now: float) -> None:
        """Note that a frame was shown at a real time (s)."""
        self._times.append(now)
        while now - self._times[0] > self._SPAN:
            self._times.popleft()
