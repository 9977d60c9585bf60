"""The queue: a text file with one input a line, that people edit while it is worked through.

Empty lines and lines that begin with ``#`` mean nothing. A line is a file, a folder or a glob,
relative to the queue's folder, or the same as a JSON string where it begins with a quotation mark:
for names with line breaks or spaces at their ends. What is done becomes a comment, as in
``# done: a.mkv``.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import MediaError
from ...media.failures import failed
from ...media.output_file import OutputFile
from .items import Item, ShelfOutcome, State

HEADER = (
    "# A queue of anime4k-gl upscale: a file, folder or glob a line, relative to this folder.\n"
    "# Lines may be added, removed and put in another order while it runs.\n"
)

MARKS: dict[State, str] = {
    "done": "done", "losses": "done with losses", "skipped": "done", "failed": "failed",
}  # fmt: skip
"""What a line becomes by what came of it; of several files, the worst."""

_WORST: tuple[State, ...] = ("failed", "losses", "done", "skipped")
_SAVED_ANEW = 0.3  # seconds within which editors put a file back that they replace

Expand = Callable[[str], list[Item]]


@dataclass(slots=True)
class _Entry:
    """A line's files; those not begun yet; what came of the others."""

    items: list[Item]
    waiting: list[Item]
    states: list[State]


class QueueFile:
    """The items of a queue file, in the order that it has at the moment.

    Parameters
    ----------
    path : the file; it is made where it is not there
    expand : returns the items that a name stands for
    names : to be added where they are not in it

    Attributes
    ----------
    notes : what the user should know of, a sentence each

    Raises `MediaError` if it cannot be read, or not be made.
    """

    def __init__(self, path: Path, expand: Expand, names: Sequence[str] = ()) -> None:
        self.path = Path(os.path.realpath(path))
        self.notes: list[str] = []
        self._expand = expand
        self._lines: dict[str, _Entry] = {}
        self._order: list[str] = []
        self._seen: tuple[int, ...] | None = None
        self._add(names)
        self._read()

    def take(self) -> Item | None:
        """Return the next item to begin, None where there is none left. Reads the file anew."""
        self._read()
        for text in self._order:
            waiting = self._lines[text].waiting
            if waiting:
                return waiting.pop(0)
        return None

    def waiting(self) -> list[Item]:
        """Return the items that are not begun yet, in order."""
        return [item for text in self._order for item in self._lines[text].waiting]

    def ended(self, item: Item, outcome: ShelfOutcome) -> None:
        """Take what came of an item, and mark its line once all of the line's have ended."""
        for text, line in self._lines.items():
            if any(each is item for each in line.items):
                line.states.append(outcome.state)
                if len(line.states) == len(line.items) and "interrupted" not in line.states:
                    worst = next(state for state in _WORST if state in line.states)
                    self._mark(text, MARKS[worst])

    def _add(self, names: Sequence[str]) -> None:
        try:
            text = self._text() if self.path.exists() else HEADER
        except OSError as error:
            raise failed(self.path, error) from error
        there = {line.strip() for line in text.split("\n")}
        new = [line for line in map(self._line_of, names) if line not in there]
        if new or not self.path.exists():
            text += "\n" if text and not text.endswith("\n") else ""
            try:
                self._write(text + "".join(f"{line}\n" for line in dict.fromkeys(new)))
            except OSError as error:
                raise failed(self.path, error) from error

    def _line_of(self, name: str) -> str:
        """Return the line that stands for a name which is relative to the working folder."""
        path = os.path.abspath(name)
        with contextlib.suppress(ValueError):
            path = os.fspath(Path(path).relative_to(self.path.parent))
        plain = path.isprintable() and path == path.strip() and path[:1] not in ("#", '"')
        return path if plain else json.dumps(path)

    def _items_of(self, line: str) -> list[Item]:
        name = line
        if line.startswith('"'):
            try:
                name = str(json.loads(line))
            except ValueError:
                return [Item(0, Path(line), None, error=f"{self.path}: not a JSON string: {line}")]
        return self._expand(os.fspath(self.path.parent / name))

    def _read(self) -> None:
        """Look at the file again, if it is not the one that was read last."""
        for attempt in (1, 2):
            try:
                status = os.stat(self.path)
                seen = (status.st_mtime_ns, status.st_size, status.st_ino)
                if seen == self._seen:
                    return
                text = self._text()
                break
            except FileNotFoundError:
                if attempt == 2:
                    if self._order:
                        self.notes.append(f"{self.path}: the queue is gone; nothing more is begun")
                    self._order, self._seen = [], None
                    return
                time.sleep(_SAVED_ANEW)
            except OSError as error:
                self.notes.append(f"{failed(self.path, error)}; it is worked through as it was")
                return
        self._seen = seen
        lines = [line.strip() for line in text.split("\n")]
        self._order = list(dict.fromkeys(line for line in lines if line and line[0] != "#"))
        for line in self._order:
            if line not in self._lines:
                items = self._items_of(line)
                self._lines[line] = _Entry(items, list(items), [])

    def _text(self) -> str:
        return self.path.read_bytes().decode("utf-8-sig", "surrogateescape")

    def _mark(self, line: str, mark: str) -> None:
        """Write into the file that a line is done, whatever else it holds by now."""
        try:
            lines = self._text().split("\n")
            if line not in map(str.strip, lines):
                return
            ends = ["\r" if each.endswith("\r") else "" for each in lines]
            marked = [
                f"# {mark}: {line}{end}" if each.strip() == line else each
                for each, end in zip(lines, ends, strict=True)
            ]
            self._write("\n".join(marked))
        except (OSError, MediaError) as error:
            note = f"{self.path}: cannot be marked: {error}"
            if note not in self.notes:
                self.notes.append(note)

    def _write(self, text: str) -> None:
        output = OutputFile(self.path, overwrite=True)
        try:
            output.path.write_bytes(text.encode("utf-8", "surrogateescape"))
            output.publish()
        finally:
            output.discard()


class FixedItems:
    """Items as they were found, in order; with the face of a `QueueFile`."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.notes: list[str] = []
        self._waiting = list(items)

    def take(self) -> Item | None:
        """Return the next item to begin, None where there is none left."""
        return self._waiting.pop(0) if self._waiting else None

    def waiting(self) -> list[Item]:
        """Return the items that are not begun yet, in order."""
        return list(self._waiting)

    def ended(self, item: Item, outcome: ShelfOutcome) -> None:
        """Take what came of an item."""


Backlog = QueueFile | FixedItems
