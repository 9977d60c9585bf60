"""The choice of a file's main video stream."""

from __future__ import annotations

from ..errors import MediaError
from .pyav import Disposition, InputContainer, Stream, VideoStream


def is_cover(stream: Stream) -> bool:
    """Return whether a video stream is a still picture attached to the file, such as its cover."""
    kinds = Disposition.attached_pic | Disposition.timed_thumbnails
    return stream.type == "video" and bool(stream.disposition & kinds)


def choose_stream(container: InputContainer, path: str) -> VideoStream:
    """Return the video stream to decode: the default one, else the first that is not cover art.

    `path` is for messages. Raises `MediaError` if there is none, or no decoder for it.
    """
    videos = [stream for stream in container.streams.video if not is_cover(stream)]
    if not videos:
        kinds = sorted({stream.type for stream in container.streams} - {"video"})
        found = f"only {' and '.join(kinds)}" if kinds else "no streams at all"
        raise MediaError(f"{path}: no video in this file, {found}")
    defaults = [stream for stream in videos if stream.disposition & Disposition.default]
    stream = (defaults or videos)[0]
    if stream.codec_context is None:
        raise MediaError(
            f"{path}: no decoder for its video in this build of FFmpeg; "
            "convert it with another program first"
        )
    return stream
