"""The network and its file against the format's own words, computed by loops; the sources."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.paths import ROOT

jax = pytest.importorskip("jax", reason="the extra train is not installed")

from training.degrade import MARGIN, eight_bits, halve, sources  # noqa: E402
from training.graph import kernels_of, multiply_adds, nodes_of  # noqa: E402
from training.loop import first_state, resume, save  # noqa: E402
from training.model import bilinear, first_weights, residual  # noqa: E402
from training.recipe import DegradationMix, NetworkShape, read_recipe  # noqa: E402
from training.weights_file import FORMAT, read_weights, write_weights  # noqa: E402

TINY = read_recipe(ROOT / "training" / "recipes" / "tiny.toml")
WEIGHTS = sorted((ROOT / "training" / "weights").glob("*.safetensors"))


def by_loops(tensors: dict[str, Any], nodes: list[dict[str, Any]], luma: Any) -> Any:
    """Return the residual, (2H, 2W), of luma minus 0.5, (H, W), as the format says it."""
    maps, kinds = {"luma": luma[..., None]}, {"luma": "none"}
    height, width = luma.shape
    for node in nodes[:-1]:
        read = []
        for name in node["inputs"]:
            x = maps[name]
            crelu = kinds[name] == "crelu"
            read.append(np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)], -1) if crelu else x)
        x, w = np.concatenate(read, -1), tensors[f"{node['name']}.weight"].astype(np.float64)
        out = np.zeros((height, width, w.shape[3])) + tensors[f"{node['name']}.bias"]
        for i, j in itertools.product(range(w.shape[0]), range(w.shape[1])):
            rows = np.clip(np.arange(height) + i - w.shape[0] // 2, 0, height - 1)
            columns = np.clip(np.arange(width) + j - w.shape[1] // 2, 0, width - 1)
            out += x[rows][:, columns] @ w[i, j]
        maps[node["name"]], kinds[node["name"]] = out, node["activation"]
    result = np.zeros((2 * height, 2 * width))
    for dy, dx in itertools.product(range(2), repeat=2):
        result[dy::2, dx::2] = maps["out"][..., 2 * dy + dx]
    return result


def test_the_file_says_what_the_network_computes(tmp_path: Path) -> None:
    path = tmp_path / "tiny.safetensors"
    weights = first_weights(TINY.network, jax.random.key(3))
    weights["out.weight"] = weights["out.weight"] * 30
    weights["c1.bias"] = weights["c1.bias"] + 0.1
    write_weights(path, TINY, weights)
    tensors, nodes, metadata = read_weights(path)
    assert metadata.pop("graph") and metadata == {
        "format": FORMAT, "name": "tiny", "scale": "2", "recipe": TINY.digest,
        "base": "bilinear", "chroma": "luma",
    }  # fmt: skip
    assert nodes == nodes_of(TINY.network)
    luma = np.random.default_rng(1).random((6, 9), np.float32)
    run = jax.jit(partial(residual, nodes=nodes, precision="highest"))
    made = run(weights, luma=luma[None])
    expected = by_loops(tensors, nodes, luma.astype(np.float64) - 0.5)
    assert np.abs(expected).max() > 0.1
    np.testing.assert_allclose(np.asarray(made[0]), expected, atol=2e-6)
    weights["c0.bias"] = weights["c0.bias"] + np.nan
    with pytest.raises(ValueError, match="not finite"):
        write_weights(path, TINY, weights)


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_committed_weights_are_their_recipes(path: Path) -> None:
    tensors, nodes, metadata = read_weights(path)
    recipe = read_recipe(ROOT / "training" / "recipes" / f"{path.stem}.toml")
    assert metadata["name"] == path.stem and metadata["recipe"] == recipe.digest
    assert nodes == nodes_of(recipe.network)
    assert {name: tensors[f"{name}.weight"].shape for name in kernels_of(recipe.network)} == (
        kernels_of(recipe.network)
    )
    card = path.with_suffix(".md").read_text("utf-8")
    assert recipe.digest in card and f"{multiply_adds(recipe.network)} multiply-adds" in card


def test_the_ground_is_bilinear() -> None:
    plane = np.array([[[0.0, 1.0]]], np.float32)
    assert np.asarray(jax.jit(bilinear)(plane)).tolist() == [[[0, 0.25, 0.75, 1]] * 2]


def test_sources_are_averages_rounded_to_codes() -> None:
    truth = np.random.default_rng(2).random((2, 16 + 2 * MARGIN, 16 + 2 * MARGIN), np.float32)
    clean = DegradationMix(0, 0, 0, 0)
    made = jax.jit(partial(sources, mix=clean))(truth, key=jax.random.key(0))
    inner = truth[:, MARGIN:-MARGIN, MARGIN:-MARGIN].reshape(2, 8, 2, 8, 2).mean((2, 4))
    np.testing.assert_array_equal(np.asarray(made), np.asarray(eight_bits(inner)))
    by_kernel = jax.jit(halve)
    average = by_kernel(truth, np.zeros(2, np.int32))
    np.testing.assert_allclose(np.asarray(average), inner, atol=1e-6)
    flat = by_kernel(np.full_like(truth, 0.4), np.array([4, 7], np.int32))
    np.testing.assert_allclose(np.asarray(flat), 0.4, atol=1e-6)


def test_a_state_is_gone_on_from_and_another_recipes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tiny.npz"
    state = first_state(TINY, 0)
    save(TINY, state, 400, path)
    kept = resume(TINY, path)
    assert kept is not None and kept[1] == 400
    for old, new in zip(jax.tree.leaves(state), jax.tree.leaves(kept[0]), strict=True):
        np.testing.assert_array_equal(np.asarray(old), np.asarray(new))
    other = read_recipe(ROOT / "training" / "recipes" / "hybrid-s.toml")
    with pytest.raises(ValueError, match="another recipe"):
        resume(other, path)


def test_shapes_with_one_input_to_the_last_convolution() -> None:
    assert kernels_of(NetworkShape(features=(4,)))["out"] == (1, 1, 8, 4)
