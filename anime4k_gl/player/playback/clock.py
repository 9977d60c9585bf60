"""Media time: a clock that follows real time or a master. No window, no thread, no sleeping.

All times are seconds. Media time is a position in the file, as in `Frame.time`; real time comes
from a monotonic source that is handed in, so that tests can turn the hands themselves.
"""

from __future__ import annotations

import time
from collections.abc import Callable

TimeSource = Callable[[], float]
"""Real time in seconds: monotonic, with any origin."""

MasterTime = Callable[[], float | None]
"""The media time that is heard now, None while nothing is."""


RESYNC_THRESHOLD = 1.0
"""Where decoding falls behind by more than this (s), the clock gives in and is set back."""

STUCK_SECONDS = 1.0
"""A master whose time stands still for longer than this (s) is not followed until it moves."""


class MediaClock:
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
        """Stop following the master until `set`: its time may be from before a seek."""
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
