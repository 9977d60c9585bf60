"""A part of an animation, by the times at which its frames are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from ...errors import OptionError
from ..timing.excerpt import Excerpt
from .animation import AnimationFrame


def in_part(
    frames: Iterable[AnimationFrame], excerpt: Excerpt, name: str
) -> Iterator[AnimationFrame]:
    """Yield the frames that are shown in a part; the first and the last for as long as they are.

    Raises `OptionError`, which begins with `name`, if the animation ends before the part begins.
    """
    shown, count = Fraction(0), 0
    for frame in frames:
        first, last = shown, shown + frame.seconds
        shown = last
        if excerpt.end is not None:
            last = min(last, excerpt.end)
        if last <= excerpt.start and first < excerpt.start:
            continue
        if (excerpt.end is not None and first >= excerpt.end) or count == excerpt.frames:
            return
        count += 1
        yield replace(frame, seconds=last - max(first, excerpt.start))
    if not count:
        raise OptionError(
            f"{name}: nothing from {float(excerpt.start):.2f} s on; it ends at {float(shown):.2f} s"
        )
