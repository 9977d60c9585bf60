"""The network's forward pass in double precision, by NumPy: the oracle for its shaders.

Everything is computed as the file says, a map at a time, with nothing merged or rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ..dependencies import np
from .network import LUMA, Activation, Chroma, Conv, DepthToSpace, Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .network import Tensor

    Doubles: TypeAlias = NDArray[np.float64]

BT709 = (0.2126, 0.7152, 0.0722)
"""The weights of R', G' and B' in luma, ITU-R BT.709."""

STEADY = 0.001
"""What is added to both sides of a share, so that one of flat colour is 1."""

LARGEST_SHARE = 8.0


def luma(picture: Doubles) -> Doubles:
    """Return the luma, (H, W), of R'G'B' of (H, W, 3)."""
    weighed: Doubles = picture @ np.array(BT709)
    return weighed


def residual(network: Network, grey: Doubles) -> Doubles:
    """Return what the network adds to the luma scaled linearly.

    Parameters
    ----------
    grey : (H, W), 0 to 1

    Returns
    -------
    (2H, 2W)
    """
    maps: dict[str, Doubles] = {LUMA: np.asarray(grey, np.float64)[:, :, None] - 0.5}
    for node in network.nodes:
        read = [_activated(network, name, maps[name]) for name in node.inputs]
        if isinstance(node, DepthToSpace):
            return _spread(read[0], node.scale)
        maps[node.name] = _convolved(node, read) if isinstance(node, Conv) else np.sum(read, 0)
    raise AssertionError("a network ends with depth_to_space")


def picture(network: Network, source: Doubles) -> Doubles:
    """Return a picture at twice its size.

    Parameters
    ----------
    source : R'G'B', (H, W, 3), 0 to 1

    Returns
    -------
    (2H, 2W, 3), which may leave 0 to 1
    """
    source = np.asarray(source, np.float64)
    change = residual(network, luma(source))[:, :, None]
    if network.chroma is Chroma.JOINT:
        change = change * doubled(shares(source))
    return doubled(source) + change


def doubled(source: Doubles) -> Doubles:
    """Return maps of (H, W, channels), scaled linearly to (2H, 2W, channels); edges repeat."""
    for axis in (0, 1):
        source = np.moveaxis(source, axis, 0)
        padded = np.concatenate([source[:1], source, source[-1:]])
        pairs = [0.25 * padded[:-2] + 0.75 * source, 0.75 * source + 0.25 * padded[2:]]
        source = np.moveaxis(np.stack(pairs, 1).reshape(-1, *source.shape[1:]), 0, axis)
    return source


def shares(source: Doubles) -> Doubles:
    """Return by how much each channel changes where luma changes by 1, around each pixel.

    The slope of the line through the nine neighbours' channel and luma, by least squares (K. He and
    others, "Guided image filtering", 2010), held near 1 by `STEADY` where there is nothing to
    measure. Green's is what the others leave of the luma.

    Parameters
    ----------
    source : R'G'B', (H, W, 3)

    Returns
    -------
    (H, W, 3)
    """
    high, wide, _ = source.shape
    padded = np.pad(source, ((1, 1), (1, 1), (0, 0)), "edge")
    around = [padded[y : y + high, x : x + wide] for y in range(3) for x in range(3)]
    differences = np.stack(around) - source
    grey = luma(differences)[..., None]
    three = np.concatenate([grey, differences[..., ::2]], -1)
    sums, products = three.sum(0), (grey * three).sum(0)
    spread = products - sums[..., :1] * sums / 9.0 + STEADY
    red, blue = np.moveaxis(
        np.clip(spread[..., 1:] / spread[..., :1], -LARGEST_SHARE, LARGEST_SHARE), -1, 0
    )
    green = (1.0 - BT709[0] * red - BT709[2] * blue) / BT709[1]
    return np.stack([red, green, blue], -1)


def _activated(network: Network, name: str, stored: Doubles) -> Doubles:
    """Return a map as it is read."""
    activation = network.activation(name)
    if activation is Activation.RELU:
        return np.maximum(stored, 0.0)
    if activation is Activation.CRELU:
        return np.concatenate([np.maximum(stored, 0.0), np.maximum(-stored, 0.0)], -1)
    if activation is Activation.PRELU:
        slope: Tensor | None = getattr(network.node(name), "slope", None)
        stored = np.where(stored < 0.0, stored * np.asarray(slope, np.float64), stored)
    return stored


def _convolved(node: Conv, read: list[Doubles]) -> Doubles:
    rows, columns, _, _ = node.weight.shape
    above, left = rows // 2, columns // 2
    maps = np.concatenate(read, -1)
    high, wide, _ = maps.shape
    padded = np.pad(maps, ((above, above), (left, left), (0, 0)), "edge")
    total = np.zeros((high, wide, node.channels)) + node.bias.astype(np.float64)
    for y in range(rows):
        for x in range(columns):
            total += padded[y : y + high, x : x + wide] @ node.weight[y, x].astype(np.float64)
    return total


def _spread(maps: Doubles, scale: int) -> Doubles:
    high, wide, _ = maps.shape
    parts = maps.reshape(high, wide, scale, scale).transpose(0, 2, 1, 3)
    spread: Doubles = np.ascontiguousarray(parts).reshape(high * scale, wide * scale)
    return spread
