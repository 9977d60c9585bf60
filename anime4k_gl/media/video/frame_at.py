"""A single frame of a video by its timestamp."""

from __future__ import annotations

from ...errors import MediaError
from ...frame import Frame
from .video_source import TruncatedError, VideoSource

_FIRST_BACK_OFF = 1.0
"""How far (s) before its target a seek that landed after it is retried; doubled each time."""


def frame_at(source: VideoSource, pts: int) -> Frame:
    """Return the frame with a presentation timestamp, in units of the source's time base.

    Raises
    ------
    MediaError : there is none, or the file is not seekable or cannot be read that far
    """
    seconds = float(pts * source.time_base)
    position, back_off = seconds, _FIRST_BACK_OFF
    while True:
        source.seek(position)
        at_start = position <= source.start
        landed_after = False
        try:
            for number, frame in enumerate(source.frames()):
                if frame.pts == pts:
                    return frame
                if frame.pts is not None and frame.pts > pts:
                    # An index may lead to a frame that is shown after the target.
                    landed_after = number == 0
                    break
        except TruncatedError:  # it is not among what can be decoded
            pass
        if at_start or not landed_after:
            raise MediaError(
                f"{source.path}: no frame at {seconds:.3f} s (timestamp {pts}); is this the file"
                " of the screenshot?"
            )
        position, back_off = max(seconds - back_off, source.start), back_off * 2
