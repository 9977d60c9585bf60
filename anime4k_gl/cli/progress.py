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

_LINE_EVERY_SECONDS = 10.0


class ProgressLine:
    """Shows frames done on stderr. A context manager; `update` is the callback to pass on.

    Attributes
    ----------
    seconds : from entering until now, or until it was left
    """

    def __init__(self, name: str, *, quiet: bool = False) -> None:
        self._name = one_line(name)
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._bar: Any = None
        self._start = self._last = time.monotonic()
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
        if self._terminal:
            if self._bar is None:
                require("tqdm")
                from tqdm import tqdm

                # A guessed total may be off by a few frames; the bar then just runs over.
                self._bar = tqdm(total=total, unit="frame", desc=self._name, leave=False)
            self._bar.update(done - self._bar.n)
        elif time.monotonic() - self._last >= _LINE_EVERY_SECONDS:
            self._last = time.monotonic()
            of = f" of {total}" if total else ""
            rate = done / self.seconds
            say_line(f"{self._name}: {done}{of} frames, {rate:.1f} fps", err=True)


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
