"""The heads of boxes, of which MP4, MOV and AVIF files are made."""

from __future__ import annotations

from typing import NamedTuple

HEAD = 16
"""Bytes of the longest head."""


class BoxHead(NamedTuple):
    """The head of a box.

    Attributes
    ----------
    size : of all of the box in bytes, as it says itself; 0 where it goes on to the end
    kind : its four letters
    length : of the head in bytes: 8, or 16 with a long size
    """

    size: int
    kind: bytes
    length: int


def box_head(data: bytes) -> BoxHead:
    """Return the head that some data begins with; `HEAD` bytes are enough.

    Nothing is checked: of fewer than 8 bytes, or of what is no box, the values mean nothing.
    """
    size, length = int.from_bytes(data[:4], "big"), 8
    if size == 1:
        size, length = int.from_bytes(data[8:HEAD], "big"), HEAD
    return BoxHead(size, data[4:8], length)
