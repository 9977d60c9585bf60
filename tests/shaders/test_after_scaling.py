"""The passes of v1.1 for whoever has only the scaled picture: files, sizes, and what they gain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.compare import psnr
from support.paths import ROOT
from support.presets import AFTER_SCALING, PRESCALERS

from anime4k_gl import OptionError, export, upscale
from anime4k_gl.formats import Size
from anime4k_gl.glsl import assemble
from anime4k_gl.glsl.version import GLSLVersion
from anime4k_gl.library import HYBRIDS, preset, preset_names, preset_shader
from anime4k_gl.plan.resolve import make_plan
from anime4k_gl.rendering.shader_forms import Forms
from benchmarks.quality import scenes

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def truth(seed: int) -> Any:
    """Return a scene: (288, 512, 3) float32."""
    large = scenes.draw(scenes.make(seed), 1024, 576).astype(np.float32) / 255
    return large.reshape(288, 2, 512, 2, 3).mean((1, 3))


def source(picture: Any, scale: int) -> Any:
    height, width, _ = picture.shape
    parts = picture.reshape(height // scale, scale, width // scale, scale, 3)
    return (np.round(parts.mean((1, 3)) * 255) / 255).astype(np.float32)


def test_every_file_is_used() -> None:
    folder = ROOT / "shaders" / "v1.1" / "after_scaling"
    files = {f"v1.1/after_scaling/{f.stem}" for f in folder.glob("*.glsl")}
    assert files == set(preset("v1.1").after_scaling)


@pytest.mark.parametrize("name", AFTER_SCALING)
def test_all_run_at_output_and_on_opengl_es(context: Any, name: str) -> None:
    shader = preset_shader(name, after_scaling=True)
    assert {p.hooks for p in shader.passes} == {("OUTPUT",)}
    # A frame's statistics take textures of a fixed size, which such programs do not have.
    theirs = {p.name for p in preset_shader(name).params} - {"denoise", "focus"}
    assert {p.name for p in shader.params} == theirs
    for run in make_plan([shader], source=Size(16, 16), target=Size(48, 48)).runs:
        text = assemble(run, GLSLVersion(300, es=True))
        context.program(vertex_shader=text.vertex, fragment_shader=text.fragment).release()


@pytest.mark.parametrize(("target", "count"), [(24, 6), (41, 6), (42, 10), (64, 10)])
def test_wide_lines_are_pushed_twice(target: int, count: int) -> None:
    size = Size(target, target)
    shader = preset_shader("v1.1", after_scaling=True)
    plan = make_plan([shader], source=size, target=size, scaler="none", native=Size(16, 16))
    assert len([run for run in plan.runs if run.hook == "OUTPUT"]) == count


@pytest.mark.parametrize(("seed", "scale", "least"), [(3, 2, 0.3), (8, 2, 0.3), (8, 3, 0.15)])
def test_a_scaled_picture_comes_closer_to_the_truth(seed: int, scale: int, least: float) -> None:
    wanted = truth(seed)[:288, :510] if scale == 3 else truth(seed)
    scaled = upscale(source(wanted, scale), scale=scale, preset="none", scaler="lanczos")
    result = upscale(scaled, scale=scale, preset="v1.1", scaler="none")
    before, after = (psnr(p @ LUMA, wanted @ LUMA) for p in (scaled, result))
    print(f"{before:.2f} dB, {after:.2f} dB")
    assert after >= before + least
    assert psnr(result, wanted) >= psnr(scaled, wanted) + least  # its colours, too


def test_what_was_not_scaled_stays_as_it_was() -> None:
    picture = source(truth(3), 2)
    result = upscale(picture, scale=1, preset="v1.1", scaler="none")
    assert np.abs(result - picture).max() <= 1 / 255


def test_there_are_no_compute_passes() -> None:
    with pytest.raises(OptionError, match="no compute form for scaler 'none'"):
        Forms.of("compute", "v1.1", after_scaling=True)
    assert Forms.of("compute", "v1.0-rc", after_scaling=True) == Forms.of("compute", "v1.0-rc")


def test_presets_without_such_passes_say_so() -> None:
    refused = set(PRESCALERS) - set(AFTER_SCALING)
    for name in refused:
        for asked in (
            lambda name=name: upscale(np.zeros((4, 4, 3), np.uint8), preset=name, scaler="none"),
            lambda name=name: export("reshade", preset=name),
        ):
            with pytest.raises(OptionError, match=f"^preset '{name}' doubles pictures itself"):
                asked()
    assert refused == set(HYBRIDS) & set(preset_names())
