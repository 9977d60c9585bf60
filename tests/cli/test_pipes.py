"""Standard input and output: media alone goes through them, and every fault is one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import pytest
from support.clips.media_clips import write_clip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell's pipes are not there")

COUNT = 4
QUICK = ("--preset", "none", "--scaler", "bilinear")


def upscale(*arguments: str, cwd: Path, data: bytes | None = None) -> subprocess.CompletedProcess:  # type: ignore[type-arg]
    return subprocess.run(
        [sys.executable, "-m", "anime4k_gl", "upscale", *arguments, *QUICK],
        input=data, cwd=cwd, capture_output=True, timeout=100, check=False,
    )  # fmt: skip


@pytest.fixture
def clip(tmp_path: Path) -> bytes:
    path = write_clip(tmp_path / "in.mkv", count=COUNT, codec="libx264").path
    return path.read_bytes()


def frames_in(path: Path) -> int:
    with path.open("rb") as file, av.open(file) as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.parametrize("source", ["-", "/dev/stdin"])
@pytest.mark.parametrize("target", ["-", "/dev/stdout"])
def test_through_both(source: str, target: str, clip: bytes, tmp_path: Path) -> None:
    done = upscale(source, target, "-f", "matroska", cwd=tmp_path, data=clip)
    assert done.returncode == 0, done.stderr
    (tmp_path / "out").write_bytes(done.stdout)
    assert frames_in(tmp_path / "out") == COUNT  # and nothing else, or it would not open
    assert done.stdout.startswith(b"\x1aE\xdf\xa3")
    assert b"4 frames" in done.stderr
    assert upscale(source, target, "-f", "matroska", "-q", cwd=tmp_path, data=clip).stderr == b""


def test_a_file_behind_standard_output(clip: bytes, tmp_path: Path) -> None:
    """It can be sought in, so that any container goes there."""
    for format in ("mp4", "avi"):
        with (tmp_path / format).open("wb") as out:
            subprocess.run(
                [sys.executable, "-m", "anime4k_gl", "upscale", "in.mkv", "-", "-f", format,
                 *QUICK], cwd=tmp_path, stdout=out, check=True, timeout=100,
            )  # fmt: skip
        assert frames_in(tmp_path / format) == COUNT


def test_a_file_behind_standard_input(tmp_path: Path) -> None:
    """An MP4 whose index lies at its end can be read, since that is no pipe."""
    path = write_clip(tmp_path / "in.mp4", count=COUNT, codec="libx264").path
    with path.open("rb") as data:
        subprocess.run(
            [sys.executable, "-m", "anime4k_gl", "upscale", "-", "out.mkv", *QUICK],
            cwd=tmp_path, stdin=data, check=True, timeout=100,
        )  # fmt: skip
    assert frames_in(tmp_path / "out.mkv") == COUNT


def test_a_process_substitution(clip: bytes, tmp_path: Path) -> None:
    line = f"{sys.executable} -m anime4k_gl upscale <(cat in.mkv) >(cat > out) -f mkv --preset none"
    subprocess.run(["bash", "-c", f"{line}; wait"], cwd=tmp_path, check=True, timeout=100)
    assert frames_in(tmp_path / "out") == COUNT


def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mkv", count=60)
    run = subprocess.Popen(
        [sys.executable, "-m", "anime4k_gl", "upscale", "in.mkv", "-", "-f", "y4m", *QUICK],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout is not None and run.stderr is not None
    run.stdout.read(100)
    run.stdout.close()
    assert run.wait(100) == 1
    line = b"anime4k-gl: standard output: the program that reads it has ended\n"
    decided, said = run.stderr.read().split(b"\n", 1)
    assert decided.startswith(b"in.mkv: 36x22 to ") and said == line
    run.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "data", "line"),
    [
        (("-", "out.mkv"), b"", "standard input: nothing came through the pipe; does its writer"
         " fail?"),
        (("-", "out.mkv"), b"nothing" * 900, "standard input: not media that can be read from a"
         " pipe; give the file itself"),
        (("in.mkv", "-"), None, "standard output: say what to write with --format, such as"
         " matroska, mp4 or png"),
        (("in.mkv", "-", "-f", "avi"), None, "standard output: avi cannot be written to a pipe;"
         " take one of matroska, webm, mp4, mov, mpegts, nut, yuv4mpegpipe, flv, ogg, mpeg, vob,"
         " h264, hevc, obu, m4v, mjpeg"),
        (("in.mkv", "-", "-f", "png"), None, "standard output: a video cannot become a picture;"
         " write to .mkv, or to .webp, .apng, .gif or .avif for an animation"),
    ],
)  # fmt: skip
def test_refusals(
    arguments: tuple[str, ...], data: bytes | None, line: str, clip: bytes, tmp_path: Path
) -> None:
    done = upscale(*arguments, cwd=tmp_path, data=data)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"anime4k-gl: {line}\n"
    assert {entry.name for entry in tmp_path.iterdir()} == {"in.mkv"}


def test_the_player_plays_no_pipe(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anime4k_gl", "play", "--no-config", "-"],
        cwd=tmp_path, input=b"", capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"a pipe is read once and cannot be sought in" in done.stderr
