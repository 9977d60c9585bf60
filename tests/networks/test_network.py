"""Networks' files: what is read back, what is refused in one line, and what they compute."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from support.networks import DIGEST, dense, mixed

from anime4k_gl.networks.network import Chroma, Conv, Network, NetworkError
from anime4k_gl.networks.reference import doubled, luma, picture, residual, shares


@pytest.mark.parametrize("network", [dense(chroma=Chroma.JOINT), mixed()], ids=lambda n: n.name)
def test_a_file_holds_all_of_a_network(network: Network, tmp_path: Path) -> None:
    network.save(tmp_path / "n.safetensors")
    back = Network.load(tmp_path / "n.safetensors")
    assert (back.name, back.recipe, back.chroma) == (network.name, DIGEST, network.chroma)
    grey = np.random.default_rng(1).random((5, 6))
    assert np.array_equal(residual(back, grey), residual(network, grey))


def test_multiply_adds_are_the_convolutions() -> None:
    assert dense(features=4, layers=2).multiply_adds == 9 * 4 + 9 * 8 * 4 + 16 * 4


def file_of(network: Network, path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    network.save(path)
    with safe_open(path, framework="numpy") as file:
        text = dict(file.metadata())
    return load_file(path), text


def graph_with(place: int, **changes: Any) -> Any:
    def change(tensors: dict[str, Any], text: dict[str, str]) -> None:
        graph = json.loads(text["graph"])
        graph[place] |= changes
        text["graph"] = json.dumps(graph)

    return change


def text_with(**changes: str) -> Any:
    return lambda tensors, text: text.update(changes)


def tensor_with(name: str, value: Any) -> Any:
    return lambda tensors, text: tensors.update({name: value})


WRONG: dict[str, tuple[Any, str]] = {
    "format": (text_with(format="theirs"), "format must be 'anime4k_gl network 1', found 'theirs'"),
    "scale": (text_with(scale="3"), "scale must be 2, found '3'"),
    "chroma": (text_with(chroma="none"), "chroma must be luma or joint, found 'none'"),
    "name": (text_with(name="../x"), "name '../x': expected a-z"),
    "recipe": (text_with(recipe="0"), "recipe must be a SHA-256 digest"),
    "json": (text_with(graph="["), "graph is no JSON"),
    "empty": (text_with(graph="[]"), "no node has the tensors"),
    "op": (graph_with(0, op="pool"), "op must be conv, add, depth_to_space, found 'pool'"),
    "key": (graph_with(0, stride=2), "found activation, inputs, name, op, stride"),
    "activation": (graph_with(0, activation="gelu"), "activation must be none, relu"),
    "unknown": (graph_with(1, inputs=["c7"]), "inputs must be of luma, c0, found c7"),
    "later": (graph_with(0, inputs=["c1"]), "inputs must be of luma, found c1"),
    "unread": (graph_with(1, inputs=["luma"]), "reads 1 channels, weight has 8"),
    "spread": (graph_with(3, scale=3), "takes one input and scale 2"),
    "last": (graph_with(3, inputs=["c0"]), "of 4 channels"),
    "slope": (graph_with(0, activation="prelu"), "tensor c0.slope is missing"),
    "even": (tensor_with("c0.weight", np.zeros((2, 3, 1, 4), "f4")), "not 3x2"),
    "bias": (tensor_with("c0.bias", np.zeros(3, "f4")), "c0.bias must be (4,), not (3,)"),
    "half": (tensor_with("c0.bias", np.zeros(4, "f2")), "c0.bias must be float32, not float16"),
    "nan": (tensor_with("c0.bias", np.full(4, np.nan, "f4")), "no finite number"),
    "extra": (tensor_with("x", np.zeros(4, "f4")), "no node has the tensors x"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_one_line(what: str, tmp_path: Path) -> None:
    change, expected = WRONG[what]
    tensors, text = file_of(dense(), tmp_path / "n.safetensors")
    change(tensors, text)
    save_file(tensors, tmp_path / "n.safetensors", text)
    with pytest.raises(NetworkError) as caught:
        Network.load(tmp_path / "n.safetensors")
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'n.safetensors'}: ")
    assert expected in message
    assert "\n" not in message


def test_other_files_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no network")
    for path in (tmp_path / "x", tmp_path / "none", tmp_path):
        with pytest.raises(NetworkError) as caught:
            Network.load(path)
        assert "\n" not in str(caught.value)


def test_a_hand_made_network() -> None:
    """The pixel to the left, minus a half, where it is positive: in the lower right pixel."""
    weight = np.zeros((3, 3, 1, 1), np.float32)
    weight[1, 0] = 1.0
    network = dense(features=1, layers=1)
    first, out, last = network.nodes
    assert isinstance(first, Conv)
    assert isinstance(out, Conv)
    only = np.zeros((1, 1, 2, 4), np.float32)
    only[0, 0, :, 3] = (2.0, -4.0)  # the positive part twice, and back from the negative one
    first = replace(first, weight=weight, bias=np.zeros(1, np.float32))
    out = replace(out, weight=only, bias=np.array([0, 0, 0.25, 0], np.float32))
    network = replace(network, nodes=(first, out, last))
    got = residual(network, np.array([[0.75, 0.25]]))
    # The edge repeats: both read 0.75 of the first pixel, which is 0.25 above a half.
    assert np.allclose(got, [[0, 0, 0, 0], [0.25, 0.5, 0.25, 0.5]])
    got = residual(network, np.array([[0.25, 0.75]]))
    assert np.allclose(got[1], [0.25, -1.0, 0.25, -1.0])


def test_linear_scaling() -> None:
    got = doubled(np.array([[0.0, 1.0]])[:, :, None])[:, :, 0]
    assert np.allclose(got, [[0.0, 0.25, 0.75, 1.0]] * 2)


@pytest.mark.parametrize("chroma", list(Chroma))
def test_either_way_of_colour_changes_luma_by_the_residual(chroma: Chroma) -> None:
    source = np.random.default_rng(2).random((6, 7, 3))
    network = dense(chroma=chroma)
    got = luma(picture(network, source)) - luma(doubled(source))
    assert np.allclose(got, residual(network, luma(source)))


def test_shares_of_one_hue_and_of_none() -> None:
    grey = np.random.default_rng(3).random((5, 5, 1)) * np.ones(3)
    assert np.allclose(shares(grey), 1.0)
    assert np.allclose(shares(np.full((3, 3, 3), 0.3)), 1.0)
    line = np.zeros((5, 5, 3))
    line[:, 2, 0] = 1.0  # red alone: it changes by more than luma does, and the others hardly
    red, green, blue = shares(line)[2, 2]
    assert red > 4 > 0.2 > abs(green)
    assert abs(blue) < 0.2
