"""``anime4k-gl upscale`` with many files: what is shown meanwhile, and at the end."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import Anime4KError
from ...terminal import say, say_in_place, say_line
from ..progress import Pace, shows_bar

if TYPE_CHECKING:
    from ...transcoding.shelf.items import Item, ShelfOutcome
    from ...transcoding.shelf.runner import ShelfProgress


def upscale_many(
    sources: Sequence[str],
    options: Mapping[str, Any],
    *,
    output_dir: str,
    name: str,
    recursive: bool,
    jobs: int,
    queue: str | None,
    json_log: str | None,
    overwrite: bool,
    quiet: bool,
    shown: str,
) -> int:
    """Upscale files to a folder, say what came of each, and return the exit code."""
    from ...transcoding.shelf.api import open_shelf
    from ...transcoding.shelf.items import exit_code
    from ...transcoding.shelf.report import JsonLog, table

    lines = ShelfLines(quiet=quiet, shown=shown)
    with contextlib.ExitStack() as stack:
        log = None if json_log is None else stack.enter_context(JsonLog(json_log))

        def watch(progress: ShelfProgress) -> None:
            lines.watch(progress)
            if log is not None:
                log.watch(progress)

        shelf, backlog = open_shelf(
            sources, output_dir=output_dir, name=name, recursive=recursive, jobs=jobs,
            queue=queue, overwrite=overwrite, progress=watch, options=options,
        )  # fmt: skip
        waiting = len(backlog.waiting())
        lines.notes(backlog.notes)
        told = len(backlog.notes)
        if log is not None:
            log.start(waiting)
        interrupted = False
        started = time.monotonic()
        try:
            shelf.run()
        except KeyboardInterrupt:
            interrupted = True
        seconds = time.monotonic() - started
        lines.clear()
        left = len(backlog.waiting()) if interrupted else 0
        if log is not None:
            for outcome in shelf.outcomes:
                if outcome.state == "interrupted":
                    log.end_file(outcome)
            log.end(shelf.outcomes, waiting=left, seconds=seconds)
            if log.lost:
                say_line(f"note: {json_log}: could not be written to its end", err=True)
        lines.notes(backlog.notes[told:])
        lines.repeated()
        if quiet:
            _errors(shelf.outcomes)
        else:
            for line in table(shelf.outcomes, waiting=left, seconds=seconds):
                say(line, err=True)
    if interrupted:
        raise Anime4KError("interrupted; the same command goes on with what is left")
    return exit_code(shelf.outcomes)


class ShelfLines:
    """Shows on stderr where a run over a shelf is.

    Parameters
    ----------
    quiet : whether to show nothing
    shown : one of `progress.SHOWN`
    """

    def __init__(self, *, quiet: bool, shown: str) -> None:
        self._quiet = quiet
        self._as_bar = shows_bar(shown)
        self._paces: dict[int, Pace] = {}
        self._counts: dict[str, int] = {}  # of notes, by how many files had them
        self._drawn = 0

    def notes(self, notes: Sequence[str]) -> None:
        """Say what is to be known of all of it."""
        if not self._quiet:
            for note in notes:
                self._say(f"note: {note}")

    def watch(self, progress: ShelfProgress) -> None:
        """Show what has happened."""
        if self._quiet:
            return
        item, outcome = progress.item, progress.outcome
        if outcome is not None:
            self._paces.pop(item.number, None)
            self._ended(outcome)
            return
        pace = self._paces.setdefault(item.number, Pace())
        if self._as_bar:
            self._drawn = say_in_place(_place(progress), over=self._drawn)
        elif progress.frames and pace.is_due(progress.frames, progress.total):
            self._say(_place(progress))

    def clear(self) -> None:
        """Take away what is shown in place."""
        if self._drawn:
            self._drawn = say_in_place("", over=self._drawn)

    def repeated(self) -> None:
        """Say in how many files it was, of notes that were said of the first one alone."""
        for note, count in self._counts.items():
            if count > 1:
                self._say(f"note, in {count} files: {note}")

    def _ended(self, outcome: ShelfOutcome) -> None:
        from ...transcoding.shelf.words import duration_words

        name = os.fspath(outcome.source)
        if outcome.state == "failed":
            self._say(f"failed: {outcome.error}")
        elif outcome.state == "skipped":
            self._say(f"{name}: done before, {outcome.target}")
        elif outcome.state in ("done", "losses"):
            frames = f", {outcome.frames} frames" if outcome.frames > 1 else ""
            took = f" in {duration_words(outcome.seconds)}"
            self._say(f"{name}: {outcome.source_size} to {outcome.target_size}{frames}{took}")
        for note in outcome.notes:
            self._counts[note] = self._counts.get(note, 0) + 1
            if self._counts[note] == 1:
                self._say(f"note: {name}: {note}")

    def _say(self, text: str) -> None:
        self.clear()
        say_line(text, err=True)


def _place(progress: ShelfProgress) -> str:
    """Return where a run is: the file's frames and time, and the shelf's."""
    from ...transcoding.shelf.words import duration_words, frames_words

    item: Item = progress.item
    words = [f"[{min(progress.done + 1, progress.files)}/{progress.files}] {item.source.name}"]
    if progress.frames:
        words.append(frames_words(progress.frames, progress.total, progress.seconds))
    if progress.left is not None and progress.files > 1:
        words.append(f"all in {duration_words(progress.left)}")
    return f"{words[0]}: {'; '.join(words[1:])}" if len(words) > 1 else words[0]


def _errors(outcomes: Sequence[ShelfOutcome]) -> None:
    """Print what is wrong with files, and nothing else."""
    for outcome in outcomes:
        if outcome.error:
            say_line(f"anime4k-gl: {outcome.error}", err=True)
        elif outcome.state == "losses":
            for note in outcome.notes:
                say_line(f"note: {outcome.source}: {note}", err=True)
