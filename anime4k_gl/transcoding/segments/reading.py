"""A source's frames from a cut on, as a reading of the file from its start would give them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...frame import Frame
from ...media.video.video_source import VideoSource
from ...media.writing.video_encoding import VideoEncoding
from .cuts import Cuts
from .segment_sink import Trail


class OtherFramesError(Exception):
    """What was decoded again is not what an earlier run has decoded."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where reading goes on.

    Attributes
    ----------
    number : of the first segment to be read
    begin : its start in seconds of the source's clock
    before : the start of the segment before, None for that of the video
    part : what is 0 in the part, on the same clock
    skim : whether the clock is known only to who has read the file from its start
    digest : of the frames of the segment before, None where that is not known
    """

    number: int
    begin: Fraction
    before: Fraction | None
    part: Fraction
    skim: bool
    digest: int | None


def go_to(source: VideoSource, entry: Entry) -> None:
    """Go near to the segment before an entry, without decoding what is before that.

    Raises
    ------
    MediaError : the file cannot be sought in
    """
    presentation = source.presentation
    assert presentation is not None
    if entry.before is None or presentation.excerpt.frames is not None or source.fields.decimates:
        return  # all is decoded, since what is left out depends on what came before
    seconds = source.start if entry.skim else float(entry.before + presentation.origin)
    source.seek(seconds)
    presentation.go_on(entry.part, entry.before)


class Reader:
    """Gives a source's frames with the numbers of their segments.

    Parameters
    ----------
    source : opened, at its start or where `go_to` has led
    encoding : how frames are encoded
    cuts : where segments begin; those that come are added
    entry : where to begin; None for the start of the video
    stop : the cut at which to end; None for the end of the video

    Attributes
    ----------
    digest : of the frames of the segment before the entry, once they have been read
    """

    def __init__(
        self,
        source: VideoSource,
        encoding: VideoEncoding,
        cuts: Cuts,
        entry: Entry | None,
        stop: Fraction | None,
    ) -> None:
        self._source, self._cuts, self._entry, self._stop = source, cuts, entry, stop
        self._encoding = encoding
        self.digest: int | None = None
        source.watch.tell(cuts.note)

    def frames(self) -> Iterator[tuple[int, Frame]]:
        """Yield the frames.

        Raises
        ------
        OtherFramesError : those before the entry are not what they were
        """
        presentation, entry = self._source.presentation, self._entry
        assert presentation is not None
        number, trail = 0 if entry is None else entry.number, Trail()
        for frame in self._source.frames():
            assert frame.pts is not None
            time = frame.pts * frame.time_base + presentation.start
            if entry is not None and time < entry.begin:
                if entry.before is None or time >= entry.before:
                    trail.note(self._encoding.encoded_time(frame.pts), frame)
                continue
            if entry is not None and self.digest is None:
                self._check(trail, entry)
            if self._stop is not None and time >= self._stop:
                return
            number = max(number, self._cuts.segment_of(time))
            yield number, frame
        if entry is not None and self.digest is None:
            self._check(trail, entry)

    def _check(self, trail: Trail, entry: Entry) -> None:
        self.digest = trail.digest
        if entry.digest is not None and entry.digest != trail.digest:
            raise OtherFramesError


def find_cuts(source: VideoSource, cuts: Cuts) -> bool:
    """Find all cuts of a source by its packets alone.

    Returns whether its clock is known only to who has read it from its start.
    """
    presentation = source.presentation
    assert presentation is not None
    presentation.copy_to(presentation.end)
    source.watch.tell(cuts.note)
    for _ in source.packets():
        pass
    return presentation.needs_all
