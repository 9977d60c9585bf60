"""A measure of combing: whether the even and the odd lines of a frame are of one moment.

Lines of two moments comb where something moves: every line differs from both of its neighbours, and
in the same direction. But so do patterns of thin lines, and grain. What tells them apart is the
neighbouring frame. Of two frames that follow each other, the top field of each is woven with the
bottom field of the other:

- Frames that are whole comb in both weaves alike, and themselves not.
- Interlaced frames of which the top field comes first comb more in the weave of the first top and
  the second bottom field, three fields apart, than in the other, one field apart; and the other way
  round where the bottom field comes first.
- Frames whose fields are of two film frames (telecine, or a shifted phase) comb themselves, and not
  when one of their fields is woven with a neighbour's.

A pattern of thin lines combs in all of these, or in the two weaves alike, and so tells nothing; nor
do two frames of which more combs where nothing moves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import Any, TypeAlias

from ...dependencies import np
from ...lazy.dataclass import dataclass
from ..pyav import VideoFrame

Luma: TypeAlias = "np.ndarray[Any, np.dtype[np.int16]]"
"""Rows of brightness, 0 to 255, of some of a frame's columns."""

_COLUMNS = 256  # as many of a frame are looked at, about
_DIFFERS = 10  # codes of 255 by which lines differ that comb, and pixels that have moved
_LEAST_SHARE = 0.0006  # of the pixels that comb where something is to be told from them
_LEAST = 24  # pixels

_DIRECTED = 0.24  # how much one weave of two frames combs more than the other, of their sum
_CHANCE = 3  # standard deviations of a count of pixels that grain makes comb
_CLEAN = 0.4  # how much a clean frame combs, of what it would with its neighbours' fields
_RESTORED = 0.25  # how much one of two frames combs with a neighbour's field, of what it does so


class Kind(Enum):
    """What a frame is by itself and its neighbours."""

    STILL = "still"
    """Nothing moves, or nothing can be told from it."""
    CLEAN = "clean"
    """It combs hardly: whole, or interlaced with slow motion."""
    SHIFTED = "shifted"
    """It combs, and would not with a neighbour's field: made of two whole frames."""
    COMBED = "combed"
    """It combs, and would with a neighbour's field too: interlaced."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured of frames that follow each other.

    Attributes
    ----------
    kinds : of each frame but the first and the last
    directions : of each two neighbours: 1 where their weaves say that the top field comes first, -1
        for the bottom field, 0 where they comb alike, None where nothing is to be told
    """

    kinds: tuple[Kind, ...]
    directions: tuple[int | None, ...]


def luma_of(frame: VideoFrame) -> Luma:
    """Return the brightness of a frame in memory, of evenly spread columns."""
    gray = frame if frame.format.name == "gray" else frame.reformat(format="gray")
    plane = gray.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)
    luma: Luma = rows[:, : plane.width : max(1, plane.width // _COLUMNS)].astype(np.int16)
    return luma


def measured(frames: Sequence[Luma]) -> Run:
    """Measure frames that follow each other; those of another size than the first are left out."""
    if not frames or min(frames[0].shape) < 4:
        return Run((), ())
    even = frames[0].shape[0] // 2 * 2
    fields = [(f[0:even:2], f[1:even:2]) for f in frames if f.shape == frames[0].shape]
    least = max(_LEAST, round(frames[0].size * _LEAST_SHARE))
    pairs = [_weaves(one, two) for one, two in pairwise(fields)]
    directions = [_direction(pair, least) for pair in pairs]
    floor = _floor(pairs)
    kinds = [_kind(one, two, least, floor) for one, two in pairwise(pairs)]
    return Run(tuple(kinds), tuple(directions))


@dataclass(frozen=True, slots=True)
class _Weaves:
    """Pixels that have moved between two frames, and how many of these comb in each weave.

    Attributes
    ----------
    first, second : the frames themselves
    outer : the first's top field with the second's bottom field
    inner : the second's top field with the first's bottom field
    """

    first: int
    second: int
    outer: int
    inner: int

    @property
    def base(self) -> int:
        """What combs in all weaves: patterns, grain."""
        return min(self.first, self.second, self.outer, self.inner)


_Fields: TypeAlias = "tuple[Luma, Luma]"
_Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


def _weaves(one: _Fields, two: _Fields) -> _Weaves | None:
    """Return how two frames comb, None where nothing moves or a pattern hides it."""
    moved = (np.abs(one[0] - two[0]) > _DIFFERS) | (np.abs(one[1] - two[1]) > _DIFFERS)
    if not moved.any():
        return None
    moved = moved[1:]
    own = _combs(one[0], one[1])
    found = _Weaves(
        int(np.count_nonzero(own & moved)),
        int(np.count_nonzero(_combs(two[0], two[1]) & moved)),
        int(np.count_nonzero(_combs(one[0], two[1]) & moved)),
        int(np.count_nonzero(_combs(two[0], one[1]) & moved)),
    )
    pattern = int(np.count_nonzero(own)) - found.first
    return found if pattern <= max(found.outer, found.inner) else None


def _combs(top: Luma, bottom: Luma) -> _Mask:
    """Return where a weave of two fields combs, by a mask of all lines of a field but the first."""
    return _outside(bottom[:-1], top) & _outside(top[1:], bottom)


def _outside(lines: Luma, around: Luma) -> _Mask:
    """Return where lines are brighter, or darker, than both lines next to them."""
    above, below = around[:-1], around[1:]
    brighter = lines > np.maximum(above, below) + _DIFFERS
    return brighter | (lines < np.minimum(above, below) - _DIFFERS)


def _direction(pair: _Weaves | None, least: int) -> int | None:
    if pair is None:
        return None
    outer, inner = pair.outer - pair.base, pair.inner - pair.base
    chance = _CHANCE * math.sqrt(pair.outer + pair.inner)
    if max(outer, inner) < max(least, chance):
        return None
    if abs(outer - inner) < max(chance, _DIRECTED * (outer + inner)):
        return 0
    return 1 if outer > inner else -1


def _floor(pairs: Sequence[_Weaves | None]) -> int:
    """Return how many pixels of a run comb whatever is woven: half of the least, to be careful."""
    return min((pair.base for pair in pairs if pair is not None), default=0) // 2


def _kind(before: _Weaves | None, after: _Weaves | None, least: int, floor: int) -> Kind:
    """Return what the frame between two pairs is."""
    own, weaves = 0, list[int]()
    for pair in (before, after):
        if pair is not None:
            own = max(own, (pair.second if pair is before else pair.first) - floor)
            weaves += [pair.outer - floor, pair.inner - floor]
    if not weaves or max(weaves) < least or max(weaves) < own:
        return Kind.STILL  # or a pattern of lines that moves: no weave combs as much
    if min(weaves) < _RESTORED * own and own >= least:
        return Kind.SHIFTED
    return Kind.CLEAN if own < max(least, _CLEAN * max(weaves)) else Kind.COMBED
