"""A convolution's weights as GLSL functions, one for each tap of four channels.

The compute form's types stand in them: ``ONE`` and ``FOUR`` are one number and four, halves or
floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..dependencies import np
from .network import LUMA, Activation, Conv, Network
from .text import number

if TYPE_CHECKING:
    from .network import Tensor

_LEAST_HALF = 2.0**-14
"""Weights below are 0: they change nothing that is seen, and NVIDIA's compiler for OpenGL, seen in
580.159, makes other numbers of half floats' subnormal constants."""


def tap_functions(network: Network, conv: Conv, name: str) -> Iterator[str]:
    """Yield the lines of a function for each tap of each four channels that a map stores.

    Function ``CONV_NAME_TAP_FOUR(s0, ..., v, a)`` adds to the sums s0 and so on, four outputs each,
    what the four channels v give; a is |v| and there for `Activation.CRELU` alone.
    """
    outputs = range(-(-conv.channels // 4))
    given = ", ".join(f"inout FOUR s{o}" for o in outputs) + ", "
    given += ("ONE v" if name == LUMA else "FOUR v") + ", FOUR a" * doubled(network, name)
    yield f"// {conv.name}, of {name}"
    for tap in range(conv.weight.shape[0] * conv.weight.shape[1]):
        for four in range(-(-network.stored(name) // 4)):
            yield f"void {conv.name}_{name}_{tap}_{four}({given}) {{"
            terms = list(_terms(network, conv, name, tap, four))
            for o in outputs:
                for factor, column in terms:
                    yield f"    s{o} += {four_numbers(column[4 * o : 4 * o + 4])} * {factor};"
            yield "}"
    yield ""


def doubled(network: Network, name: str) -> bool:
    """Return whether a map's positive and negative parts are read apart."""
    return network.activation(name) is Activation.CRELU


def four_numbers(values: Iterable[float]) -> str:
    """Return up to four numbers as a constant; what is missing is 0."""
    shown = [number(0.0 if abs(value) < _LEAST_HALF else value) for value in values]
    return f"FOUR({', '.join([*shown, *['0.0'] * (4 - len(shown))])})"


def _terms(
    network: Network, conv: Conv, name: str, tap: int, four: int
) -> Iterator[tuple[str, Tensor]]:
    """Yield each factor of a tap, and its weight in every output."""
    earlier = conv.inputs[: conv.inputs.index(name)]
    start = sum(network.read(other) for other in earlier)
    channels = network.stored(name)
    weight = conv.weight[tap // conv.weight.shape[1], tap % conv.weight.shape[1]]
    weight = weight[start : start + network.read(name)].astype(np.float32)
    if name == LUMA:
        yield "v", weight[0]
        return
    own = range(4 * four, min(4 * four + 4, channels))
    if doubled(network, name):
        # max(v, 0) is half of |v| + v, and max(-v, 0) of |v| - v.
        positive, negative = weight[:channels], weight[channels:]
        for c in own:
            yield f"v.{'xyzw'[c % 4]}", 0.5 * (positive[c] - negative[c])
        for c in own:
            yield f"a.{'xyzw'[c % 4]}", 0.5 * (positive[c] + negative[c])
    else:
        for c in own:
            yield f"v.{'xyzw'[c % 4]}", weight[c]
