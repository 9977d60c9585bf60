"""Pictures to sound and to a screen's refreshes, at the level of a playback."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from support.clips.counted_clips import COUNT, KINDS, RATE, Hands, count_of, shown, write_counted

from anime4k_gl.player.playback.frame_queue import TimedFrame
from anime4k_gl.player.playback.playback import MAX_SPEED, MIN_SPEED, Playback


class FakeSound:
    """Sound whose device begins to play some time after a seek; it notes what it is told."""

    def __init__(self, hands: Hands, latency: float = 0.1) -> None:
        self._hands = hands
        self._latency = latency
        self._begun: float | None = None
        self._at = 0.0
        self.heard_from = float("inf")  # real time
        self.speed, self.paused, self.silent = 1.0, False, False
        self.seeks: list[float] = []
        self.has_track, self.goes_on, self.is_silent = True, False, False
        self.waited, self.held = 0.0, 1.0

    def holds(self, seconds: float) -> bool:
        return self.held >= seconds

    @property
    def time(self) -> float | None:
        now = self._hands.now
        if self.silent or self.paused or now < self.heard_from:
            return None
        return self._at + (now - self.heard_from) * self.speed

    def seek(self, seconds: float) -> None:
        self.seeks.append(seconds)
        self._at, self.heard_from = seconds, self._hands.now + self._latency

    def set_paused(self, paused: bool) -> None:
        if self.time is not None:
            self._at = self.time
        self.heard_from = self._hands.now + self._latency
        self.paused = paused

    def set_speed(self, speed: float) -> None:
        self.speed = speed


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_counted(tmp_path_factory.mktemp("sync") / "counted.mkv", KINDS[0])


def ready(playback: Playback, count: int = 2) -> None:
    assert playback._cursor.queue.wait_for_items(count, 10.0)


def test_the_frame_after_a_seek_does_not_wait_for_the_sound(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands)
        playback.attach(sound)
        assert count_of(shown(playback)) == 0
        assert playback.av_offset is None
        ready(playback)
        playback.seek(2.0)
        assert sound.seeks == [0.0, 2.0]
        assert count_of(shown(playback)) == 50
        assert playback.clock.time == pytest.approx(2.0, abs=0.001)
        hands.now += 0.05  # nothing is heard yet, and time goes on
        ready(playback)
        assert count_of(shown(playback)) == 51
        assert playback.av_offset is None
        hands.now += 0.091  # heard for 41 ms: the next frame is due by that, not by real time
        assert playback.clock.time == pytest.approx(2.041, abs=0.0011)


def test_offsets_are_of_when_a_frame_is_really_seen(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands, latency=0.0)
        playback.attach(sound)
        shown(playback)
        for number in range(1, 21):
            hands.now = number / RATE + 0.004
            ready(playback)
            frame = playback.next_frame(0.0)
            assert frame is not None
            playback.seen(frame, delay=0.008)
            assert playback.av_offset == pytest.approx(-0.012, abs=0.001)
        assert playback.offsets.count == 20
        assert playback.offsets.percentile(95) == pytest.approx(0.012, abs=0.001)
        assert (playback.shown, playback.dropped) == (21, 0)
        assert playback.late > 0


def test_the_sound_stands_still_while_a_frame_is_sought(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands, latency=0.0)
        playback.attach(sound)
        assert sound.paused, "there is no picture yet"
        shown(playback)
        assert not sound.paused
        playback.seek(2.0)
        assert sound.paused
        hands.now += 3.0  # a long way from the key frame
        assert count_of(shown(playback)) == 50
        assert not sound.paused
        assert playback.clock.time == pytest.approx(2.0, abs=0.001)
        ready(playback)
        hands.now += 1 / RATE + 0.001
        assert count_of(shown(playback)) == 51
        assert playback.dropped == 0
        playback.seek(1.0)
        playback.set_paused(True)
        shown(playback)
        assert sound.paused, "all is"
        playback.set_paused(False)
        assert not sound.paused


def test_pause_steps_and_speed_take_the_sound_along(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands)
        playback.attach(sound)
        shown(playback)
        playback.set_paused(True)
        assert sound.paused
        playback.set_paused(False)
        assert sound.seeks == [0.0], "a pause alone moves nothing"
        for _ in range(3):
            ready(playback)
            playback.step()
            shown(playback)
        assert sound.paused
        playback.set_paused(False)
        assert not sound.paused
        assert sound.seeks == [0.0, pytest.approx(3 / RATE, abs=0.001)]
        playback.set_speed(100.0)
        assert (sound.speed, playback.speed) == (MAX_SPEED, MAX_SPEED)
        playback.set_speed(0.0)
        assert (sound.speed, playback.speed) == (MIN_SPEED, MIN_SPEED)


def test_sound_follows_a_key_frame_seek_to_where_it_landed(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands)
        playback.attach(sound)
        shown(playback)
        hands.now += 0.2
        playback.seek(1.0, exact=False)
        assert sound.seeks == [0.0], "not yet: where to, is not known"
        frame = shown(playback)
        assert count_of(frame) > RATE
        assert sound.seeks == [0.0, frame.time]
        hands.now += 0.15
        assert playback.clock.time == pytest.approx(frame.time + 0.05)


def test_without_sound_any_more_playing_goes_on(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands, latency=0.0)
        playback.attach(sound)
        shown(playback)
        hands.now = 1 / RATE + 0.001
        ready(playback)
        assert count_of(shown(playback)) == 1
        sound.silent = True
        hands.now = 2 / RATE + 0.001
        ready(playback)
        assert count_of(shown(playback)) == 2
        assert playback.av_offset is None
        playback.attach(None)
        hands.now = 3 / RATE + 0.001
        ready(playback)
        assert count_of(shown(playback)) == 3


def test_a_decoder_too_slow_for_the_sound_leaves_out_frames(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are counted, none that others need is missing, and a step back finds them."""
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        sound = FakeSound(hands, latency=0.0)
        playback.attach(sound)
        shown(playback)
        for number in range(1, 4):  # the next frame comes long after its time
            ready(playback, 1)
            item = playback._cursor.queue.take()
            assert isinstance(item, TimedFrame)
            hands.now = item.time + 1.0
            playback._chooser.keep_up(item, playback.clock.until(item.time), last=True)
            assert playback._decoder.hurry, number
        monkeypatch.setattr(playback._chooser, "keep_up", lambda *_: None)  # it never does
        numbers: list[int] = []
        while True:
            ready(playback, 1)
            item = playback._cursor.queue.peek()
            if not isinstance(item, TimedFrame):
                break
            sound.seek(item.time)
            frame = shown(playback)
            if numbers:
                assert frame.left_out == count_of(frame) - numbers[-1] - 1
            numbers.append(count_of(frame))
        assert len(numbers) < COUNT * 0.75
        assert playback.dropped == COUNT - 4 - len(numbers)
        for wanted in range(numbers[-1] - 1, numbers[-1] - 12, -1):
            assert playback.step_back()
            assert count_of(shown(playback)) == wanted
        playback.seek(1.0)
        assert not playback._decoder.hurry
        assert count_of(shown(playback)) == RATE
        for number in range(1, 40):
            playback.step()
            assert count_of(shown(playback)) == RATE + number


def test_a_decoder_that_has_caught_up_leaves_out_no_more(clip: Path) -> None:
    hands = Hands()
    with Playback(clip, time_source=hands) as playback:
        playback.attach(FakeSound(hands, latency=0.0))
        shown(playback)
        playback._decoder.hurry = True
        ready(playback)
        hands.now = 1 / RATE
        shown(playback)
        assert not playback._decoder.hurry


class Screen:
    """A screen that swaps wait for; it refreshes by its own clock."""

    def __init__(self, hands: Hands, hz: float) -> None:
        self._hands = hands
        self._period = 1 / hz
        self.refreshes = 0

    def swap(self) -> int:
        """Wait for the next refresh; return its index."""
        self.refreshes = int(self._hands.now / self._period + 1e-9) + 1
        self._hands.now = self.refreshes * self._period
        return self.refreshes


def play(
    playback: Playback, hands: Hands, screen: Screen, count: int, slow: frozenset[int] = frozenset()
) -> list[tuple[int, int]]:
    """Play as the window's loop does; return (number, refresh) of the frames shown."""
    seen: list[tuple[int, int]] = []
    frame: TimedFrame | None = None
    while len(seen) < count:
        ready(playback, 3)
        frame = frame or playback.next_frame(0.004)
        if frame is None:
            hands.now += 0.001
            continue
        if len(seen) in slow:
            hands.now += 0.05
        due = playback.until_due(frame)
        if due > 0:
            hands.now += min(due, 0.001)
            continue
        refresh = screen.swap()
        playback.schedule.swapped()
        playback.seen(frame)
        seen.append((count_of(frame), refresh))
        frame = None
    return seen


def test_display_sync_gives_frames_their_refreshes(clip: Path) -> None:
    hands = Hands(5000.005)
    with Playback(clip, time_source=hands) as playback:
        playback.set_refresh(60.0)
        seen = play(playback, hands, Screen(hands, 60.0), COUNT - 5)
        assert [number for number, _ in seen] == list(range(COUNT - 5))
        spans = [after[1] - before[1] for before, after in pairwise(seen)][10:]
        assert spans[5:] == spans[:-5]
        assert sorted(spans[:5]) == [2, 2, 2, 3, 3]
        assert (playback.late, playback.repeated, playback.dropped) == (0, 0, 0)
        assert playback.clock.correction == pytest.approx(1.0, abs=1e-4)


def test_display_sync_bends_the_speed_to_the_screen(clip: Path) -> None:
    """25 frames a second on 59.94 Hz, which the driver calls 60: a thousandth slower."""
    hands = Hands(5000.005)
    with Playback(clip, time_source=hands) as playback:
        playback.set_refresh(60.0)
        seen = play(playback, hands, Screen(hands, 59.94), COUNT - 5)
        spans = [after[1] - before[1] for before, after in pairwise(seen)][20:]
        assert spans[5:] == spans[:-5]
        assert playback.clock.correction == pytest.approx(0.999, abs=3e-4)


def test_a_missed_refresh_is_counted_and_caught_up(clip: Path) -> None:
    hands = Hands(5000.005)
    with Playback(clip, time_source=hands) as playback:
        playback.set_refresh(60.0)
        seen = play(playback, hands, Screen(hands, 60.0), 60, slow=frozenset({30}))
        assert playback.late >= 1
        assert playback.repeated >= 2
        assert seen[-1][1] - seen[0][1] == pytest.approx(seen[-1][0] * 2.4, abs=2)


def test_more_frames_than_refreshes(clip: Path) -> None:
    """At four times the speed on 60 Hz two of five frames cannot be seen, and are dropped."""
    hands = Hands(5000.005)
    with Playback(clip, time_source=hands) as playback:
        playback.set_refresh(60.0)
        playback.set_speed(4.0)
        seen = play(playback, hands, Screen(hands, 60.0), 55)
        assert {after[1] - before[1] for before, after in pairwise(seen)} == {1}
        assert playback.dropped == pytest.approx(55 * 100 / 60 - 55, abs=4)
        assert playback.repeated == 0


def test_an_unknown_rate_is_plain_timing(clip: Path) -> None:
    hands = Hands(5000.005)
    with Playback(clip, time_source=hands) as playback:
        playback.set_refresh(60.0)
        playback.set_refresh(0.0)
        assert playback.schedule.refreshes is None
        shown(playback)
        ready(playback)
        item = playback._cursor.queue.peek()
        assert isinstance(item, TimedFrame)
        assert playback.until_due(item) == pytest.approx(1 / RATE, abs=0.001)
