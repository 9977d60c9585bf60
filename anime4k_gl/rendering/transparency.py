"""Colour under transparent pixels, of which shaders and scalers must not see anything else.

A transparent pixel has a colour, too, most often black. A scaler that weighs straight alpha mixes
it into the edge of what is visible, and a shader takes the step to it for a line: a dark seam.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[Any]


def bled(image: Image) -> Image:
    """Return an image whose transparent pixels have the colours of the visible ones near them.

    Parameters
    ----------
    image : (H, W, channels), the last of which is alpha, straight; any dtype that `upscale` takes

    Pixels that are visible at all keep their colours, and alpha is kept everywhere. An image
    without transparent pixels, or without visible ones, is returned as it is.
    """
    visible = image[..., -1] > 0
    if visible.all() or not visible.any():
        return image
    colour = image[..., :-1].astype(np.float32)
    filled = _filled(colour, visible.astype(np.float32))
    if np.issubdtype(image.dtype, np.integer):
        filled = np.rint(filled)
    result = image.copy()
    result[..., :-1][~visible] = filled[~visible].astype(image.dtype)
    return result


def _filled(colour: Image, weight: Image) -> Image:
    """Return colours where `weight` is 0 taken from a picture of half the size, and so on up.

    Each level is the weighted mean of the one before, so that what is far is smooth.
    """
    if (weight > 0).all():
        return colour
    height, width = weight.shape
    pad = (height % 2, width % 2)
    padded = np.pad(colour * weight[..., None], ((0, pad[0]), (0, pad[1]), (0, 0)))
    weights = np.pad(weight, ((0, pad[0]), (0, pad[1])))
    total = _quartered(weights)
    mean = _quartered(padded) / np.maximum(total, 1e-12)[..., None]
    coarse = _filled(mean, np.minimum(total, 1))
    spread = coarse.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]
    return np.where(weight[..., None] > 0, colour, spread)


def _quartered(values: Image) -> Image:
    return np.asarray(values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2])


def first_channels(image: Image, count: int) -> Image:
    """Return the first channels of an image (H, W, channels), contiguous: without alpha, say.

    An image of that many channels is returned as it is.
    """
    if image.shape[2] == count:
        return np.ascontiguousarray(image)
    # By channel, as numpy takes six times as long for `image[..., :count].copy()`.
    result = np.empty((*image.shape[:2], count), image.dtype)
    for channel in range(count):
        result[..., channel] = image[..., channel]
    return result
