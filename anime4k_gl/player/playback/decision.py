"""The decision about the next frame: wait for it, show it, or drop it."""

from __future__ import annotations

import enum

from ...lazy.dataclass import dataclass

LATE_TOLERANCE = 0.010
"""A frame is passed over only where the one after it has been due for longer than this (s).

Less than a frame at 60 Hz, more than the jitter of a swap that waits for the screen.
"""


class Action(enum.Enum):
    """What to do with the next frame."""

    WAIT = "wait"
    SHOW = "show"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the next frame, and how many seconds from now it concerns us.

    For WAIT, `delay` is how long until rendering should start; for SHOW, how long until the frame
    is due, rendering included; for DROP it is 0.
    """

    action: Action
    delay: float = 0.0


def judge(due: float, next_due: float | None, lead: float) -> Verdict:
    """Decide about a frame.

    Parameters
    ----------
    due : seconds from now until the frame is to be seen; negative where it is late
    next_due : the same of the frame after it; None where that is not decoded yet, or there is none
    lead : how long rendering is expected to take
    """
    if due > lead:
        return Verdict(Action.WAIT, due - lead)
    if next_due is not None and next_due + LATE_TOLERANCE < lead:
        return Verdict(Action.DROP)
    return Verdict(Action.SHOW, max(due, 0.0))
