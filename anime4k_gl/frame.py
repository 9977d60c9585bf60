"""Decoded frames: planes in memory and their meaning."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .colour import Colour
from .formats import PixelLayout, Size
from .lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane in the decoder's own memory.

    Attributes
    ----------
    data : an object with the buffer protocol, C-contiguous bytes, row 0 on top; on a device, an
        object whose `buffer_ptr` is the address of row 0
    stride : bytes from one row to the next; at least the row's own bytes, often padded
    size : texels per row, rows
    device : the kind of device whose memory holds it, None for main memory
    """

    data: Any
    stride: int
    size: Size
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded picture and its presentation time.

    Attributes
    ----------
    size : the picture's size in pixels
    layout : the pixel layout of the planes
    colour : the colour description
    planes : in the layout's order
    pts : presentation time in units of `time_base`; None if the container has none
    time_base : seconds per unit
    duration : display duration in the same units; None if unknown
    sample_aspect_ratio : width of a pixel over its height; 1 where the file does not say
    rotation : degrees clockwise by which it is to be turned to be seen: 0, 90, 180 or 270
    """

    size: Size
    layout: PixelLayout
    colour: Colour
    planes: tuple[Plane, ...]
    pts: int | None = None
    time_base: Fraction = Fraction(1, 1000)
    duration: int | None = None
    sample_aspect_ratio: Fraction = Fraction(1)
    rotation: int = 0

    @property
    def time(self) -> float | None:
        """The presentation time in seconds."""
        return None if self.pts is None else float(self.pts * self.time_base)
