"""Grey images, which travel as colour and are grey again afterwards."""

from __future__ import annotations

import numpy as np

from .taken import Pixels

_BT709 = 0.2126, 0.7152, 0.0722  # luma's weights


def with_colour(image: Pixels) -> Pixels:
    """Return a grey image (H, W, 1), or (H, W, 2) with alpha, with three equal channels first."""
    return np.concatenate([image[..., :1]] * 3 + [image[..., 1:]], axis=2)


def grey_of(image: Pixels, channels: int) -> Pixels:
    """Return a colour image (H, W, 4) as grey; with alpha where `channels` is 2.

    Presets keep equal channels equal. A shader that makes a grey picture colourful leaves its luma,
    by BT.709.
    """
    red, green, blue = (image[..., channel] for channel in range(3))
    if np.array_equal(red, green) and np.array_equal(green, blue):
        luma = green
    else:
        luma = image[..., :3].astype(np.float32) @ np.array(_BT709, np.float32)
        if image.dtype.kind == "u":
            luma = np.rint(luma)
        luma = luma.astype(image.dtype)
    return np.stack([luma, image[..., 3]][:channels], axis=2)
