"""Small networks for tests: random weights of every kind of node, as the files have them."""

from __future__ import annotations

from typing import Any

import numpy as np

from anime4k_gl.networks.compute import compute_passes
from anime4k_gl.networks.network import (
    LUMA,
    Activation,
    Add,
    Chroma,
    Conv,
    DepthToSpace,
    Network,
)
from anime4k_gl.networks.tiles import Tiling

DIGEST = "0123456789abcdef" * 4


def conv(
    rng: Any,
    name: str,
    inputs: tuple[str, ...],
    read: int,
    out: int,
    kind: Activation,
    size: int = 3,
) -> Conv:
    """Return a convolution whose output is about as large as its input."""
    spread = (2.0 / (size * size * read)) ** 0.5
    weight = rng.normal(0.0, spread, (size, size, read, out)).astype(np.float32)
    bias = rng.normal(0.0, 0.05, out).astype(np.float32)
    slope = rng.uniform(-0.5, 0.5, out) if kind is Activation.PRELU else None
    return Conv(name, inputs, kind, weight, bias, None if slope is None else slope.astype("f4"))


def dense(
    name: str = "tiny", *, features: int = 4, layers: int = 2, chroma: Chroma = Chroma.LUMA
) -> Network:
    """Return a network as they are trained: CReLU, and all layers read by the last, of 1x1."""
    rng = np.random.default_rng(5)
    nodes: list[Conv] = [conv(rng, "c0", (LUMA,), 1, features, Activation.CRELU)]
    for number in range(1, layers):
        before = (f"c{number - 1}",)
        nodes.append(conv(rng, f"c{number}", before, 2 * features, features, Activation.CRELU))
    names = tuple(node.name for node in nodes)
    out = conv(rng, "out", names, 2 * features * layers, 4, Activation.NONE, 1)
    return Network(name, DIGEST, chroma, (*nodes, out, DepthToSpace("residual", ("out",), 2)))


def mixed(chroma: Chroma = Chroma.LUMA) -> Network:
    """Return a network of every activation, sums, other kernels and odd numbers of channels."""
    rng = np.random.default_rng(6)
    return Network(
        "mixed",
        DIGEST,
        chroma,
        (
            conv(rng, "wide", (LUMA,), 1, 6, Activation.PRELU, 5),
            conv(rng, "same", ("wide",), 6, 6, Activation.NONE, 1),
            Add("sum", ("wide", "same"), Activation.RELU),
            conv(rng, "more", ("sum", LUMA), 7, 3, Activation.CRELU),
            conv(rng, "out", ("more", "sum"), 12, 4, Activation.NONE),
            DepthToSpace("residual", ("out",), 2),
        ),
    )


def compute_text(network: Network, tiling: Tiling | None = None, *, gated: bool = False) -> str:
    """Return a network's compute form as one text."""
    passes = compute_passes(network, tiling, gated=gated)
    return "\n".join(each.text(network) for each in passes)
