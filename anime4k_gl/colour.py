"""Colour descriptions of videos, mpv's defaults for missing tags, and the YUV matrices.

Codes are those of ITU-T H.273 ("coding-independent code points"), which FFmpeg and the containers
use. Missing tags are filled as in mpv, so that both show the same picture.
"""

from __future__ import annotations

import enum

from .formats import ColourModel, PixelLayout, Size
from .lazy.dataclass import dataclass


class Matrix(enum.Enum):
    """The YUV matrix, by its H.273 matrix coefficients code."""

    RGB = 0
    BT709 = 1
    FCC = 4
    BT601 = 6
    SMPTE240M = 7
    BT2020_NCL = 9


class Range(enum.Enum):
    """The code range, full or limited, by FFmpeg's code."""

    LIMITED = 1
    FULL = 2


class ChromaSiting(enum.Enum):
    """The position of a subsampled chroma sample in its block of luma pixels.

    For each axis (horizontal, vertical), the value is 1 for the block's first pixel and 0 for its
    centre.
    """

    LEFT = (1, 0)
    CENTRE = (0, 0)
    TOP_LEFT = (1, 1)


@dataclass(frozen=True, slots=True)
class Colour:
    """A frame's complete colour description; `guess` makes one from tags that may be missing.

    Attributes
    ----------
    matrix, range, siting : how components become R'G'B'
    primaries, transfer : H.273 codes as tagged (2 is "unspecified"); passed on to the output and
        not used in the conversion
    """

    matrix: Matrix
    range: Range
    siting: ChromaSiting = ChromaSiting.LEFT
    primaries: int = 2
    transfer: int = 2


UNSPECIFIED = 2
"""H.273's code for "unspecified"."""

SRGB = Colour(Matrix.RGB, Range.FULL, ChromaSiting.CENTRE, primaries=1, transfer=13)
"""Pictures: R'G'B', full range."""

_H273_MATRIX = {
    0: Matrix.RGB,
    1: Matrix.BT709,
    4: Matrix.FCC,
    5: Matrix.BT601,
    6: Matrix.BT601,
    7: Matrix.SMPTE240M,
    9: Matrix.BT2020_NCL,
    # Constant luminance would need linear light; decoded as non-constant, as in most players.
    10: Matrix.BT2020_NCL,
}

# Luma weights (Kr, Kb) of H.273 table 4; Kg is the rest.
_LUMA_WEIGHTS = {
    Matrix.BT709: (0.2126, 0.0722),
    Matrix.FCC: (0.30, 0.11),
    Matrix.BT601: (0.299, 0.114),
    Matrix.SMPTE240M: (0.212, 0.087),
    Matrix.BT2020_NCL: (0.2627, 0.0593),
}


def guess(
    layout: PixelLayout,
    size: Size,
    *,
    matrix: int = 2,
    range: int = 0,
    primaries: int = 2,
    transfer: int = 2,
    siting: ChromaSiting | None = None,
) -> Colour:
    """Return the colour description of a stream, with missing tags filled as in mpv.

    Parameters
    ----------
    layout, size : the frame's pixel layout and size in pixels
    matrix, primaries, transfer : H.273 codes; 2 (or an unknown code) is "unspecified"
    range : FFmpeg's code, 1 limited, 2 full, 0 unspecified
    siting : chroma siting, None if unknown

    Assumed when missing: BT.709 from 1280 pixels of width or above 576 lines, else BT.601; limited
    range for YUV and full for RGB; chroma sited left in limited range, centred in full.
    """
    if layout.model is ColourModel.RGB:
        return Colour(Matrix.RGB, Range.LIMITED if range == 1 else Range.FULL,
                      ChromaSiting.CENTRE, primaries, transfer)  # fmt: skip
    known = _H273_MATRIX.get(matrix)
    if known is None or known is Matrix.RGB:
        known = Matrix.BT709 if size.width >= 1280 or size.height > 576 else Matrix.BT601
    if layout.name.startswith("yuvj") or (layout.name.startswith("ya") and range == 0):
        levels = Range.FULL
    else:
        levels = Range.FULL if range == 2 else Range.LIMITED
    if siting is None:
        siting = ChromaSiting.LEFT if levels is Range.LIMITED else ChromaSiting.CENTRE
    return Colour(known, levels, siting, primaries, transfer)


def guess_primaries(matrix: Matrix, size: Size) -> int:
    """Return the H.273 primaries that mpv assumes for a video of this matrix and size."""
    if matrix is Matrix.BT2020_NCL:
        return 9
    if matrix in (Matrix.BT709, Matrix.RGB):
        return 1
    return {576: 5, 480: 6, 486: 6}.get(size.height, 1)


@dataclass(frozen=True, slots=True)
class Affine:
    """rgb = matrix @ sample + offset; `matrix` is row-major 3 x 3."""

    matrix: tuple[tuple[float, float, float], ...]
    offset: tuple[float, float, float]


def component_scale(layout: PixelLayout) -> float:
    """Return the factor from a texture read (0 to 1 over the storage) to code / (2**depth - 1)."""
    storage = (1 << layout.storage_bits) - 1
    return storage / (((1 << layout.depth) - 1) << layout.shift)


def _levels(layout: PixelLayout, colour: Colour) -> tuple[float, float, float, float]:
    """Return (luma black, luma span, chroma zero, chroma span) in units of the full code range."""
    top = float((1 << layout.depth) - 1)
    unit = float(1 << (layout.depth - 8))
    middle = 128 * unit / top
    if colour.range is Range.FULL:
        return 0.0, 1.0, middle, 1.0
    return 16 * unit / top, 219 * unit / top, middle, 224 * unit / top


def to_rgb(layout: PixelLayout, colour: Colour) -> Affine:
    """Return the conversion from components (y, u, v), (r, g, b) or gray to R'G'B'.

    The components are codes divided by ``2**depth - 1``; R'G'B' is nominally in [0, 1] and not
    clamped. Formulas: H.273 equations for E'Y, E'PB, E'PR and their quantisation.
    """
    black, span, middle, chroma_span = _levels(layout, colour)
    if layout.model is not ColourModel.YUV:
        gain = 1 / span
        rows = tuple(
            tuple(gain if row == column else 0.0 for column in range(3)) for row in range(3)
        )
        if layout.model is ColourModel.GRAY:
            rows = ((gain, 0.0, 0.0),) * 3
        return Affine(rows, (-black * gain,) * 3)  # type: ignore[arg-type]
    kr, kb = _LUMA_WEIGHTS[colour.matrix]
    kg = 1 - kr - kb
    y = 1 / span
    c = 1 / chroma_span
    rv, bu = 2 * (1 - kr) * c, 2 * (1 - kb) * c
    gu, gv = -bu * kb / kg, -rv * kr / kg
    matrix = ((y, 0.0, rv), (y, gu, gv), (y, bu, 0.0))
    zero = (black, middle, middle)
    offset = tuple(-sum(m * z for m, z in zip(row, zero, strict=True)) for row in matrix)
    return Affine(matrix, offset)  # type: ignore[arg-type]


def from_rgb(layout: PixelLayout, colour: Colour) -> Affine:
    """Return the inverse of `to_rgb`: R'G'B' to components divided by ``2**depth - 1``."""
    black, span, middle, chroma_span = _levels(layout, colour)
    if layout.model is ColourModel.RGB:
        rows = tuple(
            tuple(span if row == column else 0.0 for column in range(3)) for row in range(3)
        )
        return Affine(rows, (black,) * 3)  # type: ignore[arg-type]
    kr, kb = _LUMA_WEIGHTS[colour.matrix]
    luma = (kr, 1 - kr - kb, kb)
    y_row = tuple(span * k for k in luma)
    u_row = tuple(chroma_span * ((i == 2) - k) / (2 * (1 - kb)) for i, k in enumerate(luma))
    v_row = tuple(chroma_span * ((i == 0) - k) / (2 * (1 - kr)) for i, k in enumerate(luma))
    return Affine((y_row, u_row, v_row), (black, middle, middle))  # type: ignore[arg-type]
