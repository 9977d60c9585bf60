"""The writer of picture files: each format's limits and the metadata it can hold."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from ...errors import MediaError, OptionError
from ...formats import Size
from ..failures import reason
from ..target import MediaTarget, as_target
from . import metadata as meta
from . import png, tiff
from .losses import JPEG_SEGMENT, WHOLE_CHROMA, losses, profile_is_of_another_kind
from .metadata import EXIF_PREFIX, PictureMetadata
from .picture import Picture, Pixels
from .recipe_text import with_recipe

_FORMATS = {
    ".png": "PNG", ".apng": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP",
    ".avif": "AVIF", ".tif": "TIFF", ".tiff": "TIFF", ".bmp": "BMP",
}  # fmt: skip
PICTURE_SUFFIXES = tuple(_FORMATS)
"""The extensions, in lower case, that name a picture format."""
_WITHOUT_ALPHA = ("JPEG", "BMP")
_LARGEST_SIDE = {"JPEG": 65535, "WEBP": 16383, "AVIF": 65535}


def check_picture(target: MediaTarget, size: Size, channels: int, *, quality: int = 95) -> str:
    """Return Pillow's name of a target's format, once that is known to hold a picture.

    Parameters
    ----------
    size : in pixels
    channels : as of `Picture.pixels`
    quality : as for `write_picture`

    Raises `OptionError`, see `write_picture`.
    """
    file_format = _FORMATS.get(target.suffix)
    if file_format is None:
        raise OptionError.unknown("picture format", target.suffix or target.base, _FORMATS)
    if not 1 <= quality <= 100:
        raise OptionError(f"quality {quality} is out of range: 1 (smallest) to 100 (best)")
    if channels in (2, 4) and file_format in _WITHOUT_ALPHA:
        raise OptionError(
            f"{target}: {file_format} cannot store this picture's alpha; use PNG, WebP or AVIF"
        )
    if max(size) > _LARGEST_SIDE.get(file_format, 1 << 31):
        raise OptionError(
            f"{target}: {size} is too large for {file_format}, "
            f"whose limit is {_LARGEST_SIDE[file_format]} pixels a side; use PNG"
        )
    return file_format


def write_picture(
    path: str | os.PathLike[str] | MediaTarget,
    picture: Picture,
    *,
    quality: int = 95,
    overwrite: bool = False,
    recipe: str = "",
) -> tuple[str, ...]:
    """Write a picture in the format of its file name extension.

    The file appears under its name only when it is complete. PNG and TIFF keep 16 bits; in the
    others they are rounded to 8.

    Parameters
    ----------
    path : the file to write, or a `MediaTarget`, such as a pipe
    picture : the picture to write
    quality : 1 to 100, for JPEG, WebP and AVIF; 100 is lossless for WebP
    overwrite : whether to replace an existing file
    recipe : how it was made, see `recipes`; empty for nothing

    Returns what the user should know of, a sentence each: what the format cannot hold, too.

    Raises `OptionError` for an unknown extension or quality, and for alpha that the format cannot
    store; `MediaError` if the file cannot be written.
    """
    target = as_target(path)
    height, width, channels = picture.pixels.shape
    file_format = check_picture(target, Size(width, height), channels, quality=quality)
    target.check(overwrite=overwrite)
    try:
        data = _encoded(picture, file_format, quality)
        data = with_recipe(data, recipe) if recipe else data
    except Exception as error:  # Pillow's encoders raise errors of many kinds
        raise MediaError(
            f"{target}: cannot be encoded as {file_format}: {reason(error)}"
        ) from error
    target.write_whole(data)
    return (*target.notes, *losses(picture, file_format, quality))


def _encoded(picture: Picture, file_format: str, quality: int) -> bytes:
    pixels, metadata = picture.pixels, meta.upright(picture.metadata)
    height, width, channels = pixels.shape
    profile = metadata.icc_profile
    if profile_is_of_another_kind(picture, file_format):
        profile = None  # readers would reject it
    metadata = replace(
        metadata,
        icc_profile=profile,
        exif=meta.exif_for_size(metadata.exif, width, height),
    )
    if file_format == "PNG":
        if pixels.dtype == np.uint16:
            plain = png.encode_16_bit(pixels.astype(np.uint16, copy=False))
        else:
            plain = _saved(pixels, "PNG", {})
        return png.insert(plain, meta.to_png(metadata))
    if file_format != "TIFF":
        pixels = _to_8_bit(pixels)
    options = {
        **_shared_options(metadata),
        **_own_options(file_format, metadata, channels, quality),
    }
    given = {key: value for key, value in options.items() if value}
    if file_format == "TIFF":
        return tiff.encode(pixels, given)
    return _saved(pixels, file_format, given)


def _shared_options(metadata: PictureMetadata) -> dict[str, Any]:
    """Return Pillow's options for metadata in most formats; None for missing ones."""
    return {
        "icc_profile": metadata.icc_profile,
        "exif": metadata.exif,
        "xmp": metadata.xmp,
        "dpi": metadata.dpi,
    }


def _own_options(
    file_format: str, metadata: PictureMetadata, channels: int, quality: int
) -> dict[str, Any]:
    """Return a format's options that are additional or different."""
    exif, xmp = metadata.exif, metadata.xmp
    if file_format == "JPEG":
        comments = [text for keyword, text in metadata.text if keyword == "Comment"]
        return {
            "quality": quality,
            # Half the chroma resolution would blur thin coloured lines.
            "subsampling": "4:4:4" if quality >= WHOLE_CHROMA else "4:2:0",
            "optimize": True,
            "comment": comments[0].encode() if comments else None,
            "exif": EXIF_PREFIX + exif if exif and len(exif) < JPEG_SEGMENT else None,
            "xmp": xmp if xmp and len(xmp) < JPEG_SEGMENT else None,
        }
    if file_format == "WEBP":
        return {"quality": quality, "lossless": quality == 100, "exact": True}
    if file_format == "AVIF":
        return {"quality": quality, "subsampling": "4:4:4" if channels >= 3 else "4:0:0"}
    if file_format == "TIFF":
        # Not compressed: with compression Pillow uses libtiff, which fails on EXIF.
        tags = meta.exif_tags(exif or b"")
        if xmp:
            tags[meta.TIFF_XMP] = xmp
        return {"exif": tags if len(tags) else None, "xmp": None}
    return {"exif": None, "xmp": None, "icc_profile": None}  # BMP has none of them


def _to_8_bit(pixels: Pixels) -> npt.NDArray[np.uint8]:
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _saved(pixels: Pixels, file_format: str, options: dict[str, Any]) -> bytes:
    image = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()
