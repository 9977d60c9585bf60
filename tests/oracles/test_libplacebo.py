"""The libplacebo dialect, held to the picture that libplacebo itself makes of each small file."""

from __future__ import annotations

from typing import Any

import pytest
from support.compare import psnr, share_within

from anime4k_gl import ShaderCompileError, parse_user_shader
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.plan import ScalingOptions
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from oracles.libplacebo.cases import CASES, PARAMETERS, Case
from oracles.libplacebo.differences import DIFFERENCES
from oracles.libplacebo.oracle import Placebo, PlaceboFailed, PlaceboRun
from oracles.mpv.case import target_size
from oracles.mpv.clips import CLIPS, Clips
from oracles.mpv.differences import expect_difference

pytest_plugins = ("oracles.mpv.fixtures", "oracles.libplacebo.fixtures")

FRAMES = 3
WITHIN = 1 / 255
SHARE = 0.999
LEAST_PSNR = 48.0  # dB


def questions(*cases: Case) -> list[Any]:
    """Return a parameter per case and size."""
    return [pytest.param(case, size, id=f"{case.name}/{size}")
            for case in cases for size in case.sizes]  # fmt: skip


def ours(context: Any, case: Case, frames: Any, size: Size, dialect: str) -> list[Any]:
    """Return the engine's pictures (H, W, 3)."""
    shaders = [parse_user_shader(case.text)]
    renderer = Renderer(
        context,
        RenderOptions.for_shaders(
            shaders, scaler=case.scaler, dialect=dialect, scaling=ScalingOptions()
        ),
    )
    try:
        pictures = []
        for frame in frames:
            renderer.render(frame, target=size, output=RGBA8)
            pictures.append(renderer.read()[0][..., :3])
        return pictures
    finally:
        renderer.release()


@pytest.mark.parametrize(("case", "size"), questions(*CASES, *PARAMETERS))
def test_same_picture_as_libplacebo(
    request: pytest.FixtureRequest,
    context: Any,
    placebo: Placebo,
    clips: Clips,
    case: Case,
    size: str,
) -> None:
    expect_difference(request, DIFFERENCES, f"{case.name}/{size}", placebo.filter.version)
    target = target_size(CLIPS[case.clip].size, size)

    def run() -> PlaceboRun:
        return placebo.frames(
            clips.path(case.clip),
            case.text,
            size=target,
            frames=FRAMES,
            scaler=case.scaler,
            light=case.light,
        )

    if "//!PARAM" in case.text and not placebo.filter.knows_params:
        with pytest.raises(PlaceboFailed, match="Unrecognized command 'PARAM"):
            run()
        return
    theirs = run()
    if case.fails is None:
        assert "Failed" not in theirs.complaints
    else:
        assert case.fails in theirs.complaints, "the case itself: libplacebo uses the file"
    mine = ours(context, case, clips.frames(case.clip, FRAMES), target, "libplacebo")
    for number in range(0 if case.fails is None else 1, FRAMES):
        a, b = mine[number] / 255, theirs.frames[number] / 255
        near, share = psnr(a, b), share_within(a, b, WITHIN + 1e-6)
        figures = f"frame {number}: {near:.1f} dB, {share:.2%} within 1/255"
        print(figures)
        assert near >= LEAST_PSNR, figures
        assert case.resampled or share >= SHARE, figures


@pytest.mark.parametrize(("case", "size"), questions(*CASES))
def test_what_each_case_shows(context: Any, clips: Clips, case: Case, size: str) -> None:
    """By vo_gpu's rules a case that is to show a difference gives another picture."""
    target = target_size(CLIPS[case.clip].size, size)
    frames = clips.frames(case.clip, FRAMES)
    mine = ours(context, case, frames, target, "libplacebo")
    try:
        other = ours(context, case, frames, target, "vo_gpu")
    except ShaderCompileError:  # a name that only libplacebo has
        assert not case.alike
        return
    near = psnr(mine[-1] / 255, other[-1] / 255)
    assert (near >= LEAST_PSNR) == case.alike, f"{near:.1f} dB"


def test_differences_name_questions_that_are_asked() -> None:
    cases = (*CASES, *PARAMETERS)
    assert {c.name for c in cases} | {f"{c.name}/{s}" for c in cases for s in c.sizes} >= set(
        DIFFERENCES
    )
