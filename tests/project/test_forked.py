"""Runs of the command as children of a process that has imported it are like any others."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support.process.forked import run


def test_each_has_its_own_folder_variables_output_and_code(tmp_path: Path) -> None:
    ended = run(["check", "gone.glsl"], tmp_path)
    assert ended.code == 1 and ended.out.startswith("gone.glsl: error: the file cannot be read")
    mine = tmp_path / "anime4k-gl" / "presets" / "mine.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('preset = "v0.9"\n')
    variables = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    assert "mine" in run(["presets"], tmp_path, environment=variables).out
    ended = run(["presets"], tmp_path)
    assert (ended.code, ended.err) == (0, "") and "mine" not in ended.out
    assert 10 << 20 < ended.peak < 1 << 30


def test_one_that_hangs_is_killed_and_the_next_runs(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run(["presets"], tmp_path, timeout=0.001)
    assert run(["--version"], tmp_path).out.startswith("anime4k-gl, version ")
