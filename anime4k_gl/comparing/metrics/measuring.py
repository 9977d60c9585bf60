"""The measuring of a pair of pictures, by names of metrics."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np

from ...dependencies import require
from ...errors import OptionError
from .metric import Metric
from .pair import CHANNELS, Pair, Picture

_SSIM_WINDOW = 11


def measure(
    result: Picture, truth: Picture, names: Iterable[str] | None = None
) -> dict[str, float]:
    """Return what metrics say of a result, by their names, in the order in which they are asked.

    Parameters
    ----------
    result, truth : (H, W, 3), the same size: uint8, uint16, or floats in [0, 1], each its own;
        R'G'B' as coded for a display (sRGB, BT.709), row 0 on top
    names : of `ALL`; `BASIC` without

    The PSNR of pictures that are the same is infinite. Raises `OptionError` for pictures that
    cannot be compared and for names that there are not, `DependencyError` where the package that a
    metric is from is not installed.
    """
    wanted = tuple(BASIC if names is None else names)
    for name in wanted:
        if name not in ALL:
            raise OptionError.unknown("metric", name, ALL)
    pair = Pair(result, truth)
    return {name: _FUNCTIONS[name](pair) for name in wanted}


def _psnr(plane: str, pair: Pair) -> float:
    result, truth = pair.planes(plane)
    error = float(np.mean(np.square(result - truth), dtype=np.float64))
    return math.inf if error == 0 else -10 * math.log10(error)


def _ssim(plane: str, pair: Pair) -> float:
    require("skimage")
    from skimage.metrics import structural_similarity

    _at_least(pair, _SSIM_WINDOW, "SSIM")
    result, truth = pair.planes(plane)
    # As Wang et al. defined it: a window of Gaussian weights, and the population's variance.
    similarity = structural_similarity(
        truth, result, data_range=1.0, gaussian_weights=True, sigma=1.5,
        use_sample_covariance=False,
    )  # fmt: skip
    return float(similarity)


def _at_least(pair: Pair, pixels: int, metric: str) -> None:
    width, height = pair.size
    if min(width, height) < pixels:
        raise OptionError(
            f"{metric} takes pictures of at least {pixels}x{pixels}, these are {width}x{height}"
        )


_FUNCTIONS: dict[str, Callable[[Pair], float]] = {}
_METRICS: dict[str, Metric] = {}


def _add(metric: Metric, function: Callable[[Pair], float]) -> None:
    _METRICS[metric.name] = metric
    _FUNCTIONS[metric.name] = function


for _plane in ("luma", *CHANNELS):
    _add(
        Metric(f"psnr_{_plane}", "dB", "higher", f"error of {_plane} against the whole range"),
        functools.partial(_psnr, _plane),
    )
for _plane in ("luma", *CHANNELS):
    _add(
        Metric(f"ssim_{_plane}", "", "higher", f"likeness of {_plane}'s structure, at most 1"),
        functools.partial(_ssim, _plane),
    )

ALL: Mapping[str, Metric] = MappingProxyType(_METRICS)
"""Every metric, by its name."""

BASIC: tuple[str, ...] = ("psnr_luma", "ssim_luma")
"""The names of those that are cheap and that most tables have."""
