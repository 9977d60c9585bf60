"""The part of a video that is taken, and the delay of its sound."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from ...errors import OptionError
from ...lazy.dataclass import dataclass

Time = float | str
"""Seconds, or text: seconds, ``MM:SS`` or ``H:MM:SS``, with a fraction if need be."""

_CLOCK = re.compile(r"(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d*)?|\.\d+)")
_LONGEST_DELAY = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a video that is taken, in the times that a player shows: 0 is its start.

    Attributes
    ----------
    start : seconds; the first frame is the first one from there on
    end : seconds, after all frames of the part; None for the end of the video
    frames : how many frames at most; None for all
    audio_delay : seconds by which sound comes later than it would; negative for earlier
    """

    start: Fraction = Fraction(0)
    end: Fraction | None = None
    frames: int | None = None
    audio_delay: Fraction = Fraction(0)

    @classmethod
    def of(
        cls,
        start: Time | None = None,
        end: Time | None = None,
        frames: int | None = None,
        audio_delay: float = 0.0,
    ) -> Excerpt:
        """Return the part that options name. Raises `OptionError` for one that has no frame."""
        first = Fraction(0) if start is None else parse_time(start, "from")
        last = None if end is None else parse_time(end, "to")
        if last is not None and last <= first:
            raise OptionError(f"to {end}: not after from {start or 0}; nothing is between them")
        if frames is not None and (isinstance(frames, bool) or frames < 1):
            raise OptionError(f"frames {frames}: must be 1 or more")
        try:
            delay = float(audio_delay)
        except (TypeError, ValueError):
            delay = math.nan
        if not abs(delay) <= _LONGEST_DELAY:  # NaN too
            raise OptionError(f"audio delay {audio_delay}: must be seconds, less than a day")
        return cls(first, last, frames, Fraction(str(delay)))

    @property
    def whole(self) -> bool:
        """Whether all of the video is taken."""
        return not self.start and self.end is None and self.frames is None

    def check_kind(self, name: str, *, moving: bool, sound: bool) -> None:
        """Raise `OptionError` for what a kind of file has no part or no sound for."""
        if not moving and not self.whole:
            raise OptionError(
                f"{name}: a picture has no part to take; leave out --from, --to and --frames"
            )
        if not sound and self.audio_delay:
            raise OptionError(f"{name}: has no sound to come later; leave out --audio-delay")


WHOLE = Excerpt()
"""All of a video."""


def parse_time(time: Time, name: str) -> Fraction:
    """Return a time in seconds. Raises `OptionError`, which begins with `name`."""
    if isinstance(time, str):
        match = _CLOCK.fullmatch(time.strip())
        if match is not None and (match[2] is None or float(match[3]) < 60):
            hours, minutes = int(match[1] or 0), int(match[2] or 0)
            return hours * 3600 + minutes * 60 + Fraction(match[3])
    elif not isinstance(time, bool) and math.isfinite(time) and time >= 0:
        return Fraction(str(time))
    raise OptionError(f"{name} {time!r}: must be a time: seconds, MM:SS or H:MM:SS, 1:02:03.5 say")
