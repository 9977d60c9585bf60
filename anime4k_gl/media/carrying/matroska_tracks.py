"""Words in the headers of tracks that FFmpeg's Matroska writer does not write, put in afterwards.

The list of tracks is made anew in its place, in the same length.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from ..headers.ebml import ElementBudget, elements, read_head
from ..headers.matroska import LANGUAGE_BCP47, SEGMENT, TRACK_ENTRY, TRACKS
from ..headers.matroska_picture import VIDEO
from .edits import TAIL, TrackEdits
from .picture_elements import Content, picture_elements

_NAME, _VOID, _CRC = 0x536E, 0xEC, 0xBF
_FIRST_ELEMENTS = 64


def edit_tracks(path: Path, edits: TrackEdits) -> bool:
    """Add to the headers of a finished file, in place; return whether there was room.

    Raises `OSError`.
    """
    with path.open("r+b") as file:
        found = _find_tracks(file)
        if found is None:
            return False
        start, end = found
        file.seek(start)
        data = file.read(end - start)
        tracks = _edited(data, edits)
        room = end - start - len(tracks)
        if room == 1 or room < 0:
            return False
        if room:
            tracks += _padding(room)
        if tracks.startswith(bytes([_CRC, 0x84])):
            tracks = tracks[:2] + struct.pack("<I", zlib.crc32(tracks[6:])) + tracks[6:]
        file.seek(start)
        file.write(tracks)
    return True


def _find_tracks(file: BinaryIO) -> tuple[int, int] | None:
    """Return where the content of the list of tracks lies."""
    at = 0
    for _ in range(_FIRST_ELEMENTS):
        file.seek(at)
        head = read_head(file)
        if head is None:
            return None
        number, size, length = head
        if number == SEGMENT:
            at += length
        elif number == TRACKS and size is not None:
            return at + length, at + length + size
        elif size is None:
            return None
        else:
            at += length + size
    return None


def _edited(data: bytes, edits: TrackEdits) -> bytes:
    budget, parts, number = ElementBudget(), [], 0
    for element in elements(data, 0, len(data), budget):
        content = data[element.start : element.end]
        if element.id == TRACK_ENTRY:
            changes: dict[int, Content] = {}
            if number in edits.languages:
                changes[LANGUAGE_BCP47] = edits.languages[number].encode()
            picture = picture_elements(edits) if number == 0 else {}
            if picture:
                changes[VIDEO] = picture
            content = _without_tail(_merged(content, changes, budget), budget)
            number += 1
        if element.id != _VOID:
            parts.append(_element(element.id, content))
    return b"".join(parts)


def _merged(data: bytes, changes: Mapping[int, Content], budget: ElementBudget) -> bytes:
    """Return elements with others put in the place of those with the same ids, or at the end."""
    left, parts = dict(changes), []
    for element in elements(data, 0, len(data), budget):
        content = data[element.start : element.end]
        if element.id in left:
            new = left.pop(element.id)
            content = new if isinstance(new, bytes) else _merged(content, new, budget)
        if element.id != _VOID:
            parts.append(_element(element.id, content))
    for number, new in left.items():
        parts.append(_element(number, new if isinstance(new, bytes) else _merged(b"", new, budget)))
    return b"".join(parts)


def _without_tail(data: bytes, budget: ElementBudget) -> bytes:
    parts = []
    for element in elements(data, 0, len(data), budget):
        content = data[element.start : element.end]
        if element.id == _NAME and content.endswith(TAIL.encode()):
            content = content.removesuffix(TAIL.encode())
            if not content:
                continue
        parts.append(_element(element.id, content))
    return b"".join(parts)


def _element(number: int, content: bytes) -> bytes:
    width = next(n for n in range(1, 9) if len(content) < (1 << 7 * n) - 1)
    size = (1 << 7 * width | len(content)).to_bytes(width, "big")
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + size + content


def _padding(length: int) -> bytes:
    """Return an element of nothing, of at least two bytes in all."""
    if length < 10:
        return bytes([_VOID, 0x80 | (length - 2)]) + bytes(length - 2)
    return bytes([_VOID]) + (1 << 56 | length - 9).to_bytes(8, "big") + bytes(length - 9)
