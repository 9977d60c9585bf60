"""The choice of a file's main video stream."""

from __future__ import annotations

from fractions import Fraction

from ..errors import MediaError
from .pyav import Disposition, InputContainer, Stream, VideoStream

_UNSTEADY = 0.001  # by how much the least and the average rate may differ where none varies


class NoVideoError(MediaError):
    """A file has no video; it may have sound."""


def is_cover(stream: Stream) -> bool:
    """Return whether a video stream is a still picture attached to the file, such as its cover."""
    kinds = Disposition.attached_pic | Disposition.timed_thumbnails
    return stream.type == "video" and bool(stream.disposition & kinds)


def choose_stream(container: InputContainer, path: str) -> VideoStream:
    """Return the video stream to decode: the default one, else the first that is not cover art.

    `path` is for messages. Raises `NoVideoError` if there is none, `MediaError` if there is no
    decoder for it.
    """
    videos = [stream for stream in container.streams.video if not is_cover(stream)]
    if not videos:
        kinds = sorted({stream.type for stream in container.streams} - {"video"})
        found = f"only {' and '.join(kinds)}" if kinds else "no streams at all"
        raise NoVideoError(f"{path}: no video in this file, {found}")
    defaults = [stream for stream in videos if stream.disposition & Disposition.default]
    stream = (defaults or videos)[0]
    if stream.codec_context is None:
        raise MediaError(
            f"{path}: no decoder for its video in this build of FFmpeg; "
            "convert it with another program first"
        )
    return stream


def steady_rate(stream: VideoStream, rate: Fraction | None) -> Fraction | None:
    """Return the frames per second of a stream, `rate` on average, if all last alike; else None."""
    least = stream.base_rate  # of which every time stamp is a multiple
    if not (rate and least):
        return None
    return rate if abs(least / rate - 1) < _UNSTEADY else None
