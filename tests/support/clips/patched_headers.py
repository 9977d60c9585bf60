"""Matroska and MP4 files whose headers are edited: what no muxer at hand writes.

Both are trees of elements with an id and a size. `edit_matroska` and `edit_mp4` hand the tree of
the headers to a function and write the file again around what it made of it. They share no code
with the readers that they test.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Matroska's elements that hold others, of those that are edited.
_MASTERS = {
    0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0, 0x55B0, 0x55D0, 0x7670, 0x1043A770, 0x45B9,
    0xB6, 0x80, 0x41E4,
}  # fmt: skip
_PLACES = {0x114D9B74, 0x1C53BB6B, 0xEC, 0xBF}  # tables of places in the file, paddings, sums


@dataclass
class Node:
    """An element or a box: its id, and its content or the elements in it."""

    id: int | bytes
    data: bytes = b""
    children: list[Node] = field(default_factory=list)
    before: bytes = b""  # of a box, the fields before its children

    def find(self, *ids: int | bytes) -> Node:
        """Return the first element under a path of ids."""
        node = self
        for each in ids:
            node = next(child for child in node.children if child.id == each)
        return node


def element(number: int, content: bytes | int | str | list[Node]) -> Node:
    """Return an element of Matroska."""
    if isinstance(content, list):
        return Node(number, children=content)
    if isinstance(content, int):
        content = content.to_bytes(max(1, (content.bit_length() + 7) // 8), "big")
    return Node(number, content.encode() if isinstance(content, str) else content)


def box(kind: bytes, data: bytes = b"") -> Node:
    """Return a box of MP4."""
    return Node(kind, data)


def edit_matroska(source: Path, target: Path, edit: Callable[[Node], None]) -> Path:
    """Write a Matroska file with the segment's headers as `edit` leaves them; without an index."""
    data = source.read_bytes()
    (_, start, end), (segment_id, inside, stop) = _elements(data, 0, len(data))[:2]
    assert segment_id == 0x18538067
    segment = Node(segment_id, children=_tree(data, inside, min(stop, len(data))))
    edit(segment)
    target.write_bytes(
        b"\x1a\x45\xdf\xa3" + _length(end - start) + data[start:end] + _ebml(segment)
    )
    return target


def _elements(data: bytes, at: int, end: int) -> list[tuple[int, int, int]]:
    found = []
    while at < end:
        count = 9 - data[at].bit_length()
        number = int.from_bytes(data[at : at + count], "big")
        at += count
        count = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + count], "big") & ((1 << 7 * count) - 1)
        at += count
        stop = end if size == (1 << 7 * count) - 1 else at + size
        found.append((number, at, stop))
        at = stop
    return found


def _tree(data: bytes, at: int, end: int) -> list[Node]:
    return [
        Node(number, children=_tree(data, start, stop))
        if number in _MASTERS
        else Node(number, data[start:stop])
        for number, start, stop in _elements(data, at, end)
        if number not in _PLACES
    ]


def _length(size: int) -> bytes:
    return (1 << 56 | size).to_bytes(8, "big")


def _ebml(node: Node) -> bytes:
    assert isinstance(node.id, int)
    content = b"".join(map(_ebml, node.children)) if node.children else node.data
    return (
        node.id.to_bytes((node.id.bit_length() + 7) // 8, "big") + _length(len(content)) + content
    )


# How many bytes of fields come before the boxes in a box.
_BOXES = {b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0, b"stsd": 8, b"udta": 0}
_SAMPLE_ENTRY = 78  # of video


def edit_mp4(source: Path, target: Path, edit: Callable[[Node], None]) -> Path:
    """Write an MP4 or MOV file, whose index lies at its end, with that as `edit` leaves it."""
    data = source.read_bytes()
    root = Node(b"", children=_boxes(data, 0, len(data)))
    assert [node.id for node in root.children].index(b"mdat") < len(root.children) - 1
    edit(root.find(b"moov"))
    target.write_bytes(b"".join(map(_box, root.children)))
    return target


def _boxes(data: bytes, at: int, end: int, *, entries: bool = False) -> list[Node]:
    found = []
    while at + 8 <= end:
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        stop = at + size if size else end
        video = entries and data[at + 48 : at + 50] == b"\0\1"  # a frame in a sample
        fields = _BOXES.get(kind, _SAMPLE_ENTRY if video else None)
        if fields is None:
            found.append(Node(kind, data[at + 8 : stop]))
        else:
            start = at + 8 + fields
            inner = _boxes(data, start, stop, entries=kind == b"stsd")
            found.append(Node(kind, children=inner, before=data[at + 8 : start]))
        at = stop
    return found


def _box(node: Node) -> bytes:
    assert isinstance(node.id, bytes)
    content = node.before + (b"".join(map(_box, node.children)) or node.data)
    return struct.pack(">I", len(content) + 8) + node.id + content
