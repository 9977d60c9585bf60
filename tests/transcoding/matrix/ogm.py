"""OGM files, which FFmpeg reads and does not write: the video of an AVI file in Ogg pages."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import av

_FIRST, _LAST = 2, 4  # a page's flags
_KEY = 8  # a packet's flag


def from_avi(path: Path) -> None:
    """Replace an AVI file by an OGM file with its video."""
    with av.open(io.BytesIO(path.read_bytes())) as avi:
        stream = avi.streams.video[0]
        rate = stream.average_rate
        assert rate is not None
        packets = [packet for packet in avi.demux(stream) if packet.size]
        header = b"\x01" + struct.pack(
            "<8s4sIQQIIHHII", b"video\0\0\0", b"XVID", 56, round(10_000_000 / rate), 1, 1, 1 << 16,
            24, 0, stream.codec_context.width, stream.codec_context.height,
        )  # fmt: skip
        comment = b"\x03vorbis" + struct.pack("<I4sI", 4, b"none", 0) + b"\1"
        pages = [_page(header, 0, 0, _FIRST), _page(comment, 1, 0, 0)]
        for number, packet in enumerate(packets):
            flags = _LAST if packet is packets[-1] else 0
            data = bytes([_KEY * packet.is_keyframe]) + bytes(packet)
            pages.append(_page(data, number + 2, number, flags))
    path.write_bytes(b"".join(pages))


def _page(packet: bytes, number: int, granule: int, flags: int) -> bytes:
    """Return a page of one packet."""
    segments = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    assert len(segments) < 256
    head = struct.pack("<4sBBQIII", b"OggS", 0, flags, granule, 1, number, 0)
    page = head + bytes([len(segments)]) + segments + packet
    return page[:22] + struct.pack("<I", _crc(page)) + page[26:]


def _crc(data: bytes) -> int:
    """Return Ogg's checksum: that of Ethernet, not reflected, from 0."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        value &= 0xFFFFFFFF
    return value
