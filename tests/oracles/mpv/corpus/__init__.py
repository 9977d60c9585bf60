"""All cases by name."""

from __future__ import annotations

from oracles.mpv.case import Case
from oracles.mpv.corpus import (
    basic,
    compute,
    hooks,
    lookups,
    macros,
    numbers,
    params,
    programs,
    saves,
    scalers,
    sizes,
    words,
)

_MODULES = (
    basic,
    hooks,
    saves,
    sizes,
    macros,
    lookups,
    compute,
    params,
    programs,
    numbers,
    scalers,
    words,
)

CASES: dict[str, Case] = {case.name: case for module in _MODULES for case in module.CASES}

assert len(CASES) == sum(len(module.CASES) for module in _MODULES), "two cases of one name"
