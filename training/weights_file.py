"""The file of weights: safetensors with the network's graph in its metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from anime4k_gl.networks.network import FORMAT
from training.graph import Node, nodes_of
from training.model import Array, as_numpy
from training.recipe import Recipe


def write_weights(path: Path, recipe: Recipe, weights: Mapping[str, Array]) -> None:
    """Write a network. Raises ValueError where a number of it is not finite."""
    tensors = as_numpy(weights)
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ValueError(f"{path}: {name} has numbers that are not finite")
    metadata = {
        "format": FORMAT,
        "name": recipe.name,
        "scale": "2",
        "recipe": recipe.digest,
        "base": "bilinear",
        "chroma": "luma",
        "graph": json.dumps(nodes_of(recipe.network)),
    }
    save_file(dict(sorted(tensors.items())), path, metadata)


def read_weights(path: Path) -> tuple[dict[str, np.ndarray[Any, Any]], list[Node], dict[str, str]]:
    """Return the tensors, the nodes and the metadata of a file."""
    with safe_open(path, "numpy") as file:
        metadata = dict(file.metadata() or {})
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    if metadata.get("format") != FORMAT:
        raise ValueError(f"{path}: the format is {metadata.get('format')!r}, not {FORMAT!r}")
    return tensors, json.loads(metadata["graph"]), metadata
