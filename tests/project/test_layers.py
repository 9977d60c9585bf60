"""The architecture as rules: imports point down, nothing goes round, nothing grows crowded."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.import_graph import NAME, PACKAGE, dotted, graph, imports, modules, rings, units
from support.paths import ROOT

import anime4k_gl

# The layers from the bottom up. A part may import what is on a line below its own.
LAYERS = (
    ("terminal", "lazy"),
    ("errors", "version", "defaults"),
    ("dependencies", "formats", "placing"),
    ("sizes", "userdirs"),
    ("colour",),
    ("frame", "tonemap"),
    ("glsl_syntax",),
    ("usershader",),
    ("library",),
    ("networks",),
    ("scaler_shaders",),
    ("plan",),
    ("glsl",),
    ("media", "check", "comparing"),
    ("exporters",),
    ("gl",),
    ("rendering",),
    ("transcoding", "bench", "qt"),
    ("screenshots", "probing", "comparing", "_pyinstaller"),
    ("player",),
    ("doctor",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

ALLOWED = {
    "PyInstaller": {"_pyinstaller"},
    "moderngl": {"gl", "rendering", "doctor", "player"},
    "glcontext": {"gl"},
    "av": {"media", "doctor"},
    "PIL": {"media", "player", "doctor", "bench", "rendering", "comparing"},
    "glfw": {"player", "doctor"},
    "sounddevice": {"player"},
    "platformdirs": {"userdirs"},
    "imgui_bundle": {"player"},
    "chardet": {"media"},
    "jeepney": {"player"},
    "wakepy": {"player"},
    "click": {"cli"},
    "tqdm": {"cli"},
    "cuda": {"gl"},
    "skimage": {"comparing"},
    "sewar": {"comparing"},
    "ssimulacra2": {"comparing"},
    "erqa": {"comparing"},
    "distributed": {"transcoding"},
    "safetensors": {"networks"},
    "onnx": {"networks"},
    "PySide6": {"qt"},
    "ctypes": {"gl", "media", "player", "doctor"},
}
"""Who may import what is heavy or low-level; nobody else."""

LONG_MODULES: dict[str, str] = {}
"""Modules of over 400 lines, with the reason why each is one thing."""

MOST_LINES = 400
MOST_FILES = 16


def part_of(path: Path) -> str:
    """Return the layer's name of a module: its own, or its package's."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def packages() -> list[str]:
    return [dotted(path) for path in modules() if path.name == "__init__.py"]


def inner_modules() -> list[Path]:
    return [path for path in modules() if path != PACKAGE / "__init__.py"]


def imports_of(part: str) -> list[tuple[Path, int, str]]:
    """Return what a part's modules import: whose line, its number, the absolute dotted name."""
    return [
        (path.relative_to(PACKAGE), line, name)
        for path in inner_modules()
        if part_of(path) == part
        for line, name in imports(path)
    ]


def test_every_part_has_a_place_in_the_order_of_layers() -> None:
    assert {part_of(path) for path in inner_modules()} <= set(RANK)


# One test for all modules of a part: one for each would be the most of all tests.
@pytest.mark.parametrize("part", sorted(RANK))
def test_imports_point_down(part: str) -> None:
    wrong = []
    for path, line, name in imports_of(part):
        words = name.split(".")
        if words[0] != NAME or len(words) < 2 or words[1] == part:
            continue
        if not ((PACKAGE / words[1]).is_dir() or (PACKAGE / f"{words[1]}.py").exists()):
            wrong.append(f"{path}:{line}: {name} is the package's face, which is for users")
        elif RANK[words[1]] >= RANK[part]:
            wrong.append(f"{path}:{line}: {part} imports {words[1]}, which is not below it")
    assert not wrong


@pytest.mark.parametrize("part", sorted(RANK))
def test_heavy_modules_are_imported_where_they_belong(part: str) -> None:
    wrong = [
        f"{path}:{line}: {part} imports {name}"
        for path, line, name in imports_of(part)
        if part not in ALLOWED.get(name.split(".")[0], {part})
    ]
    assert not wrong


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert rings(graph()) == []


@pytest.mark.parametrize("package", packages())
def test_the_parts_of_a_package_have_an_order(package: str) -> None:
    """A folder never imports its user, nor a package's part what hands the parts on."""
    assert rings(units(package)) == []


def test_every_layer_exists() -> None:
    parts = {part_of(path) for path in inner_modules()}
    assert set(RANK) == parts


def test_pyav_is_imported_in_one_place() -> None:
    """What its versions lack is evened out there."""
    users = {
        str(path.relative_to(PACKAGE))
        for path in modules()
        if any(name.split(".")[0] == "av" for _, name in imports(path))
    }
    assert users == {str(Path("media") / "pyav.py")}


def test_the_reader_sees_what_it_must() -> None:
    """The test of the test: late, relative and TYPE_CHECKING imports are found, and rings."""
    names = [name for _, name in imports(PACKAGE / "gl" / "executor.py")]
    assert {"moderngl", "anime4k_gl.errors.GLError", "anime4k_gl.gl.constants"} <= set(names)
    assert "anime4k_gl.rendering" in {".".join(m.split(".")[:2]) for m in graph()[NAME]}
    assert rings({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a")}) == [
        ["a", "b", "c"]
    ]
    assert rings({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset()}) == []


def test_folders_are_not_crowded() -> None:
    """Python's folders alone: shaders are one pass a file, however many there are."""
    tracked = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    folders: dict[str, int] = {}
    for name in tracked.stdout.split():
        folder = str(Path(name).parent)
        folders[folder] = folders.get(folder, 0) + 1
    assert {f: n for f, n in folders.items() if n > MOST_FILES} == {}


def test_long_modules_are_named_with_a_reason() -> None:
    lines = {dotted(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    long = {name.removeprefix(f"{NAME}.") for name, count in lines.items() if count > MOST_LINES}
    assert long == set(LONG_MODULES)


def test_class_names_are_unique() -> None:
    """One thing, one name: a search for a class finds one."""
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(dotted(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_the_readmes_map_names_what_exists() -> None:
    """Each part at the package's top, and each folder of the repository, once."""
    text = (ROOT / "README.md").read_text("utf-8")
    table = re.search(r"\| where \| what \|\n\|---\|---\|\n((?:\|.*\n)+)", text)
    assert table is not None
    named = re.findall(r"^\| (.+?) \|", table[1], re.MULTILINE)
    places = [place for cell in named for place in re.findall(r"`([^`]+)`", cell)]
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    inside = {n.split("/")[1] for n in tracked if n.startswith(f"{NAME}/") and n.count("/") > 1}
    inside |= {
        path.name
        for path in PACKAGE.glob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    }
    top = {n.split("/")[0] for n in tracked if "/" in n and not n.startswith(".")} - {NAME}
    expected = {f"{NAME}/{name}" for name in inside - {"assets"}} | top
    assert sorted(places) == sorted(expected)


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after some code."""
    code += "\nimport sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {"moderngl", "glcontext", "av", "glfw", "sounddevice", "PIL", "numpy", "click", "tqdm"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded("import anime4k_gl") & HEAVY


def test_help_loads_nothing_heavy_but_the_commands_own_library() -> None:
    code = "import sys; sys.argv = ['anime4k-gl', {!r}]\nfrom anime4k_gl.__main__ import main"
    code += "\ntry: main()\nexcept SystemExit: pass"
    assert loaded(code.format("--help")) & HEAVY == {"click"}


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
    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert not modules & set(anime4k_gl.__all__)
