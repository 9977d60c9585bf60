"""The headers of MP4 and MOV files: languages that are more than three letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from .model import ContainerHeaders

_KINDS = {b"vide": "video", b"soun": "audio"} | dict.fromkeys(
    (b"sbtl", b"subt", b"text", b"clcp", b"subp"), "subtitle"
)
_MOST_BYTES = 64 << 20  # of the index
_MOST_BOXES = 4096  # in the file, and in the parts of the index that are looked at
_LONGEST_TEXT = 256


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def read_mp4(file: BinaryIO) -> ContainerHeaders:
    """Return what a file's headers say; what is damaged or missing in them is left out.

    Reads the index alone. Raises `OSError`.
    """
    data = _index(file)
    languages: dict[tuple[str, int], str] = {}
    counts: dict[str, int] = {}
    for track in _boxes(data, 0, len(data)):
        if track.kind != b"trak":
            continue
        for media in _boxes(data, track.start, track.end):
            if media.kind != b"mdia":
                continue
            inside = {box.kind: box for box in _boxes(data, media.start, media.end)}
            handler = inside.get(b"hdlr")
            letters = data[handler.start + 8 : handler.start + 12] if handler else b""
            kind = _KINDS.get(letters, "")
            index = counts[kind] = counts.get(kind, -1) + 1
            language = inside.get(b"elng")
            if language is not None:
                end = min(language.end, language.start + _LONGEST_TEXT)
                tag = data[language.start + 4 : end].split(b"\0")[0].decode("ascii", "replace")
                if tag:
                    languages[kind, index] = tag
    return ContainerHeaders(languages)


def _index(file: BinaryIO) -> bytes:
    """Return the content of the box with the index, empty where there is none."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        size, length = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, length = int.from_bytes(head[8:16], "big"), 16
        if head[4:8] == b"moov":
            file.seek(at + length)
            return file.read(min(size - length, _MOST_BYTES) if size > length else _MOST_BYTES)
        if not length <= size < 1 << 62:
            break
        at += size
    return b""


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    at = start
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, length = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, length = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        stop = min(at + size, end) if size else end
        if stop < at + length:
            return
        yield _Box(data[at + 4 : at + 8], at + length, stop)
        at = stop
