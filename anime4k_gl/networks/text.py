"""GLSL's words for networks: numbers, vectors, and the textures that a map lies in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .network import LUMA, Network

WEIGHTS = "vec3(0.2126, 0.7152, 0.0722)"
"""Of R'G'B' in luma, ITU-R BT.709."""


@dataclass(frozen=True, slots=True)
class MapTexture:
    """A texture of a map: four of its channels to a texel, or what is left of them.

    Attributes
    ----------
    save : what it is saved as
    index : its place among the map's, from 0
    components : how many channels it holds, 1 to 4
    """

    save: str
    index: int
    components: int

    @property
    def start(self) -> int:
        """The number of its first channel among the map's."""
        return 4 * self.index

    @property
    def stop(self) -> int:
        """The number behind its last channel."""
        return self.start + self.components

    @property
    def channels(self) -> str:
        """Its channels for people, who count from 1."""
        first, last = self.start + 1, self.stop
        return str(first) if first == last else f"{first} to {last}"


def textures_of(network: Network, name: str) -> list[MapTexture]:
    """Return the textures that a map lies in, `LUMA` or a node's."""
    if name == LUMA:
        return [MapTexture("NET_LUMA", 0, 1)]
    count = network.stored(name)
    several = count > 4
    return [
        MapTexture(
            f"NET_{name.upper()}" + (f"_{index + 1}" if several else ""),
            index,
            min(4, count - 4 * index),
        )
        for index in range(-(-count // 4))
    ]


def number(value: float) -> str:
    """Return a number with six digits, as every GLSL and HLSL takes it."""
    text = f"{float(value):.6g}"
    return text if any(c in text for c in ".e") else f"{text}.0"


def vector(values: Iterable[float]) -> str:
    """Return one to four numbers as a float or a vector."""
    numbers = [number(value) for value in values]
    return numbers[0] if len(numbers) == 1 else f"vec{len(numbers)}({', '.join(numbers)})"


def type_of(components: int) -> str:
    """Return GLSL's type of one to four floats."""
    return "float" if components == 1 else f"vec{components}"


def lines_of(*lines: str) -> str:
    """Return lines as a text that ends with one line ending."""
    return "\n".join(lines).rstrip("\n") + "\n"
