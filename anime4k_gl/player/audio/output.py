"""An open device, the ring of samples that it plays, and the clock of what is heard from it."""

from __future__ import annotations

from ...media.audio.filters import Samples
from ..playback.clock import TimeSource
from .device_clock import DeviceClock
from .gain import Amplifier
from .output_device import OpenDevice
from .ring_buffer import PATIENCE, PREFILL_SECONDS, RingBuffer


class AudioOutput:
    """Plays from a ring that another thread fills.

    Parameters
    ----------
    open_device : opens the device; what it raises goes through
    amplifier : what samples go through last
    now : real time in seconds

    Attributes
    ----------
    device, ring : made together, for each other
    paused : whether silence is played; changed by `set_paused`
    running : whether the device asks for samples
    """

    def __init__(self, open_device: OpenDevice, amplifier: Amplifier, now: TimeSource) -> None:
        self._amplifier, self._now = amplifier, now
        self._frozen: float | None = None  # index heard when the pause began
        self.paused = self.running = False
        self.device = open_device(self._fill)
        self.ring = RingBuffer(self.device.rate, self.device.channels)
        self._clock = DeviceClock(self.device.rate)

    @property
    def underruns(self) -> int:
        """How often there was silence because sound came too late."""
        return self.ring.underruns + self.device.underruns

    @property
    def ended(self) -> bool:
        """Whether the last sample there is has been heard."""
        with self.ring.lock:
            heard = self._clock.heard(self._now())
            return self.ring.exhausted and (heard is None or heard[0] >= self.ring.read_index)

    def heard_time(self) -> float | None:
        """Return the media time (s) heard, or to be heard after a pause; None in silence.

        The caller holds the ring's lock.
        """
        index = self._index_heard()
        return None if index is None else self.ring.time_at(index)

    def set_paused(self, paused: bool) -> None:
        """Fall silent at once, or go on; the clock stays where it is until that is heard again."""
        with self.ring.lock:
            self._frozen = self._index_heard()
            self.paused = paused
            if self._frozen is not None:
                self._frozen = max(self._frozen, self.ring.first)
            self._clock.restart(self._frozen)

    def flush(self) -> None:
        """Throw away what was not heard: other sound is to come."""
        self._frozen = None
        self.ring.flush()

    def start_when_ready(self) -> None:
        """Start the device once there is enough for it. Raises `SoundDeviceError`."""
        ring = self.ring
        # A device takes as much as it can hold as soon as it starts.
        ready = ring.holds(self.device.latency + PREFILL_SECONDS) and not ring.exhausted
        if not ready or self.running:
            return
        with ring.lock:
            if self._frozen is not None:
                ring.rewind(round(self._frozen))
            self._clock.restart(None if self._frozen is None else ring.read_index)
            self._frozen = None
            self.running = True
        self._amplifier.fade_in()
        self.device.start()

    def halt(self) -> None:
        """Stop the device at once."""
        if self.running:
            self.device.abort()
        self.running = False

    def close(self) -> None:
        """Let go of the device. May be called twice."""
        self.running = False
        self.device.close()

    def _index_heard(self) -> float | None:
        """Return the index of the sample heard; None where there is nothing but silence."""
        ring = self.ring
        if self.paused:
            begun = ring.first if self._frozen is None else max(self._frozen, ring.first)
            return begun if ring.holds(PREFILL_SECONDS) and not ring.exhausted else None
        heard = self._clock.heard(self._now())
        if heard is None:
            return None
        index, sounding = heard
        if not sounding and (index <= ring.first or ring.exhausted):
            return None
        return index

    def _fill(self, out: Samples, heard_at: float) -> None:
        """Fill a buffer; in the device's thread."""
        ring = self.ring
        if not ring.lock.acquire(timeout=PATIENCE):
            out[:] = 0
            return
        try:
            index, sounding = ring.read_index, 0
            if self.paused:  # until the thread stops the device; the clock stands already
                out[:] = 0
            else:
                sounding = ring.read(out)
                self._clock.handed(len(out), index, sounding, heard_at)
        finally:
            ring.lock.release()
        self._amplifier.apply(out)
