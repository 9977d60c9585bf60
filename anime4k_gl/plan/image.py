"""Pictures on their way through the pipeline, and their transforms to texels."""

from __future__ import annotations

from ..colour import ChromaSiting
from ..formats import Size
from ..lazy.dataclass import dataclass

Pair = tuple[float, float]

EPSILON = 1e-6
"""Rectangles and scale factors within this of each other count as equal."""


@dataclass(frozen=True, slots=True)
class TexelTransform:
    """The transform from pixel positions ``x`` to texels: ``scale * x + shift``, per axis."""

    scale: Pair = (1.0, 1.0)
    shift: Pair = (0.0, 0.0)

    def resized(self, factor: Pair, offset: Pair) -> TexelTransform:
        """Return the transform after a pass resized its texture and moved the content."""
        return TexelTransform(
            (self.scale[0] * factor[0], self.scale[1] * factor[1]),
            (self.shift[0] * factor[0] + offset[0], self.shift[1] * factor[1] + offset[1]),
        )

    def centred(self) -> TexelTransform:
        """Return the transform without its shift."""
        return TexelTransform(self.scale)


IDENTITY = TexelTransform()
"""One texel per pixel, without a shift."""


@dataclass(frozen=True, slots=True)
class Image:
    """A value as the next pass sees it.

    Attributes
    ----------
    value : index into the plan's values
    size : size of its texture, in texels
    components : number of channels in use
    multiplier : the factor applied to each read
    sampling : the transform from a pass's output to it: the fraction ``f`` of the output's width
        is at ``scale * f * width + shift`` texels
    """

    value: int
    size: Size
    components: int
    multiplier: float = 1.0
    sampling: TexelTransform = IDENTITY


def chroma_transform(siting: ChromaSiting, log2_x: int, log2_y: int) -> TexelTransform:
    """Return the transform from the source to a chroma plane.

    A chroma sample at the centre of its block is at the texel's centre; one at the block's first
    pixel lies (1 - 1 / block) / 2 of a texel before it, so reads move right (down) by as much.
    """
    across, down = 1 / (1 << log2_x), 1 / (1 << log2_y)
    left, top = siting.value
    return TexelTransform((across, down), (left * (1 - across) / 2, top * (1 - down) / 2))
