"""Metadata of pictures: colour profile, EXIF, XMP, resolution, texts."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from ...dependencies import require
from ..recipes import is_recipe
from . import png

require("PIL")

EXIF_PREFIX = b"Exif\0\0"
"""JPEG's prefix of EXIF data; other formats have none."""

TIFF_XMP = 700
"""TIFF's tag of XMP."""

_ORIENTATION, _EXIF_IFD, _PIXEL_X, _PIXEL_Y = 0x0112, 0x8769, 0xA002, 0xA003
_LAYOUT_TAGS = frozenset(
    {254, 256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 330,
     338, 339, 347, 700, 34675}
)  # fmt: skip
_METRES_PER_INCH = 0.0254

# PNG's own ways to say what the samples mean; only other PNG files can hold them.
_COLOUR_CHUNKS = frozenset({b"gAMA", b"cHRM", b"sRGB", b"cICP"})


@dataclass(frozen=True, slots=True)
class PictureMetadata:
    """The metadata that picture formats share.

    Attributes
    ----------
    icc_profile : the ICC colour profile of the pixels
    exif : EXIF data, beginning with its TIFF header
    xmp : XMP packet, XML in UTF-8
    dpi : pixels per inch, horizontally and vertically
    text : keywords and texts of a PNG file; a JPEG file's comment has the keyword ``Comment``
    colour_chunks : PNG chunks that describe the samples (``gAMA``, ``cHRM``, ``sRGB``, ``cICP``)
    """

    icc_profile: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    text: tuple[tuple[str, str], ...] = ()
    colour_chunks: tuple[png.Chunk, ...] = field(default=(), repr=False)


def from_pillow(image: Image.Image) -> PictureMetadata:
    """Return the metadata of a picture that Pillow has opened and loaded."""
    info: dict[Any, Any] = image.info
    exif = info.get("exif")
    if not exif and image.format == "TIFF":
        exif = exif_tags(_of_plain_tiff(image.getexif())).tobytes()
    xmp = info.get("xmp")
    dpi = info.get("dpi")
    comment = info.get("comment")
    if isinstance(comment, bytes):
        comment = comment.decode("utf-8", "replace")
    if is_recipe(comment or ""):
        comment = None
    return PictureMetadata(
        icc_profile=info.get("icc_profile") or None,
        exif=exif.removeprefix(EXIF_PREFIX) if exif else None,
        xmp=xmp.encode() if isinstance(xmp, str) else xmp or None,
        dpi=(float(dpi[0]), float(dpi[1])) if dpi and dpi[0] and dpi[1] else None,
        text=(("Comment", comment),) if comment else (),
    )


def _of_plain_tiff(tags: Image.Exif) -> bytes:
    """Return tags as EXIF data, which has no form of BigTIFF."""
    data = tags.tobytes()
    if data.removeprefix(EXIF_PREFIX)[2:4] not in (b"+\0", b"\0+"):
        return data
    plain = Image.Exif()
    for tag, value in tags.items():
        if tag not in _LAYOUT_TAGS | {_EXIF_IFD}:
            plain[tag] = value
    if _EXIF_IFD in tags:
        plain.get_ifd(_EXIF_IFD).update(tags.get_ifd(_EXIF_IFD))
    return plain.tobytes()


def from_tiff_tags(tags: dict[int, Any]) -> PictureMetadata:
    """Return the metadata in a TIFF file's tags, for a file that Pillow cannot open.

    Of EXIF that is not all: its own directory stays behind.
    """
    unit = {2: 1.0, 3: 2.54}.get(tags.get(296, 2))
    across, down = tags.get(282), tags.get(283)
    icc_profile, xmp = tags.get(34675), tags.get(TIFF_XMP)
    return PictureMetadata(
        icc_profile=bytes(icc_profile) if icc_profile else None,
        xmp=bytes(xmp) if xmp else None,
        dpi=(float(across) * unit, float(down) * unit) if unit and across and down else None,
    )


def png_notes(chunks: list[png.Chunk]) -> tuple[str, ...]:
    """Return what of a PNG file's chunks cannot be kept, a sentence each."""
    for kind, content in chunks:
        if kind == b"pHYs" and len(content) == 9 and content[8] == 0:
            across, down = struct.unpack(">2I", content[:8])
            if across != down and across and down:
                return (f"its pixels are not square, {down}:{across}; that was left out",)
    return ()


def exif_tags(exif: bytes) -> Image.Exif:
    """Return EXIF data as tags, without those about the storage of a TIFF file's pixels."""
    tags = Image.Exif()
    tags.load(exif)
    for tag in _LAYOUT_TAGS & set(tags):
        del tags[tag]
    return tags


def from_png(chunks: list[png.Chunk]) -> PictureMetadata:
    """Return the metadata in the chunks of a PNG file."""
    icc_profile = exif = xmp = dpi = None
    texts: list[tuple[str, str]] = []
    colour = []
    room = png.MAX_UNPACKED
    for chunk in chunks:
        kind, content = chunk
        if kind == b"iCCP" and icc_profile is None:
            icc_profile = png.unpack(content.partition(b"\0")[2][1:])
        elif kind == b"eXIf":
            exif = content.removeprefix(EXIF_PREFIX)
        elif kind == b"pHYs" and len(content) == 9 and content[8] == 1:
            across, down = struct.unpack(">2I", content[:8])
            if across and down:
                dpi = (across * _METRES_PER_INCH, down * _METRES_PER_INCH)
        elif kind in _COLOUR_CHUNKS:
            colour.append(chunk)
        elif (text := png.text_of(chunk, room)) is not None:
            room -= len(text[1])
            if text[0] == png.XMP_KEYWORD:
                xmp = text[1].encode()
            elif not is_recipe(text[1]):
                texts.append(text)
    return PictureMetadata(icc_profile, exif, xmp, dpi, tuple(texts), tuple(colour))


def to_png(metadata: PictureMetadata) -> list[png.Chunk]:
    """Return the chunks that carry the metadata, in an order PNG allows before the pixels."""
    result = list(metadata.colour_chunks)
    if metadata.icc_profile:
        result = [chunk for chunk in result if chunk[0] != b"sRGB"]  # not both, says PNG
        result.append((b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc_profile)))
    if metadata.dpi:
        across, down = (round(dpi / _METRES_PER_INCH) for dpi in metadata.dpi)
        result.append((b"pHYs", struct.pack(">2IB", across, down, 1)))
    if metadata.exif:
        result.append((b"eXIf", metadata.exif))
    if metadata.xmp:
        result.append(png.text_chunk(png.XMP_KEYWORD, metadata.xmp.decode("utf-8", "replace")))
    result.extend(png.text_chunk(*text) for text in metadata.text)
    return result


def orientation(exif: bytes | None) -> int:
    """Return EXIF's orientation, 1 to 8; 1 (upright) where there is none."""
    value = _short_fields(exif or b"").get(_ORIENTATION)
    number = 1 if value is None or exif is None else _read(exif, value)
    return number if 1 <= number <= 8 else 1


def upright(metadata: PictureMetadata) -> PictureMetadata:
    """Return the metadata for pixels that have been turned upright."""
    exif, xmp = metadata.exif, metadata.xmp
    if exif:
        exif = _patched(exif, {_ORIENTATION: 1})
    if xmp:
        xmp = re.sub(rb'(tiff:Orientation(?:="|>))\d', rb"\g<1>1", xmp)
    return PictureMetadata(
        metadata.icc_profile, exif, xmp, metadata.dpi, metadata.text, metadata.colour_chunks
    )


def exif_for_size(exif: bytes | None, width: int, height: int) -> bytes | None:
    """Return EXIF data with its pixel dimensions, if any, changed to the new ones."""
    return None if exif is None else _patched(exif, {_PIXEL_X: width, _PIXEL_Y: height})


# EXIF data is patched in place: rewriting it would move the targets of maker notes' offsets.
_Place = tuple[str, int]  # struct format and offset of a value


def _short_fields(exif: bytes) -> dict[int, _Place]:
    """Return the places of single integers in EXIF's main and own directories, by tag."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    places: dict[int, _Place] = {}
    if order is None:
        return places

    def directory(offset: int) -> None:
        (count,) = struct.unpack_from(order + "H", exif, offset)
        for entry in range(offset + 2, offset + 2 + 12 * count, 12):
            tag, kind, length = struct.unpack_from(order + "HHI", exif, entry)
            if kind in (3, 4) and length == 1:
                places[tag] = (order + ("H" if kind == 3 else "I"), entry + 8)

    try:
        directory(struct.unpack_from(order + "I", exif, 4)[0])
        if _EXIF_IFD in places:
            directory(_read(exif, places[_EXIF_IFD]))
    except struct.error:  # damaged: what was found until here still holds
        pass
    return places


def _read(exif: bytes, place: _Place) -> int:
    return int(struct.unpack_from(*place[:1], exif, place[1])[0])


def _patched(exif: bytes, values: dict[int, int]) -> bytes:
    result = bytearray(exif)
    places = _short_fields(exif)
    for tag, value in values.items():
        if tag in places:
            code, offset = places[tag]
            if value < 1 << (8 * struct.calcsize(code)):
                struct.pack_into(code, result, offset, value)
    return bytes(result)
