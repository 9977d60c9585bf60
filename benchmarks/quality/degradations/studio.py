"""The steps of a studio's compositing: blurred lines, glowing lights, grain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from benchmarks.quality.degradations.resampling import Plane, gaussian, resample
from benchmarks.quality.degradations.signal import Signal
from benchmarks.quality.degradations.step import Setting, Step, number, single, written

_SPREAD = 16 / 1080
"""A glow's standard deviation, of the source's height."""

_BRIGHT = 0.6
"""The code from which on a pixel glows."""

_CLUMP = 0.6
"""A grain's standard deviation, in source pixels: film and its filters do not end at pixels."""


@dataclass(frozen=True)
class Blur(Step):
    """A Gaussian over all, as laid over lines to take their stairs away."""

    usage: ClassVar[str] = "blur:SIGMA, in source pixels, 0.1 to 20"
    sigma: float

    @property
    def name(self) -> str:
        """Sigma."""
        return f"blur:{written(self.sigma)}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Blur:
        """Return it of what stands after its word; raises ValueError."""
        return cls(number(single(arguments), 0.1, 20))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame blurred."""
        sigma = self.sigma * setting.scale(signal)
        r, g, b = (_blurred(plane, sigma) for plane in signal.rgb().planes)
        return Signal((r, g, b))


@dataclass(frozen=True)
class Glow(Step):
    """Light that spreads from what is bright, laid over by screening."""

    usage: ClassVar[str] = "glow[:STRENGTH], 0.05 to 1; 0.3 without a number"
    strength: float

    @property
    def name(self) -> str:
        """The strength."""
        return f"glow:{written(self.strength)}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Glow:
        """Return it of what stands after its word; raises ValueError."""
        return cls(number(single(arguments, "0.3"), 0.05, 1))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame with its lights spread."""
        sigma = _SPREAD * signal.size[1]
        strength = self.strength / (1 - _BRIGHT)
        planes = []
        for plane in signal.rgb().planes:
            light = _blurred(np.maximum(plane - _BRIGHT, 0), sigma)
            planes.append(1 - (1 - plane) * (1 - np.clip(strength * light, 0, 1)))
        r, g, b = planes
        return Signal((r, g, b))


@dataclass(frozen=True)
class Grain(Step):
    """Grain in luma, another in every frame."""

    usage: ClassVar[str] = "grain:SIGMA, its standard deviation in codes of 255, 0.1 to 32"
    early: ClassVar[bool] = False
    sigma: float

    @property
    def name(self) -> str:
        """Sigma."""
        return f"grain:{written(self.sigma)}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Grain:
        """Return it of what stands after its word; raises ValueError."""
        return cls(number(single(arguments), 0.1, 32))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame with grain over it."""
        width, height = signal.size
        noise = setting.dice(number).standard_normal((height, width))
        # The blur takes this much of the deviation away; the formula is a Gaussian's energy.
        taps = np.exp(-0.5 * (np.arange(-3, 4) / _CLUMP) ** 2)
        gain = float((taps.sum() ** 2) / (taps**2).sum())
        noise = _blurred(noise, _CLUMP) * (gain * self.sigma / 255)
        if signal.luma:
            y, cb, cr = signal.planes
            return Signal((np.clip(y + noise, 0, 1), cb, cr), True, signal.siting)
        r, g, b = (np.clip(plane + noise, 0, 1) for plane in signal.planes)
        return Signal((r, g, b))


def _blurred(plane: Plane, sigma: float) -> Plane:
    return resample(plane, (plane.shape[1], plane.shape[0]), gaussian(sigma))
