"""The crops for the documents: places where the methods differ most, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from anime4k_gl.comparing.report import Originals, Pixels, Row
from anime4k_gl.comparing.report.crops import Box, disagreement, find_crops
from anime4k_gl.comparing.report.model import pixels_of
from benchmarks.quality.league.statistics import BEFORE, OWN

SHOWN = ("source", "lanczos", BEFORE, OWN, "truth")
"""What stands in a row: the best of the mere scalers among them."""

_COUNT = 3
_SIDE = 112
"""Pixels of a crop, each shown twice as large."""
_ZOOM, _HEAD, _GAP = 2, 24, 4


def save(path: Path, rows: Sequence[Row], originals: Sequence[Originals]) -> bool:
    """Save the crops of kept pictures as PNG; return False where none has all that is shown.

    They are chosen by where the methods differ, not by where one is better: one a scene.
    """
    found = []
    for each in originals:
        images = {
            row.method: row.image
            for row in rows
            if (row.picture, row.degradation) == (each.picture, each.degradation)
        } | {"source": each.source, "truth": each.truth}
        if any(images.get(name) is None for name in SHOWN):
            continue
        pictures = {name: pixels_of(image) for name in SHOWN if (image := images[name]) is not None}
        spread = disagreement([pictures[name] for name in SHOWN[1:-1]])
        boxes = find_crops(spread, size=(_SIDE, _SIDE), count=1)
        found += [(float(box.of(spread).mean()), box, pictures) for box in boxes]
    found.sort(key=lambda entry: -entry[0])
    if not found:
        return False
    cell, places = _SIDE * _ZOOM, found[:_COUNT]
    size = len(SHOWN) * (cell + _GAP) - _GAP, _HEAD + len(places) * (cell + _GAP) - _GAP
    sheet = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(16)
    for column, name in enumerate(SHOWN):
        left = column * (cell + _GAP)
        pen.text((left, 2), name, fill="black", font=font)
        for row, (_, box, pictures) in enumerate(places):
            part = Image.fromarray(_part(pictures[name], box, pictures["truth"].shape))
            shown = part.resize((cell, cell), Image.Resampling.NEAREST)
            sheet.paste(shown, (left, _HEAD + row * (cell + _GAP)))
    sheet.save(path, optimize=True)
    return True


def _part(pixels: Pixels, box: Box, whole: tuple[int, ...]) -> Pixels:
    """Return a part of a picture; of the source, which is smaller, what becomes of it."""
    x, y = pixels.shape[1] / whole[1], pixels.shape[0] / whole[0]
    rows = slice(round(box.top * y), round((box.top + box.height) * y))
    columns = slice(round(box.left * x), round((box.left + box.width) * x))
    return np.ascontiguousarray(pixels[rows, columns])
