"""The target glsl: the manifest keeps to its schema, the shaders compile, the runner draws ours."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import fastjsonschema
import numpy as np
import pytest
from PIL import Image
from support.choice.covering import pairwise
from support.compare import psnr
from support.paths import ROOT
from support.presets import AFTER_SCALING

from anime4k_gl import export, upscale
from anime4k_gl.exporters import write_files

LEAST_PSNR = 48.0  # dB
SIZE = (77, 61)  # odd, so that halves and quarters are rounded up


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn picture, as a file."""
    path = tmp_path_factory.mktemp("source") / "in.png"
    drawn = Image.open(ROOT / "docs" / "side-by-side.png").convert("RGB")
    drawn.crop((100, 100, 100 + SIZE[0], 100 + SIZE[1])).save(path)
    return path


def run(folder: Path, source: Path, scale: float) -> Any:
    """Return what the runner writes, (H, W, 4)."""
    out = folder / "out.png"
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "run_manifest.py", folder, source, out, str(scale)],
        capture_output=True, text=True, env=os.environ | {"LIBGL_ALWAYS_SOFTWARE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return np.asarray(Image.open(out))


def ours(source: Path, scale: float, preset: str, **params: float) -> Any:
    """Return our picture of what the runner scales, (H, W, 3)."""
    small = Image.open(source)
    size = (round(small.width * scale), round(small.height * scale))
    scaled = np.asarray(small.resize(size, Image.Resampling.BICUBIC))
    return upscale(scaled, scale=size[0] / small.width, scaler="none", preset=preset, params=params)


@pytest.mark.parametrize(
    ("preset", "scale", "es"), pairwise(AFTER_SCALING, [1.0, 1.5, 2.0, 3.0], [False, True])
)
def test_the_runner_draws_our_picture(
    tmp_path: Path, source: Path, preset: str, es: bool, scale: float
) -> None:
    write_files(export("glsl", preset=preset, es=es), tmp_path)
    result = run(tmp_path, source, scale)
    mine = ours(source, scale, preset)
    near = psnr(mine, result[..., :3], peak=255)
    plain = psnr(ours(source, scale, "none"), result[..., :3], peak=255)
    figures = f"{preset} x{scale:g}: {near:.1f} dB, scaled {plain:.1f}"
    print(figures)
    assert near >= LEAST_PSNR, figures
    if (preset, scale) == ("v1.1", 1.0):
        assert plain >= LEAST_PSNR, figures  # which changes only what was scaled up
    else:
        assert plain < near - 6, figures
    assert (result[..., 3] == 255).all()


def test_parameters_are_set_by_the_manifest(tmp_path: Path, source: Path) -> None:
    params = {"thin_strength": 0.5, "refine_strength": 0.25}
    write_files(export("glsl", preset="v1.0-rc", params=params), tmp_path)
    given = psnr(run(tmp_path, source, 2)[..., :3], ours(source, 2, "v1.0-rc", **params), peak=255)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    for parameter in manifest["parameters"]:
        if parameter["name"] in params:
            parameter["value"] = parameter["minimum"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    none = dict.fromkeys(params, 0.0)
    least = psnr(run(tmp_path, source, 2)[..., :3], ours(source, 2, "v1.0-rc", **none), peak=255)
    assert min(given, least) >= LEAST_PSNR, (given, least)


@pytest.mark.parametrize("preset", AFTER_SCALING)
def test_the_manifest_keeps_to_its_schema(preset: str) -> None:
    files = export("glsl", preset=preset)
    manifest, schema = (json.loads(files[f"manifest.{kind}"]) for kind in ("json", "schema.json"))
    validate = fastjsonschema.compile(schema)
    validate(manifest)
    manifest["chains"][0]["passes"][0]["output"]["format"] = "rgba12"
    with pytest.raises(fastjsonschema.JsonSchemaException, match="format"):
        validate(manifest)


@pytest.mark.parametrize("preset", AFTER_SCALING)
def test_the_manifest_is_whole(preset: str) -> None:
    files = export("glsl", preset=preset, es=True)
    manifest = json.loads(files["manifest.json"])
    low = None
    used = {"manifest.json", "manifest.schema.json", "README.txt", manifest["vertex_shader"]}
    for chain in manifest["chains"]:
        assert chain["scale"]["from"] == low, "scales without a gap"
        low = chain["scale"]["below"]
        there = {"picture"}
        for step in chain["passes"]:
            used.add(step["fragment_shader"])
            text = files[step["fragment_shader"]]
            assert text.startswith(f"#version {manifest['glsl']}\n")
            assert "B. Peng and contributors (2019, MIT" in text
            for read in step["inputs"]:
                assert read["texture"] in there, "written before, and not released"
                assert f"uniform sampler2D {read['uniform']};" in text
            assert ("uniform vec2 input_size;" in text) == step["input_size"]
            for name in step["parameters"]:
                assert f"uniform float {name};" in text
            assert step["output"]["texture"] not in there, "no pass reads what it writes"
            there = (there | {step["output"]["texture"]}) - set(step["releases"])
        assert there == {chain["result"]}
        assert chain["passes"][-1]["output"] == {
            "texture": chain["result"],
            "divisor": 1,
            "format": "rgba8",
        }
    assert low is None
    assert used == files.keys()
    assert not any(math.isnan(p["value"]) for p in manifest["parameters"])


@pytest.mark.parametrize("preset", AFTER_SCALING)
@pytest.mark.parametrize("es", [False, True])
def test_the_shaders_are_strict_glsl(tmp_path: Path, preset: str, es: bool) -> None:
    """By the reference compiler, which knows OpenGL ES as drivers on phones do."""
    glslang = shutil.which("glslangValidator")
    if glslang is None:
        if os.environ.get("CI"):
            pytest.fail("glslang is needed here, and CI must not pass without it")
        pytest.skip("glslang is not installed: tools/setup.sh dev installs it")
    paths = write_files(export("glsl", preset=preset, es=es), tmp_path)
    shaders = [path for path in paths if path.suffix in (".vert", ".frag")]
    for path in shaders:
        done = subprocess.run([glslang, path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
    assert len(shaders) > 4


def test_the_runner_is_short() -> None:
    assert len((ROOT / "examples" / "run_manifest.py").read_text().splitlines()) <= 40
