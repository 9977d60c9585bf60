"""The folder that segments are in: whose it is, what is found there, who may work in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from anime4k_gl.errors import MediaError
from anime4k_gl.transcoding.segments.packet_file import PacketWriter
from anime4k_gl.transcoding.segments.work_folder import WorkFolder

SOURCE: dict[str, Any] = {"path": "/in.mkv", "bytes": 1, "changed": 2}
JOB: dict[str, Any] = {"source": SOURCE, "encoder": "a", "shaders": "b"}


def with_segment(target: Path, job: dict[str, Any] = JOB) -> Path:
    with WorkFolder(target, job) as folder:
        PacketWriter(folder.segment(0)).finish(b"", {"end": None})
        PacketWriter(folder.segment(1))  # killed
        return folder.path


def test_it_stays_with_segments_and_goes_without(tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    path = with_segment(target)
    assert path.name.startswith(".out.mkv.segments-")
    with WorkFolder(target, JOB) as folder:
        assert folder.path == path
        assert list(folder.segments()) == [0]
        assert sorted(each.name for each in path.iterdir()) == [
            "00000.packets", "job.json", "lock",
        ]  # fmt: skip
        assert folder.notes == []
        folder.segment(0).unlink()
    assert not path.exists()


def test_what_the_first_run_settled_holds(tmp_path: Path) -> None:
    with WorkFolder(tmp_path / "out.mkv", JOB) as folder:
        assert folder.recall("threads", 3) == 3
        PacketWriter(folder.segment(0)).finish(b"", {})
    with WorkFolder(tmp_path / "out.mkv", JOB) as folder:
        assert folder.recall("threads", 8) == 3


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({**JOB, "source": {**SOURCE, "bytes": 7}}, "of before the source changed"),
        ({**JOB, "source": {**SOURCE, "path": "/other.mkv"}}, "with another source"),
        ({**JOB, "encoder": "c", "shaders": "d"}, "with another encoder, shaders"),
    ],
)
def test_another_job_starts_over_and_says_why(
    other: dict[str, Any], said: str, tmp_path: Path
) -> None:
    left = with_segment(tmp_path / "out.mkv", other)
    beside = with_segment(tmp_path / "out2.mkv", other)
    with WorkFolder(tmp_path / "out.mkv", JOB) as folder:
        assert folder.segments() == {}
        assert folder.notes == [f"started over: {left.name} was left by a run {said}; removed it"]
    assert not left.exists()
    assert beside.exists()


def test_two_runs_at_once_are_told(tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    with WorkFolder(target, JOB):
        with pytest.raises(MediaError, match="another run is making it; wait for that"):
            WorkFolder(target, JOB)
        with pytest.raises(MediaError, match="another run, with other options, is making it"):
            WorkFolder(target, {**JOB, "encoder": "c"})
        WorkFolder(tmp_path / "out2.mkv", JOB).close()


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    with WorkFolder(tmp_path / "out.mkv", JOB) as folder:
        folder.remove()
        with pytest.raises(MediaError, match="has vanished, with the segments in it"):
            folder.check()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_somebody_else_has_put_there_is_not_used(tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    path = with_segment(target)
    moved = tmp_path / "elsewhere"
    path.rename(moved)
    os.symlink(moved, path)
    with pytest.raises(MediaError, match="is not a folder of yours"):
        WorkFolder(target, JOB)
    assert (moved / "00000.packets").exists()
