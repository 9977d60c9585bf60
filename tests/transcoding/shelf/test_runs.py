"""Runs over a shelf in Python: processes that end, runs that are ended, recipes, reports."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image
from support.clips.media_clips import smooth, write_clip
from support.paths import ROOT

import anime4k_gl as a4k
from anime4k_gl.formats import Size
from anime4k_gl.media.pictures.api import read_picture
from anime4k_gl.media.recipes import read_recipe
from anime4k_gl.transcoding.shelf.api import open_shelf
from anime4k_gl.transcoding.shelf.items import ShelfOutcome, State, exit_code
from anime4k_gl.transcoding.shelf.naming import DEFAULT_TEMPLATE
from anime4k_gl.transcoding.shelf.report import JsonLog, table
from anime4k_gl.transcoding.shelf.runner import Shelf, ShelfProgress

QUICK = {"preset": "none", "scaler": "nearest"}


def clip(path: Path, count: int = 4) -> Path:
    write_clip(path, codec="libx264", make=smooth, size=Size(32, 24), count=count)
    return path


def states(outcomes: list[ShelfOutcome]) -> dict[str, str]:
    return {outcome.source.name: outcome.state for outcome in outcomes}


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def visible(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if not path.name.startswith(".")]


def unfinished(folder: Path) -> list[str]:
    """The files that a run writes to until they are whole; what it resumes from may stay."""
    return [name for name in hidden(folder) if ".partial-" in name]


def test_in_python(tmp_path: Path) -> None:
    for name in ("a.mkv", "b.mkv", "c.mkv"):
        clip(tmp_path / name)
    seen: list[ShelfProgress] = []
    done = a4k.transcode_many(
        [tmp_path], output_dir=tmp_path / "big", jobs=2, progress=seen.append,
        name="{number} {stem} {width}{suffix}", **QUICK,
    )  # fmt: skip
    assert [o.target for o in done] == [
        tmp_path / "big" / name for name in ("1 a 64.mkv", "2 b 64.mkv", "3 c 64.mkv")
    ]
    assert {o.state for o in done} == {"done"}
    assert {each.files for each in seen} == {3}
    assert seen[-1].done == 3
    assert seen[-1].left == 0
    begun = [each for each in seen if each.outcome is None and not each.frames]
    assert len(begun) == 3
    assert hidden(tmp_path / "big") == []
    one = a4k.transcode_many(tmp_path / "a.mkv", output_dir=tmp_path / "one", **QUICK)
    assert states(one) == {"a.mkv": "done"}
    with pytest.raises(a4k.OptionError, match="unknown option 'colour'"):
        a4k.transcode_many([], output_dir=tmp_path, colour=1)
    with pytest.raises(a4k.OptionError, match="jobs 0: must be 1 or more"):
        a4k.transcode_many([], output_dir=tmp_path, jobs=0)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes otherwise")
def test_a_process_that_dies_takes_no_other_file_with_it(tmp_path: Path) -> None:
    for name in ("a.mkv", "b.mkv"):
        clip(tmp_path / name, 100 if name == "a.mkv" else 4)
    shelf: Shelf

    def kill(progress: ShelfProgress) -> None:
        if progress.item.source.name == "a.mkv" and progress.frames and progress.outcome is None:
            for worker in shelf._running:
                os.kill(worker._process.pid, signal.SIGKILL)

    shelf, _ = open_shelf(
        [tmp_path], output_dir=tmp_path / "big", name=DEFAULT_TEMPLATE, recursive=False, jobs=1,
        queue=None, overwrite=False, progress=kill, options=QUICK,
    )  # fmt: skip
    shelf.run()
    assert states(shelf.outcomes) == {"a.mkv": "failed", "b.mkv": "done"}
    assert shelf.outcomes[0].error == (
        f"{tmp_path / 'a.mkv'}: the process that did it was ended by SIGKILL"
    )
    assert exit_code(shelf.outcomes) == 1
    assert hidden(tmp_path / "big") == []  # the next file's writer has swept what was left


def test_an_interrupted_run_leaves_nothing_and_goes_on(tmp_path: Path) -> None:
    for name in ("a.mkv", "b.mkv"):
        clip(tmp_path / name, 4 if name == "a.mkv" else 400)

    def interrupt(progress: ShelfProgress) -> None:
        if progress.item.source.name == "b.mkv" and progress.frames:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        a4k.transcode_many([tmp_path], output_dir=tmp_path / "big", progress=interrupt, **QUICK)
    assert visible(tmp_path / "big") == ["a.mkv"]
    assert not unfinished(tmp_path / "big")
    again = a4k.transcode_many([tmp_path], output_dir=tmp_path / "big", **QUICK)
    assert states(again) == {"a.mkv": "skipped", "b.mkv": "done"}


@pytest.mark.skipif(os.name == "nt", reason="SIGINT and SIGKILL are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, 9], ids=["int", "term", "kill"])
def test_the_command_ends_cleanly_whatever_ends_it(tmp_path: Path, number: int) -> None:
    clip(tmp_path / "a.mkv", 2000)
    command = [sys.executable, "-m", "anime4k_gl", "upscale", "a.mkv", "--output-dir", "big"]
    command += ["--preset", "none", "--scaler", "nearest", "--json-log", "log"]
    command += ["--scale", "6", "--codec-preset", "veryslow"]  # so that it is still at work
    started = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert started.stderr is not None
    with started, started.stderr:
        _until(lambda: (tmp_path / "big").exists() and bool(hidden(tmp_path / "big")))
        os.killpg(started.pid, number) if number == signal.SIGINT else started.send_signal(number)
        told = started.stderr.read() if number != 9 else ""
        code = started.wait(30)
    _until(lambda: not unfinished(tmp_path / "big"))  # its process ends by itself
    assert visible(tmp_path / "big") == []
    if number == 9:
        return
    assert code == 1
    assert "1 file: 1 stopped" in told
    assert told.endswith("anime4k-gl: interrupted; the same command goes on with what is left\n")
    assert '"state": "interrupted"' in (tmp_path / "log").read_text("ascii")


def _until(come: object) -> None:
    assert callable(come)
    deadline = time.monotonic() + 60
    while not come():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_recipe_is_not_carried_on(tmp_path: Path) -> None:
    Image.new("RGB", (8, 6)).save(tmp_path / "a.png")
    Image.new("RGB", (8, 6)).save(tmp_path / "c.jpg", comment=b"mine")
    for source, target in (
        ("a.png", "b.png"), ("b.png", "b.jpg"), ("b.jpg", "d.png"), ("c.jpg", "e.jpg"),
    ):  # fmt: skip
        a4k.transcode(tmp_path / source, tmp_path / target, **QUICK)
        recipe = read_recipe(tmp_path / target)
        assert recipe is not None
        assert str((tmp_path / source).stat().st_mtime_ns) in recipe
    assert read_picture(tmp_path / "d.png").metadata.text == ()
    assert read_picture(tmp_path / "e.jpg").metadata.text == (("Comment", "mine"),)
    clip(tmp_path / "a.mkv")
    for source, target in (("a.mkv", "b.mp4"), ("b.mp4", "c.mkv"), ("c.mkv", "d.mov")):
        a4k.transcode(tmp_path / source, tmp_path / target, **QUICK)
        recipe = read_recipe(tmp_path / target)
        assert recipe is not None
        assert str((tmp_path / source).stat().st_mtime_ns) in recipe


def test_equal_options_have_one_recipe(tmp_path: Path) -> None:
    clip(tmp_path / "a.mkv")
    recipes = set()
    for number, options in enumerate(
        (
            {"scaler": "bicubic", "params": {"thin_strength": 0.3}, "crf": 18, "preset": "v0.9"},
            {"params": {"thin_strength": "0.30"}, "crf": 18.0, "preset": "v0.9", "strict": True},
        )
    ):
        a4k.transcode(tmp_path / "a.mkv", tmp_path / f"{number}.mkv", **options)  # type: ignore[arg-type]
        recipes.add(read_recipe(tmp_path / f"{number}.mkv"))
    assert len(recipes) == 1


def test_the_table_fits_80_columns() -> None:
    names = ("a" * 90 + " 01.mkv", "進撃の巨人 " * 6 + "02.mkv", "é" * 40 + ".mkv", "b.mkv")
    rows = table(
        [
            ShelfOutcome(1, Path(names[0]), Path("x"), "done", frames=34560, size=3 * 10**9,
                    seconds=36000, target_size=Size(7680, 4320)),
            ShelfOutcome(2, Path(names[1]), Path("x"), "losses", notes=("frames " * 20,), frames=1),
            ShelfOutcome(3, Path(names[2]), Path("x"), "failed", error="why " * 30),
            ShelfOutcome(4, Path(names[3]), Path("x"), "interrupted"),
        ],
        waiting=2,
        seconds=100,
    )  # fmt: skip
    wide = sum(2 for character in rows[2] if character > "\u2e80") + sum(
        1 for character in rows[2] if character <= "\u2e80"
    )
    assert wide <= 80
    assert max(len(row) for row in rows) <= 80
    assert rows[1].split() == [
        "..." + "a" * 23, "01.mkv", "done", "10:00:00", "3.0", "GB", "34560", "7680x4320",
    ]  # fmt: skip
    assert rows[-1] == (
        "6 files: 1 done, 1 done with losses, 1 failed, 1 stopped, 2 not begun; 1:40"
    )


def test_the_documents_name_the_keys_of_the_log(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "shelf.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(start|begin|file|end)` \| (.+?) \|$", text, re.MULTILINE))
    told = {event: set(re.findall(r"`(\w+)`", keys)) for event, keys in rows.items()}
    clip(tmp_path / "a.mkv", 2)
    with JsonLog(tmp_path / "log") as log:
        log.start(1)
        outcomes = a4k.transcode_many(
            [tmp_path / "a.mkv"], output_dir=tmp_path / "big", progress=log.watch, **QUICK
        )
        log.end(outcomes, waiting=0, seconds=1.0)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("ascii").splitlines()]
    assert {line["event"]: line.keys() - {"time", "event"} for line in lines} == told
    states = re.search(r"^`state` is (.+?)\.", text, re.MULTILINE)
    assert states is not None
    assert tuple(re.findall(r"`(\w+)`", states[1])) == get_args(State)


def test_a_packed_program_is_not_started_again_but_as_a_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(a4k.Anime4KError, match="pack it with PyInstaller, or call transcode"):
        a4k.transcode_many([clip(tmp_path / "a.mkv")], output_dir=tmp_path / "big", **QUICK)
    monkeypatch.setattr(sys, "anime4k_gl_worker", "--worker", raising=False)

    def start(command: list[str], **_: object) -> None:
        started.append(command)
        raise OSError(0, "enough")

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(a4k.Anime4KError, match="enough"):
        a4k.transcode_many([tmp_path / "a.mkv"], output_dir=tmp_path / "big", **QUICK)
    assert started == [[sys.executable, "--worker"]]
