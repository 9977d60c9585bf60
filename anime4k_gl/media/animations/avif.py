"""The count of plays of an AVIF sequence, which its boxes hold and Pillow does not read.

A track's edit list says how long one play is and whether it is repeated, and the track's header how
long all plays last together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..boxes import HEAD, box_head

_PATH = (b"moov", b"trak", b"edts", b"elst")
_REPEATS = 1  # a flag of the edit list

# Where a header has its duration, by its version, behind the size and the name of the box.
_DURATIONS = {b"tkhd": (20, 28), b"mvhd": (16, 24)}


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in a file: where it is, and of how many bytes."""

    place: int
    length: int

    def of(self, data: bytes) -> int:
        return int.from_bytes(data[self.place : self.place + self.length], "big")

    @property
    def endless(self) -> int:
        """The number that stands for no end; FFmpeg writes half of it."""
        return (1 << 8 * self.length) - 1


def plays_of(data: bytes) -> int:
    """Return how often a sequence is played; 0 for ever, and where it does not say."""
    edits = _find(data, _PATH)
    total = _duration(data, (b"moov", b"trak", b"tkhd"))
    if edits is None or total is None:
        return 0
    start, end = edits
    version, flags = data[start], data[start + 3]
    once = _Number(start + 8, 8 if version else 4)
    if once.place + once.length > end:
        return 0
    if not flags & _REPEATS:
        return 1
    if total.of(data) >= total.endless // 2 or not once.of(data):
        return 0
    return max(1, -(-total.of(data) // once.of(data)))


def with_plays(data: bytes, plays: int) -> bytes:
    """Return a whole sequence that repeats for ever with a count of its plays."""
    edits = _find(data, _PATH)
    totals = [_duration(data, path) for path in ((b"moov", b"trak", b"tkhd"), (b"moov", b"mvhd"))]
    if not plays or edits is None:
        return data
    start, _ = edits
    changed = bytearray(data)
    once = _Number(start + 8, 8 if data[start] else 4).of(data)
    if plays == 1:
        changed[start + 3] &= ~_REPEATS
    for total in totals:
        if total is not None:
            lasts = min(once * plays, total.endless - 1)
            changed[total.place : total.place + total.length] = lasts.to_bytes(total.length, "big")
    return bytes(changed)


def _duration(data: bytes, path: tuple[bytes, ...]) -> _Number | None:
    found = _find(data, path)
    if found is None:
        return None
    start, end = found
    number = _Number(start + _DURATIONS[path[-1]][bool(data[start])], 8 if data[start] else 4)
    return number if number.place + number.length <= end else None


def _find(data: bytes, path: tuple[bytes, ...]) -> tuple[int, int] | None:
    """Return where the content of the first box of a path begins and ends, of at least 8 bytes."""
    start, end = 0, len(data)
    for name in path:
        inside = (place for kind, *place in _boxes(data, start, end) if kind == name)
        found = next(inside, None)
        if found is None:
            return None
        start, end = found
    return (start, end) if end - start >= 8 else None


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box in a part of a file, and where its content begins and ends."""
    while start + 8 <= end:
        size, kind, head = box_head(data[start : start + HEAD])
        stop = end if size == 0 else start + size
        if 0 < size < head or stop > end:
            return
        yield kind, start + head, stop
        start = stop
