"""Boxes in the headers of tracks that FFmpeg does not write into MP4 and MOV, put in afterwards.

The index is made anew in its place, in the same length, so that no sample moves.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..boxes import HEAD, box_head
from ..headers.ebml import ElementBudget, elements, number
from ..video.hdr import HdrMetadata
from .edits import TAIL, TrackEdits

# The boxes on the way to what is edited, and how many bytes of fields each has before its boxes.
_WAYS = {
    b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0, b"stsd": 8, b"udta": 0,
}  # fmt: skip
_VIDEO_FIELDS = 78
_MOST_INDEX = 512 << 20  # bytes
_STEREO = {3: 1, 1: 2}  # Matroska's words for above and beside, as the box's
_PROJECTION_TYPE, _PROJECTION_PRIVATE = 0x7671, 0x7672
_SPHERES = {1: b"equi", 2: b"cbmp"}


@dataclass(slots=True)
class _BoxTree:
    kind: bytes
    data: bytes = b""
    boxes: list[_BoxTree] = field(default_factory=list)

    def find(self, kind: bytes) -> _BoxTree | None:
        return next((box for box in self.boxes if box.kind == kind), None)

    def path(self, *kinds: bytes) -> _BoxTree | None:
        found: _BoxTree | None = self
        for kind in kinds:
            found = None if found is None else found.find(kind)
        return found

    def written(self) -> bytes:
        content = self.data + b"".join(box.written() for box in self.boxes)
        return struct.pack(">I", len(content) + 8) + self.kind + content


def edit_tracks(path: Path, edits: TrackEdits) -> bool:
    """Add to the headers of a finished file, in place; return whether there was room.

    Raises `OSError`.
    """
    with path.open("r+b") as file:
        found = _find_index(file)
        if found is None:
            return False
        start, end = found
        file.seek(start)
        index = _BoxTree(b"moov", boxes=_boxes(file.read(end - start)))
        tracks = [box for box in index.boxes if box.kind == b"trak"]
        for place, track in enumerate(tracks):
            if place in edits.languages:
                _add_language(track, edits.languages[place])
            if place == 0:
                _add_to_picture(track, edits)
                _remove_tail(track)
        data = index.written()[8:]
        room = end - start - len(data)
        if room < 0 or 0 < room < 8:
            return False
        if room:
            data += _BoxTree(b"free", bytes(room - 8)).written()
        file.seek(start)
        file.write(data)
    return True


def _find_index(file: BinaryIO) -> tuple[int, int] | None:
    """Return where the content of the box with the index lies."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(HEAD)
        if len(head) < 8:
            return None
        size, kind, length = box_head(head)
        if size < length:
            return None
        if kind == b"moov":
            return (at + length, at + size) if size <= _MOST_INDEX else None
        at += size


def _boxes(data: bytes, *, descriptions: bool = False) -> list[_BoxTree]:
    """Return the boxes in some data, opened on the way to what is edited.

    In a list of `descriptions` of samples, of video the first is opened, too.
    """
    found, at = [], 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + size if size >= 8 else len(data)
        content = data[at + 8 : end]
        fields = _WAYS.get(kind)
        if descriptions and content[40:42] == b"\0\1":  # frames in a sample
            fields = _VIDEO_FIELDS
        if fields is None:
            found.append(_BoxTree(kind, content))
        else:
            inner = _boxes(content[fields:], descriptions=kind == b"stsd")
            found.append(_BoxTree(kind, content[:fields], inner))
        at = end
    return found


def _add_language(track: _BoxTree, tag: str) -> None:
    media = track.find(b"mdia")
    if media is not None:
        media.boxes = [box for box in media.boxes if box.kind != b"elng"]
        after = 1 + next((n for n, b in enumerate(media.boxes) if b.kind == b"mdhd"), 0)
        media.boxes.insert(after, _BoxTree(b"elng", bytes(4) + tag.encode() + b"\0"))


def _add_to_picture(track: _BoxTree, edits: TrackEdits) -> None:
    table = track.path(b"mdia", b"minf", b"stbl", b"stsd")
    if table is None or not table.boxes:
        return
    added = [] if edits.hdr is None else _light(edits.hdr)
    if edits.stereo in _STEREO:
        added.append(_BoxTree(b"st3d", bytes([0, 0, 0, 0, _STEREO[edits.stereo]])))
    added += _sphere(edits.sphere)
    kinds = {box.kind for box in added}
    entry = table.boxes[0]
    entry.boxes = [box for box in entry.boxes if box.kind not in kinds] + added


def _light(hdr: HdrMetadata) -> list[_BoxTree]:
    boxes = []
    if hdr.chromaticities is not None and hdr.luminance is not None:
        red, green, blue, white = hdr.chromaticities
        values = [value for place in (green, blue, red, white) for value in place]
        places = [_held(value * 50_000, 16) for value in values]
        least, most = (_held(value * 10_000, 32) for value in hdr.luminance)
        boxes.append(_BoxTree(b"mdcv", struct.pack(">8H2I", *places, most, least)))
    if hdr.light_level is not None:
        levels = [_held(level, 16) for level in hdr.light_level]
        boxes.append(_BoxTree(b"clli", struct.pack(">2H", *levels)))
    return boxes


def _held(value: float, bits: int) -> int:
    """Return the nearest number that a field holds."""
    return round(min(max(value, 0), (1 << bits) - 1))


def _sphere(projection: bytes) -> list[_BoxTree]:
    budget = ElementBudget()
    inside = {e.id: e for e in elements(projection, 0, len(projection), budget)}
    kind = inside.get(_PROJECTION_TYPE)
    name = _SPHERES.get(number(projection, kind)) if kind else None
    if name is None:
        return []
    private = inside.get(_PROJECTION_PRIVATE)
    shape = projection[private.start : private.end] if private else bytes(20)
    header = _BoxTree(b"svhd", bytes(4) + b"anime4k_gl\0")
    pose = _BoxTree(b"prhd", bytes(16))
    return [
        _BoxTree(b"sv3d", boxes=[header, _BoxTree(b"proj", boxes=[pose, _BoxTree(name, shape)])])
    ]


def _remove_tail(track: _BoxTree) -> None:
    user = track.find(b"udta")
    if user is None:
        return
    for box in user.boxes:
        box.data = box.data.replace(TAIL.encode(), b"")
    user.boxes = [box for box in user.boxes if box.kind != b"name" or box.data]
    if not user.boxes:
        track.boxes.remove(user)
