"""The measuring of a result against a scene: what the vectors know, and what pixels alone say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from anime4k_gl.comparing import metrics as pixels
from anime4k_gl.comparing.metrics import Metric
from anime4k_gl.comparing.metrics.pair import chroma, eight_bits, luma
from benchmarks.quality.metrics import areas, lines, reading
from benchmarks.quality.metrics.across import Profiles, profiles
from benchmarks.quality.metrics.facts import Facts, facts
from benchmarks.quality.scenes import Scene

Picture = npt.NDArray[Any]

TEMPORAL = Metric("temporal", "codes", "lower", "change of what only moves, see `temporal`", "slow")
"""The change of what only moves; it takes several frames, and so has a function of its own."""
MOTION = Metric("motion", "%", "lower", "error of the change of what moves, see `motion`", "slow")
"""How far from the truth's own change that is; it has a function of its own, too."""


def measure_scene(
    result: Picture,
    truth: Picture,
    scene: Scene,
    names: Iterable[str] | None = None,
    time: float = 0.0,
) -> dict[str, float]:
    """Return what metrics say of a scene's frame, by their names, in the order asked.

    Parameters
    ----------
    result, truth : (H, W, 3), the same size, as of `anime4k_gl.comparing.metrics.measure`
    scene, time : what the truth was drawn from, whole and upright
    names : of `ALL`, without `temporal` and `motion`; `BASIC` without

    What a frame has not, as captions or lines before a plain ground, is nan. Raises `OptionError`
    for unknown names and for pictures that cannot be compared.
    """
    wanted = tuple(BASIC if names is None else names)
    plain = [name for name in wanted if name not in _FUNCTIONS]
    for name in (TEMPORAL.name, MOTION.name):
        if name in plain:
            raise ValueError(f"{name} takes several frames: see benchmarks.quality.metrics.{name}")
    said = pixels.measure(result, truth, plain)
    height, width = truth.shape[:2]
    subject = _Subject(result, truth, facts(scene, width, height, time))
    return {name: said[name] if name in said else _FUNCTIONS[name](subject) for name in wanted}


class _Subject:
    """A result, its truth and the facts of its scene, each plane of them made once."""

    def __init__(self, result: Picture, truth: Picture, known: Facts) -> None:
        self.pictures = (result, truth)
        self.known = known

    @functools.cached_property
    def luma(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Of result and truth."""
        first, second = (luma(picture) for picture in self.pictures)
        return first, second

    @functools.cached_property
    def across(self) -> Profiles:
        """Luma across lines."""
        return profiles(*self.luma, self.known.lines)


def _bleeding(subject: _Subject) -> float:
    result, truth = (chroma(picture) for picture in subject.pictures)
    return lines.bleeding(result, truth, subject.known.lines)


def _captions(subject: _Subject) -> float:
    result, truth = subject.pictures
    captions = subject.known.captions(lambda: eight_bits(truth))
    return reading.captions_read(eight_bits(result), captions)


_ENTRIES: tuple[tuple[Metric, Callable[[_Subject], float]], ...] = (
    (Metric("edge_width", "px", "lower", "10 to 90 % of lines' edges"),
     lambda subject: lines.edge_width(subject.across)),
    (Metric("overshoot", "%", "lower", "how far edges go beyond both sides, of the contrast"),
     lambda subject: lines.overshoot(subject.across)),
    (Metric("line_weight", "%", "lower", "how much too light or too heavy lines are"),
     lambda subject: lines.line_weight(subject.across)),
    (Metric("line_weight_bias", "%", "zero", "the same with its sign: below zero, too light"),
     lambda subject: lines.line_weight_bias(subject.across)),
    (Metric("bleeding", "codes", "lower", "error of colour within 3 pixels beside lines"),
     _bleeding),
    (Metric("banding", "%", "lower", "share of plain places on false contours"),
     lambda subject: areas.banding(*subject.luma, subject.known.regions)),
    (Metric("texture", "%", "higher", "fine structure that is kept where there are no lines"),
     lambda subject: areas.texture(*subject.luma, subject.known.regions)),
    (Metric("soft_detail", "codes", "lower", "detail that is made up where all is out of focus"),
     lambda subject: areas.soft_detail(*subject.luma, subject.known.regions)),
    (Metric("captions", "%", "higher", "letters of legible captions that tesseract reads", "slow"),
     _captions),
)  # fmt: skip
_FUNCTIONS = {metric.name: function for metric, function in _ENTRIES}

ALL: Mapping[str, Metric] = MappingProxyType(
    dict(pixels.ALL)
    | {metric.name: metric for metric, _ in _ENTRIES}
    | {metric.name: metric for metric in (TEMPORAL, MOTION)}
)
"""Every metric, those of pixels alone among them, by its name."""

BASIC: tuple[str, ...] = (
    *pixels.BASIC, "edge_width", "overshoot", "line_weight", "bleeding", "banding", "texture",
    "soft_detail",
)  # fmt: skip
"""The names of those that are cheap and that most tables have."""
