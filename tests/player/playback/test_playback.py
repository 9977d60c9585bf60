"""The queue, the decoder's thread and the choice of frames; no window."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from support.window.running_player import number_of, write_numbers

from anime4k_gl.errors import MediaError
from anime4k_gl.media.video.video_source import TruncatedError, VideoSource
from anime4k_gl.player.playback.decode_thread import DecodeThread
from anime4k_gl.player.playback.frame_queue import MAX_FRAMES, EndOfFile, FrameQueue, TimedFrame
from anime4k_gl.player.playback.playback import Playback

RATE, FRAMES = 25, 100


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_numbers(tmp_path_factory.mktemp("clips") / "numbers.mkv", frames=FRAMES, rate=RATE)


def number(frame: TimedFrame) -> int:
    """Return the number burnt into a frame, modulo 40."""
    plane = frame.frame.planes[0]
    return number_of(float(np.frombuffer(plane.data, np.uint8)[: plane.size.width].mean()))


def take(queue: FrameQueue) -> TimedFrame | EndOfFile:
    assert queue.wait_for_items(1, 20.0), "the decoder brought nothing"
    item = queue.take()
    assert item is not None
    return item


class Hands:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(playback: Playback, timeout: float = 20.0) -> TimedFrame:
    """Return the next frame that the playback wants drawn, and say it was seen."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        frame = playback.next_frame(0.0)
        if frame is not None:
            playback.seen(frame)
            return frame
        time.sleep(0.002)
    raise AssertionError("no frame came")


def test_queue_refuses_what_is_stale() -> None:
    queue = FrameQueue()
    assert queue.put(EndOfFile(0))
    assert queue.flush() == 1
    assert len(queue) == 0
    assert not queue.put(EndOfFile(0))
    assert queue.put(EndOfFile(1))
    queue.close()
    assert not queue.put(EndOfFile(1))


def test_queue_is_bounded_and_flushing_lets_the_decoder_go(clip: Path) -> None:
    queue = FrameQueue()
    with VideoSource(clip) as source, DecodeThread(source, queue):
        deadline = time.monotonic() + 10
        while len(queue) < MAX_FRAMES and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        assert len(queue) == MAX_FRAMES
    assert not any(t.name == "anime4k_gl decode" for t in threading.enumerate())


def test_decodes_every_frame_in_order_to_the_end(clip: Path) -> None:
    queue = FrameQueue()
    with VideoSource(clip) as source, DecodeThread(source, queue) as decoder:
        numbers = []
        while isinstance(item := take(queue), TimedFrame):
            assert item.time == pytest.approx(len(numbers) / RATE, abs=0.001)
            numbers.append(number(item))
        assert numbers == [n % 40 for n in range(FRAMES)]
        assert item == EndOfFile(0)
        decoder.close()
        decoder.close()


def test_seeks_land_on_the_asked_frame(clip: Path) -> None:
    generator = random.Random(4)
    queue = FrameQueue()
    with VideoSource(clip) as source, DecodeThread(source, queue) as decoder:
        for _ in range(50):
            wanted = generator.randrange(FRAMES)
            inside = generator.uniform(0.0, 0.9) / RATE
            serial = decoder.seek(source.start + wanted / RATE + inside)
            item = take(queue)
            assert isinstance(item, TimedFrame)
            assert item.serial == serial
            assert item.time == pytest.approx(wanted / RATE, abs=0.0011)
            assert number(item) == wanted % 40
            following = take(queue)
            if wanted + 1 < FRAMES:
                assert isinstance(following, TimedFrame)
                assert number(following) == (wanted + 1) % 40
            else:
                assert following == EndOfFile(serial)


def test_seeking_beyond_the_end_shows_the_last_frame_and_comes_back(clip: Path) -> None:
    queue = FrameQueue()
    with VideoSource(clip) as source, DecodeThread(source, queue) as decoder:
        decoder.seek(1000.0)
        item = take(queue)
        assert isinstance(item, TimedFrame)
        assert number(item) == (FRAMES - 1) % 40
        assert isinstance(take(queue), EndOfFile)
        decoder.seek(-5.0)
        item = take(queue)
        assert isinstance(item, TimedFrame)
        assert number(item) == 0


def test_a_truncated_file_is_played_as_far_as_it_goes(clip: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    queue = FrameQueue()
    with VideoSource(broken) as source, DecodeThread(source, queue):
        count = 0
        while isinstance(item := take(queue), TimedFrame):
            assert number(item) == count % 40
            count += 1
        assert count > 10
        assert isinstance(item.error, TruncatedError)


def test_playback_shows_frames_at_their_times(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        first = shown(playback)
        assert (number(first), playback.position, playback.seeking) == (0, 0.0, False)
        assert playback._cursor.queue.wait_for_items(3, 10)
        assert playback.next_frame(0.0) is None
        assert playback.until_next(0.0) == pytest.approx(1 / RATE, abs=0.001)
        hands.now = 1 / RATE
        assert number(shown(playback)) == 1
        # Late by three frames: they are passed over, and counted.
        hands.now = 5.5 / RATE
        assert playback._cursor.queue.wait_for_items(6, 10)
        assert number(shown(playback)) == 5
        assert playback.dropped == 3


def test_pause_step_and_seek(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        shown(playback)
        playback.clock.set_paused(True)
        assert playback._cursor.queue.wait_for_items(3, 10)
        hands.now = 2.0
        assert playback.next_frame(0.0) is None
        assert playback.until_next(0.0) is None
        playback.step()
        assert number(shown(playback)) == 1
        assert playback.next_frame(0.0) is None
        playback.seek(2.0)
        assert playback.position == 2.0
        assert number(shown(playback)) == 50 % 40
        assert playback.position == pytest.approx(2.0, abs=0.001)
        assert not playback.seeking
        assert playback.dropped == 0
        playback.clock.set_paused(False)
        hands.now += 1 / RATE
        assert number(shown(playback)) == 51 % 40


def test_playback_ends_when_the_last_frame_has_been_seen(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        playback.seek(1000.0)
        last = shown(playback)
        assert number(last) == (FRAMES - 1) % 40
        assert playback._cursor.queue.wait_for_items(1, 10)
        assert not playback.finished
        hands.now += 1.1 / RATE
        assert playback.finished
        playback.close()


def test_a_slow_decoder_shows_frames_late_rather_than_none(clip: Path) -> None:
    """The clock is set back where decoding stays behind."""
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        shown(playback)
        playback._decoder.close()
        queue = playback._cursor.queue = FrameQueue()
        source = VideoSource(clip)
        frames = source.frames()
        for count in range(4):
            hands.now += 5.0
            queue.put(TimedFrame(next(frames), count / RATE, (count + 1) / RATE, 0))
            real = time.perf_counter
            start = real()
            playback._chooser._now = real
            assert number(shown(playback)) == count
            assert real() - start < 1.0
        source.close()
        assert playback.dropped == 0
        assert playback.clock.time < 1.0


def test_a_missing_file_is_an_error_and_leaves_no_thread(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no such file"):
        Playback(tmp_path / "none.mkv")
    assert not any(t.name == "anime4k_gl decode" for t in threading.enumerate())
