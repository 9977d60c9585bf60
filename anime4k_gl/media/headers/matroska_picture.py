"""The picture of a track in Matroska: its crop, its eyes, its sphere, its chroma, Dolby Vision."""

from __future__ import annotations

from typing import Any

from ...colour import ChromaSiting
from .ebml import Element, ElementBudget, elements, number
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


def picture_of_track(data: bytes, track: Element, budget: ElementBudget) -> PictureHeaders:
    """Return what the entry of a track says of its picture."""
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
