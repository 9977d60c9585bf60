"""The training of the hybrid's networks: drawn pictures, recipes, JAX, and files of weights.

python -m training training/recipes/hybrid-s.toml -o runs

docs/training.md says what comes of it, and how to train one's own.
"""

from __future__ import annotations

import os

_IN_ONE_ORDER = "--xla_gpu_deterministic_ops=true"

# Before JAX is asked for a device: a graphics card then adds up in one order, so that a second run
# on a card of the same kind gives the same weights.
if "deterministic_ops" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {_IN_ONE_ORDER}".strip()
