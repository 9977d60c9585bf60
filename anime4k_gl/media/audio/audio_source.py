"""One audio track of a file, decoded to timed blocks.

`AudioSource` opens the file itself, so that audio and video are read and sought independently.
Times are the container's own, as in `Frame.time`. Every sample has its place on a grid of the
device's rate that starts at media time 0: gaps in the file become silence, overlaps are cut, and a
seek is exact to the sample. A clock that jumps is made continuous, as for the video.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...dependencies import np
from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ..failures import failed, reason, reported
from ..network.read_watch import ReadWatch
from ..opening import MediaInput, as_input
from ..pyav import AudioFrame, AudioStream, Packet, av
from ..timing.reader_clock import ReaderClock
from .filters import Converter, Samples, Tempo, format_key
from .tracks import AudioTrack, default_track, track_at, tracks_of

MIN_SPEED, MAX_SPEED = 0.25, 4.0
"""The playback speeds supported, in media seconds per second."""

GAP_TOLERANCE = 0.02
"""Timestamps off by at most this (s) are jitter; beyond, there is a gap or an overlap."""

PREROLL = 0.3
"""How long (s) before the target of a seek decoding starts: codecs depend on what came before."""

_SILENCE_SECONDS = 0.1  # the longest block of silence
_MAX_READ_FAILURES = 32  # in a row, before reading stops


@dataclass(frozen=True)
class AudioBlock:
    """A block of audio and its time.

    Attributes
    ----------
    time : media time of the first sample in seconds
    speed : media seconds per second
    samples : (samples, channels), float32, full scale at -1 and 1
    """

    time: float
    speed: float
    samples: Samples


def supported_speed(speed: float) -> float:
    """Return the nearest speed that is supported, in media seconds per second."""
    return min(max(speed, MIN_SPEED), MAX_SPEED)


class AudioSource:
    """One track of a file, decoded. A context manager; one thread at a time may use it.

    Parameters
    ----------
    path : the file, a URL or a `MediaInput`
    track : the track, or the index of its stream; None for the file's default
    rate : output samples per second
    channels : number of output channels; with 2, more are mixed down to stereo
    speed : media seconds per second, 0.25 to 4; the pitch is kept

    Attributes
    ----------
    path : as given
    track : the track that is decoded
    fault : the last damage met so far, one line without the file's name; None if there is none
    broken_off : why nothing more could be read; None as long as it can
    waiting : for how long data has been waited for

    Raises `MediaError` if the file or its track cannot be opened or decoded.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
        track: AudioTrack | int | None = None,
        *,
        rate: int = 48000,
        channels: int = 2,
        speed: float = 1.0,
    ) -> None:
        self._input = as_input(path)
        self.path = self._input.name
        self.rate, self.channels = rate, channels
        self.fault: str | None = None
        self.broken_off: str | None = None
        self.waiting = ReadWatch()
        self.speed = speed
        self._target: int | None = None  # the sample that `blocks` begins with
        self._unread = True  # whether the container still stands at its beginning
        self._sought = False  # whether it was put somewhere behind that
        self._anchor: tuple[Fraction, int] | None = None  # see `_counted`
        self._container = self._input.container()
        try:
            self.track = self._choose(track)
            self._open_stream()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> AudioSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file. May be called twice."""
        self._container.close()

    @property
    def speed(self) -> float:
        """Media seconds per second; a change takes effect at the next `blocks`."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._speed = supported_speed(speed)

    def seek(self, seconds: float) -> None:
        """Start the next `blocks` at the sample nearest to a media time, in seconds.

        Before the first sample there is silence. Raises `MediaError` if the file is not seekable.
        """
        early = seconds - PREROLL
        if not self._input.seekable:
            if not self._unread:
                self._reopen()  # what was downloaded is still there
        elif early > (self._start or 0.0) or not self._unread:
            with reported(self.path):
                self._seek_container(early)
        self._target = round(seconds * self.rate)

    def blocks(self) -> Iterator[AudioBlock]:
        """Yield the audio without gaps, from the start or the last `seek` to the end.

        It must be called again after `seek` and after a change of `speed`, which needs a `seek`
        too. Damaged packets are replaced by silence and noted in `fault`.
        """
        if self._speed == 1.0:
            yield from self._grid()
            return
        position = self._target
        tempo = Tempo(self._speed, self.rate, self.channels)
        produced = 0
        for block in self._grid():
            if position is None:
                position = round(block.time * self.rate)
            for samples in tempo.run(block.samples):
                yield self._scaled(position, produced, samples)
                produced += len(samples)
        for samples in tempo.run(None):
            assert position is not None
            yield self._scaled(position, produced, samples)
            produced += len(samples)

    def _scaled(self, position: int, produced: int, samples: Samples) -> AudioBlock:
        time = (position + produced * self._speed) / self.rate
        return AudioBlock(time, self._speed, samples)

    def _reopen(self) -> None:
        self._container.close()
        self._container = self._input.container()
        self._open_stream()
        self._unread, self._sought = True, False

    def _choose(self, wanted: AudioTrack | int | None) -> AudioTrack:
        tracks = tracks_of(self._container)
        if wanted is None:
            track = default_track(tracks)
            if track is None:
                raise MediaError(f"{self.path}: no audio in this file")
        else:
            index = wanted if isinstance(wanted, int) else wanted.index
            track = track_at(self.path, tracks, index)
        if not track.decodable:
            raise MediaError(
                f"{self.path}: no decoder for audio stream {track.index} in this build of "
                "FFmpeg; choose another track"
            )
        return track

    def _open_stream(self) -> None:
        stream = self._container.streams[self.track.index]
        assert isinstance(stream, AudioStream)
        self._clock = ReaderClock.of(self._input, self._container)
        self._clock.leave_out((stream,))
        self._stream = stream
        self._time_base = stream.time_base or Fraction(1, 1000)
        begin = stream.start_time
        self._start = None if begin is None else float(begin * self._time_base)

    def _seek_container(self, seconds: float) -> None:
        self._clock.seek(self._stream, seconds)
        self._stream.codec_context.flush_buffers()
        self._unread = False
        self._sought = seconds > (self._start or 0.0)

    def _grid(self) -> Iterator[AudioBlock]:
        """Yield the track on the grid of the device's samples, each sample once and in order."""
        position = self._target  # of the next sample; None until the first says where it begins
        if position is not None and self._start is not None:
            known = round(self._start * self.rate)
            yield from self._silence(position, known)
            position = max(position, known)
        for start, samples in self._segments_from(position):
            if position is None:
                position = start
            if start > position:
                yield from self._silence(position, start)
                position = start
            fresh = samples[position - start :]
            if len(fresh):
                yield AudioBlock(position / self.rate, 1.0, fresh)
                position += len(fresh)

    def _silence(self, start: int, end: int) -> Iterator[AudioBlock]:
        step = round(_SILENCE_SECONDS * self.rate)
        for position in range(start, end, step):
            count = min(step, end - position)
            nothing = np.zeros((count, self.channels), np.float32)
            yield AudioBlock(position / self.rate, 1.0, nothing)

    def _segments_from(self, position: int | None) -> Iterator[tuple[int, Samples]]:
        """Yield as `_segments` does; seek further back first if a seek landed after its target.

        An index may be wrong, or list only the packets of another stream.
        """
        back_off = PREROLL
        while True:
            segments = self._segments()
            first = next(segments, None)
            if first is None or position is None or first[0] <= position or not self._sought:
                break
            back_off *= 4
            with reported(self.path):
                self._seek_container(position / self.rate - back_off)
        if first is not None:
            yield first
            yield from segments

    def _segments(self) -> Iterator[tuple[int, Samples]]:
        """Yield (place on the grid, samples); a gap in the timestamps leaves one in the places."""
        converter: Converter | None = None
        position = 0  # on the grid, of the converter's next sample
        expected: Fraction | None = None  # the next frame's time, where nothing is amiss
        from_start, self._unread = self._unread, False
        for frame in self._frames():
            time = self._time_of(frame, expected)
            if from_start and expected is not None:
                # The first frame may be cut short, the second is whole.
                self._anchor, from_start = (expected, frame.samples), False
            if converter is None or time != expected or converter.takes != format_key(frame):
                if converter is not None:
                    for samples in converter.convert(None):
                        yield position, samples
                        position += len(samples)
                converter = self._converter(frame)
                position = round(time * self.rate)
            expected = time + Fraction(frame.samples, frame.sample_rate)
            for samples in converter.convert(frame):
                yield position, samples
                position += len(samples)
        if converter is not None:
            for samples in converter.convert(None):
                yield position, samples
                position += len(samples)

    def _converter(self, frame: AudioFrame) -> Converter:
        try:
            return Converter(frame, self.rate, self.channels)
        except (av.FFmpegError, ValueError) as error:
            raise failed(self.path, error) from error

    def _time_of(self, frame: AudioFrame, expected: Fraction | None) -> Fraction:
        if frame.pts is None or not frame.time_base:
            return expected if expected is not None else Fraction(self._start or 0)
        time = frame.pts * Fraction(frame.time_base)
        if expected is not None and abs(time - expected) <= GAP_TOLERANCE:
            return expected
        return self._counted(time, frame)

    def _counted(self, time: Fraction, frame: AudioFrame) -> Fraction:
        """Return the time of the first frame after a seek or damage, counted in whole frames.

        Containers round times, Matroska to milliseconds. Counting frames from the file's start does
        not, so that a seek ends at the same sample that playing would have reached.
        """
        if self._anchor is None or self._anchor[1] != frame.samples:
            return time
        origin, size = self._anchor
        step = Fraction(size, frame.sample_rate)
        exact = origin + round((time - origin) / step) * step
        return exact if abs(exact - time) <= self._time_base else time

    def _frames(self) -> Iterator[AudioFrame]:
        """Decode from the container's position to the end, without damaged packets."""
        for packet in itertools.chain(self._clock.packets(self._packets()), (None,)):
            if packet is not None and packet.stream_index != self.track.index:
                continue
            try:
                yield from self._stream.codec_context.decode(packet)
            except av.error.EOFError:
                return
            except (av.FFmpegError, ValueError) as error:
                self.fault = f"damaged audio was skipped: {reason(error)}"

    def _packets(self) -> Iterator[Packet[Any]]:
        """Yield the container's packets, without those that were left out."""
        failures = 0
        packets = self._container.demux()
        while failures < _MAX_READ_FAILURES:
            try:
                with self.waiting:
                    packet = next(packets)
            except (StopIteration, IndexError, InterruptedError):
                break
            except (av.FFmpegError, OSError) as error:
                if not isinstance(error, av.error.InvalidDataError):
                    self.broken_off = reason(error)
                    break
                self.fault = f"the audio cannot be read further: {reason(error)}"
                failures += 1
                packets = self._container.demux()
                continue
            failures = 0
            if packet.size:
                yield packet
