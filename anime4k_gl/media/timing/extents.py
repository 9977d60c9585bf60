"""The time that a container's streams last, as its headers say."""

from __future__ import annotations

from ...lazy.dataclass import dataclass
from ..pyav import InputContainer, Stream, av, tagged_seconds
from .on_clock import is_steady


@dataclass(frozen=True, slots=True)
class Lasting:
    """From when to when something lasts, in seconds; None where unknown."""

    start: float | None
    end: float | None


def span_of(container: InputContainer, kind: str | None = None) -> Lasting:
    """Return from when to when pictures and sound last, or the streams of one kind.

    Subtitles and attached pictures do not count.
    """
    streams = [s for s in container.streams if is_steady(s) and kind in (None, s.type)]
    spans = [_span(container, stream) for stream in streams]
    starts = [span.start for span in spans if span.start is not None]
    ends = [span.end for span in spans if span.end is not None]
    return Lasting(min(starts, default=None), max(ends, default=None))


def _span(container: InputContainer, stream: Stream) -> Lasting:
    unit = float(stream.time_base or 0)
    start = None if stream.start_time is None else stream.start_time * unit
    tagged = tagged_seconds(stream)
    if tagged:
        return Lasting(start, tagged)
    if stream.duration and "matroska" not in container.format.name:
        return Lasting(start, (start or 0.0) + stream.duration * unit)
    if container.duration:
        return Lasting(start, ((container.start_time or 0) + container.duration) / av.time_base)
    return Lasting(start, None)
