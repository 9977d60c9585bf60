"""The pictures of a report: parts of the results, as data URIs without loss."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, features

from ...errors import OptionError
from .crops import Box, disagreement, find_crops, find_window
from .model import ImageReference, Originals, Pixels, Row, pixels_of

CROP = (96, 72)
"""Width and height of a magnified part, in pixels of the results."""

CROPS = 3
"""Magnified parts of a picture, at most."""

_THUMBNAIL = 320  # pixels wide

TRUTH, SOURCE = "truth", "source"
"""The names of the originals beside the methods'."""


@dataclass(frozen=True, slots=True)
class ShownScene:
    """The pictures of one scene, encoded.

    Attributes
    ----------
    rows : of its methods, in order
    size : of the results, in pixels
    window : the part that `pictures` show
    pictures : data URIs by truth, source and methods
    crops : where results differ most, each with data URIs by the same names
    overview : a data URI of the whole, made small
    differ : whether the results differ at all
    """

    rows: Sequence[Row]
    size: tuple[int, int]
    window: Box
    pictures: dict[str, str]
    crops: Sequence[tuple[Box, dict[str, str]]]
    overview: str
    differ: bool


def show_scene(
    rows: Sequence[Row], originals: Originals | None, *, most_pixels: float
) -> ShownScene | None:
    """Return the pictures of one scene; None where none was kept.

    Parameters
    ----------
    rows : of one picture and degradation
    originals : what they were made of
    most_pixels : that each picture may have; of larger ones the part that differs most is shown

    Raises
    ------
    OptionError : results have different sizes
    MediaError : a picture cannot be read
    """
    kept = [row for row in rows if row.image is not None]
    if not kept:
        return None
    found: dict[str, ImageReference | None] = {}
    if originals is not None:
        found |= {TRUTH: originals.truth, SOURCE: originals.source}
    found |= {row.method: row.image for row in kept}
    pixels = {name: pixels_of(image) for name, image in found.items() if image is not None}
    height, width = pixels[kept[0].method].shape[:2]
    if SOURCE in pixels:
        pixels[SOURCE] = enlarged(pixels[SOURCE], (width, height))
    for name, picture in pixels.items():
        if picture.shape[:2] != (height, width):
            raise OptionError(
                f"{kept[0].picture}: {name} is {picture.shape[1]}x{picture.shape[0]}, and"
                f" {kept[0].method} {width}x{height}; give pictures of one size"
            )
    results = [pixels[row.method] for row in kept]
    if len(results) == 1:
        results += [pixels[name] for name in (TRUTH, SOURCE) if name in pixels][:1]
    spread = disagreement(results)
    window = find_window(spread, most_pixels=most_pixels)
    boxes = find_crops(spread, size=CROP, count=CROPS)
    return ShownScene(
        rows=kept,
        size=(width, height),
        window=window,
        pictures={name: data_uri(window.of(picture)) for name, picture in pixels.items()},
        crops=[
            (box, {name: data_uri(box.of(picture)) for name, picture in pixels.items()})
            for box in boxes
        ],
        overview=_small(results[0]),
        differ=bool(spread.any()),
    )


def enlarged(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return pixels at a size, each the nearest one of the source, so that it is seen as it is."""
    height, width = pixels.shape[:2]
    across = ((np.arange(size[0]) + 0.5) * width / size[0]).astype(int)
    down = ((np.arange(size[1]) + 0.5) * height / size[1]).astype(int)
    return np.ascontiguousarray(pixels[down[:, None], across])


def data_uri(pixels: Pixels) -> str:
    """Return pixels as WebP without loss, or PNG where Pillow has no WebP."""
    out = io.BytesIO()
    if features.check("webp"):
        Image.fromarray(pixels).save(out, "WEBP", lossless=True, quality=40, method=2)
        kind = "webp"
    else:
        Image.fromarray(pixels).save(out, "PNG", optimize=True)
        kind = "png"
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode('ascii')}"


def _small(pixels: Pixels) -> str:
    image = Image.fromarray(pixels)
    image.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.BOX)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
