"""The reader of animated pictures: recognition, whole frames, exact times, loops."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
from PIL import Image

from ...errors import GLError, MediaError
from ...formats import Size
from ..opening import MediaInput, as_input
from ..pictures import metadata as meta
from ..pictures import png
from ..pictures.metadata import PictureMetadata
from ..pictures.reader import lenient_pillow
from ..pyav import VideoFrame, av
from . import avif
from .animation import Animation, AnimationFrame, Pixels
from .gif import DamagedGifError, read_blocks, without_background

_HEAD = 1 << 16
_WEBP_ALPHA = 0x10

_MAX_PIXELS = 1 << 26  # of a frame, of which several copies are held
_MOST_UNPACKED = 1 << 31  # pixels of all frames, beyond which each must be worth its bytes
_DENSEST = 5000  # pixels in a byte: there is nothing in such frames


def is_animation(path: str | os.PathLike[str] | MediaInput) -> bool:
    """Return whether a file is an animated GIF, PNG, WebP or AVIF, by its content."""
    try:
        source = as_input(path)
        head = source.head(_HEAD)
        if head.startswith(b"GIF8"):
            return len(read_blocks(source.read()).delays) > 1
    except DamagedGifError as error:
        # With two frames it was to be one, wherever it ends.
        return _begun_frames(head) > 1 and bool(str(error))
    except MediaError:
        return False
    if head.startswith(png.SIGNATURE):
        return png.is_animated(head)
    if head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X":
        return len(head) > 20 and bool(head[20] & 0x02)
    return head[4:8] == b"ftyp" and head[8:12] == b"avis"


def _begun_frames(head: bytes) -> int:
    return head.count(b"\x21\xf9\x04")


class AnimationReader:
    """An animated picture opened for reading. A context manager.

    All frames are read once when it is opened, for what must be known before work begins.

    Parameters
    ----------
    path : the file, or a `MediaInput`
    accept : called with the size that the file claims before a frame is unpacked; a `GLError` of
        its is raised with the file's name before it

    Attributes
    ----------
    path : as given
    info : size, count, loops, alpha, metadata
    file_format : ``GIF``, ``PNG``, ``WEBP`` or ``AVIF``
    notes : what of the file could not be kept, a sentence each

    Raises `MediaError` if the file is missing, empty, no animation, truncated or damaged.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
        *,
        accept: Callable[[Size], None] = lambda size: None,
    ) -> None:
        source = as_input(path)
        self.path = source.name
        self._data = source.read()
        if self._data[8:16] == b"WEBPVP8X" and len(self._data) > 20:
            # Encoders say "no alpha" of frames that leave a part of the canvas bare, which is
            # transparent all the same.
            flags = bytes([self._data[20] | _WEBP_ALPHA])
            self._data = self._data[:20] + flags + self._data[21:]
        self.notes: list[str] = []
        self._first = 0
        self._delays: list[int] = []
        self.info = self._survey(accept)

    def __enter__(self) -> AnimationReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._data = b""

    def frames(self) -> Iterator[AnimationFrame]:
        """Yield the frames in order, from the first; may be called again."""
        try:
            yield from self._gif_frames() if self.file_format == "GIF" else self._pillow_frames()
        except MediaError:
            raise
        except Exception as error:  # decoders raise all sorts of errors on damaged data
            what = str(error)
            cut_off = isinstance(error, EOFError) or "runcated" in what or "ends early" in what
            why = "the animation ends early" if cut_off else "the data is damaged"
            raise MediaError(f"{self.path}: {why}; get a complete copy of it") from error

    def _survey(self, accept: Callable[[Size], None]) -> Animation:
        plays, metadata = self._header()
        try:
            accept(self._size)
        except GLError as error:
            raise GLError(f"{self.path}: {error}") from error
        count, soft, clear = 0, False, False
        height = width = 0
        seconds = Fraction(0)
        for frame in self.frames():
            count += 1
            seconds += frame.seconds
            height, width = frame.pixels.shape[:2]
            alpha = frame.pixels[..., 3]
            clear = clear or bool((alpha < 255).any())
            soft = soft or bool(((alpha > 0) & (alpha < 255)).any())
        if not count:
            raise MediaError(f"{self.path}: no frame can be decoded; get a complete copy of it")
        return Animation(width, height, count, plays, clear, soft, metadata, seconds)

    def _header(self) -> tuple[int, PictureMetadata]:
        """Note what the file is; return how often it is played, and its metadata."""
        try:
            with lenient_pillow(), Image.open(io.BytesIO(self._data)) as image:
                self.file_format = image.format or ""
                self._size = Size(*image.size)
                self._check_claims(getattr(image, "n_frames", 1))
                loop = image.info.get("loop", 1)
                self._first = int(bool(image.info.get("default_image")))
                metadata = meta.from_pillow(image)
        except MediaError:
            raise
        except Exception as error:
            raise MediaError(f"{self.path}: not an animation, or a damaged one") from error
        if self.file_format == "GIF":
            try:
                blocks = read_blocks(self._data)
            except DamagedGifError as error:
                why = str(error).replace("picture", "animation")
                raise MediaError(f"{self.path}: {why}; get a complete copy of it") from error
            self._delays, loop = blocks.delays, blocks.plays
        elif self.file_format == "PNG":
            try:
                metadata = meta.from_png(list(png.chunks(self._data)))
            except png.DamagedPngError as error:
                why = str(error).replace("picture", "animation")
                raise MediaError(f"{self.path}: {why}; get a complete copy of it") from error
            if png.bit_depth(self._data) == 16:
                self.notes.append("its 16 bits became 8: animations are read as 8 bits")
            if self._first:
                self.notes.append("the picture for programs that do not know APNG was left out")
        elif self.file_format == "AVIF":
            loop = avif.plays_of(self._data)
        turn = meta.orientation(metadata.exif)
        if turn != 1:
            self.notes.append("its orientation was left out: animations are not turned")
        return int(loop), meta.upright(metadata)

    def _check_claims(self, count: int) -> None:
        """Raise `MediaError` for more than can be meant, before anything is unpacked."""
        width, height = self._size
        pixels = width * height
        if pixels > _MAX_PIXELS:
            raise MediaError(
                f"{self.path}: frames of {width}x{height} are beyond the limit of"
                f" {_MAX_PIXELS // 1_000_000} megapixels"
            )
        if pixels * count > max(_MOST_UNPACKED, _DENSEST * len(self._data)):
            raise MediaError(
                f"{self.path}: {count} frames of {width}x{height} in {len(self._data)} bytes would"
                " take minutes to unpack; save it anew with another program"
            )

    def _gif_frames(self) -> Iterator[AnimationFrame]:
        # FFmpeg clears to transparent, as browsers do, where Pillow takes the background's colour.
        number = 0
        file = av.open(io.BytesIO(without_background(self._data)), "r", format="gif")
        with file:
            for frame in file.decode(video=0):
                if number >= len(self._delays):
                    break
                yield AnimationFrame(_rgba(frame), Fraction(self._delays[number], 100))
                number += 1
        if number < len(self._delays):
            raise EOFError("ends early")

    def _pillow_frames(self) -> Iterator[AnimationFrame]:
        times = _apng_times(self._data) if self.file_format == "PNG" else []
        with lenient_pillow():
            image = Image.open(io.BytesIO(self._data), formats=(self.file_format,))
        with image:
            for number in range(self._first, getattr(image, "n_frames", 1)):
                image.seek(number)
                image.load()
                pixels = np.asarray(image.convert("RGBA"))
                if times:
                    seconds = times[number - self._first]
                else:
                    milliseconds = float(image.info.get("duration") or 0)
                    seconds = Fraction(milliseconds).limit_denominator(100_000) / 1000
                yield AnimationFrame(pixels, seconds)


def _apng_times(data: bytes) -> list[Fraction]:
    """Return how long each frame of an APNG file is shown, in seconds."""
    times = []
    for kind, content in png.chunks(data):
        if kind == b"fcTL" and len(content) >= 24:
            numerator, denominator = struct.unpack_from(">2H", content, 20)
            times.append(Fraction(numerator, denominator or 100))
    return times


def _rgba(frame: VideoFrame) -> Pixels:
    return np.asarray(frame.to_ndarray(format="rgba"), np.uint8)
