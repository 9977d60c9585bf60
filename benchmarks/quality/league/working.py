"""The work on one scene, in a process of a pool: drawn once, then every size, chain and method."""

from __future__ import annotations

import os
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
from benchmarks.quality.league.likeness import NAMES, Likeness
from benchmarks.quality.league.plan import Pair, scene_of

Pixels = npt.NDArray[Any]


@dataclass(frozen=True)
class Unit:
    """A scene under one degradation at one pair of sizes, and what of it is not known yet.

    Attributes
    ----------
    missing : methods by their names, with the key of each one's measurement
    names : of metrics
    pictures : the folder of its pictures, if they are kept
    """

    seed: int
    pair: Pair
    chain: str
    missing: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    pictures: Path | None = None


Measured = list[tuple[str, dict[str, float]]]
"""Metrics by the keys of their measurements."""

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
    scene, chain = scene_of(unit.seed), degradations.parse(unit.chain)
    source = chain.apply(scene, source_size=unit.pair.source_size, seed=unit.seed)
    truth = chain.truth(scene, size=unit.pair.size, source_size=unit.pair.source_size)
    likeness = Likeness(truth)
    others = [name for name in unit.names if name not in NAMES]
    _keep(unit, "source", source)
    _keep(unit, "truth", truth)
    found: Measured = []
    for name, key in unit.missing:
        result = drawn(_methods[name], source, unit.pair)
        said = likeness.measure(result)
        if others:
            from benchmarks.quality import metrics  # which some of its libraries make slow

            said |= metrics.measure_scene(result, truth, scene, others)
        _keep(unit, name, result)
        found.append((key, {metric: said[metric] for metric in unit.names}))
    return found


def drawn(method: Method, source: Pixels, pair: Pair) -> Pixels:
    """Return what a method makes of a source, (H, W, 3) uint8; its programs stay for the next."""
    painter = _painters.get(method.name)
    if painter is None:
        painter = _painters[method.name] = MethodDrawing([method], timing=False)
    subject = Subject("league", np.ascontiguousarray(source))
    return painter.draw(subject, Size(*pair.size))[method.name][0]


def picture_path(folder: Path, unit_pair: Pair, chain: str, seed: int, what: str) -> Path:
    """Return the file of a kept picture."""
    words = f"{seed}-{unit_pair.name}-{chain}-{what}"
    return folder / f"{''.join(c if c.isalnum() or c in '.-+_' else '_' for c in words)}.png"


def _keep(unit: Unit, what: str, pixels: Pixels) -> None:
    if unit.pictures is None:
        return
    unit.pictures.mkdir(parents=True, exist_ok=True)
    path = picture_path(unit.pictures, unit.pair, unit.chain, unit.seed, what)
    Image.fromarray(pixels).save(path, compress_level=1)
