"""Frames on a screen's refreshes: hours of them, with jitter, and what a screen says of itself."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from anime4k_gl.player.playback.vsync import (
    MAX_CORRECTION,
    MAX_SHIFT,
    Cadence,
    Refreshes,
    matched_speed,
    plan,
)

HOURS = 1
NTSC = 1000 / 1001


def frames(fps: float, digits: int | None) -> Iterator[float]:
    """Yield the times of hours of frames, rounded to so many digits as containers do."""
    for number in range(int(HOURS * 3600 * fps)):
        time = number / fps
        yield time if digits is None else round(time, digits)


@pytest.mark.parametrize("digits", [None, 3])
@pytest.mark.parametrize(
    ("fps", "hz", "pattern"),
    [
        (24.0, 60.0, (3, 2)),
        (24 * NTSC, 60 * NTSC, (3, 2)),
        (25.0, 60.0, (2, 2, 3, 2, 3)),
        (30.0, 60.0, (2,)),
        (24.0, 144.0, (6,)),
        (24.0, 120.0, (5,)),
        (60.0, 60.0, (1,)),
        (25.0, 50.0, (2,)),
        (12.0, 60.0, (5,)),
    ],
)
def test_a_steady_cadence_without_drift(
    fps: float, hz: float, pattern: tuple[int, ...], digits: int | None
) -> None:
    indices = list(plan(frames(fps, digits), 1 / hz))
    spans = [after - before for before, after in pairwise(indices)][50:]
    turns = [pattern[n:] + pattern[:n] for n in range(len(pattern))]
    begun = next(turn for turn in turns if tuple(spans[: len(turn)]) == turn)
    wrong = [n for n, span in enumerate(spans) if span != begun[n % len(begun)]]
    assert not wrong
    behind = [index - number * hz / fps for number, index in enumerate(indices)]
    assert max(map(abs, behind)) <= 1.0
    # No drift: the pattern's last turn is where the first was.
    assert sum(behind[-100:]) / 100 == pytest.approx(sum(behind[100:200]) / 100, abs=0.05)


@pytest.mark.parametrize("hz", [60.0, 59.94, 144.0])
def test_variable_rates_go_by_their_time_stamps(hz: float) -> None:
    generator = random.Random(6)
    times, now = [], 0.0
    for _ in range(100_000):
        times.append(round(now, 3))
        now += generator.choice((1 / 24, 1 / 60, 1 / 30, 0.5))
    indices = list(plan(times, 1 / hz))
    assert all(before <= after for before, after in pairwise(indices))
    far = max(abs(index - time * hz) for index, time in zip(indices, times, strict=True))
    assert far <= 0.5 + MAX_SHIFT + 1e-6


def test_jitter_of_the_clock_does_not_break_the_cadence() -> None:
    """A sound card's clock is read with an error of a millisecond or two."""
    generator = random.Random(2)
    cadence = Cadence()
    indices = [
        cadence.place(2.5 * number + generator.gauss(0.0, 0.002) * 60, 2.5 if number else None)
        for number in range(50_000)
    ]
    spans = [after - before for before, after in pairwise(indices)][100:]
    assert set(pairwise(spans)) == {(3, 2), (2, 3)}


def test_a_clock_that_runs_differently_is_followed() -> None:
    """Where nothing may be corrected, for sound leads, refreshes slip and it stays in step."""
    cadence = Cadence()
    drift = 1.001
    places = [
        (2.5 * drift * number, cadence.place(2.5 * drift * number, 2.5)) for number in range(86_400)
    ]
    lag = 0.05  # refreshes by which what changes steadily is followed late
    assert max(abs(index - ideal) for ideal, index in places) <= 0.5 + MAX_SHIFT + lag
    spans = Counter(after[1] - before[1] for before, after in pairwise(places))
    assert set(spans) == {2, 3}


def test_after_a_jump_the_pattern_begins_anew() -> None:
    cadence = Cadence()
    for number in range(100):
        cadence.place(2.5 * number, 2.5)
    assert cadence.place(1000.25, 2.5) == 1000
    assert cadence.shift == 0.0


@pytest.mark.parametrize(
    ("fps", "hz", "speed"),
    [
        (24.0, 60.0, 1.0),
        (24 * NTSC, 60.0, 1.001),
        (24.0, 60 * NTSC, 1 / 1.001),
        (25.0, 60 * NTSC, 1 / 1.001),
        (30 * NTSC, 60.0, 1.001),
        (24.0, 50.0, 1.0),  # four in a hundred: not for a video's speed to bend to
        (24.0, 75.0, 1.0),
        (17.0, 60.0, 1.0),
    ],
)
def test_a_small_correction_fits_frames_to_refreshes(fps: float, hz: float, speed: float) -> None:
    found = matched_speed(1 / fps, 1 / hz)
    assert found == pytest.approx(speed, rel=1e-6)
    assert abs(found - 1) <= MAX_CORRECTION
    if speed != 1:
        spans = [b - a for a, b in pairwise(plan(frames(fps, 3), 1 / hz, speed=found))][50:]
        assert any(spans[period:] == spans[:-period] for period in (1, 2, 5))  # for hours


def test_refreshes_are_learnt_from_swaps() -> None:
    """A driver says 60 for 59.94; swaps return a little late, and some are missed."""
    generator = random.Random(3)
    refreshes = Refreshes(60)
    period, origin = 1001 / 60_000, 77.0
    for index in range(5_000):
        if generator.random() < 0.6:
            refreshes.swapped(origin + index * period + abs(generator.gauss(0, 0.0004)))
    assert refreshes.period == pytest.approx(period, rel=2e-4)
    place = refreshes.place(origin + 5_000 * period)
    assert place == pytest.approx(round(place), abs=0.1)
    assert refreshes.time_of(place) == pytest.approx(origin + 5_000 * period)


def test_swaps_that_do_not_wait_do_no_harm() -> None:
    generator = random.Random(3)
    refreshes = Refreshes(60)
    now = 0.0
    for _ in range(5_000):
        now += generator.random() * 0.02
        refreshes.swapped(now)
    assert refreshes.period == pytest.approx(1 / 60, rel=0.031)


@pytest.mark.parametrize("hz", [0, -60.0, float("nan"), float("inf")])
def test_no_rate_is_refused(hz: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Refreshes(hz)
