"""Damage is told: how many frames, from when to when; and a hole excuses no other."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import pytest
from support.clips.media_clips import smooth, write_clip

from anime4k_gl.formats import Size
from anime4k_gl.media.damage.completeness import Expected, Progress, TruncatedError
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.transcoding import transcode

RATE = 24


def clip(path: Path, **options: Any) -> Path:
    options = {"codec": "libx264", "options": {"g": "12"}, **options}
    return write_clip(path, make=smooth, size=Size(96, 64), count=48, **options).path


def video_packets(path: Path) -> list[tuple[int, int]]:
    """The places of the video's packets in the file: where each begins, and how long it is."""
    data = path.read_bytes()
    with av.open(str(path)) as container:
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    return [(data.index(packet), len(packet)) for packet in packets]


def flipped(path: Path, numbers: range, name: str, *, share: float = 0.5) -> Path:
    """Write a copy some of whose packets are damaged from a share of them on."""
    data = bytearray(path.read_bytes())
    for number in numbers:
        start, length = video_packets(path)[number]
        for at in range(start + max(8, int(length * share)), start + length):
            data[at] ^= 0x5A
    damaged = path.with_name(name)
    damaged.write_bytes(data)
    return damaged


def marked(path: Path) -> list[float]:
    """The times of the frames that FFmpeg marks as damaged, decoded as the product does."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        return [f.time or 0.0 for f in container.decode(video=0) if f.is_corrupt]


def test_frames_that_ffmpeg_marks_are_told(tmp_path: Path) -> None:
    damaged = flipped(clip(tmp_path / "whole.mkv"), range(24, 25), "bad.mkv")
    times = marked(damaged)
    assert times
    done = transcode(damaged, tmp_path / "out.mkv", preset="none")
    assert done.with_losses and done.frames == 48
    words = "frame" if len(times) == 1 else "frames"
    assert done.notes[0].startswith(
        f"{damaged}: {len(times)} {words} from {times[0]:.2f} s to {times[-1] + 1 / RATE:.2f} s"
    )
    with pytest.raises(Exception, match=r"damaged; .* leave out --strict to keep them"):
        transcode(damaged, tmp_path / "strict.mkv", preset="none", strict=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.mkv", "out.mkv", "whole.mkv"]


@pytest.mark.parametrize("codec", ["mpeg4", "ffv1"])
def test_a_hole_keeps_its_length_and_is_told(codec: str, tmp_path: Path) -> None:
    suffix = "mkv" if codec == "ffv1" else "avi"
    whole = clip(tmp_path / f"whole.{suffix}", codec=codec, options={"g": "1"})
    damaged = flipped(whole, range(20, 24), f"bad.{suffix}", share=0.0)
    with av.open(str(damaged)) as container:
        stream = container.streams.video[0]
        shown = 0
        for packet in container.demux(stream):
            with contextlib.suppress(av.FFmpegError):
                shown += len(packet.decode())
    done = transcode(damaged, tmp_path / "out.mkv", preset="none")
    assert done.frames == shown and done.with_losses
    if shown < 48:
        assert "4 frames from 0.83 s to 1.00 s could not be decoded" in done.notes[0]
    else:
        assert " damaged" in done.notes[0]
    with av.open(str(tmp_path / "out.mkv")) as container:
        times = [f.time or 0.0 for f in container.decode(video=0)]
    assert times[-1] == pytest.approx(47 / RATE, abs=0.002)


def progress(end: float, *, rate: int = RATE) -> Any:
    stream = SimpleNamespace(
        time_base=Fraction(1, 1000),
        average_rate=Fraction(rate),
        guessed_rate=Fraction(rate),
        index=0,
    )
    return Progress(stream, Expected(end, of_video=True))  # type: ignore[arg-type]


def show(reading: Any, times: list[int], *, corrupt: bool = False) -> None:
    for time in times:
        reading.shown(SimpleNamespace(pts=time, dts=time, duration=0, is_corrupt=corrupt))


STEADY = [round(1000 * n / RATE) for n in range(480)]  # 20 s


@pytest.mark.parametrize("holes", [1, 3])
def test_a_hole_does_not_widen_the_tolerance(holes: int) -> None:
    """Three seconds are missing in the middle, and three at the end."""
    reading = progress(20.0)
    ranges = [(4000 + 4000 * n, 7000 + 4000 * n) for n in range(holes)]
    kept = [t for t in STEADY if t < 17000 and not any(a <= t < b for a, b in ranges)]
    show(reading, kept)
    with pytest.raises(TruncatedError, match=r"the file ends at 17\.\d\d s of 20\.00 s"):
        reading.check_complete("x.mkv")


@pytest.mark.parametrize("lengths", [[5000] * 4, [5000, 5000, 40, 40, 40] * 4, [40, 40, 900] * 9])
def test_long_frames_are_no_holes(lengths: list[int]) -> None:
    """Slides and variable rates: the last frame lasts as long as others did."""
    times = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    reading = progress((times[-1] + max(lengths)) / 1000)
    show(reading, times)
    reading.check_complete("x.mkv")


def test_what_is_lost_is_counted_from_when_to_when() -> None:
    reading = progress(20.0)
    show(reading, STEADY[:24])
    for time in STEADY[24:30]:
        packet = SimpleNamespace(pts=time, is_discard=False)
        reading.sent(packet)
        reading.undecodable("the data is damaged", packet)
    show(reading, STEADY[30:48])
    show(reading, STEADY[48:50], corrupt=True)
    show(reading, STEADY[50:])
    with pytest.raises(TruncatedError) as caught:
        reading.check_complete("x.mkv")
    assert str(caught.value) == (
        "x.mkv: 6 frames from 1.00 s to 1.25 s could not be decoded (the data is damaged),"
        " 2 frames from 2.00 s to 2.08 s are damaged; 474 frames up to 20.00 s could be decoded"
    )


def test_frames_that_a_decoder_leaves_out_without_a_word_are_told() -> None:
    """As of HEVC whose references are missing: no error, and no frame."""
    reading = progress(20.0)
    for number, time in enumerate(STEADY):
        reading.sent(SimpleNamespace(pts=time, is_discard=False))
        if number % 7 == 0:  # packets without a frame of their own, as hidden ones
            reading.sent(SimpleNamespace(pts=time + 1, is_discard=False))
        if not 100 <= number < 109:
            show(reading, [time])
    with pytest.raises(TruncatedError, match=r"^x\.mkv: (9|1[01]) frames from 4\.17 s to 4\.5\d s"):
        reading.check_complete("x.mkv")


def test_a_cut_and_a_joined_file_are_told_apart(tmp_path: Path) -> None:
    """Frames before the first key frame are nobody's loss."""
    options = {"g": "12", "x264-params": "open-gop=1:bframes=3"}
    whole = clip(tmp_path / "whole.ts", options=options)
    data = whole.read_bytes()
    cut = tmp_path / "cut.ts"
    cut.write_bytes(data[len(data) // 4 // 188 * 188 :])
    with VideoSource(cut) as source:
        assert 12 <= len(list(source.frames())) < 48


def test_whole_files_are_not_called_damaged(tmp_path: Path) -> None:
    for codec, suffix in (("libx264", "mkv"), ("libx265", "mp4"), ("mpeg2video", "ts")):
        options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
        path = clip(tmp_path / f"whole.{suffix}", codec=codec, options=options)
        with VideoSource(path) as source:
            assert len(list(source.frames())) == 48
