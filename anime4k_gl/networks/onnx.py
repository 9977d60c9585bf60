"""Other people's ONNX models as networks: what they compute, in the nodes that a network has.

A value of the model is a list of parts, each a map's channels as they are read: activations wait
until they are needed, since in a network whoever reads a map applies its one activation. Where a
map is read in two ways, or negated, a convolution of 1x1 copies it.

A model makes the doubled luma itself, or, where it adds what it made to its input scaled linearly,
the residual. A network makes the residual; of the former the linear scaling is taken off again in
the last convolution, which changes nothing. The input, luma from 0 to 1, is a half above a
network's. Models pad with zeros and networks repeat the edge, so that they differ near the edges.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..dependencies import np
from .building import NetworkBuilder, Value
from .network import Chroma, Network, NetworkError
from .onnx_graph import OnnxGraph, OnnxNode, read_onnx

if TYPE_CHECKING:
    from .network import Tensor
    from .onnx_graph import Array


@dataclass(frozen=True, slots=True)
class _Doubled:
    """A picture of twice the size: four channels to a pixel, or nothing but the linear scaling.

    Attributes
    ----------
    value : four channels; None for zero
    linear : how often the input, scaled linearly, is to be added
    """

    value: Value | None
    linear: int


_Any: TypeAlias = "Value | _Doubled"
_SAME = ("Identity", "Dropout", "Cast")
_HALF_PIXELS = ("half_pixel", "pytorch_half_pixel")
_LARGEST = 1e4  # above which a limit limits nothing


def load_onnx(path: str | os.PathLike[str], *, name: str, chroma: Chroma) -> Network:
    """Return the network that computes what an ONNX file's model does.

    Parameters
    ----------
    name : of the network, see `Network`
    chroma : how its change of luma changes colours

    Raises
    ------
    NetworkError : the file cannot be read, or has a node that cannot be held, which is named
    DependencyError : onnx is not installed
    """
    graph = read_onnx(path)
    try:
        return _Conversion(graph).network(name, chroma)
    except NetworkError as error:
        raise NetworkError(f"{os.fspath(path)}: {error}") from None


def name_of(path: str | os.PathLike[str]) -> str:
    """Return a name for the network of a file: of its letters and digits, in lower case."""
    stem = Path(path).stem.lower()
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in stem)
    return kept.lstrip("-.0123456789")[:48].rstrip("-.") or "network"


class _Conversion:
    """A graph on its way to a network."""

    def __init__(self, graph: OnnxGraph) -> None:
        self._graph = graph
        self._constants = dict(graph.constants)
        self._builder = NetworkBuilder()
        self._values: dict[str, _Any] = {graph.source: self._builder.source}
        self._node: OnnxNode  # the one that is looked at

    def network(self, name: str, chroma: Chroma) -> Network:
        for node in self._graph.nodes:
            self._node = node
            convert = _OPERATIONS.get(node.op)
            if convert is None:
                raise node.refused(f"cannot be held; what can be is {', '.join(_OPERATIONS)}")
            made = convert(self)
            if made is not None:
                self._values[node.outputs[0]] = made
        result = self._values.get(self._graph.result)
        if not isinstance(result, _Doubled) or result.value is None:
            raise NetworkError(
                f"output {self._graph.result!r}: expected what DepthToSpace makes, doubled"
            )
        return self._builder.network(
            name, self._graph.digest, chroma, result.value, residual=result.linear
        )

    # What nodes read.

    def _value(self, index: int = 0) -> Value:
        """Return an input of the node that has the picture's size."""
        value = self._any(index)
        if isinstance(value, _Doubled):
            raise self._node.refused("is behind DepthToSpace, where only a sum and Clip may be")
        return value

    def _any(self, index: int) -> _Any:
        name = self._node.inputs[index]
        if name not in self._values:
            raise self._node.refused(f"reads {name!r}, which nothing makes")
        return self._values[name]

    def _constant(self, index: int) -> Array | None:
        """Return an input of the node that is constant; None where it is not, or left out."""
        name = self._node.inputs[index] if index < len(self._node.inputs) else ""
        return self._constants.get(name)

    def _needed(self, index: int, what: str) -> Array:
        array = self._constant(index)
        if array is None:
            raise self._node.refused(f"{what} must be constant")
        return array

    def _per_channel(self, array: Array, channels: int) -> Tensor:
        """Return a constant as one number for each channel."""
        flat = array.reshape(-1)
        shape = array.shape
        by_channel = shape[-3:-2] == flat.shape and all(n == 1 for n in shape[-2:])
        if flat.size == 1 or (flat.size == channels and (by_channel or array.ndim == 1)):
            return np.broadcast_to(flat, (channels,)).astype(np.float32)
        raise self._node.refused(
            f"a constant must be a number, or one for each of {channels} channels, not of the shape"
            f" {shape}"
        )

    # What they make.

    def _conv(self) -> Value:
        node, value = self._node, self._value()
        weight = self._needed(1, "weights").astype(np.float32)
        if weight.ndim != 4:
            raise node.refused("expected a convolution in two dimensions")
        out, read, rows, columns = weight.shape
        groups = int(node.attributes.get("group", 1))
        channels = self._builder.channels(value)
        if read * groups != channels or out % groups:
            raise node.refused(f"reads {channels} channels, and has weights for {read * groups}")
        if set(node.integers("strides", (1, 1))) != {1}:
            raise node.refused("strides must be 1")
        down, right = node.integers("dilations", (1, 1))
        tall, wide = (rows - 1) * down + 1, (columns - 1) * right + 1
        pads = node.integers("pads", (0, 0, 0, 0))
        same = node.text("auto_pad", "NOTSET") in ("SAME_UPPER", "SAME_LOWER")
        if not same and pads != (tall // 2, wide // 2) * 2:
            raise node.refused(
                f"pads must keep the size: {tall // 2} and {wide // 2} for {wide}x{tall}, found"
                f" {', '.join(map(str, pads))}"
            )
        whole = np.zeros((tall, wide, channels, out), np.float32)
        step = out // groups
        for group in range(groups):
            to, of = (
                slice(group * step, (group + 1) * step),
                slice(group * read, group * read + read),
            )
            whole[::down, ::right, of, to] = weight[to].transpose(2, 3, 1, 0)
        bias = self._constant(2)
        shift = np.zeros(out, np.float32) if bias is None else self._per_channel(bias, out)
        return self._builder.conv(value, whole, shift)

    def _relu(self) -> Value:
        return self._builder.relu(self._value())

    def _leaky(self) -> Value:
        value = self._value()
        slope = float(self._node.attributes.get("alpha", 0.01))
        slopes = np.full(self._builder.channels(value), slope, np.float32)
        return self._builder.prelu(value, slopes)

    def _prelu(self) -> Value:
        value = self._value()
        slopes = self._per_channel(self._needed(1, "slopes"), self._builder.channels(value))
        return self._builder.prelu(value, slopes)

    def _negated(self) -> Value:
        return self._builder.negated(self._value())

    def _concatenated(self) -> Value:
        if int(self._node.attributes.get("axis", 1)) not in (1, -3):
            raise self._node.refused("axis must be 1, the channels")
        return self._builder.joined([self._value(n) for n in range(len(self._node.inputs))])

    def _same(self) -> _Any | None:
        name = self._node.inputs[0]
        if name in self._constants:
            self._constants[self._node.outputs[0]] = self._constants[name]
            return None
        return self._any(0)

    def _sum(self, sign: int = 1) -> _Any:
        first, second = self._constant(0), self._constant(1)
        if second is not None:
            return self._affine(self._value(0), 1.0, sign * second)
        if first is not None:
            return self._affine(self._value(1), float(sign), first)
        one, other = self._any(0), self._any(1)
        if isinstance(one, _Doubled) and isinstance(other, _Doubled):
            if sign < 0:
                raise self._node.refused("is behind DepthToSpace, where only a sum and Clip may be")
            values = [each.value for each in (one, other) if each.value is not None]
            value = self._builder.added(values) if len(values) == 2 else (*values, None)[0]
            return _Doubled(value, one.linear + other.linear)
        left, right = self._value(0), self._value(1)
        if self._builder.channels(left) != self._builder.channels(right):
            raise self._node.refused("adds maps of unlike numbers of channels")
        return self._builder.added([left, right if sign > 0 else self._builder.negated(right)])

    def _difference(self) -> _Any:
        return self._sum(-1)

    def _product(self) -> Value:
        first, second = self._constant(0), self._constant(1)
        if first is None and second is None:
            raise self._node.refused("multiplies two maps; one of them must be constant")
        value, by = (self._value(0), second) if second is not None else (self._value(1), first)
        assert by is not None
        if by.size == 1 and float(by.reshape(-1)[0]) == -1.0:
            return self._builder.negated(value)
        return self._affine(value, by, 0.0)

    def _quotient(self) -> Value:
        return self._affine(self._value(), 1.0 / self._needed(1, "what divides"), 0.0)

    def _normalised(self) -> Value:
        scale, shift, mean, variance = (
            self._needed(n, "statistics").astype(np.float64) for n in range(1, 5)
        )
        by = scale / np.sqrt(variance + float(self._node.attributes.get("epsilon", 1e-5)))
        return self._affine(self._value(), by, shift - mean * by)

    def _affine(self, value: Value, by: Array | float, plus: Array | float) -> Value:
        channels = self._builder.channels(value)
        scale, shift = (self._per_channel(np.asarray(each), channels) for each in (by, plus))
        return self._builder.conv(value, np.diag(scale)[None, None], shift)

    def _clipped(self) -> _Any:
        low, high = (self._limit(n, name) for n, name in ((1, "min"), (2, "max")))
        value = self._any(0)
        if isinstance(value, _Doubled) and low in (None, 0.0) and high in (None, 1.0):
            return value  # as the picture is, when it is drawn
        if isinstance(value, _Doubled) or low != 0.0 or high is not None:
            raise self._node.refused("limits must be 0 and 1 at the end, and 0 elsewhere")
        return self._builder.relu(value)

    def _limit(self, index: int, name: str) -> float | None:
        array = self._constant(index)
        limit = self._node.attributes.get(name) if array is None else float(array.reshape(-1)[0])
        return None if limit is None or abs(limit) > _LARGEST else float(limit)

    def _spread(self) -> _Doubled:
        value = self._value()
        if (
            int(self._node.attributes.get("blocksize", 0)) != 2
            or self._builder.channels(value) != 4
        ):
            raise self._node.refused("expected 4 channels and blocksize 2: luma of twice the size")
        return _Doubled(value, 0)

    def _resized(self) -> _Doubled:
        node, value = self._node, self._value()
        scales = [self._constant(n) for n in range(1, len(node.inputs))]
        found = [each.reshape(-1).tolist() for each in scales if each is not None]
        if value != self._builder.source or [1.0, 1.0, 2.0, 2.0] not in found:
            raise node.refused("only the input may be scaled, by 1, 1, 2 and 2")
        mode = node.text("mode", "nearest")
        place = node.text("coordinate_transformation_mode", "half_pixel")
        if mode == "nearest":
            weight = np.ones((1, 1, 1, 4), np.float32)
            return _Doubled(self._builder.conv(value, weight, np.zeros(4, np.float32)), 0)
        if mode == "linear" and place in _HALF_PIXELS:
            return _Doubled(None, 1)
        raise node.refused(f"mode must be nearest, or linear by half_pixel, not {mode} by {place}")


_OPERATIONS: dict[str, Callable[[_Conversion], _Any | None]] = {
    "Conv": _Conversion._conv,
    "Relu": _Conversion._relu,
    "LeakyRelu": _Conversion._leaky,
    "PRelu": _Conversion._prelu,
    "Neg": _Conversion._negated,
    "Concat": _Conversion._concatenated,
    "Add": _Conversion._sum,
    "Sub": _Conversion._difference,
    "Mul": _Conversion._product,
    "Div": _Conversion._quotient,
    "BatchNormalization": _Conversion._normalised,
    "Clip": _Conversion._clipped,
    "DepthToSpace": _Conversion._spread,
    "Resize": _Conversion._resized,
    **dict.fromkeys(_SAME, _Conversion._same),
}
