"""Pillow's pictures as images, of the modes whose numbers are a picture's samples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import PIL.Image

from ...errors import OptionError
from ...formats import Size
from . import numpy_images
from .taken import Pixels, TakenImage

_MODES = ("L", "LA", "RGB", "RGBA", "I;16", "I;16L", "I;16B", "I;16N")

_CONVERSIONS = {
    "1": "L", "P": "RGB", "PA": "RGBA", "RGBa": "RGBA", "La": "LA", "RGBX": "RGB", "CMYK": "RGB",
    "YCbCr": "RGB", "LAB": "RGB", "HSV": "RGB", "I": "I;16",
}  # fmt: skip


def take(image: PIL.Image.Image) -> TakenImage[PIL.Image.Image]:
    """Return a picture taken apart; what is given back has the same mode and the same `info`.

    One that names a colour that is transparent comes back with alpha, in mode LA or RGBA: between
    pixels there is more than that colour and others. Of several frames the current one is taken,
    and it is not turned as Exif may ask for.

    Raises
    ------
    OptionError : another mode, or no pixels
    """
    if image.mode not in _MODES:
        raise OptionError(f"a picture of mode {image.mode} cannot be upscaled as it is, only"
                          f" {', '.join(_MODES[:4])} and {_MODES[4]}{_advice(image)}")  # fmt: skip
    kept = {name: value for name, value in image.info.items() if name != "transparency"}
    if "transparency" in image.info and image.mode in ("L", "RGB"):
        image = image.convert(f"{image.mode}A")
    pixels = np.asarray(image)
    numpy_images.check_shape(pixels.shape[:2])
    # A picture with grey and alpha has two channels, which arrays of others do not.
    pixels = pixels if pixels.ndim == 3 else pixels[..., np.newaxis]

    def give(results: Iterator[Pixels], _: Size) -> PIL.Image.Image:
        result = next(results)
        made = PIL.Image.fromarray(result[..., 0] if result.shape[2] == 1 else result)
        made.info = kept
        return made

    return TakenImage([pixels], Size(*image.size), give)


def _advice(image: PIL.Image.Image) -> str:
    if image.mode == "F":
        return "; give numpy.asarray(image) with values from 0 to 1"
    mode = _CONVERSIONS.get(image.mode, "RGB")
    if image.mode == "P" and "transparency" in image.info:
        mode = "RGBA"
    return f"; image.convert('{mode}') makes one"
