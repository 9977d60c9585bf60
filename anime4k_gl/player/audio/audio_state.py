"""The state of an audio player, for whoever asks; it changes in another thread."""

from __future__ import annotations

import threading

from ...media.audio.tracks import AudioTrack
from .output import AudioOutput
from .track_reader import TrackReader


class AudioState:
    """What an `AudioPlayer` says of itself without a lock."""

    _track: AudioTrack | None
    _speed: float
    _target: float | None
    _output: AudioOutput | None
    _past_underruns: int
    _device_failed: bool
    _reader: TrackReader
    _thread: threading.Thread

    @property
    def time(self) -> float | None:
        """The media time (s) being heard; None where nothing is."""
        raise NotImplementedError

    @property
    def track(self) -> AudioTrack | None:
        """What is played, or would be if there were a device; None for no sound."""
        return self._track

    @property
    def speed(self) -> float:
        """Media seconds per second."""
        return self._speed

    @property
    def device_name(self) -> str | None:
        """What sound is played on, None where there is no device."""
        output = self._output
        return None if output is None else output.device.name

    @property
    def latency(self) -> float:
        """Seconds from the decoder's hand to the ear, as the device says; 0 without one."""
        output = self._output
        return 0.0 if output is None else output.device.latency

    @property
    def underruns(self) -> int:
        """How often there was silence because sound came too late."""
        output = self._output
        return self._past_underruns + (0 if output is None else output.underruns)

    @property
    def ended(self) -> bool:
        """Whether the last sample of the track has been heard."""
        output = self._output
        return output is not None and self._target is None and output.ended

    @property
    def has_track(self) -> bool:
        """Whether a track is selected, be it heard or not."""
        return self._track is not None

    @property
    def goes_on(self) -> bool:
        """Whether there is sound, or more of it, still to be heard."""
        return self.has_track and not (self.is_silent or self.ended)

    @property
    def is_silent(self) -> bool:
        """Whether there is no device to hear it on."""
        return self._device_failed or not self._thread.is_alive()

    @property
    def waited(self) -> float:
        """For how many seconds data has been waited for."""
        return self._reader.waited

    def holds(self, seconds: float) -> bool:
        """Return whether so much sound is ready to be heard, or none is to come."""
        output = self._output
        return output is None or not self.goes_on or output.ring.holds(seconds)

    @property
    def waiting(self) -> bool:
        """Whether sound is on its way but not heard yet: after the start, or after a seek."""
        if self._track is None or self._device_failed or self.ended:
            return False
        return self.time is None
