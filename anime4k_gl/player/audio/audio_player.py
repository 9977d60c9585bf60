"""The audio player: one file's sound, decoded in a thread, and the clock that it gives.

Three parties share a `RingBuffer`: the thread that decodes, the device's callback that copies, and
whoever asks for the time. What is asked of `AudioPlayer` is done by its thread soon after; the time
and what is heard follow at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ...errors import Anime4KError, MediaError
from ...media.audio.audio_source import (
    MAX_SPEED,
    MIN_SPEED,
    AudioBlock,
    AudioSource,
    AudioTrack,
    audio_tracks,
    default_track,
)
from ...media.audio.filters import Samples
from ..playback.clock import MediaClock, TimeSource
from .device_clock import DeviceClock
from .gain import MAX_VOLUME, Amplifier
from .output_device import OpenDevice, OutputDevice, SoundDeviceError, open_device
from .ring_buffer import PATIENCE, PREFILL_SECONDS, RingBuffer

RETRY_SECONDS = 5.0
"""How long after a device was lost, or could not be opened, it is tried again."""

_POLL_SECONDS = 0.03  # between looks at a full ring, which does not say when there is room again
_IDLE_SECONDS = 0.5  # the same where nothing is played
_KEPT_SECONDS = 0.1  # of sound at the old speed, to play while the new one is made ready


class AudioPlayer:
    """A file's sound, playing from the moment it is made. A context manager.

    Parameters
    ----------
    path : the file
    track : index of the stream to play, None for the file's default
    volume : percent, 0 to 130; 100 is as recorded
    muted : play nothing audible; the clock runs on
    speed : media seconds per second, 0.25 to 4; the pitch stays
    start : media time in seconds to begin at
    paused : whether to wait for `set_paused`
    delay : seconds by which sound is heard later than the file says
    report : called with each message for the user, a line; from the sound's thread as well
    tracks : what `audio_tracks` says of the file, where it has been asked already
    open_sink, time_source : the device and real time in seconds; for tests

    Attributes
    ----------
    path : as given
    tracks : the file's sound tracks

    Raises `MediaError` where the file cannot be opened. Whatever goes wrong later is reported, and
    there is silence: `time` is None then.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        track: int | None = None,
        volume: float = 100.0,
        muted: bool = False,
        speed: float = 1.0,
        start: float = 0.0,
        paused: bool = False,
        delay: float = 0.0,
        report: Callable[[str], None],
        tracks: tuple[AudioTrack, ...] | None = None,
        open_sink: OpenDevice = open_device,
        time_source: TimeSource = time.perf_counter,
    ) -> None:
        self.path = os.fspath(path)
        self.tracks = audio_tracks(path) if tracks is None else tracks
        self._report, self._open_sink, self._now = report, open_sink, time_source
        self._wake = threading.Condition()
        self._amplifier, self._delay = Amplifier(volume, muted), delay
        self._speed, self._paused, self._stop = self._clamped(speed), paused, False
        # Where the player is, while no sound says so.
        self._estimate = MediaClock(time_source)
        self._estimate.set(start, 0)
        self._estimate.set_speed(self._speed)
        self._estimate.set_paused(paused)
        self._track = default_track(self.tracks) if track is None else self._find(track)
        # What the thread is to do: open the track, go to a media time, change speed, look again.
        self._reopen, self._respeed, self._asked = True, False, True
        self._target: float | None = start
        self._last: tuple[int, float] = (-1, 0.0)  # serial, time: never to go back
        self._frozen: float | None = None  # index heard when the pause began
        self._device_underruns = 0
        # Of the device: made anew, together, when one is opened.
        self._sink: OutputDevice | None = None
        self._ring: RingBuffer | None = None
        self._device_clock: DeviceClock | None = None
        # The thread's own.
        self._source: AudioSource | None = None
        self._blocks: Iterator[AudioBlock] = iter(())
        self._serial = -1
        self._running = False
        self._device_failed = False
        self._reported: set[str] = set()
        self._retry_at = 0.0
        self._thread = threading.Thread(target=self._run, name="anime4k_gl sound", daemon=True)
        self._thread.start()

    def __enter__(self) -> AudioPlayer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Fall silent and release the file and the device. May be called twice."""
        with self._wake:
            self._stop = True
            self._wake.notify_all()
        self._thread.join()

    # -- what can be asked of it -------------------------------------------------------------

    @property
    def track(self) -> AudioTrack | None:
        """What is played, or would be if there were a device; None for no sound."""
        return self._track

    @property
    def volume(self) -> float:
        """Percent."""
        return self._amplifier.volume

    @property
    def muted(self) -> bool:
        """Whether nothing is audible."""
        return self._amplifier.muted

    @property
    def speed(self) -> float:
        """Media seconds per second."""
        return self._speed

    @property
    def delay(self) -> float:
        """Seconds by which sound is heard later than the file says; `time` follows a change."""
        return self._delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        with self._wake:
            self._delay = seconds
            self._last = (-1, 0.0)

    @property
    def device_name(self) -> str | None:
        """What sound is played on, None where there is no device."""
        sink = self._sink
        return None if sink is None else sink.name

    @property
    def latency(self) -> float:
        """Seconds from the decoder's hand to the ear, as the device says; 0 without one."""
        sink = self._sink
        return 0.0 if sink is None else sink.latency

    @property
    def underruns(self) -> int:
        """How often there was silence because sound came too late."""
        ring, sink = self._ring, self._sink
        return (
            self._device_underruns
            + (0 if ring is None else ring.underruns)
            + (0 if sink is None else sink.underruns)
        )

    @property
    def ended(self) -> bool:
        """Whether the last sample of the track has been heard."""
        ring, clock = self._ring, self._device_clock
        if ring is None or clock is None or self._target is not None:
            return False
        with ring.lock:
            heard = clock.heard(self._now())
            return ring.exhausted and (heard is None or heard[0] >= ring.read_index)

    @property
    def waiting(self) -> bool:
        """Whether sound is on its way but not heard yet: after the start, or after a seek."""
        if self._track is None or self._device_failed or self.ended:
            return False
        return self.time is None

    @property
    def time(self) -> float | None:
        """The media time (s) being heard; during a pause, of what will be heard next.

        It never goes back, but for a seek or a change of `delay`, and stands still while sound
        comes too late. None where nothing is heard: no track, no device, nothing decoded yet
        after a seek, or the track has ended.
        """
        ring, clock = self._ring, self._device_clock
        if ring is None or clock is None or self._track is None or self._target is not None:
            return None
        with ring.lock:
            index = self._index_heard(ring, clock)
            media = None if index is None else ring.time_at(index)
            if media is None:
                return None
            serial, last = self._last
            media = max(media, last) if serial == ring.serial else media
            self._last = (ring.serial, media)
            return media + self._delay

    def _index_heard(self, ring: RingBuffer, clock: DeviceClock) -> float | None:
        """Return the index of the sample heard; None where there is nothing but silence."""
        if self._paused:
            begun = ring.first if self._frozen is None else max(self._frozen, ring.first)
            return begun if ring.holds(PREFILL_SECONDS) and not ring.exhausted else None
        heard = clock.heard(self._now())
        if heard is None:
            return None
        index, sounding = heard
        if not sounding and (index <= ring.first or ring.exhausted):
            return None
        return index

    def select(self, index: int | None) -> None:
        """Play another track, by the index of its stream; None for none.

        A device that was lost is tried again. Raises `MediaError` where there is no such track.
        """
        track = None if index is None else self._find(index)
        with self._wake:
            position = self._position()
            self._track, self._reopen = track, True
            self._retry_at = 0.0
            self._go_to(position)

    def seek(self, seconds: float) -> None:
        """Go on from a media time, exact to the sample."""
        with self._wake:
            self._go_to(seconds)

    def set_paused(self, paused: bool) -> None:
        """Fall silent at once, or go on from the sample heard last."""
        with self._wake:
            if paused == self._paused:
                return
            self._estimate.set(self._position(), 0)
            self._estimate.set_paused(paused)
            ring, clock = self._ring, self._device_clock
            if ring is None or clock is None:
                self._paused = paused
            else:
                with ring.lock:
                    self._freeze(ring, clock, paused)
            self._notify()

    def _freeze(self, ring: RingBuffer, clock: DeviceClock, paused: bool) -> None:
        """Hold the clock at what is heard until it is heard again."""
        self._frozen = self._index_heard(ring, clock)
        self._paused = paused
        if self._frozen is not None:
            self._frozen = max(self._frozen, ring.first)
        clock.restart(self._frozen)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, 0.25 to 4, within a fraction of a second."""
        with self._wake:
            self._estimate.set(self._position(), 0)
            self._estimate.set_speed(self._clamped(speed))
            self._respeed = self._respeed or self._clamped(speed) != self._speed
            self._speed = self._clamped(speed)
            self._notify()

    def set_volume(self, percent: float) -> None:
        """Set how loud it is, 0 to 130 percent."""
        self._amplifier.volume = min(max(percent, 0.0), MAX_VOLUME)

    def set_muted(self, muted: bool) -> None:
        """Make it inaudible, or audible again."""
        self._amplifier.muted = muted

    # -- helpers that hold the condition -----------------------------------------------------

    @staticmethod
    def _clamped(speed: float) -> float:
        return min(max(speed, MIN_SPEED), MAX_SPEED)

    def _find(self, index: int) -> AudioTrack:
        for track in self.tracks:
            if track.index == index:
                return track
        raise MediaError(f"{self.path}: stream {index} is no sound track")

    def _position(self) -> float:
        """Return the media time the player is at: sought, heard, or where it must be by now."""
        heard = self.time if self._target is None else None
        return self._estimate.time if heard is None else heard

    def _go_to(self, position: float) -> None:
        self._target = position
        self._estimate.set(position, 0)
        self._frozen = None
        if self._ring is not None:
            self._ring.flush()
        self._notify()

    def _notify(self) -> None:
        self._asked = True
        self._wake.notify_all()

    # -- the device's thread -----------------------------------------------------------------

    def _fill(self, out: Samples, heard_at: float) -> None:
        ring, clock = self._ring, self._device_clock
        if ring is None or clock is None or not ring.lock.acquire(timeout=PATIENCE):
            out[:] = 0
            return
        try:
            index, sounding = ring.read_index, 0
            if self._paused:  # until the thread stops the device; the clock stands already
                out[:] = 0
            else:
                sounding = ring.read(out)
                clock.handed(len(out), index, sounding, heard_at)
        finally:
            ring.lock.release()
        self._amplifier.apply(out)

    # -- the decoding thread -----------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stop:
                patience = self._step()
                with self._wake:
                    if patience and not self._stop and not self._asked:
                        self._wake.wait(patience)
        except Exception as error:  # nothing the user could mend; the picture goes on
            self._tell(f"{self._name}: the sound stopped: {error}")
        finally:
            self._close_source()
            self._close_device()

    def _step(self) -> float:
        """Do what is due; return how long there is nothing to do unless asked."""
        self._asked = False
        if self._sink is not None and self._sink.lost:
            self._lose(f"no sound: the device {self._sink.name} is gone; playing on in silence")
        if self._track is None:
            self._reopen = False
            self._close_source()
            self._halt()
            return _IDLE_SECONDS
        if self._sink is None and not self._open_device():
            return _IDLE_SECONDS
        ring, sink = self._ring, self._sink
        assert ring is not None and sink is not None
        try:
            self._obey(ring, sink)
            written = self._pump(ring)
        except Anime4KError as error:
            self._tell(str(error))
            self._close_source()
            written = self._pump(ring)
        self._start_or_stop(ring, sink)
        if written:
            return 0.0
        return _POLL_SECONDS if self._running else _IDLE_SECONDS

    def _obey(self, ring: RingBuffer, sink: OutputDevice) -> None:
        """Open, seek and change speed as asked."""
        with self._wake:
            track, reopen, target, respeed = (
                self._track, self._reopen, self._target, self._respeed,
            )  # fmt: skip
            speed = self._speed
            self._reopen = self._respeed = False
            self._serial = ring.serial
        if track is None or not (reopen or respeed or target is not None):
            return
        if reopen:
            self._close_source()
            self._source = AudioSource(
                self.path, track, rate=sink.rate, channels=sink.channels, speed=speed
            )
        source = self._source
        if source is not None:  # else it failed, and there is silence
            source.speed = speed
            if target is not None:
                source.seek(target - self._delay)
            else:
                end = ring.keep(_KEPT_SECONDS)
                source.seek(self._position() - self._delay if end is None else end)
            self._blocks = source.blocks()

    def _pump(self, ring: RingBuffer) -> bool:
        """Decode one block into the ring; return whether there may be room for more."""
        if not ring.room:
            return False
        block = next(self._blocks, None)
        if block is None:
            ring.finish(self._serial)
        else:
            ring.write(block, self._serial)
        with self._wake:
            if ring.serial == self._serial:
                self._target = None
        if self._source is not None and self._source.fault:
            self._tell(f"{self._name}: {self._source.fault}")
        return block is not None

    def _start_or_stop(self, ring: RingBuffer, sink: OutputDevice) -> None:
        if self._paused or self.ended:
            self._halt()
            return
        # A device takes as much as it can hold as soon as it starts.
        ready = ring.holds(sink.latency + PREFILL_SECONDS) and not ring.exhausted
        if ready and not self._running:
            with ring.lock:
                clock = self._device_clock
                assert clock is not None
                if self._frozen is not None:
                    ring.rewind(round(self._frozen))
                clock.restart(None if self._frozen is None else ring.read_index)
                self._frozen = None
                self._running = True
            self._amplifier.fade_in()
            try:
                sink.start()
            except SoundDeviceError as error:
                self._lose(str(error))

    def _halt(self) -> None:
        if self._running and self._sink is not None:
            self._sink.abort()
        self._running = False

    def _open_device(self) -> bool:
        if self._now() < self._retry_at:
            return False
        self._retry_at = self._now() + RETRY_SECONDS
        try:
            sink = self._open_sink(self._fill)
        except SoundDeviceError as error:
            self._device_trouble(str(error))
            return False
        with self._wake:
            self._device_clock = DeviceClock(sink.rate)
            self._ring, self._sink = RingBuffer(sink.rate, sink.channels), sink
            self._reopen, self._frozen = True, None
            if self._device_failed or self._target is None:
                self._target = self._estimate.time
        if self._device_failed:
            self._device_failed = False
            self._report(f"sound is back, on {sink.name}")
        return True

    def _lose(self, message: str) -> None:
        with self._wake:
            self._estimate.set(self._position(), 0)
        self._close_device()
        self._retry_at = self._now() + RETRY_SECONDS
        self._device_trouble(message)

    def _device_trouble(self, message: str) -> None:
        """Report why there is silence: once, until there is sound again."""
        if not self._device_failed:
            self._report(message)
        self._device_failed = True

    def _close_device(self) -> None:
        sink = self._sink
        with self._wake:
            self._device_underruns = self.underruns
            self._sink = self._ring = self._device_clock = None
            self._running = False
        if sink is not None:
            sink.close()

    def _close_source(self) -> None:
        self._blocks = iter(())
        if self._source is not None:
            self._source.close()
            self._source = None

    def _tell(self, message: str) -> None:
        """Report what is wrong with the file, once."""
        if message not in self._reported:
            self._reported.add(message)
            self._report(message)

    @property
    def _name(self) -> str:
        return Path(self.path).name
