"""Small video files that claim much, hold floods of small things, or nest without end."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import av
import numpy as np

# -- Matroska --------------------------------------------------------------------------------------


def element(number: int, content: bytes, *, claimed: int | None = None) -> bytes:
    """Return an element of Matroska; its size may be claimed to be another."""
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    size = len(content) if claimed is None else claimed
    return name + (size | 1 << 56).to_bytes(8, "big") + content


def number(value: int) -> bytes:
    return value.to_bytes(4, "big")


EBML, SEGMENT, INFO, TRACKS, TRACK, CLUSTER, VOID = (
    0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xEC)  # fmt: skip
CHAPTERS, EDITION, ATOM, ATTACHMENTS, FILE, TAGS, TAG = (
    0x1043A770, 0x45B9, 0xB6, 0x1941A469, 0x61A7, 0x1254C367, 0x7373)  # fmt: skip


def track(index: int, width: int = 16, height: int = 16, codec: bytes = b"V_UNCOMPRESSED") -> bytes:
    picture = element(0xB0, number(width)) + element(0xBA, number(height))
    picture += element(0x2EB524, b"I420")
    return element(
        TRACK,
        element(0xD7, number(index)) + element(0x73C5, number(index)) + element(0x83, b"\1")
        + element(0x86, codec) + element(0xE0, picture),
    )  # fmt: skip


def matroska(tracks: bytes, *parts: bytes, block: bytes = bytes(384)) -> bytes:
    """Return a file of one frame and other parts before it."""
    head = element(EBML, element(0x4282, b"matroska") + element(0x4287, b"\4"))
    cluster = element(CLUSTER, element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80" + block))
    info = element(INFO, element(0x2AD7B1, number(1_000_000)))
    return head + element(SEGMENT, info + element(TRACKS, tracks) + b"".join(parts) + cluster)


def nested(kind: int, depth: int, content: bytes = b"") -> bytes:
    for _ in range(depth):
        content = element(kind, content)
    return content


def chapters(count: int, depth: int = 1) -> bytes:
    atom = element(0x73C4, b"\1") + element(0x91, b"\0") + element(0x80, element(0x85, b"x"))
    return element(CHAPTERS, element(EDITION, nested(ATOM, depth, atom) * count))


def attachment(size: int, claimed: int | None = None) -> bytes:
    data = element(0x465C, bytes(size), claimed=claimed)
    about = element(0x466E, b"../../../../tmp/evil\x1b[31m.ttf") + element(0x4660, b"font/ttf")
    return element(ATTACHMENTS, element(FILE, about + data + element(0x46AE, b"\1")))


# -- MP4 -------------------------------------------------------------------------------------------


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def boxes(kind: bytes, depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = struct.pack(">I4s", min(len(content) + 8, 0x7FFFFFFF), kind) + content
    return content


def mp4() -> bytearray:
    """Return a small whole file."""
    stored = io.BytesIO()
    with av.open(stored, "w", format="mp4") as container:
        stream: Any = container.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for count in range(4):
            frame = av.VideoFrame.from_ndarray(np.full((96, 64), 40 + count, np.uint8), "yuv420p")
            frame.pts = count
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return bytearray(stored.getvalue())


def with_table(kind: bytes, content: bytes) -> bytes:
    """Return the file with one table of its index instead of the one there."""
    data = mp4()
    at = data.index(kind, data.index(b"moov")) - 4
    size = int.from_bytes(data[at : at + 4], "big")
    new = box(kind, content)
    data[at : at + size] = new
    for parent in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        place = data.index(parent) - 4
        grown = int.from_bytes(data[place : place + 4], "big") + len(new) - size
        data[place : place + 4] = grown.to_bytes(4, "big")
    return bytes(data)


def with_edits(count: int) -> bytes:
    """Return the file with so many edits, each of a thousandth of a second."""
    entries = struct.pack(">IIHH", 1, 0, 1, 0) * count
    data = mp4()
    at = data.index(b"edts") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    new = box(b"edts", box(b"elst", struct.pack(">II", 0, count) + entries))
    data[at : at + size] = new
    for parent in (b"moov", b"trak"):
        place = data.index(parent) - 4
        grown = int.from_bytes(data[place : place + 4], "big") + len(new) - size
        data[place : place + 4] = grown.to_bytes(4, "big")
    return bytes(data)


# -- others ----------------------------------------------------------------------------------------


def ivf(width: int, height: int) -> bytes:
    """A VP8 key frame of a few bytes that claims a size."""
    frame = b"\x10\x02\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(40)
    head = b"DKIF\0\0\x20\0VP80" + struct.pack("<HHIII", width, height, 24, 1, 1) + bytes(4)
    return head + struct.pack("<IQ", len(frame), 0) + frame


def y4m(width: int, height: int) -> bytes:
    return f"YUV4MPEG2 W{width} H{height} F24:1 C420\nFRAME\n".encode() + bytes(1000)


def transport_of_programs() -> bytes:
    """A transport stream whose tables name thousands of programs and streams."""
    programs = b"".join(struct.pack(">HH", n + 1, 0xE000 | (32 + n)) for n in range(40))
    table = b"\0\xb0" + bytes([len(programs) + 9]) + b"\0\1\xc1\0\0" + programs + bytes(4)
    packets = [b"\x47\x40\0\x10\0" + table]
    for n in range(40):
        streams = b"".join(
            b"\x1b" + struct.pack(">HH", 0xE000 | (100 + 30 * n + k), 0xF000) for k in range(30)
        )
        head = b"\2\xb0" + bytes([len(streams) + 13]) + struct.pack(">H", n + 1)
        body = head + b"\xc1\0\0\xe1\0\xf0\0" + streams + bytes(4)
        packets.append(struct.pack(">BHB", 0x47, 0x4000 | (32 + n), 0x10) + b"\0" + body)
    return b"".join(packet[:188].ljust(188, b"\xff") for packet in packets) * 50


VIDEOS: dict[str, Callable[[], bytes]] = {
    "huge.mkv": lambda: matroska(track(1, 60000, 60000)),
    "wide.mkv": lambda: matroska(track(1, 1 << 30, 1)),
    "tracks.mkv": lambda: matroska(b"".join(track(n + 1) for n in range(100_000))),
    "chapters.mkv": lambda: matroska(track(1), chapters(100_000)),
    "nested-chapters.mkv": lambda: matroska(track(1), chapters(1, 10_000)),
    "voids.mkv": lambda: matroska(track(1), element(VOID, b"") * 500_000),
    "nested-voids.mkv": lambda: matroska(track(1), nested(VOID, 10_000)),
    "nested-tags.mkv": lambda: matroska(
        track(1), element(TAGS, element(TAG, nested(0x67C8, 10_000)))
    ),
    "attachment.mkv": lambda: matroska(track(1), attachment(100_000_000)),
    "claimed-attachment.mkv": lambda: matroska(track(1), attachment(16, 1 << 40)),
    "claimed-block.mkv": lambda: matroska(track(1), element(CLUSTER, b"", claimed=1 << 50)),
    "deep.mp4": lambda: box(b"ftyp", b"isom" + bytes(4)) + boxes(b"moov", 100_000),
    "deep-tracks.mp4": lambda: box(b"ftyp", b"isom" + bytes(4)) + boxes(b"trak", 100_000),
    "tracks.mp4": lambda: (
        box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", box(b"trak", b"") * 200_000)
    ),
    "edits.mp4": lambda: with_edits(500_000),
    "sizes.mp4": lambda: with_table(b"stsz", struct.pack(">III", 0, 1, 0x7FFFFFFF)),
    "times.mp4": lambda: with_table(b"stts", struct.pack(">IIII", 0, 1, 0x7FFFFFFF, 1)),
    "chunks.mp4": lambda: with_table(b"stsc", struct.pack(">IIIII", 0, 1, 1, 0x7FFFFFFF, 1)),
    "both.mp4": lambda: with_table(
        b"stsz", struct.pack(">III", 0, 1, 0x0FFFFFFF)
    ).replace(struct.pack(">IIIII", 0, 1, 1, 4, 1), struct.pack(">IIIII", 0, 1, 1, 0x0FFFFFFF, 1)),
    "huge.ivf": lambda: ivf(16383, 16383),
    "huge.y4m": lambda: y4m(60000, 60000),
    "large.y4m": lambda: y4m(16000, 16000),
    "programs.ts": transport_of_programs,
}  # fmt: skip
"""By name; each ends well or with a message."""
