"""The losses of a picture in a format that cannot hold all of it, in words."""

from __future__ import annotations

import numpy as np

from .metadata import PictureMetadata
from .picture import Picture

JPEG_SEGMENT = 65000
"""A JPEG segment's length has 16 bits; Pillow needs a part of it for headers."""

WHOLE_CHROMA = 90
"""From which quality on JPEG keeps the colour's resolution: half would blur thin lines."""

_DEEP = ("PNG", "TIFF")
_GRAY = ("PNG", "TIFF", "JPEG", "BMP", "AVIF", "GIF")

# What each format can hold of `PictureMetadata`; PNG has everything.
_HELD = {
    "JPEG": {"profile", "EXIF", "XMP", "density"},
    "WEBP": {"profile", "EXIF", "XMP"},
    "AVIF": {"profile", "EXIF", "XMP"},
    "TIFF": {"profile", "EXIF", "XMP", "density"},
    "BMP": {"density"},
    "GIF": set[str](),
}


def losses(picture: Picture, file_format: str, quality: int) -> tuple[str, ...]:
    """Return what is lost when a picture is written, a sentence each.

    Parameters
    ----------
    file_format : Pillow's name of it
    quality : as for `write_picture`
    """
    notes = []
    if picture.pixels.dtype == np.uint16 and file_format not in _DEEP:
        notes.append(f"{file_format} holds 8 bits: the picture's 16 were rounded; PNG keeps them")
    if file_format == "JPEG" and quality < WHOLE_CHROMA and picture.pixels.shape[2] >= 3:
        if picture.subsampling != "4:2:0":
            notes.append(
                f"JPEG at quality {quality} halves the colour's resolution;"
                f" from {WHOLE_CHROMA} on it does not"
            )
    elif file_format == "JPEG" and picture.subsampling is not None:
        notes.append(
            f"the colour, {picture.subsampling} in the source, is 4:4:4: the file is larger for it"
        )
    lost = lost_metadata(picture.metadata, file_format)
    if lost:
        notes.append(f"{file_format} does not hold, so that it was left out: {', '.join(lost)}")
    if profile_is_of_another_kind(picture, file_format):
        notes.append("the colour profile does not fit the pixels of this format and was left out")
    return tuple(notes)


def profile_is_of_another_kind(picture: Picture, file_format: str) -> bool:
    """Return whether a profile is for gray, and the pixels written are not, or the other way."""
    profile = picture.metadata.icc_profile
    gray = picture.pixels.shape[2] <= 2 and file_format in _GRAY
    return profile is not None and (profile[16:20] == b"GRAY") != gray


def lost_metadata(metadata: PictureMetadata, file_format: str) -> list[str]:
    """Return the names of the metadata that a format cannot hold."""
    if file_format == "PNG":
        return []
    has = {
        "profile": metadata.icc_profile,
        "EXIF": metadata.exif,
        "XMP": metadata.xmp,
        "density": metadata.dpi,
    }
    lost = [name for name, value in has.items() if value and name not in _HELD[file_format]]
    if file_format == "JPEG":
        large = ("EXIF", metadata.exif), ("XMP", metadata.xmp)
        lost += [f"{name} of over 64 KB" for name, v in large if v and len(v) >= JPEG_SEGMENT]
    kept = {"Comment"} if file_format == "JPEG" else set()
    texts = [keyword for keyword, _ in metadata.text if keyword not in kept]
    if texts:
        lost.append(f"texts ({', '.join(texts[:3])}{' and more' if len(texts) > 3 else ''})")
    # sRGB is what is assumed of a file that does not say.
    colour = [kind.decode() for kind, _ in metadata.colour_chunks if kind != b"sRGB"]
    if colour and not metadata.icc_profile:
        lost.append(f"PNG's description of colour ({', '.join(colour)})")
    return lost
