"""The pictures to train on: scenes and sketches of even seeds, drawn on all cores, as luma."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from training.recipe import DataPlan

Luma: TypeAlias = npt.NDArray[np.uint8]
"""(N, H, W) or (H, W), gamma-coded, full range, row 0 on top."""

LUMA = (0.2126, 0.7152, 0.0722)

Job: TypeAlias = tuple[str, int, int, int]
"""What is drawn: "scene" or "sketch", its seed, width, height."""


def luma(rgb: npt.NDArray[Any]) -> Luma:
    """Return the luma of R'G'B' of 8 bits, (H, W, 3)."""
    return np.rint(rgb.astype(np.float32) @ np.array(LUMA, np.float32)).astype(np.uint8)


def draw(job: Job) -> Luma:
    """Return a drawing's luma."""
    kind, seed, width, height = job
    if kind == "sketch":
        from training import sketches

        return luma(sketches.draw(seed, width, height))
    from benchmarks.quality import scenes

    # Kinds by the half of the seed, as even seeds would else never show every other kind.
    kinds = list(scenes.KINDS)
    scene = scenes.make(seed, kinds[seed // 2 % len(kinds)])
    return luma(scenes.draw(scene, width, height))


def jobs_of(plan: DataPlan) -> list[Job]:
    """Return what is drawn for a plan: even seeds, from 0."""
    counts = {"scene": plan.scenes, "sketch": plan.sketches}
    return [
        (kind, 2 * number, plan.width, plan.height)
        for kind, count in counts.items()
        for number in range(count)
    ]


def draw_all(jobs: Iterable[Job], *, workers: int | None = None) -> Luma:
    """Return drawings in the order of their jobs, drawn by so many processes, or by all cores."""
    jobs = list(jobs)
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        return np.stack([draw(job) for job in jobs])
    # Forking a process that has threads, as JAX starts, may hang it.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        first = jobs[0]
        out = np.empty((len(jobs), first[3], first[2]), np.uint8)
        for number, picture in enumerate(pool.map(draw, jobs, chunksize=4)):
            out[number] = picture
    return out


def training_set(plan: DataPlan, *, workers: int | None = None) -> Luma:
    """Return the pictures of a plan, and those of them that are kept again at half the size."""
    drawn = draw_all(jobs_of(plan), workers=workers)
    count = round(len(drawn) * plan.halved) // 4 * 4
    if not count:
        return drawn
    # Those that are evenly spread over the kinds of pictures.
    chosen = np.linspace(0, len(drawn) - 1, count).round().astype(int)
    return np.concatenate([drawn, four_in_one(drawn[chosen])])


def halved(pictures: Luma) -> Luma:
    """Return pictures averaged 2x2 and rounded: (N, H / 2, W / 2)."""
    count, height, width = pictures.shape
    out = np.empty((count, height // 2, width // 2), np.uint8)
    for number, picture in enumerate(pictures):
        blocks = picture.reshape(height // 2, 2, width // 2, 2).astype(np.uint16)
        out[number] = (blocks.sum((1, 3)) + 2) // 4
    return out


def four_in_one(pictures: Luma) -> Luma:
    """Return pictures at half their size, four beside and below each other in one."""
    small = halved(pictures)
    count, height, width = small.shape
    grid = small.reshape(count // 4, 2, 2, height, width).transpose(0, 1, 3, 2, 4)
    return np.ascontiguousarray(grid.reshape(count // 4, 2 * height, 2 * width))
