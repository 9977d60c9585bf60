"""Numbers of a result without a truth: none of them says how good it is.

What can be said honestly is whether a result still means its source, how steep it is, and how far
it goes beyond what the source has there. Steepness and overshoot say what differs, not what is
better: noise and halos are steep as well.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from .report import MetricFacts, Pixels
from .report.crops import luma
from .report.model import PlainMetric, eight_bits

Plane = np.ndarray[tuple[int, int], np.dtype[np.float32]]

_PEAK = 255.0
_STEEP = 95  # percentile of the gradient
_FAR = 99.9  # percentile of what lies beyond the source

_NUMBERS = {
    "faith": ("dB", "luma PSNR against the source of the result brought down to it by area: low"
              " where a result no longer shows what its source does"),
    "steepness": ("codes/px", "gradient of luma that 5 % of the picture exceed; noise and halos"
                  " raise it as sharp lines do"),
    "overshoot": ("codes", "by how much luma leaves the range of the source's pixels around it,"
                  " where it does most (1 in 1000); halos raise it, as do thinner lines"),
    "change": ("codes", "mean difference of luma from the first method"),
}  # fmt: skip

FACTS: dict[str, MetricFacts] = {
    name: PlainMetric(name, unit, "", meaning) for name, (unit, meaning) in _NUMBERS.items()
}
"""What a table says of these numbers, by name. Of none of them more is better, nor less."""

RELATIVE = "change"
"""The one of them that is a result's beside another, and so tells nothing of a pair."""


def describe(result: Pixels, source: Pixels, first: Pixels) -> dict[str, float]:
    """Return the numbers of `FACTS`, in codes of 255.

    Parameters
    ----------
    result : (H, W, 3)
    source : what it was made of, (h, w, 3)
    first : the result of the first method
    """
    drawn, origin = luma(eight_bits(result)), luma(eight_bits(source))
    return {
        "faith": faith(drawn, origin),
        "steepness": steepness(drawn),
        "overshoot": overshoot(drawn, origin),
        "change": float(np.abs(drawn - luma(eight_bits(first))).mean(dtype=np.float64)),
    }


def faith(result: Plane, source: Plane) -> float:
    """Return the PSNR of a result brought down by area against its source, in dB."""
    height, width = source.shape
    small = np.asarray(Image.fromarray(result).resize((width, height), Image.Resampling.BOX))
    error = float(np.mean(np.square(small - source), dtype=np.float64))
    return math.inf if error == 0 else 10 * math.log10(_PEAK**2 / error)


def steepness(result: Plane) -> float:
    """Return the gradient that 5 % of the pixels exceed, by central differences."""
    if min(result.shape) < 3:
        return 0.0
    across = (result[1:-1, 2:] - result[1:-1, :-2]) / 2
    down = (result[2:, 1:-1] - result[:-2, 1:-1]) / 2
    return float(np.percentile(np.hypot(across, down), _STEEP))


def overshoot(result: Plane, source: Plane) -> float:
    """Return how far a result leaves the range of the 3x3 source pixels around each of its own."""
    height, width = result.shape
    padded = np.pad(source, 1, mode="edge")
    h, w = source.shape
    around = np.stack([padded[y : y + h, x : x + w] for y in range(3) for x in range(3)])
    rows = ((np.arange(height) + 0.5) * h / height).astype(int)[:, None]
    columns = ((np.arange(width) + 0.5) * w / width).astype(int)
    low, high = around.min(0)[rows, columns], around.max(0)[rows, columns]
    beyond = np.maximum(np.maximum(low - result, result - high), 0)
    return float(np.percentile(beyond, _FAR))
