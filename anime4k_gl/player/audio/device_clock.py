"""The device's clock: the sample that is heard, smoothed over the device's statements."""

from __future__ import annotations

from collections import deque

from ...lazy.dataclass import dataclass

SMOOTHING_SECONDS = 2.0
"""Over how long the device's statements are averaged: a card's drift is followed within 1 ms."""

JUMP_SECONDS = 0.012
"""A statement this far off the average is a jump, or an error."""

JUMP_COUNT = 4
"""So many jumps in a row, to the same side, are believed."""

LONG_JUMP_SECONDS = 0.1
"""A jump of this length counts for two."""

_RECORDS = 512  # device buffers remembered: seconds of them


@dataclass(frozen=True, slots=True)
class _Record:
    """One buffer handed to the device: `sounding` samples from `index` on, then silence."""

    position: int
    index: int
    sounding: int


class DeviceClock:
    """Maps real time to the index of the sample heard. Not to be used by two threads at once.

    The device says of each buffer when its first sample will be heard. Since samples leave it at
    an even pace, each statement also tells when sample 0 was heard; those are averaged, as each
    is off by some milliseconds. A device that stalled, or whose latency changed, says so by
    statements that are off for good.

    Parameters
    ----------
    rate : samples per second
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._records: deque[_Record] = deque(maxlen=_RECORDS)
        self.restart(None)

    def restart(self, index: float | None) -> None:
        """Forget the device's past; until it is heard again, the sample heard stays `index`."""
        self._records.clear()
        self._held = index
        self._origin = 0.0
        self._count = 0
        self._jumps: list[float] = []
        self._position = 0

    def handed(self, count: int, index: int, sounding: int, heard_at: float) -> None:
        """Note a buffer of `count` samples given to the device.

        Parameters
        ----------
        index, sounding : its first sample, and how many there are before silence
        heard_at : real time (s) at which the device will play its first
        """
        self._records.append(_Record(self._position, index, sounding))
        self._average(heard_at - self._position / self._rate, count / self._rate)
        self._position += count

    def heard(self, now: float) -> tuple[float, bool] | None:
        """Return (index heard at a real time, whether it is sound rather than silence after it).

        None where nothing was given to the device since a restart that named no sample.
        """
        position = (now - self._origin) * self._rate
        if not self._records or position < self._records[0].position:
            return None if self._held is None else (self._held, True)
        record = self._records[0]
        for later in reversed(self._records):
            if later.position <= position:
                record = later
                break
        elapsed = position - record.position
        return record.index + min(elapsed, record.sounding), elapsed < record.sounding

    def _average(self, origin: float, seconds: float) -> None:
        off = origin - self._origin
        if self._count and abs(off) > JUMP_SECONDS:
            if self._jumps and (self._jumps[-1] > 0) != (off > 0):
                self._jumps.clear()
            self._jumps += [off, off] if abs(off) > LONG_JUMP_SECONDS else [off]
            if len(self._jumps) < JUMP_COUNT:
                return
            self._count = 0
        self._jumps.clear()
        self._count += 1
        self._origin += off * max(1 / self._count, min(1.0, seconds / SMOOTHING_SECONDS))
