"""The published formulas of HDR and of tone mapping, in float64."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]

WHITE = 203.0
M1, M2, C1, C2, C3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875


def to_xyz(*chromaticities: tuple[float, float]) -> Array:
    """Return SMPTE RP 177's matrix from linear light to XYZ, of three primaries and D65."""
    x, y = np.array(chromaticities).T
    columns = np.stack([x / y, np.ones(3), (1 - x - y) / y])
    white = np.array([0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290])
    return np.asarray(columns * np.linalg.solve(columns, white))


XYZ_2020 = to_xyz((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
TO_709 = np.linalg.inv(to_xyz((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))) @ XYZ_2020
LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])


def pq_eotf(code: Any) -> Array:
    """ST 2084: codes 0 to 1 to cd/m2."""
    p = np.power(code, 1 / M2)
    return np.asarray(10000 * np.power(np.maximum(p - C1, 0) / (C2 - C3 * p), 1 / M1))


def pq_inverse(luminance: Any) -> Array:
    y = np.power(np.asarray(luminance) / 10000, M1)
    return np.asarray(np.power((C1 + C2 * y) / (1 + C3 * y), M2))


def hlg_display(code: Array, peak: float = 1000.0) -> Array:
    """BT.2100: HLG codes to cd/m2 on a display of a nominal peak, black 0."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)
    gamma = 1.2 + 0.42 * np.log10(peak / 1000)
    return np.asarray(peak * (scene @ LUMA_2020)[..., None] ** (gamma - 1) * scene)


def eetf(luminance: Any, peak: float, white: float = WHITE) -> Array:
    """BT.2390, from blacks of 0: steps 1 to 4 of its EETF."""
    source = pq_inverse(peak)
    e1 = np.minimum(pq_inverse(luminance) / source, 1)
    top = pq_inverse(white) / source
    knee = 1.5 * top - 0.5
    t = (e1 - knee) / (1 - knee)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (-2 * t**3 + 3 * t**2) * top
    )
    return pq_eotf(np.where(e1 < knee, e1, spline) * source)


def displayed(nits: Array, peak: float) -> Array:
    """Return the SDR codes of BT.2020 light (..., 3) in cd/m2: the EETF on the largest of three."""
    largest = np.maximum(nits.max(axis=-1, keepdims=True), 1e-12)
    light = nits * eetf(largest, peak) / largest / WHITE
    return encoded(light)


_GREEN = (TO_709[2, 2] - TO_709[1, 2]) / (TO_709[1, 1] - TO_709[2, 1])

_CYAN = TO_709 @ np.array([0, _GREEN, 1])

FARTHEST = 1 - _CYAN[0] / _CYAN[1]
"""From the largest component: red, in that cyan of BT.2020 whose green and blue are one."""


def softly(value: Array, knee: float, farthest: Any) -> Array:
    """Return values from the knee on compressed so that `farthest` becomes 1."""
    x = np.maximum(value - knee, 0)
    slope = 1 / (1 - knee) - 1 / (farthest - knee)
    return np.where(value > knee, knee + x / (1 + slope * x), value)


def encoded(light: Array, gamma: float = 2.4) -> Array:
    """Return the codes of light (..., 3) in BT.2020, in BT.709 where it has a place there."""
    c = light @ TO_709.T
    largest = np.maximum(c.max(axis=-1, keepdims=True), 1e-12)
    c = largest * (1 - softly((largest - c) / largest, 0.98, FARTHEST))
    brightest = np.maximum(largest / np.maximum(light.max(axis=-1, keepdims=True), 1e-12), 1)
    c = c * softly(largest, 0.6, brightest) / largest
    return np.asarray(np.clip(c, 0, 1) ** (1 / gamma))
