"""A network built up from values that are read in any way: activated, negated, joined and added."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from ..dependencies import np
from .network import LUMA, Activation, Add, Chroma, Conv, DepthToSpace, Network, Node

if TYPE_CHECKING:
    from .network import Tensor


class MapReading(enum.Enum):
    """How a map's channels are read; the last but one doubles them."""

    PLAIN = Activation.NONE
    RELU = Activation.RELU
    PRELU = Activation.PRELU
    CRELU = Activation.CRELU
    NEGATIVE = "-x"
    NEGATIVE_RELU = "max(-x, 0)"


@dataclass(frozen=True, slots=True)
class MapPart:
    """Channels of a value.

    Attributes
    ----------
    name : of the map
    reading : how it is read
    slope : of `MapReading.PRELU`, for each channel; empty for others
    """

    name: str
    reading: MapReading = MapReading.PLAIN
    slope: tuple[float, ...] = ()


Value: TypeAlias = "tuple[MapPart, ...]"
"""Channels in order, as they are read."""

_POSITIVE = {
    MapReading.PLAIN: MapReading.RELU,
    MapReading.NEGATIVE: MapReading.NEGATIVE_RELU,
    **{same: same for same in (MapReading.RELU, MapReading.CRELU, MapReading.NEGATIVE_RELU)},
}
_OPPOSITE = {
    MapReading.PLAIN: MapReading.NEGATIVE,
    MapReading.NEGATIVE: MapReading.PLAIN,
}
_NEGATED = {MapReading.NEGATIVE: MapReading.PLAIN, MapReading.NEGATIVE_RELU: MapReading.RELU}
_LINEAR = np.array([0.25, 0.75, 0.0]), np.array([0.0, 0.75, 0.25])  # of the left pixel, the right


@dataclass(slots=True)
class _Map:
    """A map before its activation is known: a convolution, or a sum where it has no weights."""

    inputs: Value
    channels: int
    weight: Tensor | None = None
    bias: Tensor | None = None


class NetworkBuilder:
    """Makes maps of values, and a network of all that its last value needs.

    Attributes
    ----------
    source : the picture's luma, from 0 to 1
    """

    source: Value = (MapPart(LUMA),)

    def __init__(self) -> None:
        self._maps: dict[str, _Map] = {}

    def channels(self, value: Value) -> int:
        """Return how many channels are read."""
        return sum(
            self._stored(part.name) * (2 if part.reading is MapReading.CRELU else 1)
            for part in value
        )

    def conv(self, value: Value, weight: Tensor, bias: Tensor) -> Value:
        """Return a convolution of a value; weights and biases as of `Conv`."""
        bias = np.asarray(bias, np.float32)
        weights: dict[MapPart, Tensor] = {}  # what comes twice is read once
        at = 0
        for part in value:
            count = self.channels((part,))
            own = np.asarray(weight[:, :, at : at + count], np.float32)
            weights[part] = weights[part] + own if part in weights else own
            if part.name == LUMA:  # which is stored without its half
                bias = bias + 0.5 * own[:, :, 0].sum((0, 1))
            at += count
        whole = np.concatenate(list(weights.values()), 2)
        return self._new("c", _Map(tuple(weights), len(bias), whole, bias))

    def relu(self, value: Value) -> Value:
        """Return the positive part of each channel."""
        return self._each(value, _POSITIVE, MapReading.RELU)

    def negated(self, value: Value) -> Value:
        """Return each channel with its sign changed."""
        return self._each(value, _OPPOSITE, MapReading.NEGATIVE)

    def prelu(self, value: Value, slopes: Tensor) -> Value:
        """Return each channel, times its slope where it is negative."""
        if any(part.reading is not MapReading.PLAIN or part.name == LUMA for part in value):
            value = self._copied(value)
        made, at = [], 0
        for part in value:
            own = slopes[at : at + self._stored(part.name)]
            made.append(replace(part, reading=MapReading.PRELU, slope=tuple(map(float, own))))
            at += len(own)
        return tuple(made)

    def joined(self, values: Sequence[Value]) -> Value:
        """Return all channels of several values; a positive and a negative part become CReLU."""
        made: list[MapPart] = []
        for part in (part for value in values for part in value):
            if part.reading is MapReading.NEGATIVE_RELU and made[-1:] == [
                MapPart(part.name, MapReading.RELU)
            ]:
                made[-1] = MapPart(part.name, MapReading.CRELU)
            else:
                made.append(part)
        return tuple(made)

    def added(self, values: Sequence[Value]) -> Value:
        """Return the sum of values of as many channels each."""
        whole = [
            value if len(value) == 1 and value[0].name != LUMA else self._copied(value)
            for value in values
        ]
        inputs = tuple(value[0] for value in whole)
        return self._new("s", _Map(inputs, self.channels(values[0])))

    def network(
        self, name: str, digest: str, chroma: Chroma, value: Value, *, residual: int
    ) -> Network:
        """Return the network that ends with a value of four channels.

        Parameters
        ----------
        name, chroma : of the network
        digest : of what it was made of
        residual : how often the luma scaled linearly is to be added to the value; a network adds
            it once

        Raises
        ------
        NetworkError : it is none that can be drawn
        """
        if len(value) > 1 or value[0].reading is not MapReading.PLAIN or value[0].name == LUMA:
            value = self._copied(value)
        if residual != 1:
            value = self._with_linear(value, residual - 1)
        maps = self._needed(value[0].name)
        readers = _Readers(maps, value[0].name)
        nodes: list[Node] = []
        for each, made in maps.items():
            nodes += readers.nodes(each, made)
        nodes.append(DepthToSpace("residual", (value[0].name,), 2))
        return Network(name, digest, chroma, tuple(nodes))

    # Parts.

    def _stored(self, name: str) -> int:
        return 1 if name == LUMA else self._maps[name].channels

    def _new(self, letter: str, made: _Map) -> Value:
        name = f"{letter}{len(self._maps)}"
        self._maps[name] = made
        return (MapPart(name),)

    def _copied(self, value: Value) -> Value:
        """Return a value as one map of its own."""
        count = self.channels(value)
        return self.conv(value, np.eye(count, dtype="f4")[None, None], np.zeros(count, "f4"))

    def _each(
        self, value: Value, become: Mapping[MapReading, MapReading], otherwise: MapReading
    ) -> Value:
        """Return a value read otherwise, by how each part is read, of copies where that is new."""
        made = []
        for part in value:
            reading = None if part.name == LUMA else become.get(part.reading)
            if reading is None:
                (part,), reading = self._copied((part,)), otherwise
            made.append(MapPart(part.name, reading))
        return tuple(made)

    def _with_linear(self, value: Value, times: int) -> Value:
        """Return four channels with the luma scaled linearly to each, some times."""
        weight = np.zeros((3, 3, 1, 4), np.float32)
        for pixel in range(4):
            weight[:, :, 0, pixel] = times * np.outer(_LINEAR[pixel // 2], _LINEAR[pixel % 2])
        last = self._maps[value[0].name]
        elsewhere = any(value[0] in each.inputs for each in self._maps.values())
        if elsewhere or last.weight is None or last.bias is None or min(last.weight.shape[:2]) < 3:
            return self.added([value, self.conv(self.source, weight, np.zeros(4, np.float32))])
        rows, columns = last.weight.shape[:2]
        up, left = rows // 2 - 1, columns // 2 - 1
        around = ((up, up), (left, left), (0, 0), (0, 0))
        whole = np.concatenate([last.weight, np.pad(weight, around)], 2)
        # What luma gave to the bias before must not be given twice.
        at, given = 0, np.zeros(4, np.float32)
        for part in last.inputs:
            if part.name == LUMA:
                given += 0.5 * last.weight[:, :, at].sum((0, 1))
            at += self.channels((part,))
        # Of a map of luma: in compute form a last convolution reads no luma itself.
        luma = self._copied(self.source)
        return self.conv((*last.inputs, *luma), whole, last.bias - given)

    def _needed(self, output: str) -> dict[str, _Map]:
        """Return the maps that one needs, itself included, in order."""
        found = {output}
        for name in reversed(self._maps):
            if name in found:
                found.update(part.name for part in self._maps[name].inputs)
        return {name: each for name, each in self._maps.items() if name in found}


class _Readers:
    """The ways in which each map is read, and the nodes that give it so."""

    def __init__(self, maps: Mapping[str, _Map], output: str) -> None:
        self._ways: dict[str, dict[MapPart, str]] = {}
        parts = [part for each in maps.values() for part in each.inputs]
        for part in (*parts, MapPart(output)):
            if part.name != LUMA:
                self._ways.setdefault(part.name, {})[part] = part.name
        for name, ways in self._ways.items():
            if len(ways) == 1 and isinstance(next(iter(ways)).reading.value, Activation):
                continue
            # It is stored as it is, and copied for whoever reads it otherwise.
            for number, part in enumerate(ways):
                if part.reading is not MapReading.PLAIN:
                    ways[part] = f"{name}_{number}"

    def name(self, part: MapPart) -> str:
        """Return the node that has what a part reads, once its activation is applied."""
        return LUMA if part.name == LUMA else self._ways[part.name][part]

    def nodes(self, name: str, made: _Map) -> Iterator[Conv | Add]:
        """Yield a map's node, then those of its copies."""
        ways = self._ways[name]
        own = next((part for part, node in ways.items() if node == name), MapPart(name))
        inputs = tuple(self.name(part) for part in made.inputs)
        activation, slope = _applied(own)
        if made.weight is None or made.bias is None:
            yield Add(name, inputs, activation, slope)
        else:
            yield Conv(name, inputs, activation, made.weight, made.bias, slope)
        for part, node in ways.items():
            if node == name:
                continue
            activation, slope = _applied(part)
            sign = -1.0 if part.reading in _NEGATED else 1.0
            weight = (sign * np.eye(made.channels, dtype=np.float32))[None, None]
            bias = np.zeros(made.channels, np.float32)
            yield Conv(node, (name,), activation, weight, bias, slope)


def _applied(part: MapPart) -> tuple[Activation, Tensor | None]:
    """Return the activation of a node that gives what a part reads, and its slope."""
    reading = _NEGATED.get(part.reading, part.reading)
    slope = np.array(part.slope, np.float32) if part.slope else None
    return Activation(reading.value), slope
