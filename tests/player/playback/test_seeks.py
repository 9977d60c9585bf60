"""Seeks, steps and loops at the level of a playback: the number burnt in is the judge."""

from __future__ import annotations

import os
import random
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from support.clips.counted_clips import (
    COUNT,
    KINDS,
    RATE,
    Hands,
    Kind,
    Server,
    count_of,
    shown,
    times_of,
    write_counted,
)

from anime4k_gl.player.controls.transport import Transport
from anime4k_gl.player.playback.frame_queue import (
    MAX_PAST_BYTES,
    MAX_PAST_FRAMES,
    EndOfFile,
    FrameHistory,
)
from anime4k_gl.player.playback.playback import Playback
from anime4k_gl.player.session.carried_state import CarriedState
from anime4k_gl.player.settings import Settings

H264 = KINDS[0]
NAMES = [kind.name for kind in KINDS]


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Kind, Path]]:
    """Return what gives the clip of a kind's name, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("counted")
    os.environ.setdefault("SVT_LOG", "0")

    def clip(name: str) -> tuple[Kind, Path]:
        kind = next(kind for kind in KINDS if kind.name == name)
        path = folder / (name + kind.suffix)
        return kind, path if path.exists() else write_counted(path, kind)

    return clip


@pytest.mark.parametrize("name", NAMES)
def test_fifty_exact_seeks(clips: Callable[[str], tuple[Kind, Path]], name: str) -> None:
    """Anywhere within a frame's time is that frame, and the next one follows."""
    kind, path = clips(name)
    times = [*times_of(kind), times_of(kind)[-1] + 40]
    generator = random.Random(name)
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        assert count_of(shown(playback)) == 0
        for _ in range(50):
            wanted = generator.randrange(COUNT)
            begin, end = times[wanted] / 1000, times[wanted + 1] / 1000
            assert playback.seek(begin + generator.uniform(0.0, 0.7) * (end - begin))
            frame = shown(playback)
            assert count_of(frame) == wanted
            assert playback.position == pytest.approx(begin, abs=0.0011)
            assert not playback.seeking
            if wanted + 1 < COUNT:
                hands.now += end - begin + 0.002
                assert count_of(shown(playback)) == wanted + 1
        assert playback.dropped == 0


@pytest.mark.parametrize("name", NAMES)
def test_stepping_back_is_the_frame_before(
    clips: Callable[[str], tuple[Kind, Path]], name: str
) -> None:
    """Through key frames, beyond what is remembered, to the very start, and on again."""
    kind, path = clips(name)
    with Playback(path, time_source=Hands()) as playback:
        shown(playback)
        playback.seek(times_of(kind)[85] / 1000 + 0.002)
        assert count_of(shown(playback)) == 85
        for wanted in range(84, -1, -1):
            assert playback.step_back()
            assert count_of(shown(playback)) == wanted
        assert not playback.step_back()
        assert playback.paused
        for wanted in (1, 2):
            playback.step()
            assert count_of(shown(playback)) == wanted
        assert playback.step_back()
        assert count_of(shown(playback)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_key_frame_seeks_show_key_frames_in_the_direction(
    clips: Callable[[str], tuple[Kind, Path]], name: str
) -> None:
    kind, path = clips(name)
    times = times_of(kind)
    with av.open(path) as container:
        decoded = enumerate(container.decode(video=0))
        keys = [times[number] for number, frame in decoded if frame.key_frame]
    assert len(keys) >= 3
    generator = random.Random(name)
    with Playback(path, time_source=Hands()) as playback:
        shown(playback)
        for _ in range(12):
            playback.seek(times[-1] / 1000)
            assert count_of(shown(playback)) == COUNT - 1
            wanted = generator.uniform(0.0, times[-10] / 1000)
            assert playback.seek(wanted, exact=False)
            frame = shown(playback)
            before = keys[bisect_right(keys, wanted * 1000 + 1) - 1]
            assert count_of(frame) == times.index(before)

            playback.seek(0.0)
            assert count_of(shown(playback)) == 0
            wanted = generator.uniform(0.1, times[-10] / 1000)
            assert playback.seek(wanted, exact=False)
            frame = shown(playback)
            after = [key for key in keys if key + 1 >= wanted * 1000]
            if after:
                assert count_of(frame) == times.index(after[0])
            else:  # forward never leads back
                assert count_of(frame) == bisect_right(times, wanted * 1000 + 1) - 1


def test_steps_back_after_playing_need_no_decoding(
    clips: Callable[[str], tuple[Kind, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = clips("h264")
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        for number in range(30):
            hands.now = number * (1 / RATE + 0.0001)
            assert count_of(shown(playback)) == number
        monkeypatch.setattr(playback._decoder, "seek", None)
        for wanted in range(28, 5, -1):
            assert playback.step_back()
            assert playback.step_back()  # held down: one step at a time
            assert count_of(shown(playback)) == wanted
        playback.set_paused(False)
        for wanted in range(7, 20):
            hands.now += 1 / RATE + 0.0001
            assert count_of(shown(playback)) == wanted


def test_what_is_kept_to_step_back_to_is_bounded(
    clips: Callable[[str], tuple[Kind, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = clips("h264")
    with Playback(path, time_source=Hands()) as playback:
        frame = shown(playback)
    past = FrameHistory()
    for _ in range(MAX_PAST_FRAMES + 20):
        past.append(frame)
    assert len(past) == MAX_PAST_FRAMES
    size = past.bytes // len(past)
    assert size >= 64 * 48
    monkeypatch.setattr("anime4k_gl.player.playback.frame_queue.MAX_PAST_BYTES", 3 * size)
    past.append(frame)
    assert (len(past), past.bytes) == (3, 3 * size)
    monkeypatch.setattr("anime4k_gl.player.playback.frame_queue.MAX_PAST_BYTES", 0)
    past.append(frame)
    assert len(past) == 1
    assert past.take() is frame
    assert (past.take(), past.bytes) == (None, 0)
    assert MAX_PAST_BYTES < 1 << 30


class Quiet:
    """A notifier that tells nobody."""

    def notify(self, text: str) -> None: ...

    def show_error(self, text: str) -> None: ...

    def show_status(self) -> None: ...


def settings() -> Settings:
    return Settings.of(scale=1.0, size=None, preset="none", scaler="bicubic", shaders=(), params={})


def test_seeks_relative_by_percent_and_beyond(
    clips: Callable[[str], tuple[Kind, Path]],
) -> None:
    _, path = clips("h264")
    with Playback(path, time_source=Hands()) as playback:
        shown(playback)
        assert playback.duration == pytest.approx(COUNT / RATE, abs=0.05)
        transport = Transport(lambda: playback, CarriedState(settings()), Quiet())

        def sought() -> int:
            assert transport.due
            transport.apply()
            return count_of(shown(playback))

        transport.seek_by(2.0)
        transport.seek_by(1.0)  # counts from where it is about to be
        assert sought() == 75
        transport.seek_by(-1.0)
        assert sought() == 50
        transport.seek_percent(50)
        assert sought() == pytest.approx(COUNT / 2, abs=1)
        transport.seek_percent(1000)
        assert sought() == COUNT - 1
        transport.seek_by(-1000)
        assert sought() == 0


def run(playback: Playback, hands: Hands, count: int) -> list[int]:
    """Return the numbers of the next frames, time going on by a millisecond a look."""
    numbers: list[int] = []
    while len(numbers) < count:
        frame = playback.next_frame(0.0)
        if frame is not None:
            playback.seen(frame)
            numbers.append(count_of(frame))
            continue
        if not (playback.seeking and playback.end is None):
            hands.now += 0.001
        playback._cursor.queue.wait_for_items(2, 1.0)
    return numbers


@pytest.mark.parametrize("name", ["h264", "hevc10", "vfr"])
def test_a_b_loop_jumps_back_exactly(clips: Callable[[str], tuple[Kind, Path]], name: str) -> None:
    kind, path = clips(name)
    times = times_of(kind)
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        shown(playback)
        playback.set_paused(True)
        for number, mark in ((47, "A"), (53, "B")):
            playback.seek(times[number] / 1000 + 0.002)
            assert count_of(shown(playback)) == number
            assert playback.mark_loop() == mark
        playback.seek(times[50] / 1000 + 0.002)
        playback.set_paused(False)
        wanted = [50, 51, 52, *range(47, 53), *range(47, 53), 47]
        assert run(playback, hands, len(wanted)) == wanted
        assert playback.mark_loop() == ""
        wanted = list(range(48, 60))
        assert run(playback, hands, len(wanted)) == wanted


def test_beyond_b_the_loop_does_not_count(clips: Callable[[str], tuple[Kind, Path]]) -> None:
    _, path = clips("h264")
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        shown(playback)
        playback.loop.a, playback.loop.b = 2.0, 1.0  # whichever was set first
        playback.seek(2.4)
        assert run(playback, hands, 5) == [60, 61, 62, 63, 64]
        playback.seek(1.92)
        assert run(playback, hands, 4) == [48, 49, 25, 26]


def test_the_file_loops(clips: Callable[[str], tuple[Kind, Path]]) -> None:
    _, path = clips("h264")
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        shown(playback)
        playback.loop.file = True
        playback.seek((COUNT - 3) / RATE)
        wanted = [COUNT - 3, COUNT - 2, COUNT - 1, 0, 1, 2]
        assert run(playback, hands, len(wanted)) == wanted
        assert not playback.finished
        playback.loop.file = False
        playback.seek(1000.0)
        shown(playback)
        hands.now += 1.0
        playback._cursor.queue.wait_for_items(1, 10)
        assert playback.finished


def test_b_beyond_the_end_loops_at_the_end(clips: Callable[[str], tuple[Kind, Path]]) -> None:
    _, path = clips("h264")
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        shown(playback)
        playback.loop.a, playback.loop.b = 1.0, 100.0
        playback.seek((COUNT - 2) / RATE)
        assert run(playback, hands, 4) == [COUNT - 2, COUNT - 1, 25, 26]


@pytest.mark.parametrize("suffix", [".mkv", ".ts"])
def test_positions_count_from_the_first_frame(tmp_path: Path, suffix: str) -> None:
    """Whatever its time stamp, as in a recording that begins at ten hours."""
    path = write_counted(tmp_path / f"late{suffix}", H264, start=36_000_000)
    with Playback(path, time_source=Hands()) as playback:
        shown(playback)
        assert playback.source.start > 35_000
        assert playback.position == 0.0
        assert playback.duration == pytest.approx(COUNT / RATE, abs=0.1)
        for wanted in (60, 10, 119):
            playback.seek(wanted / RATE + 0.01)
            assert count_of(shown(playback)) == wanted
            assert playback.position == pytest.approx(wanted / RATE, abs=0.0011)
        playback.step_back()
        assert count_of(shown(playback)) == 118


def test_a_stream_that_can_be_sought_in_over_a_url(tmp_path: Path) -> None:
    path = write_counted(tmp_path / "clip.mkv", H264)
    with Server(path, ranges=True) as url, Playback(url, time_source=Hands()) as playback:
        assert count_of(shown(playback)) == 0
        assert playback.seek(3.0)
        assert count_of(shown(playback)) == 75
        assert playback.seek_failure is None


def test_a_stream_that_cannot_be_sought_in_plays_on(tmp_path: Path) -> None:
    """One line says so; the picture goes on where it was, and later seeks are refused."""
    path = write_counted(tmp_path / "clip.ts", H264, count=1200)
    with (
        Server(path, ranges=False, length=False) as url,
        Playback(url, time_source=Hands()) as playback,
    ):
        assert count_of(shown(playback)) == 0
        assert playback.seek(0.4)
        after = count_of(shown(playback))
        assert playback.seek_failure == (
            f"{url}: not seekable; continuing from the current position"
        )
        assert not playback.seek(1.0)
        playback.loop.file = True
        playback.set_paused(True)
        playback.step()
        assert count_of(shown(playback)) == after + 1
        playback._cursor.queue.flush()
        assert not isinstance(playback._cursor.queue.peek(), EndOfFile)


@pytest.mark.parametrize("name", ["h264", "hevc10", "vp9"])
def test_a_file_that_breaks_off(
    clips: Callable[[str], tuple[Kind, Path]], tmp_path: Path, name: str
) -> None:
    """It is sought in, stepped through and looped as far as it goes, and says why not further."""
    kind, path = clips(name)
    if path.suffix == ".mp4":  # its index is at the end, without which nothing can be read
        path = write_counted(tmp_path / "whole.mkv", kind)
    broken = tmp_path / f"broken{path.suffix}"
    broken.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    hands = Hands()
    with Playback(broken, time_source=hands) as playback:
        assert count_of(shown(playback)) == 0
        for exact in (True, False):
            playback.seek(1000.0, exact=exact)
            last = count_of(shown(playback))
            assert 40 < last < COUNT - 1
            assert playback._cursor.queue.wait_for_items(1, 10)
            assert playback.end is not None
            assert playback.end.error is not None
        assert playback.step_back()
        assert count_of(shown(playback)) == last - 1
        playback.seek(0.4)
        assert count_of(shown(playback)) == 10
        playback.set_paused(False)
        playback.loop.file = True
        playback.seek(last / RATE)
        assert run(playback, hands, 3) == [last, 0, 1]
