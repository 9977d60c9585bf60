"""The options of `upscale` about streams and encoders, as a user meets them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from support.clips.media_clips import smooth, write_clip

from anime4k_gl.cli import main
from anime4k_gl.formats import Size

QUICK = ("--preset", "none", "--scaler", "nearest")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a folder with one video, so that messages can be compared whole."""
    monkeypatch.chdir(tmp_path)
    write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=Size(64, 48), audio="flac",
        subtitles=[("ass", [(0.0, 0.2, "Hello")])],
        attachments=[("A font.ttf", "font/ttf", b"font")],
    )  # fmt: skip
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["upscale", *arguments])
    return int(caught.value.code or 0)


def kinds(path: Path) -> list[tuple[str, str]]:
    with av.open(str(path)) as source:
        return [
            (s.type, s.codec_context.codec.canonical_name if s.codec_context else "")
            for s in source.streams
        ]


def test_streams_are_chosen(here: Path) -> None:
    assert run("in.mkv", "out.mkv", *QUICK, "--audio", "jpn", "--subs", "none") == 0
    assert [kind for kind, _ in kinds(here / "out.mkv")] == ["video", "audio", "attachment"]
    assert run("in.mkv", "bare.mkv", *QUICK, "--audio", "none", "--subs", "none",
               "--attachments", "none") == 0  # fmt: skip
    assert kinds(here / "bare.mkv") == [("video", "h264")]


def test_sound_is_encoded_anew(here: Path) -> None:
    assert run("in.mkv", "out.mkv", *QUICK, "--audio-codec", "opus",
               "--audio-bitrate", "96k") == 0  # fmt: skip
    assert ("audio", "opus") in kinds(here / "out.mkv")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--audio eng",
         "--audio eng: none is of that language; of audio streams there are 1 (jpn)"),
        ("--subs 2", "--subs 2: of subtitle streams there are 1 (und)"),
        ("--audio-bitrate 96k",
         "--audio-bitrate has no use with --audio-codec copy; take aac or opus"),
        ("--encoder-option slow", "--encoder-option 'slow': must be KEY=VALUE"),
        ("--encoder-option nope=1", "libx264 has no option 'nope'"),
        ("--tune anime",
         "unknown tune for libx264 'anime'; valid are: film, animation, grain, stillimage, psnr,"
         " ssim, fastdecode, zerolatency"),
        ("--codec ffv1 --tune film", "ffv1 has no tunes; leave it out"),
        ("--codec ffv1 --codec-preset slow", "ffv1 has no presets; leave it out"),
    ],
)  # fmt: skip
def test_wrong_options_in_one_line(
    options: str, message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("in.mkv", "out.mkv", *QUICK, *options.split()) == 1
    assert capsys.readouterr().err == f"anime4k-gl: {message}\n"
    assert [path.name for path in here.iterdir()] == ["in.mkv"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("out.mov", "out.mov: audio stream #1 (flac) cannot be carried by mov as it is; write to "
                    ".mkv; without --strict-streams it becomes pcm_s16le"),
        ("out.mp4", "out.mp4: subtitle stream #2 (ass) cannot be carried by mp4 as it is; write to"
                    " .mkv; without --strict-streams it becomes mov_text"),
    ],
)  # fmt: skip
def test_strict_streams(
    target: str, message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("in.mkv", target, *QUICK, "--strict-streams") == 1
    assert capsys.readouterr().err == f"anime4k-gl: {message}\n"
    assert run("in.mkv", "out.mkv", *QUICK, "--strict-streams") == 0


def test_ten_bits_of_h264_are_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("in.mkv", "out.mkv", *QUICK, "--pix-fmt", "yuv420p10le") == 0
    assert capsys.readouterr().err.splitlines()[1] == (
        "note: H.264 as yuv420p10le is its High 10 profile, which browsers, televisions and phones"
        " hardly play; --codec libx265 plays on most of them, libx264 with --pix-fmt yuv420p"
        " everywhere"
    )
    assert run("in.mkv", "eight.mkv", *QUICK) == 0
    assert "H.264" not in capsys.readouterr().err


def test_an_encoders_own_options(here: Path) -> None:
    assert run("in.mkv", "out.mkv", *QUICK, "--tune", "animation", "--codec-preset", "veryfast",
               "--encoder-option", "g=2", "--encoder-option", "x264-params=keyint=2:bframes=0",
               ) == 0  # fmt: skip
    with av.open("out.mkv") as source:
        packets: list[Any] = [p for p in source.demux(video=0) if p.size]
    assert sum(p.is_keyframe for p in packets) == len(packets) // 2


@pytest.mark.parametrize(
    ("codec", "target"),
    [
        ("mpeg2video", "out.mpg"), ("mpeg4", "out.avi"), ("mjpeg", "out.mov"),
        ("dnxhd", "out.mov"), ("utvideo", "out.avi"), ("wmv2", "out.wmv"), ("huffyuv", "out.avi"),
    ],
)  # fmt: skip
def test_encoders_of_ffmpegs_own(codec: str, target: str, here: Path) -> None:
    assert run("in.mkv", target, *QUICK, "--codec", codec, "--scale", "4", "--audio", "none") == 0
    with av.open(str(here / target)) as source:
        stream = source.streams.video[0]
        assert stream.codec_context.codec.canonical_name == av.Codec(codec, "w").canonical_name
        assert float(stream.average_rate) == pytest.approx(24, rel=0.01)
        assert len(list(source.decode(video=0))) == 8


def test_a_codec_that_the_container_does_not_hold(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for codec, target, message in (
        ("libvpx-vp9", "out.ts", "MPEG-TS cannot carry video of libvpx-vp9; choose .mkv"),
        ("libx264", "out.webm", "webm cannot carry video of libx264; choose .mkv"),
    ):
        assert run("in.mkv", target, *QUICK, "--codec", codec) == 1
        assert capsys.readouterr().err == f"anime4k-gl: {target}: {message}\n"


def test_help_names_them() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anime4k_gl", "upscale", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for option in ("--audio ", "--subs ", "--attachments ", "--data ", "--audio-codec",
                   "--audio-bitrate", "--strict-streams", "--tune",
                   "--encoder-option"):  # fmt: skip
        assert option in done.stdout
