"""The statistics of choices: pairs of methods, a ranking of all, and metrics that agree with them.

A choice is for one of two, or for neither. Those for neither count in no pair's test, and as half a
win each in the ranking.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..report import MetricFacts
from ..report.model import facts_of

Z95 = 1.959963984540054
"""The normal distribution's quantile for intervals of 95 %."""

RESAMPLES = 1000
"""Of the bootstrap."""

PRIOR = 0.5
"""Wins each way that a pair which was compared is given in advance: a method that never lost has a
finite rank then."""

_ITERATIONS = 500
_POINTS = 400 / math.log(10)  # Elo's: 400 for a chance of 10 to 1


@dataclass(frozen=True, slots=True)
class Choice:
    """A judged pair.

    Attributes
    ----------
    left, right : the methods
    choice : ``left``, ``right`` or ``none``
    metrics : of the left and of the right one, by name
    """

    left: str
    right: str
    choice: str
    metrics: tuple[Mapping[str, float], Mapping[str, float]] = field(default=({}, {}))

    @property
    def winner(self) -> str | None:
        """The method that was preferred."""
        return {"left": self.left, "right": self.right}.get(self.choice)


@dataclass(frozen=True, slots=True)
class PairPreference:
    """Two methods.

    Attributes
    ----------
    first, second : their names
    wins, losses, ties : of the first
    share : of the first among the decided; None where nothing was decided
    low, high : Wilson's interval of it, 95 %
    p : of a result at least as uneven if both were alike: the exact binomial test, two-sided
    """

    first: str
    second: str
    wins: int
    losses: int
    ties: int
    share: float | None
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A method in the ranking of Bradley and Terry.

    Attributes
    ----------
    method : its name
    points : Elo's: 400 more win 10 times of 11; their mean over all methods is 0
    low, high : 95 % of the bootstrap's
    """

    method: str
    points: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """A metric beside the choices.

    Attributes
    ----------
    metric : its name
    agrees, count : decided choices for the one it calls better, of those it tells apart
    share, low, high : with Wilson's interval, 95 %
    """

    metric: str
    agrees: int
    count: int
    share: float
    low: float
    high: float

    @property
    def tau(self) -> float:
        """Rank agreement, as Kendall's tau: 1 always, 0 as by chance, -1 never."""
        return 2 * self.share - 1


def wilson(wins: int, count: int, z: float = Z95) -> tuple[float, float]:
    """Return Wilson's score interval of a share; the whole range where nothing was counted."""
    if count == 0:
        return 0.0, 1.0
    share, square = wins / count, z * z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = z / (1 + square / count) * math.sqrt(
        share * (1 - share) / count + square / (4 * count * count)
    )  # fmt: skip
    return max(0.0, middle - half), min(1.0, middle + half)


def binomial_p(wins: int, count: int) -> float:
    """Return the exact two-sided binomial test's p for a fair coin."""
    least = min(wins, count - wins)
    tail = sum(math.comb(count, k) for k in range(least + 1))
    return min(1.0, float(2 * tail / 2**count)) if count else 1.0


def by_pair(choices: Sequence[Choice]) -> list[PairPreference]:
    """Return each pair of methods that was judged, in the order of their names' appearance."""
    order = methods_in(choices)
    found: list[PairPreference] = []
    for i, first in enumerate(order):
        for second in order[i + 1 :]:
            own = [c for c in choices if {c.left, c.right} == {first, second}]
            if not own:
                continue
            wins = sum(c.winner == first for c in own)
            losses = sum(c.winner == second for c in own)
            decided = wins + losses
            found.append(PairPreference(
                first, second, wins, losses, len(own) - decided,
                wins / decided if decided else None, *wilson(wins, decided),
                binomial_p(wins, decided),
            ))  # fmt: skip
    return found


def methods_in(choices: Sequence[Choice]) -> list[str]:
    """Return the names of all methods, sorted."""
    return sorted({name for c in choices for name in (c.left, c.right)})


def ranking(
    choices: Sequence[Choice], *, prior: float = PRIOR, resamples: int = RESAMPLES, seed: int = 0
) -> list[Ranked]:
    """Return the methods by Bradley's and Terry's model, best first; [] without choices.

    Parameters
    ----------
    choices : what was judged
    prior : see `PRIOR`
    resamples : of the bootstrap
    seed : of its chance
    """
    if not choices:
        return []
    order = methods_in(choices)
    each = np.array([_outcome(choice, order) for choice in choices])
    compared = (each.sum(0) + each.sum(0).T) > 0
    given = prior * compared
    points = strengths(each.sum(0)[None] + given)[0]
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(each), np.full(len(each), 1 / len(each)), resamples)
    spread = strengths(np.tensordot(drawn, each, axes=1) + given)
    low, high = np.percentile(spread, (2.5, 97.5), axis=0)
    found = [
        Ranked(name, float(points[i]), float(low[i]), float(high[i]))
        for i, name in enumerate(order)
    ]
    return sorted(found, key=lambda r: -r.points)


def _outcome(
    choice: Choice, order: Sequence[str]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return wins of row over column."""
    wins = np.zeros((len(order), len(order)))
    i, j = order.index(choice.left), order.index(choice.right)
    wins[i, j] = {"left": 1.0, "right": 0.0}.get(choice.choice, 0.5)
    wins[j, i] = 1 - wins[i, j]
    return wins


def strengths(
    wins: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return points (N, M) of N tables (M, M) of wins, row over column, by Hunter's MM steps."""
    count = wins.shape[-1]
    games = wins + np.swapaxes(wins, -1, -2)
    won = wins.sum(-1)
    p = np.ones((*wins.shape[:-2], count))
    for _ in range(_ITERATIONS):
        both = p[..., :, None] + p[..., None, :]
        new = np.maximum(won, 1e-9) / np.maximum((games / both).sum(-1), 1e-12)
        new /= np.exp(np.log(new).mean(-1, keepdims=True))
        if np.allclose(new, p, rtol=1e-7, atol=0):
            p = new
            break
        p = new
    points: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = _POINTS * np.log(p)
    return points


def agreements(choices: Sequence[Choice], facts: Mapping[str, MetricFacts]) -> list[Agreement]:
    """Return how often each metric prefers what was preferred, the most agreeing first.

    Where neither is better in itself, as of steepness, more is taken for better: a share below one
    half then means that less of it was preferred.
    """
    names = dict.fromkeys(n for c in choices for side in c.metrics for n in side)
    found = []
    for name in names:
        sign = -1 if facts_of(name, facts).better == "lower" else 1
        agrees = count = 0
        for c in choices:
            left, right = (side.get(name, math.nan) for side in c.metrics)
            if c.winner is None or math.isnan(left) or math.isnan(right) or left == right:
                continue
            count += 1
            agrees += (sign * left > sign * right) == (c.choice == "left")
        if count:
            found.append(Agreement(name, agrees, count, agrees / count, *wilson(agrees, count)))
    return sorted(found, key=lambda a: -a.share)
