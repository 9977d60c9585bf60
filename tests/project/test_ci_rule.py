"""Tests that need a program are skipped where it is missing, but fail under CI."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT

TESTS = (
    "tests/oracles/test_mpv_corpus.py::test_same_picture_as_mpv[nothing/gray/same]",
    "tests/oracles/test_libplacebo.py::test_same_picture_as_libplacebo[plain/same]",
    "tests/exporters/test_export_mpv.py::test_same_picture[gles-face]",
    "tests/exporters/test_export_web.py::test_the_page_asks_nobody_for_anything",
    "tests/player/audio/test_audio_player.py::test_null_sink_a_tone_is_heard_at_its_pitch",
)
"""One of each fixture that asks for a program."""


@pytest.mark.parametrize(("ci", "word"), [("", "skipped"), ("true", "errors")])
def test_missing_programs_fail_in_ci_alone(ci: str, word: str, tmp_path: Path) -> None:
    """Where no program can be found."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    environment |= {"PATH": str(tmp_path), "CI": ci}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist",
               "-o", f"cache_dir={tmp_path / 'cache'}", *TESTS]  # fmt: skip
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    last = answer.stdout.splitlines()[-1]
    assert re.match(rf"{len(TESTS)} {word} in ", last), answer.stdout[-2000:]
    assert (answer.returncode != 0) == bool(ci)
