"""The running of a plan: what is kept is read, what is missing is measured on all cores."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from anime4k_gl.comparing.report import Originals, Row
from benchmarks.quality.league.kept import Kept
from benchmarks.quality.league.plan import Case, Pair, Plan, scene_of
from benchmarks.quality.league.working import Measured, Unit, begin, picture_path, work


@dataclass
class Outcome:
    """What came of a plan.

    Attributes
    ----------
    rows : by sizes, in the plan's order; without milliseconds
    originals : by sizes, of the scenes whose pictures are kept
    measured : so many measurements were made now; the others were kept
    missing : so many are not there, as time ran out
    """

    rows: dict[Pair, list[Row]] = field(default_factory=dict)
    originals: dict[Pair, list[Originals]] = field(default_factory=dict)
    measured: int = 0
    missing: int = 0


class League:
    """A plan with its folder.

    Attributes
    ----------
    drawn_by : the drivers of methods whose pictures are another driver's, by the methods' names
    """

    def __init__(
        self, plan: Plan, folder: Path, renderer: str, kept: Kept, others: Sequence[str] = ()
    ) -> None:
        """Take the plan, the folder of pictures, the driver's name, and what is kept.

        Parameters
        ----------
        others : drivers whose pictures count, in this order, for methods of which `renderer`'s
            are not kept
        """
        self._plan, self._keys = plan, plan.keys(renderer)
        self._kept = kept
        self._pictures = folder / "pictures"
        self.drawn_by: dict[str, str] = {}
        for other in others:
            for name, key in plan.keys(other).items():
                if not kept.has(name, self._keys[name]) and kept.has(name, key):
                    self._keys[name], self.drawn_by[name] = key, other

    def run(
        self,
        *,
        workers: int | None = None,
        deadline: float | None = None,
        progress: Callable[[str], None] = lambda text: None,
    ) -> Outcome:
        """Return the rows, after what is missing was measured.

        Parameters
        ----------
        workers : processes, each with an OpenGL context; None for as many as there are cores
        deadline : of `time.time`, after which nothing more is begun
        progress : called with a line now and then
        """
        scenes_left = [units for seed in self._plan.seeds if (units := self._missing(seed))]
        try:
            measured = self._measure(scenes_left, workers, deadline, progress)
        finally:
            self._kept.save()
        outcome = self.kept()
        outcome.measured = measured
        return outcome

    def _measure(
        self,
        left: list[list[Unit]],
        workers: int | None,
        deadline: float | None,
        progress: Callable[[str], None],
    ) -> int:
        if not left:
            return 0
        cores = os.cpu_count() or 1
        workers = max(1, min(workers or cores, len(left)))
        plan = self._plan
        if workers == 1:
            begin(plan.texts, plan.backend)
            return sum(self._take(work(units, deadline)) for units in left)
        context = multiprocessing.get_context("spawn")  # drivers do not survive a fork
        measured, done, started = 0, 0, time.monotonic()
        with ProcessPoolExecutor(
            workers,
            mp_context=context,
            initializer=begin,
            initargs=(plan.texts, plan.backend, max(1, cores // workers)),
        ) as pool:
            futures: set[Future[Measured]] = {pool.submit(work, u, deadline) for u in left}
            try:
                while futures:
                    ended, futures = wait(futures, return_when=FIRST_COMPLETED)
                    for future in ended:
                        measured += self._take(future.result())
                    done += len(ended)
                    seconds = time.monotonic() - started
                    progress(f"{done} of {len(left)} scenes in {seconds:.0f} s")
            finally:
                for future in futures:
                    future.cancel()
        return measured

    def _take(self, found: Measured) -> int:
        for name, case, seed, metrics in found:
            self._kept.put(name, self._keys[name], case, seed, metrics)
        return len(found)

    def _missing(self, seed: int) -> list[Unit]:
        """Return what of a scene has to be measured."""
        units = []
        keep = self._pictures if seed in self._plan.seeds[: self._plan.pictures] else None
        for case in self._plan.cases(seed):
            left = tuple(
                name
                for name, metrics in self._found(case, seed)
                if metrics is None
                or (keep is not None and not picture_path(keep, case, seed, name).exists())
            )
            if left:
                units.append(Unit(seed, case, left, keep))
        return units

    def _found(self, case: Case, seed: int) -> Iterator[tuple[str, dict[str, float] | None]]:
        """Yield what is kept of a scene, by the methods' names."""
        for name, key in self._keys.items():
            yield name, self._kept.get(name, key, case.name, seed, case.names)

    def kept(self) -> Outcome:
        """Return the rows of what is there, with nothing measured.

        A method without the further metrics of a scene is in the tables of those that all have.
        """
        plan = self._plan
        outcome = Outcome({pair: [] for pair in plan.pairs}, {pair: [] for pair in plan.pairs})
        for number, seed in enumerate(plan.seeds):
            scene, shown = scene_of(seed), number < plan.pictures
            for case in plan.cases(seed):

                def file(what: str, case: Case = case, seed: int = seed) -> Path | None:
                    path = picture_path(self._pictures, case, seed, what)
                    return path if path.exists() else None

                plain = dict(self._found(replace(case, names=plan.names), seed))
                for name, found in self._found(case, seed):
                    outcome.missing += found is None
                    metrics = found or plain[name]
                    if metrics is None:
                        continue
                    image = file(name) if shown else None
                    outcome.rows[case.pair].append(
                        Row(scene.name, name, metrics, None, scene.kind, case.chain, image)
                    )
                if shown and (truth := file("truth")):
                    outcome.originals[case.pair].append(
                        Originals(scene.name, case.chain, truth, file("source"))
                    )
        return outcome
