"""Networks' compute form in players: mpv by OpenGL, libplacebo by Vulkan."""

from __future__ import annotations

from typing import Any

import pytest
from oracles.libplacebo.oracle import Placebo
from oracles.mpv.clips import CLIPS, Clips
from oracles.mpv.oracle import Oracle
from support.compare import psnr
from support.networks import compute_text, dense

from anime4k_gl import parse_user_shader
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.networks.network import Chroma
from anime4k_gl.networks.tiles import Tiling
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

pytest_plugins = ("oracles.mpv.fixtures", "oracles.libplacebo.fixtures")

LEAST_PSNR = 48.0  # dB
CLIP = "rgb24-odd"
SIZE = Size(2 * CLIPS[CLIP].size.width, 2 * CLIPS[CLIP].size.height)
TEXT = compute_text(dense(layers=3, chroma=Chroma.JOINT), Tiling(16, 8, 64, 1, ("c0",)), gated=True)


@pytest.fixture
def ours(context: Any, clips: Clips) -> Any:
    options = RenderOptions.for_shaders([parse_user_shader(TEXT)], scaler="catmull_rom")
    renderer = Renderer(context, options)
    try:
        renderer.render(clips.frames(CLIP, 1)[0], target=SIZE, output=RGBA8)
        return renderer.read()[0][..., :3]
    finally:
        renderer.release()


def test_mpv_draws_the_same(oracle: Oracle, clips: Clips, ours: Any) -> None:
    run = oracle.mpv_frames(clips.path(CLIP), [TEXT], size=SIZE)
    passes = ("lines", "dispatch 1 of 2", "dispatch 2 of 2")
    assert run.ran == tuple(f"Anime4K tiny: compute, {each}" for each in passes)
    assert psnr(run.frames[0], ours, 255) >= LEAST_PSNR


def test_libplacebo_draws_the_same(placebo: Placebo, clips: Clips, ours: Any) -> None:
    run = placebo.frames(clips.path(CLIP), TEXT, size=SIZE, frames=1, scaler="catmull_rom")
    assert psnr(run.frames[0], ours, 255) >= LEAST_PSNR
