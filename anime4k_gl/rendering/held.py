"""Held pictures: a drawing that is shown for several frames is drawn once.

A decoded picture is compared with the one that was drawn last. Where they are alike, so is the
result, as long as the passes draw the same again (`Renderer.repeats`).

``exact`` reuses a result where every byte of the picture is the same: what comes out is what would
have been drawn. ``tolerant`` also where the two differ by no more than `NOISE`, and that does
change frames, by about as little as the encoder had changed them already. Both compare with what
was drawn, not with the frame before, so that small steps do not add up.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from ..dependencies import np
from ..frame import Frame, Plane
from ..lazy.dataclass import dataclass

EXACT, TOLERANT, OFF = "exact", "tolerant", "off"

_BAND = 64  # rows compared at once; a multiple of a block's
_APART = 29

Samples: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much two pictures may differ and count as one, in codes of 8 bits.

    Attributes
    ----------
    sample : any one sample
    block : the mean of any block of 16 x 16 samples of a plane; what moves exceeds it
    mean : the mean of a plane; a fade, which changes all samples by little, exceeds it
    """

    sample: float
    block: float
    mean: float


NOISE = Tolerance(sample=12, block=1.0, mean=0.05)
"""What encoders make of a drawing that is held; benchmarks/held.md has the measurements."""

_BLOCK = 16


class HeldPictures:
    """Finds the frames whose picture is the one that was drawn last, and counts them.

    The last picture's memory is kept, not copied.

    Parameters
    ----------
    mode : `EXACT`, `TOLERANT` or `OFF`

    Attributes
    ----------
    seen, held : frames asked about, and those of them that were found to be held
    """

    def __init__(self, mode: str = EXACT) -> None:
        self.mode = mode
        self.seen = self.held = 0
        self._drawn: Frame | None = None

    def repeats(self, frame: Frame, *, repeatable: bool) -> bool:
        """Return whether a frame shows what was drawn last; if not, it is what is drawn now.

        Parameters
        ----------
        frame : the next frame in order
        repeatable : whether the passes give the same result for the same picture
        """
        self.seen += 1
        if (
            repeatable
            and self.mode != OFF
            and self._drawn is not None
            and alike(self._drawn, frame, NOISE if self.mode == TOLERANT else None)
        ):
            self.held += 1
            return True
        # A frame on a device is one of the few that its decoder has.
        self._drawn = frame if self.mode != OFF and _in_memory(frame) else None
        return False

    def forget(self) -> None:
        """Let go of the last picture; the next one is drawn in any case."""
        self._drawn = None


def alike(one: Frame, other: Frame, bound: Tolerance | None = None) -> bool:
    """Return whether two frames hold the same picture, or without a bound, the same bytes.

    What is between the rows does not count. Pictures on a device are never alike: nothing compares
    them there, and bringing them to memory costs more than drawing.
    """
    if (one.size, one.layout, one.colour) != (other.size, other.layout, other.colour):
        return False
    if not (_in_memory(one) and _in_memory(other)):
        return False
    planes = list(zip(one.planes, other.planes, one.layout.planes, strict=True))
    if bound is None:
        rows = [
            (_rows(a, of.format.texel_bytes), _rows(b, of.format.texel_bytes))
            for a, b, of in planes
        ]
        # A few rows from all over it first: what moves is seldom at the top.
        few = all(_same_bytes(a[::_APART], b[::_APART]) for a, b in rows)
        return few and all(_same_bytes(a, b) for a, b in rows)
    kind = np.dtype(np.uint8 if one.layout.storage_bits == 8 else "<u2")
    unit = 1 << (one.layout.depth - 8 + one.layout.shift)
    return all(
        _close(
            _rows(a, of.format.texel_bytes), _rows(b, of.format.texel_bytes),
            kind, of.format.components, unit, bound,
        )
        for a, b, of in planes
    )  # fmt: skip


def _in_memory(frame: Frame) -> bool:
    return all(plane.device is None for plane in frame.planes)


def _rows(plane: Plane, texel_bytes: int) -> Samples:
    """Return a plane's bytes (rows, bytes of a row), without what is between the rows."""
    shape = (plane.size.height, plane.size.width * texel_bytes)
    data = np.frombuffer(plane.data, np.uint8)
    if data.size < plane.stride * (shape[0] - 1) + shape[1]:
        raise ValueError(f"a plane of {data.size} bytes is short of {shape[0]} rows")
    return np.lib.stride_tricks.as_strided(data, shape, (plane.stride, 1), writeable=False)


def _same_bytes(one: Samples, other: Samples) -> bool:
    words = one.shape[1] // 8 * 8
    parts = [slice(words, None)]
    if words and not (one.strides[0] | other.strides[0]) % 8:
        # Eight bytes at a time; the processor need not find them aligned.
        parts.append(slice(0, words))
    else:
        parts = [slice(None)]
    for start in range(0, len(one), _BAND):
        band = slice(start, start + _BAND)
        for part in parts:
            a, b = one[band, part], other[band, part]
            if part.stop is not None:
                a, b = a.view(np.uint64), b.view(np.uint64)
            if not np.array_equal(a, b):
                return False
    return True


def _close(
    one: Samples, other: Samples, kind: np.dtype[Any], components: int, unit: int, bound: Tolerance
) -> bool:
    """Return whether the differences between two planes are within a bound."""
    total = 0.0
    most, mean = bound.sample * unit, bound.mean * unit * one.size / kind.itemsize
    for start in range(0, len(one), _BAND):
        a, b = one[start : start + _BAND], other[start : start + _BAND]
        if _same_bytes(a, b):
            continue
        a, b = a.view(kind), b.view(kind)
        difference = np.maximum(a, b) - np.minimum(a, b)  # without a sign, and so as narrow
        total += float(difference.sum())
        if total > mean or difference.max() > most:
            return False
        down = np.arange(0, difference.shape[0], _BLOCK)
        across = np.arange(0, difference.shape[1], _BLOCK * components)
        sums = np.add.reduceat(difference, down, axis=0, dtype=np.uint32)
        sums = np.add.reduceat(sums, across, axis=1)
        # Those at the edges are smaller.
        heights = np.diff(down, append=difference.shape[0])
        widths = np.diff(across, append=difference.shape[1])
        if (sums > bound.block * unit * np.outer(heights, widths)).any():
            return False
    return True
