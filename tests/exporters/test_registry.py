"""Exporting, whatever to: what is refused in one line, and that nothing is half written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.presets import EACH_KIND

import anime4k_gl as a4k
from anime4k_gl.cli import main
from anime4k_gl.defaults import DEFAULT_PRESET
from anime4k_gl.exporters import TARGETS, export_targets, write_files

Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run ``anime4k-gl export`` and return its exit code, and what it printed to which stream."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["export", *map(str, arguments)])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def tree(folder: Path) -> dict[str, str]:
    """Return what is below a folder, hidden files too: text by path, folders with none."""
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else ""
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("target", export_targets())
@pytest.mark.parametrize("preset", EACH_KIND)
def test_every_target_of_every_preset(target: str, preset: str) -> None:
    """Or one line that says why not; the default preset goes everywhere."""
    try:
        files = a4k.export(target, preset=preset)
    except a4k.OptionError as refusal:
        assert preset != DEFAULT_PRESET
        assert "\n" not in str(refusal)
        assert preset in str(refusal)
        return
    steps = [name for name in files if name.startswith("README")]
    assert steps, "the steps to install it are among them"
    for name, text in files.items():
        assert not name.startswith("/")
        assert ".." not in name
        assert text.endswith("\n")
        assert not re.search(r"@(IF )?[A-Z][A-Z0-9_]*@", text), "every marker is filled"
    # Everything but JSON and configuration, which credit by what stands beside them.
    for name, text in files.items():
        if not name.endswith((".json", ".conf", "anime4k-off.hook")):
            assert "B. Peng" in text, name


def test_the_command_writes_what_the_function_returns(ran: Ran, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    given = ("--preset", "v1.0-rc", "--param", "thin_strength=0.3")
    code, out, err = ran("mpv", *given, "-o", folder)
    files = a4k.export("mpv", preset="v1.0-rc", params={"thin_strength": 0.3})
    assert (code, err) == (0, "")
    assert out.splitlines() == [str(folder / name) for name in files]
    written = tree(folder)
    assert {name: written[name] for name in files} == files
    assert set(written) - set(files) == {"strength"}


def test_the_help_names_every_target(ran: Ran) -> None:
    code, out, _ = ran("--help")
    assert code == 0
    out = " ".join(out.split())
    for name, target in TARGETS.items():
        assert f" {name} {target.desc} " in out
        for option in target.options:
            assert f"--{option.name.replace('_', '-')}" in out
            assert f"{name}: {option.help}." in out


REFUSALS: dict[str, tuple[list[str], list[str]]] = {
    "target": (["vlc"], ["unknown target 'vlc'", *export_targets()]),
    "preset": (["mpv", "--preset", "v7"], ["unknown preset 'v7'", *a4k.presets()]),
    "no-preset": (["mpv", "--preset", "none"], ["unknown preset 'none'", *a4k.presets()]),
    "parameter": (
        ["mpv", "--preset", "v1.0-rc", "--param", "thinness=1"],
        ["unknown parameter 'thinness'", "thin_strength", "refine_strength"],
    ),
    "value": (
        ["mpv", "--preset", "v1.0-rc", "--param", "thin_strength=7"],
        ["thin_strength takes 0.0 to 1.0"],
    ),
    "no-value": (["mpv", "--param", "thin_strength"], ["NAME=VALUE"]),
    "option": (["glsl", "--flavor", "vo_gpu"], ["'glsl' has no option 'flavor'", "it has: es"]),
    "choice": (["mpv", "--flavor", "vlc"], ["unknown flavor", "'vlc'", "vo_gpu, gpu-next"]),
    "scale": (["mpc", "--scale", "0.5"], ["the scale must be 1 to 64, not 0.5"]),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_one_line_that_lists_what_is_valid(ran: Ran, tmp_path: Path, what: str) -> None:
    arguments, expected = REFUSALS[what]
    code, out, err = ran(*arguments, "-o", tmp_path / "out")
    assert (code, out) == (1, "")
    assert err.startswith("anime4k-gl: ")
    assert err.count("\n") == 1
    for words in expected:
        assert words in err
    assert tree(tmp_path) == {}


def test_switches_are_no_text() -> None:
    with pytest.raises(a4k.OptionError, match="is True or False, not 'yes'"):
        a4k.export("mpv", only_upscaling="yes")


def test_files_that_are_there_stay(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "input.conf").write_text("mine\n")
    code, _, err = ran("mpv", "-o", tmp_path)
    place = tmp_path / "input.conf"
    assert code == 1
    assert err == f"anime4k-gl: {place} already exists; --overwrite replaces it\n"
    assert tree(tmp_path) == {"input.conf": "mine\n"}
    assert ran("mpv", "-o", tmp_path, "--overwrite")[0] == 0
    assert tree(tmp_path)["input.conf"] == a4k.export("mpv")["input.conf"]


def test_a_path_that_is_a_file(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine\n")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        code, _, err = ran("mpv", "-o", folder)
        assert code == 1
        assert err.startswith(f"anime4k-gl: cannot write to {folder}: ")
        assert err.endswith("; choose another -o\n")
        assert err.count("\n") == 1
    assert tree(tmp_path) == {"taken": "mine\n"}


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/version").exists(), reason="needs /proc")
def test_a_path_that_nobody_can_write(ran: Ran) -> None:
    code, _, err = ran("mpv", "-o", "/proc/anime4k/out")
    assert code == 1
    assert err.startswith("anime4k-gl: cannot write to /proc/anime4k/out: ")
    assert err.count("\n") == 1


def test_a_folder_in_the_way_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(a4k.OptionError, match="is a folder"):
        write_files({"a": "1", "b": "2"}, tmp_path, overwrite=True)
    assert tree(tmp_path) == {"b": ""}


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with pytest.raises(a4k.OptionError, match="cannot write to"):
        write_files({"a": "1", "c/d/e": "2", "b/c": "3"}, tmp_path, overwrite=True)
    assert tree(tmp_path) == {"b": "mine"}


@pytest.mark.parametrize("failing", range(1, 7))
def test_a_failure_half_way_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Whichever of the steps on the disk fails: writing the fourth file, or a move."""
    (tmp_path / "b").write_text("before")
    files = {"a": "1", "b": "2", "new/c": "3", "new/d": "4"}
    calls = 0

    def counted(work: Any) -> Any:
        def once_fails(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == failing:
                raise OSError(28, "No space left on device")
            return work(*arguments, **options)

        return once_fails

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", counted(os.replace))
        patched.setattr(Path, "write_text", counted(Path.write_text))
        with pytest.raises(a4k.OptionError, match="No space left on device; choose another -o"):
            write_files(files, tmp_path, overwrite=True)
    assert tree(tmp_path) == {"b": "before"}
    write_files(files, tmp_path, overwrite=True)
    assert {name: text for name, text in tree(tmp_path).items() if text} == files
