"""The lines about a transcode: what was decided, then how far it is.

The latter is a bar on a terminal, and a line now and then elsewhere.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..dependencies import require
from ..terminal import one_line, say_line

if TYPE_CHECKING:
    from ..transcoding.parts import Decisions

_Update = Callable[[int, int | None], None]

_LINE_SECONDS = (10.0, 60.0)  # between two lines: the least, and the most
_LINES = 10  # in equal parts of the frames, where that is neither too often nor too seldom

SHOWN = ("auto", "bar", "lines")
"""How progress is shown; auto: a bar on a terminal, else lines."""


class ProgressLine:
    """Shows frames done on stderr. A context manager; `update` is the callback to pass on.

    Parameters
    ----------
    name : of the file
    quiet : whether to show nothing
    shown : one of `SHOWN`

    Attributes
    ----------
    seconds : from entering until now, or until it was left
    """

    def __init__(self, name: str, *, quiet: bool = False, shown: str = "auto") -> None:
        self._name = one_line(name)
        self._quiet = quiet
        self._as_bar = shows_bar(shown)
        self._bar: Any = None
        self._start = time.monotonic()
        self._pace = Pace()
        self._end: float | None = None

    @property
    def seconds(self) -> float:
        """The time taken so far."""
        return (self._end or time.monotonic()) - self._start

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self._end = time.monotonic()
        if self._bar is not None:
            self._bar.close()

    def update(self, done: int, total: int | None) -> None:
        """Show that `done` frames of `total` are done."""
        if self._quiet or total == 1:
            return
        if self._as_bar:
            if self._bar is None:
                require("tqdm")
                from tqdm import tqdm

                # A guessed total may be off by a few frames; the bar then just runs over.
                self._bar = tqdm(total=total, unit="frame", desc=self._name, leave=False)
            self._bar.update(done - self._bar.n)
        elif self._pace.is_due(done, total):
            from ..transcoding.shelf.words import frames_words

            say_line(f"{self._name}: {frames_words(done, total, self.seconds)}", err=True)


class Pace:
    """Says when a line is due: each tenth of the frames, but neither too often nor too seldom."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._part = 0

    def is_due(self, done: int, total: int | None) -> bool:
        """Return whether it is time for a line; then the next one is due later."""
        since = time.monotonic() - self._last
        part = _LINES * done // total if total else 0
        least, most = _LINE_SECONDS
        enough = not total or part > self._part
        if since < least or (since < most and not enough):
            return False
        self._last, self._part = time.monotonic(), part
        return True


def shows_bar(shown: str) -> bool:
    """Return whether progress is shown in place, for one of `SHOWN`."""
    return sys.stderr.isatty() if shown == "auto" else shown == "bar"


class DecisionLines:
    """Says what was decided once the work goes on: what fails before that is one line alone.

    Of a picture nothing is said, since all that is to be said comes at once.

    Attributes
    ----------
    said : the notes that were printed
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._decisions: Decisions | None = None
        self.said: frozenset[str] = frozenset()

    def keep(self, decisions: Decisions) -> None:
        """Take what was decided."""
        self._decisions = decisions

    def before(
        self, update: Callable[[int, int | None], None]
    ) -> Callable[[int, int | None], None]:
        """Return `update` with the lines printed before its first call."""

        def both(done: int, total: int | None) -> None:
            decisions, self._decisions = self._decisions, None
            if decisions is not None and total != 1:
                say_line(f"{self._name}: {decisions.summary}", err=True)
                for note in decisions.notes:
                    say_line(f"note: {note}", err=True)
                self.said = frozenset(decisions.notes)
            update(done, total)

        return both
