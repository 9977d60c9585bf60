"""An ONNX model's graph as plain values: nodes, attributes and constants."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..dependencies import np, require
from .network import NetworkError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]

MOST_BYTES = 1 << 26
"""Of a model; more is no network for a shader."""


@dataclass(frozen=True, slots=True, eq=False)
class OnnxNode:
    """One operation.

    Attributes
    ----------
    op : ONNX's name of it: ``Conv``
    shown : what people find it by: its name and operation
    inputs : names of what it reads; empty for one that is left out
    outputs : names of what it makes
    attributes : numbers, texts, lists of them and arrays, by name
    """

    op: str
    shown: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any]

    def refused(self, why: str) -> NetworkError:
        """Return the error that it cannot be held."""
        return NetworkError(f"node {self.shown}: {why}")

    def text(self, name: str, default: str) -> str:
        """Return an attribute that is a text."""
        value = self.attributes.get(name, default)
        return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)

    def integers(self, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return an attribute that is a list of whole numbers."""
        return tuple(int(each) for each in self.attributes.get(name, default))


@dataclass(frozen=True, slots=True, eq=False)
class OnnxGraph:
    """A model's graph.

    Attributes
    ----------
    source : the name of what it takes: (N, 1, H, W)
    result : the name of what it makes
    nodes : in the order of computing
    constants : arrays by name
    digest : the file's SHA-256, in hexadecimal
    """

    source: str
    result: str
    nodes: tuple[OnnxNode, ...]
    constants: dict[str, Array]
    digest: str


def read_onnx(path: str | os.PathLike[str]) -> OnnxGraph:
    """Return the graph of an ONNX file, which may not keep its weights in other files.

    Raises
    ------
    NetworkError : it cannot be read, or takes or makes more than one picture of one channel
    DependencyError : onnx is not installed
    """
    require("onnx")
    import onnx

    shown = os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NetworkError(f"{shown}: cannot be read: {error.strerror or error}") from None
    if len(data) > MOST_BYTES:
        raise NetworkError(
            f"{shown}: over {MOST_BYTES >> 20} MiB, which is no network for a shader"
        )
    try:
        model = onnx.load_model_from_string(data)
    except Exception as error:  # protobuf's has no class that all its versions share
        raise NetworkError(f"{shown}: no ONNX model: {' '.join(str(error).split())}") from None
    try:
        return _graph(model.graph, hashlib.sha256(data).hexdigest())
    except NetworkError as error:
        raise NetworkError(f"{shown}: {error}") from None


def _graph(graph: Any, digest: str) -> OnnxGraph:
    from onnx import helper, numpy_helper

    constants: dict[str, Array] = {}
    for tensor in graph.initializer:
        constants[tensor.name] = _array(tensor, numpy_helper)
    sources = [each for each in graph.input if each.name not in constants]
    if len(sources) != 1 or len(graph.output) != 1:
        raise NetworkError(
            f"expected one input and one output, found {len(sources)} and {len(graph.output)}"
        )
    _check_source(sources[0])
    nodes = []
    for number, node in enumerate(graph.node):
        attributes = {each.name: helper.get_attribute_value(each) for each in node.attribute}
        shown = f"{node.name or number} ({node.op_type})"
        if node.domain not in ("", "ai.onnx"):
            raise NetworkError(f"node {shown}: is of {node.domain}, not of ONNX itself")
        if node.op_type == "Constant":
            constants[node.output[0]] = _constant(shown, attributes, numpy_helper)
            continue
        made = OnnxNode(node.op_type, shown, tuple(node.input), tuple(node.output), attributes)
        nodes.append(made)
    return OnnxGraph(sources[0].name, graph.output[0].name, tuple(nodes), constants, digest)


def _check_source(source: Any) -> None:
    shape = [each.dim_value or None for each in source.type.tensor_type.shape.dim]
    if len(shape) != 4 or shape[0] not in (None, 1) or shape[1] not in (None, 1):
        found = ", ".join("any" if each is None else str(each) for each in shape) or "unknown"
        raise NetworkError(
            f"input {source.name!r}: expected luma alone, (1, 1, height, width), found ({found})"
        )


def _array(tensor: Any, numpy_helper: Any) -> Array:
    if tensor.external_data:
        raise NetworkError(
            f"tensor {tensor.name!r}: is in another file; save the model with its weights inside"
        )
    array: Array = np.asarray(numpy_helper.to_array(tensor))
    return array


def _constant(shown: str, attributes: Mapping[str, Any], numpy_helper: Any) -> Array:
    for name, value in attributes.items():
        if name == "value":
            return _array(value, numpy_helper)
        if name in ("value_float", "value_floats", "value_int", "value_ints"):
            return np.asarray(value)
    raise NetworkError(f"node {shown}: a constant of numbers is expected")
