"""The state of a clock: sections between its jumps, and where each stream is on them."""

from __future__ import annotations

from typing import Generic, TypeVar

from ...lazy.dataclass import dataclass
from .stamps import Stamp

Item = TypeVar("Item")


@dataclass(slots=True, eq=False)
class Section:
    """What lies between two jumps of a clock."""

    number: int
    offset: int  # to add to the container's times
    first: int  # of the container's times
    front: int
    begun: bool = True  # whether these are of a stream that proves something
    jump: int = 0
    due: int = 0  # in the presentation, of the packet that opened it
    wrap: int | None = None  # the offset, where the clock has only wrapped


@dataclass(slots=True)
class Place:
    """Where a stream is on a section's clock."""

    section: Section
    last: int
    due: int  # of the next packet


@dataclass(slots=True)
class Track:
    """A stream, as far as it has been read."""

    place: Place
    before: Place | None = None  # of the section that it left for the one that is not settled
    run: int = 0  # packets since then
    length: int = 0  # of the last packet
    end: int | None = None  # of what was shown, in the presentation
    sparse: bool = False


@dataclass(slots=True)
class Held(Generic[Item]):
    """A packet that waits until its section's offset is known."""

    item: Item
    stamp: Stamp
    section: Section
    adjusted: int | None = None  # an offset of its own, for a packet that lies
