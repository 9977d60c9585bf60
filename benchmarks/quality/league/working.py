"""The work on one scene, in a process of a pool: drawn once, then every size, chain and method."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from anime4k_gl.comparing.drawing import MethodDrawing
from anime4k_gl.comparing.methods import Method, parse_methods
from anime4k_gl.comparing.subjects import Subject
from anime4k_gl.formats import Size
from benchmarks.quality import degradations
from benchmarks.quality.league import mpv
from benchmarks.quality.league.likeness import NAMES, Likeness
from benchmarks.quality.league.plan import Case, Pair, scene_of

Pixels = npt.NDArray[Any]


@dataclass(frozen=True)
class Unit:
    """A scene under one degradation at one pair of sizes, and what of it is not known yet.

    Attributes
    ----------
    missing : methods by their names
    pictures : the folder of its pictures, if they are kept
    """

    seed: int
    case: Case
    missing: tuple[str, ...]
    pictures: Path | None = None


Measured = list[tuple[str, str, int, dict[str, float]]]
"""Metrics by method, case and scene."""

_methods: dict[str, Method] = {}
_painters: dict[str, MethodDrawing] = {}


def begin(texts: Sequence[str], backend: str, threads: int | None = None) -> None:
    """Prepare a process: the methods, which cannot be sent to it, and how many threads it takes.

    Parameters
    ----------
    texts, backend : see `parse_methods`
    threads : for drawing without a GPU, where the driver is not loaded yet
    """
    _painters.clear()
    _methods.clear()
    _methods.update((method.name, method) for method in parse_methods(texts, backend=backend))
    if threads is not None:
        os.environ.setdefault("LP_NUM_THREADS", str(threads))
    try:
        import cv2
    except ImportError:
        return
    cv2.setNumThreads(1)


def work(units: list[Unit], deadline: float | None) -> Measured:
    """Return the measurements of one scene's units; after the deadline, of those that were begun.

    Parameters
    ----------
    units : of one scene, whose drawing all sizes share
    deadline : of `time.time`
    """
    found: Measured = []
    for unit in units:
        if deadline is not None and time.time() > deadline:
            break
        found += measure_unit(unit)
    return found


def measure_unit(unit: Unit) -> Measured:
    """Return the measurements of one scene, size and degradation."""
    scene, pair, names = scene_of(unit.seed), unit.case.pair, unit.case.names
    chain = degradations.parse(unit.case.chain)
    source = chain.apply(scene, source_size=pair.source_size, seed=unit.seed)
    plain = tuple(name for name in names if name in NAMES)
    moved = chain.name if any(chain.shift) else "area:gamma"
    truth, likeness = _truth(unit.seed, pair, moved, plain)
    others = [name for name in names if name not in NAMES]
    _keep(unit, "source", source)
    _keep(unit, "truth", truth)
    found: Measured = []
    for name in unit.missing:
        try:
            result = drawn(name, source, pair)
        except mpv.MpvError as error:
            print(f"{scene.name}, {pair.name}, {name}: {error}; it is left out", file=sys.stderr)
            continue
        said = likeness.measure(result)
        if others:
            from benchmarks.quality import metrics  # which some of its libraries make slow

            said |= metrics.measure_scene(result, truth, scene, others)
        _keep(unit, name, result)
        found.append((name, unit.case.name, unit.seed, {metric: said[metric] for metric in names}))
    return found


@functools.lru_cache(maxsize=1)
def _truth(seed: int, pair: Pair, chain: str, names: tuple[str, ...]) -> tuple[Pixels, Likeness]:
    """Return a scene's truth; that of chains that do not move it is made once for all of them."""
    truth = degradations.parse(chain).truth(
        scene_of(seed), size=pair.size, source_size=pair.source_size
    )
    return truth, Likeness(truth, names)


def drawn(name: str, source: Pixels, pair: Pair) -> Pixels:
    """Return what a method makes of a source, (H, W, 3) uint8; its programs stay for the next.

    Raises MpvError where it is mpv's own and it gives no picture.
    """
    if name in mpv.OWN:
        return mpv.draw(source, Size(*pair.size), [name])[name]
    painter = _painters.get(name)
    if painter is None:
        painter = _painters[name] = MethodDrawing([_methods[name]], timing=False)
    subject = Subject("league", np.ascontiguousarray(source))
    return painter.draw(subject, Size(*pair.size))[name][0]


def picture_path(folder: Path, case: Case, seed: int, what: str) -> Path:
    """Return the file of a kept picture."""
    words = f"{seed}-{case.pair.name}-{case.chain}-{what}"
    return folder / f"{''.join(c if c.isalnum() or c in '.-+_' else '_' for c in words)}.png"


def _keep(unit: Unit, what: str, pixels: Pixels) -> None:
    if unit.pictures is None:
        return
    unit.pictures.mkdir(parents=True, exist_ok=True)
    path = picture_path(unit.pictures, unit.case, unit.seed, what)
    Image.fromarray(pixels).save(path, compress_level=1)
