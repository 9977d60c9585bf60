"""Infinite values and such that are no numbers, which bodies make of a division by zero."""

from __future__ import annotations

from oracles.mpv.case import DOUBLE, SAME, Case
from oracles.mpv.corpus.hooks import hooked

_NAN = "sqrt(-1.0 - HOOKED_tex(HOOKED_pos).r * 0.0)"
_INFINITE = "1.0 / (HOOKED_tex(HOOKED_pos).r * 0.0)"


def _left(value: str, point: str) -> str:
    """Return a pass that gives a value on the left, and a colour on the right."""
    return hooked(f"HOOKED_pos.x < 0.5 ? vec4({value}) : vec4(0.5, 0.4, 0.3, 1.0)", point)


CASES = tuple(
    Case(f"{name}-{point.lower()}", (_left(value, point),), ("yuv420p",), (SAME, DOUBLE))
    for name, value in (("nan", _NAN), ("infinite", _INFINITE), ("minus-infinite", f"-{_INFINITE}"))
    for point in ("LUMA", "NATIVE", "MAIN", "PREKERNEL", "SCALED", "OUTPUT")
)
