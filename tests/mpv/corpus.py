"""All cases by name."""

from __future__ import annotations

from . import corpus_basic, corpus_hooks, corpus_saves
from .case import Case

_MODULES = (corpus_basic, corpus_hooks, corpus_saves)

CASES: dict[str, Case] = {case.name: case for module in _MODULES for case in module.CASES}

assert len(CASES) == sum(len(module.CASES) for module in _MODULES), "two cases of one name"
