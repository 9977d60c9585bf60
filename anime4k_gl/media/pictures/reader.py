"""The reader of picture files: recognition, pixels, orientation."""

from __future__ import annotations

import contextlib
import io
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image, ImageCms, JpegImagePlugin, UnidentifiedImageError

from ...errors import GLError, MediaError
from ...formats import Size
from ..failures import reason
from ..opening import MediaInput, as_input
from . import metadata as meta
from . import png, tga, tiff
from .metadata import PictureMetadata
from .picture import Picture, Pixels

MAX_PIXELS = 1 << 29
"""The largest picture read: a small damaged or malicious file can claim any size."""

_LOOKED_AT = 1 << 16  # bytes from a file's start, by which it is known

_SIGNATURES = (png.SIGNATURE, b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"qoif",
               b"\0\0\0\x0cjP  \r\n\x87\n", *tiff.SIGNATURES)  # fmt: skip
_FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "TIFF", "BMP", "QOI", "JPEG2000", "TGA")

_START_OF_SCAN = b"\xff\xda"
_USUAL_SCANS = 24
_MOST_SCANNED = 1 << 32  # pixels, each counted once a scan

# Pillow's own size limit is global; this one is checked after the header has been read.
_pillow_limit = threading.Lock()


class _RefusedError(Exception):
    """A valid picture that is not supported; the message says why and what to do."""


def is_picture(path: str | os.PathLike[str] | MediaInput) -> bool:
    """Return whether a file is a picture, by its content; False for videos and unreadable files.

    Animated GIF and PNG files count as videos, which FFmpeg decodes.
    """
    try:
        source = as_input(path)
        head = source.head(_LOOKED_AT)
    except MediaError:
        return False
    if head.startswith(png.SIGNATURE):
        return not png.is_animated(head)
    if head.startswith(b"GIF8"):
        return not _is_animated_gif(source)
    return _has_signature(head)


def _has_signature(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a known picture format."""
    if head.startswith(_SIGNATURES):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp":  # brands follow, the main one first
        brands = head[8 : int.from_bytes(head[:4], "big")]
        return b"avif" in (brands[i : i + 4] for i in range(0, len(brands), 4))
    if tga.is_header(head):
        return True
    # "BM" alone could begin a text: a BMP's header also states its own length.
    return head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 108, 124)


def read_picture(
    path: str | os.PathLike[str] | MediaInput,
    *,
    accept: Callable[[Size], None] = lambda size: None,
) -> Picture:
    """Read a picture and turn it upright.

    Palettes become RGB or RGBA, black and white becomes gray, CMYK and Lab become sRGB, CMYK
    through its profile if it has one; 16 bits stay 16 bits in PNG and in gray and RGB TIFF. What
    could not be kept is in the picture's notes.

    Parameters
    ----------
    path : the file
    accept : called with the size that the file claims, in pixels as stored, before anything is
        unpacked; a `GLError` of its is raised with the file's name before it

    Raises `MediaError` if the file is missing, a folder, empty, not a picture, truncated, damaged,
    animated, larger than `MAX_PIXELS` or made to take minutes to unpack.
    """
    source = as_input(path)
    name, data = source.name, source.read()
    try:
        if not _has_signature(data):
            raise UnidentifiedImageError
        with lenient_pillow():
            if data.startswith(tiff.SIGNATURES):
                return replace(_read_tiff(data, accept), file_format="TIFF")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            _check_header(image, data)
            accept(Size(*image.size))
            own = image.format or ""
            picture = _read_png(image, data) if own == "PNG" else _read_other(image)
            return replace(picture, file_format=own)
    except _RefusedError as error:
        raise MediaError(f"{name}: {error}") from None
    except GLError as error:  # of `accept`
        raise GLError(f"{name}: {error}") from error
    except UnidentifiedImageError:
        raise MediaError(f"{name}: not a picture of a known format, or a damaged one") from None
    except (png.DamagedPngError, tiff.DamagedTiffError) as error:
        raise MediaError(f"{name}: {error}; get a complete copy of it") from error
    except Exception as error:  # Pillow's decoders raise all sorts of errors on damaged data
        what = str(error)
        cut_off = isinstance(error, EOFError) or "truncated" in what or "Truncated" in what
        why = "the picture ends early" if cut_off else "the data is damaged"
        if isinstance(error, MemoryError):
            raise MediaError(f"{name}: {reason(error)}") from error
        raise MediaError(f"{name}: {why}; get a complete copy of it") from error


@contextlib.contextmanager
def lenient_pillow() -> Iterator[None]:
    """Open pictures without Pillow's own limit on their size, which is global."""
    with _pillow_limit, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _check_header(image: Image.Image, data: bytes) -> None:
    width, height = image.size
    # Each scan of a JPEG goes over all of its pixels again, and may take few bytes. This counts
    # those of small pictures inside it too.
    scans = data.count(_START_OF_SCAN) if image.format in ("JPEG", "MPO") else 0
    if scans > _USUAL_SCANS and scans * width * height > _MOST_SCANNED:
        raise _RefusedError(
            f"{width}x{height} in {scans} scans would take minutes to unpack; save it anew with"
            " another program"
        )
    if width * height > MAX_PIXELS:
        raise _RefusedError(
            f"{width}x{height} is beyond the limit of {MAX_PIXELS // 1_000_000} megapixels; "
            "cut it into parts"
        )
    # An MPO file is a JPEG with further pictures behind it: previews, or the other eye's view.
    if image.format == "TIFF":
        with contextlib.suppress(EOFError):
            image.seek(1)  # to count them all may take minutes
            raise _RefusedError("has more than one page; split it first")
        image.seek(0)
    elif image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise _RefusedError("is animated; convert it to a video first")


def _is_animated_gif(source: MediaInput) -> bool:
    try:
        with lenient_pillow(), Image.open(source.stream(), formats=("GIF",)) as image:
            return bool(getattr(image, "is_animated", False))
    except Exception:  # damaged: `read_picture` reports it
        return False


def _read_png(image: Image.Image, data: bytes) -> Picture:
    chunks = list(png.chunks(data))
    metadata = meta.from_png(chunks)
    notes = meta.png_notes(chunks)
    if png.bit_depth(data) == 16:
        return _upright(png.decode_16_bit(data), metadata, notes=notes)
    image.load()
    return _upright(_pixels(image), metadata, notes=notes)


def _read_tiff(data: bytes, accept: Callable[[Size], None]) -> Picture:
    tags = tiff.tags_of(data)
    tiff.check_whole(data, tags)
    image = None
    # Pillow does not know gray with alpha of 16 bits; of the others it also reads the metadata.
    with contextlib.suppress(UnidentifiedImageError):
        image = Image.open(io.BytesIO(data), formats=("TIFF",))
        _check_header(image, data)
        accept(Size(*image.size))
    if tiff.is_deep(tags):
        if image is None and not 0 < tags.get(256, 0) * tags.get(257, 0) <= MAX_PIXELS:
            raise UnidentifiedImageError
        if image is None:
            accept(Size(tags[256], tags[257]))
        pixels = tiff.decode_16_bit(data, tags)
        if pixels is not None:
            metadata = meta.from_tiff_tags(tags) if image is None else meta.from_pillow(image)
            return _upright(pixels, metadata, int(tags.get(0x0112, 1)))
    if image is None:
        raise UnidentifiedImageError
    bits = tiff.depth(tags)
    picture = _read_other(image)
    kept = 8 * picture.pixels.dtype.itemsize
    if bits <= kept:
        return picture
    note = f"its {bits} bits became {kept}: TIFF of this kind is not read whole; convert it to PNG"
    return replace(picture, notes=(*picture.notes, note))


def _read_other(image: Image.Image) -> Picture:
    image.load()
    metadata = meta.from_pillow(image)
    # Without EXIF, Pillow finds the orientation in XMP or the container.
    turn = image.getexif().get(0x0112, 1)
    notes = []
    if image.format == "MPO" and (others := getattr(image, "n_frames", 1) - 1):
        notes.append(f"{others} more in the file, previews or another eye's view, left out")
    subsampling = _subsampling(image)
    if image.mode in ("CMYK", "LAB"):
        image, how = _through_profile(image, metadata.icc_profile)
        notes.append(how)
        metadata = replace(metadata, icc_profile=None)
    picture = _upright(_pixels(image), metadata, turn, notes=tuple(notes))
    return replace(picture, subsampling=subsampling)


def _subsampling(image: Image.Image) -> str | None:
    if image.format not in ("JPEG", "MPO"):
        return None
    return {1: "4:2:2", 2: "4:2:0"}.get(JpegImagePlugin.get_sampling(image))


def _through_profile(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, str]:
    """Return a CMYK or Lab picture as sRGB, and a note on how that was done."""
    what = "Lab" if image.mode == "LAB" else image.mode
    if profile and image.mode == "CMYK":
        with contextlib.suppress(ImageCms.PyCMSError):
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted, "CMYK was converted to sRGB by its profile"
    if image.mode == "LAB":
        converted = ImageCms.profileToProfile(
            image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
        assert converted is not None
        return converted, f"{what} was converted to sRGB"
    why = "its profile cannot be used" if profile else "it has no profile"
    return image.convert("RGB"), (
        f"CMYK was converted to RGB by a plain formula, since {why}; colours are those of screens"
    )


def _pixels(image: Image.Image) -> Pixels:
    """Return a loaded image's pixels, (height, width, channels) uint8 or uint16."""
    mode = image.mode
    if mode in ("I", "I;16", "I;16L", "I;16B", "I;16N"):
        return _gray_16(image)[:, :, np.newaxis]
    if mode == "F":
        raise _RefusedError("floating-point pictures are not supported; convert it to 16-bit PNG")
    keyed = "transparency" in image.info
    gray_like = mode in ("1", "L", "LA", "La")
    if keyed or mode in ("LA", "La", "PA", "RGBA", "RGBa"):
        wanted = "LA" if gray_like else "RGBA"
    else:
        wanted = "L" if gray_like else "RGB"
    if mode != wanted:
        if mode == "1" and keyed:
            image = image.convert("L")
        image = image.convert(wanted)
    pixels = np.asarray(image)
    return pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels


def _gray_16(image: Image.Image) -> np.ndarray[Any, np.dtype[np.uint16]]:
    gray = np.asarray(image)
    bits = max(getattr(image, "tag_v2", {}).get(258) or (16,))
    if bits == 32 and gray.dtype == np.int32:
        return (gray.view(np.uint32) >> 16).astype(np.uint16)
    values = np.clip(gray.astype(np.int64), 0, 65535)
    if bits == 12:  # as they are, up to 4095
        values = (np.minimum(values, 4095) * 65535 + 2047) // 4095
    return values.astype(np.uint16)


def _upright(
    pixels: Pixels,
    metadata: PictureMetadata,
    turn: int | None = None,
    *,
    notes: tuple[str, ...] = (),
) -> Picture:
    number = meta.orientation(metadata.exif) if turn is None else turn
    turned = _TURNS.get(number, lambda a: a)(pixels)
    return Picture(np.ascontiguousarray(turned), meta.upright(metadata), notes)


# The operations of each EXIF orientation; axis 0 is down, axis 1 is right.
_TURNS: dict[int, Callable[[Any], Any]] = {
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: lambda a: np.rot90(a, 1),
}
