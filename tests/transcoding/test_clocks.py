"""Clocks that jump, wrap, begin late or lie: what comes out is continuous and begins at 0."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from support.clips.recordings import joined, read, record, steps

import anime4k_gl as a4k

WRAP = float(Fraction(1 << 33, 90_000))


def check(found: Any, *, frames: int, packets: int, most: float = 0.04 + 0.027) -> None:
    """No frame is lost, none is shown for less than it should be, and sound goes with them."""
    assert found.fault == ""
    assert len(found.video) == frames
    assert min(steps(found.video)) == pytest.approx(0.04, abs=0.0015)
    assert max(steps(found.video)) <= most
    assert len(found.sound) == packets
    assert min(steps(found.sound)) > 0.001 and max(steps(found.sound)) < 0.05


@pytest.mark.parametrize("suffix", ["ts", "vob", "m2ts", "flv"])
def test_joined_recordings(tmp_path: Path, suffix: str) -> None:
    """Each with a clock of its own, joined byte for byte."""
    codecs = {"video": "flv1", "sound": "aac", "bframes": 0} if suffix == "flv" else {}
    one = record(tmp_path / f"one.{suffix}", **codecs)
    found = read(joined(tmp_path / f"in.{suffix}", one, one, one))
    alone = read(one)
    check(found, frames=75, packets=3 * len(alone.sound), most=0.09 if codecs else 0.067)
    assert [n.split(" at ")[0] for n in found.notes] == ["the clock jumps back"] * 2
    late = alone.sound[0] - alone.video[0]
    for part in (1, 2):
        sound, frame = found.sound[part * len(alone.sound)], found.video[part * 25]
        assert sound - frame == pytest.approx(late, abs=0.002)


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        ((0, 36000), ["the clock jumps at 1.0"]),
        ((36000, 0), ["the clock jumps back at 1.0"]),
        ((0, 36000, 5), ["the clock jumps at 1.0", "the clock jumps back at 2.0"]),
        ((50, 49.48), ["the clock jumps back at 1.0"]),
        ((0, 12), ["the clock jumps at 1.0"]),
    ],
)
def test_a_clock_that_jumps(tmp_path: Path, starts: tuple[float, ...], told: list[str]) -> None:
    parts = [
        record(tmp_path / f"{number}.ts", start=round(start * 90000) / 90000)
        for number, start in enumerate(starts)
    ]
    found = read(joined(tmp_path / "in.ts", *parts))
    check(found, frames=25 * len(parts), packets=42 * len(parts))
    assert len(found.notes) == len(told)
    assert all(note.startswith(start) for note, start in zip(found.notes, told, strict=True))
    assert 0 <= min(found.video[0], found.sound[0]) < 0.001


@pytest.mark.parametrize("start", [0, 36000, WRAP - 1.5, WRAP - 61.4])
def test_a_clock_of_ten_hours_or_one_that_wraps(tmp_path: Path, start: float) -> None:
    seconds = 2
    path = record(tmp_path / "in.ts", start=round(start * 25) / 25, seconds=seconds)
    found = read(path)
    check(found, frames=50, packets=84)
    assert found.notes == [] and found.video[0] < 0.05


def test_a_gap_stays(tmp_path: Path) -> None:
    parts = [record(tmp_path / f"{n}.ts", start=start) for n, start in enumerate((0, 5))]
    found = read(joined(tmp_path / "in.ts", *parts))
    assert found.notes == []
    assert max(steps(found.video)) == pytest.approx(4.04, abs=0.041)
    assert found.video[-1] == pytest.approx(5.96, abs=0.06)


def test_a_long_gap_in_a_container_that_means_it(tmp_path: Path) -> None:
    """Matroska's times are a statement; a broadcast's are a clock."""
    times = [n / 25 for n in range(25)] + [100 + n / 25 for n in range(25)]
    found = read(record(tmp_path / "in.mkv", video="libx264", sound=None, times=times))
    assert found.video == pytest.approx(times, abs=0.002)
    assert found.notes == [
        "nothing comes for 99 s from 1.00 s on: the file's times say so, and it stays"
    ]


def test_parts_of_different_rates(tmp_path: Path) -> None:
    parts = [
        record(tmp_path / "a.ts", rate=25), record(tmp_path / "b.ts", rate=50, bframes=0),
        record(tmp_path / "c.ts", rate=24, bframes=0),
    ]  # fmt: skip
    found = read(joined(tmp_path / "in.ts", *parts))
    assert len(found.video) == 25 + 50 + 24
    assert min(steps(found.video)) == pytest.approx(0.02, abs=0.001)
    assert max(steps(found.video)) < 0.08
    assert found.video[-1] + 1 / 24 == pytest.approx(3.0, abs=0.08)


@pytest.mark.parametrize("longer", ["picture", "sound"])
def test_streams_of_other_lengths_stay_together(tmp_path: Path, longer: str) -> None:
    more = {"seconds": 2} if longer == "picture" else {"sound_seconds": 2}
    one = record(tmp_path / "a.ts", **{"sound_seconds": 1, **more})
    found = read(joined(tmp_path / "in.ts", one, record(tmp_path / "b.ts")))
    frames, packets = (50, 42) if longer == "picture" else (25, 84)
    assert len(found.video) == frames + 25 and len(found.sound) == packets + 42
    assert min(steps(found.video)) > 0.039 and min(steps(found.sound)) > 0.001
    assert found.video[frames] == pytest.approx(2.0, abs=0.05)
    assert found.sound[packets] - found.video[frames] == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "mov", "ts", "flv"])
@pytest.mark.parametrize("late", [1.5, -0.75])
def test_one_stream_later_than_the_other(tmp_path: Path, suffix: str, late: float) -> None:
    """The offset stays, and the earlier of them is at 0."""
    start = 1.0
    path = record(
        tmp_path / f"in.{suffix}", video="libx264", sound="aac", start=start,
        sound_start=start + late,
    )  # fmt: skip
    found = read(path)
    assert min(found.video[0], found.sound[0] + 0.0214) == pytest.approx(0, abs=0.0225)
    priming = 0.0214
    assert found.sound[0] + priming - found.video[0] == pytest.approx(late, abs=0.0225)


def test_chapters_and_subtitles_move_with_the_start(tmp_path: Path) -> None:
    path = record(
        tmp_path / "in.mkv", video="libx264", start=5, sound="aac",
        chapters=[(5.0, 5.5, "one"), (5.5, 6.0, "two")], lines=[(5.2, 5.6, "Hello")],
    )  # fmt: skip
    a4k.transcode(path, tmp_path / "out.mkv", scale=1, preset="none", codec_preset="ultrafast")
    with av.open(str(tmp_path / "out.mkv")) as container:
        chapters = [float(c["start"] * c["time_base"]) for c in container.chapters()]
        assert chapters == pytest.approx([0.0, 0.5], abs=0.03)
        subtitle = next(p for p in container.demux(subtitles=0) if p.size)
        assert float(subtitle.pts * subtitle.time_base) == pytest.approx(0.2, abs=0.03)


def test_what_an_edit_list_hides_is_not_heard(tmp_path: Path) -> None:
    """Cut without encoding, MP4 keeps packets of before the cut and hides them."""
    whole = record(tmp_path / "whole.mp4", video="libx264", sound="aac", seconds=2, gop=50)
    data = bytearray(whole.read_bytes())
    hide_before(data, 0.8)
    path = tmp_path / "in.mp4"
    path.write_bytes(data)
    found = read(path)
    assert found.fault == ""
    assert len(found.video) == 30 and found.video[0] == pytest.approx(0, abs=0.021)
    assert -0.03 < found.sound[0] <= 0.022


def hide_before(data: bytearray, seconds: float) -> None:
    """Have the edit lists of an MP4 file begin later by some seconds."""
    at = 0
    while (at := data.find(b"elst", at + 1)) > 0:
        entry = at + 12
        scale = int.from_bytes(data[data.find(b"mdhd", at) + 16 :][:4], "big")
        length = int.from_bytes(data[entry : entry + 4], "big") - round(seconds * 1000)
        first = int.from_bytes(data[entry + 4 : entry + 8], "big") + round(seconds * scale)
        data[entry : entry + 8] = length.to_bytes(4, "big") + first.to_bytes(4, "big")


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video", "libx265", "mpeg4"])
def test_streams_without_times(tmp_path: Path, codec: str) -> None:
    formats = {"libx264": "h264", "libx265": "hevc", "mpeg4": "m4v", "mpeg2video": "mpeg2video"}
    path = record(tmp_path / "in.es", video=codec, sound=None, bframes=2, format=formats[codec])
    found = read(path)
    assert found.fault == ""
    assert found.video == pytest.approx([n / 25 for n in range(25)], abs=1e-3)
    assert found.brightness == sorted(found.brightness)


def test_avi_has_decoding_times_only(tmp_path: Path) -> None:
    found = read(record(tmp_path / "in.avi", video="mpeg4", bframes=2))
    assert steps(found.video) == pytest.approx([0.04] * 24)
    assert found.brightness == sorted(found.brightness)


def test_a_playlist_with_a_discontinuity(tmp_path: Path) -> None:
    record(tmp_path / "one.ts")
    (tmp_path / "in.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\none.ts\n#EXT-X-DISCONTINUITY\n"
        "#EXTINF:1.0,\none.ts\n#EXT-X-ENDLIST\n"
    )
    found = read(tmp_path / "in.m3u8", allow_references=True)
    check(found, frames=50, packets=84)


def test_the_output_file(tmp_path: Path) -> None:
    """As the tools see it: the whole of it, at the times of above, and what is said."""
    one = record(tmp_path / "one.ts")
    path = joined(tmp_path / "in.ts", one, record(tmp_path / "two.ts", start=36000))
    done = a4k.transcode(
        path, tmp_path / "out.mkv", scale=1, preset="none", codec_preset="ultrafast"
    )
    assert done.frames == 50 and not done.with_losses
    told = [note for note in done.notes if "clock" in note]
    assert len(told) == 1
    assert re.fullmatch(
        r"the clock jumps at 1\.0\d s by 35998\.9\d s; joined without a gap", told[0]
    )
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert container.duration == pytest.approx(2.02e6, abs=2e4)
        times = [f.time for f in container.decode(video=0)]
    assert min(steps(times)) == pytest.approx(0.04, abs=0.0011)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg, which is asked")
@pytest.mark.parametrize(
    ("suffix", "starts"),
    [("ts", (0, 0)), ("ts", (0, 36000)), ("ts", (0, 4)), ("ts", (36000, 3)), ("vob", (0, 0)),
     ("mkv", (7,)), ("mp4", (7,)), ("ts", (95442.4,))],
)  # fmt: skip
def test_ffmpeg_shows_the_same(tmp_path: Path, suffix: str, starts: tuple[float, ...]) -> None:
    parts = [record(tmp_path / f"{n}.{suffix}", start=s) for n, s in enumerate(starts)]
    path = joined(tmp_path / f"in.{suffix}", *parts)
    found = read(path)
    theirs = asked(path)
    assert len(found.video) == len(theirs[0]) and len(found.sound) == len(theirs[1])
    assert found.video == pytest.approx(theirs[0], abs=0.041)
    assert found.sound == pytest.approx(theirs[1], abs=0.041)


def asked(path: Path) -> tuple[list[float], list[float]]:
    """Return when FFmpeg's command shows the frames, and the packets of the sound it copies."""
    run = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v", "-map", "0:a", "-c:v", "rawvideo",
         "-c:a", "copy", "-vsync", "passthrough", "-f", "framecrc", "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    units: dict[str, Fraction] = {}
    times: dict[str, list[float]] = {"0": [], "1": []}
    for line in run.stdout.splitlines():
        if line.startswith("#tb"):
            stream, unit = line.removeprefix("#tb").split(":")
            units[stream.strip()] = Fraction(unit.strip())
        elif not line.startswith("#"):
            stream, _, pts, *_ = (word.strip() for word in line.split(","))
            times[stream].append(float(int(pts) * units[stream]))
    return sorted(times["0"]), sorted(times["1"])
