"""TIFF of 16 bits a sample, which Pillow has for gray only, and TIFF's own tags."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, TiffImagePlugin

from ..pyav import Packet, VideoCodecContext, VideoFrame, av

SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _PLANES = 256, 257, 258, 262, 284
_FILL_ORDER, _ROWS_PER_STRIP, _TILE_WIDTH, _TILE_HEIGHT = 266, 278, 322, 323
_EXTRA_SAMPLES, _SAMPLE_FORMAT = 338, 339
_PARTS = ((273, 279), (324, 325))  # offsets and byte counts, of strips and of tiles
_PREMULTIPLIED, _STRAIGHT = 1, 2

# FFmpeg's formats without their byte order, and the components of a pixel.
_CHANNELS = {"gray16": 1, "ya16": 2, "rgb48": 3, "rgba64": 4}


class DamagedTiffError(ValueError):
    """The parts of a TIFF file lie beyond its end."""


def tags_of(data: bytes) -> dict[int, Any]:
    """Return the tags of a TIFF file's first picture; none if they cannot be read."""
    try:
        directory = TiffImagePlugin.ImageFileDirectory_v2(data[: 16 if 43 in data[2:4] else 8])
        file = io.BytesIO(data)
        file.seek(directory.next)
        directory.load(file)
        return dict(directory)
    except Exception:  # damaged: Pillow says how
        return {}


def check_whole(data: bytes, tags: dict[int, Any]) -> None:
    """Raise `DamagedTiffError` where pixels are to lie beyond the end of the file."""
    for starts, lengths in _PARTS:
        for start, length in zip(tags.get(starts, ()), tags.get(lengths, ()), strict=False):
            if start + length > len(data):
                raise DamagedTiffError("the picture ends early")


def depth(tags: dict[int, Any]) -> int:
    """Return the bits of a sample, 1 where no tag says so."""
    return int(max(tags.get(_BITS) or (1,)))


def is_deep(tags: dict[int, Any]) -> bool:
    """Return whether the samples are unsigned integers of 16 bits: gray or RGB, maybe with alpha.

    Others of 16 bits, such as CMYK, are Pillow's to read.
    """
    bits, formats = set(tags.get(_BITS) or ()), set(tags.get(_SAMPLE_FORMAT) or (1,))
    return bits == {16} and formats == {1} and tags.get(_PHOTOMETRIC) in (0, 1, 2)


def decode_16_bit(data: bytes, tags: dict[int, Any]) -> npt.NDArray[np.uint16] | None:
    """Return (height, width, 1 to 4) pixels with straight alpha, row 0 on top.

    None where FFmpeg cannot read them.
    """
    try:
        pixels = _assembled(data, tags)
    except (av.FFmpegError, ValueError, KeyError, TypeError):
        return None
    if pixels.shape[2] not in (2, 4):
        return pixels
    kind = (tags.get(_EXTRA_SAMPLES) or (0,))[0]
    if kind == _PREMULTIPLIED:
        return _straight(pixels)
    # RGB and something that is said to be no alpha; of gray, writers leave the kind open.
    return pixels[..., :3] if kind != _STRAIGHT and pixels.shape[2] == 4 else pixels


def _assembled(data: bytes, tags: dict[int, Any]) -> npt.NDArray[np.uint16]:
    """Return the pixels of all strips or tiles, each of which goes to FFmpeg as a file of its own.

    Of a whole file it leaves out tiles and what is damaged, without a word, and does not go on at
    tags that it does not know where it is to be strict.
    """
    width, height, channels = tags[_WIDTH], tags[_HEIGHT], len(tags[_BITS])
    tiled = _TILE_WIDTH in tags
    across = tags[_TILE_WIDTH] if tiled else width
    down = tags[_TILE_HEIGHT] if tiled else min(tags.get(_ROWS_PER_STRIP, height), height)
    if min(width, height, across, down) < 1 or tags.get(_FILL_ORDER, 1) != 1:
        raise ValueError
    planes = channels if tags.get(_PLANES) == 2 else 1
    columns, rows = -(-width // across), -(-height // down)
    starts, lengths = _PARTS[tiled]
    places = list(zip(tags[starts], tags[lengths], strict=True))
    if len(places) != columns * rows * planes:
        raise ValueError
    context = VideoCodecContext.create("tiff", "r")
    context.options = {"err_detect": "explode"}
    context.thread_count = 1
    result = np.zeros((rows * down, columns * across, channels), np.uint16)
    for number, (start, length) in enumerate(places):
        plane, place = divmod(number, columns * rows)
        y, x = place // columns * down, place % columns * across
        high = down if tiled else min(down, height - y)
        packed = data[start : start + length]
        part = _strip(data[:2], (across, high), channels // planes, tags, packed)
        (frame,) = context.decode(Packet(part))
        which = slice(plane, plane + 1) if planes > 1 else slice(None)
        result[y : y + high, x : x + across, which] = _samples(frame)
    return result[:height, :width]


def _strip(
    order: bytes, size: tuple[int, int], channels: int, tags: dict[int, Any], packed: bytes
) -> bytes:
    """Return a file of one strip."""
    kind = "<" if order == b"II" else ">"
    bits = struct.pack(kind + "H", 16) * channels
    values = {
        _WIDTH: size[0], _HEIGHT: size[1], 259: int(tags.get(259, 1)),
        _PHOTOMETRIC: int(tags[_PHOTOMETRIC]) if channels in (3, 4) else 1, 277: channels,
        278: size[1], 279: len(packed), 317: int(tags.get(317, 1)),
    }  # fmt: skip
    after = 8 + 2 + 12 * (len(values) + 2) + 4
    values[273] = after + 8
    if tags[_PHOTOMETRIC] == 0:
        values[_PHOTOMETRIC] = 0
    entries = {tag: struct.pack(kind + "HHII", tag, 4, 1, value) for tag, value in values.items()}
    inline = bits.ljust(4, b"\0") if channels <= 2 else struct.pack(kind + "I", after)
    entries[_BITS] = struct.pack(kind + "HHI", _BITS, 3, channels) + inline
    head = order + struct.pack(kind + "HIH", 42, 8, len(entries))
    return b"".join(
        [head, *(entries[tag] for tag in sorted(entries)), bytes(4), bits.ljust(8, b"\0"), packed]
    )


def _samples(frame: VideoFrame) -> npt.NDArray[np.uint16]:
    channels = _CHANNELS[frame.format.name[:-2]]
    held = frame.planes[0]
    rows = np.frombuffer(memoryview(held), np.uint8).reshape(-1, held.line_size)
    row = rows[: frame.height, : frame.width * channels * 2]
    order = "<u2" if frame.format.name.endswith("le") else ">u2"
    codes = row.copy().view(order).reshape(frame.height, frame.width, channels)
    return codes.astype(np.uint16)


def _straight(pixels: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    alpha = pixels[..., -1:].astype(np.float64)
    colour = np.rint(pixels[..., :-1] * (65535 / np.maximum(alpha, 1)))
    return np.concatenate([np.minimum(colour, 65535).astype(np.uint16), pixels[..., -1:]], axis=2)


def encode(pixels: npt.NDArray[Any], options: dict[str, Any]) -> bytes:
    """Return a TIFF file of (height, width, 1 to 4) pixels, uint8 or uint16.

    Parameters
    ----------
    options : Pillow's, for the metadata
    """
    deep = pixels.dtype == np.uint16
    plain = pixels
    if deep:
        # Pillow writes bytes: pixels of twice the width, which the header is then told are half so
        # many of two bytes.
        height, width, channels = pixels.shape
        plain = np.ascontiguousarray(pixels, "<u2").view(np.uint8)
        plain = plain.reshape(height, 2 * width, channels)
    buffer = io.BytesIO()
    image = Image.fromarray(plain[:, :, 0] if plain.shape[2] == 1 else plain)
    image.save(buffer, "TIFF", **options)
    data = bytearray(buffer.getvalue())
    places = _places(data)
    if deep:
        _put(data, places[_WIDTH], [pixels.shape[1]])
        _put(data, places[_BITS], [16] * pixels.shape[2])
    if _EXTRA_SAMPLES in places:
        _put(data, places[_EXTRA_SAMPLES], [_STRAIGHT])
    return bytes(data)


_Place = tuple[int, str]  # offset, and struct's letter of a value


def _places(data: bytearray) -> dict[int, _Place]:
    """Return where the values of a little-endian file's tags lie."""
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    places = {}
    for entry in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, length = struct.unpack_from("<HHI", data, entry)
        letter = {3: "H", 4: "I"}.get(kind)
        if letter is not None:
            at = entry + 8
            if length * struct.calcsize(letter) > 4:
                (at,) = struct.unpack_from("<I", data, at)
            places[tag] = (at, letter)
    return places


def _put(data: bytearray, place: _Place, values: list[int]) -> None:
    struct.pack_into(f"<{len(values)}{place[1]}", data, place[0], *values)
