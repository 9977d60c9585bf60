"""The graph of a network: nodes as the file of weights lists them, and what they cost."""

from __future__ import annotations

from typing import Any

from training.recipe import NetworkShape

Node = dict[str, Any]
"""A node: op, name, inputs, and activation or scale. A convolution's output is stored before its
activation, which whoever reads it applies: CReLU gives max(x, 0) of all channels, then max(-x, 0)
of all."""

OUT = "out"
"""The last convolution: four channels, of which 2*dy + dx is row dy, column dx of a pixel's 2x2."""


def nodes_of(shape: NetworkShape) -> list[Node]:
    """Return the nodes of a network in the order in which they are computed."""
    names = [f"c{number}" for number in range(len(shape.features))]
    nodes: list[Node] = []
    for before, name in zip(["luma", *names], names, strict=False):
        nodes.append({"op": "conv", "name": name, "inputs": [before], "activation": "crelu"})
    read = [names[number] for number in sorted(set(shape.last))] or names
    nodes.append({"op": "conv", "name": OUT, "inputs": read, "activation": "none"})
    nodes.append({"op": "depth_to_space", "name": "residual", "inputs": [OUT], "scale": 2})
    return nodes


def kernels_of(shape: NetworkShape) -> dict[str, tuple[int, int, int, int]]:
    """Return the shape of each convolution's weights: rows, columns, inputs, outputs."""
    out: dict[str, tuple[int, int, int, int]] = {}
    stored = {"luma": 1} | {f"c{n}": 2 * count for n, count in enumerate(shape.features)}
    sides = dict(enumerate(shape.kernels))
    for number, node in enumerate(nodes_of(shape)[:-1]):
        name, width = node["name"], sum(stored[name] for name in node["inputs"])
        side = 1 if name == OUT else sides.get(number, 3)
        out[name] = (side, side, width, 4 if name == OUT else shape.features[number])
    return out


def multiply_adds(shape: NetworkShape) -> int:
    """Return the multiply-adds for each pixel of the source, of the convolutions alone."""
    return sum(rows * columns * n * m for rows, columns, n, m in kernels_of(shape).values())


def reach(shape: NetworkShape) -> int:
    """Return how many source pixels away a pixel still counts."""
    return sum(rows // 2 for rows, _, _, _ in kernels_of(shape).values())
