"""The headers of MP4 and MOV files: whole languages, clean apertures, 3D, Dolby Vision."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, BinaryIO, NamedTuple

from ..boxes import HEAD, box_head
from .ebml import ElementBudget
from .matroska_picture import dolby_vision_of
from .model import ContainerHeaders, Crop, PictureHeaders

_KINDS = {b"vide": "video", b"soun": "audio"} | dict.fromkeys(
    (b"sbtl", b"subt", b"text", b"clcp", b"subp"), "subtitle"
)
_MOST_BYTES = 64 << 20  # of the index
_MOST_BOXES = 4096  # in the file beside each other
_LONGEST_TEXT = 256
_VIDEO_FIELDS = 78  # bytes before the boxes of a video's description

_STEREO = {1: 3, 2: 1}  # the box's words for above and beside, as Matroska's


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def read_mp4(file: BinaryIO) -> ContainerHeaders:
    """Return what a file's headers say; what is damaged or missing in them is left out.

    Reads the index alone. Raises `OSError`.
    """
    data, budget = _index(file), ElementBudget()
    languages: dict[tuple[str, int], str] = {}
    pictures: dict[int, PictureHeaders] = {}
    counts: dict[str, int] = {}
    for track in _boxes(data, 0, len(data), budget):
        media = _inside(data, track, budget, b"mdia") if track.kind == b"trak" else None
        if media is None:
            continue
        handler = _inside(data, media, budget, b"hdlr")
        letters = data[handler.start + 8 : handler.start + 12] if handler else b""
        kind = _KINDS.get(letters, "")
        index = counts[kind] = counts.get(kind, -1) + 1
        language = _inside(data, media, budget, b"elng")
        if language is not None:
            end = min(language.end, language.start + _LONGEST_TEXT)
            tag = data[language.start + 4 : end].split(b"\0")[0].decode("ascii", "replace")
            languages[kind, index] = tag
        table = _inside(data, media, budget, b"minf", b"stbl", b"stsd")
        if kind == "video" and table is not None:
            pictures[index] = _picture(data, table, budget)
    return ContainerHeaders(languages, pictures)


def _picture(data: bytes, table: _Box, budget: ElementBudget) -> PictureHeaders:
    """Return what the first description of a track's samples says."""
    entry = next(_boxes(data, table.start + 8, table.end, budget), None)
    if entry is None or entry.end - entry.start < _VIDEO_FIELDS:
        return PictureHeaders()
    width, height = struct.unpack(">2H", data[entry.start + 24 : entry.start + 28])
    said: dict[str, Any] = {}
    for box in _boxes(data, entry.start + _VIDEO_FIELDS, entry.end, budget):
        content = data[box.start : box.end]
        if box.kind == b"clap":
            said["crop"] = _clean_aperture(content, width, height)
        elif box.kind in (b"dvcC", b"dvvC", b"dvwC"):
            said["dolby_vision"] = dolby_vision_of(content)
        elif box.kind == b"st3d" and len(content) >= 5:
            said["stereo"] = _STEREO.get(content[4], 0)
    return PictureHeaders(**said)


def _clean_aperture(content: bytes, width: int, height: int) -> Crop:
    """Return what lies around the part that is to be shown, in whole pixels."""
    if len(content) < 32:
        return Crop()
    numbers = struct.unpack(">4I", content[:16]) + struct.unpack(">iIiI", content[16:32])
    tops, bottoms = numbers[::2], numbers[1::2]
    if not all(bottoms):
        return Crop()
    wide, high, across, down = (
        Fraction(top, bottom) for top, bottom in zip(tops, bottoms, strict=True)
    )
    left, top = (width - wide) / 2 + across, (height - high) / 2 + down
    edges = [int(edge) for edge in (left, top, width - wide - left, height - high - top)]
    if min(edges) < 0 or wide <= 0 or high <= 0:
        return Crop()
    return Crop(*edges)


def _index(file: BinaryIO) -> bytes:
    """Return the content of the box with the index, empty where there is none."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(HEAD)
        if len(head) < 8:
            break
        size, kind, length = box_head(head)
        if kind == b"moov":
            file.seek(at + length)
            return file.read(min(size - length, _MOST_BYTES) if size > length else _MOST_BYTES)
        if not length <= size < 1 << 62:
            break
        at += size
    return b""


def _boxes(data: bytes, start: int, end: int, budget: ElementBudget) -> Iterator[_Box]:
    at = start
    while at + 8 <= end and budget.take():
        size, kind, length = box_head(data[at : at + HEAD])
        stop = min(at + size, end) if size else end
        if stop < at + length:
            return
        yield _Box(kind, at + length, stop)
        at = stop


def _inside(data: bytes, outer: _Box, budget: ElementBudget, *kinds: bytes) -> _Box | None:
    """Return the first box under a path of kinds."""
    found: _Box | None = outer
    for kind in kinds:
        if found is None:
            return None
        inner = _boxes(data, found.start, found.end, budget)
        found = next((box for box in inner if box.kind == kind), None)
    return found
