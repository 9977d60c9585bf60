"""All cases by name."""

from __future__ import annotations

from . import corpus_basic
from .case import Case

CASES: dict[str, Case] = {case.name: case for module in (corpus_basic,) for case in module.CASES}
