"""The length of a video, as far as its file tells."""

from __future__ import annotations

from ..damage.completeness import Expected
from ..pyav import InputContainer, av


def seconds_from(
    start: float, container: InputContainer, expected: Expected | None
) -> float | None:
    """Return the seconds from the first frame to the end of the last, None where unknown.

    Parameters
    ----------
    start : when the first frame is shown, in seconds
    expected : the end that the video's own headers claim, if they do
    """
    if expected is not None and expected.seconds > start:
        return expected.seconds - start
    if container.duration:
        # Of all streams together, from the first timestamp in the file.
        end = (container.start_time or 0) + container.duration
        return max(0.0, end / av.time_base - start) or None
    return None
