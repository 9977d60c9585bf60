"""Every stage of v1.0 RC against the published release's own output, on this machine's driver.

The golden arrays were made by the published passes on an NVIDIA H200 with half-float storage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.compare import psnr, share_within
from support.paths import GOLDEN_ARRAYS

from anime4k_gl import upscale
from anime4k_gl.formats import RGBA16F, Size
from anime4k_gl.library import preset_shader
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.usershader import Pass, UserShader, parse_user_shader

GOLDEN = sorted(GOLDEN_ARRAYS.glob("*.npz"))
TOLERANCE = 2 / 255

# Stage: how many of the ten passes have run, and where the result is.
SCALAR_STAGES = {
    "luma": (2, 0),
    "gauss_y": (4, 1),
    "line_mask": (5, 1),
    "line_prob": (7, 1),
    "gradient": (8, 2),
}
COLOUR_STAGES = {"thin": 1, "refined": 9, "output": 10}

SHOW_MAP = parse_user_shader(
    "//!HOOK OUTPUT\n//!BIND LINEMAP\nvec4 hook() { return texelFetch(LINEMAP_raw,"
    " ivec2(LINEMAP_pos * LINEMAP_size), 0); }\n"
)


def first_passes(shader: UserShader, count: int) -> UserShader:
    """Return a shader with its parameters and first passes only."""
    kept, seen = [], 0
    for block in shader.blocks:
        seen += isinstance(block, Pass)
        if not isinstance(block, Pass) or seen <= count:
            kept.append(block)
    return UserShader(tuple(kept), filename=shader.filename, text=shader.text)


def run(context: Any, shaders: list[UserShader], case: Any) -> Any:
    renderer = Renderer(context, RenderOptions.for_shaders(shaders, scaler="none"))
    height, width = case["input"].shape[:2]
    renderer.render(
        case["input"],
        target=Size(width, height),
        native=Size(*map(int, case["native_size"])),
        output=RGBA16F,
    )
    result = renderer.read()[0]
    renderer.release()
    return result


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("stage", [*SCALAR_STAGES, *COLOUR_STAGES])
def test_stage(context: Any, path: Path, stage: str) -> None:
    case = np.load(path)
    shader = preset_shader("v1.0-rc-reference")
    if stage in SCALAR_STAGES:
        count, channel = SCALAR_STAGES[stage]
        result = run(context, [first_passes(shader, count), SHOW_MAP], case)[..., channel]
    else:
        result = run(context, [first_passes(shader, COLOUR_STAGES[stage])], case)[..., :3]
    expected = case[stage]
    near, ratio = share_within(result, expected, TOLERANCE), psnr(result, expected)
    print(f"{path.stem} {stage}: {near:.4%} within 2/255, {ratio:.2f} dB")
    if stage in ("refined", "output"):
        noise = path.stem.startswith("noise")
        assert near >= (0.990 if noise else 0.996)
        assert ratio > (40 if noise else 50)
    else:
        assert near == 1
        assert ratio > 55


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("preset", ["v1.0-rc", "v1.0-rc-reference"])
def test_presets_of_the_release_give_its_picture(path: Path, preset: str) -> None:
    case = np.load(path)
    scale = case["input"].shape[1] / case["native_size"][0]
    result = upscale(case["input"], scale=scale, scaler="none", preset=preset)
    noise = path.stem.startswith("noise")
    assert share_within(result / 255, case["output"], TOLERANCE) >= (0.997 if noise else 0.9985)
    assert psnr(result / 255, case["output"]) > (53 if noise else 55)
