"""The recipes of the repository, what they cost, and what is said of wrong ones."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.paths import ROOT

from training.graph import kernels_of, multiply_adds, nodes_of, reach
from training.recipe import NetworkShape, RecipeError, read_recipe

RECIPES = ROOT / "training" / "recipes"
MOST = {"tiny": 500, "hybrid-s": 1000, "hybrid-m": 2200, "hybrid-l": 10_000, "hybrid-xl": 75_000}
"""Multiply-adds a source pixel."""


@pytest.mark.parametrize("name", MOST)
def test_recipes_keep_to_their_cost(name: str) -> None:
    path = RECIPES / f"{name}.toml"
    recipe = read_recipe(path)
    assert recipe.name == name
    assert recipe.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert multiply_adds(recipe.network) <= MOST[name]
    assert set(MOST) == {path.stem for path in RECIPES.glob("*.toml")}


def test_the_graph_names_maps_in_order() -> None:
    shape = NetworkShape(features=(4, 8), kernels=(5, 3), last=(1,))
    first, second, last, space = nodes_of(shape)
    assert first == {"op": "conv", "name": "c0", "inputs": ["luma"], "activation": "crelu"}
    assert second["inputs"] == ["c0"]
    assert last == {"op": "conv", "name": "out", "inputs": ["c1"], "activation": "none"}
    assert space == {"op": "depth_to_space", "name": "residual", "inputs": ["out"], "scale": 2}
    assert kernels_of(shape) == {
        "c0": (5, 5, 1, 4), "c1": (3, 3, 8, 8), "out": (1, 1, 16, 4),
    }  # fmt: skip
    assert multiply_adds(shape) == 100 + 576 + 64
    assert reach(shape) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[network]\nfeatures = [4]", "name is missing"),
        ('name = "x"\n[net]', "no table is called net"),
        ('name = "x"\n[network]\nwidth = 4', "network.width: there is no such key"),
        ('name = "x"\n[network]\nfeatures = 4', "network.features: must be a tuple"),
        ('name = "x"\n[network]\nfeatures = [4]\nkernels = [4]', "network.kernels: must be odd"),
        ('name = "x"\n[network]\nfeatures = [4]\nlast = [1]', "last: names no convolution"),
        ('name = "x"\n[schedule]\nsteps = "many"', "schedule.steps: must be a int"),
        ('name = "x"\n[schedule]\nbatch = 3', "schedule.batch: must be even"),
        ('name = "x"\n[degradation]\nnoise = 0.7\njpeg = 0.7', "must add up to 1 or less"),
        ("name = ", "x.toml:"),
    ],
)
def test_wrong_recipes_are_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(RecipeError) as error:
        read_recipe(path)
    assert said in str(error.value) and str(path) in str(error.value)
    assert "\n" not in str(error.value).strip()
