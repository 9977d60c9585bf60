"""Benchmarks of GPU time: presets, sizes and backends against the reference preset and a copy.

Needs only numpy and moderngl, so that ``python -m anime4k_gl.bench`` runs on a bare machine.
"""

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
