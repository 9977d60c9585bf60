"""NumPy's arrays as images: the shapes, types and values that are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...errors import OptionError
from ...formats import Size
from .taken import Pixels, TakenImage

DTYPES = ("uint8", "uint16", "float16", "float32", "float64")
"""What the elements of an array may be; in any byte order."""

_SHAPES = "(H, W), (H, W, 1, 3 or 4) or (N, H, W, 1, 3 or 4)"
_CHANNELS = (1, 3, 4)
_FLOATS = -1.0, 2.0  # what no picture of 0 to 1 reaches


def take(image: Pixels) -> TakenImage[Pixels]:
    """Return an array taken apart; what is given back has the same axes, and is contiguous.

    Raises
    ------
    OptionError : its shape, dtype or values are not those of an image
    """
    image = checked(image)
    batch = image[..., np.newaxis] if image.ndim == 2 else image
    batch = batch if image.ndim == 4 else batch[np.newaxis]

    def give(results: Iterator[Pixels], size: Size) -> Pixels:
        if image.ndim < 4:
            result = next(results)
            return result if image.ndim == 3 else result[..., 0]
        made = np.empty((len(image), size.height, size.width, image.shape[3]), image.dtype)
        for place, result in zip(made, results, strict=True):
            place[:] = result
        return made

    return TakenImage(list(batch), Size(batch.shape[2], batch.shape[1]), give)


def checked(image: Pixels) -> Pixels:
    """Return an array as a plain one, or raise an OptionError where it is no image."""
    if isinstance(image, np.ma.MaskedArray) and np.ma.is_masked(image):
        raise OptionError(
            "an image must have a value everywhere, and this array is masked in places;"
            " image.filled(0) makes those black"
        )
    image = np.asarray(image)
    check_shape(image.shape)
    check_dtype(image.dtype)
    check_values(image)
    return image


def check_shape(shape: tuple[int, ...]) -> None:
    """Raise an OptionError for a shape that no image has.

    There may be no pictures at all in a batch, but those that are there have pixels.
    """
    wrong = len(shape) not in (2, 3, 4) or (len(shape) > 2 and shape[-1] not in _CHANNELS)
    if not wrong and 0 not in (shape[1:] if len(shape) == 4 else shape):
        return
    raise OptionError(f"an image must have the shape {_SHAPES}, not {shape}{_advice(shape)}")


def _advice(shape: tuple[int, ...]) -> str:
    if 0 in shape:
        return "; it has no pixels"
    if len(shape) in (3, 4) and shape[-3] in _CHANNELS:
        return f"; numpy.moveaxis(image, {len(shape) - 3}, -1) moves its channels last"
    if len(shape) == 3 and shape[2] > 4:
        return "; image[..., numpy.newaxis] makes a batch of grey ones of it"
    return ""


def check_dtype(dtype: np.dtype[Any]) -> None:
    """Raise an OptionError for elements that are no samples of a picture."""
    if dtype.name in DTYPES:
        return
    error = OptionError.unknown("image dtype", dtype.name, DTYPES)
    if dtype.kind == "b":
        raise OptionError(f"{error}; image.astype('uint8') * 255 makes one of it")
    if dtype.kind in "iu":
        raise OptionError(f"{error}; image.astype('uint8') makes one of values from 0 to 255")
    raise error


def check_values(image: Pixels) -> None:
    """Raise an OptionError where an array's numbers mean something else than a picture's.

    A few floats beyond 0 and 1 are what filters leave, and are clamped.
    """
    if image.dtype.kind != "f" or not image.size:
        return
    low, high = float(image.min()), float(image.max())
    if not np.isfinite([low, high]).all():
        count = int(image.size - np.count_nonzero(np.isfinite(image)))
        first = tuple(int(i) for i in np.argwhere(~np.isfinite(image))[0])
        raise OptionError(
            f"an image must have finite values, and {count} of this one are NaN or infinite, the"
            f" first at {list(first)}; numpy.nan_to_num(image, posinf=1, neginf=0) replaces them"
        )
    check_range(low, high)


def check_range(low: float, high: float) -> None:
    """Raise an OptionError for floats that span more than a picture's from 0 to 1."""
    if _FLOATS[0] <= low and high <= _FLOATS[1]:
        return
    if not np.isfinite([low, high]).all():
        raise OptionError("an image must have finite values, and some of this one are not")
    raise OptionError(
        f"an image of floats must have values from 0 to 1, not from {low:.4g} to"
        f" {high:.4g}; divide by 255, or give an array of uint8"
    )
