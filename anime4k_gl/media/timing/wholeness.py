"""The proof that a file was not cut off, by how it is built.

Durations in headers and tags are often those of another file that this one was made of. Where a
file ends as one of its kind must, and its last packet lies there, it is the header that is wrong.
"""

from __future__ import annotations

from typing import BinaryIO

from ..boxes import HEAD, box_head
from ..opening import MediaInput

_SLACK = 64  # bytes of a packet's own head and tail
_SMALL = 512  # bytes at the end of an FLV file: a tag that says so

# Matroska's elements that follow the last cluster.
_AFTER = tuple(
    bytes.fromhex(name)
    for name in ("1c53bb6b", "1254c367", "1043a770", "1941a469", "114d9b74", "1549a966", "ec")
)
_SEGMENT = bytes.fromhex("18538067")


def is_whole(source: MediaInput, format: str, *, last: int) -> bool:
    """Return whether a file surely ends where its writer ended it.

    Parameters
    ----------
    source : the file; nothing is known of a pipe or a URL
    format : FFmpeg's name of the container
    last : where in the file the last packet ends, in bytes
    """
    checks = {"matroska": _matroska, "webm": _matroska, "mov": _boxes, "mp4": _boxes,
              "avi": _riff, "flv": _flv}  # fmt: skip
    check = next((checks[name] for name in format.split(",") if name in checks), None)
    if check is None or source.path is None or source.is_pipe:
        return False
    try:
        with source.path.open("rb") as file:
            size = file.seek(0, 2)
            return check(file, size, last)
    except OSError:
        return False


def _at(file: BinaryIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)


def _number(data: bytes, *, marker: bool) -> tuple[int, int]:
    """Return an EBML number and its length in bytes; 0, 0 for none, and for an unknown size."""
    length = 9 - data[0].bit_length() if data and data[0] else 0
    if not length or len(data) < length:
        return 0, 0
    value = int.from_bytes(data[:length], "big")
    if marker:
        return value, length
    value &= (1 << (7 * length)) - 1
    return (0, 0) if value == (1 << (7 * length)) - 1 else (value, length)


def _element(file: BinaryIO, place: int) -> tuple[bytes, int, int]:
    """Return an element's name, and where its content begins and ends; ends at 0 if unknown."""
    head = _at(file, place, 12)
    _, named = _number(head, marker=True)
    size, sized = _number(head[named:], marker=False)
    begin = place + named + sized
    return head[:named], begin, begin + size if sized else 0


def _matroska(file: BinaryIO, size: int, last: int) -> bool:
    _, _, place = _element(file, 0)
    name, _, end = _element(file, place)
    if name != _SEGMENT or not last < end <= size:
        return False
    tail = _at(file, last, _SLACK)
    starts = [last + at for at in range(len(tail)) if tail.startswith(_AFTER, at)]
    return any(_chain_ends(file, start, end) for start in starts) or end - last <= _SLACK


def _chain_ends(file: BinaryIO, place: int, end: int) -> bool:
    """Whether known elements follow each other from a place to the segment's end."""
    while place < end:
        name, _, after = _element(file, place)
        if name not in _AFTER or not place < after <= end:
            return False
        place = after
    return True


def _boxes(file: BinaryIO, size: int, last: int) -> bool:
    """Whether all boxes are there, and the last packet is at the end of the data."""
    place, ends = 0, []
    while place < size:
        length, kind, _ = box_head(_at(file, place, HEAD))
        if length < 8 or place + length > size or kind == b"moof":
            return False  # of fragments any number is a file
        if kind == b"mdat":
            ends.append(place + length)
        place += length
    return bool(ends) and 0 <= max(ends) - last <= _SLACK


def _riff(file: BinaryIO, size: int, last: int) -> bool:
    place, index = 0, 0
    while place + 8 <= size:
        head = _at(file, place, 8)
        length = int.from_bytes(head[4:], "little")
        if head[:4] != b"RIFF" or place + 8 + length > size:
            return False
        place += 8 + length + length % 2
    tail = _at(file, last, _SLACK)
    index = tail.find(b"idx1")
    return size - last <= _SLACK or index >= 0


def _flv(file: BinaryIO, size: int, last: int) -> bool:
    length = int.from_bytes(_at(file, size - 4, 4), "big")
    if not 11 <= length <= size - 17:
        return False
    tag = _at(file, size - 4 - length, 11)
    same = int.from_bytes(tag[1:4], "big") + 11 == length
    return same and tag[0] in (8, 9, 18) and size - last <= _SMALL
