"""Frames of known codes, and the colours they stand for by the published formulas."""

from __future__ import annotations

from typing import Any

import numpy as np

from anime4k_gl.colour import Colour, Matrix, Range
from anime4k_gl.formats import ColourModel, PixelLayout, Size
from anime4k_gl.frame import Frame, Plane

KR_KB = {
    Matrix.BT601: (0.299, 0.114),
    Matrix.BT709: (0.2126, 0.0722),
    Matrix.FCC: (0.30, 0.11),
    Matrix.SMPTE240M: (0.212, 0.087),
    Matrix.BT2020_NCL: (0.2627, 0.0593),
}

YUV_MATRICES = [*KR_KB]


def half_float_rounding(value: Any) -> Any:
    """Return how far off a value may be that was cut off to a half float, plus float32's share."""
    return np.maximum(np.abs(value), 2.0**-6) * 2.0**-10 + 1e-5


def random_codes(layout: PixelLayout, size: Size, seed: int = 1) -> dict[str, Any]:
    """Return a (rows, columns) array of codes per component."""
    rng = np.random.default_rng(seed)
    return {
        component: rng.integers(0, 1 << layout.depth, tuple(plane.size(size))[::-1])
        for plane in layout.planes
        for component in plane.channels
    }


def build(
    layout: PixelLayout, size: Size, colour: Colour, codes: dict[str, Any], padding: int = 0
) -> Frame:
    """Return a frame of codes; rows are padded by so many bytes of garbage, the last row not."""
    dtype = np.uint8 if layout.storage_bits == 8 else np.dtype("<u2")
    planes = []
    for plane in layout.planes:
        texels = np.stack([codes[c] << layout.shift for c in plane.channels], axis=2)
        rows = texels.astype(dtype).reshape(texels.shape[0], -1).view(np.uint8)
        padded = np.full((rows.shape[0], rows.shape[1] + padding), 0xA5, np.uint8)
        padded[:, : rows.shape[1]] = rows
        data = padded.reshape(-1)[: padded.size - padding].tobytes()
        planes.append(Plane(data, padded.shape[1], plane.size(size)))
    return Frame(size, layout, colour, tuple(planes))


def upsampled(samples: Any, length: int, log2: int, cosited: int, axis: int) -> Any:
    """Return one axis of a chroma plane at full length, bilinear, the border repeated."""
    block = 1 << log2
    first = 0 if cosited else (block - 1) / 2  # where in a block of luma its chroma sample sits
    at = (np.arange(length) - first) / block
    grid = np.arange(samples.shape[axis])
    return np.apply_along_axis(lambda line: np.interp(at, grid, line), axis, samples)


def expected_rgb(layout: PixelLayout, size: Size, colour: Colour, codes: dict[str, Any]) -> Any:
    """Return (H, W, 3) R'G'B' by H.273, not clamped."""
    top, unit = (1 << layout.depth) - 1, 1 << (layout.depth - 8)
    limited = colour.range is Range.LIMITED

    def luma(code: Any) -> Any:
        return (code - 16 * unit) / (219 * unit) if limited else code / top

    def chroma(code: Any) -> Any:
        return (code - 128 * unit) / (224 * unit if limited else top)

    if layout.model is ColourModel.RGB:
        return np.stack([luma(codes[c]) for c in "rgb"], axis=2)
    y = luma(codes["y"])
    if layout.model is ColourModel.GRAY:
        return np.stack([y] * 3, axis=2)
    (log2_x, log2_y), (left, top_row) = layout.chroma_log2, colour.siting.value
    full = {
        c: upsampled(upsampled(codes[c], size.width, log2_x, left, 1), size.height, log2_y,
                     top_row, 0)
        for c in "uv"
    }  # fmt: skip
    kr, kb = KR_KB[colour.matrix]
    r = y + 2 * (1 - kr) * chroma(full["v"])
    b = y + 2 * (1 - kb) * chroma(full["u"])
    return np.stack([r, (y - kr * r - kb * b) / (1 - kr - kb), b], axis=2)
