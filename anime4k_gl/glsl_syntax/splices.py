"""Line continuations: taken out before anything else is read, with a way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_CONTINUATION = re.compile(r"\\\r?\n")


class Spliced:
    """A source without the backslashes at its lines' ends, and without those line ends.

    Attributes
    ----------
    text : what is left; a word may have stood on two lines
    """

    def __init__(self, source: str) -> None:
        self._at: list[int] = []  # offsets in `text` at which something was taken out
        self._removed = [0]  # and how much, up to each of them
        if "\\" not in source:
            self.text = source
            return
        parts, end = [], 0
        for match in _CONTINUATION.finditer(source):
            parts.append(source[end : match.start()])
            end = match.end()
            self._at.append(match.start() - self._removed[-1])
            self._removed.append(self._removed[-1] + len(match[0]))
        self.text = "".join([*parts, source[end:]])

    def start(self, offset: int) -> int:
        """Return where in the source a character of `text` stands."""
        return offset + self._removed[bisect_right(self._at, offset)] if self._at else offset

    def end(self, offset: int) -> int:
        """Return where in the source a stretch ends that ends at an offset of `text`."""
        return offset + self._removed[bisect_left(self._at, offset)] if self._at else offset
