"""The times of packets, and what is told of a clock that jumps or pauses."""

from __future__ import annotations

from ...lazy.dataclass import dataclass

SECOND = 1_000_000_000
"""Nanoseconds in a second: clocks are reckoned in whole ones, exactly enough for any container."""


@dataclass(slots=True)
class Stamp:
    """The times of a packet, in nanoseconds as the container has them.

    Attributes
    ----------
    stream : its index
    dts, pts : when it is decoded and shown, None where the file does not say
    duration : 0 where the file does not say
    sparse : of subtitles or data, which come when they come and prove nothing
    reordered : of video, whose packets are not in the order of `pts`
    """

    stream: int
    dts: int | None
    pts: int | None
    duration: int = 0
    sparse: bool = False
    reordered: bool = False

    @property
    def order(self) -> int | None:
        """The time that never decreases in a right stream."""
        return self.pts if self.dts is None and not self.reordered else self.dts

    @property
    def shown(self) -> int | None:
        """When it is shown, as far as is known."""
        return self.dts if self.pts is None else self.pts


@dataclass(frozen=True, slots=True)
class Join:
    """A place where the clock jumped.

    Attributes
    ----------
    time : where that is in the continuous presentation, in nanoseconds
    jump : by how much the container's time differed from what was due; negative for back
    """

    time: int
    jump: int

    def __str__(self) -> str:
        by = f"{abs(self.jump) / SECOND:.2f}".rstrip("0").rstrip(".")
        way = "" if self.jump > 0 else "back "
        return f"the clock jumps {way}at {self.time / SECOND:.2f} s by {by} s; joined without a gap"


@dataclass(frozen=True, slots=True)
class Pause:
    """A long step forward that a container means: it stays.

    Attributes
    ----------
    time : where that is in the presentation, in nanoseconds
    length : in nanoseconds
    """

    time: int
    length: int

    def __str__(self) -> str:
        start, length = self.time / SECOND, self.length / SECOND
        return (
            f"nothing comes for {length:.0f} s from {start:.2f} s on: the file's times say so, and"
            " it stays"
        )
