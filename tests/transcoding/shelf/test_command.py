"""`upscale` with many files, as a user types it: table, exit code, log, and what is left."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.clips.media_clips import smooth, write_clip

from anime4k_gl.cli import main
from anime4k_gl.formats import Size

QUICK = ("--preset", "none", "--scaler", "nearest")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def clip(path: Path, count: int = 4) -> Path:
    write_clip(path, codec="libx264", make=smooth, size=Size(32, 24), count=count)
    return path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["upscale", *arguments])
    return int(caught.value.code or 0)


def log_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def states(path: Path) -> dict[str, str]:
    return {e["input"]: e["state"] for e in log_of(path) if e["event"] == "file"}


def test_ten_files_two_broken_one_done(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"episode {number}.mkv" for number in range(1, 11)]
    for name in names:
        clip(here / name)
    (here / names[3]).write_bytes(b"no video at all" * 40)
    (here / names[6]).write_bytes(b"")
    # One is done beforehand, by the command for one file.
    (here / "big").mkdir()
    assert run(names[0], f"big/{names[0]}", *QUICK) == 0
    before = (here / "big" / names[0]).stat().st_mtime_ns
    capsys.readouterr()

    command = (*names, "--output-dir", "big/", *QUICK, "--json-log", "log.jsonl")
    assert run(*command) == 1
    expected = dict.fromkeys(names, "done")
    expected |= {names[0]: "skipped", names[3]: "failed", names[6]: "failed"}
    assert states(here / "log.jsonl") == expected
    assert (here / "big" / names[0]).stat().st_mtime_ns == before
    made = sorted(path.name for path in (here / "big").iterdir())
    assert made == sorted(name for name in names if expected[name] != "failed")

    events = log_of(here / "log.jsonl")
    assert events[0] | {"time": 0, "version": ""} == {
        "time": 0, "event": "start", "version": "", "files": 10,
    }  # fmt: skip
    assert [e["event"] for e in events].count("begin") == 8  # what needs work
    last = {key: events[-1][key] for key in ("done", "skipped", "failed", "losses", "exit_code")}
    assert last == {"done": 7, "skipped": 1, "failed": 2, "losses": 0, "exit_code": 1}
    one = next(e for e in events if e["event"] == "file" and e["input"] == names[1])
    assert (one["source_size"], one["target_size"], one["frames"]) == ([32, 24], [64, 48], 4)
    assert one["bytes"] == (here / "big" / names[1]).stat().st_size

    lines = capsys.readouterr().err.splitlines()
    start = lines.index(next(line for line in lines if line.startswith("file ")))
    rows = lines[start:]
    assert max(map(len, rows)) <= 80
    told = {line[:14].strip(): line[14:].split()[0] for line in rows if line.startswith("episode")}
    assert told == expected
    assert "    not a media file, or a damaged one" in rows
    assert rows[-1].startswith("10 files: 7 done, 1 skipped, 2 failed; ")

    # The second run does what is left, and nothing else.
    clip(here / names[3])
    times = {path.name: path.stat().st_mtime_ns for path in (here / "big").iterdir()}
    assert run(*command) == 1
    expected = dict.fromkeys(names, "skipped") | {names[3]: "done", names[6]: "failed"}
    assert states(here / "log.jsonl") == expected
    assert times.items() <= {p.name: p.stat().st_mtime_ns for p in (here / "big").iterdir()}.items()


def test_another_parameter_preset_or_source_is_done_again(here: Path) -> None:
    clip(here / "a.mkv")
    preset = here / "mine.toml"
    preset.write_text('preset = "v0.9"\n', "utf-8")
    base = ("a.mkv", "-d", "big", "--json-log", "log.jsonl", "--scaler", "nearest")

    def state(*more: str) -> str:
        assert run(*base, *more) == 0
        return states(here / "log.jsonl")["a.mkv"]

    assert [state("--preset", "mine.toml") for _ in "12"] == ["done", "skipped"]
    preset.rename(here / "yours.toml")
    assert [state("--preset", "yours.toml") for _ in "12"] == ["done", "skipped"]
    preset = here / "yours.toml"
    preset.write_text('preset = "v0.9"\n[params]\nthin_strength = 0.1\n', "utf-8")
    assert [state("--preset", "yours.toml") for _ in "12"] == ["done", "skipped"]
    more = ("--preset", "none")
    assert [state(*more) for _ in "12"] == ["done", "skipped"]
    assert [state(*more, "--crf", "20") for _ in "12"] == ["done", "skipped"]
    assert [state(*more, "--crf", "20", "--scale", "3") for _ in "12"] == ["done", "skipped"]
    os.utime(here / "a.mkv", (1, 1))
    assert [state(*more, "--crf", "20", "--scale", "3") for _ in "12"] == ["done", "skipped"]
    assert state(*more, "--crf", "20", "--scale", "3", "--overwrite") == "done"


def test_what_others_made_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip(here / "a.mkv")
    (here / "big").mkdir()
    shutil.copy(here / "a.mkv", here / "big" / "a.mkv")
    before = (here / "big" / "a.mkv").read_bytes()
    assert run("a.mkv", "--output-dir", "big", *QUICK) == 1
    assert "already exists, and was not made by this command" in capsys.readouterr().err
    assert (here / "big" / "a.mkv").read_bytes() == before
    assert run("a.mkv", "--output-dir", "big", *QUICK, "--overwrite") == 0


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.bmp", "a.tif", "a.gif"])
def test_pictures_are_known_again(here: Path, name: str) -> None:
    Image.fromarray(np.full((12, 16, 3), 90, np.uint8)).save(here / name)
    assert run(name, "--output-dir", "big", *QUICK, "--json-log", "log") == 0
    assert states(here / "log") == {name: "done"}
    assert run(name, "--output-dir", "big", *QUICK, "--json-log", "log") == 0
    assert states(here / "log") == {name: "skipped"}
    # Another file of that name is not taken for it.
    Image.fromarray(np.full((12, 16, 3), 30, np.uint8)).save(here / "big" / name)
    assert run(name, "--output-dir", "big", *QUICK) == 1


@pytest.mark.parametrize("suffix", [".mkv", ".mp4", ".mov", ".avi", ".ts", ".webm", ".y4m"])
def test_videos_are_known_again_and_have_a_format_that_holds_them(here: Path, suffix: str) -> None:
    source = clip(here / "a.mkv")
    codec = ("--codec", "vp9") if suffix == ".webm" else ()
    assert run("a.mkv", f"src{suffix}", *QUICK, *codec) == 0
    source.unlink()
    made = "src.mkv" if suffix == ".webm" else f"src{suffix}"  # which holds no H.264
    for state in ("done", "skipped"):
        assert run(f"src{suffix}", "-d", "big", *QUICK, "--json-log", "log") == 0
        assert states(here / "log") == {f"src{suffix}": state}
        seen = [path.name for path in (here / "big").iterdir() if path.name[0] != "."]
        assert seen == [made]


def test_a_folder_keeps_its_tree_and_never_takes_its_own_outputs(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("in/2.mkv", "in/10.mkv", "in/deep/er/a.mkv", "in/.hidden.mkv"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        clip(here / name, 2)
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(here / "in" / "picture", "PNG")
    (here / "in" / "notes.txt").write_text("words, and no pictures\n" * 9, "utf-8")
    (here / "in" / "cut.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    command = ("in", "--output-dir", "in/big", *QUICK, "--json-log", "log")
    assert run(*command) == 1
    assert list(states(here / "log").items()) == [
        ("in/2.mkv", "done"), ("in/10.mkv", "done"), ("in/cut.mp4", "failed"),
        ("in/picture", "done"),
    ]  # fmt: skip
    assert "in: a file is left alone: no picture and no video" in capsys.readouterr().err
    assert (here / "in/big/picture.png").exists()
    assert run(*command, "--recursive") == 1
    assert states(here / "log") == {
        "in/2.mkv": "skipped", "in/10.mkv": "skipped", "in/cut.mp4": "failed",
        "in/picture": "skipped", "in/deep/er/a.mkv": "done",
    }  # fmt: skip
    assert (here / "in/big/deep/er/a.mkv").exists()


def test_outputs_beside_their_sources_are_not_taken_again(here: Path) -> None:
    clip(here / "a.mkv", 2)
    for state in ("done", "skipped"):
        names = sorted(path.name for path in here.glob("*.mkv"))
        command = (*names, "-d", ".", "--name", "{stem}.4k{suffix}", *QUICK)
        assert run(*command, "--json-log", "log") == 0
        assert states(here / "log") == {"a.mkv": state}
    assert sorted(path.name for path in here.glob("*.mkv")) == ["a.4k.mkv", "a.mkv"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("x/a.mkv", "y/a.mkv", "-d", "big"), 1, "would get the same output as x/a.mkv"),
        (("x/a.mkv", "-d", "x"), 1, "is its own output; choose another --output-dir, or --name"),
        (("x/a.mkv", "-d", "big", "--name", "{title}"), 1, "unknown field of name"),
        (("x/a.mkv", "-d", "big", "--name", "../{name}"), 1, "below the folder of outputs"),
        (("x/a.mkv", "-d", "big", "--codec", "libx999"), 1, "libx999"),
        (("x/a.mkv", "-d", "big", "--preset", "best"), 1, "unknown preset"),
        (("x/a.mkv", "-d", "x/a.mkv"), 1, "is a file; --output-dir names a folder"),
        (("x/a.mkv", "y/a.mkv", "z.mkv"), 2, "3 names: for more than one IN"),
        (("x/a.mkv", "y/a.mkv", "y"), 2, "say where to with --output-dir y"),
        (("x/a.mkv",), 2, "name IN and OUT, or IN and --output-dir"),
        (("-d", "big"), 2, "name an IN"),
        (("x", "z.mkv"), 1, "x: is a folder; name a file in it, or a folder with --output-dir"),
        (("x/a.mkv", "y"), 1, "y: is a folder; say it with --output-dir y"),
        (("x/a.mkv", "z.mkv", "--jobs", "2"), 2, "--jobs goes with --output-dir"),
    ],
)
def test_what_is_wrong_is_said_before_any_work(
    here: Path, capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...], code: int, message: str,
) -> None:  # fmt: skip
    for name in ("x", "y"):
        (here / name).mkdir()
        clip(here / name / "a.mkv", 2)
    assert run(*arguments) == code
    assert message in capsys.readouterr().err
    made = [p for p in here.rglob("*") if p.is_file() and p.name != "a.mkv"]
    assert made == []


def test_what_is_not_there_is_a_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip(here / "a.mkv", 2)
    assert run("a.mkv", "b.mkv", "*.mov", "-", "-d", "big", *QUICK, "--json-log", "log") == 1
    assert states(here / "log") == {
        "a.mkv": "done", "b.mkv": "failed", "*.mov": "failed", "-": "failed",
    }  # fmt: skip
    told = capsys.readouterr().err
    assert "b.mkv: no such file" in told
    assert "*.mov: no such file, and no file matches" in told


def test_globs_that_no_shell_expanded(here: Path) -> None:
    for name in ("[g] 1.mkv", "[g] 2.mkv", "a.mov"):
        clip(here / name, 2)
    assert run("[g] *.mkv", "a.mo?", "-d", "big", *QUICK, "--json-log", "log") == 0
    assert list(states(here / "log")) == ["[g] 1.mkv", "[g] 2.mkv", "a.mov"]


def test_losses_are_3_and_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip(here / "good.mkv")
    whole = clip(here / "cut.mkv", 48).read_bytes()
    (here / "cut.mkv").write_bytes(whole[: len(whole) * 2 // 3])
    assert run("good.mkv", "cut.mkv", "-d", "big", *QUICK, "--json-log", "log") == 3
    assert states(here / "log") == {"good.mkv": "done", "cut.mkv": "losses"}
    assert "2 files: 1 done, 1 done with losses" in capsys.readouterr().err


def test_quiet_prints_only_errors(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip(here / "a.mkv", 2)
    assert run("a.mkv", "none.mkv", "-d", "big", *QUICK, "-q") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "anime4k-gl: none.mkv: no such file; check the path\n"


def test_a_note_of_many_files_is_said_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.png", "b.png", "c.png"):
        Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(here / name)
    clip(here / "d.mkv", 2)
    assert run(".", "-d", "big", *QUICK, "--crf", "30") == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "--crf" in line]
    note = "--crf: is for videos; a picture is made without"
    assert told == [f"note: a.png: {note}", f"note, in 3 files: {note}"]


def test_names_with_control_codes_reach_no_terminal_raw(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "a\x1b[2J\nb.mkv"
    clip(here / "a.mkv", 2).rename(here / name)
    assert run(name, "-d", "big", *QUICK) == 0
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert "a\\x1b[2J\\nb.mkv  done" in told
    assert (here / "big" / name).exists()


def test_a_queue_is_worked_through_and_marked(here: Path) -> None:
    for name in ("a.mkv", "b.mkv", "c.mkv"):
        clip(here / name, 2)
    (here / "lists").mkdir()
    queue = here / "lists" / "tonight.txt"
    queue.write_text("# tonight\n../b.mkv\n../gone.mkv\n../b.mkv", "utf-8")
    command = ("--queue", "lists/tonight.txt", "-d", "big", *QUICK, "--json-log", "log")
    assert run("a.mkv", *command) == 1
    assert [Path(name).name for name in states(here / "log")] == ["b.mkv", "gone.mkv", "a.mkv"]
    text = queue.read_text("utf-8")
    assert text == (
        "# tonight\n# done: ../b.mkv\n# failed: ../gone.mkv\n# done: ../b.mkv\n"
        f"# done: {here / 'a.mkv'}\n"
    )
    assert run(*command) == 0
    assert states(here / "log") == {}
    assert queue.read_text("utf-8") == text
    assert run("c.mkv", *command) == 0
    assert list(states(here / "log").values()) == ["done"]


def test_previews_of_a_shelf(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip(here / "a.mkv", 12)
    clip(here / "b.mkv", 12)
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(here / "c.png")
    assert run(".", "-d", "big", *QUICK, "--preview") == 0
    made = sorted(path.name for path in (here / "big").iterdir())
    assert made == ["a.preview.mkv", "a.preview.png", "b.preview.mkv", "b.preview.png"]
    told = capsys.readouterr().err
    assert "note: a file is no video; previews are of videos" in told
    assert "all 2 videos, one after the other: " in told
    # They are nobody's sources.
    assert run("big", "-d", "bigger", *QUICK, "--json-log", "log") == 0
    assert states(here / "log") == {}
