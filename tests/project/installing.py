"""The package as users install it: its wheel, and virtual environments of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from support.paths import ROOT


def attempt(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that sees nothing of this checkout."""
    variables = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=variables, capture_output=True, text=True
    )


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command likewise that must not fail; return what it prints."""
    result = attempt(*command, cwd=cwd)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def built_wheel(folder: Path) -> Path:
    """Build the wheel into a folder."""
    # From a copy: a build leaves folders behind, which would go into the next wheel.
    shutil.copytree(
        ROOT, folder / "source",
        ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "tests", "demo"),
    )  # fmt: skip
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, "source", cwd=folder)
    (built,) = folder.glob("anime4k_gl-*.whl")
    return built


def environment(folder: Path, *installs: tuple[str | Path, ...]) -> Path:
    """Return the folder of programs of a new virtual environment, after installations into it."""
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    for packages in installs:
        # Not compiled: most of it is never imported, and the rest is when it is.
        run(sys.executable, "-m", "pip", "--python", scripts / "python", "install", "-q",
            "--no-compile", "-c", ROOT / "constraints.txt", *packages, cwd=folder)  # fmt: skip
    return scripts
