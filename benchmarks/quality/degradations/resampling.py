"""The resampling of planes: wide kernels where it goes down, replicated edges, any phase.

Pillow's own resizing has neither swscale's cubic, nor edges that repeat, nor Gaussians; where it
has the same kernel, a test holds both to the same pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float64]
"""(height, width), row 0 on top. Of 64 bits, so that machines differ in no pixel after rounding."""

_BLOCK = 64
"""Outputs that are made by one product of matrices: the band is dense enough, and BLAS is fast."""


@dataclass(frozen=True)
class Kernel:
    """A kernel: its half-width in pixels, and its weights, which need not add up to 1.

    Attributes
    ----------
    stretch : whether it grows wider where the picture gets smaller, so that nothing aliases
    """

    radius: float
    weights: Callable[[Plane], Plane]
    stretch: bool = True


def _triangle(x: Plane) -> Plane:
    return np.asarray(np.maximum(0, 1 - np.abs(x)))


def _cubic(sharpness: float) -> Kernel:
    """Return Keys's cubic; a sharpness of 0.5 is Catmull-Rom."""
    a = -sharpness

    def weights(x: Plane) -> Plane:
        x = np.abs(x)
        near = ((a + 2) * x - (a + 3)) * x * x + 1
        far = a * (((x - 5) * x + 8) * x - 4)
        return np.where(x < 1, near, np.where(x < 2, far, 0))

    return Kernel(2, weights)


def _lanczos(x: Plane) -> Plane:
    return np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)


KERNELS = {
    "area": Kernel(0.5, np.ones_like),  # Whose weights are shares of pixels, see `_weights`.
    "bilinear": Kernel(1, _triangle),
    "bicubic": _cubic(0.6),
    "catmull": _cubic(0.5),
    "lanczos": Kernel(3, _lanczos),
}
"""By name. ``bicubic`` is swscale's, and so ffmpeg's; ``catmull`` is Pillow's and most players'."""


def gaussian(sigma: float) -> Kernel:
    """Return a Gaussian of a standard deviation in pixels, which does not stretch."""
    return Kernel(
        max(1.0, math.ceil(4 * sigma)), lambda x: np.exp(-0.5 * (x / sigma) ** 2), stretch=False
    )


def resample(
    plane: Any,
    size: tuple[int, int],
    kernel: str | Kernel,
    *,
    start: tuple[float, float] = (0.0, 0.0),
    span: tuple[float, float] | None = None,
) -> Plane:
    """Return a plane at a size (width, height).

    Parameters
    ----------
    kernel : a name in `KERNELS`, or a kernel
    start, span : the part of the plane that the result shows, (x, y) in its pixels: where it begins
        and how much it is; None is all of it. Outside the plane its edges go on.
    """
    height, width = plane.shape
    wide, high = span or (width, height)
    rows = _blocks(kernel, height, size[1], start[1], high)
    columns = _blocks(kernel, width, size[0], start[0], wide)
    out: Plane = np.asarray(plane, dtype=np.float64)
    if rows is not None:
        out = np.concatenate([part @ out[a:b] for a, b, part in rows])
    if columns is not None:
        out = np.concatenate([out[:, a:b] @ part.T for a, b, part in columns], 1)
    return out


_Block = tuple[int, int, Plane]


@lru_cache(maxsize=64)
def _blocks(
    kernel: str | Kernel, source: int, target: int, start: float, span: float
) -> list[_Block] | None:
    """Return a banded matrix in blocks of rows, as (first column, one past the last, block).

    None is the identity.
    """
    scale = span / target
    named = KERNELS[kernel] if isinstance(kernel, str) else kernel
    if named.stretch and scale == 1 and start == 0 and source == target:
        return None
    centres = start + (np.arange(target, dtype=np.float64) + 0.5) * scale - 0.5
    index, weights = _weights(kernel, named, centres, scale)
    index = index.clip(0, source - 1)
    blocks: list[_Block] = []
    for first in range(0, target, _BLOCK):
        places, values = index[first : first + _BLOCK], weights[first : first + _BLOCK]
        a, b = int(places.min()), int(places.max()) + 1
        block = np.zeros((len(places), b - a))
        np.add.at(block, (np.arange(len(places))[:, None], places - a), values)
        blocks.append((a, b, block))
    return blocks


def _weights(
    kernel: str | Kernel, named: Kernel, centres: Plane, scale: float
) -> tuple[npt.NDArray[np.int64], Plane]:
    """Return, for each output, the pixels that it is made of and their shares."""
    stretch = max(1.0, scale) if named.stretch else 1.0
    reach = named.radius * stretch
    taps = math.ceil(reach) * 2 + 1
    index = np.floor(centres + 0.5).astype(np.int64)[:, None] + np.arange(taps) - taps // 2
    away = index - centres[:, None]
    if kernel == "area":
        # The share of each pixel that lies within the output's own square.
        half = stretch / 2
        weights = (np.minimum(away + 0.5, half) - np.maximum(away - 0.5, -half)).clip(0)
    else:
        weights = named.weights(away / stretch)
        weights[np.abs(away) > reach] = 0
    return index, weights / weights.sum(1, keepdims=True)
