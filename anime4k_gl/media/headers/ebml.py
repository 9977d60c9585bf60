"""EBML, the notation of Matroska and WebM: elements with an id, a size and a content.

Whatever the bytes are, reading them ends: sizes are cut to what is there, and elements are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MOST_ELEMENTS = 50_000
"""Of one part of a file; what comes after is not read."""

_LONGEST_TEXT = 4096  # bytes


class Element(NamedTuple):
    """An element of a part of a file.

    Attributes
    ----------
    id : with its marker, as specifications write it
    start, end : the place of its content in the data
    """

    id: int
    start: int
    end: int


class ElementBudget:
    """How many elements may still be read."""

    def __init__(self, count: int = MOST_ELEMENTS) -> None:
        self.left = count

    def take(self) -> bool:
        """Return whether there is one more."""
        self.left -= 1
        return self.left >= 0


def elements(data: bytes, start: int, end: int, budget: ElementBudget) -> Iterator[Element]:
    """Yield the elements between two places, in order, as far as they can be read."""
    at = start
    while at < end and budget.take():
        head = _head(data[at : min(at + 12, end)])
        if head is None:
            return
        number, size, length = head
        content = at + length
        stop = end if size is None else min(content + size, end)
        yield Element(number, content, stop)
        at = stop


def read_head(file: BinaryIO) -> tuple[int, int | None, int] | None:
    """Read an element's head at the place where a file is.

    Return its id, its size (None where it goes on to the end of what it is in) and the bytes of the
    head; None at the end of the file or where there is no element. The file is left anywhere.
    """
    return _head(file.read(12))


def number(data: bytes, element: Element) -> int:
    """Return an element's content as an unsigned number; its last 8 bytes, if it is longer."""
    return int.from_bytes(data[element.start : element.end][-8:], "big")


def text(data: bytes, element: Element) -> str:
    """Return an element's content as text, up to its first NUL."""
    content = data[element.start : min(element.end, element.start + _LONGEST_TEXT)]
    return content.split(b"\0")[0].decode("utf-8", "replace")


def _head(data: bytes) -> tuple[int, int | None, int] | None:
    first = _width(data, 0, 4)
    if first is None:
        return None
    second = _width(data, first, 8)
    if second is None:
        return None
    size = int.from_bytes(data[first : first + second], "big") & ((1 << 7 * second) - 1)
    unknown = size == (1 << 7 * second) - 1
    return int.from_bytes(data[:first], "big"), None if unknown else size, first + second


def _width(data: bytes, at: int, most: int) -> int | None:
    """Return the bytes of a number of variable length, None where there is none."""
    if at >= len(data) or not data[at]:
        return None
    width = 9 - data[at].bit_length()
    return width if width <= most and at + width <= len(data) else None
