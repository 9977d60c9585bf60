"""The chance in a drawing: seeded by names, so that what is drawn later changes nothing before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice(random.Random):
    """A random source that hands out others by name."""

    def __init__(self, name: str) -> None:
        """Seed by a text: the same on every machine."""
        super().__init__(name)
        self.name = name

    def child(self, name: object) -> Dice:
        """Return a source of its own; asking for it takes nothing from this one."""
        return Dice(f"{self.name}/{name}")

    def chance(self, share: float) -> bool:
        """Return True in that share of the cases."""
        return self.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[int(self.random() * len(items))]

    def around(self, centre: float, spread: float) -> float:
        """Return a number near the centre, never further off than twice the spread."""
        return centre + max(-2.0, min(2.0, self.gauss(0, 1))) * spread
