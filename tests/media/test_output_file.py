"""Files being written: hidden, unguessable, locked, swept when their run was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from anime4k_gl.errors import MediaError
from anime4k_gl.media import output_file
from anime4k_gl.media.output_file import OutputFile, sweep

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and links")

_HOLD = """
import sys, time
from pathlib import Path
from anime4k_gl.media.output_file import OutputFile
output = OutputFile(Path(sys.argv[1]), overwrite=False)
output.path.write_bytes(b"half")
print(output.path.name, flush=True)
time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_what_a_killed_run_left_is_swept_and_what_another_writes_is_not(tmp_path: Path) -> None:
    def held(name: str) -> tuple[subprocess.Popen[str], str]:
        run = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(tmp_path / name)], stdout=subprocess.PIPE, text=True
        )
        assert run.stdout is not None
        return run, run.stdout.readline().strip()

    (tmp_path / ".film.partial-notes.txt").write_text("mine")
    (tmp_path / ".a.partial-0123456789abcdef.mkv").symlink_to(tmp_path / ".film.partial-notes.txt")
    killed, left = held("one.mkv")
    alive, busy = held("two.mkv")
    try:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert {left, busy} < set(names(tmp_path))
        output = OutputFile(tmp_path / "three.png", overwrite=False)
        assert output.notes == [f"removed an unfinished file of killed runs from {tmp_path}"]
        output.discard()
        assert left not in names(tmp_path) and busy in names(tmp_path)
        assert (tmp_path / ".film.partial-notes.txt").read_text() == "mine"
    finally:
        alive.kill()
        alive.wait()
        for run in (killed, alive):
            assert run.stdout is not None
            run.stdout.close()
    assert sweep(tmp_path) == 1


def test_names_cannot_be_guessed_nor_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = [OutputFile(tmp_path / "o.png", overwrite=False) for _ in range(3)]
    assert len({output.path for output in outputs}) == 3
    for output in outputs:
        output.discard()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    tokens = iter(["0" * 16, "1" * 16])
    (tmp_path / f".o.partial-{'0' * 16}.png").symlink_to(victim)
    monkeypatch.setattr(output_file.secrets, "token_hex", lambda _: next(tokens))
    output = OutputFile(tmp_path / "o.png", overwrite=False)
    output.path.write_text("new")
    assert victim.read_text() == "precious"
    output.path.unlink()
    output.path.symlink_to(victim)
    with pytest.raises(MediaError, match="somebody has moved"):
        output.publish()
    output.discard()
    assert victim.read_text() == "precious" and not (tmp_path / "o.png").exists()


@pytest.mark.parametrize("links", [True, False])
def test_a_target_that_appears_meanwhile_is_not_replaced(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:

        def link(*_: object, **__: object) -> None:
            raise PermissionError(1, "no links here")

        monkeypatch.setattr(os, "link", link)
    target = tmp_path / "o.mkv"
    output = OutputFile(target, overwrite=False)
    output.path.write_text("result")
    target.write_text("another's")
    with pytest.raises(MediaError, match=r"o\.mkv: appeared .* the result is .*o-2\.mkv"):
        output.publish()
    output.discard()
    assert target.read_text() == "another's"
    assert (tmp_path / "o-2.mkv").read_text() == "result"
    assert names(tmp_path) == ["o-2.mkv", "o.mkv"]

    output = OutputFile(target, overwrite=True)
    output.path.write_text("new")
    output.publish()
    output.discard()
    assert target.read_text() == "new" and names(tmp_path) == ["o-2.mkv", "o.mkv"]


def test_a_dangling_link_appears_and_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "o.png"
    output = OutputFile(target, overwrite=False)
    output.path.write_text("result")
    target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MediaError, match="o-2"):
        output.publish()
    assert target.is_symlink() and not (tmp_path / "elsewhere").exists()


def test_the_mode_is_as_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        output = OutputFile(tmp_path / "o.png", overwrite=False)
        output.publish()
    finally:
        os.umask(before)
    assert (tmp_path / "o.png").stat().st_mode & 0o777 == 0o640


_UPSCALE = """
import sys, threading, time
from pathlib import Path
from anime4k_gl.media.writing.video_writer import VideoWriter
write = VideoWriter.write
def slow(*arguments):
    write(*arguments)
    print("writing", flush=True)
    time.sleep(0.5)
VideoWriter.write = slow
from anime4k_gl.__main__ import main
main(["upscale", "-q", "--preset", "none", sys.argv[1], sys.argv[2]])
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_end_a_run_with_nothing_left(name: str, tmp_path: Path) -> None:
    from support.clips.media_clips import smooth, write_clip

    from anime4k_gl.formats import Size

    clip = write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=Size(64, 48), count=48
    )
    (tmp_path / "d").mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", _UPSCALE, str(clip.path), str(tmp_path / "d" / "o.mkv")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "writing\n"
    run.send_signal(getattr(signal, name))
    time.sleep(0.05)
    if name != "SIGINT":
        run.send_signal(signal.SIGTERM)  # again, while it cleans up
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said) == (1, "anime4k-gl: interrupted; nothing was written\n")
    assert names(tmp_path / "d") == []


def test_exports_and_presets_replace_nothing_that_appears_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anime4k_gl import placing
    from anime4k_gl.errors import OptionError
    from anime4k_gl.exporters import files
    from anime4k_gl.library import user_presets

    def late(path: Path, name: Path) -> bool:
        if name.name != "a.txt":
            name.write_text("another's")
        return placing.place_new(path, name)

    monkeypatch.setattr(files, "place_new", late)
    monkeypatch.setattr(user_presets, "place_new", late)
    with pytest.raises(OptionError, match=r"b\.txt is there by now"):
        files.write_files({"a.txt": "1", "b.txt": "2"}, tmp_path / "export")
    assert names(tmp_path / "export") == ["b.txt"]
    assert (tmp_path / "export" / "b.txt").read_text() == "another's"
    preset = tmp_path / "mine.toml"
    with pytest.raises(OptionError, match="is there already"):
        user_presets.write_preset(preset, title="mine", base="v0.9", shaders=(), params={})
    assert preset.read_text() == "another's"
