"""The input pictures: drawings and noise, never blank.

Shaders skip pixels with nothing to do, and hardware compresses uniform areas; so the time depends
on the picture, and several are used in turn.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..formats import Size

Image = np.ndarray[Any, np.dtype[np.uint8]]

INPUTS = ("drawn", "drawn with grain", "crowded", "noise")
"""The kinds of pictures, in the order in which they take turns."""


def pictures(size: Size) -> tuple[Image, ...]:
    """Return the inputs: (H, W, 4) uint8, R'G'B' with opaque alpha, the same at every call."""
    drawn = _drawing(size, seed=1, lines=40, discs=12)
    crowded = _drawing(size, seed=2, lines=220, discs=60)
    grain = drawn + _rng(3).normal(0, 5, drawn.shape)
    return tuple(map(_opaque, (drawn, grain, crowded, _noise(size, seed=4))))


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _opaque(rgb: np.ndarray[Any, Any]) -> Image:
    alpha = np.full((*rgb.shape[:2], 1), 255, np.uint8)
    return np.concatenate([np.clip(rgb + 0.5, 0, 255).astype(np.uint8), alpha], axis=2)


def _drawing(size: Size, *, seed: int, lines: int, discs: int) -> np.ndarray[Any, Any]:
    """Return outlined discs and dark lines on a gradient, as in cel drawings."""
    rng = _rng(seed)
    height, width = size.height, size.width
    unit = min(width, height)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    top, bottom = rng.uniform(70, 250, (2, 3)).astype(np.float32)
    image = np.broadcast_to(top * (1 - down) + bottom * down, (height, width, 3)).copy()
    outline = max(1.0, unit / 400)
    for _ in range(discs):
        centre, radius = rng.uniform(0, 1, 2) * (width, height), rng.uniform(0.03, 0.2) * unit
        colour = rng.uniform(40, 255, 3)
        box = _box(centre, centre, radius + 2 * outline, size)
        distance = np.hypot(*(g - c for g, c in zip(_grid(box), centre, strict=True))) - radius
        _blend(image, box, colour, 0.5 - distance)
        _blend(image, box, colour * 0.2, outline + 0.5 - np.abs(distance))
    for _ in range(lines):
        start = rng.uniform(0, 1, 2) * (width, height)
        end = start + rng.uniform(-0.25, 0.25, 2) * unit
        half = rng.uniform(0.3, 1.2) * outline
        box = _box(start, end, half + 1, size)
        x, y = _grid(box)
        along = end - start
        t = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / (along @ along), 0, 1)
        distance = np.hypot(x - start[0] - t * along[0], y - start[1] - t * along[1])
        _blend(image, box, rng.uniform(0, 60, 3), half + 0.5 - distance)
    return image


Box = tuple[slice, slice]


def _box(a: Any, b: Any, margin: float, size: Size) -> Box:
    """Return the rows and columns around two points (x, y) that lie in the picture."""
    low = np.clip(np.minimum(a, b) - margin, 0, tuple(size)).astype(int)
    high = np.clip(np.maximum(a, b) + margin + 1, 0, tuple(size)).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _grid(box: Box) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    rows, columns = (np.arange(s.start, s.stop, dtype=np.float32) + 0.5 for s in box)
    return columns[None, :], rows[:, None]


def _blend(image: np.ndarray[Any, Any], box: Box, colour: Any, coverage: Any) -> None:
    share = np.clip(coverage, 0, 1)[..., None].astype(np.float32)
    image[box] += (np.asarray(colour, np.float32) - image[box]) * share


def _noise(size: Size, *, seed: int) -> np.ndarray[Any, Any]:
    """Return coloured noise of several coarsenesses at once."""
    rng = _rng(seed)
    total = np.full((size.height, size.width, 3), 128, np.float32)
    for cell, amplitude in ((1, 12), (4, 24), (32, 40)):
        coarse = rng.normal(0, amplitude, (-(-size.height // cell), -(-size.width // cell), 3))
        fine = coarse.repeat(cell, axis=0).repeat(cell, axis=1)
        total += fine[: size.height, : size.width].astype(np.float32)
    return total
