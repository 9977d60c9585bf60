"""HDR in small pictures taken to SDR roughly: near enough to recognise a place by.

Rougher than `tonemap`, which the player renders with: a curve on the largest component, and colours
outside of BT.709 are clipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dependencies import np
from ...tonemap import HLG, HLG_A, HLG_B, HLG_C, PQ, PQ_C1, PQ_C2, PQ_C3, PQ_M1, PQ_M2, PQ_MAX
from ...tonemap import SDR_WHITE as WHITE

if TYPE_CHECKING:
    import numpy.typing as npt

_GAMMA = 2.4
_BT2020_TO_BT709 = (
    (1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187),
)  # fmt: skip


def is_hdr(transfer: int) -> bool:
    """Whether an H.273 transfer characteristic is one of HDR."""
    return transfer in (PQ, HLG)


def to_sdr(picture: npt.NDArray[np.uint8], transfer: int) -> npt.NDArray[np.uint8]:
    """Return an HDR picture's colours for an SDR screen; both (H, W, 3), 0 to 255."""
    coded = picture / 255
    if transfer == PQ:
        root = coded ** (1 / PQ_M2)
        linear = (np.maximum(root - PQ_C1, 0) / (PQ_C2 - PQ_C3 * root)) ** (1 / PQ_M1)
        linear *= PQ_MAX / WHITE
    else:
        low, high = coded * coded / 3, (np.exp((coded - HLG_C) / HLG_A) + HLG_B) / 12
        linear = np.where(coded <= 0.5, low, high) * 1000 / WHITE
    linear = np.maximum(linear @ np.transpose(_BT2020_TO_BT709), 0)
    largest = linear.max(axis=2, keepdims=True)
    # Up to half of white as it is; what is above comes closer and closer to white.
    with np.errstate(divide="ignore", invalid="ignore"):
        tamed = np.where(largest <= 0.5, largest, 1 - 0.25 / largest)
        scaled = np.where(largest > 0, linear * tamed / largest, 0)
    return (255 * scaled.clip(0, 1) ** (1 / _GAMMA) + 0.5).astype(np.uint8)
