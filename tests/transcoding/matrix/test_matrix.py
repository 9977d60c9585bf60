"""Clips of every kind before and after: what ffprobe and ffmpeg see of them is the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from transcoding.matrix.asked import Asked, ask, patches_of
from transcoding.matrix.cases import CASES
from transcoding.matrix.compared import Differences

import anime4k_gl as a4k


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Path, Asked]]:
    """The clips that were made in this session, by their recipe."""
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        if os.environ.get("CI"):
            pytest.fail("ffmpeg is needed here, and CI must not pass without it")
        pytest.skip("ffmpeg is not installed: tools/setup.sh dev does that")
    return {}


@pytest.mark.parametrize("name", CASES)
def test_before_and_after(
    name: str,
    clips: dict[int, tuple[Path, Asked]],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    case = CASES[name]
    if id(case.recipe) not in clips:
        made = case.recipe.make(tmp_path_factory.mktemp("clip"))
        clips[id(case.recipe)] = made, ask(made)
    source, before = clips[id(case.recipe)]
    target = tmp_path / f"out{case.target}"
    done = a4k.transcode(source, target, preset="none", **{**FAST, **case.options})
    after = ask(target)
    colours = [patches_of(path, asked) for path, asked in ((source, before), (target, after))]
    still = [patches.reshape(8, 3)[: 7 if case.recipe.moving else 8] for patches in colours]
    found = Differences(before, after, case.differs)
    off = round(float(np.abs(still[0] - still[1]).max()), 1)
    found.same("colour", "off by at most 2", "off by at most 2" if off <= 2 else f"off by {off}")
    assert found.found() == [], done.notes


FAST = {"codec": "libx264", "codec_preset": "ultrafast", "crf": 1}
