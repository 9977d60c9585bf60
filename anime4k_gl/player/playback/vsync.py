"""Frames fitted to the screen's refreshes. Arithmetic only: no window, no waiting.

Frames seldom fit a screen's refreshes: at 24 in 60 a second each has two and a half. Taking for
each frame the refresh next to its time would give three and two in turn only in theory, for half a
refresh can be rounded either way, and the least jitter of clock or timestamps would. So the whole
pattern is moved by a part of a refresh to where no frame is near to being rounded the other way.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator

MAX_CORRECTION = 0.005
"""The most by which speed may be changed to fit frames to refreshes: a twelfth of a semitone."""

MAX_SHIFT = 0.5
"""How far (refreshes) the pattern may be moved against the clock."""

MAX_PATTERN = 5
"""Frames after which a pattern of refreshes must repeat to be worth a change of speed: 25 frames a
second on 60 Hz take 12 refreshes in 5 frames."""

_JITTER_GAIN = 0.05  # of a frame's difference from what its timestamp says that is followed
_LOST = 1.0  # refreshes: a difference above this is a jump, not jitter
_WINDOW = 2 * MAX_PATTERN  # frames whose rounding is watched

_PHASE_GAIN = 0.1
_PERIOD_GAIN = 0.01
_PERIOD_RANGE = 0.03  # of the nominal period; a driver says 60 or 59 for 59.94


def matched_speed(frame_seconds: float, refresh_seconds: float) -> float:
    """Return the factor of speed at which frames and refreshes fit; 1 where none is near enough.

    They fit where a few frames take a whole number of refreshes. The shortest such pattern that
    `MAX_CORRECTION` allows is taken, and so the steadiest.
    """
    for frames in range(1, MAX_PATTERN + 1):
        refreshes = frames * frame_seconds / refresh_seconds
        whole = round(refreshes)
        if whole and abs(refreshes / whole - 1.0) <= MAX_CORRECTION:
            return refreshes / whole
    return 1.0


class Cadence:
    """Gives each frame a refresh, in a steady pattern that does not drift from the clock.

    Refreshes are counted by an index, any origin; a frame's ideal place is a real number on that
    scale. The pattern is moved by no more than `MAX_SHIFT`, and by `MAX_CORRECTION` at a time.

    Attributes
    ----------
    shift : refreshes by which frames are shown after (negative: before) their ideal place,
        rounding aside
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything: the next frame does not follow the last."""
        self.shift = 0.0
        self._ideal: float | None = None
        self._rests: deque[float] = deque(maxlen=_WINDOW)

    def place(self, measured: float, advance: float | None = None) -> int:
        """Return the refresh at which a frame is to appear.

        Parameters
        ----------
        measured : its ideal place by the clock, jitter included
        advance : refreshes since the frame before by their timestamps; None where it follows none
        """
        expected = None if self._ideal is None or advance is None else self._ideal + advance
        if expected is None or abs(measured - expected) > _LOST:
            self.reset()
            ideal, moved = measured, 0.0
        else:
            ideal, moved = expected + _JITTER_GAIN * (measured - expected), abs(advance or 0.0)
        self._ideal = ideal
        index = math.floor(ideal + self.shift + 0.5)
        # How far each frame is from its place, without the shift, on a scale of a refresh: those
        # of a steady pattern lie between two bounds, whose middle is to be where the shift is not.
        self._rests.append(ideal - index)
        self._centre(MAX_CORRECTION * moved)
        return index

    def _centre(self, step: float) -> None:
        wanted = -(max(self._rests) + min(self._rests)) / 2
        moved = self.shift + min(max(wanted - self.shift, -step), step)
        self.shift = min(max(moved, -MAX_SHIFT), MAX_SHIFT)


def plan(times: Iterable[float], period: float, *, speed: float = 1.0) -> Iterator[int]:
    """Yield the refresh for each of some frames, counted from the one at media time 0.

    Parameters
    ----------
    times : the frames' media times in seconds, in order
    period : seconds from one refresh to the next
    speed : media seconds per second
    """
    cadence = Cadence()
    before: float | None = None
    for time in times:
        advance = None if before is None else (time - before) / (speed * period)
        before = time
        yield cadence.place(time / (speed * period), advance)


class Refreshes:
    """When the screen refreshes, learnt from when swaps return.

    Parameters
    ----------
    hz : refreshes a second, as the window system says: above 0

    Attributes
    ----------
    period : seconds from one refresh to the next, as learnt so far
    """

    def __init__(self, hz: float) -> None:
        if not (math.isfinite(hz) and hz > 0):
            raise ValueError(f"a refresh rate must be a number above 0, not {hz}")
        self._nominal = 1.0 / hz
        self.period = self._nominal
        self._origin = 0.0  # real time of refresh 0
        self._latest: int | None = None

    def swapped(self, now: float) -> None:
        """Note the real time (s) at which a swap came back from waiting for the screen."""
        index = round(self.place(now))
        error = now - self.time_of(index)
        if self._latest is None:  # refreshes that were given out before stay where they are
            self._origin += error
            self._latest = index
            return
        passed = index - self._latest
        if passed > 0:
            low, high = 1 - _PERIOD_RANGE, 1 + _PERIOD_RANGE
            period = self.period + _PERIOD_GAIN * error / passed
            period = min(max(period, low * self._nominal), high * self._nominal)
            # The latest refresh stays where it is; the period turns about it.
            self._origin += index * (self.period - period)
            self.period = period
            self._latest = index
        self._origin += _PHASE_GAIN * error

    def place(self, moment: float) -> float:
        """Return a real time (s) on the scale of refreshes."""
        return (moment - self._origin) / self.period

    def time_of(self, index: float) -> float:
        """Return the real time (s) of a refresh."""
        return self._origin + index * self.period
