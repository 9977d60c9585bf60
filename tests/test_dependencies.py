"""Packages that are missing or too old are named in a line; the declared versions are the true."""

from __future__ import annotations

import re
import subprocess
import sys
import types
from pathlib import Path

import pytest

from anime4k_gl import dependencies
from anime4k_gl.dependencies import DEPENDENCIES, DependencyError, fault, is_older, require

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(dependencies.__file__).parent.parent


def python(code: str, *path: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds modules in `path` before all others."""
    head = f"import sys; sys.path[:0] = {[str(p) for p in (*path, ROOT)]!r}\n"
    return subprocess.run([sys.executable, "-c", head + code], capture_output=True, text=True)


def command(*arguments: str, path: Path) -> tuple[int, str, str]:
    """Run the command where modules in a folder hide the installed ones."""
    code = f"from anime4k_gl.__main__ import main; main({list(arguments)!r})"
    done = python(code, path)
    return done.returncode, done.stdout, done.stderr


def fake(folder: Path, module: str, body: str) -> Path:
    """Put a package of one module into a folder."""
    (folder / module).mkdir()
    (folder / module / "__init__.py").write_text(body)
    return folder


MISSING = "raise ModuleNotFoundError(f\"No module named '{__name__}'\", name=__name__)\n"
OLD_AV = "PyAV 13.1.0 is installed, 17.1 or newer is needed; run pip install --upgrade av"


def test_the_declared_versions_are_those_that_are_asked_for() -> None:
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("not a checkout")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [("", line) for line in project["dependencies"]]
    ours = ("audio", "cluster", "compare", "convert", "cuda", "erqa", "hud", "qt")
    lines += [(extra, line) for extra in ours for line in extras[extra]]
    declared = set()
    for extra, line in lines:
        match = re.match(r"([\w-]+)>=([\d.]+)", line)
        assert match is not None, line
        declared.add((match[1], match[2], extra))
    assert declared == {(d.package, d.oldest, d.extra) for d in DEPENDENCIES.values()}


@pytest.mark.parametrize(
    ("version", "oldest", "expected"),
    [
        ("14.1.9", "14.2", True), ("14.2", "14.2.0", False), ("14.2.0rc1", "14.2", False),
        ("9.9", "14.2", True), ("4.0.0", "4", False), ("3.99", "4", True), ("13.10", "13.9", False),
        ("1.92.0", "1.92", False), ("0.4.5", "0.4.6", True), ("2.1+local.7", "2.1", False),
    ],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(version: str, oldest: str, expected: bool) -> None:
    assert is_older(version, oldest) is expected


def test_what_is_installed_here_will_do() -> None:
    require(*(d.module for d in DEPENDENCIES.values() if not d.extra and d.module != "tomli"))


def test_a_package_without_a_version_of_its_own_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "click", types.ModuleType("click"))
    assert fault("click") is None


@pytest.mark.parametrize("module", sorted(DEPENDENCIES))
def test_each_package_is_named_when_it_is_too_old(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = types.ModuleType(module)
    old.__version__ = "0.1"  # type: ignore[attr-defined]
    if "." in module:
        monkeypatch.setitem(sys.modules, module.partition(".")[0], types.ModuleType("parent"))
    monkeypatch.setitem(sys.modules, module, old)
    known = DEPENDENCIES[module]
    with pytest.raises(DependencyError) as caught:
        require(module)
    assert str(caught.value) == (
        f"{known.name} 0.1 is installed, {known.oldest} or newer is needed;"
        f" run pip install --upgrade {known.package}"
    )


@pytest.mark.parametrize("module", sorted(DEPENDENCIES))
def test_each_package_is_named_when_it_is_missing(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module.partition(".")[0], None)
    monkeypatch.setitem(sys.modules, module, None)
    known = DEPENDENCIES[module]
    with pytest.raises(DependencyError) as caught:
        require(module)
    assert str(caught.value) == f"{known.name} is not installed; run {known.install}"


def test_the_widget_names_the_extra_that_it_needs(tmp_path: Path) -> None:
    fake(tmp_path, "PySide6", MISSING)
    done = python("from anime4k_gl.qt import UpscaledView", tmp_path)
    assert done.stderr.splitlines()[-1] == (
        "anime4k_gl.dependencies.DependencyError: PySide6 is not installed;"
        " run pip install 'anime4k-gl[qt]'"
    )


def test_a_package_that_fails_by_itself_is_no_missing_one(tmp_path: Path) -> None:
    fake(tmp_path, "moderngl", "from math import nothing\n")
    done = python("import anime4k_gl.gl", tmp_path)
    assert "cannot import name 'nothing' from 'math'" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("arguments", [("upscale", "demo", "out.mkv"), ("play", "demo.mkv")])
def test_commands_name_a_package_that_is_too_old(tmp_path: Path, arguments: tuple[str]) -> None:
    fake(tmp_path, "av", "__version__ = '13.1.0'\n")
    code, out, error = command(*arguments, path=tmp_path)
    assert (code, out, error) == (1, "", f"anime4k-gl: {OLD_AV}\n")


@pytest.mark.parametrize(
    ("module", "arguments", "line"),
    [
        ("av", ("upscale", "demo", "out.mkv"), "PyAV is not installed; run pip install av"),
        ("numpy", ("upscale", "demo", "out.mkv"), "NumPy is not installed; run pip install numpy"),
        ("PIL", ("upscale", "demo", "out.mkv"), "Pillow is not installed; run pip install Pillow"),
        ("click", ("--help",), "click is not installed; run pip install click"),
    ],
)
def test_commands_name_a_package_that_is_missing(
    tmp_path: Path, module: str, arguments: tuple[str], line: str
) -> None:
    fake(tmp_path, module, MISSING)
    code, out, error = command(*arguments, path=tmp_path)
    assert (code, out, error) == (1, "", f"anime4k-gl: {line}\n")


def test_an_old_click_is_named_before_anything_is_asked_of_it(tmp_path: Path) -> None:
    fake(tmp_path, "click", "__version__ = '8.0.4'\n")
    code, _, error = command("--help", path=tmp_path)
    assert code == 1
    assert error == (
        "anime4k-gl: click 8.0.4 is installed, 8.1 or newer is needed;"
        " run pip install --upgrade click\n"
    )


def test_python_users_read_the_same_line(tmp_path: Path) -> None:
    fake(tmp_path, "av", "__version__ = '13.1.0'\n")
    done = python("import anime4k_gl; anime4k_gl.transcode", tmp_path)
    assert done.stderr.splitlines()[-1] == f"anime4k_gl.dependencies.DependencyError: {OLD_AV}"
    (tmp_path / "av" / "__init__.py").write_text(MISSING)
    done = python("import anime4k_gl; anime4k_gl.transcode", tmp_path)
    assert done.stderr.splitlines()[-1].endswith("PyAV is not installed; run pip install av")


def test_doctor_names_all_of_them_at_once(tmp_path: Path) -> None:
    fake(tmp_path, "av", "__version__ = '13.1.0'\n")
    fake(tmp_path, "moderngl", MISSING)
    code, out, error = command("doctor", path=tmp_path)
    assert (code, error) == (1, "")
    assert "  PyAV: FAILED, 13.1.0 is installed, 17.1 or newer is needed\n" in out
    assert "    to fix it: pip install --upgrade av\n" in out
    assert "  moderngl: FAILED, not installed\n    to fix it: pip install moderngl\n" in out
    assert "problems found, see FAILED above" in out


def test_checking_costs_help_nothing() -> None:
    done = python(
        "from anime4k_gl.__main__ import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'importlib.metadata', 'av', 'numpy', 'moderngl', 'PIL'} & set(sys.modules)))"
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
