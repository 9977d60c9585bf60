"""The shader files themselves: headers, parameters, and that strict compilers take them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from support.presets import EACH_KIND, WITH_PASSES

from anime4k_gl import upscale
from anime4k_gl.formats import Size
from anime4k_gl.glsl import GLSLVersion, assemble
from anime4k_gl.library import pass_shader, preset, preset_names, preset_shader
from anime4k_gl.library.files import shaders_folder
from anime4k_gl.plan import make_plan
from anime4k_gl.scaler_shaders import SCALERS
from anime4k_gl.usershader import format_user_shader, parse_user_shader

SHADERS = shaders_folder()
PASSES = sorted({path for name in preset_names() for path in preset(name).passes})

_V1 = {
    "thin_strength": 1 / 6,
    "refine_strength": 1,
    "line_threshold": 0.2,
    "refine_line_multiplier": 8,
    "fxaa_line_multiplier": 4,
    "fxaa_span": 8,
}
PUBLISHED = {
    "v1.0-rc": _V1,
    "v1.0-rc-reference": _V1,
    "v0.9": {"thin_strength": 1 / 6, "refine_strength": 0.5},
}


def text_of(path: str) -> str:
    return (SHADERS / f"{path}.glsl").read_text("utf-8")


def test_every_pass_file_is_used() -> None:
    folders = [SHADERS / name for name in preset_names()]
    files = sorted(f"{d.name}/{f.name[:-5]}" for d in folders for f in d.iterdir()
                   if f.name.endswith(".glsl"))  # fmt: skip
    assert files == PASSES


@pytest.mark.parametrize("path", PASSES)
def test_header(path: str) -> None:
    lines = text_of(path).splitlines()
    shader = pass_shader(path)
    assert len(shader.passes) == 1
    if path.startswith("v1.1/"):  # an algorithm of ours, after the published one's idea
        assert re.fullmatch(r"// Anime4K v1\.1: .+", lines[0])
        assert "Anime4K's by B. Peng and contributors (2019, MIT" in text_of(path)
        assert (shader.passes[0].desc or "").startswith("Anime4K v1.1: ")
        return
    if path.startswith("hybrid-"):  # written by tools/networks.py
        name = path.split("/")[0]
        assert re.fullmatch(rf"// Anime4K {name}: .+", lines[0])
        assert "the recipe with the SHA-256" in text_of(path)
        assert (shader.passes[0].desc or "").startswith(f"Anime4K {name}: ")
        return
    release = "v1.0 RC" if path.startswith("v1.0") else "v0.9"
    title = re.fullmatch(rf"// Anime4K {re.escape(release)}, pass ([\d and]+): (.+)", lines[0])
    assert title is not None
    credit = (
        f"// The algorithm is Anime4K {release} by B. Peng and contributors (2019, MIT licence)."
    )
    assert credit in lines
    # The numbers in the title are the places at which the preset runs it.
    name = path.split("/")[0]
    places = [i for i, p in enumerate(preset(name).passes, start=1) if p == path]
    assert [int(n) for n in title[1].split(" and ")] == places
    assert (shader.passes[0].desc or "").startswith(f"Anime4K {release}: ")


@pytest.mark.parametrize("name", PUBLISHED)
def test_parameters_have_the_published_values(name: str) -> None:
    params = {p.name: p for p in preset_shader(name).params}
    assert {n: p.default for n, p in params.items()} == pytest.approx(PUBLISHED[name], abs=1e-7)
    for param in params.values():
        assert param.desc
        assert param.minimum is not None
        assert param.maximum is not None


@pytest.mark.parametrize("name", WITH_PASSES)
def test_preset_is_a_user_shader_of_its_own(name: str) -> None:
    shader = preset_shader(name)
    assert parse_user_shader(format_user_shader(shader)).blocks == shader.blocks
    saved = {p.save for p in shader.passes if p.save}
    assert not saved & {"MAIN", "OUTPUT", "SCALED", "LUMA", "CHROMA"}


def compile_es(context: Any, plan: Any) -> None:
    dialect = GLSLVersion(300, es=True)
    for run in plan.runs:
        source = assemble(run, dialect)
        assert source.fragment.startswith("#version 300 es\n")
        program = context.program(vertex_shader=source.vertex, fragment_shader=source.fragment)
        program.release()


@pytest.mark.parametrize("name", EACH_KIND)
def test_opengl_es_takes_every_preset(context: Any, name: str) -> None:
    """OpenGL ES refuses integer literals where a float is meant, as no desktop driver does."""
    plan = make_plan([preset_shader(name)], source=Size(16, 16), target=Size(32, 32))
    compile_es(context, plan)


@pytest.mark.parametrize("alpha", [False, True], ids=["opaque", "alpha"])
@pytest.mark.parametrize("scaler", SCALERS)
def test_opengl_es_takes_every_scaler(context: Any, scaler: str, alpha: bool) -> None:
    plan = make_plan(
        [], source=Size(16, 16), target=Size(24, 24), scaler=scaler, source_alpha=alpha
    )
    compile_es(context, plan)


def picture() -> Any:
    """Return a dark slanted line on a bright ground, where every pass has work to do."""
    y, x = np.mgrid[0:40, 0:60]
    distance = np.abs((x - 30) * 0.8 + (y - 20) * 0.6)
    shade = (np.clip(distance / 3, 0, 1) * 200 + 30).astype(np.uint8)
    return np.stack([shade, shade // 2 + 90, 255 - shade // 3], axis=2)


@pytest.mark.parametrize(
    ("preset_name", "name", "value"),
    [
        ("v1.0-rc", "thin_strength", 0.6),
        ("v1.0-rc", "refine_strength", 0.2),
        ("v1.0-rc", "line_threshold", 0.9),
        ("v1.0-rc", "refine_line_multiplier", 1.0),
        ("v1.0-rc", "fxaa_line_multiplier", 16.0),
        ("v1.0-rc", "fxaa_span", 1.0),
        ("v0.9", "thin_strength", 0.6),
        ("v0.9", "refine_strength", 0.1),
    ],
)
def test_every_parameter_does_something(preset_name: str, name: str, value: float) -> None:
    plain = upscale(picture(), preset=preset_name).astype(int)
    changed = upscale(picture(), preset=preset_name, params={name: value}).astype(int)
    assert np.abs(plain - changed).max() >= 2


@pytest.mark.parametrize("preset_name", ["v1.0-rc", "v0.9"])
def test_strength_zero_is_the_scaler_alone(preset_name: str) -> None:
    off = upscale(
        picture(), preset=preset_name, params={"thin_strength": 0, "refine_strength": 0}
    ).astype(int)
    assert np.abs(off - upscale(picture(), preset="none")).max() <= 1


def test_thinning_makes_a_dark_line_thinner() -> None:
    plain = upscale(picture(), preset="none")
    thinned = upscale(picture(), preset="v1.0-rc", params={"refine_strength": 0})
    assert (thinned[..., 0] < 100).sum() < (plain[..., 0] < 100).sum()
