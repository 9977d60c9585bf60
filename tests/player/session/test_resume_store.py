"""Resuming files where they were left."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from anime4k_gl.errors import MediaError
from anime4k_gl.player.session import resume
from anime4k_gl.player.session.resume import ResumeStore, Resumption, resume_folder

FULL = Resumption(
    position=61.25, audio=1, subtitles=-1, volume=80.0, muted=True, speed=1.5,
    subtitle_delay=-0.2, audio_delay=0.1,
)  # fmt: skip


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "episode.mkv"
    path.write_bytes(b"not really one")
    return path


@pytest.fixture
def store(tmp_path: Path) -> ResumeStore:
    return ResumeStore(tmp_path / "state" / "resume")


def test_what_is_saved_comes_back_until_it_is_forgotten(video: Path, store: ResumeStore) -> None:
    assert store.load(video) is None
    store.save(video, FULL)
    assert store.load(video) == FULL
    store.save(video, Resumption(3.0))
    assert store.load(video) == Resumption(3.0)
    store.forget(video)
    store.forget(video)
    assert store.load(video) is None


def test_a_relative_path_is_the_same_file(
    video: Path, store: ResumeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(video, FULL)
    monkeypatch.chdir(video.parent)
    assert store.load(video.name) == FULL
    assert store.load(f"./{video.name}") == FULL


def test_another_file_in_its_place_is_another_file(video: Path, store: ResumeStore) -> None:
    store.save(video, FULL)
    status = video.stat()
    os.utime(video, ns=(status.st_atime_ns, status.st_mtime_ns + 10**9))
    assert store.load(video) is None
    os.utime(video, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert store.load(video) == FULL
    video.write_bytes(b"longer than it was before")
    os.utime(video, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert store.load(video) is None


def test_urls_and_files_that_have_gone(tmp_path: Path, store: ResumeStore) -> None:
    store.save("http://example.org/a", FULL)
    assert store.load("http://example.org/a") == FULL
    assert store.load("http://example.org/b") is None
    for gone in (tmp_path / "gone.mkv", "nul\0"):
        store.save(gone, FULL)
        assert store.load(gone) is None
        store.forget(gone)


def entry_of(store: ResumeStore, video: Path) -> Path:
    store.save(video, FULL)
    (entry,) = (video.parent / "state" / "resume").iterdir()
    return entry


def test_its_name_does_not_tell_the_files(video: Path, store: ResumeStore) -> None:
    entry = entry_of(store, video)
    assert "episode" not in entry.name
    assert "episode" not in entry.read_text()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe\x00", b"[" * 50_000, b"{}" + b" " * 70_000,
        b'{"version": 1}',
        b'{"version": 2, "position": 5.0}',
        b'{"version": 1, "position": "5"}',
        b'{"version": 1, "position": true}',
        b'{"version": 1, "position": NaN}',
        b'{"version": 1, "position": -5.0}',
        b'{"version": 1, "position": 1e999}',
        b'{"version": 1, "position": 5.0, "volume": []}',
        b'{"version": 1, "position": 5.0, "volume": 1e6}',
        b'{"version": 1, "position": 5.0, "audio": 1.5}',
        b'{"version": 1, "position": 5.0, "muted": 1}',
    ],
)  # fmt: skip
def test_what_is_damaged_is_ignored(video: Path, store: ResumeStore, data: bytes) -> None:
    entry_of(store, video).write_bytes(data)
    assert store.load(video) is None
    store.save(video, FULL)
    assert store.load(video) == FULL


def test_what_a_later_version_adds_does_no_harm(video: Path, store: ResumeStore) -> None:
    entry = entry_of(store, video)
    entry.write_text(json.dumps({"version": 1, "position": 5, "zoom": 2}))
    assert store.load(video) == Resumption(5)


def test_a_place_that_cannot_be_written_is_one_line(video: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ResumeStore(tmp_path / "file" / "resume")
    with pytest.raises(MediaError, match="cannot save the playback position") as caught:
        store.save(video, FULL)
    assert "\n" not in str(caught.value)
    assert store.load(video) is None


def test_the_oldest_are_forgotten(
    tmp_path: Path, store: ResumeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resume, "MAX_FILES", 3)
    videos = [tmp_path / f"{n}.mkv" for n in range(6)]
    for number, video in enumerate(videos):
        video.write_bytes(b"x")
        before = set((tmp_path / "state" / "resume").glob("*"))
        store.save(video, Resumption(float(number)))
        (new,) = set((tmp_path / "state" / "resume").glob("*")) - before
        os.utime(new, (1000 + number, 1000 + number))
    kept = [store.load(video) is not None for video in videos]
    assert kept == [False, False, False, True, True, True]


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="XDG is Linux's")
def test_the_usual_place(video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert resume_folder() == tmp_path / "xdg" / "anime4k-gl" / "resume"
    ResumeStore().save(video, FULL)
    assert len(list(resume_folder().iterdir())) == 1
    assert ResumeStore().load(video) == FULL
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert resume_folder() == Path.home() / ".local/state/anime4k-gl/resume"
