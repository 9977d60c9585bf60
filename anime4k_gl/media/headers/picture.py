"""Facts of a video stream that FFmpeg knows and PyAV does not tell, from a header written for it.

FFmpeg's readers of all containers end in one description of a stream. PyAV hands most of it on to a
writer unread, so Matroska's is asked to write it, to memory, and its header is read.
"""

from __future__ import annotations

import io
from typing import Any

from ...colour import ChromaSiting
from ..pyav import VideoStream, av
from .ebml import Element, ElementBudget, elements, number
from .matroska import SEGMENT, TRACK_ENTRY, TRACKS
from .model import Crop, DolbyVision, PictureHeaders

VIDEO = 0xE0
STEREO_MODE = 0x53B8
_CROP = {0x54CC: "left", 0x54BB: "top", 0x54DD: "right", 0x54AA: "bottom"}
_COLOUR, _SITING_ACROSS, _SITING_DOWN = 0x55B0, 0x55B7, 0x55B8
_PROJECTION, _PROJECTION_TYPE = 0x7670, 0x7671
_MAPPING, _MAPPING_TYPE, _MAPPING_DATA = 0x41E4, 0x41E7, 0x41ED

_PROJECTIONS = {1: "equirectangular", 2: "cubemap", 3: "mesh"}
_DOLBY_VISION = {int.from_bytes(letters, "big") for letters in (b"dvcC", b"dvvC", b"dvwC")}

# Matroska's words: 1 is a sample on the first pixel of its block, 2 one in the middle.
_SITINGS = {
    (1, 2): ChromaSiting.LEFT,
    (2, 2): ChromaSiting.CENTRE,
    (1, 1): ChromaSiting.TOP_LEFT,
}


def picture_headers(stream: VideoStream) -> PictureHeaders:
    """Return what is said of a stream; nothing where Matroska has no word for its codec."""
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
        return PictureHeaders()
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
    said: dict[str, Any] = {}
    for element in elements(data, track.start, track.end, budget):
        if element.id == VIDEO:
            said |= _of_picture(data, element, budget)
        elif element.id == _MAPPING:
            inside = {e.id: e for e in elements(data, element.start, element.end, budget)}
            kind, record = inside.get(_MAPPING_TYPE), inside.get(_MAPPING_DATA)
            if kind and record and number(data, kind) in _DOLBY_VISION:
                said["dolby_vision"] = dolby_vision_of(data[record.start : record.end])
    return PictureHeaders(**said)


def dolby_vision_of(record: bytes) -> DolbyVision | None:
    """Return what a configuration record says; None where it is too short."""
    if len(record) < 5:
        return None
    bits = int.from_bytes(record[2:5], "big")
    return DolbyVision(profile=bits >> 17, level=bits >> 11 & 63, base=bits >> 4 & 15)


def _first(data: bytes, outer: Element, wanted: int, budget: ElementBudget) -> Element | None:
    inside = elements(data, outer.start, outer.end, budget)
    return next((element for element in inside if element.id == wanted), None)


def _of_picture(data: bytes, video: Element, budget: ElementBudget) -> dict[str, Any]:
    said: dict[str, Any] = {}
    crop: dict[str, int] = {}
    for element in elements(data, video.start, video.end, budget):
        if element.id in _CROP:
            crop[_CROP[element.id]] = number(data, element)
        elif element.id == STEREO_MODE:
            said["stereo"] = number(data, element)
        elif element.id == _COLOUR:
            inside = {e.id: e for e in elements(data, element.start, element.end, budget)}
            across, down = inside.get(_SITING_ACROSS), inside.get(_SITING_DOWN)
            if across and down:
                place = (number(data, across), number(data, down))
                said["siting"] = _SITINGS.get(place)
                said["odd_siting"] = place not in _SITINGS
        elif element.id == _PROJECTION:
            for part in elements(data, element.start, element.end, budget):
                if part.id == _PROJECTION_TYPE:
                    said["projection"] = _PROJECTIONS.get(number(data, part), "")
                    said["sphere"] = data[element.start : element.end]
    if crop:
        said["crop"] = Crop(**crop)
    return said
