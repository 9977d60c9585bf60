"""Choices of presets and of combinations, for tests of which each case takes long.

Cheap tests take all presets, ``anime4k_gl.library.preset_names``, in all combinations. Presets of
compute passes alone are in none of them, see `support.presets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Any

from support.presets import WITH_PASSES

_VARIANT = re.compile(r"-(?:reference|xs|s|m|l|xl)$")
"""The passes of a preset as they were published, or a network's size."""


def family(preset: str) -> str:
    """Return what presets have in common that are written, and so exported, in the same way."""
    return _VARIANT.sub("", preset)


def representative_presets(names: Iterable[str] | None = None) -> list[str]:
    """Return the first preset of each family, in order.

    Parameters
    ----------
    names : of presets, by default the package's that have fragment passes
    """
    found: dict[str, str] = {}
    for name in WITH_PASSES if names is None else names:
        found.setdefault(family(name), name)
    return list(found.values())


def presets_and(others: Sequence[Any], names: Iterable[str] | None = None) -> list[tuple[Any, str]]:
    """Return pairs: families' representatives with each of `others`, other presets with one.

    Parameters
    ----------
    others : what presets meet, such as hosts; what is a family's other presets' takes turns
    names : of presets, by default the package's that have fragment passes
    """
    known = list(WITH_PASSES if names is None else names)
    first = representative_presets(known)
    pairs = [(other, preset) for preset in first for other in others]
    rest = [preset for preset in known if preset not in first]
    return pairs + [(others[at % len(others)], preset) for at, preset in enumerate(rest)]


def pairwise(*choices: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return few combinations in which each pair of values of two choices occurs.

    The greedy way: the first of those that have the most new pairs, until none is left.
    """
    places = [range(len(values)) for values in choices]
    every = list(product(*places))
    ways = list(combinations(range(len(choices)), 2))
    wanted = {(a, row[a], b, row[b]) for row in every for a, b in ways}
    found = []
    while wanted:
        new = [{(a, row[a], b, row[b]) for a, b in ways} & wanted for row in every]
        best = max(range(len(every)), key=lambda at: len(new[at]))
        wanted -= new[best]
        found.append(tuple(values[at] for values, at in zip(choices, every[best], strict=True)))
    return found
