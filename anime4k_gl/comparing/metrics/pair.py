"""The pair of pictures that is measured: checked once, its planes made once."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ...errors import OptionError

Picture: TypeAlias = npt.NDArray[Any]
Plane: TypeAlias = npt.NDArray[np.float32]

BT709 = (0.2126, 0.7152, 0.0722)
"""How much of red, green and blue is in luma."""

CHANNELS = ("red", "green", "blue")


class Pair:
    """A result and its truth as planes of floats, each made when it is first asked for."""

    def __init__(self, result: Picture, truth: Picture) -> None:
        """Take two pictures of one size; see `measure`."""
        self._pictures = (_checked(result, "result"), _checked(truth, "truth"))
        if result.shape != truth.shape:
            raise OptionError(
                f"the result is {_size(result)} and the truth {_size(truth)};"
                " they must have the same size"
            )
        self._planes: dict[str, tuple[Plane, Plane]] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self._pictures[0].shape[:2]
        return width, height

    def planes(self, name: str) -> tuple[Plane, Plane]:
        """Return "luma", "red", "green" or "blue" of result and truth: (H, W), in [0, 1]."""
        if name not in self._planes:
            first, second = (
                luma(picture) if name == "luma" else _channel(picture, name)
                for picture in self._pictures
            )
            self._planes[name] = first, second
        return self._planes[name]

    def eight_bits(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """Return both with 8 bits a channel, for metrics that are defined on those."""
        first, second = (eight_bits(picture) for picture in self._pictures)
        return first, second


def _checked(picture: Picture, name: str) -> Picture:
    """Return a picture, or raise `OptionError` for what none is."""
    if picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
        raise OptionError(f"the {name} must be (H, W, 3), got {picture.shape}")
    if picture.dtype in (np.uint8, np.uint16):
        return picture
    if picture.dtype.kind != "f":
        raise OptionError(f"the {name} must be uint8, uint16 or floats, got {picture.dtype}")
    if not np.isfinite(picture).all():
        raise OptionError(f"the {name} has values that are no numbers (NaN or infinite)")
    # What lies beyond is not shown by a display either.
    clipped: Picture = np.clip(picture, 0, 1)
    return clipped


def _most(picture: Picture) -> float:
    return 1.0 if picture.dtype.kind == "f" else float(np.iinfo(picture.dtype).max)


def psnr(result: Plane, truth: Plane) -> float:
    """Return the PSNR of a plane in dB, of a range of 1; infinite for planes that are the same."""
    error = float(np.mean(np.square(result - truth), dtype=np.float64))
    return math.inf if error == 0 else -10 * math.log10(error)


def luma(picture: Picture) -> Plane:
    """Return BT.709's luma of (H, W, 3) as of `measure`: (H, W), in [0, 1]."""
    weights = np.asarray(BT709) / _most(picture)
    out = np.zeros(picture.shape[:2], np.float32)
    for channel, weight in zip(np.moveaxis(picture, 2, 0), weights, strict=True):
        out += channel * np.float32(weight)
    return out


def chroma(picture: Picture) -> tuple[Plane, Plane]:
    """Return BT.709's Cb and Cr of (H, W, 3) as of `measure`: (H, W), in [-0.5, 0.5]."""
    light = luma(picture)
    blue, red = (
        (_channel(picture, name) - light) / np.float32(2 * (1 - weight))
        for name, weight in (("blue", BT709[2]), ("red", BT709[0]))
    )
    return blue, red


def _channel(picture: Picture, name: str) -> Plane:
    channel = picture[..., CHANNELS.index(name)].astype(np.float32)
    channel /= np.float32(_most(picture))
    return channel


def eight_bits(picture: Picture) -> npt.NDArray[np.uint8]:
    """Return a picture as of `measure` with 8 bits a channel, rounded."""
    if picture.dtype == np.uint8:
        return picture
    return np.rint(picture * (255 / _most(picture))).astype(np.uint8)


def _size(picture: Picture) -> str:
    return f"{picture.shape[1]}x{picture.shape[0]}"
