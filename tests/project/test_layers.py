"""Imports point down only, and importing the package costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import anime4k_gl

PACKAGE = Path(anime4k_gl.__file__).parent

# The layers from the bottom up. What is on one line may import what is below it, and parts of one
# package each other.
LAYERS = (
    ("errors", "formats"),
    ("dependencies",),
    ("colour", "pipeline", "progress", "userdirs"),
    ("tonemap", "userpresets"),
    ("usershader",),
    ("library", "scalers"),
    ("plan",),
    ("glsl",),
    ("media", "check"),
    ("exporters",),
    ("gl",),
    ("options",),
    ("backends",),
    ("renderer", "shots"),
    ("upscaler",),
    ("transcoding", "player", "bench"),
    ("redo",),
    ("doctor",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# Within the lowest layer formats may use errors, and nothing else is needed.
SAME_LAYER = {("formats", "errors")}

ALLOWED = {
    "moderngl": {"gl", "doctor", "player"},
    "glcontext": {"gl"},
    "av": {"media", "doctor"},
    "PIL": {"media", "player", "doctor", "bench"},
    "glfw": {"player", "doctor"},
    "sounddevice": {"player"},
    "platformdirs": {"userdirs"},
    "imgui_bundle": {"player"},
    "click": {"cli"},
    "tqdm": {"progress", "cli"},
    "cuda": {"gl"},
    "ctypes": {"gl", "media", "player", "doctor"},
}
"""Who may import what is heavy or low-level; nobody else."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    """Return the layer's name of a module: its own, or its package's."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, absolute dotted name) of everything a module imports, at any depth."""
    package = ["anime4k_gl", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                yield node.lineno, ".".join([*base, alias.name])


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    part = part_of(path)
    assert part in RANK, f"{part} has no place in the order of layers yet"
    wrong = []
    for line, name in imports(path):
        words = name.split(".")
        if words[0] != "anime4k_gl" or len(words) < 2 or words[1] == part:
            continue
        if not ((PACKAGE / words[1]).is_dir() or (PACKAGE / f"{words[1]}.py").exists()):
            continue  # a name of the package itself, such as __version__
        if RANK[words[1]] >= RANK[part] and (part, words[1]) not in SAME_LAYER:
            wrong.append(f"line {line}: {part} imports {words[1]}, which is not below it")
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_modules_are_imported_where_they_belong(path: Path) -> None:
    part = part_of(path)
    wrong = [
        f"line {line}: {part} imports {name}"
        for line, name in imports(path)
        if part not in ALLOWED.get(name.split(".")[0], {part})
    ]
    assert not wrong


def test_pyav_is_imported_in_one_place() -> None:
    """Its versions differ: what they have in common is told there."""
    users = {
        str(path.relative_to(PACKAGE))
        for path in modules()
        if any(name.split(".")[0] == "av" for _, name in imports(path))
    }
    assert users == {str(Path("media") / "pyav.py")}


def test_the_reader_sees_what_it_must(tmp_path: Path) -> None:
    """The test of the test: imports inside functions and relative ones are found."""
    names = [name for _, name in imports(PACKAGE / "gl" / "executor.py")]
    assert {"moderngl", "anime4k_gl.errors.GLError", "anime4k_gl.gl.functions"} <= set(names)
    assert "PIL.Image" in [n for p in (PACKAGE / "media").glob("*.py") for _, n in imports(p)]


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after some code."""
    code += "\nimport sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HEAVY = {"moderngl", "glcontext", "av", "glfw", "sounddevice", "PIL", "numpy", "click", "tqdm"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded("import anime4k_gl") & HEAVY


def test_names_bring_what_they_need_and_no_more() -> None:
    assert not loaded("from anime4k_gl import presets, parse_user_shader, OptionError") & HEAVY
    upscaler = loaded("from anime4k_gl import upscale, Upscaler")
    assert upscaler & HEAVY == {"moderngl", "numpy"}


def test_the_public_names() -> None:
    assert {
        "upscale",
        "Upscaler",
        "transcode",
        "parse_user_shader",
        "UserShader",
        "presets",
    } <= set(anime4k_gl.__all__)
    for name in anime4k_gl.__all__:
        assert getattr(anime4k_gl, name) is not None
        assert name in dir(anime4k_gl)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        anime4k_gl.nothing  # noqa: B018


def test_public_names_are_not_hidden_by_modules() -> None:
    """Importing a module binds its name in the package, over a function of the same name."""
    import anime4k_gl

    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert not modules & set(anime4k_gl.__all__)
