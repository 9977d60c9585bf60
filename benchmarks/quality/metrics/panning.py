"""The metrics of time: how a picture changes while it pans by parts of a pixel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from anime4k_gl.comparing.metrics.pair import luma

Picture = npt.NDArray[Any]
Shift = tuple[float, float]

STEPS: tuple[tuple[int, int], ...] = ((0, 0), (1, 0), (1, 1), (0, 1))
"""A round of whole pixels of the truth, each of which is a part of a source's pixel: x, y."""

_EDGE = 8
"""Pixels at the picture's rim that are left out: what comes in from there is not the same."""


def pan(
    truth: Picture, steps: Sequence[tuple[int, int]] = STEPS, *, most: int = 2
) -> Iterator[tuple[Picture, Shift]]:
    """Yield what a camera sees that moves over a truth by whole pixels, and the shift of each.

    Each view is smaller than the truth by `most` pixels in both directions. A thing at x, y of the
    first view is at x + shift of another. Where the source is half as large, a pixel of the truth
    is half a pixel of the source's, and results are aligned without interpolating anything.
    """
    height, width = truth.shape[:2]
    for right, down in steps:
        if not (0 <= right <= most and 0 <= down <= most):
            raise ValueError(f"the step {right}, {down} leaves the truth: 0 to {most} are possible")
        view = truth[down : height - most + down, right : width - most + right]
        yield view, (-right, -down)


def temporal(results: Sequence[Picture], shifts: Sequence[Shift]) -> float:
    """Return the mean change of luma from frame to frame of what only moves, in codes of 255.

    Results are (H, W, 3) as of `measure`, in the order of time; shifts are in their pixels, how
    far each is moved from where the first is: x to the right, y down. They are moved back, by
    whole pixels exactly, by others with cubic splines. Raises ValueError for fewer than two frames.
    """
    if len(results) < 2 or len(results) != len(shifts):
        raise ValueError("a change needs at least two frames, and the shift of each")
    still = [
        _moved(luma(picture), -(x - shifts[0][0]), -(y - shifts[0][1]))
        for picture, (x, y) in zip(results, shifts, strict=True)
    ]
    furthest = max(abs(v - shifts[0][i]) for shift in shifts for i, v in enumerate(shift))
    rim = _EDGE + int(np.ceil(furthest))
    inner = (slice(rim, -rim), slice(rim, -rim))
    changes = [float(np.abs(a[inner] - b[inner]).mean()) for a, b in pairwise(still)]
    return float(np.mean(changes) * 255)


def motion(results: Sequence[Picture], truths: Sequence[Picture]) -> float:
    """Return how far the changes of luma from frame to frame are from the truth's, in % of those.

    The root mean square of the changes' difference over that of the truth's changes: 0 of the truth
    itself, 100 of a picture that stands still, of grey and of any other that shows no movement. So
    losing detail gains nothing, which `temporal` counts as calm. Frames are as of `temporal`, in
    the order of time; truths are what is to be seen in each. Raises ValueError for fewer than two
    frames, and where nothing moves in the truth.
    """
    if len(results) < 2 or len(results) != len(truths):
        raise ValueError("a change needs at least two frames, and the truth of each")
    inner = (slice(_EDGE, -_EDGE), slice(_EDGE, -_EDGE))
    wrong = right = 0.0
    for (before, after), (was, becomes) in zip(pairwise(results), pairwise(truths), strict=True):
        true = (luma(becomes) - luma(was))[inner].astype(np.float64)
        wrong += float(np.sum(((luma(after) - luma(before))[inner] - true) ** 2))
        right += float(np.sum(true**2))
    if right == 0:
        raise ValueError("nothing moves in the truth")
    return 100 * float(np.sqrt(wrong / right))


def _moved(plane: npt.NDArray[np.float32], x: float, y: float) -> npt.NDArray[np.float32]:
    if x == int(x) and y == int(y):
        return np.roll(plane, (int(y), int(x)), (0, 1))
    moved: npt.NDArray[np.float32] = ndimage.shift(plane, (y, x), order=3, mode="nearest")
    return moved
