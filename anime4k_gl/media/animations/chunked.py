"""APNG and WebP: frames as chunks, each packed as a still picture is."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from ..pictures import metadata as meta
from ..pictures import png
from ..pictures.metadata import PictureMetadata
from .animation import Pixels, box_of_change


class ApngFrames:
    """Writes an animation's frames as APNG: what changed of each, alpha as it is."""

    def __init__(
        self,
        file: BinaryIO,
        width: int,
        height: int,
        plays: int,
        *,
        alpha: bool,
        metadata: PictureMetadata,
    ) -> None:
        self._file = file
        self._channels = 4 if alpha else 3
        self._before: Pixels | None = None
        self._sequence = 0
        self._frames = 0
        self._plays = plays
        file.write(png.SIGNATURE)
        colour = 6 if alpha else 2
        self._write(b"IHDR", struct.pack(">2I5B", width, height, 8, colour, 0, 0, 0))
        self._control = file.tell()
        self._write(b"acTL", struct.pack(">2I", 0, plays))
        for chunk in meta.to_png(metadata):
            self._write(*chunk)

    def add(self, pixels: Pixels, seconds: Fraction) -> None:
        """Write a frame that is shown for so long."""
        left, top, right, bottom = box_of_change(self._before, pixels)
        part = np.ascontiguousarray(pixels[top:bottom, left:right, : self._channels])
        shown = seconds.limit_denominator(65535)
        if shown.numerator > 65535:
            shown = Fraction(min(65535, round(seconds)))
        control = struct.pack(
            ">5I2H2B", self._sequence, right - left, bottom - top, left, top,
            shown.numerator, shown.denominator, 0, 0,
        )  # fmt: skip
        self._write(b"fcTL", control)
        self._sequence += 1
        for data in _image_data(part):
            if self._frames == 0:
                self._write(b"IDAT", data)
            else:
                self._write(b"fdAT", struct.pack(">I", self._sequence) + data)
                self._sequence += 1
        self._frames += 1
        self._before = pixels

    def finish(self) -> None:
        """Write the end of the file, and at its start how many frames there are."""
        self._write(b"IEND", b"")
        self._file.seek(self._control)
        self._write(b"acTL", struct.pack(">2I", self._frames, self._plays))

    def _write(self, kind: bytes, content: bytes) -> None:
        self._file.write(png.packed(kind, content))


def _image_data(pixels: Pixels) -> Iterator[bytes]:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    for kind, content in png.chunks(buffer.getvalue()):
        if kind == b"IDAT":
            yield content


class WebpFrames:
    """Writes an animation's frames as WebP: what changed of each, alpha as it is."""

    def __init__(
        self,
        file: BinaryIO,
        width: int,
        height: int,
        plays: int,
        *,
        alpha: bool,
        metadata: PictureMetadata,
        options: dict[str, Any],
    ) -> None:
        self._file = file
        self._channels = 4 if alpha else 3
        self._before: Pixels | None = None
        self._options = options
        self._metadata = metadata
        flags = (
            0x20 * bool(metadata.icc_profile) | 0x10 * alpha | 0x08 * bool(metadata.exif)
            | 0x04 * bool(metadata.xmp) | 0x02
        )  # fmt: skip
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        file.write(b"RIFF\0\0\0\0WEBP" + _riff(b"VP8X", bytes([flags, 0, 0, 0]) + sides))
        if metadata.icc_profile:
            file.write(_riff(b"ICCP", metadata.icc_profile))
        file.write(_riff(b"ANIM", bytes(4) + min(plays, 65535).to_bytes(2, "little")))

    def add(self, pixels: Pixels, milliseconds: int) -> None:
        """Write a frame that is shown for so many milliseconds."""
        left, top, right, bottom = box_of_change(self._before, pixels, step=2)
        part = np.ascontiguousarray(pixels[top:bottom, left:right, : self._channels])
        buffer = io.BytesIO()
        Image.fromarray(part).save(buffer, "WEBP", **self._options)
        values = left // 2, top // 2, right - left - 1, bottom - top - 1, milliseconds
        header = b"".join(value.to_bytes(3, "little") for value in values)
        over = 0x02  # in place of what is there, not blended with it
        self._file.write(_riff(b"ANMF", header + bytes([over]) + _webp_image(buffer.getvalue())))
        self._before = pixels

    def finish(self) -> None:
        """Write the metadata that come last, and at the start the size of the file."""
        if self._metadata.exif:
            self._file.write(_riff(b"EXIF", self._metadata.exif))
        if self._metadata.xmp:
            self._file.write(_riff(b"XMP ", self._metadata.xmp))
        size = self._file.tell() - 8
        self._file.seek(4)
        self._file.write(struct.pack("<I", size))


def _riff(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _webp_image(data: bytes) -> bytes:
    """Return the chunks of a still WebP file that hold its pixels."""
    position, result = 12, b""
    while position + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, position + 4)
        end = position + 8 + length + length % 2
        if data[position : position + 4] in (b"ALPH", b"VP8 ", b"VP8L"):
            result += data[position:end]
        position = end
    return result
