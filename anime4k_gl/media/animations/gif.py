"""GIF: its blocks, for exact times and loops, and frames as palettes and indices."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from .animation import Pixels, box_of_change

_COLOURS = 255  # beside the one that stands for transparent
_TRANSPARENT = 255
_OPAQUE = 128  # the least alpha that counts as opaque
_KEEP, _CLEAR = 1, 2  # what becomes of a frame before the next: stays, or is cleared


class DamagedGifError(ValueError):
    """The blocks of a GIF file are inconsistent."""


@dataclass(slots=True)
class GifBlocks:
    """What the blocks of a GIF file say beside the pixels.

    Attributes
    ----------
    delays : of each frame, in hundredths of a second
    plays : how often it is played; 0 for ever
    images : of each frame, its image data as they are in the file
    """

    delays: list[int] = field(default_factory=list)
    plays: int = 1
    images: list[bytes] = field(default_factory=list)


def read_blocks(data: bytes) -> GifBlocks:
    """Return what a GIF file's blocks say; raise `DamagedGifError` if it ends early."""
    result = GifBlocks()
    try:
        position = 13 + _table_bytes(data[10])
        delay = 0
        while (kind := data[position]) != 0x3B:
            if kind == 0x21:
                label = data[position + 1]
                parts, position = _sub_blocks(data, position + 2)
                if label == 0xF9 and parts and len(parts[0]) >= 4:
                    delay = int.from_bytes(parts[0][1:3], "little")
                elif label == 0xFF and _is_loop(parts):
                    loops = int.from_bytes(parts[1][1:3], "little")
                    result.plays = loops + 1 if loops else 0
            elif kind == 0x2C:
                start = position + 10 + _table_bytes(data[position + 9])
                _, position = _sub_blocks(data, start + 1)
                result.delays.append(delay)
                result.images.append(data[start:position])
                delay = 0
            elif kind == 0:
                position += 1  # padding, which decoders pass over
            else:
                raise DamagedGifError("the data is damaged")
    except IndexError:
        raise DamagedGifError("the picture ends early") from None
    return result


def without_background(data: bytes) -> bytes:
    """Return a whole GIF file with its global colours in each frame, and so no background colour.

    Browsers leave bare what no frame covers, where decoders fill it with that colour.
    """
    size = _table_bytes(data[10])
    if not size:
        return data
    table, position = data[13 : 13 + size], 13 + size
    result = [data[:10], bytes([data[10] & 0x7F]), data[11:13]]
    while (kind := data[position]) != 0x3B:
        start = position
        if kind == 0x21:
            _, position = _sub_blocks(data, position + 2)
            result.append(data[start:position])
        elif kind == 0x2C:
            flags, own = data[position + 9], _table_bytes(data[position + 9])
            _, position = _sub_blocks(data, position + 11 + own)
            if own:
                result.append(data[start:position])
            else:
                flags = 0x80 | flags & 0x40 | data[10] & 7
                result += [data[start : start + 9], bytes([flags]), table]
                result.append(data[start + 10 : position])
        else:
            position += 1
    return b"".join([*result, b";"])


def _is_loop(parts: list[bytes]) -> bool:
    known = parts[:1] in ([b"NETSCAPE2.0"], [b"ANIMEXTS1.0"])
    return known and len(parts) > 1 and len(parts[1]) >= 3 and parts[1][0] == 1


def _table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(data: bytes, position: int) -> tuple[list[bytes], int]:
    parts = []
    while length := data[position]:
        parts.append(data[position + 1 : position + 1 + length])
        position += 1 + length
    return parts, position + 1


class GifFrames:
    """Writes an animation's frames, each with a palette of its own.

    Where nothing is transparent only what changes is written. Otherwise each frame is whole and
    cleared before the next, since nothing but that makes a pixel transparent again.

    Attributes
    ----------
    reduced : frames of more colours than a palette holds
    """

    def __init__(self, file: BinaryIO, width: int, height: int, plays: int, *, alpha: bool) -> None:
        self._file = file
        self._alpha = alpha
        self._before: Pixels | None = None
        self.reduced = 0
        file.write(b"GIF89a" + struct.pack("<2H3B", width, height, 0x70, 0, 0))
        if plays != 1:
            loops = min(max(0, plays - 1), 65535)
            file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<HB", loops, 0))

    def add(self, pixels: Pixels, delay: int) -> None:
        """Write a frame that is shown for so many hundredths of a second, up to 65535."""
        if self._alpha:
            box, clear = (0, 0, pixels.shape[1], pixels.shape[0]), True
            hidden = pixels[..., 3] < _OPAQUE
        else:
            box, clear = box_of_change(self._before, pixels), False
            hidden = np.zeros(pixels.shape[:2], bool)
            if self._before is not None:
                hidden = (self._before == pixels).all(axis=2)
        left, top, right, bottom = box
        part, hidden = pixels[top:bottom, left:right, :3], hidden[top:bottom, left:right]
        indices, palette, exact = to_palette(part, ~hidden)
        self.reduced += not exact
        control = (_CLEAR if clear else _KEEP) << 2 | bool(hidden.any())
        self._file.write(struct.pack("<4BH2B", 0x21, 0xF9, 4, control, delay, _TRANSPARENT, 0))
        size = right - left, bottom - top
        self._file.write(struct.pack("<B4HB", 0x2C, left, top, *size, 0x87) + palette.tobytes())
        self._file.write(_packed(indices))
        self._before = pixels

    def finish(self) -> None:
        """Write the end of the file."""
        self._file.write(b";")


def to_palette(rgb: Pixels, visible: npt.NDArray[np.bool_]) -> tuple[Pixels, Pixels, bool]:
    """Return indices (H, W), a palette (256, 3), and whether it holds the colours exactly.

    Where `visible` is False the index is the last one, which stands for transparent.
    """
    indices = np.full(rgb.shape[:2], _TRANSPARENT, np.uint8)
    palette = np.zeros((256, 3), np.uint8)
    codes = rgb[visible].astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, places = np.unique(codes, return_inverse=True)
    if len(colours) <= _COLOURS:
        indices[visible] = places.reshape(-1)
        table = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1)
        palette[: len(colours)] = table
        return indices, palette, True
    # A palette of the visible colours alone; then errors are spread over the neighbours.
    chosen = Image.fromarray(rgb[visible][np.newaxis]).quantize(
        _COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    spread = Image.fromarray(rgb).quantize(palette=chosen, dither=Image.Dither.FLOYDSTEINBERG)
    indices[visible] = np.asarray(spread)[visible]
    table = np.array((spread.getpalette() or [])[: 3 * _COLOURS], np.uint8).reshape(-1, 3)
    palette[: len(table)] = table
    return indices, palette, False


def _packed(indices: npt.NDArray[Any]) -> bytes:
    """Return indices as the image data of a GIF file."""
    image = Image.fromarray(np.ascontiguousarray(indices)).convert("L")
    image = Image.frombytes("P", image.size, image.tobytes())
    image.putpalette(bytes(range(256)) * 3)
    buffer = io.BytesIO()
    image.save(buffer, "GIF", optimize=False, interlace=0)
    return read_blocks(buffer.getvalue()).images[0]
