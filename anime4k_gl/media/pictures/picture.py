"""A still picture in memory, as readers and writers of picture files exchange it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .metadata import PictureMetadata

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A still picture.

    Attributes
    ----------
    pixels : (height, width, channels) uint8 or uint16, full range, row 0 on top; channels are
        1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha, alpha not premultiplied
    metadata : profile, EXIF and so on; EXIF's orientation is upright
    notes : what of the file could not be kept, a sentence each
    subsampling : of the colour in the file, such as ``4:2:0``; None where it is whole or unknown
    file_format : Pillow's name of the file's; empty for none
    """

    pixels: Pixels
    metadata: PictureMetadata = field(default_factory=PictureMetadata)
    notes: tuple[str, ...] = ()
    subsampling: str | None = None
    file_format: str = ""
