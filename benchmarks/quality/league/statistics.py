"""The league's statistics: means over scenes with their 95 % intervals, and who beats whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from anime4k_gl.comparing.report import Row

OWN, BEFORE = "v1.1", "v1.0-rc"
GAIN = 1.0
"""The least of luma PSNR, in dB, by which `OWN` is to beat `BEFORE`."""


@dataclass(frozen=True)
class Mean:
    """A mean over scenes.

    Attributes
    ----------
    value : the mean
    interval : half the width of the 95 % interval of it, by Student's t; nan of a single scene
    count : of scenes
    """

    value: float
    interval: float
    count: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Mean | None:
        """Return the mean of what is a number; None where nothing is."""
        kept = np.array([value for value in values if math.isfinite(value)], np.float64)
        if not kept.size:
            return None
        interval = math.nan
        if kept.size > 1:
            error = float(kept.std(ddof=1)) / math.sqrt(kept.size)
            interval = float(stdtrit(kept.size - 1, 0.975)) * error
        return cls(float(kept.mean()), interval, int(kept.size))


def by_scene(rows: Iterable[Row], metric: str) -> dict[str, dict[str, float]]:
    """Return a metric by method, then by scene: of several degradations, their mean.

    A scene under two degradations is one scene and not two, so that intervals are honest.
    """
    found: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        value = row.metrics.get(metric, math.nan)
        if math.isfinite(value):
            found.setdefault(row.method, {}).setdefault(row.picture, []).append(value)
    return {
        method: {scene: sum(own) / len(own) for scene, own in scenes.items()}
        for method, scenes in found.items()
    }


def mean(rows: Iterable[Row], method: str, metric: str) -> Mean | None:
    """Return a method's mean of a metric over scenes."""
    return Mean.of(by_scene(rows, metric).get(method, {}).values())


def gain(rows: Iterable[Row], method: str, over: str, metric: str) -> Mean | None:
    """Return by how much a method's metric is more than another's, scene by scene."""
    found = by_scene(rows, metric)
    own, other = found.get(method, {}), found.get(over, {})
    return Mean.of(own[scene] - other[scene] for scene in own if scene in other)


def complaints(rows: Sequence[Row], scalers: Sequence[str]) -> list[str]:
    """Return a sentence for each thing in which `OWN` does not win; empty where it wins.

    Parameters
    ----------
    rows : of one pair of sizes
    scalers : the methods that are mere scalers
    """
    found = []
    for over, least, metric, unit in (
        (BEFORE, GAIN, "psnr_luma", " dB"),
        (BEFORE, 0.0, "ssim_luma", ""),
        *((scaler, 0.0, metric, unit) for scaler in scalers
          for metric, unit in (("psnr_luma", " dB"), ("ssim_luma", ""))),
    ):  # fmt: skip
        more = gain(rows, OWN, over, metric)
        if more is None:
            found.append(f"{OWN} and {over} were not both measured")
        elif more.value < least or (least == 0 and more.value <= 0):
            wanted = f"at least {least:g}" if least else "more than 0"
            found.append(f"{OWN} has {more.value:+.4f}{unit} of {metric} to {over}, not {wanted}")
    return list(dict.fromkeys(found))
