"""Distances between pictures."""

from __future__ import annotations

from typing import Any

import numpy as np


def psnr(a: Any, b: Any, peak: float = 1.0) -> float:
    """Return the peak signal-to-noise ratio in dB; infinite for equal arrays."""
    error = np.mean((np.asarray(a, np.float64) - np.asarray(b, np.float64)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(peak**2 / error))


def share_within(a: Any, b: Any, tolerance: float) -> float:
    """Return the share of pixels all of whose channels differ by at most `tolerance`."""
    difference = np.abs(np.asarray(a, np.float64) - np.asarray(b, np.float64))
    if difference.ndim == 3:
        difference = difference.max(axis=2)
    return float((difference <= tolerance).mean())
