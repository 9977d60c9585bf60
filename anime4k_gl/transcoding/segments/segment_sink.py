"""Drawn frames that become segments: each is encoded by itself and written whole."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from ...frame import Frame
from ...media.pyav import OutputContainer, av
from ...media.video.video_source import TruncatedError, VideoSource
from ...media.writing.video_encoding import BlankFrame, FrameEncoder, FramePool, VideoEncoding
from ..videos.opened_video import DrawingOutcome
from .cuts import Cuts
from .identity import check_unchanged
from .packet_file import PacketWriter
from .work_folder import SegmentFiles


class Trail:
    """The times and the last picture of a segment's frames, to know it again by.

    Who goes on after a segment decodes it once more, and compares: only where all of it is as it
    was do the frames that follow fit it.
    """

    def __init__(self) -> None:
        self._times = 0
        self._last: Frame | None = None

    def note(self, time: int, frame: Frame) -> None:
        """Take a frame's time in the encoder's unit, and the frame."""
        self._times = zlib.crc32(b"%d," % time, self._times)
        self._last = frame

    @property
    def digest(self) -> int:
        """What it comes to."""
        return self._times if self._last is None else checksum(self._last, self._times)


class _Sink:
    """Takes what a container writes that is never written."""

    name = "encoder"

    def write(self, data: bytes) -> int:
        return len(data)


class SegmentSink:
    """Takes drawn frames in order, and writes the segments that they are in.

    Parameters
    ----------
    folder : where to write them
    encoding, container : how frames are encoded, and for which container
    cuts : where segments begin
    first : the number of the first of them
    begin : its start in seconds of the source's clock; None for that of the video
    before : returns the digest of the segment before, as it was decoded now
    more : returns what is to be known of the reading, when a segment is complete
    """

    def __init__(
        self,
        folder: SegmentFiles,
        encoding: VideoEncoding,
        container: str,
        cuts: Cuts,
        first: int,
        begin: Fraction | None,
        *,
        before: Callable[[], int | None],
        more: Callable[[], dict[str, Any]],
    ) -> None:
        self._folder, self._encoding, self._container = folder, encoding, container
        self._cuts, self._before, self._more = cuts, before, more
        self._pool = FramePool(encoding)
        self.blank = self._pool.blank
        self._open(first, begin)

    def write(self, segment: int, picture: BlankFrame, frame: Frame) -> None:
        """Encode a drawn frame of a segment."""
        while self._number < segment:
            self._close(self._cuts[self._number + 1])
            self._open(self._number + 1, self._cuts[self._number + 1])
        assert frame.pts is not None
        for packet in self._encoder.encode(picture, frame.pts, frame.duration):
            self._file.write(packet)
        self._pool.give_back(picture)
        self._frames += 1
        self._trail.note(self._encoding.encoded_time(frame.pts), frame)

    def finish(self, end: Fraction | None) -> None:
        """Complete the last segment, which ends at a cut, or with the video."""
        while end is not None and self._cuts[self._number + 1] < end:
            self._close(self._cuts[self._number + 1])
            self._open(self._number + 1, self._cuts[self._number + 1])
        self._close(end)

    def discard(self) -> None:
        """Leave out the segment that is not complete."""
        self._file.discard()
        self._encoder_home.close()

    def _open(self, number: int, begin: Fraction | None) -> None:
        self._number, self._begin = number, begin
        self._frames, self._trail = 0, Trail()
        self._encoder_home: OutputContainer = av.open(_Sink(), "w", format=self._container)
        stream = self._encoding.add_to(self._encoder_home)
        name = str(self._folder.path)
        self._encoding.open(stream, name)
        self._encoder = FrameEncoder(self._encoding, stream, name)
        self._file = PacketWriter(self._folder.segment(number))

    def _close(self, end: Fraction | None) -> None:
        if self._frames:
            for packet in self._encoder.flush():
                self._file.write(packet)
        self._folder.check()
        more = {
            "begin": None if self._begin is None else str(self._begin),
            "end": None if end is None else str(end),
            "frames": self._frames,
            "digest": self._trail.digest,
            "before": self._before(),
            **self._more(),
        }
        self._file.finish(self._encoder.extradata, more)
        self._encoder_home.close()
        digest = self._trail.digest
        self._before = lambda: digest


def reading_facts(
    source: VideoSource, told: Mapping[str, Any], outcome: DrawingOutcome, reading: str
) -> dict[str, Any]:
    """Return what is to be known of a reading of a source when a segment is complete.

    Parameters
    ----------
    told : what `source_of` has told of the file
    outcome : of the reading so far
    reading : its name

    Raises
    ------
    MediaError : the file has changed
    """
    presentation, path = source.presentation, source.input.path
    assert presentation is not None and path is not None
    check_unchanged(path, told)
    losses = list(outcome.losses)
    if not losses:
        try:
            source.check_undamaged()
        except TruncatedError as error:
            losses.append(f"{source.path}: {error.reason}")
    end = presentation.end
    return {
        "part_start": str(presentation.start),
        "part_end": None if end is None else str(end),
        "skim": presentation.needs_all,
        "losses": losses,
        "notes": [
            *(note for note in (source.device_failure, source.grumbles) if note),
            *source.fields.late_notes,
        ],
        "reading": reading,
    }


def checksum(frame: Frame, start: int = 0) -> int:
    """Return a checksum of a picture's samples; those on a device do not count."""
    found = start
    for plane, described in zip(frame.planes, frame.layout.planes, strict=True):
        if plane.device is None:
            width = plane.size.width * described.format.texel_bytes
            shape = (plane.size.height, width)
            rows = np.lib.stride_tricks.as_strided(
                np.frombuffer(plane.data, np.uint8), shape, (plane.stride, 1), writeable=False
            )
            found = zlib.crc32(np.ascontiguousarray(rows).data, found)
    return found
