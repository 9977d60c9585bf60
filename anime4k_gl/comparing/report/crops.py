"""The places of a picture at which results differ most, found in their pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .model import Pixels

LEAST = 0.1
"""Mean difference of luma, in codes of 255, below which results count as alike."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels.

    Attributes
    ----------
    left, top, width, height : in pixels of the results
    """

    left: int
    top: int
    width: int
    height: int

    def of(self, pixels: Pixels) -> Pixels:
        """Return the pixels in it."""
        return pixels[self.top : self.top + self.height, self.left : self.left + self.width]


def luma(pixels: Pixels) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return (H, W) luma of uint8 pixels by BT.709's weights, in codes of 255."""
    weights = np.array((0.2126, 0.7152, 0.0722), np.float32)
    return (pixels.astype(np.float32) @ weights).astype(np.float32)


def disagreement(pictures: Sequence[Pixels]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return (H, W) by how much pictures of one size differ: from the least luma to the greatest.

    Of a single picture, by how much each pixel differs from its left neighbour.
    """
    first = luma(pictures[0])
    if len(pictures) == 1:
        return np.abs(np.diff(first, axis=1, prepend=first[:, :1]))
    low, high = first, first.copy()
    for picture in pictures[1:]:
        other = luma(picture)
        np.minimum(low, other, out=low)
        np.maximum(high, other, out=high)
    return high - low


def find_crops(
    spread: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    *,
    size: tuple[int, int],
    count: int,
) -> list[Box]:
    """Return where the difference is largest: boxes that do not overlap, the largest first.

    Parameters
    ----------
    spread : of `disagreement`
    size : width and height of a box, in pixels; no more than the picture's
    count : of boxes, at most; fewer where the rest of the picture is alike
    """
    height, width = spread.shape
    w, h = min(size[0], width), min(size[1], height)
    sums = np.zeros((height + 1, width + 1), np.float64)
    sums[1:, 1:] = spread.cumsum(0, dtype=np.float64).cumsum(1)
    means = (sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]) / (w * h)
    boxes: list[Box] = []
    while len(boxes) < count:
        top, left = divmod(int(means.argmax()), means.shape[1])
        if means[top, left] < LEAST:
            break
        boxes.append(Box(left, top, w, h))
        means[max(0, top - h + 1) : top + h, max(0, left - w + 1) : left + w] = -1.0
    return boxes


def find_window(
    spread: np.ndarray[tuple[int, int], np.dtype[np.float32]], *, most_pixels: float
) -> Box:
    """Return the part to show: the whole, or as much of its shape as may be, where most differs.

    Parameters
    ----------
    spread : of `disagreement`
    most_pixels : that it may have
    """
    height, width = spread.shape
    share = min(1.0, (most_pixels / (width * height)) ** 0.5)
    if share == 1.0:
        return Box(0, 0, width, height)
    w, h = max(1, int(width * share)), max(1, int(height * share))
    found = find_crops(spread, size=(w, h), count=1)
    return found[0] if found else Box((width - w) // 2, (height - h) // 2, w, h)
