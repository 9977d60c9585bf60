"""Questions to which other versions of libplacebo have another answer, each with the reason.

The engine is held to one answer, that of libplacebo 4.208 unless said otherwise; to that of later
ones where a version does not do what its documentation says.
"""

from __future__ import annotations

from collections.abc import Mapping

from oracles.mpv.differences import Difference

_TRIANGLE = Difference(
    "a triangle that is made wider is stretched twice: its weights are divided by the blur, and by"
    " a radius that has been multiplied by it",
    since=(6, 338),
)

_NEVER_SCALED = Difference(
    "CHROMA_SCALED and ALPHA_SCALED never fire, though the file is taken", until=(6, 338)
)

DIFFERENCES: Mapping[str, Difference] = {
    "bilinear-down": _TRIANGLE,
    "linear-down": _TRIANGLE,
    "chroma-made-smaller": _TRIANGLE,
    "chroma-scaled": _NEVER_SCALED,
    "chroma-scaled-unscaled": _NEVER_SCALED,
    "chroma-scaled-by-plane": _NEVER_SCALED,
    "chroma-scaled-merged": _NEVER_SCALED,
}
"""By a case's name, or ``name/size``."""
