"""Bitmap subtitles, as on Blu-ray (PGS) and DVD: colour indices with a palette.

FFmpeg decodes the indices. PyAV does not expose the palette, so it is read here from the same
packets, along with the canvas on which the pictures are placed.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ...formats import Size

Palette = npt.NDArray[np.uint8]
"""(256, 4) uint8, RGBA, not premultiplied."""


@dataclass(frozen=True, slots=True, eq=False)
class BitmapPart:
    """One picture on the canvas.

    Attributes
    ----------
    x, y : its top left corner, pixels from the canvas's
    indices : (height, width) uint8, row 0 on top
    palette : the colours of the indices
    """

    x: int
    y: int
    indices: npt.NDArray[np.uint8]
    palette: Palette

    def pixels(self) -> npt.NDArray[np.uint8]:
        """Return the picture as (height, width, 4) RGBA, colour premultiplied by alpha."""
        colours = self.palette.astype(np.uint16)
        colours[:, :3] = (colours[:, :3] * colours[:, 3:] + 127) // 255
        pixels: npt.NDArray[np.uint8] = colours.astype(np.uint8)[self.indices]
        return pixels


@dataclass(frozen=True, slots=True, eq=False)
class BitmapEvent:
    """The pictures to show from a time on, instead of all earlier ones.

    Attributes
    ----------
    start : seconds
    end : seconds; None if it stays until the next event
    canvas : the size in pixels to which the parts' positions relate; None for the video's own
    anamorphic : whether the canvas has the video's shape whatever its size in pixels, as on DVDs
    parts : empty to clear the screen
    """

    start: float
    end: float | None
    canvas: Size | None
    anamorphic: bool
    parts: tuple[BitmapPart, ...]


class Colours(Protocol):
    """The palettes and canvas in a stream's packets.

    Attributes
    ----------
    canvas, anamorphic : as in `BitmapEvent`
    """

    canvas: Size | None
    anamorphic: bool

    def note(self, packet: bytes) -> None:
        """Read a packet before it is decoded."""

    def palette(self, x: int = 0, y: int = 0) -> Palette:
        """Return the palette of the picture at a place, of those the last packet completed."""


def parts_of(rectangles: Iterable[Any], colours: Colours) -> tuple[BitmapPart, ...]:
    """Return PyAV's bitmap subtitles as parts, copied."""
    return tuple(
        BitmapPart(part.x, part.y, _indices(part), colours.palette(part.x, part.y))
        for part in rectangles
        if part.type == b"bitmap" and part.width > 0 and part.height > 0
    )


def _indices(part: Any) -> npt.NDArray[np.uint8]:
    plane = np.frombuffer(memoryview(part.planes[0]), np.uint8)
    return plane.reshape(part.height, part.width).copy()


_PGS_COMPOSITION, _PGS_PALETTE = 0x16, 0x14  # types of segments
_SD = ((720, 480), (720, 576))  # whose pixels are no squares
_SD_HEIGHT = 576  # up to there colours are BT.601's


class PgsColours:
    """Palettes of Blu-ray subtitles, which are segments of their own."""

    def __init__(self) -> None:
        self.canvas: Size | None = None
        self.anamorphic = False
        self._chosen = 0
        self._palettes: dict[int, npt.NDArray[np.uint8]] = {}  # of Y, Cr, Cb, alpha

    def note(self, packet: bytes) -> None:
        """Read the segments of a packet."""
        for kind, data in _segments(packet):
            if kind == _PGS_COMPOSITION and len(data) >= 10:
                width, height = struct.unpack_from(">HH", data)
                if width and height:
                    self.canvas = Size(width, height)
                    self.anamorphic = (width, height) in _SD
                if data[7] & 0x80:  # an epoch starts: nothing holds from before
                    self._palettes.clear()
                self._chosen = data[9]
            elif kind == _PGS_PALETTE and len(data) >= 2:
                entries = np.frombuffer(data, np.uint8, offset=2, count=(len(data) - 2) // 5 * 5)
                entries = entries.reshape(-1, 5)
                palette = self._palettes.setdefault(data[0], np.zeros((256, 4), np.uint8))
                palette[entries[:, 0]] = entries[:, 1:]

    def palette(self, x: int = 0, y: int = 0) -> Palette:
        """Return the palette of the last composition, wherever on it."""
        coded = self._palettes.get(self._chosen)
        if coded is None:
            return np.zeros((256, 4), np.uint8)
        sd = self.canvas is not None and self.canvas.height <= _SD_HEIGHT
        red, blue = (0.299, 0.114) if sd else (0.2126, 0.0722)
        luma, cr, cb, alpha = coded.astype(np.float64).T
        luma, cr, cb = (luma - 16) * 255 / 219, (cr - 128) * 255 / 112, (cb - 128) * 255 / 112
        r, b = luma + (1 - red) * cr, luma + (1 - blue) * cb
        g = (luma - red * r - blue * b) / (1 - red - blue)
        return np.stack([r, g, b, alpha], axis=1).round().clip(0, 255).astype(np.uint8)


def _segments(packet: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 3 <= len(packet):
        kind, length = packet[place], int.from_bytes(packet[place + 1 : place + 3], "big")
        yield kind, packet[place + 3 : place + 3 + length]
        place += 3 + length


_DVD_SIZE = re.compile(rb"size:\s*(\d+)x(\d+)")
_DVD_PALETTE = re.compile(rb"palette:\s*((?:[0-9a-fA-F]{6}[,\s]*){16})")
_DVD_DEFAULT_SIZE = Size(720, 576)
# Commands of a DVD's control sequences, and how many bytes follow them.
_DVD_LENGTHS = {0: 0, 1: 0, 2: 0, 3: 2, 4: 2, 5: 6, 6: 4}
_DVD_COLOURS, _DVD_CONTRAST = 3, 4


class DvdColours:
    """Palettes of DVD subtitles: each picture selects four of the disc's sixteen colours."""

    def __init__(self, extradata: bytes) -> None:
        size, colours = _DVD_SIZE.search(extradata), _DVD_PALETTE.search(extradata)
        self.canvas: Size | None = Size(int(size[1]), int(size[2])) if size else _DVD_DEFAULT_SIZE
        if not self.canvas.pixels:
            self.canvas = None
        self.anamorphic = True
        self._disc: list[bytes] | None = None
        if colours:
            words = colours[1].replace(b",", b" ").split()
            self._disc = [bytes.fromhex(word.decode("ascii")) for word in words]
        self._unit = b""
        self._colours = [0, 1, 2, 3]
        self._alphas = [0, 15, 15, 15]

    def note(self, packet: bytes) -> None:
        """Read the selection of colours from a packet, which may be only a part of a unit."""
        whole = int.from_bytes(self._unit[:2], "big")
        self._unit = self._unit + packet if len(self._unit) < whole else packet
        if len(self._unit) >= 4:
            self._control(self._unit, int.from_bytes(self._unit[2:4], "big"))

    def palette(self, x: int = 0, y: int = 0) -> Palette:
        """Return the palette of the last unit, wherever it lies."""
        palette = np.zeros((256, 4), np.uint8)
        # Without the disc's colours in the file they are guessed: light letters with a dark
        # edge.
        guessed = [b"\0\0\0", b"\xff\xff\xff", b"\0\0\0", b"\x80\x80\x80"]
        for index, (colour, alpha) in enumerate(zip(self._colours, self._alphas, strict=True)):
            rgb = guessed[index] if self._disc is None else self._disc[colour]
            palette[index] = (*rgb, alpha * 17)
        return palette

    def _control(self, unit: bytes, place: int) -> None:
        while 4 <= place <= len(unit) - 4:
            following = int.from_bytes(unit[place + 2 : place + 4], "big")
            at = place + 4
            while at < len(unit) and unit[at] in _DVD_LENGTHS:
                command, values = unit[at], unit[at + 1 : at + 3]
                if command in (_DVD_COLOURS, _DVD_CONTRAST) and len(values) == 2:
                    nibbles = [values[1] & 15, values[1] >> 4, values[0] & 15, values[0] >> 4]
                    if command == _DVD_COLOURS:
                        self._colours = nibbles
                    else:
                        self._alphas = nibbles
                at += 1 + _DVD_LENGTHS[command]
            if following <= place:
                return
            place = following
