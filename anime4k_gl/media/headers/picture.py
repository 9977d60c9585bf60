"""Facts of a video stream that FFmpeg knows and PyAV does not tell, from a header written for it.

FFmpeg's readers of all containers end in one description of a stream. PyAV hands most of it on to a
writer unread, so Matroska's is asked to write it, to memory, and its header is read.
"""

from __future__ import annotations

import io

from ..pyav import VideoStream, av
from .ebml import Element, ElementBudget, elements
from .matroska import SEGMENT, TRACK_ENTRY, TRACKS
from .matroska_picture import picture_of_track
from .model import PictureHeaders


def picture_headers(stream: VideoStream) -> PictureHeaders | None:
    """Return what is said of a stream; None where Matroska has no word for its codec."""
    written = io.BytesIO()
    try:
        output = av.open(written, "w", format="matroska")
        try:
            output.add_stream_from_template(stream, opaque=True)
            output.start_encoding()
            header = written.getvalue()
        finally:
            output.close()
    except (av.FFmpegError, ValueError, OSError):
        return None
    return headers_of_track(header)


def headers_of_track(data: bytes) -> PictureHeaders:
    """Return what the first track of a Matroska file's start says of its picture."""
    budget = ElementBudget()
    track = Element(0, 0, len(data))
    for wanted in (SEGMENT, TRACKS, TRACK_ENTRY):
        found = _first(data, track, wanted, budget)
        if found is None:
            return PictureHeaders()
        track = found
    return picture_of_track(data, track, budget)


def _first(data: bytes, outer: Element, wanted: int, budget: ElementBudget) -> Element | None:
    inside = elements(data, outer.start, outer.end, budget)
    return next((element for element in inside if element.id == wanted), None)
