"""The audio player: one file's sound, decoded in a thread, and the clock that it gives.

Three parties share a `RingBuffer`: the thread that decodes, the device's callback that copies, and
whoever asks for the time. Its thread does what `AudioPlayer` is told soon after; the time
and what is heard follow at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ...errors import Anime4KError
from ...media.audio.audio_source import supported_speed
from ...media.audio.tracks import AudioTrack, audio_tracks, default_track, track_at
from ...media.network.interruption import ReadInterruption
from ...media.opening import MediaInput, as_input
from ..playback.clock import MediaClock, TimeSource
from .audio_state import AudioState
from .gain import MAX_VOLUME, Amplifier
from .output import AudioOutput
from .output_device import OpenDevice, SoundDeviceError, open_device
from .ring_buffer import RingBuffer
from .track_reader import TrackReader

RETRY_SECONDS = 5.0
"""How long after a device was lost, or could not be opened, it is tried again."""

_POLL_SECONDS = 0.03  # between looks at a full ring, which does not say when there is room again
_IDLE_SECONDS = 0.5  # the same where nothing is played
_KEPT_SECONDS = 0.1  # of sound at the old speed, to play while the new one is made ready


class AudioPlayer(AudioState):
    """A file's sound, playing from the moment it is made. A context manager.

    Parameters
    ----------
    path : the file, a URL or a `MediaInput`
    track : index of the stream to play, None for the file's default
    volume : percent, 0 to 130; 100 is as recorded
    muted : play nothing audible; the clock runs on
    speed : media seconds per second, 0.25 to 4; the pitch stays
    start : media time in seconds to begin at
    paused : whether to wait for `set_paused`
    delay : seconds by which sound is heard later than the file says
    report : called with each message for the user, a line; from the sound's thread as well
    tracks : what `audio_tracks` says of the file, where it has been asked already
    open_device, time_source : the device and real time in seconds; for tests

    Attributes
    ----------
    path : as given
    tracks : the file's audio tracks

    Raises `MediaError` where the file cannot be opened. Whatever goes wrong later is reported, and
    there is silence: `time` is None then.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
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
        open_device: OpenDevice = open_device,
        time_source: TimeSource = time.perf_counter,
    ) -> None:
        source = as_input(path)
        self.path = source.name
        self._name = Path(self.path).name
        self.tracks = audio_tracks(source) if tracks is None else tracks
        self._report, self._open_device, self._now = report, open_device, time_source
        self._wake = threading.Condition()
        self._amplifier, self._delay = Amplifier(volume, muted), delay
        self._speed, self._paused, self._stop = supported_speed(speed), paused, False
        # Where the player is, while no sound says so.
        self._estimate = MediaClock(time_source)
        self._estimate.set(start, 0)
        self._estimate.set_speed(self._speed)
        self._estimate.set_paused(paused)
        self._track = default_track(self.tracks) if track is None else self._find(track)
        # What the thread is to do: open the track, go to a media time, change speed, look again.
        self._reopen, self._respeed, self._notified = True, False, True
        self._target: float | None = start
        self._last: tuple[int, float] = (-1, 0.0)  # serial, time: never to go back
        self._past_underruns = 0  # of devices that are closed
        self._output: AudioOutput | None = None  # a new one when a device is opened
        # The thread's own.
        self._reader = TrackReader(source)
        self._serial = -1
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
            ReadInterruption.interrupt(self._thread)
            self._wake.notify_all()
        self._thread.join()

    # -- what can be asked of it -------------------------------------------------------------

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
    def time(self) -> float | None:
        """The media time (s) being heard; during a pause, of what will be heard next.

        It never goes back, but for a seek or a change of `delay`, and stands still while sound
        comes too late. None where nothing is heard: no track, no device, nothing decoded yet
        after a seek, or the track has ended.
        """
        output = self._output
        if output is None or self._track is None or self._target is not None:
            return None
        with output.ring.lock:
            media = output.heard_time()
            if media is None:
                return None
            serial, last = self._last
            media = max(media, last) if serial == output.ring.serial else media
            self._last = (output.ring.serial, media)
            return media + self._delay

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
            self._paused = paused
            if self._output is not None:
                self._output.set_paused(paused)
            self._notify()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, 0.25 to 4, within a fraction of a second."""
        with self._wake:
            self._estimate.set(self._position(), 0)
            self._estimate.set_speed(supported_speed(speed))
            self._respeed = self._respeed or supported_speed(speed) != self._speed
            self._speed = supported_speed(speed)
            self._notify()

    def set_volume(self, percent: float) -> None:
        """Set how loud it is, 0 to 130 percent."""
        self._amplifier.volume = min(max(percent, 0.0), MAX_VOLUME)

    def set_muted(self, muted: bool) -> None:
        """Make it inaudible, or audible again."""
        self._amplifier.muted = muted

    # -- helpers that hold the condition -----------------------------------------------------

    def _find(self, index: int) -> AudioTrack:
        return track_at(self.path, self.tracks, index)

    def _position(self) -> float:
        """Return the media time the player is at: sought, heard, or where it must be by now."""
        heard = self.time if self._target is None else None
        return self._estimate.time if heard is None else heard

    def _go_to(self, position: float) -> None:
        self._target = position
        self._estimate.set(position, 0)
        if self._output is not None:
            self._output.flush()
        ReadInterruption.interrupt(self._thread)  # what it reads is not wanted any more
        self._notify()

    def _notify(self) -> None:
        self._notified = True
        self._wake.notify_all()

    # -- the decoding thread -----------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stop:
                patience = self._step()
                with self._wake:
                    if patience and not self._stop and not self._notified:
                        self._wake.wait(patience)
        except Exception as error:  # nothing the user could fix; the picture goes on
            self._tell(f"{self._name}: audio stopped: {error}")
        finally:
            self._reader.close()
            self._close_output()

    def _step(self) -> float:
        """Do what is due; return the seconds until there is more, unless notified."""
        self._notified = False
        output = self._output
        if output is not None and output.device.lost:
            name = output.device.name
            self._lose(f"no sound: the device {name} is gone; playing on without sound")
        if self._track is None:
            self._reopen = False
            self._reader.close()
            if self._output is not None:
                self._output.halt()
            return _IDLE_SECONDS
        if self._output is None and not self._open_output():
            return _IDLE_SECONDS
        output = self._output
        assert output is not None
        try:
            self._obey(output)
            written = self._pump(output.ring)
        except InterruptedError:  # something else is wanted by now
            self._reopen = True
            return 0.0
        except Anime4KError as error:
            self._tell(str(error))
            self._reader.close()
            written = self._pump(output.ring)
        self._start_or_stop(output)
        if written:
            return 0.0
        return _POLL_SECONDS if output.running else _IDLE_SECONDS

    def _obey(self, output: AudioOutput) -> None:
        """Open, seek and change speed as asked."""
        with self._wake:
            track, reopen, target, respeed = (
                self._track, self._reopen, self._target, self._respeed,
            )  # fmt: skip
            speed = self._speed
            self._reopen = self._respeed = False
            self._serial = output.ring.serial
            ReadInterruption.resume()
        if track is None or not (reopen or respeed or target is not None):
            return
        if reopen:
            self._reader.open(track, output.ring, speed)
        if not self._reader.is_open:
            return  # it failed, and there is silence
        if target is not None:
            start = target - self._delay
        else:
            end = output.ring.keep(_KEPT_SECONDS)
            start = self._position() - self._delay if end is None else end
        self._reader.seek(start, speed)

    def _pump(self, ring: RingBuffer) -> bool:
        """Decode one block into the ring; return whether there may be room for more."""
        if not ring.room:
            return False
        written = self._reader.read_into(ring, self._serial)
        with self._wake:
            if ring.serial == self._serial:
                self._target = None
        if self._reader.fault:
            self._tell(f"{self._name}: {self._reader.fault}")
        if self._reader.broken_off:
            self._tell(f"{self.path}: {self._reader.broken_off}; played up to there")
        return written

    def _start_or_stop(self, output: AudioOutput) -> None:
        if output.paused or self.ended:
            output.halt()
            return
        try:
            output.start_when_ready()
        except SoundDeviceError as error:
            self._lose(str(error))

    def _open_output(self) -> bool:
        if self._now() < self._retry_at:
            return False
        self._retry_at = self._now() + RETRY_SECONDS
        try:
            output = AudioOutput(self._open_device, self._amplifier, self._now)
        except SoundDeviceError as error:
            self._device_trouble(str(error))
            return False
        with self._wake:
            output.paused = self._paused
            self._output = output
            self._reopen = True
            if self._device_failed or self._target is None:
                self._target = self._estimate.time
        if self._device_failed:
            self._device_failed = False
            self._report(f"sound is back, on {output.device.name}")
        return True

    def _lose(self, message: str) -> None:
        with self._wake:
            self._estimate.set(self._position(), 0)
        self._close_output()
        self._retry_at = self._now() + RETRY_SECONDS
        self._device_trouble(message)

    def _device_trouble(self, message: str) -> None:
        """Report why there is silence: once, until there is sound again."""
        if not self._device_failed:
            self._report(message)
        self._device_failed = True

    def _close_output(self) -> None:
        output = self._output
        with self._wake:
            self._past_underruns = self.underruns
            self._output = None
        if output is not None:
            output.close()

    def _tell(self, message: str) -> None:
        """Report what is wrong with the file, once."""
        if message not in self._reported:
            self._reported.add(message)
            self._report(message)
