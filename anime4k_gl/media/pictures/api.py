"""Pictures read and written whole: pixels as an array, and all that goes with them.

Samples keep the codes that are in the file, whatever their colour profile; the profile is carried
along, so that the output means the same colours.
"""

from __future__ import annotations

from .metadata import PictureMetadata
from .picture import Picture
from .reader import is_picture, read_picture
from .writer import PICTURE_SUFFIXES, write_picture

__all__ = [
    "PICTURE_SUFFIXES",
    "Picture",
    "PictureMetadata",
    "is_picture",
    "read_picture",
    "write_picture",
]
