"""The network as a value: a graph of convolutions on luma, and the safetensors file it is kept in.

A file holds float32 tensors, and as text what they mean (`FORMAT`): the nodes in order, each with
the names of those that it reads. What a node stores is before its activation; whoever reads it
applies the activation. Outside the picture every map repeats its edge.
"""

from __future__ import annotations

import enum
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..dependencies import np, require
from ..errors import Anime4KError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tensor: TypeAlias = NDArray[np.float32]

FORMAT = "anime4k_gl network 1"
"""What a file's ``format`` says."""

LUMA = "luma"
"""The name of what a network reads: the picture's luma minus 0.5, one channel."""

LARGEST_KERNEL = 9
MOST_CHANNELS = 512
"""Of one map; more is no network for a shader."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_TITLE = re.compile(r"[a-z][a-z0-9.-]{0,47}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEYS = {
    "conv": {"op", "name", "inputs", "activation"},
    "add": {"op", "name", "inputs", "activation"},
    "depth_to_space": {"op", "name", "inputs", "scale"},
}


class NetworkError(Anime4KError):
    """A file holds no network that can be drawn; the message is one line, with what to change."""


class Activation(enum.Enum):
    """What is applied to a map when it is read.

    CRELU doubles the channels: the positive part of each, then of each one's negative.
    PRELU multiplies what is negative by its channel's slope.
    """

    NONE = "none"
    RELU = "relu"
    CRELU = "crelu"
    PRELU = "prelu"


class Chroma(enum.Enum):
    """How a change of luma changes colours.

    LUMA adds it to each of R', G' and B'. JOINT adds each channel's share, by the regression of
    that channel on luma around the source's pixel.
    """

    LUMA = "luma"
    JOINT = "joint"


@dataclass(frozen=True, slots=True, eq=False)
class Conv:
    """A convolution (cross-correlation, stride 1) over its inputs' channels in order.

    Attributes
    ----------
    weight : (rows, columns, channels in, channels out), float32
    bias : (channels out,), float32
    slope : (channels out,), float32, of `Activation.PRELU`; None otherwise
    """

    name: str
    inputs: tuple[str, ...]
    activation: Activation
    weight: Tensor
    bias: Tensor
    slope: Tensor | None = None

    @property
    def channels(self) -> int:
        """How many channels it stores, before its activation."""
        return int(self.weight.shape[3])


@dataclass(frozen=True, slots=True, eq=False)
class Add:
    """The sum of its inputs, which have as many channels each.

    Attributes
    ----------
    slope : (channels,), float32, of `Activation.PRELU`; None otherwise
    """

    name: str
    inputs: tuple[str, ...]
    activation: Activation
    slope: Tensor | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DepthToSpace:
    """The residual: channel ``scale * dy + dx`` is row dy, column dx of what a pixel becomes."""

    name: str
    inputs: tuple[str]
    scale: int


Node: TypeAlias = "Conv | Add | DepthToSpace"


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A network that doubles luma.

    Attributes
    ----------
    name : ``hybrid-s``
    recipe : the SHA-256 of the recipe it was trained by, 64 hexadecimal digits
    chroma : how the residual changes colours
    nodes : in the order of computing; the last one is the `DepthToSpace`

    Raises
    ------
    NetworkError : the nodes do not fit together
    """

    name: str
    recipe: str
    chroma: Chroma
    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        """Check the nodes against each other."""
        _check(self)

    @property
    def multiply_adds(self) -> int:
        """How many multiply-adds its convolutions take for a pixel of the source."""
        return sum(int(node.weight.size) for node in self.nodes if isinstance(node, Conv))

    @property
    def maps(self) -> tuple[Conv | Add, ...]:
        """The nodes that store a map, in order: all but the last."""
        return tuple(node for node in self.nodes if not isinstance(node, DepthToSpace))

    @property
    def output(self) -> Conv | Add:
        """The node whose channels are the residual's pixels."""
        by_name = {node.name: node for node in self.maps}
        return by_name[self.nodes[-1].inputs[0]]

    def node(self, name: str) -> Node:
        """Return a node by its name."""
        return next(node for node in self.nodes if node.name == name)

    def stored(self, name: str) -> int:
        """Return how many channels a map stores, `LUMA` or a node's."""
        if name == LUMA:
            return 1
        node = self.node(name)
        return node.channels if isinstance(node, Conv) else self.read(node.inputs[0])

    def read(self, name: str) -> int:
        """Return how many channels are read of a map, after its activation."""
        doubled = self.activation(name) is Activation.CRELU
        return self.stored(name) * (2 if doubled else 1)

    def activation(self, name: str) -> Activation:
        """Return what is applied to a map when it is read."""
        node = None if name == LUMA else self.node(name)
        return (
            Activation.NONE if node is None or isinstance(node, DepthToSpace) else node.activation
        )

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Network:
        """Return the network that a safetensors file holds.

        Raises
        ------
        NetworkError : the file cannot be read, or what it holds is no network
        DependencyError : safetensors is not installed
        """
        require("safetensors")
        from safetensors import SafetensorError, safe_open

        shown = os.fspath(path)
        try:
            with safe_open(shown, framework="numpy") as file:
                text = dict(file.metadata() or {})
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError, TypeError) as error:
            raise NetworkError(
                f"{shown}: no safetensors file can be read: {_line(error)}"
            ) from None
        try:
            return _of_file(text, tensors)
        except NetworkError as error:
            raise NetworkError(f"{shown}: {error}") from None

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the network as a safetensors file.

        Raises
        ------
        NetworkError : the file cannot be written
        DependencyError : safetensors is not installed
        """
        require("safetensors")
        from safetensors.numpy import save

        tensors: dict[str, Tensor] = {}
        for node in self.maps:
            if isinstance(node, Conv):
                tensors |= {f"{node.name}.weight": node.weight, f"{node.name}.bias": node.bias}
            if node.slope is not None:
                tensors[f"{node.name}.slope"] = node.slope
        text = {
            "format": FORMAT,
            "name": self.name,
            "scale": "2",
            "recipe": self.recipe,
            "base": "bilinear",
            "chroma": self.chroma.value,
            "graph": json.dumps([_as_json(node) for node in self.nodes]),
        }
        try:
            with open(path, "wb") as file:
                file.write(save({k: np.ascontiguousarray(t) for k, t in tensors.items()}, text))
        except OSError as error:
            raise NetworkError(f"{os.fspath(path)}: cannot be written: {_line(error)}") from None


def _line(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())


def _as_json(node: Node) -> dict[str, Any]:
    inputs = list(node.inputs)
    if isinstance(node, DepthToSpace):
        return {"op": "depth_to_space", "name": node.name, "inputs": inputs, "scale": node.scale}
    op = "conv" if isinstance(node, Conv) else "add"
    return {"op": op, "name": node.name, "inputs": inputs, "activation": node.activation.value}


def _of_file(text: Mapping[str, str], tensors: Mapping[str, NDArray[Any]]) -> Network:
    """Return a file's network; raise `NetworkError` without the file's name."""
    if text.get("format") != FORMAT:
        found = repr(text["format"]) if "format" in text else "nothing"
        raise NetworkError(f"format must be {FORMAT!r}, found {found}")
    for key, valid in (("scale", ("2",)), ("base", ("bilinear",)), ("chroma", ("luma", "joint"))):
        if text.get(key) not in valid:
            raise NetworkError(f"{key} must be {' or '.join(valid)}, found {text.get(key)!r}")
    try:
        graph = json.loads(text.get("graph", ""))
    except ValueError as error:
        raise NetworkError(f"graph is no JSON: {error}") from None
    if not isinstance(graph, list) or not all(isinstance(node, dict) for node in graph):
        raise NetworkError("graph must be a list of nodes")
    left = dict(tensors)
    nodes = tuple(_node(entry, left) for entry in graph)
    if left:
        raise NetworkError(f"no node has the tensors {', '.join(sorted(left))}")
    return Network(text.get("name", ""), text.get("recipe", ""), Chroma(text["chroma"]), nodes)


def _node(entry: Mapping[str, Any], tensors: dict[str, NDArray[Any]]) -> Node:
    """Return a node of the graph, and take its tensors from those left."""
    op, name, inputs = (entry.get(key) for key in ("op", "name", "inputs"))
    if op not in _KEYS:
        raise NetworkError(f"node {name!r}: op must be {', '.join(_KEYS)}, found {op!r}")
    if set(entry) != _KEYS[op]:
        expected, found = (", ".join(sorted(keys)) for keys in (_KEYS[op], entry))
        raise NetworkError(f"node {name!r}: expected {expected}, found {found}")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise NetworkError(f"node {name!r}: a name is a-z, then a-z, 0-9 and _, at most 32")
    if not isinstance(inputs, list) or not all(isinstance(each, str) for each in inputs):
        raise NetworkError(f"node {name!r}: inputs must be a list of names")
    if op == "depth_to_space":
        if len(inputs) != 1 or entry["scale"] != 2:
            raise NetworkError(f"node {name!r}: depth_to_space takes one input and scale 2")
        return DepthToSpace(name, (inputs[0],), 2)
    valid = [each.value for each in Activation]
    if entry["activation"] not in valid:
        found = repr(entry["activation"])
        raise NetworkError(f"node {name!r}: activation must be {', '.join(valid)}, found {found}")
    activation = Activation(entry["activation"])
    weights = [_taken(tensors, name, each) for each in ("weight", "bias") if op == "conv"]
    slope = _taken(tensors, name, "slope") if activation is Activation.PRELU else None
    if weights:
        return Conv(name, tuple(inputs), activation, weights[0], weights[1], slope)
    return Add(name, tuple(inputs), activation, slope)


def _taken(tensors: dict[str, NDArray[Any]], node: str, part: str) -> Tensor:
    tensor = tensors.pop(f"{node}.{part}", None)
    if tensor is None:
        raise NetworkError(f"node {node!r}: tensor {node}.{part} is missing")
    if tensor.dtype != np.float32:
        raise NetworkError(f"tensor {node}.{part} must be float32, not {tensor.dtype}")
    return tensor


def _check(network: Network) -> None:
    """Raise `NetworkError` where a network's nodes do not fit together."""
    if not _TITLE.fullmatch(network.name):
        raise NetworkError(f"name {network.name!r}: expected a-z, then a-z, 0-9, . and -")
    if not _DIGEST.fullmatch(network.recipe):
        raise NetworkError("recipe must be a SHA-256 digest, 64 of 0-9 and a-f")
    if not network.nodes or not isinstance(network.nodes[-1], DepthToSpace):
        raise NetworkError("the last node must be depth_to_space")
    known = [LUMA]
    used: set[str] = set()
    for node in network.nodes:
        if node.name in known:
            raise NetworkError(f"node {node.name!r}: two have that name")
        if not node.inputs or any(each not in known for each in node.inputs):
            raise NetworkError(
                f"node {node.name!r}: inputs must be of {', '.join(known)},"
                f" found {', '.join(node.inputs) or 'none'}"
            )
        _check_shapes(network, node)
        known.append(node.name)
        used.update(node.inputs)
    unread = [node.name for node in network.maps if node.name not in used]
    if unread:
        raise NetworkError(f"nothing reads {', '.join(unread)}")


def _check_shapes(network: Network, node: Node) -> None:
    read = [network.read(name) for name in node.inputs]
    if isinstance(node, DepthToSpace):
        if read != [4] or node is not network.nodes[-1] or node.inputs[0] == LUMA:
            raise NetworkError(
                f"node {node.name!r}: the last node, of 4 channels, is depth_to_space"
            )
        return
    if isinstance(node, Conv):
        if node.weight.ndim != 4:
            raise NetworkError(f"tensor {node.name}.weight must be (rows, columns, in, out)")
        rows, columns, inputs, _ = node.weight.shape
        if inputs != sum(read):
            raise NetworkError(
                f"node {node.name!r}: reads {sum(read)} channels, weight has {inputs}"
            )
        if any(size % 2 == 0 or size > LARGEST_KERNEL for size in (rows, columns)):
            raise NetworkError(
                f"node {node.name!r}: a kernel is 1, 3, 5, 7 or 9 wide and high,"
                f" not {columns}x{rows}"
            )
        _check_vector(node.name, "bias", node.bias, node.channels)
        _check_finite(f"{node.name}.weight", node.weight)
    elif len(set(read)) != 1:
        raise NetworkError(f"node {node.name!r}: adds maps of {', '.join(map(str, read))} channels")
    channels = node.channels if isinstance(node, Conv) else read[0]
    if not 1 <= channels <= MOST_CHANNELS:
        raise NetworkError(f"node {node.name!r}: 1 to {MOST_CHANNELS} channels, not {channels}")
    if (node.slope is not None) != (node.activation is Activation.PRELU):
        raise NetworkError(f"node {node.name!r}: prelu and a slope go together")
    if node.slope is not None:
        _check_vector(node.name, "slope", node.slope, channels)


def _check_vector(node: str, part: str, tensor: Tensor, channels: int) -> None:
    if tensor.shape != (channels,):
        raise NetworkError(f"tensor {node}.{part} must be ({channels},), not {tensor.shape}")
    _check_finite(f"{node}.{part}", tensor)


def _check_finite(name: str, tensor: Tensor) -> None:
    if not np.isfinite(tensor).all():
        raise NetworkError(f"tensor {name} holds what is no finite number")
