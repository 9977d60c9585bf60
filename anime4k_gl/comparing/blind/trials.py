"""The trials: crops at which two methods differ most, in an order that chance decides."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..faith import RELATIVE
from ..report import Originals, Pixels, Row
from ..report.crops import Box, disagreement, find_crops
from ..report.model import pixels_of

CROP = (256, 192)
"""Width and height of what is shown, in pixels of the results."""

CROPS = 2
"""Of each picture and pair of methods, at most."""

Measure = Callable[[Pixels, Pixels], Mapping[str, float]]
"""Returns the metrics of a crop against the truth's."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Two results of a crop.

    Attributes
    ----------
    key : what is the same in a later run that shows the same, whichever is left
    picture, box : where
    left, right : the methods
    pixels : (H, W, 3) uint8 of both
    metrics : of both
    """

    key: str
    picture: str
    box: Box
    left: str
    right: str
    pixels: tuple[Pixels, Pixels]
    metrics: tuple[Mapping[str, float], Mapping[str, float]]


def make_trials(
    rows: Sequence[Row],
    originals: Sequence[Originals],
    *,
    seed: int,
    measure: Measure | None = None,
    most: int | None = None,
) -> list[Trial]:
    """Return the trials of a comparison, in their order.

    Parameters
    ----------
    rows : with their pictures
    originals : with truths, or without
    seed : decides order and sides
    measure : of crops, where there is a truth; else the metrics are those of whole pictures
    most : trials, at most; None for all
    """
    truths = {each.picture: each.truth for each in originals}
    scenes: dict[str, list[Row]] = {}
    for row in rows:
        scenes.setdefault(row.picture, []).append(row)
    found: list[Trial] = []
    for picture, own in scenes.items():
        known = truths.get(picture)
        truth = None if known is None or measure is None else pixels_of(known)
        found += _of_picture(picture, own, truth, measure)
    found.sort(key=lambda trial: trial.key)
    chance = random.Random(seed)
    chance.shuffle(found)
    sided = [_swapped(trial) if chance.random() < 0.5 else trial for trial in found]
    return sided[:most]


def _of_picture(
    picture: str, rows: Sequence[Row], truth: Pixels | None, measure: Measure | None
) -> Iterator[Trial]:
    drawn = {row.method: pixels_of(row.image) for row in rows if row.image is not None}
    whole = {r.method: {n: v for n, v in r.metrics.items() if n != RELATIVE} for r in rows}
    for first, second in combinations(sorted(drawn), 2):
        one, two = drawn[first], drawn[second]
        for box in find_crops(disagreement([one, two]), size=CROP, count=CROPS):
            parts = box.of(one).copy(), box.of(two).copy()
            if truth is not None and measure is not None:
                against = box.of(truth)
                values = measure(parts[0], against), measure(parts[1], against)
            else:
                values = whole[first], whole[second]
            yield Trial(
                _key(picture, box, (first, second), parts), picture, box, first, second, parts,
                values,
            )  # fmt: skip


def _key(picture: str, box: Box, methods: tuple[str, str], parts: tuple[Pixels, Pixels]) -> str:
    digest = hashlib.sha256(repr((picture, box, methods)).encode("utf-8", "backslashreplace"))
    for part in parts:
        digest.update(part.tobytes())
    return digest.hexdigest()[:32]


def _swapped(trial: Trial) -> Trial:
    return Trial(
        trial.key, trial.picture, trial.box, trial.right, trial.left, trial.pixels[::-1],
        trial.metrics[::-1],
    )  # fmt: skip
