"""Hostile pictures and videos through the whole command: bounded memory, one line, nothing left.

(That a file takes long is not what is tested: a run that hangs is ended.)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.clips import bombs, video_bombs
from support.process.forked import run

from anime4k_gl.errors import MediaError
from anime4k_gl.media.video.video_source import VideoSource

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured there")

CASES: dict[str, Callable[[], bytes]] = {**bombs.PICTURES, **video_bombs.VIDEOS}
MEMORY = 2 << 30
ADDRESSES = 6 << 30  # so that no mistake takes the whole machine

ANIMATED = (".gif", ".apng", ".webp")


def output_for(name: str) -> str:
    suffix = Path(name).suffix
    if suffix in ANIMATED:
        return f"out{suffix}"
    return "out.png" if name in bombs.PICTURES else "out.mkv"


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_ends_well(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(CASES[name]())
    out = output_for(name)
    words = ["upscale", name, out, "--preset", "none", "--scaler", "bilinear"]
    ended = run(words, tmp_path, addresses=ADDRESSES)
    assert ended.code in (0, 1, 3), ended.err
    assert ended.peak < MEMORY
    assert "Traceback" not in ended.err and "\x1b" not in ended.err
    left = {path.name for path in tmp_path.iterdir()}
    assert left == ({name} if ended.code == 1 else {name, out})
    if ended.code == 1:
        assert ended.err.startswith(f"anime4k-gl: {name}: ") and ended.err.count("\n") == 1


def test_usual_edit_lists_are_read(tmp_path: Path) -> None:
    (tmp_path / "few.mp4").write_bytes(video_bombs.with_edits(3))
    with VideoSource(tmp_path / "few.mp4") as source:
        assert next(source.frames()).pts is not None
    (tmp_path / "many.mp4").write_bytes(video_bombs.with_edits(100_000))
    with pytest.raises(MediaError, match=r"its edit lists have 100000 entries"):
        VideoSource(tmp_path / "many.mp4")
