"""A decoded frame as the renderer wants it: planes as they lie in memory, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .colour import Colour
from .formats import PixelLayout, Size


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane in the decoder's own memory.

    Attributes
    ----------
    data : anything with the buffer protocol, C-contiguous bytes; row 0 is the top row. On a
        device: anything whose `buffer_ptr` is the address of row 0 there
    stride : bytes from one row to the next; at least the row's own bytes, often padded
    size : texels per row, rows
    device : the kind of device in whose memory it is, None for the machine's own
    """

    data: Any
    stride: int
    size: Size
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded picture and its place in time.

    Attributes
    ----------
    size : the picture's size in pixels
    layout : which component lies where
    colour : how the components become R'G'B'
    planes : in the layout's order
    pts : presentation time in units of `time_base`; None where the container has none
    time_base : seconds per unit
    duration : how long it is shown, in the same units; None where the container does not say
    """

    size: Size
    layout: PixelLayout
    colour: Colour
    planes: tuple[Plane, ...]
    pts: int | None = None
    time_base: Fraction = Fraction(1, 1000)
    duration: int | None = None

    @property
    def time(self) -> float | None:
        """The presentation time in seconds."""
        return None if self.pts is None else float(self.pts * self.time_base)
