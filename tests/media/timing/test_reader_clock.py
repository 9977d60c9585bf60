"""Readers of recordings whose clocks jump: video and sound on one clock, seeks, and the length."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from support.clips.broadcast import SECONDS, number_of, write_part

from anime4k_gl.frame import Frame
from anime4k_gl.media.audio.audio_source import AudioSource
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.timing.reader_clock import MappedClock, OrderedClock, ReaderClock
from anime4k_gl.media.video.frame_at import frames_from
from anime4k_gl.media.video.video_source import VideoSource

FRAMES = round(SECONDS * 25)


def joined(folder: Path, starts: tuple[float, ...], suffix: str = ".ts") -> Path:
    """Write a recording of parts whose clocks start anew."""
    path = folder / f"joined{suffix}"
    format = "mpegts" if suffix == ".m2ts" else None
    parts = [
        write_part(folder / f"{n}{suffix}", start=start, first=n * FRAMES, format=format)
        for n, start in enumerate(starts)
    ]
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def number(frame: Frame) -> int:
    plane = frame.planes[0]
    return number_of(float(np.frombuffer(plane.data, np.uint8)[: plane.size.width].mean()))


def end_of(clock: ReaderClock) -> float | None:
    deadline = time.monotonic() + 10
    while clock.end is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return clock.end


@pytest.mark.parametrize(
    ("starts", "suffix"),
    [
        ((1.0, 1.0, 1.0), ".ts"),  # begins again, as in files that were put together
        ((1.0, 41.0, 1.0), ".ts"),  # ahead, and back
        ((100.0, 1.0), ".m2ts"),
        ((1.0, 1.0), ".vob"),
        ((1.0, 50.0), ".vob"),
        ((1.0, 1000.0, 30.0), ".ts"),
    ],
)
def test_all_is_there_in_turn_and_found_again(
    tmp_path: Path, starts: tuple[float, ...], suffix: str
) -> None:
    path = joined(tmp_path, starts, suffix)
    media = MediaInput(path)
    total = len(starts) * SECONDS
    with VideoSource(media, continuous=True) as video, AudioSource(media) as sound:
        assert isinstance(video.clock, MappedClock)
        frames = [(frame.time - video.start, number(frame)) for frame in video.frames()]
        numbers = [n for _, n in frames]
        assert numbers == sorted(numbers)
        assert len(numbers) >= len(starts) * FRAMES - 2 * (len(starts) - 1)
        for at, n in frames:
            assert at == pytest.approx(n / 25, abs=0.1)
        blocks = list(sound.blocks())
        seconds = sum(len(block.samples) for block in blocks) / sound.rate
        assert seconds == pytest.approx(total, abs=0.2)
        end = end_of(video.clock)
        assert end is not None
        assert end - video.start == pytest.approx(total, abs=0.15)
        for wanted in (total - 0.7, 0.5, SECONDS + 0.5, 0.0, SECONDS - 0.2):
            at = video.start + wanted
            found = next(frames_from(video, at, lambda f, at=at: f.time <= at + 0.001))
            # A program stream's packets hold many frames.
            assert at - (1.2 if suffix == ".vob" else 0.35) <= found.time <= at + 0.1
            assert found.time - video.start == pytest.approx(number(found) / 25, abs=0.1)
            sound.seek(at)
            assert next(sound.blocks()).time == pytest.approx(at, abs=0.001)


def test_a_wrap_of_33_bits_is_no_jump(tmp_path: Path) -> None:
    path = write_part(tmp_path / "wrap.ts", start=(1 << 33) / 90_000 - 1.0)
    with VideoSource(path, continuous=True) as video:
        times = [frame.time - video.start for frame in video.frames()]
        assert times == pytest.approx([n / 25 for n in range(FRAMES)], abs=0.001)
        assert video.clock.joins == []


def test_a_playlist_of_pieces_whose_clocks_start_anew(tmp_path: Path) -> None:
    for n in range(3):
        write_part(tmp_path / f"{n}.ts", first=n * FRAMES)
    pieces = "\n#EXT-X-DISCONTINUITY\n".join(f"#EXTINF:{SECONDS},\n{n}.ts" for n in range(3))
    path = tmp_path / "list.m3u8"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n{pieces}\n#EXT-X-ENDLIST\n")
    media = MediaInput(path, shared=True)
    with VideoSource(media, continuous=True) as video, AudioSource(media) as sound:
        assert isinstance(video.clock, OrderedClock)
        for wanted in (SECONDS * 2.5, 0.3, SECONDS * 1.5):  # before anything was read
            at = video.start + wanted
            found = next(frames_from(video, at, lambda f, at=at: f.time <= at + 0.001))
            assert at - 0.35 <= found.time <= at + 0.1
            assert found.time - video.start == pytest.approx(number(found) / 25, abs=0.1)
            sound.seek(at)
            assert next(sound.blocks()).time == pytest.approx(at, abs=0.001)
        video.seek(video.start)
        assert len(list(video.frames())) >= 3 * FRAMES - 4


def test_a_clock_that_does_not_jump_is_taken_as_it_is(tmp_path: Path) -> None:
    path = write_part(tmp_path / "plain.ts")
    with VideoSource(path, continuous=True) as straight, VideoSource(path) as plain:
        assert [f.pts for f in straight.frames()] == [f.pts for f in plain.frames()]
        assert straight.clock.end is None
