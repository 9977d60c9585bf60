"""OpenGL ES 3.0 and 3.1, and the OpenGL 4.1 of macOS: the same pictures, a host left as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.es import host
from support.paths import ROOT
from support.presets import EACH_KIND

from anime4k_gl import upscale

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="Mesa's overrides make the contexts"),
]
KINDS = {
    "f1": (np.uint8, 255),
    "f2": (np.float16, 1),
    "f4": (np.float32, 1),
    "nu2": (np.uint16, 65535),
}


INTEGERS = """//!HOOK MAIN
//!BIND HOOKED
float weight(float d) {
    if (d > 2) return 0;
    return 1 - d / 3;
}
vec4 hook() {
    float sum = 0;
    vec4 colour = vec4(0);
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            float w = weight(length(vec2(x, y))) * (frame > 1000 ? 0.0 : 1.0);
            colour += HOOKED_texOff(vec2(x, y)) * w;
            sum += w;
        }
    }
    int count = 3 / 2;
    return clamp(colour / sum * 2 - HOOKED_tex(HOOKED_pos) * count, 0, 1);
}
"""
"""A shader as many are written: GLSL makes floats of its integers, GLSL ES does not."""


def drawing() -> Any:
    """Return blocks of colour with edges between them, (16, 24, 4), opaque, from 0 to 1."""
    blocks = np.random.default_rng(0).random((4, 6, 4))
    pixels = np.kron(blocks, np.ones((4, 4, 1)))
    pixels[..., 3] = 1
    return np.round(pixels * 255) / 255


def told_by(
    tmp_path: Path,
    context: str,
    presets: Iterable[str] = (),
    kinds: Iterable[str] = ("f1 4",),
    without: str = "",
    shader: str = "",
) -> dict[str, Any]:
    """Return what a host with a context finds.

    Parameters
    ----------
    context : ``es 3.0`` or ``gl 4.1``
    presets : with a backend: ``v0.9 fragment``
    kinds : kinds of textures to upscale: ``f2 3``
    without : extensions that the driver is not to have
    shader : the text of a shader to run
    """
    arrays = {}
    for kind in kinds:
        dtype, count = kind.split()
        numbers, most = KINDS[dtype]
        source = drawing()[..., : int(count)] * most
        pixels = (source if most == 1 else source.round()).astype(numbers)
        arrays[f"source {kind}"] = pixels
        arrays[f"result {kind}"] = upscale(
            pixels, size=host.TARGET, preset="v1.0-rc", backend="fragment"
        )
    for name in presets:
        preset, backend = name.split()
        arrays[f"preset {name}"] = upscale(
            arrays["source f1 4"], size=host.TARGET, preset=preset, backend=backend
        )
    if shader:
        file = tmp_path / "mine.glsl"
        file.write_text(shader)
        arrays[f"shader {file}"] = upscale(arrays["source f1 4"], size=host.TARGET, shaders=[file])
    path = tmp_path / "pictures.npz"
    np.savez(path, **arrays)
    api, version = context.split()
    named = "MESA_GLES_VERSION_OVERRIDE" if api == "es" else "MESA_GL_VERSION_OVERRIDE"
    environment = {**os.environ, named: version, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    if without:
        environment["MESA_EXTENSION_OVERRIDE"] = " ".join(f"-GL_{e}" for e in without.split())
    if api == "gl":
        environment["MESA_GLSL_VERSION_OVERRIDE"] = version.replace(".", "") + "0"
    done = subprocess.run(
        [sys.executable, host.__file__, api, version, str(path)],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # Mesa may write above
    return told


def check_host(told: dict[str, Any]) -> None:
    """Assert that a host's state is what it was; its errors the host itself asks for."""
    assert told.pop("changed") == []
    assert told.pop("watched") > 200


def test_es_3_0_draws_every_preset_and_kind_of_texture(tmp_path: Path) -> None:
    presets = [f"{name} fragment" for name in EACH_KIND]
    kinds = ("f1 4", "f1 3", "f2 4", "f4 3", "nu2 4")
    told = told_by(tmp_path, "es 3.0", presets, kinds, shader=INTEGERS)
    check_host(told)
    assert told.pop("result nu2 4") == (
        "this texture is of the format rgba16, which this context of OpenGL ES 3.0 cannot read:"
        " it lacks GL_EXT_texture_norm16"
    )
    # One 255th of eight bits, and of floats one part in a thousand.
    assert told and all(value <= (1 if "preset" in name or "f1" in name else 0.001)
                        for name, value in told.items()), told  # fmt: skip


def test_es_3_0_with_the_least_that_is_needed(tmp_path: Path) -> None:
    """A driver without timers, indexed switches, 32-bit floats between texels and clip control."""
    least = (
        "EXT_color_buffer_float EXT_disjoint_timer_query NV_conditional_render EXT_clip_control"
        " EXT_draw_buffers_indexed OES_draw_buffers_indexed EXT_clip_cull_distance"
        " EXT_sRGB_write_control EXT_texture_sRGB_decode OES_texture_float_linear"
    )
    told = told_by(tmp_path, "es 3.0", kinds=("f1 4", "f4 4"), without=least)
    check_host(told)
    assert told.pop("result f4 4") == (
        "this texture is of the format rgba32f, which this context of OpenGL ES 3.0 cannot read:"
        " it lacks GL_OES_texture_float_linear"
    )
    assert told.pop("result f1 4") <= 1 and not told


def test_es_3_0_that_draws_no_floats_says_so(tmp_path: Path) -> None:
    told = told_by(tmp_path, "es 3.0", without="EXT_color_buffer_float EXT_color_buffer_half_float")
    assert told["refused"].endswith(
        "16f, which this context of OpenGL ES 3.0 cannot draw to: it lacks"
        " GL_EXT_color_buffer_float"
    )


def test_es_3_1_computes_and_reads_sixteen_bits(tmp_path: Path) -> None:
    presets = ("v1.1 fragment", "v1.1 compute", "v1.0-rc compute", "v0.9 auto")
    told = told_by(tmp_path, "es 3.1", presets, ("f1 4", "nu2 4"))
    check_host(told)
    assert told.pop("result nu2 4") <= 65
    assert told and all(value <= 1 for value in told.values()), told


def test_4_1_core_draws_as_any_other(tmp_path: Path) -> None:
    told = told_by(tmp_path, "gl 4.1", ("v1.0-rc-fast fragment", "v0.9 auto", "v1.0-rc compute"))
    check_host(told)
    assert told.pop("preset v1.0-rc compute") == (
        "backend 'compute' needs OpenGL 4.3 or OpenGL ES 3.1, and this context is of OpenGL 4.1;"
        " use 'fragment' or 'auto'"
    )
    assert told and all(value <= 1 for value in told.values()), told


@pytest.mark.parametrize(
    ("context", "name", "version"),
    [("es 2.0", "OpenGL ES 2.0", "3.0"), ("gl 3.0", "OpenGL 3.0", "3.3, core profile")],
)
def test_what_is_too_old_is_said(tmp_path: Path, context: str, name: str, version: str) -> None:
    told = told_by(tmp_path, context, kinds=())
    assert told == {
        "refused": f"this context has {name}; OpenGL 3.3 or OpenGL ES 3.0 is needed, or later. Ask"
        f" your toolkit for it when the window is made: version {version}"
    }
