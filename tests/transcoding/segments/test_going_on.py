"""Runs that are stopped go on, and give the frames of a run that was not."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.clips.media_clips import Rows, noise, write_clip
from support.clips.segment_clips import (
    LEAST,
    SIZE,
    Facts,
    clip_with_cuts,
    command,
    facts,
    hidden,
    killed_then_run,
    run,
)

import anime4k_gl as a4k
from anime4k_gl.errors import MediaError
from anime4k_gl.formats import PixelLayout, Size
from anime4k_gl.transcoding.segments import cuts
from anime4k_gl.transcoding.segments.segment_sink import SegmentSink

_OPTIONS: dict[str, Any] = {
    "preset": "none", "codec_preset": "ultrafast", "deinterlace": "off",
}  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip_with_cuts(tmp_path_factory.mktemp("segments") / "in.mkv")


@pytest.fixture(scope="module")
def whole(source: Path) -> Facts:
    """What a run that is not stopped gives."""
    target = source.with_name("whole.mkv")
    done = run(source, target)
    assert done.returncode == 0, done.stderr
    return facts(target)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are short."""
    monkeypatch.setattr(cuts, "LEAST_SECONDS", Fraction(LEAST))


class Stop(Exception):
    """What comes in the middle of a run."""


def stopped(
    source: Path, target: Path, segment: int, monkeypatch: pytest.MonkeyPatch, **options: Any
) -> None:
    """Run until the first frame of a segment; then the process is as good as killed."""
    write = SegmentSink.write

    def stop(self: SegmentSink, number: int, *arguments: Any) -> None:
        if number >= segment:
            raise Stop
        write(self, number, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SegmentSink, "write", stop)
        with pytest.raises(Stop):
            a4k.transcode(source, target, **{**_OPTIONS, **options})


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("seed", range(2))
def test_killed_runs_give_the_frames_of_one_that_was_not(
    seed: int, source: Path, whole: Facts, tmp_path: Path
) -> None:
    target = tmp_path / "out.mkv"
    assert killed_then_run(source, target, seed=seed)
    assert facts(target) == whole
    assert hidden(tmp_path) == []


@pytest.mark.usefixtures("short")
def test_segments_are_what_one_piece_would_be_but_for_the_pictures_codes(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times, other streams, chapters and tags, held to the way without segments."""
    segments = a4k.transcode(source, tmp_path / "segments.mkv", crf=0, **_OPTIONS)
    monkeypatch.setattr(cuts, "LEAST_SECONDS", Fraction(1000))
    once = a4k.transcode(source, tmp_path / "once.mkv", crf=0, **_OPTIONS)
    # Lossless, so that where the encoder begins anew makes no difference.
    assert facts(tmp_path / "segments.mkv") == facts(tmp_path / "once.mkv")
    assert (segments.frames, segments.notes) == (once.frames, once.notes)


@pytest.mark.usefixtures("short")
def test_a_run_says_that_it_goes_on(
    source: Path, whole: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.mkv"
    stopped(source, target, 3, monkeypatch)
    assert not target.exists()
    begun: list[int] = []
    done = a4k.transcode(
        source, target, **_OPTIONS, progress=lambda done, total: begun.append(done)
    )
    (told,) = [note for note in done.notes if note.startswith("went on after 0:0")]
    assert told.endswith(f" that an earlier run has made ({begun[0] - 1} frames)")
    assert begun[0] - 1 >= 100
    assert facts(target) == whole
    assert hidden(tmp_path) == []


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("in.mkv", "libx264", {"deinterlace": "bob"}),
        ("in.mkv", "libx264", {"start": 0.9, "end": 7.6}),
        ("in.mkv", "libx264", {"frames": 190}),
        ("in.mkv", "libx264", {"codec": "libx265", "pix_fmt": "yuv420p10le"}),
        ("in.mkv", "libx264", {"codec": "ffv1", "codec_preset": None}),
        ("in.ts", "libx264", {}),
        ("in.mp4", "libx265", {}),
        ("in.avi", "mpeg4", {}),
    ],
)
def test_what_is_read_from_the_middle_is_what_was_read_from_the_start(
    name: str,
    codec: str,
    options: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = clip_with_cuts(
        tmp_path / name, codec=codec, audio=None if name.endswith("avi") else "aac",
        count=4 * LEAST * 24,
    )  # fmt: skip
    whole, target = tmp_path / "whole.mkv", tmp_path / "out.mkv"
    a4k.transcode(source, whole, **{**_OPTIONS, **options})
    stopped(source, target, 1, monkeypatch, **options)
    stopped(source, target, 3, monkeypatch, **options)
    done = a4k.transcode(source, target, **{**_OPTIONS, **options})
    assert any("went on after" in note for note in done.notes)
    assert facts(target) == facts(whole)


@pytest.mark.usefixtures("short")
def test_pictures_held_with_a_tolerance_are_drawn_anew_in_each_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the frames would depend on where a run before had ended."""

    def grainy(layout: PixelLayout, size: Size, number: int) -> list[Rows]:
        planes = noise(layout, size)
        for plane in planes:
            plane[0, 0] = 100 + number // 24 % 8
        return planes

    source, target = tmp_path / "in.mkv", tmp_path / "out.mkv"
    write_clip(
        source, size=SIZE, count=192, codec="libx264", make=grainy, options={"g": "24", "qp": "0"}
    )
    options = {"held": "tolerant", "codec": "ffv1", "codec_preset": None}
    done = a4k.transcode(source, tmp_path / "whole.mkv", **{**_OPTIONS, **options})
    assert done.held == 192 - 4
    stopped(source, target, 2, monkeypatch, **options)
    a4k.transcode(source, target, **{**_OPTIONS, **options})
    assert facts(target) == facts(tmp_path / "whole.mkv")


@pytest.mark.usefixtures("short")
def test_other_frames_before_a_cut_are_found_and_read_from_the_start(
    source: Path, whole: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a file's index leads to another place than its packets say."""
    from anime4k_gl.media.video.video_source import VideoSource

    target = tmp_path / "out.mkv"
    stopped(source, target, 3, monkeypatch)
    seek = VideoSource.seek
    monkeypatch.setattr(VideoSource, "seek", lambda self, seconds: seek(self, seconds + 2.5))
    a4k.transcode(source, target, **_OPTIONS)
    assert facts(target) == whole


@pytest.mark.usefixtures("short")
def test_a_source_that_changes_between_runs_starts_over(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, target = tmp_path / "own.mkv", tmp_path / "out.mkv"
    own.write_bytes(source.read_bytes())
    stopped(own, target, 2, monkeypatch)
    clip_with_cuts(own, count=120)
    done = a4k.transcode(own, target, **_OPTIONS)
    assert done.frames == 120
    assert any("was left by a run of before the source changed" in note for note in done.notes)
    assert hidden(tmp_path) == []


@pytest.mark.usefixtures("short")
def test_a_source_that_changes_while_it_is_read_is_a_line(source: Path, tmp_path: Path) -> None:
    own, target = tmp_path / "own.mkv", tmp_path / "out.mkv"
    own.write_bytes(source.read_bytes())

    def change(done: int, _: int | None) -> None:
        if done == 60:
            with own.open("ab") as file:
                file.write(b"more")

    with pytest.raises(MediaError, match="changed while it was read; nothing was made of both"):
        a4k.transcode(own, target, **_OPTIONS, progress=change)
    assert not target.exists()


@pytest.mark.usefixtures("short")
def test_a_full_disk_is_a_line_and_loses_nothing(
    source: Path, whole: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from anime4k_gl.transcoding.segments.packet_file import PacketWriter

    target, finish = tmp_path / "out.mkv", PacketWriter.finish

    def full(self: PacketWriter, *arguments: Any) -> Any:
        if "00002" in self._path.name:
            self._file.write = no_space  # type: ignore[union-attr,method-assign]
        return finish(self, *arguments)

    def no_space(_: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    class File:
        def __init__(self, file: Any) -> None:
            self._file = file

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

    begin = PacketWriter.__init__

    def open_file(self: PacketWriter, path: Path) -> None:
        begin(self, path)
        self._file = File(self._file)  # type: ignore[assignment]

    with monkeypatch.context() as patch:
        patch.setattr(PacketWriter, "__init__", open_file)
        patch.setattr(PacketWriter, "finish", full)
        with pytest.raises(MediaError) as told:
            a4k.transcode(source, target, **_OPTIONS)
    assert "the disk is full; free some space or write elsewhere" in str(told.value)
    assert re.search(r"; 0:0\d of 0:10 is done; the same command goes on there$", str(told.value))
    a4k.transcode(source, target, **_OPTIONS)
    assert facts(target) == whole


@pytest.mark.usefixtures("short")
def test_a_work_folder_that_vanishes_is_a_line(source: Path, tmp_path: Path) -> None:
    import shutil

    target = tmp_path / "out.mkv"

    def vanish(done: int, _: int | None) -> None:
        if done == 60:
            for name in hidden(tmp_path):
                shutil.rmtree(tmp_path / name)

    with pytest.raises(MediaError, match=r"has vanished|no such file or folder"):
        a4k.transcode(source, target, **_OPTIONS, progress=vanish)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_signals_say_how_far_it_is(name: str, source: Path, whole: Facts, tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    process = subprocess.Popen(command(source, target), stderr=subprocess.PIPE, text=True)
    for _ in range(12_000):  # busy machines are slow
        if list(tmp_path.glob(".out.mkv.segments-*/00001.packets")):
            break
        time.sleep(0.01)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.skip("the machine was faster than the signal")
    assert process.returncode == 1
    assert "anime4k-gl: interrupted; 0:0" in said
    assert said.endswith(" of 0:10 is done; the same command goes on there\n")
    assert not target.exists()
    assert run(source, target).returncode == 0
    assert facts(target) == whole


@pytest.mark.usefixtures("short")
def test_short_files_and_pipes_are_made_in_one_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = clip_with_cuts(tmp_path / "in.mkv", count=40)

    def never(*_: object) -> None:
        raise AssertionError("a segment")

    monkeypatch.setattr(SegmentSink, "__init__", never)
    a4k.transcode(source, tmp_path / "out.mkv", **_OPTIONS)
    long = clip_with_cuts(tmp_path / "long.mkv", count=96)
    a4k.transcode(long, tmp_path / "out.y4m", preset="none", deinterlace="off")
