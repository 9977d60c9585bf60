"""Tone and gamut mapping of HDR and wide-gamut video for an SDR display, in numbers.

Published formulas: the PQ curve of ST 2084, HLG and its OOTF of BT.2100, the tone curve of BT.2390
(its EETF), the luminance of white from BT.2408. `plan.passes.tone_mapping` writes them as a pass.

The tone curve is applied to the largest of R, G and B, and all three are scaled by the same factor:
their ratios, and so hue and saturation, are kept, and none can exceed the display's range, so no
highlight below the peak is clipped. With ICtCp's intensity, BT.2390's alternative, saturated
highlights still exceed the range and must be clipped or desaturated in a second step, which shows
as flat patches in bright effects. The price here is that saturated lights come out darker than
white ones of the same luminance.

Colours then outside of BT.709's gamut have components below 0 or above 1. Components below 0 are
compressed by their distance from the largest, which keeps their order and so the hue; components
above 1 by scaling all three. Both are soft clips: colours well inside stay unchanged, and the
others share the range up to the border, so that gradation is kept. (Moving a colour towards the
gray of its own luminance was tried: BT.2020's red comes out pink, and its ramps show an edge.)
"""

from __future__ import annotations

import enum
import itertools
from dataclasses import replace

from .colour import UNSPECIFIED, Colour, Matrix, Range
from .lazy.dataclass import dataclass

PQ, HLG = 16, 18
"""H.273 transfer characteristics."""

SDR_WHITE = 203.0
"""The luminance of diffuse white in HDR (cd/m2), by BT.2408; SDR's white is mapped to it."""

DEFAULT_PEAK = 1000.0
"""The peak (cd/m2) of PQ video without metadata, and HLG's nominal peak."""

PQ_MAX = 10000.0
"""The luminance (cd/m2) of PQ's highest code."""

# ST 2084.
PQ_M1, PQ_M2 = 2610 / 16384, 2523 / 4096 * 128
PQ_C1, PQ_C2, PQ_C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32

# BT.2100: HLG's curve, and the exponent of its OOTF on a display of 1000 cd/m2.
HLG_A, HLG_B, HLG_C = 0.17883277, 0.28466892, 0.55991073
HLG_SYSTEM_GAMMA = 1.2

BT1886_GAMMA = 2.4
"""The gamma of the SDR display, with a black of 0."""

_GAMMAS = {
    4: 2.2,
    5: 2.8,
    8: 1.0,
    13: 2.2,
}  # gammas of SDR transfers by H.273 code; the others are BT.1886

GAMUT_KNEE = 0.98
"""The distance from the largest component, relative to it, up to which components stay unchanged.
BT.709's own primaries are at 1. The display's gamma spreads small values: from 0.95 on, its red
would be pale."""

BRIGHT_KNEE = 0.6
"""The largest component, relative to SDR's white, up to which colours stay unchanged."""

_D65 = (0.3127, 0.3290)
_BT709, _BT2020, _P3 = 1, 9, 12
_CHROMATICITIES = {
    _BT709: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    _BT2020: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    _P3: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}

_STEPS = 128  # from one of those to the next

Row = tuple[float, float, float]
Rows = tuple[Row, Row, Row]


@dataclass(frozen=True, slots=True)
class ToneMap:
    """The request to convert frames for an SDR display.

    Attributes
    ----------
    peak : the peak luminance of PQ video in cd/m2; HLG has a nominal peak of its own
    """

    peak: float = DEFAULT_PEAK

    @classmethod
    def from_metadata(
        cls, *, max_content_light: float | None = None, mastering_peak: float | None = None
    ) -> ToneMap:
        """Return the tone mapping for a video's metadata.

        Parameters
        ----------
        max_content_light : MaxCLL in cd/m2; 0 or None if unknown
        mastering_peak : the maximum luminance of the mastering display in cd/m2; 0 or None if
            unknown
        """
        peak = max_content_light or mastering_peak or DEFAULT_PEAK
        return cls(min(max(float(peak), SDR_WHITE), PQ_MAX))


class Curve(enum.Enum):
    """The curve from a video's codes to light."""

    PQ = "PQ"
    HLG = "HLG"
    POWER = "SDR"


@dataclass(frozen=True, slots=True)
class DisplayStep:
    """The conversion of a video's R'G'B' for an SDR display.

    Attributes
    ----------
    curve : the curve from codes to light
    peak : the peak luminance in cd/m2; SDR_WHITE if there is nothing to compress
    gamma : gamma of the result's codes; with `Curve.POWER` also of the source's
    luma : the luminances of the source's primaries
    to_bt709 : the matrix from linear light in the source's primaries to BT.709's; None if they are
        the same
    farthest : the greatest distance of a component from the largest, relative to it, in linear
        light in BT.709's primaries; 1 if they are the source's
    colour : the colour description of the result
    """

    curve: Curve
    peak: float
    gamma: float
    luma: Row
    to_bt709: Rows | None
    farthest: float
    colour: Colour

    @property
    def desc(self) -> str:
        """Its name in reports."""
        if self.curve is Curve.POWER:
            return "wide gamut to BT.709"
        return f"{self.curve.value} of {self.peak:g} cd/m2 to SDR"


def display_step(colour: Colour, tone_map: ToneMap) -> DisplayStep | None:
    """Return the conversion that a video needs for an SDR display; None if it is SDR already."""
    primaries = colour.primaries
    curve = {PQ: Curve.PQ, HLG: Curve.HLG}.get(colour.transfer, Curve.POWER)
    hdr = curve is not Curve.POWER
    if primaries == UNSPECIFIED and (hdr or colour.matrix is Matrix.BT2020_NCL):
        primaries = _BT2020
    if not hdr and primaries not in (_BT2020, _P3):
        return None
    gamma, transfer = BT1886_GAMMA, 1
    if not hdr:
        gamma, transfer = _GAMMAS.get(colour.transfer, BT1886_GAMMA), colour.transfer
    if primaries not in _CHROMATICITIES:
        primaries = _BT2020
    matrix = None if primaries == _BT709 else conversion(primaries, _BT709)
    return DisplayStep(
        curve=curve,
        peak={Curve.PQ: tone_map.peak, Curve.HLG: DEFAULT_PEAK, Curve.POWER: SDR_WHITE}[curve],
        gamma=gamma,
        luma=_to_xyz(primaries)[1],
        to_bt709=matrix,
        farthest=1.0 if matrix is None else _farthest(matrix),
        colour=replace(
            colour, matrix=Matrix.RGB, range=Range.FULL, primaries=_BT709, transfer=transfer
        ),
    )


def pq_code(luminance: float) -> float:
    """Return PQ's code, 0 to 1, for a luminance in cd/m2: the inverse EOTF of ST 2084."""
    y = (max(luminance, 0.0) / PQ_MAX) ** PQ_M1
    return float(((PQ_C1 + PQ_C2 * y) / (1 + PQ_C3 * y)) ** PQ_M2)


def eetf_knee(peak: float, white: float = SDR_WHITE) -> tuple[float, float]:
    """Return (knee, top) of BT.2390's EETF, from a source's peak to a display's white in cd/m2.

    In PQ codes relative to the peak's: codes from `knee` on are compressed, up to `top`. Both are 1
    if there is nothing to compress.
    """
    top = min(pq_code(white) / pq_code(peak), 1.0)
    return 1.5 * top - 0.5, top


def conversion(source: int, target: int) -> Rows:
    """Return the matrix from linear light in one set of primaries to another, by H.273 code."""
    return _multiplied(_inverted(_to_xyz(target)), _to_xyz(source))


def soft_slope(knee: float, farthest: float) -> float:
    """Return the slope `s` of a soft clip that maps `farthest` to 1.

    From the knee on, ``knee + x`` becomes ``knee + x / (1 + s * x)``.
    """
    return 1 / (1 - knee) - 1 / (farthest - knee)


def _to_xyz(primaries: int) -> Rows:
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in _CHROMATICITIES[primaries]]
    rows: Rows = tuple(zip(*columns, strict=True))  # type: ignore[assignment]
    x, y = _D65
    white = (x / y, 1.0, (1 - x - y) / y)
    gains = [sum(a * b for a, b in zip(row, white, strict=True)) for row in _inverted(rows)]
    return tuple(  # type: ignore[return-value]
        tuple(value * gain for value, gain in zip(row, gains, strict=True)) for row in rows
    )


def _inverted(rows: Rows) -> Rows:
    (a, b, c), (d, e, f), (g, h, i) = rows
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    cofactors = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(tuple(v / determinant for v in row) for row in cofactors)  # type: ignore[return-value]


def _multiplied(left: Rows, right: Rows) -> Rows:
    return tuple(  # type: ignore[return-value]
        tuple(sum(row[k] * right[k][j] for k in range(3)) for j in range(3)) for row in left
    )


def _farthest(matrix: Rows) -> float:
    """Return the greatest distance from the largest component among the most saturated colours.

    These run from red through yellow, green, cyan, blue and magenta back to red.
    """
    distance = 1.0
    for full, rising in itertools.permutations(range(3), 2):
        for step in range(_STEPS + 1):
            colour = [0.0, 0.0, 0.0]
            colour[full], colour[rising] = 1.0, step / _STEPS
            values = [sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix]
            distance = max(distance, 1 - min(values) / max(values))
    return distance
