"""Benchmarks of GPU time: presets, sizes and backends against the reference preset and a copy.

Needs only numpy and moderngl, so that ``python -m anime4k_gl.bench`` runs on a bare machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dependencies import lazy_names

if TYPE_CHECKING:
    from .report import to_json, to_table
    from .run import Options, measure
    from .sizes import SizePair, default_sizes, parse_sizes

__all__ = [
    "Options",
    "SizePair",
    "default_sizes",
    "measure",
    "parse_sizes",
    "to_json",
    "to_table",
]

# Loaded when they are asked for: the command's help needs none of them.
_HOMES = {
    "Options": "run",
    "SizePair": "sizes",
    "default_sizes": "sizes",
    "measure": "run",
    "parse_sizes": "sizes",
    "to_json": "report",
    "to_table": "report",
}

if not TYPE_CHECKING:  # to which every name would be one of ours
    __getattr__ = lazy_names(__name__, _HOMES)
