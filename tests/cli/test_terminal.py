"""No control code of a stranger's text reaches a terminal raw."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.import_graph import PACKAGE, modules

from anime4k_gl.__main__ import main
from anime4k_gl.terminal import one_line, say_in_place, visible

EVIL = "\033]0;PWNED\007\033[31m\033[2J\x9b2J\u202e\r"
SHADER = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC pass {}\n{}\n"
BODY = "vec4 hook() { return HOOKED_tex(HOOKED_pos); }"


def printed(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main(arguments)
    said = capfd.readouterr()
    text = said.out + said.err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text), repr(text)
    return text


def test_codes_are_written_out() -> None:
    assert visible("a\033[0m\tb\nc\x7f\x85\u202e\udcff") == "a\\x1b[0m\tb\nc\\x7f\\x85\\u202e\\xff"
    assert one_line("a\nb\tc\r") == "a\\nb\\tc\\r"
    assert visible("Zażółć 線 😀") == "Zażółć 線 😀"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_descriptions_of_passes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # A carriage return ends a line of a shader's.
    (folder / "d.glsl").write_text(SHADER.format(EVIL.replace("\r", ""), BODY))
    for more in ((), ("--json",)):
        text = printed(capfd, "plan", "--shader", "d.glsl", "--source", "96x64", *more)
        assert "PWNED" in text
    assert "\\x1b]0;PWNED\\x07\\x1b[31m" in printed(
        capfd, "plan", "--shader", "d.glsl", "--source", "96x64"
    )
    printed(capfd, "check", "d.glsl")


def test_errors_in_shaders_and_their_names(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = "\033[31mevil\n.glsl"
    (folder / name).write_text(f"//!HOOK {EVIL}\n//!WIDTH {EVIL} +\n{BODY}\n")
    for command in ("plan", "check"):
        shader = [name] if command == "check" else ["--shader", name, "--source", "96x64"]
        printed(capfd, command, *shader)


@pytest.mark.parametrize("suffix", [".png", ".mkv"])
def test_names_of_files(suffix: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = f"\033[31m\nanime4k-gl: all is well{suffix}"
    (folder / name).write_bytes(b"nothing of the kind")
    for arguments in ((name, "out.mkv"), ("missing" + name, "out.mkv"), (name, f"no/{name}")):
        text = printed(capfd, "upscale", *arguments)
        assert text.startswith("anime4k-gl: ") and text.count("\n") == 1


def test_names_in_what_is_done(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    name = "\033[31mfine\n.png"
    Image.new("RGB", (8, 8)).save(folder / "in.png")
    text = printed(capfd, "upscale", "--preset", "none", "in.png", name)
    assert text.startswith("\\x1b[31mfine\\n.png: 8x8 to 16x16") and text.count("\n") == 1


def test_wrong_usage(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    printed(capfd, "upscale", f"--{EVIL}", "a", "b")
    printed(capfd, EVIL)
    printed(capfd, "upscale", "a", "b", "--scaler", EVIL)
    printed(capfd, "upscale", "a", "b", "--crf", EVIL)
    printed(capfd, "upscale", "a", "b", "--param", EVIL)
    printed(capfd, "upscale", "a", "b", "--preset", EVIL)
    printed(capfd, "play", "--no-config", EVIL)
    printed(capfd, "bench", "--preset", EVIL)
    printed(capfd, "bench", f"--{EVIL}")


def test_names_that_are_not_unicode(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anime4k_gl", "upscale", b"\xff\xfe.png", b"out.png"],
        capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b"anime4k-gl: \\xff\\xfe.png: no such file; check the path\n"


def test_users_presets(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from anime4k_gl.userdirs import preset_folder

    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    preset_folder().mkdir(parents=True)
    (preset_folder() / "mine.toml").write_text(
        'title = "\\u001b[31mred\\u009b"\npreset = "v0.9"\n', "utf-8"
    )
    assert "mine: \\x1b[31mred\\x9b" in printed(capfd, "presets")


def test_all_text_goes_through_one_place() -> None:
    others = re.compile(r"\bprint\(|click\.s?echo\(|\bs?echo\(|std(out|err)\.write\(")
    for path in modules():
        if path.name != "terminal.py":
            assert not others.search(path.read_text("utf-8")), path.relative_to(PACKAGE)


def test_what_is_shown_in_place_is_taken_away_and_has_no_control_codes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    assert say_in_place("a\x1b[2Jb") == 11
    assert say_in_place("", over=4) == 0
    assert capsys.readouterr().err == "a\\x1b[2Jb\r    \r"
    assert say_in_place("far too long for it") == 11
    assert capsys.readouterr().err == "far too lon"
