"""The public functions for picture files: pixels as arrays, with all metadata.

Samples keep the file's codes, whatever their colour profile; the profile is passed on, so that the
output means the same colours.
"""

from __future__ import annotations

from .losses import losses
from .metadata import PictureMetadata
from .picture import Picture
from .reader import is_picture, read_picture
from .writer import PICTURE_SUFFIXES, check_picture, write_picture

__all__ = [
    "PICTURE_SUFFIXES",
    "Picture",
    "PictureMetadata",
    "check_picture",
    "is_picture",
    "losses",
    "read_picture",
    "write_picture",
]
