"""Models of others as networks: what ONNX's own evaluator computes, and what cannot be held."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anime4k_gl import parse_user_shader, upscale
from anime4k_gl.cli import main
from anime4k_gl.errors import OptionError
from anime4k_gl.networks.convert import load_network, shader_of
from anime4k_gl.networks.network import Activation, Network, NetworkError
from anime4k_gl.networks.onnx import name_of
from anime4k_gl.networks.reference import residual

onnx = pytest.importorskip("onnx", reason="an extra, which CI has")
helper: Any = onnx.helper
EDGE = 6  # pixels of the source: there models pad with zeros

RNG = np.random.default_rng(3)


def weights(out: int, read: int, size: int = 3) -> Any:
    spread = (1.5 / (read * size * size)) ** 0.5
    return RNG.normal(0, spread, (out, read, size, size)).astype(np.float32)


def conv(name: str, source: str, bias: bool = True, **attributes: Any) -> Any:
    inputs = [source, f"{name}.w", *([f"{name}.b"] if bias else [])]
    return helper.make_node("Conv", inputs, [name], name=name, **attributes)


def saved(
    path: Path,
    nodes: Sequence[Any],
    constants: dict[str, Any],
    *,
    result: str = "y",
    channels: int = 1,
) -> Path:
    """Write a model of nodes from ``x`` to `result`."""
    kind = onnx.TensorProto.FLOAT
    x = helper.make_tensor_value_info("x", kind, [1, channels, "h", "w"])
    y = helper.make_tensor_value_info(result, kind, None)
    tensors = [onnx.numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()]
    graph = helper.make_graph(list(nodes), "net", [x], [y], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    onnx.save(model, path)
    return path


def spread(source: str, result: str = "y", mode: str = "CRD") -> Any:
    return helper.make_node("DepthToSpace", [source], [result], name="d2s", blocksize=2, mode=mode)


def evaluated(path: Path, grey: Any) -> Any:
    """Return what ONNX's evaluator makes of luma, (2H, 2W)."""
    from onnx.reference import ReferenceEvaluator

    (made,) = ReferenceEvaluator(str(path)).run(None, {"x": grey[None, None].astype(np.float32)})
    return made[0, 0]


def linear(grey: Any) -> Any:
    from anime4k_gl.networks.reference import doubled

    return doubled(grey[:, :, None])[:, :, 0]


def plain_model(path: Path) -> Path:
    """Write a model as most are: convolutions, PReLU, LeakyReLU, and the picture as its result."""
    nodes = [
        conv("c1", "x", pads=[2, 2, 2, 2]),
        helper.make_node("PRelu", ["c1", "slope"], ["a1"]),
        conv("c2", "a1", pads=[1, 1, 1, 1]),
        helper.make_node("LeakyRelu", ["c2"], ["a2"], alpha=0.2),
        conv("c3", "a2", auto_pad="SAME_UPPER"),
        spread("c3", "big"),
        helper.make_node("Clip", ["big", "zero", "one"], ["y"]),
    ]
    constants = {
        "c1.w": weights(6, 1, 5), "c1.b": RNG.normal(0, 0.1, 6).astype("f4"),
        "slope": RNG.uniform(-0.3, 0.3, (6, 1, 1)).astype("f4"),
        "c2.w": weights(4, 6), "c2.b": np.zeros(4, "f4"),
        "c3.w": weights(4, 4) / 9, "c3.b": np.full(4, 0.5, "f4"),
        "zero": np.float32(0), "one": np.float32(1),
    }  # fmt: skip
    return saved(path, nodes, constants)


def rich_model(path: Path) -> Path:
    """Write a model with all the rest: sums, CReLU, groups, dilation, what is read in two ways."""
    nodes = [
        helper.make_node("Constant", [], ["half"], value_float=0.5),
        helper.make_node("Sub", ["x", "half"], ["shifted"]),
        conv("c1", "shifted", pads=[1, 1, 1, 1]),
        helper.make_node("Neg", ["c1"], ["n1"]),
        helper.make_node("Relu", ["c1"], ["p1"]),
        helper.make_node("Relu", ["n1"], ["q1"]),
        helper.make_node("Concat", ["p1", "q1"], ["both"], axis=1),
        conv("c2", "both", group=2, pads=[2, 2, 2, 2], dilations=[2, 2]),
        helper.make_node("BatchNormalization", ["c2", "scale", "shift", "mean", "var"], ["b2"]),
        helper.make_node("Relu", ["b2"], ["r2"]),
        helper.make_node("Mul", ["b2", "third"], ["m2"]),
        helper.make_node("Add", ["r2", "m2"], ["s2"]),
        helper.make_node("Concat", ["s2", "x", "q1"], ["all"], axis=1),
        conv("c3", "all", bias=False),
        spread("c3", "small", "DCR"),
        helper.make_node(
            "Resize", ["x", "", "scales"], ["up"], mode="linear",
            coordinate_transformation_mode="half_pixel",
        ),
        helper.make_node("Add", ["small", "up"], ["y"]),
    ]  # fmt: skip
    constants = {
        "c1.w": weights(4, 1), "c1.b": RNG.normal(0, 0.1, 4).astype("f4"),
        "c2.w": weights(6, 4), "c2.b": RNG.normal(0, 0.1, 6).astype("f4"),
        "scale": RNG.uniform(0.5, 1.5, 6).astype("f4"), "shift": RNG.normal(0, 0.1, 6).astype("f4"),
        "mean": RNG.normal(0, 0.1, 6).astype("f4"), "var": RNG.uniform(0.5, 2, 6).astype("f4"),
        "third": np.float32(1 / 3), "c3.w": weights(4, 11, 1) / 4,
        "scales": np.array([1, 1, 2, 2], "f4"),
    }  # fmt: skip
    return saved(path, nodes, constants)


def nearest_model(path: Path) -> Path:
    """Write a model that adds to its input, repeated, by a last convolution of 1x1."""
    nodes = [
        conv("c1", "x", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c1"], ["a1"]),
        conv("c2", "a1"),
        spread("c2", "small"),
        helper.make_node("Resize", ["x", "", "scales"], ["up"], mode="nearest"),
        helper.make_node("Add", ["up", "small"], ["y"]),
    ]
    constants = {
        "c1.w": weights(3, 1), "c1.b": np.zeros(3, "f4"),
        "c2.w": weights(4, 3, 1) / 8, "c2.b": np.zeros(4, "f4"),
        "scales": np.array([1, 1, 2, 2], "f4"),
    }  # fmt: skip
    return saved(path, nodes, constants)


@pytest.mark.parametrize("make", [plain_model, rich_model, nearest_model])
def test_a_network_computes_what_its_model_does(make: Any, tmp_path: Path) -> None:
    path = make(tmp_path / "model.onnx")
    grey = np.random.default_rng(8).uniform(0, 1, (24, 28))
    network = load_network(path)
    got = np.clip(linear(grey) + residual(network, grey), 0, 1)
    wanted = np.clip(evaluated(path, grey), 0, 1)
    inner = slice(2 * EDGE, -2 * EDGE)
    assert wanted[inner, inner].std() > 0.02
    assert np.abs(got - wanted)[inner, inner].max() < 2e-6
    assert len(network.recipe) == 64
    network.save(tmp_path / "net.safetensors")
    assert np.array_equal(residual(load_network(tmp_path / "net.safetensors"), grey),
                          residual(network, grey))  # fmt: skip


def test_crelu_costs_nothing_and_what_is_read_in_two_ways_is_copied(tmp_path: Path) -> None:
    network = load_network(rich_model(tmp_path / "model.onnx"))
    kinds = [getattr(node, "activation", None) for node in network.nodes]
    assert Activation.CRELU in kinds
    plain = load_network(plain_model(tmp_path / "plain.onnx"))
    assert len(plain.maps) == 4  # one of luma, from which the linear scaling is taken
    assert plain.multiply_adds == 25 * 6 + 9 * 6 * 4 + 9 * 4 * 4 + 9 * 4 + 1


@pytest.mark.parametrize("form", ["fragment", "compute"])
def test_the_command_writes_a_shader_that_draws_the_model(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, shader = plain_model(tmp_path / "My Net.onnx"), tmp_path / "net.glsl"
    with pytest.raises(SystemExit) as ended:
        main(["convert", str(path), "-o", str(shader), "--form", form])
    assert ended.value.code == 0
    text = shader.read_text()
    assert "//!DESC my-net: " in text and ("//!COMPUTE" in text) == (form == "compute")
    said = capsys.readouterr().out
    assert said == f"{shader}: my-net, 4 maps, 547 multiply-adds a pixel; doubles luma\n"
    y, x = np.mgrid[:20, :24]
    grey = np.clip(np.abs((x - 12) * 0.8 + (y - 10) * 0.6) / 4, 0, 1).astype(np.float32)
    got = upscale(np.repeat(grey[..., None], 3, 2), shaders=[shader])[..., 1]
    wanted = np.clip(evaluated(path, grey), 0, 1)
    inner = slice(2 * EDGE, -2 * EDGE)
    assert np.abs(got - wanted)[inner, inner].max() < 2e-3  # maps are half floats
    with pytest.raises(SystemExit) as ended:
        main(["convert", str(path), "-o", str(shader)])
    assert ended.value.code == 1 and "exists" in capsys.readouterr().err


def first(op: str, inputs: Sequence[str] = ("c1",), **attributes: Any) -> list[Any]:
    """Return nodes of which the second is the one to be refused."""
    made = helper.make_node(op, list(inputs), ["z"], name="odd", **attributes)
    return [conv("c1", "x", pads=[1, 1, 1, 1]), made, spread("z")]


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        (first("Sigmoid"), "node odd (Sigmoid): cannot be held; what can be is Conv, Relu, "),
        (first("Conv", ("c1", "c1.w"), pads=[0, 0, 0, 0]), "node odd (Conv): reads 4 channels"),
        (first("Conv", ("c1", "four.w"), strides=[2, 2]), "node odd (Conv): strides must be 1"),
        (first("Conv", ("c1", "four.w")), "node odd (Conv): pads must keep the size: 1 and 1 for"),
        (first("Conv", ("c1", "c1")), "node odd (Conv): weights must be constant"),
        (first("Mul", ("c1", "c1")), "node odd (Mul): multiplies two maps"),
        (first("Concat", ("c1", "c1"), axis=2), "node odd (Concat): axis must be 1"),
        (first("Concat", ("c1", "c1"), axis=1), "node d2s (DepthToSpace): expected 4 channels"),
        (first("Clip", ("c1", "zero", "one")), "node odd (Clip): limits must be 0 and 1 at the"),
        (first("Resize", ("c1", "", "scales")), "node odd (Resize): only the input may be scaled"),
        (first("Add", ("c1", "x")), "node odd (Add): adds maps of unlike numbers"),
        (first("Mul", ("c1", "two")), "node odd (Mul): a constant must be a number, or one for"),
        ([conv("y", "x", pads=[1, 1, 1, 1])], "output 'y': expected what DepthToSpace makes"),
        ([conv("y", "gone")], "node y (Conv): reads 'gone', which nothing makes"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_named(nodes: Any, message: str, tmp_path: Path) -> None:
    constants = {
        "c1.w": weights(4, 1), "c1.b": np.zeros(4, "f4"), "four.w": weights(4, 4),
        "y.w": weights(4, 1), "y.b": np.zeros(4, "f4"), "zero": np.float32(0),
        "one": np.float32(1), "two": np.ones(2, "f4"), "scales": np.array([1, 1, 2, 2], "f4"),
    }  # fmt: skip
    path = saved(tmp_path / "model.onnx", nodes, constants)
    with pytest.raises(NetworkError) as caught:
        load_network(path)
    assert str(caught.value).startswith(f"{path}: {message}")
    assert "\n" not in str(caught.value)


def test_files_that_are_no_models(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    with pytest.raises(NetworkError, match=r"model\.onnx: cannot be read: No such file"):
        load_network(path)
    path.write_bytes(b"no model at all")
    with pytest.raises(NetworkError, match=r"model\.onnx: no ONNX model"):
        load_network(path)
    saved(path, [spread("x")], {}, channels=3)
    with pytest.raises(NetworkError, match=r"expected luma alone, .*, found \(1, 3, any, any\)"):
        load_network(path)
    with pytest.raises(OptionError, match=r"must end in \.onnx or \.safetensors"):
        load_network(tmp_path / "model.pth")
    with pytest.raises(NetworkError, match="a network with sums has no compute form"):
        shader_of(load_network(nearest_model(tmp_path / "sum.onnx")), "sum.onnx", form="compute")
    with pytest.raises(OptionError, match="unknown chroma 'both'; valid are: luma, joint"):
        load_network(path, chroma="both")


@pytest.mark.parametrize(
    ("file", "name"),
    [("My Net_2x.onnx", "my-net-2x"), ("2x.onnx", "x"), ("é.onnx", "network"), ("a.b.onnx", "a.b")],
)
def test_names(file: str, name: str) -> None:
    assert name_of(file) == name


def test_colours_and_names_are_as_asked_for(tmp_path: Path) -> None:
    network = load_network(plain_model(tmp_path / "a.onnx"), name="mine", chroma="joint")
    text = shader_of(network, "a.onnx")
    assert "mine" in text and "NET_SHARES" in text and parse_user_shader(text).passes
    network.save(tmp_path / "a.safetensors")
    again = load_network(tmp_path / "a.safetensors", chroma="luma")
    assert isinstance(again, Network) and again.name == "mine" and again.chroma.value == "luma"
