"""All cases by name."""

from __future__ import annotations

from oracles.mpv import (
    corpus_basic,
    corpus_compute,
    corpus_hooks,
    corpus_lookups,
    corpus_macros,
    corpus_numbers,
    corpus_params,
    corpus_programs,
    corpus_saves,
    corpus_scalers,
    corpus_sizes,
)
from oracles.mpv.case import Case

_MODULES = (
    corpus_basic,
    corpus_hooks,
    corpus_saves,
    corpus_sizes,
    corpus_macros,
    corpus_lookups,
    corpus_compute,
    corpus_params,
    corpus_programs,
    corpus_numbers,
    corpus_scalers,
)

CASES: dict[str, Case] = {case.name: case for module in _MODULES for case in module.CASES}

assert len(CASES) == sum(len(module.CASES) for module in _MODULES), "two cases of one name"
