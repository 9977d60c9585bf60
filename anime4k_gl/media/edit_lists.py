"""The check of MP4 and MOV files' edit lists, before FFmpeg spends minutes on a flood of edits.

It goes through all frames once an edit, and nothing can stop it then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import MediaError
from .boxes import HEAD, BoxHead, box_head

MOST_EDITS = 2000
"""Of all tracks together; editors' files have a few each."""

_PARENTS = frozenset({b"moov", b"trak", b"edts"})
_MOST_BOXES = 100_000
_FIRST = frozenset({b"ftyp", b"moov", b"wide", b"mdat", b"free", b"skip", b"pnot"})


def check_edits(file: BinaryIO, name: str) -> None:
    """Raise `MediaError` for a file with too many edits; any file but MP4 and MOV passes.

    Parameters
    ----------
    file : to read and seek
    name : for the message
    """
    size = file.seek(0, os.SEEK_END)
    if _head(file, 0).kind not in _FIRST:
        return
    edits = 0
    for boxes, (kind, start, _) in enumerate(_boxes(file, 0, size, 0)):
        if boxes > _MOST_BOXES:
            return
        if kind == b"elst":
            file.seek(start + 4)
            edits += int.from_bytes(file.read(4), "big")
    if edits > MOST_EDITS:
        raise MediaError(
            f"{name}: its edit lists have {edits} entries and would take minutes; have another"
            " program write it anew"
        )


def _head(file: BinaryIO, place: int) -> BoxHead:
    file.seek(place)
    return box_head(file.read(HEAD))


def _boxes(file: BinaryIO, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes of a part of a file and those in them: name, begin and end of the content."""
    while start + 8 <= end:
        size, kind, length = _head(file, start)
        stop = end if size == 0 else min(start + size, end)
        if stop < start + length:
            return
        yield kind, start + length, stop
        if kind in _PARENTS and depth < len(_PARENTS):
            yield from _boxes(file, start + length, stop, depth + 1)
        start = stop
