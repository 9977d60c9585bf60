"""Hidden folders: what killed runs left goes, what is in use stays, and no file is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.exporters import files as files_module
from anime4k_gl.exporters import write_files
from anime4k_gl.placing import hidden_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")

_WAIT = """
import sys, time
from pathlib import Path
from anime4k_gl.placing import hidden_folder
with hidden_folder(Path(sys.argv[1])) as made:
    (made / "0").write_text("half")
    (made / "1.replaced").write_text("before")
    print("there", flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_run_left_is_removed_and_no_others(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", _WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    try:
        assert running.stdout.readline() == "there\n"
        (held,) = names(tmp_path)
        others = [".anime4k-gl-notes", ".anime4k-gl-0123456", "anime4k-gl-01234567"]
        old = tmp_path / ".anime4k-gl-aaaaaaaa"  # the only copy of a file, by an older release
        old.mkdir()
        (old / "0.before").write_text("mine")
        for name in others:
            (tmp_path / name).mkdir()
        os.symlink(tmp_path / others[0], tmp_path / ".anime4k-gl-bbbbbbbb")
        kept = {*others, old.name, ".anime4k-gl-bbbbbbbb"}
        write_files({"a.txt": "a"}, tmp_path)
        assert set(names(tmp_path)) == kept | {held, "a.txt"}
        running.send_signal(signal.SIGKILL)
        running.wait()
        write_files({"b.txt": "b"}, tmp_path)
        assert set(names(tmp_path)) == kept | {"a.txt", "b.txt"}
    finally:
        running.kill()
        running.wait()


def test_a_folder_swept_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anime4k_gl import placing

    own, seen = placing._lock, []

    def swept(folder: Path) -> int | None:
        if not seen:
            folder.rmdir()
        seen.append(folder)
        return own(folder)

    monkeypatch.setattr(placing, "_lock", swept)
    with hidden_folder(tmp_path) as made:
        assert made.is_dir() and len(seen) == 2
    assert names(tmp_path) == []


def test_a_replaced_file_is_there_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed between two renames leaves the old file or the new one."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old")
    own = os.replace

    def watched(source: Path, target: Path) -> None:
        assert (tmp_path / "a.txt").exists() and (tmp_path / "b.txt").exists()
        if target == tmp_path / "b.txt" and Path(source).name == "1":
            raise OSError("no more")
        own(source, target)

    monkeypatch.setattr(files_module.os, "replace", watched)
    with pytest.raises(OptionError, match="no more"):
        write_files({"a.txt": "new", "b.txt": "new"}, tmp_path, overwrite=True)
    assert [(tmp_path / name).read_text() for name in names(tmp_path)] == ["old", "old"]
