"""Questions to which other versions of libplacebo have another answer, each with the reason.

The engine is held to one answer, that of libplacebo 4.208 unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from oracles.mpv.differences import Difference

_TRIANGLE = Difference(
    "a triangle that is made wider is stretched twice: its weights are divided by the blur, and by"
    " a radius that has been multiplied by it",
    since=(6, 338),
)

DIFFERENCES: Mapping[str, Difference] = {
    "bilinear-down": _TRIANGLE,
    "linear-down": _TRIANGLE,
}
"""By a case's name, or ``name/size``."""
