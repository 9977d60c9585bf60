"""Times as text."""

from __future__ import annotations

import math


def clock_text(seconds: float | None) -> str:
    """Return a time as ``m:ss`` or ``h:mm:ss``, cut to whole seconds as clocks do."""
    if seconds is None or not math.isfinite(seconds):
        return "-:--"
    # Half a millisecond up: times in a container are rounded, and 59.9999 s is a minute.
    whole = max(0, int(seconds + 0.0005))
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"
