"""Small files that claim or unpack to much: pictures, animations and videos, built byte by byte."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image

# -- pictures --------------------------------------------------------------------------------------


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of PNG."""
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", checksum)


PIECE = 1 << 20
"""Bytes that are packed once, however often they come."""


def packed(byte: bytes, length: int) -> bytes:
    """Return one byte repeated, as zlib packs it: the work of a piece alone."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = packer.compress(byte * PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    count, rest = divmod(length, PIECE)
    last = packer.compress(byte * rest) + packer.flush()
    # Adler-32 of so many equal bytes: their sum, and the sum of the sums before each.
    sums = 1 + length * byte[0], length + byte[0] * length * (length + 1) // 2
    check = struct.pack(">HH", sums[1] % 65521, sums[0] % 65521)
    return b"\x78\xda" + piece * count + last + check


def png(width: int, height: int, *, depth: int = 8, kind: int = 2, extra: bytes = b"") -> bytes:
    """Return a PNG file whose rows are there in the beginning alone, with chunks before them."""
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[kind]
    row = 1 + (width * channels * depth + 7) // 8
    rows = packed(b"\0", row * min(height, 64))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    palette = chunk(b"PLTE", bytes(3)) if kind == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n" + header + extra + palette + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def saved(format: str, size: tuple[int, int] = (16, 16), **options: Any) -> bytearray:
    """Return a small picture in a format."""
    stored = io.BytesIO()
    Image.new("RGB", size, (200, 100, 50)).save(stored, format, **options)
    return bytearray(stored.getvalue())


def many_chunks() -> bytes:
    """A hundred and fifty thousand empty chunks."""
    return png(16, 16, extra=chunk(b"tEXt", b"k\0") * 150_000)


def profile_bomb() -> bytes:
    """A profile that unpacks to a gigabyte."""
    return png(16, 16, extra=chunk(b"iCCP", b"p\0\0" + packed(b"\0", 1 << 30)))


def text_bomb() -> bytes:
    """An international text that unpacks to a gigabyte."""
    return png(16, 16, extra=chunk(b"iTXt", b"k\0\1\0\0\0" + packed(b"a", 1 << 30)))


def apng(width: int, height: int, frames: int) -> bytes:
    """An animation of many frames, each a pixel."""
    pixel = zlib.compress(b"\0\1\2\3", 9)
    parts = [
        b"\x89PNG\r\n\x1a\n",
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        chunk(b"acTL", struct.pack(">II", frames, 0)),
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, width, height, 0, 0, 1, 50, 0, 0)),
    ]
    parts.append(chunk(b"IDAT", packed(b"\0", (1 + 3 * width) * height)))
    for number in range(1, frames):
        parts.append(
            chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * number - 1, 1, 1, 0, 0, 1, 50, 0, 0))
        )
        parts.append(chunk(b"fdAT", struct.pack(">I", 2 * number) + pixel))
    return b"".join([*parts, chunk(b"IEND", b"")])


def gif(width: int, height: int, frames: int) -> bytes:
    """A GIF of a large screen, each of whose frames is a pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(3) + b"\xff" * 3
    control = b"\x21\xf9\x04\x04\x05\x00\x00\x00"
    frame = control + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def webp(width: int, height: int, frames: int) -> bytes:
    """An animated WebP of a large canvas, each of whose frames is small."""
    stored = io.BytesIO()
    Image.new("RGB", (16, 16), (9, 8, 7)).save(stored, "WEBP", lossless=True)
    inner = stored.getvalue()[12:]

    def riff(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

    def three(number: int) -> bytes:
        return struct.pack("<I", number)[:3]

    frame = riff(b"ANMF", bytes(6) + three(15) + three(15) + three(20) + b"\0" + inner)
    canvas = b"\x02\0\0\0" + three(width - 1) + three(height - 1)
    body = riff(b"VP8X", canvas) + riff(b"ANIM", bytes(6)) + frame * frames
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def tiff_of_pages(pages: int, *, circle: bool = False) -> bytes:
    """A TIFF file of many pages, or whose last is followed by its first."""
    data = bytearray(b"II*\0" + struct.pack("<I", 8))
    entries = [(256, 3, 1, 1), (257, 3, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 4), (277, 3, 1, 1), (278, 3, 1, 1), (279, 4, 1, 1)]  # fmt: skip
    length = 2 + 12 * len(entries) + 4
    for page in range(pages):
        last = page == pages - 1
        following = (8 if circle else 0) if last else 8 + (page + 1) * length
        data += struct.pack("<H", len(entries))
        data += b"".join(struct.pack("<HHII", *entry) for entry in entries)
        data += struct.pack("<I", following)
    return bytes(data)


def tiff_with(tag: int, kind: int, count: int, value: int) -> bytes:
    """A small TIFF file with one entry changed, or one more."""
    data = saved("TIFF")
    offset = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[offset : offset + 2], "little")
    for number in range(entries):
        at = offset + 2 + 12 * number
        if int.from_bytes(data[at : at + 2], "little") == tag:
            data[at : at + 12] = struct.pack("<HHII", tag, kind, count, value)
    return bytes(data)


def exif_circle() -> bytes:
    """EXIF whose directories lead to each other, and claim much."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)  # the EXIF directory is the first one
    much = struct.pack("<HHII", 0x9286, 7, 0xFFFFFFF0, 8)
    exif = b"II*\0" + struct.pack("<IH", 8, 2) + entry + much + struct.pack("<I", 8)
    return bytes(saved("JPEG", exif=b"Exif\0\0" + exif))


def jpeg_of_segments() -> bytes:
    """A JPEG file of a hundred thousand application segments."""
    data = bytes(saved("JPEG"))
    return data[:2] + (b"\xff\xe2\x00\x10ICC_PROFILE\0\1\1" * 100_000) + data[2:]


def avif_claiming(side: int) -> bytes:
    """An AVIF file that claims a size."""
    data = saved("AVIF", (64, 64))
    at = data.find(b"ispe")
    data[at + 8 : at + 16] = struct.pack(">II", side, side)
    return bytes(data)


def claiming_jp2() -> bytes:
    """A JPEG 2000 file that claims a size."""
    data = saved("JPEG2000")
    data[48:56] = struct.pack(">II", 60000, 60000)
    return bytes(data)


PICTURES: dict[str, Callable[[], bytes]] = {
    "wide.png": lambda: png(1 << 30, 1),
    "tall.png": lambda: png(1, 1 << 30),
    "chunks.png": many_chunks,
    "profile.png": profile_bomb,
    "text.png": text_bomb,
    "palette.png": lambda: png(40000, 40000, kind=3),
    "gray.png": lambda: png(60000, 60000, depth=1, kind=0),
    "screen.gif": lambda: gif(65535, 65535, 1),
    "screens.gif": lambda: gif(65535, 65535, 3),
    "frames.gif": lambda: gif(16, 16, 300),
    "large-frames.gif": lambda: gif(8000, 8000, 500),
    "canvas.apng": lambda: apng(16, 16, 300),
    "canvas.webp": lambda: webp(16383, 16383, 2),
    "frames.webp": lambda: webp(16, 16, 300),
    "large-frames.webp": lambda: webp(8000, 8000, 500),
    "pages.tif": lambda: tiff_of_pages(50_000),
    "circle.tif": lambda: tiff_of_pages(3, circle=True),
    "strips.tif": lambda: tiff_with(273, 4, 0x7FFFFFFF, 8),
    "rows.tif": lambda: tiff_with(278, 4, 1, 0xFFFFFFFF),
    "counts.tif": lambda: tiff_with(258, 3, 0x7FFFFFFF, 8),
    "size.tif": lambda: tiff_with(256, 4, 1, 1 << 30),
    "exif.jpg": exif_circle,
    "segments.jpg": jpeg_of_segments,
    "claims.avif": lambda: avif_claiming(60000),
    "claims.tga": lambda: (
        b"\0\0\x0a" + bytes(9) + struct.pack("<HHBB", 65535, 65535, 32, 8) + bytes(99)
    ),
    "claims.qoi": lambda: b"qoif" + struct.pack(">IIBB", 60000, 60000, 4, 0) + b"\xfd" * 99,
    "claims.jp2": claiming_jp2,
}
