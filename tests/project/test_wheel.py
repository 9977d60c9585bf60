"""The wheel, installed in a clean environment, has all it needs inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from support.paths import ROOT


def attempt(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=variables, capture_output=True, text=True
    )


def run(*command: str | Path, cwd: Path) -> str:
    result = attempt(*command, cwd=cwd)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    # Built from a copy: a build leaves folders behind, which would go into the next wheel.
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


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """Return the folder of a virtual environment with only the wheel and its dependencies."""
    return environment(wheel.parent / "venv", (wheel,))


@pytest.mark.timeout(600)
def test_whoever_embeds_needs_moderngl_and_numpy_alone(wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv", ("--no-deps", wheel), ("moderngl", "numpy")) / "python"
    packages = run(
        python, "-c", "from importlib.metadata import distributions as all;"
        "print(*sorted(d.name for d in all()))", cwd=tmp_path,
    ).split()  # fmt: skip
    assert packages == ["anime4k-gl", "glcontext", "moderngl", "numpy"]
    code = """
import numpy as np, anime4k_gl as a4k
print(a4k.upscale(np.zeros((4, 5), np.uint8)).shape, a4k.__version__, len(a4k.export("mpv")))
from anime4k_gl.gl.context import create_headless_context as make
with a4k.Upscaler(make(), source_size=(4, 4), target_size=(9, 9)) as up: print(up.target_size)
a4k.transcode
"""
    done = attempt(python, "-c", code, cwd=tmp_path)
    assert done.stdout.splitlines()[0].startswith("(8, 10) 0.")
    assert done.stdout.splitlines()[1] == "(9, 9)"
    assert done.stderr.splitlines()[-1].endswith("PyAV is not installed; run pip install av")


@pytest.mark.timeout(600)
def test_installed_wheel_works_on_its_own(installed: Path, tmp_path: Path) -> None:
    command = installed / "anime4k-gl"
    assert "v1.0-rc (default)" in run(command, "presets", cwd=tmp_path)
    assert "thin lines" in run(command, "plan", "--source", "64x48", cwd=tmp_path)
    where = run(
        installed / "python", "-c",
        "import anime4k_gl.cli as c; print(c.demo_clip().stat().st_size, c.__file__)",
        cwd=tmp_path,
    )  # fmt: skip
    size, path = where.strip().split(maxsplit=1)
    assert 100_000 < int(size) < 1_000_000
    assert "site-packages" in path
    templates = {
        path.relative_to(ROOT)
        for path in (ROOT / "anime4k_gl" / "exporters").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = Path(path).parents[2]
    assert not {str(name) for name in templates if not (there / name).is_file()}
    run(command, "export", "web", "-o", "web", cwd=tmp_path)
    assert "Anime4K" in (tmp_path / "web" / "anime4k.html").read_text("utf-8")
    run(command, "export", "mpc", "-o", "mpc", cwd=tmp_path)
    assert len(list((tmp_path / "mpc").glob("*.hlsl"))) == 6
    # Every preset is put together of what is in the wheel, what passes share among it.
    listed = run(
        installed / "python", "-c",
        "from anime4k_gl.library import preset_files, preset_names;"
        "print(*(f for n in preset_names() for f in preset_files(n) if f.is_file()), sep='\\n')",
        cwd=tmp_path,
    ).split()  # fmt: skip
    assert all("site-packages" in file for file in listed)
    assert any(Path(file).match("shaders/common/params/*.glsl") for file in listed)
    code = (
        "import numpy as np, anime4k_gl as a4k;"
        "x = np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8);"
        "print(a4k.upscale(x).shape)"
    )
    assert run(installed / "python", "-c", code, cwd=tmp_path).strip() == "(80, 120, 3)"
