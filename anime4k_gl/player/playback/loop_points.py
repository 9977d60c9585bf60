"""Loop points: the part between two marks that is repeated, or the whole file."""

from __future__ import annotations

from ...lazy.dataclass import dataclass


@dataclass
class LoopPoints:
    """The marks A and B, media times in seconds as `Frame.time`, and whether the file repeats.

    Both marks make a loop, whichever was set first; one alone does nothing.

    Attributes
    ----------
    a, b : the marks, None where not set
    file : whether the file repeats at its end
    """

    a: float | None = None
    b: float | None = None
    file: bool = False

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The start and end of the loop; None without one."""
        if self.a is None or self.b is None or self.a == self.b:
            return None
        return min(self.a, self.b), max(self.a, self.b)

    def mark(self, time: float) -> str:
        """Set A, then B, then clear both, as mpv's key does; return which: A, B or nothing."""
        if self.a is None:
            self.a = time
            return "A"
        if self.b is None:
            self.b = time
            return "B"
        self.clear()
        return ""

    def clear(self) -> None:
        """Forget both marks."""
        self.a = self.b = None

    def leaves(self, shown: float, following: float | None) -> float | None:
        """Return the time at which playing is to jump back to A, None where it goes on.

        Parameters
        ----------
        shown : time of the frame seen; beyond B, where one may seek, the marks do not count. At B
            they do: that is the frame on which the mark was set
        following : time of the frame after it, None for the end of the file
        """
        if self.bounds is None or shown > self.bounds[1]:
            return None
        if following is not None and following < self.bounds[1]:
            return None
        return self.bounds[1]
