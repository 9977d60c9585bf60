"""Subtitles that are pictures: PGS (Blu-ray), DVD and DVB, as colour indices with a palette."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..formats import Size

_PALETTE_ENTRIES = 256
_DVD_SIZE = re.compile(rb"size:\s*(\d+)x(\d+)")
_PGS_COMPOSITION = 0x16  # the segment that opens a display set
_DVB_DISPLAY = 0x14  # the segment that names the display's size
_DVB_SYNC = 0x0F
_SIZES = {"dvd_subtitle": Size(720, 576), "dvb_subtitle": Size(720, 576)}


@dataclass(frozen=True, slots=True, eq=False)
class BitmapPart:
    """One picture on the canvas.

    Attributes
    ----------
    x, y : its top left corner, pixels from the canvas's
    indices : (height, width) uint8, row 0 on top
    palette : (256, 4) uint8, RGBA, not premultiplied
    """

    x: int
    y: int
    indices: npt.NDArray[np.uint8]
    palette: npt.NDArray[np.uint8]

    def pixels(self) -> npt.NDArray[np.uint8]:
        """Return the picture as (height, width, 4) RGBA, colour premultiplied by alpha."""
        colours = self.palette.astype(np.uint16)
        colours[:, :3] = (colours[:, :3] * colours[:, 3:] + 127) // 255
        pixels: npt.NDArray[np.uint8] = colours.astype(np.uint8)[self.indices]
        return pixels


@dataclass(frozen=True, slots=True, eq=False)
class BitmapEvent:
    """What is to be seen from a time on, in place of everything before.

    Attributes
    ----------
    start : seconds
    end : seconds; None where it stays until the next event
    canvas : the size in pixels in which the parts have their places; None for the video's own
    anamorphic : whether the canvas has the video's shape whatever its pixels' count, as on DVDs
    parts : none where the screen is to be cleared
    """

    start: float
    end: float | None
    canvas: Size | None
    anamorphic: bool
    parts: tuple[BitmapPart, ...]


def parts_of(rectangles: Iterable[Any]) -> tuple[BitmapPart, ...]:
    """Return PyAV's bitmap subtitles as parts, copied."""
    return tuple(
        _part(rectangle)
        for rectangle in rectangles
        if rectangle.type == b"bitmap" and rectangle.width > 0 and rectangle.height > 0
    )


def _part(rectangle: Any) -> BitmapPart:
    plane = rectangle.planes[0]
    indices = np.frombuffer(memoryview(plane), np.uint8).reshape(rectangle.height, rectangle.width)
    # PyAV gives the palette's plane the size of the picture; FFmpeg's is 256 words always.
    view = np.frombuffer(memoryview(rectangle.planes[1]), np.uint8)
    raw = ctypes.string_at(view.ctypes.data, _PALETTE_ENTRIES * 4)
    words = np.frombuffer(raw, np.uint32)  # alpha, red, green, blue from the highest byte down
    palette = np.stack([(words >> shift) & 255 for shift in (16, 8, 0, 24)], axis=1)
    return BitmapPart(rectangle.x, rectangle.y, indices.copy(), palette.astype(np.uint8))


class Canvas:
    """Keeps track of the size in which a stream's pictures have their places.

    Parameters
    ----------
    codec : FFmpeg's name
    extradata : the stream's, None where it has none

    Attributes
    ----------
    size : None where only the video's own size is known to be meant
    anamorphic : as in `BitmapEvent`
    """

    def __init__(self, codec: str, extradata: bytes | None) -> None:
        self._codec = codec
        self.size: Size | None = _SIZES.get(codec)
        self.anamorphic = codec != "hdmv_pgs_subtitle"
        stated = _DVD_SIZE.search(extradata or b"") if codec == "dvd_subtitle" else None
        if stated:
            self._set(int(stated[1]), int(stated[2]))

    def note(self, packet: bytes) -> None:
        """Look for a size in a packet."""
        if self._codec == "hdmv_pgs_subtitle":
            if len(packet) >= 7 and packet[0] == _PGS_COMPOSITION:
                self._set(_word(packet, 3), _word(packet, 5))
        elif self._codec == "dvb_subtitle":
            self._note_dvb(packet)

    def _note_dvb(self, packet: bytes) -> None:
        place = packet.find(_DVB_SYNC)
        while 0 <= place <= len(packet) - 6 and packet[place] == _DVB_SYNC:
            if packet[place + 1] == _DVB_DISPLAY and place + 11 <= len(packet):
                self._set(_word(packet, place + 7) + 1, _word(packet, place + 9) + 1)
            place += 6 + _word(packet, place + 4)

    def _set(self, width: int, height: int) -> None:
        if width > 0 and height > 0:
            self.size = Size(width, height)


def _word(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 2], "big")
