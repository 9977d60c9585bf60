"""The clock and the decision about a frame: arithmetic, with hands we turn ourselves."""

from __future__ import annotations

import pytest

from anime4k_gl.formats import Size
from anime4k_gl.player.picture.render_time import MAX_LEAD, RenderTime
from anime4k_gl.player.playback.av_offset import AvOffsets
from anime4k_gl.player.playback.clock import STUCK_SECONDS, MediaClock
from anime4k_gl.player.playback.decision import LATE_TOLERANCE, Action, Verdict, judge
from anime4k_gl.player.status.frame_rate import FrameRate
from anime4k_gl.player.window.resize_settler import RESIZE_SETTLE, SizeSettler


class Hands:
    """A time source that stands still."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_clock_runs_from_where_it_was_set() -> None:
    hands = Hands()
    clock = MediaClock(hands)
    clock.set(12.5, serial=3)
    hands.now += 2
    assert clock.time == pytest.approx(14.5)
    assert clock.serial == 3
    assert clock.until(15.0) == pytest.approx(0.5)


def test_pause_loses_nothing() -> None:
    hands = Hands()
    clock = MediaClock(hands)
    clock.set(1.0, serial=0)
    hands.now += 1
    clock.set_paused(True)
    hands.now += 100
    assert clock.time == pytest.approx(2.0)
    clock.set_paused(True)
    clock.set_paused(False)
    hands.now += 0.25
    assert clock.time == pytest.approx(2.25)


def test_setting_a_paused_clock_keeps_it_paused() -> None:
    hands = Hands()
    clock = MediaClock(hands)
    clock.set_paused(True)
    clock.set(40.0, serial=7)
    hands.now += 5
    assert (clock.time, clock.paused, clock.serial) == (40.0, True, 7)
    clock.set_paused(False)
    hands.now += 1
    assert clock.time == pytest.approx(41.0)


def test_speed_counts_from_its_change_on() -> None:
    hands = Hands()
    clock = MediaClock(hands)
    clock.set(10.0, serial=0)
    hands.now += 2
    clock.set_speed(2.0)
    assert clock.time == pytest.approx(12.0)
    hands.now += 3
    assert clock.time == pytest.approx(18.0)
    assert clock.until(20.0) == pytest.approx(1.0)
    clock.set_speed(0.5)
    hands.now += 4
    assert clock.time == pytest.approx(20.0)


class Master:
    """Sound that says a time, or nothing."""

    def __init__(self) -> None:
        self.time: float | None = None

    def __call__(self) -> float | None:
        return self.time


def test_the_master_is_the_clock_and_its_silence_no_jump() -> None:
    hands, master = Hands(), Master()
    clock = MediaClock(hands, master)
    master.time = 99.0
    assert clock.heard is None, "before the first frame nothing is known to be of this file"
    clock.set(5.0, serial=0)
    master.time = None
    hands.now += 1
    assert clock.time == pytest.approx(6.0)
    master.time = 6.25
    assert clock.time == 6.25
    assert clock.until(7.25) == pytest.approx(1.0)
    hands.now += 0.5
    assert clock.time == 6.25, "the master stands still, whatever real time does"
    master.time = 7.0
    assert clock.time == 7.0
    master.time = None  # an underrun, or the sound's end
    assert clock.time == pytest.approx(7.0)
    hands.now += 2
    assert clock.time == pytest.approx(9.0)
    master.time = 8.75
    assert clock.time == 8.75


def test_a_master_that_is_stuck_is_not_waited_for() -> None:
    hands, master = Hands(), Master()
    clock = MediaClock(hands, master)
    clock.set(0.0, serial=0)
    master.time = 3.0
    for _ in range(5):
        assert clock.time == 3.0
        hands.now += STUCK_SECONDS / 5
    hands.now += 0.1
    before = clock.time
    assert 3.0 < before < 3.01 + STUCK_SECONDS / 5 + 0.1, "no jump"
    hands.now += 1.0
    assert clock.time == pytest.approx(before + 1.0)
    assert clock.heard is None
    master.time = 3.5
    assert clock.time == 3.5


def test_a_master_of_before_a_seek_is_not_followed() -> None:
    hands, master = Hands(), Master()
    clock = MediaClock(hands, master)
    clock.set(5.0, serial=0)
    master.time = 5.0
    clock.hold()
    master.time = 5.5
    hands.now += 0.1
    assert clock.time == pytest.approx(5.1)
    assert clock.heard is None
    master.time = None
    clock.set(60.0, serial=1)
    hands.now += 0.25
    assert clock.time == pytest.approx(60.25)
    master.time = 60.2
    assert clock.time == 60.2


def test_a_paused_clock_stands_where_the_master_was() -> None:
    hands, master = Hands(), Master()
    clock = MediaClock(hands, master)
    clock.set(5.0, serial=0)
    master.time = 6.0
    clock.set_paused(True)
    master.time = 6.1
    assert clock.time == 6.0
    clock.set_paused(False)
    assert clock.time == 6.1


def test_speed_and_its_correction_after_the_master_falls_silent() -> None:
    hands, master = Hands(), Master()
    clock = MediaClock(hands, master)
    clock.set(0.0, serial=0)
    clock.set_speed(2.0)
    master.time = 10.0
    assert clock.until(12.0) == pytest.approx(1.0)
    master.time = None
    hands.now += 1
    assert clock.time == pytest.approx(12.0)
    clock.set_correction(1.005)
    hands.now += 10
    assert clock.time == pytest.approx(12.0 + 20.1)
    assert (clock.speed, clock.correction) == (2.0, 1.005)
    assert clock.until(32.1 + 2.01) == pytest.approx(1.0)


def test_offsets_and_their_percentiles() -> None:
    offsets = AvOffsets(span=20)
    assert (offsets.latest, offsets.percentile(50)) == (None, None)
    for number in range(1, 41):
        offsets.record(-number if number % 2 else number)
    assert offsets.latest == 40
    assert offsets.count == 20
    assert offsets.percentile(50) == 30
    assert offsets.percentile(95) == 39
    assert offsets.percentile(100) == 40
    offsets.record(None)
    assert offsets.latest is None
    assert offsets.percentile(0) == 21


@pytest.mark.parametrize(
    ("due", "next_due", "lead", "verdict"),
    [
        (0.5, 0.54, 0.0, Verdict(Action.WAIT, 0.5)),
        (0.5, 0.54, 0.1, Verdict(Action.WAIT, 0.4)),
        (0.1, 0.14, 0.1, Verdict(Action.SHOW, 0.1)),
        (0.0, 0.04, 0.0, Verdict(Action.SHOW, 0.0)),
        (-0.02, 0.02, 0.0, Verdict(Action.SHOW, 0.0)),
        (-0.05, -LATE_TOLERANCE / 2, 0.0, Verdict(Action.SHOW, 0.0)),
        (-0.05, -LATE_TOLERANCE * 1.5, 0.0, Verdict(Action.DROP)),
        (0.0, 0.04, 0.3, Verdict(Action.DROP)),  # it could only be drawn too late
        (-9.0, None, 0.3, Verdict(Action.SHOW, 0.0)),  # nothing better is there
    ],
)
def test_verdict(due: float, next_due: float | None, lead: float, verdict: Verdict) -> None:
    result = judge(due, next_due, lead)
    assert result.action is verdict.action
    assert result.delay == pytest.approx(verdict.delay)


def test_slow_drawing_still_shows_frames_in_time() -> None:
    """At half a second a frame, about two are shown per second, each at its time."""
    now, shown, dropped, lead = 0.0, [], 0, 0.5
    times = [n / 24 for n in range(24 * 10)]
    while len(times) > 1:
        verdict = judge(times[0] - now, times[1] - now, lead)
        if verdict.action is Action.WAIT:
            now += verdict.delay
        elif verdict.action is Action.DROP:
            times.pop(0)
            dropped += 1
        else:
            now = max(now + lead, times[0])
            shown.append(now - times.pop(0))
    assert 18 <= len(shown) <= 21
    assert dropped + len(shown) == 239
    assert max(shown[1:]) < 1 / 24 + LATE_TOLERANCE


def test_lead_follows_and_is_limited() -> None:
    time = RenderTime()
    assert time.lead == 0
    time.measured(0.1)
    assert time.lead == pytest.approx(0.1)
    for _ in range(30):
        time.measured(0.2)
    assert time.lead == pytest.approx(0.2, rel=0.01)
    time.reset()
    time.measured(9.0)
    assert time.lead == MAX_LEAD


def test_frame_rate_of_the_last_seconds() -> None:
    rate = FrameRate()
    assert rate.fps == 0
    for frame in range(100):
        rate.count(frame / 24)
    assert rate.fps == pytest.approx(24, rel=0.03)


def test_a_drag_counts_once_it_is_over() -> None:
    settler = SizeSettler()
    first = Size(100, 100)
    assert settler.update(first, 0.0) == first
    assert settler.remaining(0.0) is None
    seen = {settler.update(Size(100 + n, 100), n * 0.02) for n in range(1, 50)}
    assert seen == {first}
    assert settler.remaining(49 * 0.02) == pytest.approx(RESIZE_SETTLE)
    assert settler.update(Size(149, 100), 1.2) == Size(149, 100)
    settler.reset()
    assert settler.update(first, 2.0) == first
