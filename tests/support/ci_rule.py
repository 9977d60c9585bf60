"""Tests that need a program are skipped where it is missing, but fail under CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .paths import ROOT


def check_ci_fails_without_programs(file: str, selection: str, empty: Path) -> None:
    """Run some tests where no program can be found, outside CI and as in it.

    Parameters
    ----------
    file : the module, from the project's root
    selection : which of its tests, as for pytest's ``-k``
    empty : an empty folder
    """
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-k", selection, file]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    environment["PATH"] = str(empty)
    for ci, word in (("", "skipped"), ("true", "error")):
        environment["CI"] = ci
        answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert word in answer.stdout.splitlines()[-1], answer.stdout[-2000:]
        assert (answer.returncode != 0) == bool(ci)
