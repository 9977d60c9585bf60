"""The light of a picture: sRGB's codes to linear light and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality.degradations.resampling import Plane

LIGHTS = ("gamma", "linear")
"""The light in which pixels are averaged: of the codes as they are, or of what they shine."""


def to_linear(codes: Any) -> Plane:
    """Return linear light, 0 to 1, of R'G'B' codes 0 to 1."""
    v = np.clip(np.asarray(codes, dtype=np.float64), 0, 1)
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def from_linear(light: Any) -> Plane:
    """Return R'G'B' codes, 0 to 1, of linear light; what a kernel drew beyond 0 to 1 is cut off."""
    v = np.clip(np.asarray(light, dtype=np.float64), 0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def plane_in(light: str, codes: npt.NDArray[Any]) -> Plane:
    """Return a plane of codes, uint8 or uint16, as floats in a light."""
    top = np.iinfo(codes.dtype).max
    table: Plane = np.arange(top + 1) / top
    out: Plane = (to_linear(table) if light == "linear" else table)[codes]
    return out


def codes_of(light: str, plane: Plane) -> Plane:
    """Return codes 0 to 1 of a plane in a light."""
    out: Plane = from_linear(plane) if light == "linear" else np.clip(plane, 0, 1)
    return out
