"""The way to a time in a container, on the container's own clock."""

from __future__ import annotations

from fractions import Fraction

from ..pyav import InputContainer, Stream, av

_NOT_BEFORE = 0.001  # seconds; rounded to a stream's unit, a start may lie before itself


def seek_container(
    container: InputContainer, stream: Stream, seconds: float, *, forward: bool = False
) -> None:
    """Seek to the last key frame of a stream at or before a time, or to the first after it.

    Raises `av.FFmpegError` where the container cannot be sought in.
    """
    offset = int(seconds / (stream.time_base or Fraction(1, 90_000)))
    try:
        container.seek(offset, stream=stream, backward=not forward)
    except av.FFmpegError:
        first = _latest_start(container)
        if seconds < first:
            container.seek(round((first + _NOT_BEFORE) * av.time_base))
        else:  # some demuxers reject a time before their first index entry
            container.seek(offset, stream=stream, backward=forward)


def _latest_start(container: InputContainer) -> float:
    """Return when the last of all streams starts: HLS takes no time before its first packet's."""
    starts = [s.start_time * (s.time_base or 0) for s in container.streams if s.start_time]
    return float(max(starts, default=0))
