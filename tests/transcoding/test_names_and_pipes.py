"""Transcoding under odd names, from pipes and into them: the same picture or video every time."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.media_clips import packets_of, smooth, write_clip
from support.clips.odd_names import ODD_NAMES

import anime4k_gl as a4k
from anime4k_gl.errors import MediaError, OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.target import MediaTarget

COUNT = 4
QUICK = {"preset": "none", "scaler": "bilinear"}

pipes = pytest.mark.skipif(sys.platform == "win32", reason="named pipes are otherwise there")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "in.mkv"
    write_clip(path, count=COUNT, size=Size(32, 24), make=smooth, codec="libx264")
    return path


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("picture") / "in.png"
    pixels = np.random.default_rng(1).integers(0, 256, (12, 16, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def frames_of(path: Path) -> int:
    with path.open("rb") as file, av.open(file) as container:
        return sum(1 for _ in container.decode(video=0))


def names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@contextmanager
def read_from(pipe: Path) -> Iterator[list[bytes]]:
    """Make a named pipe and collect what comes out of it."""
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    yield got
    reader.join(20)
    assert not reader.is_alive()


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_videos_go_in_and_out_under_any_name(
    name: str, video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / name).write_bytes(video.read_bytes())
    monkeypatch.chdir(tmp_path)
    done = a4k.transcode(name, Path("out", name), **QUICK)
    assert done.frames == COUNT
    assert frames_of(tmp_path / "out" / name) == COUNT
    assert names_in(tmp_path / "out") == {name}  # and nothing beside it
    monkeypatch.chdir(tmp_path / "out")
    a4k.transcode(video, name, overwrite=True, **QUICK)
    assert frames_of(tmp_path / "out" / name) == COUNT
    assert names_in(tmp_path / "out") == {name}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_pictures_go_in_and_out_under_any_name(
    name: str, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{name.removesuffix('.mkv')}.png"
    (tmp_path / "out").mkdir()
    (tmp_path / name).write_bytes(picture.read_bytes())
    monkeypatch.chdir(tmp_path)
    a4k.transcode(name, Path("out", name), **QUICK)
    with (tmp_path / "out" / name).open("rb") as file, Image.open(file) as result:
        assert result.size == (32, 24)
    assert names_in(tmp_path / "out") == {name}


@pytest.mark.parametrize("suffix", [".gif", ".mp4", ".webm"])
def test_an_output_is_no_pattern(suffix: str, video: Path, tmp_path: Path) -> None:
    """FFmpeg would write a series of pictures under such a name, or one that it could not open."""
    codec = {".gif": "gif", ".webm": "libvpx"}.get(suffix, "libx264")
    folder = tmp_path / "%03d"
    folder.mkdir()
    a4k.transcode(video, folder / f"out%d{suffix}", codec=codec, **QUICK)
    assert names_in(folder) == {f"out%d{suffix}"}
    assert frames_of(folder / f"out%d{suffix}") == COUNT


def test_a_pattern_means_no_other_container() -> None:
    assert MediaTarget("%03d/out%d.mpg").container == "mpeg"
    assert MediaTarget("out%d.mjpeg").container == "mjpeg"


def test_a_name_that_is_too_long_is_said_before_the_work(video: Path, tmp_path: Path) -> None:
    target = tmp_path / ("x" * 252 + ".mkv")
    frames: list[int] = []
    with pytest.raises(MediaError, match="the file name is too long"):
        a4k.transcode(video, target, progress=lambda done, _: frames.append(done), **QUICK)
    assert frames == []


def test_a_format_is_chosen_whatever_the_name_is(
    video: Path, picture: Path, tmp_path: Path
) -> None:
    for number, (name, format, expected) in enumerate([
        ("out", "matroska", "matroska,webm"),
        ("out.tmp", "mp4", "mov,mp4,m4a,3gp,3g2,mj2"),
        ("out.mkv", "mpegts", "mpegts"),
        ("out.webm", "y4m", "yuv4mpegpipe"),
    ]):  # fmt: skip
        target = tmp_path / str(number) / name
        target.parent.mkdir()
        a4k.transcode(video, target, format=format, **QUICK)
        with target.open("rb") as file, av.open(file) as container:
            assert container.format.name == expected
    a4k.transcode(picture, tmp_path / "picture.x", format="jpeg", **QUICK)
    with Image.open(tmp_path / "picture.x") as result:
        assert result.format == "JPEG"
    with pytest.raises(OptionError, match="unknown format 'warp'"):
        a4k.transcode(video, tmp_path / "a.mkv", format="warp", **QUICK)


def test_y4m_holds_the_pictures_as_they_are(video: Path, tmp_path: Path) -> None:
    a4k.transcode(video, tmp_path / "out.y4m", **QUICK)
    a4k.transcode(video, tmp_path / "out.mkv", codec="ffv1", **QUICK)
    pictures = []
    for name in ("out.y4m", "out.mkv"):
        with av.open(str(tmp_path / name)) as container:
            pictures.append([frame.to_ndarray() for frame in container.decode(video=0)])
    assert len(pictures[0]) == COUNT
    assert np.array_equal(*pictures)


def test_y4m_says_that_it_holds_no_times(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.mkv", count=COUNT, pts=[0, 1, 5, 6])
    done = a4k.transcode(clip.path, tmp_path / "out.y4m", **QUICK)
    line = "Y4M holds no times: its frames all last alike, and the source's 0.042 to 0.166 s"
    assert line in done.notes


@pipes
@pytest.mark.parametrize("format", ["matroska", "mp4", "mov", "mpegts", "nut", "y4m", "h264"])
def test_videos_go_into_pipes(format: str, video: Path, tmp_path: Path) -> None:
    with read_from(tmp_path / "pipe") as got:
        assert a4k.transcode(video, tmp_path / "pipe", format=format, **QUICK).frames == COUNT
    (tmp_path / "got").write_bytes(got[0])
    assert frames_of(tmp_path / "got") == COUNT
    assert names_in(tmp_path) == {"pipe", "got"}


@pipes
def test_a_video_comes_out_of_a_pipe_as_out_of_a_file(video: Path, tmp_path: Path) -> None:
    a4k.transcode(video, tmp_path / "file.mkv", **QUICK)
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(
        target=lambda: (tmp_path / "pipe").write_bytes(video.read_bytes()), daemon=True
    )
    writer.start()
    a4k.transcode(tmp_path / "pipe", tmp_path / "piped.mkv", **QUICK)
    writer.join(10)
    assert packets_of(tmp_path / "piped.mkv", "video") == packets_of(tmp_path / "file.mkv", "video")


@pipes
def test_pictures_go_through_pipes(picture: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "in")
    writer = threading.Thread(
        target=lambda: (tmp_path / "in").write_bytes(picture.read_bytes()), daemon=True
    )
    writer.start()
    with read_from(tmp_path / "pipe") as got:
        a4k.transcode(tmp_path / "in", tmp_path / "pipe", format="png", **QUICK)
    writer.join(10)
    a4k.transcode(picture, tmp_path / "file.png", **QUICK)
    # The file alone says what it was made of, which is a file too.
    with Image.open(io.BytesIO(got[0])) as one, Image.open(tmp_path / "file.png") as other:
        assert np.array_equal(np.asarray(one), np.asarray(other))


@pipes
def test_refused_pipes(video: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OptionError, match="say what to write with --format"):
        a4k.transcode(video, tmp_path / "pipe", **QUICK)
    with (
        read_from(tmp_path / "other"),
        pytest.raises(OptionError, match="avi cannot be written to a pipe; take one of matroska"),
    ):
        a4k.transcode(video, tmp_path / "other", format="avi", **QUICK)


def test_a_playlist_is_upscaled_only_when_allowed(tmp_path: Path) -> None:
    write_clip(tmp_path / "piece.ts", count=COUNT, codec="libx264")
    (tmp_path / "list.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\npiece.ts\n#EXT-X-ENDLIST\n"
    )
    with pytest.raises(MediaError, match="is a playlist, which leads to other files"):
        a4k.transcode(tmp_path / "list.m3u8", tmp_path / "out.mkv", **QUICK)
    assert names_in(tmp_path) == {"piece.ts", "list.m3u8"}
    a4k.transcode(tmp_path / "list.m3u8", tmp_path / "out.mkv", allow_references=True, **QUICK)
    assert frames_of(tmp_path / "out.mkv") == COUNT
