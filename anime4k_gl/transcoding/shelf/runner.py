"""The run over a shelf: so many files at once, each told of when it begins, goes on and ends."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Anime4KError, MediaError
from .items import Item, ShelfOutcome
from .planner import Planner
from .process import WorkerProcess
from .queue_file import Backlog
from .records import record

_LOOK_UP = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class ShelfProgress:
    """Where a run is, after something has happened.

    Attributes
    ----------
    item : the file it happened to
    outcome : what came of it; None where it has begun or goes on
    frames, total : of the file, done and all there are; None where that is not known
    seconds : since the file was begun
    done, files : files that have ended, and all of them as far as is known
    left : seconds that the rest is likely to take; None while nothing is known
    """

    item: Item
    outcome: ShelfOutcome | None
    frames: int
    total: int | None
    seconds: float
    done: int
    files: int
    left: float | None


Watch = Callable[[ShelfProgress], None]


@dataclass(slots=True)
class _Running:
    """A file that a process is at."""

    item: Item
    recipe: str | None
    started: float
    frames: int = 0
    total: int | None = None

    @property
    def fraction(self) -> float:
        return min(1.0, self.frames / self.total) if self.total else 0.0


class Shelf:
    """A run over a shelf.

    Parameters
    ----------
    backlog : the files
    planner : says which of them are done already
    options : of `transcode`, by name
    overwrite : whether to do again what is there, whoever made it
    jobs : how many files at once
    watch : called whenever something has happened

    Attributes
    ----------
    outcomes : of the files that have ended; after the run in the shelf's order
    """

    def __init__(
        self,
        backlog: Backlog,
        planner: Planner,
        options: Mapping[str, Any],
        *,
        overwrite: bool,
        jobs: int,
        watch: Watch,
    ) -> None:
        self.outcomes: list[ShelfOutcome] = []
        self._backlog, self._planner, self._options = backlog, planner, options
        self._overwrite, self._jobs, self._watch = overwrite, jobs, watch
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._running: dict[WorkerProcess, _Running] = {}
        self._idle: list[WorkerProcess] = []
        self._started = time.monotonic()
        self._worked = 0  # weight of what was done in this run

    def run(self) -> None:
        """Do all of it. Where it is interrupted, what is begun is put away, and told as such."""
        try:
            while self._begin() or self._running:
                try:
                    event = self._events.get(timeout=_LOOK_UP)
                except queue.Empty:  # so that Ctrl-C is heard on Windows, and a new line is seen
                    continue
                self._handle(*event)
        finally:
            self._stop()

    def _begin(self) -> bool:
        """Begin files while there is room; return whether any was begun."""
        begun = False
        while len(self._running) < self._jobs:
            item = self._backlog.take()
            if item is None:
                break
            if self._needs_work(item):
                begun = True
        return begun

    def _needs_work(self, item: Item) -> bool:
        """Begin a file, or end it where there is nothing to be done; return which."""
        if item.error:
            self._end(
                item, ShelfOutcome(item.number, item.source, None, "failed", item.error, item.notes)
            )
            return False
        target = item.target
        assert target is not None
        try:
            if self._planner.is_done(item, overwrite=self._overwrite):
                size = target.stat().st_size
                self._end(
                    item,
                    ShelfOutcome(
                        item.number, item.source, target, "skipped", "", item.notes, size=size
                    ),
                )
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"{target.parent}: cannot be made: {error.strerror or error}"
            self._end(item, ShelfOutcome(item.number, item.source, target, "failed", message))
            return False
        except MediaError as error:
            self._end(item, ShelfOutcome(item.number, item.source, target, "failed", str(error)))
            return False
        worker = self._idle.pop() if self._idle else WorkerProcess(self._options, self._events)
        # What is there was made by us of something else, or may be replaced.
        replaced = os.path.lexists(target)
        running = _Running(item, self._planner.recipe_text(item), time.monotonic())
        self._running[worker] = running
        worker.begin(item, overwrite=self._overwrite or replaced)
        self._tell(running, None)
        return True

    def _handle(self, worker: WorkerProcess, event: tuple[Any, ...]) -> None:
        running = self._running.get(worker)
        if running is None:  # an idle one has ended
            if event[0] == "ended" and worker in self._idle:
                self._idle.remove(worker)
            return
        if event[0] == "progress":
            running.frames, running.total = event[1], event[2]
            self._tell(running, None)
            return
        del self._running[worker]
        seconds = time.monotonic() - running.started
        item = running.item
        if event[0] == "done":
            outcome = self._of_facts(running, event[1], seconds)
        else:
            error = event[1] if event[0] == "failed" else f"{item.source}: {event[1]}"
            outcome = ShelfOutcome(
                item.number, item.source, item.target, "failed", error, seconds=seconds
            )
        if event[0] != "ended":
            self._put_away(worker)
        self._worked += item.weight
        self._end(item, outcome, running)

    def _of_facts(
        self, running: _Running, facts: Mapping[str, Any], seconds: float
    ) -> ShelfOutcome:
        item = running.item
        assert item.target is not None
        notes = (*item.notes, *facts["notes"])
        size = 0
        try:
            size = item.target.stat().st_size
            if running.recipe is not None:
                record(item.target, running.recipe)
        except (OSError, Anime4KError) as error:
            notes = (
                *notes,
                f"what it was made of cannot be noted, the next run does it again: {error}",
            )
        return ShelfOutcome(
            item.number,
            item.source,
            item.target,
            "losses" if facts["with_losses"] else "done",
            notes=notes,
            frames=facts["frames"],
            source_size=facts["source_size"],
            target_size=facts["target_size"],
            size=size,
            seconds=seconds,
        )

    def _put_away(self, worker: WorkerProcess) -> None:
        worker.item = None
        if worker.used_up:
            worker.stop()
        else:
            self._idle.append(worker)

    def _end(self, item: Item, outcome: ShelfOutcome, running: _Running | None = None) -> None:
        self.outcomes.append(outcome)
        self._backlog.ended(item, outcome)
        self._tell(running or _Running(item, None, time.monotonic()), outcome)

    def _tell(self, running: _Running, outcome: ShelfOutcome | None) -> None:
        waiting = self._backlog.waiting()
        ended = len(self.outcomes)
        self._watch(
            ShelfProgress(
                item=running.item,
                outcome=outcome,
                frames=running.frames,
                total=running.total,
                seconds=time.monotonic() - running.started,
                done=ended,
                files=ended + len(self._running) + len(waiting),
                left=self._left(waiting),
            )
        )

    def _left(self, waiting: list[Item]) -> float | None:
        """Return the seconds left, by the bytes of sources: the best that is known beforehand."""
        worked, rest = float(self._worked), float(sum(item.weight for item in waiting))
        for running in self._running.values():
            worked += running.fraction * running.item.weight
            rest += (1 - running.fraction) * running.item.weight
        elapsed = time.monotonic() - self._started
        return rest * elapsed / worked if worked else None

    def _stop(self) -> None:
        workers = [*self._running, *self._idle]
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.wait()
        for running in list(self._running.values()):
            outcome = ShelfOutcome(
                running.item.number, running.item.source, running.item.target, "interrupted",
                seconds=time.monotonic() - running.started, notes=running.item.notes,
            )  # fmt: skip
            self.outcomes.append(outcome)
        self._running.clear()
        self.outcomes.sort(key=lambda outcome: outcome.number)
