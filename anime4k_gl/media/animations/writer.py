"""The writer of animated pictures: times, loops and alpha in the units of each format.

The file is written under a hidden name in the target's folder and renamed when it is complete.
"""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import replace
from fractions import Fraction
from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from ...errors import MediaError, OptionError
from ..failures import failed, reason
from ..pictures import metadata as meta
from ..target import MediaTarget, as_target
from ..whole_output import WholeOutput
from . import avif
from .animation import FORMATS, Animation, Pixels, animation_format
from .chunked import ApngFrames, WebpFrames
from .gif import GifFrames
from .losses import NAMES, has_gray_profile, losses

_UNITS = {"GIF": 100, "WEBP": 1000, "AVIF": 1000}  # of time in a second; APNG has fractions
_LARGEST_SIDE = {"GIF": 65535, "WEBP": 16383, "AVIF": 65535}
_LONGEST = {"GIF": 65535, "WEBP": 0xFFFFFF, "AVIF": 0xFFFFFF}  # in units of time

_LEAST_GIF_DELAY = 2  # hundredths; browsers show what is shorter for ten

_MAX_AVIF_BYTES = 1 << 30
"""Frames of an AVIF file that are held in memory until its encoder has seen them all."""


class AnimationWriter(WholeOutput):
    """An animated picture being written. A context manager: leaving it normally finishes the file,
    leaving it by an exception discards it.

    Parameters
    ----------
    path : the file to write; its extension names the format
    info : the size of the frames, how often they are played, whether they have alpha
    quality : 1 to 100, for WebP and AVIF; 100 is lossless for WebP
    overwrite : whether to replace an existing file

    Attributes
    ----------
    frames : how many were written
    notes : what the format cannot hold, a sentence each; complete once the file is finished

    Raises `OptionError` for an unknown extension and for a size that the format cannot hold;
    `MediaError` if the file cannot be written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaTarget,
        info: Animation,
        *,
        quality: int = 95,
        overwrite: bool = False,
    ) -> None:
        target = as_target(path)
        file_format = animation_format(target)
        target.check(overwrite=overwrite)
        if file_format is None:
            raise OptionError.unknown("format of animations", target.suffix, FORMATS)
        if not 1 <= quality <= 100:
            raise OptionError(f"quality {quality} is out of range: 1 (smallest) to 100 (best)")
        self._format, self._name = file_format, NAMES.get(file_format, file_format)
        self._target, self._info, self._quality = target, info, quality
        self._check_size()
        metadata = replace(
            info.metadata, exif=meta.exif_for_size(info.metadata.exif, info.width, info.height)
        )
        self.notes: list[str] = losses(info, file_format)
        if has_gray_profile(info):
            metadata = replace(metadata, icc_profile=None)
        self._metadata = metadata
        self.frames = 0
        self._dropped = 0
        self._elapsed = Fraction(0)  # seconds of all frames taken
        self._written = 0  # units of time of all frames written
        self._avif: list[Image.Image] = []
        self._durations: list[int] = []
        self._file: BinaryIO = io.BytesIO()  # for a pipe, which has no way back to a header
        if not target.is_pipe:
            try:
                self._file = target.begin().open("wb")
            except OSError as error:
                target.discard()
                raise failed(target.name, error) from error
            self.notes += target.notes
        try:
            self._frames = self._begin()
        except BaseException:
            self.discard()
            raise

    def add(self, pixels: Pixels, seconds: Fraction) -> None:
        """Write a frame: (height, width, 4) uint8, shown for so long.

        Times are rounded to the format's unit so that their sum stays right. A frame too short for
        GIF is left out.
        """
        try:
            self._add(pixels, seconds)
        except (OSError, MemoryError) as error:
            raise failed(self._target.name, error) from error

    def finish(self) -> None:
        """Complete the file and rename it to its target; discard it if that fails."""
        try:
            if self._format == "AVIF":
                self._finish_avif()
            else:
                self._frames.finish()
            if isinstance(self._file, io.BytesIO):
                self._target.write_whole(self._file.getvalue())
            self._file.close()
            self._target.commit()
        except (OSError, MemoryError, ValueError) as error:
            self.discard()
            raise MediaError(f"{self._target}: {reason(error)}") from error
        except BaseException:
            self.discard()
            raise
        self._note()

    def discard(self) -> None:
        """Discard the file completely."""
        with contextlib.suppress(OSError):
            self._file.close()
        self._target.discard()

    def _check_size(self) -> None:
        info, name = self._info, self._name
        largest = _LARGEST_SIDE.get(self._format, 1 << 31)
        if max(info.width, info.height) > largest:
            raise OptionError(
                f"{self._target}: {info.width}x{info.height} is too large for {name}, whose limit"
                f" is {largest} pixels a side"
            )
        if self._format == "AVIF":
            self._check_avif(info.count or 1)

    def _check_avif(self, count: int) -> None:
        if 4 * self._info.width * self._info.height * count > _MAX_AVIF_BYTES:
            raise OptionError(
                f"{self._target}: more frames than AVIF's encoder is given at once (1 GiB of"
                " them); write to .webp, or to .mkv with --codec libsvtav1"
            )

    def _begin(self) -> Any:
        info = self._info
        size = info.width, info.height, info.plays
        if self._format == "GIF":
            return GifFrames(self._file, *size, alpha=info.has_alpha)
        if self._format == "PNG":
            return ApngFrames(self._file, *size, alpha=info.has_alpha, metadata=self._metadata)
        if self._format == "WEBP":
            options = {"quality": self._quality, "lossless": self._quality == 100}
            return WebpFrames(self._file, *size, alpha=info.has_alpha, metadata=self._metadata,
                              options=options)  # fmt: skip
        return None

    def _add(self, pixels: Pixels, seconds: Fraction) -> None:
        self._elapsed += seconds
        if self._format == "PNG":
            self._frames.add(pixels, seconds)
            self.frames += 1
            return
        unit = _UNITS[self._format]
        units = round(self._elapsed * unit) - self._written
        exact = (seconds * unit).denominator == 1
        if self._format == "GIF" and units < _LEAST_GIF_DELAY and not exact and self.frames:
            self._dropped += 1
            return
        units = min(max(units, 0), _LONGEST[self._format])
        self._written += units
        self.frames += 1
        if self._format == "AVIF":
            self._check_avif(self.frames)
            channels = 4 if self._info.has_alpha else 3
            self._avif.append(Image.fromarray(np.ascontiguousarray(pixels[..., :channels])))
            self._durations.append(units)
        else:
            self._frames.add(pixels, units)

    def _finish_avif(self) -> None:
        options: dict[str, Any] = {
            "icc_profile": self._metadata.icc_profile,
            "exif": self._metadata.exif,
            "xmp": self._metadata.xmp,
        }
        buffer = io.BytesIO()
        self._avif[0].save(
            buffer, "AVIF", save_all=True, append_images=self._avif[1:], quality=self._quality,
            duration=self._durations, subsampling="4:4:4",
            **{key: value for key, value in options.items() if value},
        )  # fmt: skip
        self._file.write(avif.with_plays(buffer.getvalue(), self._info.plays))

    def _note(self) -> None:
        if self._format == "GIF" and self._frames.reduced:
            self.notes.append(
                f"GIF holds 256 colours a frame: those of {self._frames.reduced} of"
                f" {self.frames} frames were reduced; .webp or .apng keeps them"
            )
        if self._dropped:
            self.notes.append(
                f"GIF shows 50 frames a second at most: {self._dropped} frames were left out"
            )
