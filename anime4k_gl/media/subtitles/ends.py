"""The ends of subtitles, for who waits for the last of them."""

from __future__ import annotations

import math
import re

LONGEST = 15.0
"""Seconds that a subtitle counts at most: what stays longer is a mark, not words to be read."""

_TIME = rb"(\d+):(\d\d):(\d\d(?:\.\d+)?)"
_DIALOGUE = re.compile(rb"^Dialogue:[^,\r\n]*,\s*" + _TIME + rb"\s*,\s*" + _TIME, re.MULTILINE)


def end_of(start: float, end: float | None) -> float:
    """Return when a subtitle is over, in seconds."""
    return start if end is None else min(end, start + LONGEST)


def last_end(script: bytes) -> float:
    """Return when the last line of an ASS script is over, in seconds; minus infinity for none."""
    spans = (list(map(float, match.groups())) for match in _DIALOGUE.finditer(script))
    ends = (
        end_of(h * 3600 + m * 60 + s, hh * 3600 + mm * 60 + ss) for h, m, s, hh, mm, ss in spans
    )
    return max(ends, default=-math.inf)
