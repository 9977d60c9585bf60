"""Frames with fields become frames without: FFmpeg's filters between decoding and drawing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ..failures import reason
from ..layouts import layout_for
from ..pyav import Graph, VideoFrame, av, duration_of
from .clock import EvenClock, FieldClock, Moment, film_unit

# Where a filter does not take a layout, one with the same components, depth and subsampling.
_PLANAR = {
    "nv12": "yuv420p", "nv21": "yuv420p", "nv16": "yuv422p", "nv24": "yuv444p",
    "p010le": "yuv420p10le", "p012le": "yuv420p12le", "p016le": "yuv420p16le",
    "p210le": "yuv422p10le",
    "rgb24": "gbrp", "bgr24": "gbrp", "rgb0": "gbrp", "bgr0": "gbrp", "0rgb": "gbrp",
    "0bgr": "gbrp", "rgba": "gbrap", "bgra": "gbrap", "argb": "gbrap", "abgr": "gbrap",
    "rgb48le": "gbrp16le", "bgr48le": "gbrp16le", "rgba64le": "gbrap16le",
    "bgra64le": "gbrap16le",
}  # fmt: skip

# Layouts that bwdif would change to another.
_NOT_DEINTERLACED = frozenset(
    {"gray9le", "gray10le", "gray12le", "gray14le", "yuv440p10le", "yuv440p12le", "yuva422p12le",
     "yuva444p12le", "gbrap10le", "gbrap12le", "gbrap14le", "ya8", "ya16le"}
)  # fmt: skip

_MATCHED = frozenset({"yuv420p", "yuv422p", "yuv444p", "yuv411p", "yuv410p"})

Deinterlacing = Literal["none", "flagged", "all"]


LEAST_SIDE = 4
"""Pixels; frames that are smaller are not filtered."""


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Turn errors of filters into `MediaError`."""
    try:
        yield
    except (BlockingIOError, av.error.EOFError):
        raise
    except (av.FFmpegError, ValueError, MemoryError) as error:
        why = f"its frames cannot be deinterlaced ({reason(error)})"
        raise MediaError(f"{why}; --deinterlace off leaves them as they are") from error


@dataclass(frozen=True, slots=True)
class FieldWork:
    """What is done to a video's fields.

    Attributes
    ----------
    deinterlace : which frames: none, those that are flagged, or all
    order : the field that comes first: 1 top, -1 bottom, 0 as each frame is flagged
    double : whether each of a frame's fields becomes a frame
    match : whether fields are first put together with a neighbour's where that does not comb;
        `deinterlace` is then for frames that comb still
    decimate : whether of five frames that one is left out which repeats another
    even : whether frames that last three and two fields by turns are shown evenly
    """

    deinterlace: Deinterlacing = "none"
    order: int = 0
    double: bool = False
    match: bool = False
    decimate: bool = False
    even: bool = False

    @property
    def filters(self) -> bool:
        """Whether frames' pixels change, and not their times alone."""
        return self.match or self.decimate or self.deinterlace != "none"

    @property
    def any(self) -> bool:
        """Whether anything is done."""
        return self.filters or self.even

    def rate(self, given: Fraction) -> Fraction:
        """Return the frames a second that come of so many."""
        if self.decimate:
            return given * 4 / 5
        return given * 2 if self.double else given

    def unit(self, given: Fraction) -> Fraction:
        """Return seconds per unit of the times that come, for those of the times given."""
        if self.decimate or self.even:
            return film_unit(given)
        return given / 2 if self.double else given


NOTHING = FieldWork()
"""Frames stay as they are."""


def deinterlaced_layout(layout: str, *, match: bool = False) -> str | None:
    """Return the layout in which frames of a layout are filtered; None if they cannot be.

    With `match`, for field matching, of which FFmpeg's filter takes 8 bits alone.
    """
    planar = _PLANAR.get(layout, layout)
    if match:
        return planar if planar in _MATCHED else None
    return None if planar in _NOT_DEINTERLACED else planar


@dataclass(frozen=True, slots=True)
class FieldFrame:
    """A frame and when it is shown, in the stage's unit of time."""

    frame: VideoFrame
    pts: int
    duration: int | None


class FieldStage:
    """Takes decoded frames in order, and gives those to draw.

    Parameters
    ----------
    work : what it does; something
    time_base : seconds per unit of the frames' times
    rate : frames a second, as a rule

    Attributes
    ----------
    work : as given
    time_base : seconds per unit of the times of the frames that it gives
    """

    def __init__(self, work: FieldWork, time_base: Fraction, rate: Fraction) -> None:
        self.work = work
        self._given_base, self._rate = time_base, rate
        self.time_base = work.unit(time_base)
        self._graph: Graph | None = None
        self.restart()

    def restart(self) -> None:
        """Forget the frames of before a seek."""
        self._close()
        self._even = EvenClock(self._given_base, self.time_base) if self.work.even else None
        self._waits: VideoFrame | None = None  # for the even clock to know its time

    def push(self, frame: VideoFrame, pts: int) -> Iterator[FieldFrame]:
        """Take the next frame, shown at `pts`; yield those that are complete now."""
        duration = duration_of(frame)
        if self._even is None:
            scale = int(self._given_base / self.time_base)
            lasts = duration * scale if duration else None
            yield from self._filter(FieldFrame(frame, pts * scale, lasts))
            return
        moment = self._even.give(pts, duration)
        if moment is not None and self._waits is not None:
            yield from self._filter(FieldFrame(self._waits, moment.pts, moment.duration))
        self._waits = frame

    def flush(self) -> Iterator[FieldFrame]:
        """Yield the frames that are left at the end."""
        moment = self._even.rest() if self._even is not None else None
        if moment is not None and self._waits is not None:
            yield from self._filter(FieldFrame(self._waits, moment.pts, moment.duration))
        self._waits = None
        yield from self._drain()

    def _filter(self, timed: FieldFrame) -> Iterator[FieldFrame]:
        if not self.work.filters:
            yield timed
            return
        frame = timed.frame
        form = (frame.width, frame.height, frame.format.name)
        if self._graph is None or form != self._form:
            yield from self._drain()
            if not self._takes(form):
                yield timed
                return
            self._open(form)
        assert self._graph is not None
        frame.pts = self._clock.give(timed.pts, timed.duration)
        frame.time_base = 1 / self._rate
        with _explained():
            self._graph.push(frame)
        yield from self._pulled()

    def _takes(self, form: tuple[int, int, str]) -> bool:
        """Return whether filters take frames that have become something else on the way."""
        layout = layout_for(form[2]).name
        taken = deinterlaced_layout(layout, match=self.work.match)
        return taken is not None and min(form[:2]) >= LEAST_SIDE

    def _open(self, form: tuple[int, int, str]) -> None:
        width, height, name = form
        self._form = form
        self._clock = FieldClock(self.time_base, self.time_base, 1 / self._rate)
        graph = Graph()
        unit = 1 / self._rate
        nodes = [
            graph.add(
                "buffer",
                video_size=f"{width}x{height}",
                pix_fmt=name,
                time_base=f"{unit.numerator}/{unit.denominator}",
                frame_rate=f"{self._rate.numerator}/{self._rate.denominator}",
            )
        ]
        layout = deinterlaced_layout(layout_for(name).name, match=self.work.match)
        if layout is not None and layout != name:
            nodes.append(graph.add("format", layout))
        nodes += [graph.add(filter, options) for filter, options in self._chain()]
        graph.link_nodes(*nodes, graph.add("buffersink"))
        with _explained():
            graph.configure()
        self._graph = graph

    def _chain(self) -> Iterator[tuple[str, str]]:
        work = self.work
        order = {1: "tff", -1: "bff", 0: "auto"}[work.order]
        if work.match:
            yield "fieldmatch", f"order={order}:combmatch=full"
        if work.deinterlace != "none":
            which = "interlaced" if work.deinterlace == "flagged" or work.match else "all"
            mode = "send_field" if work.double else "send_frame"
            yield "bwdif", f"mode={mode}:parity={order}:deint={which}"
        if work.decimate:
            yield "decimate", ""

    def _drain(self) -> Iterator[FieldFrame]:
        """Yield what the filters hold back at the end."""
        if self._graph is not None:
            with _explained():
                self._graph.push(None)
            yield from self._pulled()
        self._close()

    def _pulled(self) -> Iterator[FieldFrame]:
        graph = self._graph
        assert graph is not None
        while True:
            try:
                with _explained():
                    frame = graph.pull()
            except (BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, VideoFrame)
            moment = self._moment(frame)
            yield FieldFrame(frame, moment.pts, moment.duration)

    def _moment(self, frame: VideoFrame) -> Moment:
        if self.work.decimate:
            return self._clock.kept()
        assert frame.pts is not None and frame.time_base is not None
        place = frame.pts * frame.time_base * self._rate
        number = int(place)
        if self.work.double:
            return self._clock.half(number, second=place > number)
        return self._clock.whole(number)

    def _close(self) -> None:
        self._graph = None
