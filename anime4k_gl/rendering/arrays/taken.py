"""`TakenImage`: an image of any kind as the pictures in it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from ...formats import Size
from ..source_format import DeviceArray, Picture

Pixels = np.ndarray[Any, np.dtype[Any]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TakenImage(Generic[T]):
    """An image of any kind, taken apart.

    Attributes
    ----------
    pictures : arrays (H, W, 1 to 4), of a device too, or decoded frames, all of one size and kind
    size : of each in pixels
    give : makes an image of the same kind of what became of each, in order, and of their size
    """

    pictures: Sequence[Picture | DeviceArray]
    size: Size
    give: Callable[[Iterator[Pixels], Size], T]

    def then(self, work: Callable[[T], object]) -> TakenImage[Any]:
        """Return the same, with a further step on the way back."""
        give = self.give
        return TakenImage(self.pictures, self.size, lambda results, size: work(give(results, size)))
