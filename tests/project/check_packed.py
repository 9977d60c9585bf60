"""A program packed by PyInstaller, without any flags, upscales and exports; `make test-packed`.

In an environment of its own with what embedding needs, so that the hooks are found as users'
installations find them, and that it takes half a minute.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from project.installing import attempt, built_wheel, environment, run

PROGRAM = """\
import numpy as np
import anime4k_gl as a4k
from anime4k_gl.gl.context import create_headless_context

image = np.arange(20 * 30 * 3, dtype=np.uint8).reshape(20, 30, 3)
print(a4k.__version__, a4k.upscale(image).sum(), len(a4k.presets()))
print([len(a4k.export(target)) for target in ("mpv", "touchdesigner", "unity")])
with a4k.Upscaler(create_headless_context(), source_size=(4, 4), target_size=(8, 8)) as up:
    print(up.target_size)
a4k.transcode
"""


@pytest.mark.timeout(600)
def test_a_packed_program_works_without_flags(tmp_path: Path) -> None:
    (tmp_path / "wheel").mkdir()
    wheel = built_wheel(tmp_path / "wheel")
    installs = ("--no-deps", wheel), ("moderngl", "numpy", "pyinstaller")
    scripts = environment(tmp_path / "venv", *installs)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    run(scripts / "pyinstaller", "--noconfirm", "--log-level", "ERROR", program, cwd=tmp_path)
    # What it was packed from is gone, as on a user's machine.
    os.rename(tmp_path / "venv", tmp_path / "elsewhere")
    done = attempt(tmp_path / "dist" / "program" / "program", cwd=tmp_path)
    expected = attempt(tmp_path / "elsewhere" / "bin" / "python", program, cwd=tmp_path)
    assert done.stdout == expected.stdout
    assert len(done.stdout.splitlines()) == 3, done.stderr
    version = done.stdout.split()[0]
    assert version[0].isdigit() and "unknown" not in version
    assert "DependencyError: PyAV is not installed; run pip install av" in done.stderr
