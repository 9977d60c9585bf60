"""Networks as fragment passes: the reference's picture, and the tool that writes the files."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.compare import psnr
from support.networks import dense, mixed
from support.paths import ROOT

from anime4k_gl import parse_user_shader, upscale
from anime4k_gl.library import HYBRIDS, preset_names
from anime4k_gl.networks.fragment import passes, user_shader
from anime4k_gl.networks.network import Chroma, Network, NetworkError
from anime4k_gl.networks.reference import picture
from anime4k_gl.networks.text import number, textures_of, vector

LEAST_PSNR = 60.0  # dB; maps are half floats
Ran = Callable[..., tuple[int, list[str], str]]
TOOL = ROOT / "tools" / "networks.py"


def drawing(width: int, height: int) -> Any:
    """Return a slanted dark line on coloured ground, (height, width, 3), of 8 bits a channel."""
    y, x = np.mgrid[0:height, 0:width]
    distance = np.abs((x - width / 2) * 0.8 + (y - height / 2) * 0.6)
    shade = np.clip(distance / 3, 0, 1) * 200 + 30
    return np.round(np.stack([shade, shade / 2 + 90, 255 - shade / 3], 2)) / 255


def drawn(network: Network, source: Any, scale: int) -> Any:
    text = user_shader(network)
    twice = parse_user_shader(text * 2 if scale == 4 else text)
    return upscale(source.astype(np.float32), scale=scale, shaders=[twice])


@pytest.mark.parametrize(
    ("network", "scale"),
    [(dense(chroma=Chroma.JOINT), 4), (mixed(), 2)],
    ids=["dense", "mixed"],
)
def test_the_picture_is_the_references(network: Network, scale: int) -> None:
    source = wanted = drawing(19, 14)
    for _ in range(scale // 2):
        wanted = np.clip(picture(network, wanted), 0, 1)
    got = drawn(network, source, scale)
    near = psnr(got, wanted)
    print(f"{near:.1f} dB")
    assert near >= LEAST_PSNR
    assert psnr(upscale(source, scale=scale, preset="none"), wanted) < 30


def test_a_preset_draws_what_its_weights_say() -> None:
    """To the digits of the weights, and half floats between the passes."""
    tool = runpy.run_path(str(TOOL))
    network = Network.load(tool["WEIGHTS"] / "hybrid-s.safetensors")
    source = drawing(19, 14)
    wanted = picture(replace(network, chroma=tool["CHROMA"]), source)
    got = upscale(source.astype(np.float32), preset="hybrid-s", backend="fragment")
    assert psnr(got, np.clip(wanted, 0, 1)) >= LEAST_PSNR + 10


def test_what_is_little_is_not_scaled() -> None:
    source = drawing(20, 10).astype(np.float32)
    small = upscale(source, size=(21, 11), shaders=[parse_user_shader(user_shader(dense()))])
    assert np.allclose(small, upscale(source, size=(21, 11), preset="none"), atol=1 / 512)


def test_passes_are_as_few_as_can_be() -> None:
    """A first layer of one texture reads the picture; the last one is done with the residual."""
    assert [p.stem for p in passes(dense(layers=3))] == [
        "layer_c0", "layer_c1", "residual", "doubled",
    ]  # fmt: skip
    assert [p.stem for p in passes(dense(features=12, chroma=Chroma.JOINT))] == [
        "luma", "layer_c0_1", "layer_c0_2", "layer_c0_3",
        "layer_c1_1", "layer_c1_2", "layer_c1_3", "residual", "shares", "doubled",
    ]  # fmt: skip


def test_a_texel_holds_four_channels() -> None:
    network = mixed()
    assert [(t.save, t.components) for t in textures_of(network, "wide")] == [
        ("NET_WIDE_1", 4),
        ("NET_WIDE_2", 2),
    ]
    assert [(t.save, t.channels) for t in textures_of(network, "more")] == [("NET_MORE", "1 to 3")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.0"),
        (-1.0, "-1.0"),
        (1 / 3, "0.333333"),
        (1e-7, "1e-07"),
        (123456789.0, "1.23457e+08"),
    ],
)
def test_numbers_are_floats_in_every_dialect(value: float, text: str) -> None:
    assert number(value) == text
    assert vector([value]) == text
    assert vector([value, 0.5]) == f"vec2({text}, 0.5)"


def test_a_file_is_whole() -> None:
    text = user_shader(dense(chroma=Chroma.JOINT), ["of a test"])
    assert text.startswith(
        "// tiny: a network of 388 multiply-adds a pixel\n// of a test\n\n//!HOOK"
    )
    assert "#include" not in text
    labels = [found.desc for found in parse_user_shader(text).passes]
    assert labels == [f"Anime4K tiny: {p.desc}" for p in passes(dense(chroma=Chroma.JOINT))]
    assert text == user_shader(dense(chroma=Chroma.JOINT), ["of a test"])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run the tool and return its exit code, and what it printed to which stream."""

    def ran(*arguments: str | Path) -> tuple[int, list[str], str]:
        monkeypatch.setattr(sys, "argv", ["networks.py", *map(str, arguments)])
        code = runpy.run_path(str(TOOL))["main"]()
        printed = capsys.readouterr()
        return code, printed.out.split(), printed.err

    return ran


def test_the_tool_writes_and_checks(run: Ran, tmp_path: Path) -> None:
    weights, shaders = tmp_path / "weights", tmp_path / "shaders"
    weights.mkdir()
    dense("hybrid-s").save(weights / "hybrid-s.safetensors")
    given = ("--weights", weights, "--shaders", shaders)
    code, written, _ = run(*given)
    assert code == 0
    assert {"hybrid-s/residual.glsl", "presets/hybrid-s.toml"} < set(written)
    path = shaders / "hybrid-s" / "doubled.glsl"
    path.write_bytes(path.read_bytes() + b"\n")
    (shaders / "hybrid-s" / "old.glsl").write_text("")
    wrong = ["hybrid-s/doubled.glsl", "hybrid-s/old.glsl"]
    assert run(*given, "--check") == (1, wrong, "")
    assert run(*given) == (0, wrong, "")
    assert run(*given, "--check") == (0, [], "")
    dense("other").save(weights / "hybrid-s.safetensors")
    code, _, message = run(*given)
    assert code == 1
    assert message.endswith("hybrid-s.safetensors: holds network 'other'\n")


def test_a_pass_that_would_read_too_many_textures_is_named() -> None:
    large = dense("large", features=16, layers=5)
    said = r"^network 'large' has no fragment form: its pass \w+ would read \d+ textures, and 16 is"
    with pytest.raises(NetworkError, match=said):
        passes(large)


def test_the_shaders_are_those_of_the_weights() -> None:
    tool = runpy.run_path(str(TOOL))
    files = tool["expected"](tool["WEIGHTS"])
    assert tool["differences"](files, tool["SHADERS"]) == ([], [])
    presets = {f"presets/{name}.toml" for name in preset_names() if name in HYBRIDS}
    assert presets == {name for name in files if name.startswith("presets/")}
    assert tuple(tool["SIZES"]) == HYBRIDS
