"""The ring buffer: decoded sound on its way to the device, with the media time of each sample.

One thread writes, the device's callback reads. Samples are counted from the ring's beginning and
never renumbered, so that an index names one sample for good; those read stay for a while, so that
a pause can go back to the one that was heard last.

The lock is held for a copy of a few milliseconds of sound at most. The callback does not wait
longer than `PATIENCE` for it, a fraction of what the device holds.
"""

from __future__ import annotations

import threading
from collections import deque

from ...dependencies import np
from ...media.audio.audio_source import AudioBlock
from ...media.audio.filters import Samples

AHEAD_SECONDS = 0.4
"""How much decoded sound waits for the device."""

HISTORY_SECONDS = 1.0
"""How much that was read stays, for going back; a device's latency is less."""

PREFILL_SECONDS = 0.05
"""After a seek, or when it has run dry, the ring is read from only once it holds this much."""

PATIENCE = 0.02
"""How long (s) the callback waits for the lock."""

_SAME_LINE = 1e-6  # seconds by which blocks may be off and still continue each other


class RingBuffer:
    """Samples by index. Every method may be called from any thread.

    Parameters
    ----------
    rate : samples per second
    channels : of each sample

    Attributes
    ----------
    lock : held by each method; to be held around several that belong together
    underruns : how often the device found it empty while there was more to come
    """

    def __init__(self, rate: int, channels: int) -> None:
        self.rate, self.channels = rate, channels
        self.lock = threading.RLock()
        self.underruns = 0
        self._ahead = round(AHEAD_SECONDS * rate)
        self._samples = np.zeros(
            (self._ahead + round(HISTORY_SECONDS * rate), channels), np.float32
        )
        self._marks: deque[tuple[int, float, float]] = deque()  # index, media time, speed
        self._first = self._read = self._written = 0
        self._serial = 0
        self._ready = self._finished = False

    @property
    def serial(self) -> int:
        """Which `flush` what is written now belongs to."""
        return self._serial

    @property
    def first(self) -> int:
        """The index of the first sample since the last `flush`."""
        return self._first

    @property
    def read_index(self) -> int:
        """The index of the sample that the device takes next."""
        return self._read

    @property
    def exhausted(self) -> bool:
        """Whether the device has taken the last sample there is."""
        with self.lock:
            return self._finished and self._read == self._written

    def holds(self, seconds: float) -> bool:
        """Whether so much waits to be read, or all there is."""
        least = min(round(seconds * self.rate), self._ahead)
        with self.lock:
            return self._finished or self._written - self._read >= least

    @property
    def room(self) -> int:
        """How many samples may be written, 0 after `finish`."""
        with self.lock:
            return 0 if self._finished else max(0, self._ahead - (self._written - self._read))

    @property
    def end_time(self) -> float | None:
        """The media time after the last sample; None where there is none since `flush`."""
        return self.time_at(self._written)

    def flush(self) -> int:
        """Throw away what has not been read; return the new serial."""
        with self.lock:
            self._first = self._written = self._read
            self._marks.clear()
            self._ready = self._finished = False
            self._serial += 1
            return self._serial

    def write(self, block: AudioBlock, serial: int) -> bool:
        """Append a block; return False, and drop it, where it is from before the last flush.

        There must be some `room`; a block longer than that is taken whole, at the expense of what
        was read long ago.
        """
        with self.lock:
            if serial != self._serial:
                return False
            time = self.end_time
            same = time is not None and abs(time - block.time) < _SAME_LINE
            if not same or self._marks[-1][2] != block.speed:
                self._marks.append((self._written, block.time, block.speed))
            self._put(block.samples)
            while len(self._marks) > 1 and self._marks[1][0] <= self._oldest:
                self._marks.popleft()
            return True

    def finish(self, serial: int) -> None:
        """Note that nothing more comes, unless `serial` is out of date."""
        with self.lock:
            self._finished = self._finished or serial == self._serial

    def read(self, out: Samples) -> int:
        """Fill `out`, (samples, channels), with what comes next and silence after; return how much
        of it is sound.
        """
        with self.lock:
            self._ready = self._ready or self.holds(PREFILL_SECONDS)
            have = min(len(out), self._written - self._read) if self._ready else 0
            if have:
                start = self._read % len(self._samples)
                head = min(have, len(self._samples) - start)
                out[:head] = self._samples[start : start + head]
                out[head:have] = self._samples[: have - head]
                self._read += have
            out[have:] = 0
            if self._ready and have < len(out) and not self._finished:
                self.underruns += 1
                self._ready = False
            return have

    def rewind(self, index: int) -> None:
        """Go back to a sample already read, or as far as there is something left."""
        with self.lock:
            self._read = min(self._read, max(index, self._first, self._oldest))

    def keep(self, seconds: float) -> float | None:
        """Throw away all but the next seconds; return the media time of the first thrown away.

        None where nothing has been written since `flush`. More is to be written after it.
        """
        with self.lock:
            self._written = min(self._written, self._read + round(seconds * self.rate))
            while len(self._marks) > 1 and self._marks[-1][0] >= self._written:
                self._marks.pop()
            self._finished = False
            return self.end_time

    def time_at(self, index: float) -> float | None:
        """Return the media time of a sample; None where it is from before the last flush."""
        with self.lock:
            if not self._marks or index < self._first:
                return None
            mark = self._marks[0]
            for later in self._marks:
                if later[0] > index:
                    break
                mark = later
            return mark[1] + (index - mark[0]) * mark[2] / self.rate

    @property
    def _oldest(self) -> int:
        return max(self._first, self._written - len(self._samples))

    def _put(self, samples: Samples) -> None:
        samples = samples[-len(self._samples) :]
        start = self._written % len(self._samples)
        head = min(len(samples), len(self._samples) - start)
        self._samples[start : start + head] = samples[:head]
        self._samples[: len(samples) - head] = samples[head:]
        self._written += len(samples)
