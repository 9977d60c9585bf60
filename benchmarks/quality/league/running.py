"""The running of a plan: what is kept is read, what is missing is measured on all cores."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from anime4k_gl.comparing.report import Originals, Row
from benchmarks.quality.league.kept import Kept
from benchmarks.quality.league.plan import Keys, Pair, Plan, scene_of
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
    """A plan with its folder."""

    def __init__(self, plan: Plan, folder: Path, renderer: str, kept: Path | None = None) -> None:
        """Take the plan, the folder of pictures and of what is kept, and the driver's name."""
        self._plan, self._keys = plan, Keys(renderer)
        self._kept = Kept(kept or folder / "kept")
        self._pictures = folder / "pictures"

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
        measured = self._measure(scenes_left, workers, deadline, progress)
        outcome = self._outcome()
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
        for key, metrics in found:
            self._kept.put(key, metrics)
        return len(found)

    def _missing(self, seed: int) -> list[Unit]:
        """Return what of a scene has to be measured."""
        plan = self._plan
        keep = self._pictures if seed in plan.seeds[: plan.pictures] else None
        units = []
        for pair in plan.pairs:
            for chain in plan.chains:
                names = plan.names_of(seed, chain)
                left = []
                for method in plan.methods:
                    key = self._keys.of(seed, pair, chain, method, names)
                    drawn = (
                        keep is None or picture_path(keep, pair, chain, seed, method.name).exists()
                    )
                    if self._kept.get(key) is None or not drawn:
                        left.append((method.name, key))
                if left:
                    units.append(Unit(seed, pair, chain, tuple(left), names, keep))
        return units

    def _outcome(self) -> Outcome:
        plan, outcome = self._plan, Outcome()
        for pair in plan.pairs:
            rows = outcome.rows.setdefault(pair, [])
            originals = outcome.originals.setdefault(pair, [])
            for number, seed in enumerate(plan.seeds):
                scene = scene_of(seed)
                for chain in plan.chains:
                    names = plan.names_of(seed, chain)

                    def file(what: str, at: tuple[Pair, str, int] = (pair, chain, seed)) -> Path:
                        return picture_path(self._pictures, *at, what)

                    shown = number < plan.pictures
                    for method in plan.methods:
                        key = self._keys.of(seed, pair, chain, method, names)
                        metrics = self._kept.get(key)
                        if metrics is None:
                            outcome.missing += 1
                            continue
                        image = file(method.name) if shown else None
                        rows.append(
                            Row(scene.name, method.name, metrics, None, scene.kind, chain, image)
                        )
                    if shown and file("truth").exists():
                        originals.append(
                            Originals(scene.name, chain, file("truth"), file("source"))
                        )
        return outcome
