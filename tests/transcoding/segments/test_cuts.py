"""Where videos are cut: the same places, whoever reads them and from where."""

from __future__ import annotations

from fractions import Fraction

from anime4k_gl.transcoding.segments.cuts import Cuts

KEYS = [Fraction(time) for time in (0, 2, 4, 5, 9, 10, 11, 20, 23, 30)]


def cuts_of(keys: list[Fraction], known: list[Fraction] | None = None) -> list[Fraction]:
    cuts = Cuts(Fraction(0), Fraction(4), known or [])
    for key in keys:
        cuts.note(key)
    return cuts.found()


def test_cuts_are_at_the_first_key_frame_that_is_late_enough() -> None:
    assert cuts_of(KEYS) == [4, 9, 20, 30]


def test_who_goes_on_finds_the_same() -> None:
    for count in range(1, 4):
        known = cuts_of(KEYS)[:count]
        for begin in range(len(KEYS)):
            if KEYS[begin] <= known[-1]:
                assert cuts_of(KEYS[begin:], known) == cuts_of(KEYS)


def test_frames_belong_to_the_segment_that_has_begun() -> None:
    cuts = Cuts(Fraction(0), Fraction(4), [Fraction(4), Fraction(9)])
    numbers = [cuts.segment_of(Fraction(time)) for time in ("-1", "0", "3.9", "4", "8.99", "9")]
    assert numbers == [0, 0, 0, 1, 1, 2]
    assert cuts[2] == 9
