"""Samples of a video's frames, taken at several places of its file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice

from ...lazy.dataclass import dataclass
from ..opening import MediaInput
from ..pyav import Graph, InputContainer, VideoFrame, VideoStream, av
from .combing import Luma, Run, luma_of, measured

PLACES = (0.1, 0.5, 0.8, 0.3, 0.65)
"""Where samples are taken, as shares of the duration, in that order."""

SAMPLE_FRAMES = 13
"""Frames of a sample: two cycles of a telecine, and the neighbours that tell them."""

HEAD_FRAMES = 40
"""Frames of the one sample that is taken of a short file, and of the start of a pipe."""


@dataclass(frozen=True, slots=True)
class FieldSample:
    """Frames that follow each other.

    Attributes
    ----------
    run : how they comb
    frames : how many there are
    flagged : how many of them are flagged as interlaced
    order : the field that comes first by that flag: 1 top, -1 bottom, 0 not flagged, or both
    times : their presentation times in seconds, those that are known
    """

    run: Run
    frames: int
    flagged: int
    order: int
    times: tuple[Fraction, ...]


def sample_of(frames: Iterable[VideoFrame]) -> FieldSample:
    """Measure frames in memory that follow each other."""
    count = 0
    luma: list[Luma] = []
    orders: list[int] = []
    times: list[Fraction] = []
    for frame in frames:
        count += 1
        if frame.interlaced_frame:
            orders.append(flagged_order(frame))
        if frame.pts is not None and frame.time_base is not None:
            times.append(frame.pts * frame.time_base)
        luma.append(luma_of(frame))
    order = orders[0] if len(set(orders)) == 1 else 0
    return FieldSample(measured(luma), count, len(orders), order, tuple(times))


def samples(source: MediaInput, index: int) -> Iterator[FieldSample]:
    """Yield samples of a stream of a file, by its index; the file is opened once more for them.

    What cannot be read or decoded is passed over.
    """
    with source.container() as container:
        stream = container.streams[index]
        assert isinstance(stream, VideoStream)
        stream.codec_context.thread_type = "AUTO"
        seconds = (container.duration or 0) / av.time_base
        rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        if seconds * float(rate) < HEAD_FRAMES * len(PLACES):
            yield sample_of(islice(_decoded(container, stream), HEAD_FRAMES))
            return
        begin = (container.start_time or 0) / av.time_base
        for place in PLACES:
            with contextlib.suppress(av.FFmpegError, OSError):
                target = round((begin + place * seconds) / (stream.time_base or Fraction(1)))
                container.seek(target, stream=stream)
                yield sample_of(islice(_decoded(container, stream), SAMPLE_FRAMES))


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, IndexError, av.FFmpegError, OSError):
            return
        with contextlib.suppress(av.FFmpegError, ValueError):
            for frame in stream.decode(packet):
                if not frame.is_corrupt:
                    yield frame


def flagged_order(frame: VideoFrame) -> int:
    """Return the field that comes first by the flags of a frame in memory.

    1 for the top field, -1 for the bottom field, 0 where the frame is flagged as whole. PyAV does
    not tell it, so a filter is asked.
    """
    for order, name in ((1, "TOPFIRST"), (-1, "BOTTOMFIRST")):
        graph = Graph()
        source = graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base or Fraction(1, 1000),
        )
        chosen = graph.add("select", f"eq(interlace_type,{name})".replace(",", r"\,"))
        graph.link_nodes(source, chosen, graph.add("buffersink"))
        graph.configure()
        graph.push(frame)
        with contextlib.suppress(BlockingIOError):
            graph.pull()
            return order
    return 0
