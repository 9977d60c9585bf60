"""The steps that take levels away: chroma at half the size, 8 bits, limited range, few steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from benchmarks.quality.degradations.resampling import KERNELS
from benchmarks.quality.degradations.signal import SITINGS, Signal
from benchmarks.quality.degradations.step import Setting, Step, number, one_of, single

PATTERNS = ("noise", "ordered")
_CHROMA = "bilinear"

_BAYER = np.array([[0, 2], [3, 1]])
for _ in range(2):
    _BAYER = np.block([[4 * _BAYER + 0, 4 * _BAYER + 2], [4 * _BAYER + 3, 4 * _BAYER + 1]])


@dataclass(frozen=True)
class Subsample(Step):
    """Y'CbCr of BT.709 with chroma at half the size, until something needs R'G'B' again."""

    usage: ClassVar[str] = (
        f"420[:SITING[:KERNEL]], of {', '.join(SITINGS)} and {', '.join(KERNELS)}; "
        f"left and {_CHROMA} without them"
    )
    early: ClassVar[bool] = False
    siting: str = "left"
    kernel: str = _CHROMA

    @property
    def name(self) -> str:
        """The siting, and the kernel where it is not the usual one."""
        return f"420:{self.siting}" + ("" if self.kernel == _CHROMA else f":{self.kernel}")

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Subsample:
        """Return it of what stands after its word; raises ValueError."""
        siting, *kernel = arguments or ("left",)
        siting = "center" if siting == "centre" else siting
        return cls(one_of(siting, tuple(SITINGS)), one_of(single(kernel, _CHROMA), tuple(KERNELS)))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame in 4:2:0."""
        return signal.subsampled(self.siting, self.kernel)


class _Plain(Step):
    """A step that takes nothing after its word."""

    word: ClassVar[str]

    @property
    def name(self) -> str:
        """The word."""
        return self.word

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Step:
        """Return it; raises ValueError where anything stands after its word."""
        if arguments:
            raise ValueError(arguments)
        return cls()


@dataclass(frozen=True)
class EightBits(_Plain):
    """8 bits: R'G'B' of 0 to 255, Y'CbCr of 16 to 235 and 16 to 240."""

    word: ClassVar[str] = "8bit"
    early: ClassVar[bool] = False
    usage: ClassVar[str] = "8bit, with nothing after it"

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame rounded."""
        return signal.rounded()


@dataclass(frozen=True)
class Limited(_Plain):
    """Y'CbCr of limited range in 8 bits: luma of 16 to 235, chroma of 16 to 240."""

    word: ClassVar[str] = "limited"
    early: ClassVar[bool] = False
    usage: ClassVar[str] = "limited, with nothing after it"

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame rounded."""
        return signal.ycbcr().rounded()


@dataclass(frozen=True)
class Dither(Step):
    """8 bits, with noise that turns the steps of a gradient into grain before it is rounded."""

    usage: ClassVar[str] = f"dither[:PATTERN], of {', '.join(PATTERNS)}; noise without one"
    early: ClassVar[bool] = False
    pattern: str

    @property
    def fine(self) -> bool:
        """Steps of a drawing in 8 bits would stay."""
        return True

    @property
    def name(self) -> str:
        """The pattern."""
        return f"dither:{self.pattern}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Dither:
        """Return it of what stands after its word; raises ValueError."""
        return cls(one_of(single(arguments, "noise"), PATTERNS))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame rounded, with triangular noise or an 8 by 8 pattern before."""
        added = partial(_triangular, setting.dice(number)) if self.pattern == "noise" else _bayer
        return signal.rounded(noise=added)


def _triangular(dice: np.random.RandomState, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    return dice.random_sample(shape) - dice.random_sample(shape)


def _bayer(shape: tuple[int, ...]) -> npt.NDArray[Any]:
    pattern = (_BAYER + 0.5) / _BAYER.size - 0.5
    times = -(-shape[0] // 8), -(-shape[1] // 8)
    return np.tile(pattern, times)[: shape[0], : shape[1]]


@dataclass(frozen=True)
class Banding(Step):
    """Few levels, so that gradients fall apart into bands."""

    usage: ClassVar[str] = "banding[:BITS], 3 to 7 bits; 6 without a number"
    early: ClassVar[bool] = False
    bits: int

    @property
    def name(self) -> str:
        """The bits."""
        return f"banding:{self.bits}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Banding:
        """Return it of what stands after its word; raises ValueError."""
        return cls(int(number(str(int(single(arguments, "6"))), 3, 7)))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame rounded."""
        return signal.rounded(2**self.bits - 1)
