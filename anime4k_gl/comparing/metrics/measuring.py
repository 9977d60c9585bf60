"""The measuring of a pair of pictures, by names of metrics."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from ...errors import OptionError
from . import structure
from .metric import Metric
from .pair import CHANNELS, Pair, Picture, psnr


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
    return psnr(*pair.planes(plane))


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
        functools.partial(structure.ssim, _plane),
    )
_add(
    Metric("ms_ssim", "", "higher", "likeness of luma's structure at five scales", "slow"),
    structure.ms_ssim,
)
_add(
    Metric(
        "ssimulacra2",
        "",
        "higher",
        "likeness to the eye: 90 cannot be told apart, 70 is good, 50 fair, 30 poor",
        "slow",
    ),
    structure.ssimulacra2,
)
_add(
    Metric("erqa", "", "higher", "edges that are where the truth has them, at most 1"),
    structure.erqa,
)

ALL: Mapping[str, Metric] = MappingProxyType(_METRICS)
"""Every metric, by its name."""

BASIC: tuple[str, ...] = ("psnr_luma", "ssim_luma")
"""The names of those that are cheap and that most tables have."""
