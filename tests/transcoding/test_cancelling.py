"""Work that is ended early, from outside or by its own callback: nothing is left behind."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.clips.media_clips import write_clip

import anime4k_gl as a4k
from anime4k_gl.errors import CancelledError

QUICK: dict[str, Any] = {"preset": "none", "scaler": "nearest"}


class After:
    """A cancel that is set once it has been asked a number of times."""

    def __init__(self, questions: int) -> None:
        self._left = questions

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "in.mkv", count=48, audio="flac", audio_seconds=2.0).path


@pytest.mark.parametrize("target", ["out.mkv", "out.mp4", "out.gif"])
def test_a_video_is_ended_from_another_thread(clip: Path, target: str) -> None:
    cancel, seen = threading.Event(), []

    def progress(done: int, total: int | None) -> None:
        seen.append(done)
        if done == 3:
            setting = threading.Thread(target=cancel.set)
            setting.start()
            setting.join()

    threads = set(threading.enumerate())
    with pytest.raises(CancelledError, match=r"in\.mkv: cancelled"):
        a4k.transcode(clip, clip.parent / target, progress=progress, cancel=cancel, **QUICK)
    assert seen == [1, 2, 3]
    assert files(clip.parent) == {"in.mkv"}
    assert {each for each in threading.enumerate() if each.name in ("decode", "render")} <= threads


def test_at_whatever_moment_nothing_is_left(clip: Path) -> None:
    """While the file is opened and looked through too: every packet may be the last."""
    for questions in (0, 1, 5, 40):
        with pytest.raises(CancelledError):
            a4k.transcode(
                clip, clip.parent / "out.mkv", start=1.0, cancel=After(questions), **QUICK
            )
        assert files(clip.parent) == {"in.mkv"}


def test_what_is_there_stays(clip: Path) -> None:
    there = clip.parent / "out.mkv"
    there.write_bytes(b"mine")
    with pytest.raises(CancelledError):
        a4k.transcode(clip, there, cancel=After(30), overwrite=True, **QUICK)
    assert there.read_bytes() == b"mine" and files(clip.parent) == {"in.mkv", "out.mkv"}


@pytest.mark.parametrize("questions", [0, 1])
def test_a_picture_is_ended_before_it_is_written(tmp_path: Path, questions: int) -> None:
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(tmp_path / "in.png")
    with pytest.raises(CancelledError):
        a4k.transcode(tmp_path / "in.png", tmp_path / "out.png", cancel=After(questions), **QUICK)
    assert files(tmp_path) == {"in.png"}


@pytest.mark.parametrize("target", ["out.gif", "out.mkv"])
def test_an_animation_is_ended(tmp_path: Path, target: str) -> None:
    frames = [Image.fromarray(np.full((8, 8, 3), 40 * n, np.uint8)) for n in range(5)]
    frames[0].save(tmp_path / "in.gif", save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(CancelledError):
        a4k.transcode(tmp_path / "in.gif", tmp_path / target, cancel=After(2), **QUICK)
    assert files(tmp_path) == {"in.gif"}


def test_what_the_callback_raises_comes_out(clip: Path) -> None:
    class Enough(Exception):
        pass

    def progress(done: int, total: int | None) -> None:
        raise Enough

    with pytest.raises(Enough):
        a4k.transcode(clip, clip.parent / "out.mkv", progress=progress, **QUICK)
    assert files(clip.parent) == {"in.mkv"}


def test_one_that_is_not_set_changes_nothing(clip: Path) -> None:
    done = a4k.transcode(clip, clip.parent / "out.mkv", cancel=threading.Event(), **QUICK)
    assert done.frames == 48
