"""The step of a degradation: its name, how it is read from text, and what it does to frames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from benchmarks.quality.degradations.signal import Signal

RATE = 24
"""Frames a second."""

LEAST = 16
"""The least width and height of a source in pixels, as codecs have it."""


@dataclass(frozen=True)
class Setting:
    """The circumstances of a step.

    Attributes
    ----------
    size : the source's (width, height), the unit of every length in pixels
    seed : of the chain
    place : the step's index in the chain, so that two of a kind draw other numbers
    first : the number of the first frame, at 24 a second
    """

    size: tuple[int, int]
    seed: int = 0
    place: int = 0
    first: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError where there is no such source."""
        if min(self.size) < LEAST:
            raise ValueError(
                f"a source is {LEAST}x{LEAST} pixels or more, not {self.size[0]}x{self.size[1]}"
            )

    def dice(self, frame: int | None = None) -> np.random.RandomState:
        """Return chance: of one frame of the shot by its index, or of all of them.

        Its numbers are the same with every version of NumPy, which newer generators do not promise.
        """
        number = 0 if frame is None else 1 + (self.first + frame) % 2**31
        return np.random.RandomState([self.seed % 2**32, self.place, number])

    def scale(self, signal: Signal) -> float:
        """Return how many of a signal's pixels one of the source's is."""
        return signal.size[1] / self.size[1]


class Step(ABC):
    """A step that takes frames as they are and keeps their size."""

    usage: ClassVar[str]
    """The form in which it is written, and what is accepted."""

    early: ClassVar[bool] = True
    """Whether it may stand before the downscaling, on the drawing's own pixels."""

    frames: ClassVar[bool] = False
    """Whether a frame depends on those around it."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The step as text, from which the same step is read again."""

    @property
    def fine(self) -> bool:
        """Whether it must see a drawing of 16 bits."""
        return False

    @classmethod
    @abstractmethod
    def read(cls, arguments: Sequence[str]) -> Step:
        """Return the step of what stands after its word.

        Raises ValueError where that is not accepted.
        """

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return one frame, the shot's frame of that index."""
        raise NotImplementedError

    def shot(self, signals: Sequence[Signal], setting: Setting) -> list[Signal]:
        """Return all frames of a shot."""
        return [self.frame(signal, setting, number) for number, signal in enumerate(signals)]


def number(text: str, low: float, high: float) -> float:
    """Return a number in a range; raises ValueError."""
    value = float(text)
    if not low <= value <= high:  # Neither is "nan".
        raise ValueError(text)
    return value + 0.0  # No minus before nothing.


def written(value: float) -> str:
    """Return a number as the shortest text from which it is read again."""
    return str(int(value)) if value == int(value) else repr(value)


def one_of(text: str, names: Sequence[str]) -> str:
    """Return a name that is one of some; raises ValueError."""
    if text not in names:
        raise ValueError(text)
    return text


def single(arguments: Sequence[str], default: str | None = None) -> str:
    """Return the only argument, or its default; raises ValueError."""
    if not arguments and default is not None:
        return default
    (only,) = arguments
    return only
