"""A source's treatment of fields: none, until it is told to look at them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from ...errors import MediaError
from ..layouts import format_of
from ..opening import MediaInput
from ..pyav import VideoFrame, VideoStream, duration_of, held_format
from .choice import FieldChoice, FieldDecision
from .sampling import HEAD_FRAMES, sample_of, samples
from .scan import FILM_RATE, Material, Scan, judged
from .stage import LEAST_SIDE, FieldFrame, FieldStage, deinterlaced_layout

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
    time_base : seconds per unit of the times of frames after it, of the last that was yielded
    flagged : whether the first frame is flagged as interlaced
    layout : FFmpeg's name of the frames' layout after it
    """

    def __init__(self, choice: FieldChoice | None, source: MediaInput, stream: VideoStream) -> None:
        self.notes: tuple[str, ...] = ()
        self.scan: Scan | None = None
        self._choice = choice
        self._rate = stream.average_rate or stream.guessed_rate or None
        self._stage: FieldStage | None = None
        self._next: tuple[FieldChoice, Scan | None] | None = None
        self._source, self._index = source, stream.index
        self.flagged = False
        self._flagged = 0  # frames that are, and their first one's time
        self._flagged_from = 0.0
        if choice is not None:
            self.scan = self.sampled()

    def sampled(self) -> Scan | None:
        """Return what samples of the file say; None where it cannot be opened once more.

        May be called from any thread.
        """
        source = self._source
        if source.path is None or source.is_pipe:
            return None
        with contextlib.suppress(MediaError):  # that it opens no more is told elsewhere
            return judged(samples(source, self._index), self._rate)
        return None

    def choose(self, choice: FieldChoice, scan: Scan | None) -> None:
        """Do something else from the next frame on; may be called from any thread.

        Parameters
        ----------
        scan : what samples say; None for what is known, or else what the next frame says
        """
        self._next = choice, scan

    def decision(self, choice: FieldChoice, scan: Scan) -> FieldDecision:
        """Return what would be done, and said, once the first frame is known."""
        return choice.decide(scan, scan.rate or self._rate or Fraction(25), self.layout)

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
        self._given = time_base
        if self._choice is None:
            (first,) = head(1)
            self.flagged = bool(first.interlaced_frame)
            return
        if self.scan is None:
            (first,) = head(1)
            size = max(1, first.width * first.height * 3)
            held = max(1, min(HEAD_FRAMES, _MOST_HELD // size))
            self.scan = judged([sample_of(head(held))], self._rate)
        decision = self._decision(self.scan, layout)
        (first,) = head(1)
        if decision.work.filters and min(first.width, first.height) < LEAST_SIDE:
            decision = FieldDecision()
        if decision.work.filters and held_format(first) != first.format.name:
            decision = FieldDecision(notes=("frames that stay on the GPU are not deinterlaced",))
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
    def filters(self) -> bool:
        """Whether frames are deinterlaced, or put together from fields."""
        return self._stage is not None and self._stage.work.filters

    @property
    def are_whole(self) -> bool:
        """Whether frames after it are known to be of one moment each."""
        if self.filters:
            return True
        return self.scan is not None and self.scan.material is Material.WHOLE

    @property
    def rate(self) -> Fraction | None:
        """Frames a second after it, None where unknown."""
        return self._rate if self._stage is None else self._stage.work.rate(self._usual)

    @property
    def decimates(self) -> bool:
        """Whether frames are left out by turns."""
        return self._stage is not None and self._stage.work.decimate

    def count(self, frames: int) -> int:
        """Return how many come of so many frames, about."""
        return frames if self._stage is None else round(self._stage.work.rate(Fraction(frames)))

    def frames(self, frame: VideoFrame, pts: int) -> Iterator[FieldFrame]:
        """Take a decoded frame, shown at `pts`; yield those that are complete now."""
        if self._next is not None:
            yield from self.rest()
            (self._choice, scan), self._next = self._next, None
            self.scan, self._stage, self.notes = scan or self.scan, None, ()
            self.begin(lambda _: (frame,), format_of(frame), self._given)
        if frame.interlaced_frame:
            self._flagged_from = self._flagged_from or float(pts * (frame.time_base or 0))
            self._flagged += 1
        if self._stage is None:
            yield FieldFrame(frame, pts, duration_of(frame))
        else:
            yield from self._stage.push(frame, pts)

    def rest(self) -> Iterator[FieldFrame]:
        """Yield the frames that are left at the end."""
        if self._stage is not None:
            yield from self._stage.flush()

    @property
    def late_notes(self) -> tuple[str, ...]:
        """What is to be said after the last frame, of what the samples did not show."""
        if not self._flagged or self.filters or self.scan is None or self.scan.flagged:
            return ()
        frames = "frame is" if self._flagged == 1 else "frames are"
        return (
            f"{self._flagged} {frames} flagged as interlaced, from {self._flagged_from:.2f} s on,"
            " and stay as they are, since the samples showed none; --deinterlace on takes all",
        )

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
