"""A source's treatment of fields: none, until it is told to look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from ..opening import MediaInput
from ..pyav import VideoFrame, VideoStream, duration_of
from .choice import FieldChoice, FieldDecision
from .sampling import HEAD_FRAMES, sample_of, samples
from .scan import FILM_RATE, Scan, judged
from .stage import FieldFrame, FieldStage, deinterlaced_layout

_MOST_HELD = 256 << 20  # bytes of frames of a pipe's start


class FieldTreatment:
    """Looks at a video's fields, and does what is to be done about them.

    A file is opened once more for samples of several places; of a pipe or a URL the first frames
    tell.

    Parameters
    ----------
    choice : what people ask for; None for nothing, without a look
    source : the video's file
    stream : of it

    Attributes
    ----------
    scan : what the samples say; None before `begin` where the first frames tell
    notes : what is to be said, a sentence each
    time_base : seconds per unit of the times of frames after it
    layout : FFmpeg's name of the frames' layout after it
    """

    def __init__(self, choice: FieldChoice | None, source: MediaInput, stream: VideoStream) -> None:
        self.notes: tuple[str, ...] = ()
        self.scan: Scan | None = None
        self._choice = choice
        self._rate = stream.average_rate or stream.guessed_rate or None
        self._stage: FieldStage | None = None
        if choice is not None and source.path is not None and not source.is_pipe:
            self.scan = judged(samples(source, stream.index), self._rate)

    @property
    def needs_memory(self) -> bool:
        """Whether it may want frames in memory, and not on a device."""
        if self._choice is None:
            return False
        return self.scan is None or self._decision(self.scan, "yuv420p").work.any

    def begin(
        self, head: Callable[[int], Sequence[VideoFrame]], layout: str, time_base: Fraction
    ) -> None:
        """Decide what to do, once the first frame is there.

        Parameters
        ----------
        head : returns so many of the first frames, which come again
        layout : FFmpeg's name of the first frame's layout
        time_base : seconds per unit of the frames' times
        """
        self.layout, self.time_base = layout, time_base
        if self._choice is None:
            return
        if self.scan is None:
            (first,) = head(1)
            size = max(1, first.width * first.height * 3)
            held = max(1, min(HEAD_FRAMES, _MOST_HELD // size))
            self.scan = judged([sample_of(head(held))], self._rate)
        decision = self._decision(self.scan, layout)
        self.notes = decision.notes
        if not decision.work.any:
            return
        self._stage = FieldStage(decision.work, time_base, self._usual)
        self.time_base = self._stage.time_base
        if decision.work.filters:
            self.layout = (
                deinterlaced_layout(layout, match=decision.work.match) or layout
            )  # fmt: skip

    @property
    def rate(self) -> Fraction | None:
        """Frames a second after it, None where unknown."""
        return self._rate if self._stage is None else self._stage.work.rate(self._usual)

    def count(self, frames: int) -> int:
        """Return how many come of so many frames, about."""
        return frames if self._stage is None else round(self._stage.work.rate(Fraction(frames)))

    def frames(self, frame: VideoFrame, pts: int) -> Iterator[FieldFrame]:
        """Take a decoded frame, shown at `pts`; yield those that are complete now."""
        if self._stage is None:
            yield FieldFrame(frame, pts, duration_of(frame))
        else:
            yield from self._stage.push(frame, pts)

    def rest(self) -> Iterator[FieldFrame]:
        """Yield the frames that are left at the end."""
        if self._stage is not None:
            yield from self._stage.flush()

    def restart(self) -> None:
        """Forget the frames of before a seek."""
        if self._stage is not None:
            self._stage.restart()

    @property
    def _usual(self) -> Fraction:
        if self.scan is not None and self.scan.uneven:
            return FILM_RATE
        return (self.scan and self.scan.rate) or self._rate or Fraction(25)

    def _decision(self, scan: Scan, layout: str) -> FieldDecision:
        assert self._choice is not None
        return self._choice.decide(scan, scan.rate or self._rate or Fraction(25), layout)
