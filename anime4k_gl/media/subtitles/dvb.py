"""The palettes and canvas of DVB's subtitles, those of European broadcasts (ETSI EN 300 743)."""

from __future__ import annotations

import numpy as np

from ...formats import Size
from .bitmaps import Palette

_PAGE, _REGION, _COLOURS, _DISPLAY = 0x10, 0x11, 0x12, 0x14  # types of segments
_SYNC = 0x0F
_SD = Size(720, 576)  # where a broadcast says no size
_NEW = (1, 2)  # states of a page with which an epoch starts


class DvbColours:
    """Palettes of DVB subtitles: each region selects one of the page's.

    Attributes
    ----------
    canvas, anamorphic : as in `BitmapEvent`
    """

    def __init__(self) -> None:
        self.canvas: Size | None = _SD
        self.anamorphic = True
        self._offset = (0, 0)
        self._places: dict[tuple[int, int], int] = {}  # a region's number by where it lies
        self._regions: dict[int, tuple[int, int]] = {}  # its palette's number, bits of a pixel
        self._palettes: dict[int, Palette] = {}

    def note(self, packet: bytes) -> None:
        """Read the segments of a packet."""
        at = max(0, packet.find(_SYNC, 0, 3))
        while at + 6 <= len(packet) and packet[at] == _SYNC:
            length = int.from_bytes(packet[at + 4 : at + 6], "big")
            data = packet[at + 6 : at + 6 + length]
            if packet[at + 1] == _PAGE:
                self._page(data)
            elif packet[at + 1] == _REGION and len(data) >= 8:
                self._regions[data[0]] = data[7], 1 << (data[6] >> 2 & 7)
            elif packet[at + 1] == _COLOURS and len(data) >= 2:
                self._colours(data)
            elif packet[at + 1] == _DISPLAY and len(data) >= 5:
                self._display(data)
            at += 6 + length

    def palette(self, x: int = 0, y: int = 0) -> Palette:
        """Return the palette of the region whose top left corner is there."""
        left, top = self._offset
        number, bits = self._regions.get(self._places.get((x - left, y - top), -1), (-1, 8))
        known = self._palettes.get(number)
        return _standard(bits) if known is None else known

    def _page(self, data: bytes) -> None:
        if len(data) < 2:
            return
        if data[1] >> 2 & 3 in _NEW:
            self._regions.clear()
            self._palettes.clear()
        self._places = {
            (_word(data, at + 2), _word(data, at + 4)): data[at]
            for at in range(2, len(data) - 5, 6)
        }

    def _display(self, data: bytes) -> None:
        self.canvas = Size(_word(data, 1) + 1, _word(data, 3) + 1)
        self.anamorphic = self.canvas.width <= _SD.width
        windowed = data[0] & 8 and len(data) >= 13
        self._offset = (_word(data, 5), _word(data, 9)) if windowed else (0, 0)

    def _colours(self, data: bytes) -> None:
        palette = self._palettes.get(data[0])
        if palette is None:
            palette = self._palettes[data[0]] = _standard(8).copy()
        at = 2
        while at + 4 <= len(data):
            number, whole = data[at], data[at + 1] & 1
            if whole and at + 6 <= len(data):
                y, cr, cb, clear = data[at + 2 : at + 6]
            elif not whole:
                one, other = data[at + 2 : at + 4]
                y, cr = one & 0xFC, ((one & 3) << 2 | other >> 6) << 4
                cb, clear = other << 2 & 0xF0, (other << 6 & 0xC0) * 255 // 0xC0
            else:
                return
            palette[number] = _rgba(y, cr, cb, clear if y else 255)
            at += 6 if whole else 4


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _rgba(y: int, cr: int, cb: int, clear: int) -> tuple[int, ...]:
    """Return a colour of BT.601's narrow range, which all of DVB's subtitles are in."""
    luma, red, blue = (y - 16) * 255 / 219, (cr - 128) * 255 / 112, (cb - 128) * 255 / 112
    r, b = luma + 0.701 * red, luma + 0.886 * blue
    g = (luma - 0.299 * r - 0.114 * b) / 0.587
    return (*(min(max(round(c), 0), 255) for c in (r, g, b)), 255 - clear)


def _standard(bits: int) -> Palette:
    """Return the palette of pixels of 2, 4 or 8 bits that holds where none is given."""
    palette = np.zeros((256, 4), np.uint8)
    if bits <= 2:
        palette[1:4] = (255, 255, 255, 255), (0, 0, 0, 255), (127, 127, 127, 255)
        return palette
    for number in range(1, 16 if bits == 4 else 256):
        low, high = (np.array([number >> at & 1 for at in (k, k + 1, k + 2)]) for k in (0, 4))
        if bits == 4:
            palette[number] = (*(low * (127 if number & 8 else 255)), 255)
        elif number < 8:
            palette[number] = (*(low * 255), 63)
        elif number & 0x80:
            palette[number] = (*(low * 43 + high * 85 + (0 if number & 8 else 127)), 255)
        else:
            palette[number] = (*(low * 85 + high * 170), 127 if number & 8 else 255)
    return palette
