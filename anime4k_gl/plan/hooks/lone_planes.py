"""The rule by which libplacebo scales each plane by itself, without a picture in between.

Its shaders that read a texture at a position have no size of their own. Where nothing needs the
picture before it is scaled, and the scaler is the sampler's own interpolation, the planes are read
at the output's size at once: no R'G'B' at the source's size is made, and what is left of an OFFSET
below a pixel is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...formats import Size
from ...scaler_shaders import PLAIN
from ..dialect import Dialect
from ..image import EPSILON, TexelTransform
from ..scaling_options import ScalingOptions
from .runner import HookRunner

BETWEEN = ("NATIVE", "MAIN", "LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL")
"""The hook points between the planes and the scaled picture.

A plane that passes have changed at CHROMA_SCALED or ALPHA_SCALED is one like the others.
"""


def planes_scaled_alone(
    hooks: HookRunner,
    options: ScalingOptions,
    reference: TexelTransform,
    others: Sequence[TexelTransform],
    *,
    source: Size,
    target: Size,
) -> bool:
    """Return whether the planes are read at the output's size.

    Parameters
    ----------
    hooks : what passes name
    reference : the source's transform to the reference plane
    others : the source's transforms to the other planes
    source, target : the sizes of the source and of the output
    """
    if hooks.dialect is not Dialect.LIBPLACEBO or hooks.wants(*BETWEEN):
        return False
    if any(abs(shift) >= 1 for shift in reference.shift):
        return False
    whole = [int(side * scale + 0.5) for side, scale in zip(source, reference.scale, strict=True)]
    planes = [
        (plane_side * scale, side)
        for own in others
        for plane_side, scale, side in zip(source, own.scale, whole, strict=True)
    ]
    if options.cscaler != "bilinear" or options.ctuning != PLAIN:
        return False
    if options.correct_downscaling and _direction(planes) < 0:
        return False
    direction = _direction(
        [(side * s, t) for side, s, t in zip(source, reference.scale, target, strict=True)]
    )
    scaler, tuning = options.scaler, options.tuning
    if direction < 0 and options.dscaler:
        scaler, tuning = options.dscaler, options.dtuning
    sampled = direction > 0 or (direction < 0 and not options.correct_downscaling)
    return sampled and scaler == "bilinear" and tuning == PLAIN


def _direction(sides: Sequence[tuple[float, float]]) -> int:
    """Return -1 where any side is made smaller, else 1 where any is made larger, else 0."""
    factors = [to / side for side, to in sides]
    if any(factor < 1 - EPSILON for factor in factors):
        return -1
    return int(any(factor > 1 + EPSILON for factor in factors))
