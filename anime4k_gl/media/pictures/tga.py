"""TGA files by their header: the format has no signature, and readers go by the file's name."""

from __future__ import annotations

_MAPPED, _COLOUR, _GRAY = 1, 2, 3
_PACKED = 8  # added to the kind
_DEPTHS = {_MAPPED: (8,), _COLOUR: (16, 24, 32), _GRAY: (8, 16)}
_ENTRY_BITS = (15, 16, 24, 32)


def is_header(head: bytes) -> bool:
    """Return whether a file's first bytes are a header of TGA, and of nothing else that is known.

    It must be consistent with itself: video streams too begin with bytes that look like its first.
    """
    if len(head) < 18:
        return False
    mapped, kind = head[1], head[2] & ~_PACKED
    if kind not in _DEPTHS or head[2] & ~_PACKED & ~3 or head[16] not in _DEPTHS[kind]:
        return False
    if mapped != (kind == _MAPPED):
        return False
    entries = int.from_bytes(head[5:7], "little")
    if mapped and not (1 <= entries <= 256 and head[7] in _ENTRY_BITS):
        return False
    if not mapped and any(head[3:8]):
        return False
    width, height = int.from_bytes(head[12:14], "little"), int.from_bytes(head[14:16], "little")
    return width > 0 < height and head[17] & 0xC0 == 0 and head[17] & 0x0F in (0, 1, 8)
