"""The metrics of areas: false contours in plain ones, detail kept or made up in others."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from benchmarks.quality.metrics.across import Plane
from benchmarks.quality.scenes import REGIONS

Regions = npt.NDArray[np.uint8]

CONTOUR_BLUR = 2.0
"""Sigma in pixels of the blur below which noise is no contour."""
CONTOUR = 0.27
"""Codes a pixel after that blur, from which a step shows: one of 1.35 codes; 8 bits have one."""
_GENTLE = 0.5
"""Codes a pixel up to which the truth counts as plain."""
_APART = 8
"""Pixels from anything else that a plain place keeps."""
_DETAIL = 2.0
"""Sigma in pixels of the blur that takes texture away."""
_FROM_LINES = 6
"""Pixels from ink that texture keeps: so far does Lanczos ring at twice the size."""
_AROUND = 4.0
"""Sigma in pixels of the surroundings in which the truth's own detail is weighed."""
_ROUNDING = 1 / 255
"""Detail of the truth below this is only that of its eight bits."""
_LEAST = 256
"""Pixels, of fewer of which nothing is said."""


def banding(result: Plane, truth: Plane, regions: Regions) -> float:
    """Return the share of plain places on contours that the truth has not, in %.

    Contours are steps of over 1.35 codes of 255 that are longer than noise. Result and truth are
    luma in [0, 1].
    """
    smooth_truth = ndimage.gaussian_filter(truth * np.float32(255), CONTOUR_BLUR)
    plain = (regions == REGIONS.index("flat")) & (_slope(smooth_truth) < _GENTLE)
    plain = _shrunk(plain, _APART)
    if plain.sum() < _LEAST:
        return math.nan
    smooth = ndimage.gaussian_filter(result * np.float32(255), CONTOUR_BLUR)
    return float((_slope(smooth - smooth_truth)[plain] > CONTOUR).mean() * 100)


def texture(result: Plane, truth: Plane, regions: Regions) -> float:
    """Return how much of the fine structure is kept where there are no lines, in %.

    It is looked for in textured and blurred regions, where the truth has any, at wavelengths below
    about 12 pixels: how far the result's goes with the truth's (their correlation), times the part
    of its strength that is left. More strength than the truth's gains nothing; noise and grain that
    are not the truth's lose.
    """
    true = _detail(truth)
    strength = np.sqrt(ndimage.gaussian_filter(true**2, _AROUND))
    where = _without_lines(regions, ("texture", "soft")) & (strength > _ROUNDING)
    if where.sum() < _LEAST:
        return math.nan
    fine, kept = _detail(result)[where].astype(np.float64), true[where].astype(np.float64)
    mine, most = float(fine @ fine), float(kept @ kept)
    return 100 * float(fine @ kept) / math.sqrt(max(mine, most) * most)


def soft_detail(result: Plane, truth: Plane, regions: Regions) -> float:
    """Return the detail that a result has and the truth has not where it is out of focus.

    Its root mean square, in codes of 255, at wavelengths below about 12 pixels.
    """
    where = _without_lines(regions, ("soft",))
    if where.sum() < _LEAST:
        return math.nan
    false = _detail(result - truth)[where].astype(np.float64)
    return 255 * math.sqrt(float(np.mean(false**2)))


def _without_lines(regions: Regions, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Return where regions of these names are, away from ink and letters."""
    lines = np.isin(regions, [REGIONS.index(name) for name in ("line", "text")])
    return np.isin(regions, [REGIONS.index(name) for name in names]) & ~_grown(lines, _FROM_LINES)


def _detail(plane: Plane) -> Plane:
    detail: Plane = plane - ndimage.gaussian_filter(plane, _DETAIL)
    return detail


def _slope(plane: Plane) -> Plane:
    """Return the steepness at each pixel, per pixel."""
    down, right = np.gradient(plane)
    slope: Plane = np.hypot(down, right)
    return slope


def _grown(mask: npt.NDArray[np.bool_], pixels: int) -> npt.NDArray[np.bool_]:
    wide: npt.NDArray[np.bool_] = ndimage.maximum_filter(mask, 2 * pixels + 1)
    return wide


def _shrunk(mask: npt.NDArray[np.bool_], pixels: int) -> npt.NDArray[np.bool_]:
    return ~_grown(~mask, pixels)
