"""Exact seeks: the frames from a position on, and one frame by its time stamp."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...errors import MediaError
from ...frame import Frame
from .video_source import TruncatedError, VideoSource

FIRST_BACK_OFF = 1.0
"""How far (s) before its target a seek is tried again, having landed after it; then doubled."""


def frames_from(
    source: VideoSource,
    position: float,
    accepts: Callable[[Frame], bool],
    *,
    seek: Callable[[float], None] | None = None,
    hurried: Callable[[], bool] = lambda: False,
) -> Iterator[Frame]:
    """Seek, and yield the frames from there on, of which the first is one that `accepts` takes.

    An index may be wrong, or lead to a frame that is decoded first and shown later; then the seek
    is tried from further back, down to the start of the file, from where any frame is taken.

    Parameters
    ----------
    position : media seconds
    seek : seeks in the source, to a key frame no later; its own `seek` by default
    hurried : whether somebody waits for something else, so that any frame is taken

    Raises
    ------
    MediaError : the file cannot be sought in, or not be read from its start either
    """
    target, back_off = position, FIRST_BACK_OFF
    while True:
        (seek or source.seek)(position)
        frames = source.frames()
        last_try = position <= source.start or hurried()
        try:
            first = next(frames, None)
        except MediaError:  # damaged from there on
            if last_try:
                raise
            first = None
        if first is not None and (last_try or accepts(first)):
            break
        if last_try:
            return
        position, back_off = max(target - back_off, source.start), back_off * 2
    yield first
    yield from frames


def frame_at(source: VideoSource, pts: int) -> Frame:
    """Return the frame with a presentation timestamp, in units of the source's time base.

    Raises
    ------
    MediaError : there is none, or the file is not seekable or cannot be read that far
    """
    seconds = float(pts * source.time_base)
    try:
        for frame in frames_from(source, seconds, lambda f: f.pts is None or f.pts <= pts):
            if frame.pts == pts:
                return frame
            if frame.pts is not None and frame.pts > pts:
                break
    except TruncatedError:  # it is not among what can be decoded
        pass
    raise MediaError(
        f"{source.path}: no frame at {seconds:.3f} s (timestamp {pts}); is this the file"
        " of the screenshot?"
    )
