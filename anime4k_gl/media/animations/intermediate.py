"""A lossless video of an animation's frames, for what takes videos alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction

from ..failures import reported
from ..pyav import VideoFrame, VideoStream, av
from .animation import AnimationFrame


def write_intermediate(
    path: str | os.PathLike[str], frames: Iterator[AnimationFrame], timescale: int
) -> None:
    """Write frames to a QuickTime file, as PNG with the times they have; replace what is there.

    Parameters
    ----------
    frames : of 3 or 4 channels, the same for all
    timescale : units in a second to which times are rounded

    Raises `MediaError` if the file cannot be written.
    """
    with (
        reported(path),
        open(path, "wb") as file,  # a file object: FFmpeg takes some names for patterns
        av.open(
            file, "w", format="mov", options={"video_track_timescale": str(timescale)}
        ) as container,
    ):
        stream: VideoStream | None = None
        elapsed = Fraction(0)
        for frame in frames:
            height, width, channels = frame.pixels.shape
            pixel_format = "rgba" if channels == 4 else "rgb24"
            if stream is None:
                added = container.add_stream(
                    "png", rate=timescale, options={"compression_level": "1"}
                )
                assert isinstance(added, VideoStream)
                stream = added
                stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
                stream.codec_context.time_base = Fraction(1, timescale)
            picture = VideoFrame.from_ndarray(frame.pixels, format=pixel_format)
            start = round(elapsed * timescale)
            elapsed += frame.seconds
            length = max(1, round(elapsed * timescale) - start)
            picture.pts, picture.time_base = start, Fraction(1, timescale)
            picture.duration = length
            for packet in stream.encode(picture):
                packet.duration = length
                container.mux(packet)
        if stream is not None:
            container.mux(stream.encode(None))
