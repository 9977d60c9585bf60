"""A container's clock made continuous: arithmetic on the times of packets, without files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from anime4k_gl.media.timing.clock import Clock
from anime4k_gl.media.timing.stamps import SECOND, Stamp

VIDEO, AUDIO, TEXT = 0, 1, 2
FRAME, SOUND = SECOND // 25, 24 * SECOND // 1000

Shown = list[tuple[int, float]]


def ns(seconds: float) -> int:
    return round(seconds * SECOND)


def video(start: float, count: int = 50, *, delay: int = 1) -> list[Stamp]:
    """A run of frames as decoded: one that others need comes before the two shown before it."""
    first = ns(start)
    order = [0] if count else []
    for number in range(1, count, 3):
        last = min(number + 2, count - 1)
        order += [last, *range(number, last)]
    return [
        Stamp(VIDEO, first + (place - delay) * FRAME, first + number * FRAME, FRAME, reordered=True)
        for place, number in enumerate(order)
    ]


def audio(start: float, count: int = 84) -> list[Stamp]:
    times = [ns(start) + n * SOUND for n in range(count)]
    return [Stamp(AUDIO, time, time, SOUND) for time in times]


def text(*times: float) -> list[Stamp]:
    return [Stamp(TEXT, ns(t), ns(t), SECOND, sparse=True) for t in times]


def mixed(*runs: list[Stamp]) -> list[Stamp]:
    """Streams of one recording, in the order of a file."""
    return sorted((stamp for run in runs for stamp in run), key=lambda s: s.dts or 0)


def shown(clock: Clock[Stamp], stamps: Iterable[Stamp]) -> dict[int, list[float]]:
    """Give all packets their times; return when those of each stream are shown."""
    taken = [pair for stamp in stamps for pair in clock.take(stamp, stamp)]
    taken += clock.rest()
    times: dict[int, list[float]] = {}
    for stamp, offset in taken:
        assert stamp.shown is not None
        times.setdefault(stamp.stream, []).append((stamp.shown + offset) / SECOND)
    return {stream: sorted(of_stream) for stream, of_stream in times.items()}


def steps(times: list[float]) -> tuple[float, float]:
    gaps = [b - a for a, b in pairwise(times)]
    return min(gaps), max(gaps)


FIRST = [1.4, 0.0, 36000.0]


@pytest.mark.parametrize("again", [1.4, 0.0, 1.9, 36000.0, 95443.7])
@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("late", [0.0, 0.011, -0.02])
def test_joined_recordings_follow_each_other(first: float, again: float, late: float) -> None:
    clock = Clock[Stamp](-ns(first), jumps_forward=True)
    parts = [mixed(video(start), audio(round(start + late, 3))) for start in (first, again)]
    times = shown(clock, [*parts[0], *parts[1]])
    assert len(times[VIDEO]) == 100 and len(times[AUDIO]) == 168
    least, most = steps(times[VIDEO])
    assert least == pytest.approx(0.04) and most <= 0.04 + 0.024
    assert steps(times[AUDIO])[0] > 0
    assert len(clock.joins) == (0 if 0 <= again - first - 2 <= 10 else 1)
    # The offset between the streams is the recordings' own, in both.
    assert times[AUDIO][0] - times[VIDEO][0] == pytest.approx(late)
    assert times[AUDIO][84] - times[VIDEO][50] == pytest.approx(late)


def test_what_is_told_of_a_join() -> None:
    clock = Clock[Stamp](-ns(1), jumps_forward=True)
    shown(clock, [*mixed(video(1)), *mixed(video(36001)), *mixed(video(1))])
    assert [str(join) for join in clock.joins] == [
        "the clock jumps at 2.00 s by 35998 s; joined without a gap",
        "the clock jumps back at 4.00 s by 36002 s; joined without a gap",
    ]


def test_streams_that_end_apart_keep_together() -> None:
    """The first recording's sound lasts longer than its picture: nothing of it is lapped over."""
    clock = Clock[Stamp](jumps_forward=True)
    parts = [*mixed(video(0), audio(0, 125)), *mixed(video(0), audio(0))]
    times = shown(clock, parts)
    assert steps(times[AUDIO])[0] > 0
    assert times[VIDEO][50] == pytest.approx(times[AUDIO][125])
    assert times[VIDEO][50] == pytest.approx(3.0, abs=0.03)


def test_packets_of_the_section_before_come_late() -> None:
    """Sound lies behind the picture in the file: it stays with its own section."""
    first, second = mixed(video(1)), mixed(video(1))
    sound = audio(1), audio(1)
    order = [*first[:], *sound[0][:40], *second[:20], *sound[0][40:], *second[20:], *sound[1]]
    clock = Clock[Stamp](-ns(1), jumps_forward=True)
    times = shown(clock, order)
    assert steps(times[AUDIO])[1] == pytest.approx(0.024, abs=0.024)
    assert times[AUDIO][84] == pytest.approx(times[VIDEO][50], abs=1e-6)
    assert len(clock.joins) == 1


def test_a_wrap_is_exact() -> None:
    """A clock of 33 bits that begins again keeps even a gap at that place."""
    wrap = (1 << 33) * SECOND // 90_000
    begin = wrap - 2 * SECOND
    clock = Clock[Stamp](-begin, jumps_forward=True, wrap=wrap)
    before = [
        Stamp(s.stream, (s.dts or 0) + begin, (s.pts or 0) + begin, s.duration, reordered=True)
        for s in video(0)
    ]
    times = shown(clock, [*before, *video(0.5)])
    assert times[VIDEO][50] == pytest.approx(2.5)
    assert clock.joins == []


@pytest.mark.parametrize("seconds", [0.5, 3, 9.9])
def test_short_gaps_stay(seconds: float) -> None:
    clock = Clock[Stamp](jumps_forward=True)
    times = shown(
        clock, [*mixed(video(0), audio(0)), *mixed(video(2 + seconds), audio(2 + seconds))]
    )
    assert times[VIDEO][50] - times[VIDEO][49] == pytest.approx(seconds + 0.04)
    assert clock.joins == []


def test_gaps_that_a_container_means_stay_and_are_told() -> None:
    clock = Clock[Stamp](jumps_forward=False)
    times = shown(clock, [*mixed(video(0), audio(0, 83)), *mixed(video(4000), audio(4000))])
    assert times[VIDEO][50] == pytest.approx(4000)
    assert clock.joins == []
    assert [str(p) for p in clock.pauses] == [
        "nothing comes for 3998 s from 2.00 s on: the file's times say so, and it stays"
    ]


def test_any_container_may_run_backwards() -> None:
    clock = Clock[Stamp](jumps_forward=False)
    times = shown(clock, [*mixed(video(0), audio(0)), *mixed(video(0.5), audio(0.5))])
    assert steps(times[VIDEO]) == pytest.approx((0.04, 0.04), abs=0.02)
    assert len(clock.joins) == 1


def test_slides_and_subtitles_are_no_jumps() -> None:
    """A stream whose packets are rare goes by the clock of the others."""
    slides = [Stamp(VIDEO, ns(t), ns(t), FRAME, reordered=True) for t in (0, 15, 40, 55, 80)]
    order = mixed(slides, audio(0, 3500), text(1, 30, 79))
    clock = Clock[Stamp](jumps_forward=True)
    times = shown(clock, order)
    assert times[VIDEO] == [0, 15, 40, 55, 80]
    assert times[TEXT] == [1, 30, 79]
    assert clock.joins == [] and clock.pauses == []


def test_subtitles_go_with_the_section_that_they_are_in() -> None:
    first = mixed(video(1), audio(1), text(1.5, 2.5))
    second = mixed(video(1), audio(1), text(1.5, 2.5))
    times = shown(Clock[Stamp](-ns(1), jumps_forward=True), [*first, *second])
    assert times[TEXT] == pytest.approx([0.5, 1.5, 2.516, 3.516], abs=0.02)


@pytest.mark.parametrize("jumps_forward", [True, False])
def test_a_subtitle_may_come_first(jumps_forward: bool) -> None:
    """Read long before it is due: it proves nothing about the clock."""
    times = shown(Clock[Stamp](-ns(1), jumps_forward), [*text(601), *mixed(video(1), audio(1))])
    assert times[TEXT] == [600] and times[VIDEO][0] == times[AUDIO][0] == 0


@pytest.mark.parametrize("lie", [-3.0, 500.0])
@pytest.mark.parametrize("jumps_forward", [True, False])
def test_a_single_packet_that_lies_moves_nothing(lie: float, jumps_forward: bool) -> None:
    if lie > 0 and not jumps_forward:
        lie = 200_000.0
    sound = audio(10)
    bad = sound[40]
    assert bad.dts is not None
    sound[40] = Stamp(AUDIO, bad.dts + ns(lie), bad.dts + ns(lie), SOUND)
    order = sorted([*video(10), *audio(10)], key=lambda s: s.dts or 0)
    order = [sound[40] if s == bad else s for s in order]
    clock = Clock[Stamp](-ns(10), jumps_forward)
    times = shown(clock, order)
    assert clock.joins == [] and clock.lying == 1
    assert steps(times[AUDIO]) == pytest.approx((0.024, 0.024))
    assert steps(times[VIDEO]) == pytest.approx((0.04, 0.04))


def test_packets_without_times_go_with_their_stream() -> None:
    clock = Clock[str](-ns(5), jumps_forward=True)
    taken = list(clock.take("first", Stamp(VIDEO, None, None, FRAME, reordered=True)))
    for stamp in video(5, 10):
        taken += clock.take("dated", stamp)
    taken += clock.take("undated", Stamp(VIDEO, None, None, FRAME, reordered=True))
    taken += clock.rest()
    assert len(taken) == 12 and {offset for _, offset in taken} == {-ns(5)}


def test_a_stream_that_begins_with_another_clock() -> None:
    """Sound ten hours from the picture, where clocks jump: it begins where the picture is."""
    clock = Clock[Stamp](-ns(1), jumps_forward=True)
    order = [
        *video(1, 10),
        *[s for pair in zip(video(1.4), audio(36000), strict=False) for s in pair],
    ]
    times = shown(clock, order)
    assert times[AUDIO][0] == pytest.approx(0.4, abs=0.1)
    assert steps(times[VIDEO]) == pytest.approx((0.04, 0.04))


def test_a_small_step_back_of_one_stream_alone_is_none() -> None:
    """As where FFmpeg guesses decoding times that the file does not have."""
    frames = video(0)
    frames[25:] = [
        Stamp(VIDEO, (s.dts or 0) - 2 * FRAME, s.pts, FRAME, reordered=True) for s in frames[25:]
    ]
    clock = Clock[Stamp](jumps_forward=True)
    order = [s for pair in zip(frames, audio(0), strict=False) for s in pair]
    times = shown(clock, order)
    assert clock.joins == []
    assert steps(times[VIDEO]) == pytest.approx((0.04, 0.04))


def test_a_small_step_back_of_all_streams_is_joined() -> None:
    clock = Clock[Stamp](jumps_forward=True)
    times = shown(clock, [*mixed(video(0), audio(0, 83)), *mixed(video(1.92), audio(1.92))])
    assert len(clock.joins) == 1
    assert steps(times[VIDEO])[0] == pytest.approx(0.04)


def test_many_short_sections() -> None:
    parts = [s for _ in range(20) for s in mixed(video(1, 7), audio(1, 12))]
    clock = Clock[Stamp](-ns(1), jumps_forward=True)
    times = shown(clock, parts)
    least, most = steps(times[VIDEO])
    assert len(times[VIDEO]) == 140 and least >= 0.0399 and most <= 0.07
    assert len(clock.joins) == 19
