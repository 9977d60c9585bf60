"""Questions to which other versions of mpv have another answer, each with the reason.

The engine is held to one answer, that of mpv 0.35 unless said otherwise. With the versions named
here the tests of these must fail: one that passes is to be taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from oracles.mpv.player import Version


@dataclass(frozen=True)
class Difference:
    """Why some versions answer differently: from one on, up to before another."""

    reason: str
    since: Version = (0, 0)
    until: Version = (999, 0)


def expect_difference(
    request: pytest.FixtureRequest,
    table: Mapping[str, Difference],
    question: str,
    version: Version,
) -> None:
    """Let a test fail, and fail only, where a version is known to answer differently.

    Parameters
    ----------
    table : by a question, or by the first parts of several
    question : parts with slashes between
    version : of the player that is asked
    """
    parts = question.split("/")
    for length in range(1, len(parts) + 1):
        found = table.get("/".join(parts[:length]))
        if found is not None and found.since <= version < found.until:
            request.applymarker(
                pytest.mark.xfail(raises=AssertionError, reason=found.reason, strict=True)
            )


_ALPHA = Difference(
    "the picture is always multiplied by its alpha: --background has no value for what --alpha=no"
    " did",
    since=(0, 38),
)

DIFFERENCES: Mapping[str, Difference] = {
    "nothing/yuva420p-alpha": _ALPHA,
    "main-invert/yuva420p-alpha": _ALPHA,
}
"""By a case's name, or ``name/clip``, or ``name/clip/size``."""
