"""One audio track decoded into a ring, block by block."""

from __future__ import annotations

from collections.abc import Iterator

from ...media.audio.audio_source import AudioBlock, AudioSource
from ...media.audio.tracks import AudioTrack
from ...media.opening import MediaInput
from .ring_buffer import RingBuffer


class TrackReader:
    """Reads a track of a file. Belongs to one thread; where nothing is open there is silence.

    Parameters
    ----------
    source : the file
    """

    def __init__(self, source: MediaInput) -> None:
        self._input = source
        self._source: AudioSource | None = None
        self._blocks: Iterator[AudioBlock] = iter(())

    @property
    def is_open(self) -> bool:
        """Whether a track is open."""
        return self._source is not None

    @property
    def fault(self) -> str:
        """What is wrong with the track so far, in words; empty where nothing is."""
        return (self._source.fault if self._source is not None else None) or ""

    @property
    def broken_off(self) -> str:
        """Why nothing more could be read, in words; empty as long as it can."""
        return (self._source.broken_off if self._source is not None else None) or ""

    @property
    def waited(self) -> float:
        """For how many seconds data has been waited for."""
        source = self._source
        return 0.0 if source is None else source.waiting.seconds

    def open(self, track: AudioTrack, ring: RingBuffer, speed: float) -> None:
        """Open a track for a ring's rate and channels. Raises `MediaError`."""
        self.close()
        self._source = AudioSource(
            self._input, track, rate=ring.rate, channels=ring.channels, speed=speed
        )

    def seek(self, seconds: float, speed: float) -> None:
        """Go on from a media time, at a speed. Raises `MediaError`."""
        assert self._source is not None
        self._source.speed = speed
        self._source.seek(seconds)
        self._blocks = self._source.blocks()

    def read_into(self, ring: RingBuffer, serial: int) -> bool:
        """Decode one block into the ring; return False at the end, which is noted there.

        Raises
        ------
        MediaError : it cannot be decoded
        """
        block = next(self._blocks, None)
        if block is None:
            ring.finish(serial)
            return False
        ring.write(block, serial)
        return True

    def close(self) -> None:
        """Let go of the track. May be called twice."""
        self._blocks = iter(())
        if self._source is not None:
            self._source.close()
            self._source = None
