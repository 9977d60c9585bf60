"""What lets no test go unasked: programs that are missing, modules that cannot be read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
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


def test_no_two_modules_of_tests_have_one_name() -> None:
    """Of which pytest would read the first alone."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py"))
    twice = {name for name, count in names.items() if count > 1}
    assert not {name for name in twice if name.startswith(("test_", "check_"))}


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_a_module_that_cannot_be_read_is_no_failed_test(
    workers: tuple[str, ...], tmp_path: Path
) -> None:
    """`make pytest` asks failed tests once more, by an exit code of 1, and would find none."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text("def test_one(): assert False\n")
    (tmp_path / "test_two.py").write_text("import nothing_of_that_name\n")
    command = [sys.executable, "-m", "pytest", "-q", *workers, "-p", "no:cacheprovider", "."]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    environment["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    answer = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert "1 error" in answer.stdout
    assert answer.returncode == 2, answer.stdout
