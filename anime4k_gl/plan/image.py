"""A picture on its way through the pipeline: which value it is, and how it lies on its texture."""

from __future__ import annotations

from dataclasses import dataclass

from ..formats import Size

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lay:
    """Where things are: the source's pixel position ``x`` is at ``scale * x + shift`` texels."""

    scale: Pair = (1.0, 1.0)
    shift: Pair = (0.0, 0.0)

    def resized(self, factor: Pair, offset: Pair) -> Lay:
        """Return how things lie after a pass resized its texture and moved the content."""
        return Lay(
            (self.scale[0] * factor[0], self.scale[1] * factor[1]),
            (self.shift[0] * factor[0] + offset[0], self.shift[1] * factor[1] + offset[1]),
        )

    def centred(self) -> Lay:
        """Return the same without a shift."""
        return Lay(self.scale)


STRAIGHT = Lay()
"""Texel for pixel."""


@dataclass(frozen=True, slots=True)
class Image:
    """A value as the next pass sees it.

    Attributes
    ----------
    value : index into the plan's values
    size : of its texture, in texels
    components : channels that carry something
    multiplier : what a read is multiplied by
    sampling : how a pass's output lies on it: the share ``f`` of the output's width is at
        ``scale * f * width + shift`` texels
    """

    value: int
    size: Size
    components: int
    multiplier: float = 1.0
    sampling: Lay = STRAIGHT
