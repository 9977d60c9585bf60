"""A recipe (see `anime4k_gl.media.recipes`) in an encoded picture."""

from __future__ import annotations

import struct
from dataclasses import replace

from . import png
from .metadata import PictureMetadata

KEYWORD = "anime4k_gl upscale"
"""Of the text that holds it in PNG."""

_COMMENT = 0xFE
_LONGEST_SEGMENT = 65533


def metadata_with_recipe(metadata: PictureMetadata, recipe: str) -> PictureMetadata:
    """Return metadata with a recipe among its texts, which PNG alone has."""
    return replace(metadata, text=(*metadata.text, (KEYWORD, recipe)))


def with_recipe(data: bytes, recipe: str) -> bytes:
    """Return an encoded picture with a recipe, or as it is where its format has no room for one."""
    if data.startswith(png.SIGNATURE):
        return png.insert(data, [png.text_chunk(KEYWORD, recipe)])
    content = recipe.encode("ascii", "replace")
    if data.startswith(b"\xff\xd8") and len(content) <= _LONGEST_SEGMENT:
        # Before a comment of the picture's own: readers that know of one take the last.
        place = _after_headers(data)
        segment = struct.pack(">BBH", 0xFF, _COMMENT, len(content) + 2) + content
        return data[:place] + segment + data[place:]
    return data


def _after_headers(data: bytes) -> int:
    """Return the place in a JPEG file after the application segments that it begins with."""
    place = 2
    while data[place] == 0xFF and 0xE0 <= data[place + 1] <= 0xEF:
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return place
