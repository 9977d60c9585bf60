"""The signal on its way: planes of R'G'B' or of Y'CbCr, and the levels that they are rounded to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality.degradations.resampling import Plane, resample

SITINGS = {
    "left": (-0.5, 0.0),
    "center": (0.0, 0.0),
    "topleft": (-0.5, -0.5),
    "top": (0.0, -0.5),
    "bottomleft": (-0.5, 0.5),
    "bottom": (0.0, 0.5),
}
"""A chroma sample's place by name: (x, y) from the middle of its four pixels, in pixels."""

_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1 - _RED - _BLUE
"""BT.709's shares of luma."""

Codes = npt.NDArray[Any]
"""A plane of codes: uint8, or uint16 of 10 bits."""

Noise = Callable[[tuple[int, ...]], npt.NDArray[Any]]

_TIE = 1e-6
"""Halves are rounded up whatever the last bit of a float is on this machine."""


@dataclass(frozen=True)
class Signal:
    """A frame: three planes, of one size unless the chroma is subsampled.

    Attributes
    ----------
    planes : R', G', B' from 0 to 1; or Y' from 0 to 1, Cb and Cr from -0.5 to 0.5
    luma : whether they are Y'CbCr (BT.709)
    siting : the place of subsampled chroma, a name in `SITINGS`; None is 4:4:4
    """

    planes: tuple[Plane, Plane, Plane]
    luma: bool = False
    siting: str | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self.planes[0].shape
        return width, height

    def rgb(self) -> Signal:
        """Return R'G'B', the chroma scaled up bilinearly from its places, as players do."""
        if not self.luma:
            return self
        y, cb, cr = self.with_full_chroma().planes
        red = y + (2 * (1 - _RED)) * cr
        blue = y + (2 * (1 - _BLUE)) * cb
        green = (y - _RED * red - _BLUE * blue) / _GREEN
        r, g, b = (np.clip(plane, 0, 1) for plane in (red, green, blue))
        return Signal((r, g, b))

    def ycbcr(self) -> Signal:
        """Return Y'CbCr."""
        if self.luma:
            return self
        r, g, b = self.planes
        y = _RED * r + _GREEN * g + _BLUE * b
        cb, cr = (b - y) / (2 * (1 - _BLUE)), (r - y) / (2 * (1 - _RED))
        return Signal((y, cb, cr), luma=True)

    def with_full_chroma(self) -> Signal:
        """Return Y'CbCr of 4:4:4."""
        if self.siting is None:
            return self
        (x, y), (width, height) = SITINGS[self.siting], self.size
        # Chroma's own pixels are twice as large, and there may be half of one too many.
        span, start = (width / 2, height / 2), (-x / 2, -y / 2)
        luma, *chroma = self.planes
        cb, cr = (resample(p, self.size, "bilinear", start=start, span=span) for p in chroma)
        return replace(self, planes=(luma, cb, cr), siting=None)

    def subsampled(self, siting: str, kernel: str = "bilinear") -> Signal:
        """Return Y'CbCr of 4:2:0, the chroma filtered to its places.

        What is so already stays as it is, whatever the kernel was.
        """
        if self.siting == siting:
            return self
        full = self.ycbcr().with_full_chroma()
        (x, y), (width, height) = SITINGS[siting], self.size
        size = -(-width // 2), -(-height // 2)
        span = 2.0 * size[0], 2.0 * size[1]
        luma, *chroma = full.planes
        cb, cr = (resample(p, size, kernel, start=(x, y), span=span) for p in chroma)
        return Signal((luma, cb, cr), luma=True, siting=siting)

    def rounded(self, steps: int = 255, noise: Noise | None = None) -> Signal:
        """Return it in whole steps: of 8 bits, where Y'CbCr is of limited range; or of fewer.

        Parameters
        ----------
        steps : from black to white, of full range where they are not 255
        noise : for a plane's shape, what is added before, in steps
        """
        planes = []
        for number, plane in enumerate(self.planes):
            black, span, low, high = self._levels(number, steps)
            codes = plane * span + black
            if noise:
                codes = codes + noise(plane.shape)
            planes.append((np.clip(whole(codes), low, high) - black) / span)
        a, b, c = planes
        return replace(self, planes=(a, b, c))

    def codes(self, bits: int = 8) -> list[Codes]:
        """Return the planes in 8 or 10 bits: full range of R'G'B', limited of Y'CbCr."""
        out = []
        for number, plane in enumerate(self.planes):
            black, span, low, high = self._levels(number, bits=bits)
            codes = np.clip(whole(plane * span + black), low, high)
            out.append(codes.astype(np.uint8 if bits == 8 else np.uint16))
        return out

    def with_codes(self, codes: Sequence[Codes], bits: int = 8) -> Signal:
        """Return the signal of planes of codes of the same kind: the way back from `codes`."""
        planes = []
        for number, plane in enumerate(codes):
            black, span, _, _ = self._levels(number, bits=bits)
            planes.append((plane.astype(np.float64) - black) / span)
        a, b, c = planes
        return replace(self, planes=(a, b, c))

    def _levels(
        self, number: int, steps: int = 255, bits: int = 8
    ) -> tuple[float, float, float, float]:
        """Return a plane's black, its span, and its least and greatest code."""
        chroma = self.luma and number > 0
        top = 2**bits - 1
        if not self.luma and steps == 255:
            return 0, top, 0, top
        if steps != 255:
            return 0, steps, -(steps // 2) if chroma else 0, steps // 2 if chroma else steps
        unit = 2 ** (bits - 8)
        return (128 * unit, 224 * unit, 0, top) if chroma else (16 * unit, 219 * unit, 0, top)


def whole(codes: Any) -> npt.NDArray[Any]:
    """Return codes rounded, halves up."""
    rounded: npt.NDArray[Any] = np.floor(codes + (0.5 + _TIE))
    return rounded
