"""The comparison of methods on somebody's own pictures and clips."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ..defaults import COMPARED, DEFAULT_BACKEND
from ..dependencies import DependencyError
from ..errors import OptionError
from ..rendering.output_size import OutputSize
from ..version import version
from . import faith, metrics
from .drawing import MethodDrawing, target_size
from .methods import Method, parse_methods
from .report import MetricFacts, Originals, Pixels, Row
from .subjects import FrameChoice, Subject, open_subjects


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it.

    Attributes
    ----------
    rows : a line for each picture and method
    originals : what the pictures were made of
    facts : what is known of the numbers, by name
    metrics : the names of those that were measured against the truth
    notes : of how it was made, a sentence each
    warnings : of what is missing or not as in the files, a sentence each
    """

    rows: Sequence[Row]
    originals: Sequence[Originals]
    facts: Mapping[str, MetricFacts]
    metrics: Sequence[str]
    notes: Sequence[str]
    warnings: Sequence[str]


class Comparing:
    """Compares, and keeps the pictures in a folder for a while. A context manager."""

    def __enter__(self) -> Comparing:
        self._folder = tempfile.TemporaryDirectory(prefix="anime4k-gl-compare-")
        self._numbers = itertools.count()
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def compare(
        self,
        paths: Sequence[str | os.PathLike[str]],
        methods: Sequence[str] = COMPARED,
        *,
        truth: str | os.PathLike[str] | None = None,
        output_size: OutputSize | None = None,
        places: FrameChoice | None = None,
        names: Sequence[str] | None = None,
        backend: str = DEFAULT_BACKEND,
        timing: bool = True,
        progress: Callable[[str], None] = lambda text: None,
    ) -> Compared:
        """Return pictures upscaled by methods, measured.

        Parameters
        ----------
        paths : picture files and clips
        methods : see `parse_methods`
        truth : the file, or the folder of files, that the results should be like, see
            `open_subjects`
        output_size : of the results; None for the truth's, or twice the picture's
        places : the frames of clips; None for `FRAMES` of them
        names : of metrics, with a truth; None for those that are cheap
        backend : of the presets
        timing : measure milliseconds
        progress : called with what is done next

        Raises
        ------
        OptionError, MediaError, GLError, UserShaderError, DependencyError : in one line
        """
        chosen = parse_methods(methods, backend=backend)
        wanted, warnings = metric_names(names) if truth is not None else ([], [])
        rows: list[Row] = []
        originals: list[Originals] = []
        notes: list[str] = []
        with MethodDrawing(chosen, timing=timing) as painter:
            for subject in open_subjects(paths, places or FrameChoice(), truth=truth):
                progress(subject.name)
                made, original, sizes = self._one(painter, chosen, subject, output_size, wanted)
                rows += made
                originals.append(original)
                notes.append(f"{subject.name}: {sizes}")
                warnings += subject.notes
        header = f"anime4k-gl {version()} on {painter.renderer_name}"
        if timing:
            header += "; milliseconds are medians of this run"
        facts = metrics.ALL if truth is not None else faith.FACTS
        if truth is None:
            notes.insert(0, "No truth was given: the numbers say what differs, not what is better")
        unique = list(dict.fromkeys(warnings))
        return Compared(rows, originals, facts, wanted, [header, *notes], unique)

    def _one(
        self,
        painter: MethodDrawing,
        methods: Sequence[Method],
        subject: Subject,
        asked: OutputSize | None,
        names: Sequence[str],
    ) -> tuple[list[Row], Originals, str]:
        """Return the rows of one picture, what it was made of, and a word on the sizes."""
        source = painter.source(subject)
        truth = None if subject.truth is None else painter.source(subject.truth)
        known = None if subject.truth is None else subject.truth.size
        target = target_size(subject, known, asked)
        drawn = painter.draw(subject, target)
        first = drawn[methods[0].name][0]
        if truth is not None and truth.shape != first.shape:
            raise OptionError(
                f"{subject.name}: the results are {_size(first)} and the truth is {_size(truth)};"
                " leave out --size and --scale, or give a truth of that size"
            )
        rows = []
        for name, (pixels, milliseconds) in drawn.items():
            values = (
                faith.describe(pixels, source, first)
                if truth is None
                else metrics.measure(pixels, truth, names)
            )
            rows.append(Row(subject.name, name, values, milliseconds, image=self._kept(pixels)))
        original = Originals(
            subject.name,
            truth=None if truth is None else self._kept(truth),
            source=self._kept(source),
        )
        return rows, original, f"{_size(source)} to {_size(first)}"

    def _kept(self, pixels: Pixels) -> Callable[[], Pixels]:
        """Return what reads pixels back from a file: many would fill the memory."""
        path = Path(self._folder.name) / f"{next(self._numbers)}.npy"
        np.save(path, pixels)
        return partial(np.load, path)


def metric_names(names: Sequence[str] | None) -> tuple[list[str], list[str]]:
    """Return the names of metrics that can be measured here, and a sentence for each that cannot.

    Parameters
    ----------
    names : those that were asked for, or ``["all"]``; None for those that are cheap

    Raises
    ------
    OptionError : there is no such metric
    DependencyError : what computes one that was asked for is not installed
    """
    if names is None:
        wanted = [name for name, metric in metrics.ALL.items() if metric.cost == "cheap"]
    else:
        wanted = [*metrics.ALL] if [*names] == ["all"] else [*names]
    # Before anything is drawn: a small picture shows what is missing.
    sample = np.zeros((256, 256, 3), np.uint8)
    sample[::16] = 200
    found: list[str] = []
    lacking: dict[str, list[str]] = {}
    for name in wanted:
        try:
            metrics.measure(sample, sample, [name])
        except DependencyError as error:
            if names is not None:
                raise
            lacking.setdefault(str(error), []).append(name)
        else:
            found.append(name)
    return found, [f"{', '.join(own)} left out: {why}" for why, own in lacking.items()]


def _size(pixels: Pixels) -> str:
    return f"{pixels.shape[1]}x{pixels.shape[0]}"
