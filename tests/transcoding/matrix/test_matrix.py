"""Clips of every kind before and after: what ffprobe and ffmpeg see of them is the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from transcoding.matrix.asked import Asked, ask, patches_of
from transcoding.matrix.cases import CASES, Case
from transcoding.matrix.compared import Differences

import anime4k_gl as a4k
from anime4k_gl.cli.probe import DECIDING
from anime4k_gl.probing.probe import Probe
from anime4k_gl.transcoding import Transcoded


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
    options = {**FAST, "preset": "none", **case.options}
    asked = {name: value for name, value in options.items() if name in DECIDING}
    found_before = a4k.probe(source, to=target, **asked)
    done = a4k.transcode(source, target, **options)
    check_probe(case, found_before, done, len(before.times))
    after = ask(target)
    colours = [patches_of(path, asked) for path, asked in ((source, before), (target, after))]
    still = [patches.reshape(8, 3)[: 7 if case.recipe.moving else 8] for patches in colours]
    found = Differences(before, after, case.differs)
    off = round(float(np.abs(still[0] - still[1]).max()), 1)
    found.same("colour", "off by at most 2", "off by at most 2" if off <= 2 else f"off by {off}")
    assert found.found() == [], done.notes


def check_probe(case: Case, found: Probe, done: Transcoded, frames: int) -> None:
    """What a probe says is what is there, and what is then done."""
    assert found.refused is None and done.decisions is not None
    assert found.parts == done.decisions.parts
    assert found.target_size == done.target_size
    assert [note for note in found.notes if note not in done.notes] == []
    assert {finding.kind for finding in found.findings} == case.findings
    assert found.frames == frames


FAST = {"codec": "libx264", "codec_preset": "ultrafast", "crf": 1}
