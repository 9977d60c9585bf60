"""PSNR, SSIM and MS-SSIM of luma against one truth, for many results, in bands of rows.

They are those of `anime4k_gl.comparing.metrics`, to the last digit that a table shows, at a
fraction of the time: what is the truth's is made once, and a band stays in the processor's cache.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from anime4k_gl.comparing.metrics.pair import Plane, luma

NAMES = ("psnr_luma", "ssim_luma", "ms_ssim")

_SIGMA, _RADIUS = 1.5, 5
_C1, _C2 = np.float32(0.01**2), np.float32(0.03**2)
_ROWS = 64
"""Of a band: of a row of 3840 pixels, a plane is 1 MB then."""
_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""Of MS-SSIM's five scales, from the finest (Wang, Simoncelli, Bovik 2003)."""
_MS_SSIM_LEAST = 2 * _RADIUS + 1 << len(_WEIGHTS) - 1

_Blur = Callable[[Plane], Plane]


class Likeness:
    """A truth that results are held to."""

    def __init__(self, truth: npt.NDArray[Any], names: Iterable[str] = NAMES[:2]) -> None:
        """Take the truth and the metrics that are asked, of `NAMES`.

        Parameters
        ----------
        truth : (H, W, 3), at least 11 pixels each way, for MS-SSIM 176
        names : of `NAMES`
        """
        self._names = tuple(names)
        blur = _blur()
        plane = luma(truth)
        if "ms_ssim" in self._names and min(plane.shape) < _MS_SSIM_LEAST:
            raise ValueError(f"MS-SSIM takes pictures of at least {_MS_SSIM_LEAST} pixels each way")
        self._scales = [_Scale(plane, blur)]
        if "ms_ssim" in self._names:
            for _ in _WEIGHTS[1:]:
                plane = _halved(plane)
                self._scales.append(_Scale(plane, blur))

    def measure(self, result: npt.NDArray[Any]) -> dict[str, float]:
        """Return the metrics of a result of the truth's size."""
        plane = luma(result)
        error, likeness, contrast = self._scales[0].compare(plane)
        said = {
            "psnr_luma": math.inf if error == 0 else -10 * math.log10(error),
            "ssim_luma": likeness,
        }
        if "ms_ssim" in self._names:
            product = 1.0
            for number, weight in enumerate(_WEIGHTS):
                if number:
                    plane = _halved(plane)
                    _, likeness, contrast = self._scales[number].compare(plane)
                last = number == len(_WEIGHTS) - 1
                product *= max(0.0, likeness if last else contrast) ** weight
            said["ms_ssim"] = product
        return {name: said[name] for name in self._names}


class _Scale:
    """The truth at one scale, with what SSIM asks of it alone."""

    def __init__(self, plane: Plane, blur: _Blur) -> None:
        self._plane, self._blur = plane, blur
        self._own = [self._moments(plane[band]) for band in _bands(plane)]

    def compare(self, result: Plane) -> tuple[float, float, float]:
        """Return the mean square error, and the means of SSIM and of its contrast and structure."""
        error = likeness = contrast = 0.0
        count = 0
        for band, (mean, variance) in zip(_bands(result), self._own, strict=True):
            drawn, truth = result[band], self._plane[band]
            own, spread = self._moments(drawn)
            both = mean * own
            alike = 2 * (self._inner(drawn * truth) - both) + _C2
            alike /= spread + variance + _C2
            contrast += float(alike.sum(dtype=np.float64))
            alike *= 2 * both + _C1
            alike /= mean * mean + own * own + _C1
            likeness += float(alike.sum(dtype=np.float64))
            count += alike.size
        for top in range(0, len(result), _ROWS):
            change = result[top : top + _ROWS] - self._plane[top : top + _ROWS]
            error += float(np.square(change).sum(dtype=np.float64))
        return error / result.size, likeness / count, contrast / count

    def _moments(self, band: Plane) -> tuple[Plane, Plane]:
        """Return the means and the variances of the window's pixels."""
        mean = self._inner(band)
        return mean, self._inner(band * band) - mean * mean

    def _inner(self, band: Plane) -> Plane:
        """Return the window's means where it is within the picture."""
        return self._blur(band)[_RADIUS:-_RADIUS, _RADIUS:-_RADIUS]


def _bands(plane: Plane) -> list[slice]:
    """Return bands of rows, which overlap by the window."""
    last = len(plane) - _RADIUS
    return [
        slice(top - _RADIUS, min(top + _ROWS, last) + _RADIUS)
        for top in range(_RADIUS, last, _ROWS)
    ]


def _halved(plane: Plane) -> Plane:
    """Return every second pixel of the means of two by two, as sewar takes them."""
    rows = np.concatenate((plane[:1], plane[:-1])) + plane
    rows = rows[::2]
    whole = np.concatenate((rows[:, :1], rows[:, :-1]), 1) + rows
    return np.ascontiguousarray(whole[:, ::2] * np.float32(0.25))


def _blur() -> _Blur:
    """Return SSIM's window: OpenCV's filter, ten times as fast as SciPy's, where installed."""
    steps = np.arange(-_RADIUS, _RADIUS + 1)
    weights = np.exp(-0.5 * (steps / _SIGMA) ** 2)
    weights /= weights.sum()
    try:
        import cv2
    except ImportError:
        from scipy import ndimage

        def plain(plane: Plane) -> Plane:
            out = ndimage.correlate1d(plane, weights, 0, mode="reflect")
            return np.asarray(ndimage.correlate1d(out, weights, 1, mode="reflect"), np.float32)

        return plain
    kernel = weights.astype(np.float32)

    def fast(plane: Plane) -> Plane:
        blurred = cv2.sepFilter2D(plane, -1, kernel, kernel, borderType=cv2.BORDER_REFLECT)
        return np.asarray(blurred, np.float32)

    return fast
