"""Parts of frames: what is cut off before anything is drawn, without copying a pixel."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from ...errors import OptionError
from ...formats import PixelLayout, Size
from ...frame import Plane
from ...lazy.dataclass import dataclass
from ..headers.model import Crop

_CROP = re.compile(r"([0-9]{1,7}):([0-9]{1,7})(?::([0-9]{1,7}):([0-9]{1,7}))?")


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a frame, in pixels as coded: before rotation and aspect ratio.

    Attributes
    ----------
    x, y : the left column and the top row, from 0
    size : its width and height
    """

    x: int
    y: int
    size: Size

    def __str__(self) -> str:
        return f"{self.size.width}:{self.size.height}:{self.x}:{self.y}"

    def fits(self, frame: Size) -> bool:
        """Return whether all of it lies in a frame, and there is something of it."""
        width, height = self.size
        inside = self.x + width <= frame.width and self.y + height <= frame.height
        return inside and min(self.x, self.y) >= 0 and min(self.size) > 0

    def within(self, outer: Region) -> Region:
        """Return the region whose place was given in `outer`, by its place in the frame."""
        return Region(outer.x + self.x, outer.y + self.y, self.size)

    def moved(self, whole: Size, frame: Size) -> Region:
        """Return the same part of a frame of another size than that for which it was meant."""
        if frame == whole:
            return self
        across, down = Fraction(frame.width, whole.width), Fraction(frame.height, whole.height)
        left, top = round(self.x * across), round(self.y * down)
        right = min(frame.width, round((self.x + self.size.width) * across))
        bottom = min(frame.height, round((self.y + self.size.height) * down))
        return Region(left, top, Size(max(1, right - left), max(1, bottom - top)))

    def aligned(self, layout: PixelLayout) -> Region:
        """Return it with its left and top edges moved outwards to where chroma has samples."""
        log2_x, log2_y = layout.chroma_log2
        x, y = self.x >> log2_x << log2_x, self.y >> log2_y << log2_y
        return Region(x, y, Size(self.size.width + self.x - x, self.size.height + self.y - y))

    def cut(self, planes: tuple[Plane, ...], layout: PixelLayout) -> tuple[Plane, ...]:
        """Return the planes of this part of a frame; they keep the frame's memory.

        Its place is one that `aligned` does not change, and the frame one that it fits.
        """
        cut = []
        for plane, described in zip(planes, layout.planes, strict=True):
            column, row = self.x >> described.log2_x, self.y >> described.log2_y
            offset = row * plane.stride + column * described.format.texel_bytes
            if plane.device is not None:
                data: Any = _DeviceMemory(plane.data, offset)
            else:
                data = memoryview(plane.data)[offset:]
            cut.append(Plane(data, plane.stride, described.size(self.size), plane.device))
        return tuple(cut)


class _DeviceMemory:
    """A plane's memory on a device from some byte on."""

    def __init__(self, whole: Any, offset: int) -> None:
        self._whole = whole  # kept alive
        self.buffer_ptr: int = whole.buffer_ptr + offset


def check_crop(text: str) -> None:
    """Raise `OptionError` unless a text is ``W:H:X:Y`` or ``W:H``, without zero sides."""
    _parsed(text)


def region_of(text: str, frame: Size, layout: PixelLayout) -> Region:
    """Return the region that ``--crop W:H:X:Y`` names; without X and Y, that in the middle.

    Raises
    ------
    OptionError : it is no region, does not fit the frame, or begins between chroma's samples
    """
    match = _parsed(text)
    size = Size(int(match[1]), int(match[2]))
    if match[3] is not None:
        region = Region(int(match[3]), int(match[4]), size)
    else:
        x, y = (max(0, whole - part) // 2 for whole, part in zip(frame, size, strict=True))
        region = Region(x, y, size)
        even = region.aligned(layout)
        region = Region(even.x, even.y, size)
    if not region.fits(frame):
        raise OptionError(f"--crop {text}: does not fit a picture of {frame}")
    even = region.aligned(layout)
    if even != region:
        raise OptionError(
            f"--crop {text}: {layout} can be cut at {even.x}:{even.y}, not at"
            f" {region.x}:{region.y}; take --crop {even}"
        )
    return region


def _parsed(text: str) -> re.Match[str]:
    match = _CROP.fullmatch(text.strip())
    if match is None or not int(match[1]) or not int(match[2]):
        raise OptionError(f"--crop {text!r}: must be W:H:X:Y in pixels, such as 1440:1080:240:0")
    return match


def shown_region(crop: Crop, size: Size) -> Region | None:
    """Return what is left of a picture; None for all of it, and for a crop that leaves nothing.

    Parameters
    ----------
    crop : what is not to be shown at each edge, in pixels
    size : of the decoded picture
    """
    width, height = size.width - crop.left - crop.right, size.height - crop.top - crop.bottom
    if not crop or min(width, height) <= 0:
        return None
    return Region(crop.left, crop.top, Size(width, height))
