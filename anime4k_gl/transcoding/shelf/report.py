"""The reports about a shelf: a table for people, and a log of JSON lines for programs."""

from __future__ import annotations

import json
import os
import sys
import textwrap
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from ...media.failures import failed
from ...terminal import one_line
from ...version import version
from .items import ShelfOutcome, State, exit_code
from .runner import ShelfProgress
from .words import duration_words, size_words

WIDTH = 80

WORDS: dict[State, str] = {
    "done": "done", "losses": "losses", "skipped": "skipped", "failed": "failed",
    "interrupted": "stopped",
}  # fmt: skip
"""The states as the table has them."""

_ORDER: tuple[State, ...] = ("done", "losses", "skipped", "failed", "interrupted")
_COUNTED: dict[State, str] = {
    "done": "done", "losses": "done with losses", "skipped": "skipped", "failed": "failed",
    "interrupted": "stopped",
}  # fmt: skip


def table(outcomes: Sequence[ShelfOutcome], *, waiting: int = 0, seconds: float = 0.0) -> list[str]:
    """Return the lines of a table of what came of each file, none wider than 80 columns.

    Parameters
    ----------
    waiting : files that were not begun
    seconds : that all of it took
    """
    name = max([4, *(min(33, _wide(one_line(os.fspath(o.source)))) for o in outcomes)])
    lines = [f"{_padded('file', name)}  state        time     size  frames  pixels".rstrip()]
    for outcome in outcomes:
        row = (
            _padded(_shortened(one_line(os.fspath(outcome.source)), name), name),
            f"{WORDS[outcome.state]:7}",
            f"{duration_words(outcome.seconds) if outcome.seconds else '-':>8}",
            f"{size_words(outcome.size) if outcome.size else '-':>7}",
            f"{outcome.frames or '-':>6}",
            f"{outcome.target_size or ''}",
        )
        lines.append("  ".join(row).rstrip())
        if outcome.error:
            lines += _told(outcome.error.removeprefix(f"{outcome.source}: "))
        elif outcome.state == "losses":
            lines += [line for note in outcome.notes for line in _told(note)]
    lines.append(summary(outcomes, waiting=waiting, seconds=seconds))
    return lines


def summary(outcomes: Sequence[ShelfOutcome], *, waiting: int = 0, seconds: float = 0.0) -> str:
    """Return it in a line: ``10 files: 7 done, 1 skipped, 2 failed; 12 min``."""
    counts = {state: sum(o.state == state for o in outcomes) for state in _ORDER}
    words = [f"{count} {_COUNTED[state]}" for state, count in counts.items() if count]
    if waiting:
        words.append(f"{waiting} not begun")
    files = len(outcomes) + waiting
    took = f"; {duration_words(seconds)}" if seconds else ""
    return f"{files} file{'s' * (files != 1)}: {', '.join(words) or 'nothing to do'}{took}"


class JsonLog:
    """A log of JSON lines, each written at once: see docs/shelf.md. A context manager.

    Parameters
    ----------
    name : the file, written anew; ``-`` for standard output

    Raises `MediaError` if it cannot be written.
    """

    def __init__(self, name: str | os.PathLike[str]) -> None:
        self._name = os.fspath(name)
        self._own: TextIO | None = None
        self._failed = False
        if name == "-":
            self._file: TextIO = sys.stdout
            return
        try:
            # Of its own lines each is written at once, and `__exit__` closes it.
            self._own = self._file = Path(name).open("w", encoding="ascii")  # noqa: SIM115
        except (OSError, ValueError) as error:
            raise failed(self._name, error) from error

    def __enter__(self) -> JsonLog:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._own.close()

    @property
    def lost(self) -> bool:
        """Whether a line could not be written, and none has been since."""
        return self._failed

    def start(self, files: int) -> None:
        """Write that the run begins, with so many files."""
        self._write({"event": "start", "version": version(), "files": files})

    def watch(self, progress: ShelfProgress) -> None:
        """Write that a file has begun or ended."""
        item, outcome = progress.item, progress.outcome
        if outcome is not None:
            self.end_file(outcome)
        elif not progress.frames:
            self._write(
                {"event": "begin", "input": str(item.source), "output": str(item.target or "")}
            )

    def end_file(self, outcome: ShelfOutcome) -> None:
        """Write what came of a file."""
        self._write({"event": "file", **to_json(outcome)})

    def end(self, outcomes: Sequence[ShelfOutcome], *, waiting: int, seconds: float) -> None:
        """Write that the run has ended."""
        values: dict[str, Any] = {"event": "end"}
        values |= {state: sum(o.state == state for o in outcomes) for state in _ORDER}
        values |= {"not_begun": waiting, "seconds": round(seconds, 3)}
        self._write(values | {"exit_code": 1 if waiting else exit_code(list(outcomes))})

    def _write(self, values: dict[str, Any]) -> None:
        if self._failed:
            return
        try:
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            self._file.write(json.dumps({"time": now, **values}).replace("\x7f", "\\u007f") + "\n")
            self._file.flush()
        except (OSError, ValueError):
            self._failed = True


def to_json(outcome: ShelfOutcome) -> dict[str, Any]:
    """Return what came of a file as JSON has it."""
    source, target = outcome.source_size, outcome.target_size
    return {
        "input": str(outcome.source),
        "output": None if outcome.target is None else str(outcome.target),
        "state": outcome.state,
        "error": outcome.error or None,
        "notes": list(outcome.notes),
        "frames": outcome.frames or None,
        "source_size": None if source is None else list(source),
        "target_size": None if target is None else list(target),
        "bytes": outcome.size or None,
        "seconds": round(outcome.seconds, 3),
    }


def _told(text: str) -> list[str]:
    return textwrap.wrap(
        one_line(text), WIDTH, initial_indent="    ", subsequent_indent="    ",
        break_on_hyphens=False,
    )  # fmt: skip


def _wide(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - _wide(text))


def _shortened(text: str, columns: int) -> str:
    """Return a name with its end, which tells files of a series apart, in so many columns."""
    if _wide(text) <= columns:
        return text
    kept, room = "", columns - 3
    for character in reversed(text):
        room -= _columns(character)
        if room < 0:
            break
        kept = character + kept
    return "..." + kept
