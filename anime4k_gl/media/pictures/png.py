"""PNG chunks, for 16-bit colour and verbatim metadata, which Pillow does not support."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..pyav import Packet, VideoCodecContext, VideoFrame

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_KEYWORD = "XML:com.adobe.xmp"

# FFmpeg's big-endian formats, as PNG stores 16-bit samples, by number of channels.
_FORMATS = {1: "gray16be", 2: "ya16be", 3: "rgb48be", 4: "rgba64be"}
_CHANNELS = {name: channels for channels, name in _FORMATS.items()}

# A larger text or profile is not worth keeping, and may be malicious.
MAX_UNPACKED = 1 << 26
"""Bytes of all the texts of a file, and of a profile."""

Chunk = tuple[bytes, bytes]
"""A chunk's type and content."""


class DamagedPngError(ValueError):
    """The chunks of a PNG file are inconsistent."""


def chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks of a whole PNG file; raise `DamagedPngError` if it is damaged."""
    position = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        header = data[position : position + 8]
        if len(header) < 8:
            raise DamagedPngError("the picture ends early")
        length, kind = struct.unpack(">I4s", header)
        content = data[position + 8 : position + 8 + length]
        checksum = data[position + 8 + length : position + 12 + length]
        if len(content) < length or len(checksum) < 4:
            raise DamagedPngError("the picture ends early")
        if zlib.crc32(content, zlib.crc32(kind)) != int.from_bytes(checksum, "big"):
            raise DamagedPngError("the data is damaged")
        yield kind, content
        position += 12 + length


def bit_depth(data: bytes) -> int:
    """Return the bits per sample, from the header of a PNG file of at least 25 bytes."""
    return data[24]


def is_animated(data: bytes) -> bool:
    """Return whether a PNG file's first chunks declare an animation (APNG)."""
    control = data.find(b"acTL")
    pixels = data.find(b"IDAT")
    return control >= 0 and (pixels < 0 or control < pixels)


def decode_16_bit(data: bytes) -> npt.NDArray[np.uint16]:
    """Return the pixels of a 16-bit PNG file, (height, width, 1 to 4), row 0 on top."""
    context = VideoCodecContext.create("png", "r")
    frames = [*context.decode(Packet(data)), *context.decode(None)]
    if not frames or not isinstance(frame := frames[0], VideoFrame):
        raise DamagedPngError("the data is damaged")
    channels = _CHANNELS[frame.format.name]
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(frame.height, plane.line_size)
    samples = rows[:, : frame.width * channels * 2].copy().view(">u2")
    return samples.reshape(frame.height, frame.width, channels).astype(np.uint16)


def encode_16_bit(pixels: npt.NDArray[np.uint16]) -> bytes:
    """Return a PNG file of (height, width, 1 to 4) pixels, without metadata."""
    height, width, channels = pixels.shape
    frame = VideoFrame(width, height, _FORMATS[channels])
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(height, plane.line_size)
    packed = np.ascontiguousarray(pixels, dtype=">u2").view(np.uint8)
    rows[:, : width * channels * 2] = packed.reshape(height, width * channels * 2)
    frame.pts = 0
    context = VideoCodecContext.create("png", "w")
    context.width, context.height = width, height
    context.pix_fmt = _FORMATS[channels]
    context.time_base = frame.time_base = Fraction(1)
    context.options = {"pred": "mixed"}
    return b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])


def insert(data: bytes, extra: list[Chunk]) -> bytes:
    """Return a PNG file with chunks inserted behind its header, where any metadata may be."""
    end_of_header = len(SIGNATURE) + 12 + 13
    return data[:end_of_header] + b"".join(packed(*chunk) for chunk in extra) + data[end_of_header:]


def packed(kind: bytes, content: bytes) -> bytes:
    """Return a chunk as it is in a file."""
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", checksum)


def unpack(packed: bytes, most: int = MAX_UNPACKED) -> bytes | None:
    """Return zlib-compressed bytes unpacked, None if they are damaged or more than `most`."""
    unpacker = zlib.decompressobj()
    if most <= 0:  # to zlib that is no limit
        return None
    try:
        plain = unpacker.decompress(packed, most)
    except zlib.error:
        return None
    return plain if unpacker.eof else None


def text_of(chunk: Chunk, most: int = MAX_UNPACKED) -> tuple[str, str] | None:
    """Return the keyword and text of a text chunk, None if it is damaged or of another type.

    None too where it is packed and has more than `most` bytes.
    """
    kind, content = chunk
    keyword, _, rest = content.partition(b"\0")
    plain: bytes | None
    if kind == b"tEXt":
        return keyword.decode("latin-1"), rest.decode("latin-1")
    if kind == b"zTXt":
        plain = unpack(rest[1:], most)
        return None if plain is None else (keyword.decode("latin-1"), plain.decode("latin-1"))
    if kind == b"iTXt" and len(rest) >= 2:
        compressed, text = rest[0], rest[2:].split(b"\0", 2)[-1]
        plain = unpack(text, most) if compressed else text
        if plain is not None:
            return keyword.decode("latin-1"), plain.decode("utf-8", "replace")
    return None


def text_chunk(keyword: str, text: str) -> Chunk:
    """Return a text chunk: ``tEXt`` if Latin-1 holds the text, else ``iTXt`` in UTF-8."""
    key = keyword.encode("latin-1", "replace")[:79]
    if keyword != XMP_KEYWORD:
        try:
            return b"tEXt", key + b"\0" + text.encode("latin-1")
        except UnicodeEncodeError:
            pass
    return b"iTXt", key + b"\0\0\0\0\0" + text.encode("utf-8")
