"""The network in JAX: weights, what they make of a luma plane, the bilinear ground under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

from training.graph import Node, kernels_of
from training.recipe import NetworkShape

Array: TypeAlias = Any
"""An array of JAX's or NumPy's."""

Weights: TypeAlias = dict[str, Array]
"""``NAME.weight``, (rows, columns, inputs, outputs), and ``NAME.bias``, (outputs,), float32."""


def first_weights(shape: NetworkShape, key: Array) -> Weights:
    """Return random weights: such that signals keep their size, and the residual begins small.

    Outputs that begin at nought with a high rate die; ones that begin small do not.
    """
    weights: Weights = {}
    for name, size in kernels_of(shape).items():
        key, used = jax.random.split(key)
        fan = size[0] * size[1] * size[2]
        scale = 0.01 if name == "out" else (2.0 / fan) ** 0.5
        weights[f"{name}.weight"] = jax.random.normal(used, size) * scale
        weights[f"{name}.bias"] = jnp.zeros(size[3])
    return weights


def activate(x: Array, kind: str) -> Array:
    """Return what a reader makes of stored channels, which are last."""
    if kind == "crelu":
        return jnp.concatenate([jax.nn.relu(x), jax.nn.relu(-x)], -1)
    return x


def residual(
    weights: Mapping[str, Array],
    nodes: Sequence[Node],
    luma: Array,
    *,
    edges: bool = True,
    precision: str = "float32",
) -> Array:
    """Return the change of luma at twice the size: (N, 2H, 2W).

    Parameters
    ----------
    luma : (N, H, W), float32, in [0, 1]
    edges : whether every map goes on beyond the picture with its edge, as in shaders; else zeros
        do, which is faster, and right but for a margin
    precision : of the convolutions; "highest" is float32 where a GPU would take shorter numbers
    """
    kind = jnp.bfloat16 if precision == "bfloat16" else jnp.float32
    exact = jax.lax.Precision.HIGHEST if precision == "highest" else None
    maps = {"luma": (luma - 0.5)[..., None].astype(kind)}
    kinds = {"luma": "none"}
    for node in nodes:
        if node["op"] == "depth_to_space":
            return _to_space(maps[node["inputs"][0]].astype(jnp.float32))
        name = node["name"]
        read = [activate(maps[other], kinds[other]) for other in node["inputs"]]
        x = jnp.concatenate(read, -1) if len(read) > 1 else read[0]
        w = weights[f"{name}.weight"].astype(kind)
        maps[name] = convolved(x, w, edges, exact) + weights[f"{name}.bias"].astype(kind)
        kinds[name] = node["activation"]
    raise ValueError("the graph has no depth_to_space")


def convolved(x: Array, w: Array, edges: bool, precision: Any = None) -> Array:
    """Return the cross-correlation of maps (N, H, W, C) with weights, at the same size.

    On processors the neighbours are laid beside each other and multiplied as one matrix: with so
    few channels XLA's own convolution, backwards above all, takes four times as long there.
    """
    rows, columns = w.shape[:2]
    height, width = x.shape[1:3]
    if rows * columns > 1:
        around = ((0, 0), (rows // 2, rows // 2), (columns // 2, columns // 2), (0, 0))
        x = jnp.pad(x, around, mode="edge" if edges else "constant")
    if jax.default_backend() != "cpu":
        return jax.lax.conv_general_dilated(
            x, w, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"), precision=precision
        )
    taps = [x[:, i : i + height, j : j + width] for i in range(rows) for j in range(columns)]
    beside = jnp.concatenate(taps, -1) if len(taps) > 1 else x
    flat = w.reshape(-1, w.shape[3])
    return jnp.einsum("nhwc,co->nhwo", beside, flat, precision=precision)


def doubled(weights: Mapping[str, Array], nodes: Sequence[Node], luma: Array, **how: Any) -> Array:
    """Return luma at twice the size, (N, 2H, 2W): the bilinear ground and the residual."""
    return bilinear(luma) + residual(weights, nodes, luma, **how)


def bilinear(x: Array) -> Array:
    """Return planes (N, H, W) at twice the size: centres aligned, edges repeated."""
    for axis in (1, 2):
        last = x.shape[axis] - 1
        before = jnp.concatenate([_part(x, axis, 0, 1), _part(x, axis, 0, last)], axis)
        after = jnp.concatenate([_part(x, axis, 1, last + 1), _part(x, axis, last, last + 1)], axis)
        both = jnp.stack([0.75 * x + 0.25 * before, 0.75 * x + 0.25 * after], axis + 1)
        shape = list(x.shape)
        shape[axis] *= 2
        x = both.reshape(shape)
    return x


def _part(x: Array, axis: int, first: int, end: int) -> Array:
    return jax.lax.slice_in_dim(x, first, end, axis=axis)


def _to_space(x: Array) -> Array:
    count, height, width, _ = x.shape
    x = x.reshape(count, height, width, 2, 2).transpose(0, 1, 3, 2, 4)
    return x.reshape(count, 2 * height, 2 * width)


def as_numpy(weights: Mapping[str, Array]) -> dict[str, np.ndarray[Any, Any]]:
    """Return weights as NumPy's float32, contiguous, as files take them."""
    return {
        name: np.ascontiguousarray(np.asarray(value, np.float32)) for name, value in weights.items()
    }
