"""Our corpus of user shaders, held to the picture that mpv itself makes of each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.compare import psnr, share_within

from anime4k_gl import parse_user_shader
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.plan import ScalingOptions
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from oracles.mpv.case import Case, target_size
from oracles.mpv.clips import CLIPS, Clips
from oracles.mpv.corpus import CASES
from oracles.mpv.differences import DIFFERENCES, expect_difference
from oracles.mpv.not_yet import NOT_YET
from oracles.mpv.oracle import MpvGarbled, MpvRun, Oracle, Question
from oracles.mpv.params import without_params

pytest_plugins = ("oracles.mpv.fixtures",)

WITHIN = 1 / 255
SHARE = 0.999
LEAST_PSNR = 48.0  # dB


def questions() -> list[Any]:
    """Return a parameter per case, clip and size."""
    found = []
    for case in CASES.values():
        for name, clip, size in case.questions():
            identity = f"{name}/{clip}/{size}"
            waits = name in NOT_YET or identity in NOT_YET
            marks = [pytest.mark.xfail(strict=True)] if waits else []
            found.append(pytest.param(case, clip, size, id=identity, marks=marks))
    return found


def ours(context: Any, case: Case, frames: Any, size: Size) -> tuple[list[Any], list[str]]:
    """Return the engine's pictures (H, W, 3) and the labels of the user passes that ran."""
    shaders = [parse_user_shader(text) for text in case.shaders]
    # What mpv 0.35 does unless told otherwise.
    options = {"correct_downscaling": False} | dict(case.engine)
    scaler, dialect = options.pop("scaler", "bilinear"), options.pop("dialect", "vo_gpu")
    scaling = ScalingOptions(**options)
    renderer = Renderer(
        context,
        RenderOptions.for_shaders(
            shaders, scaler=scaler, params=case.params, dialect=dialect, scaling=scaling
        ),
    )
    try:
        pictures, ran = [], []
        for number, frame in enumerate(frames):
            renderer.render(frame, target=size, output=RGBA8)
            pictures.append(renderer.read()[0][..., :3])
            if number == 0:
                report = renderer.report()
                ran = [r["name"] for r in report if r["ran"] and not r["builtin"]]
        return pictures, ran
    finally:
        renderer.release()


def check_pictures(mine: list[Any], run: MpvRun, case: Case) -> None:
    """Compare pictures frame by frame, saying how near they are."""
    for number, (a, b) in enumerate(zip(mine, run.frames, strict=True)):
        assert a.shape == b.shape
        near, share = psnr(a / 255, b / 255), share_within(a / 255, b / 255, WITHIN + 1e-6)
        most = int(np.abs(a.astype(int) - b.astype(int)).max())
        figures = f"frame {number}: {near:.1f} dB, {share:.2%} within 1/255, most {most}/255"
        print(figures)
        assert near >= LEAST_PSNR, figures
        assert case.resampled or share >= SHARE, figures


AT_ONCE = 16


def batches() -> dict[tuple[str, str, str], list[tuple[str, str, str]]]:
    """Return with which others of its size each question is asked."""
    alike: dict[Any, list[tuple[str, str, str]]] = {}
    for case in CASES.values():
        for name, clip, size in case.questions():
            target = target_size(CLIPS[clip].size, size)
            alike.setdefault((target, case.confirmed), []).append((name, clip, size))
    parts = [all_[n : n + AT_ONCE] for all_ in alike.values() for n in range(0, len(all_), AT_ONCE)]
    return {question: part for part in parts for question in part}


BATCHES = batches()


def asked(clips: Clips, name: str, clip: str, size: str) -> Question:
    """Return a question in mpv's terms."""
    case = CASES[name]
    return Question(
        clips.path(clip),
        tuple(without_params(text, case.params) for text in case.shaders),
        target_size(CLIPS[clip].size, size),
        case.frames,
        tuple(case.mpv),
        case.confirmed,
    )


@pytest.mark.parametrize(("case", "clip", "size"), questions())
def test_same_picture_as_mpv(
    request: pytest.FixtureRequest,
    context: Any,
    oracle: Oracle,
    clips: Clips,
    case: Case,
    clip: str,
    size: str,
) -> None:
    question = f"{case.name}/{clip}/{size}"
    expect_difference(request, DIFFERENCES, question, oracle.player.version)
    target = target_size(CLIPS[clip].size, size)
    batch = BATCHES[case.name, clip, size]
    try:
        run = oracle.answer(
            asked(clips, case.name, clip, size), [asked(clips, *other) for other in batch]
        )
    except MpvGarbled as garbled:  # mpv's own fault: there is nothing to compare with
        pytest.skip(str(garbled))
    if case.ran is not None:
        assert run.ran == case.ran, "the case itself: other passes ran in mpv"
    pictures, ran = ours(context, case, clips.frames(clip, case.frames), target)
    check_pictures(pictures, run, case)
    assert tuple(ran) == tuple(label for label in run.ran if label not in case.discarded)
