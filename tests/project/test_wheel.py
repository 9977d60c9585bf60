"""The wheel, installed in a clean environment, has all it needs inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from project.installing import attempt, built_wheel, environment, run
from support.paths import ROOT

from anime4k_gl.defaults import DEFAULT_PRESET


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built wheel."""
    return built_wheel(tmp_path_factory.mktemp("wheel"))


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
    assert f"{DEFAULT_PRESET} (default)" in run(command, "presets", cwd=tmp_path)
    assert "push" in run(command, "plan", "--preset", "v1.1", "--source", "64x48", cwd=tmp_path)
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
    assert len(list((tmp_path / "mpc").glob("*.hlsl"))) == 4
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
