"""The times of packets, and what is told of a clock that jumps or pauses."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Stamp:
    """The times of a packet, in seconds as the container has them.

    Attributes
    ----------
    stream : its index
    dts, pts : when it is decoded and shown, None where the file does not say
    duration : 0 where the file does not say
    sparse : of subtitles or data, which come when they come and prove nothing
    reordered : of video, whose packets are not in the order of `pts`
    """

    stream: int
    dts: Fraction | None
    pts: Fraction | None
    duration: Fraction = Fraction(0)
    sparse: bool = False
    reordered: bool = False

    @property
    def order(self) -> Fraction | None:
        """The time that never decreases in a right stream."""
        return self.pts if self.dts is None and not self.reordered else self.dts

    @property
    def shown(self) -> Fraction | None:
        """When it is shown, as far as is known."""
        return self.dts if self.pts is None else self.pts


@dataclass(frozen=True, slots=True)
class Join:
    """A place where the clock jumped.

    Attributes
    ----------
    time : where that is in the continuous presentation, in seconds
    jump : by how much the container's time differed from what was due; negative for back
    """

    time: Fraction
    jump: Fraction

    def __str__(self) -> str:
        by = f"{float(abs(self.jump)):.2f}".rstrip("0").rstrip(".")
        way = "" if self.jump > 0 else "back "
        return f"the clock jumps {way}at {float(self.time):.2f} s by {by} s; joined without a gap"


@dataclass(frozen=True, slots=True)
class Pause:
    """A long step forward that a container means: it stays.

    Attributes
    ----------
    time : where that is in the presentation, in seconds
    length : in seconds
    """

    time: Fraction
    length: Fraction

    def __str__(self) -> str:
        return (
            f"nothing comes for {float(self.length):.0f} s from {float(self.time):.2f} s on: the"
            " file's times say so, and it stays"
        )
