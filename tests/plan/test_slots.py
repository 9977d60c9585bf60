"""Slots by last use: never two live values in one, never more of them than are live at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from anime4k_gl.formats import RGBA8, RGBA16F, Size
from anime4k_gl.plan import Slot, Value
from anime4k_gl.plan.slots import assign_slots

SMALL, LARGE = Size(8, 8), Size(16, 8)


def value(first: int, last: int, size: Size = SMALL) -> Value:
    return Value(f"v{first}", size, RGBA16F, 4, None, first, last)


def slots_of(*values: Value) -> list[int | None]:
    return [placed.slot for placed in assign_slots(values)[0]]


def test_a_chain_ping_pongs() -> None:
    assert slots_of(*(value(i, i + 1) for i in range(6))) == [0, 1, 0, 1, 0, 1]


def test_a_value_that_is_read_later_keeps_its_slot() -> None:
    assert slots_of(value(0, 3), value(1, 2), value(2, 3), value(3, 4)) == [0, 1, 2, 1]


def test_sizes_and_formats_do_not_mix() -> None:
    other = replace(value(4, 5), format=RGBA8)
    assert slots_of(value(0, 1), value(1, 2), value(2, 3, LARGE), value(3, 4), other) == [
        0, 1, 2, 0, 3,
    ]  # fmt: skip
    assert assign_slots([other])[1] == (Slot(SMALL, RGBA8),)


def test_a_value_nobody_reads_does_not_overwrite_one_that_is_read() -> None:
    assert slots_of(value(0, 2), value(1, -1), value(2, 3)) == [0, 1, 1]


def test_inputs_take_no_slot() -> None:
    placed, slots = assign_slots([value(-1, 3), value(0, 1)])
    assert [v.slot for v in placed] == [None, 0]
    assert len(slots) == 1


# Each pass writes one value, read for the last time so many passes later (or never).
LIVES = st.lists(
    st.tuples(st.integers(-1, 8), st.sampled_from([SMALL, LARGE]),
              st.sampled_from([RGBA8, RGBA16F])),
    max_size=40,
)  # fmt: skip


@given(LIVES)
def test_two_live_values_never_share_a_slot(lives: list[tuple[int, Size, object]]) -> None:
    values = [
        Value(f"v{i}", size, fmt, 4, None, i, i + reach if reach > 0 else -1)  # type: ignore[arg-type]
        for i, (reach, size, fmt) in enumerate(lives)
    ]
    placed, slots = assign_slots(values)
    for a in placed:
        assert a.slot is not None
        assert slots[a.slot] == Slot(a.size, a.format)
        for b in placed:
            if b.first_use > a.first_use and a.slot == b.slot:
                # b is written when a has been read for the last time, by an earlier pass.
                assert max(a.last_use, a.first_use) < b.first_use
    for kind in set(slots):
        most = max(
            sum(
                Slot(v.size, v.format) == kind
                and v.first_use <= step <= max(v.last_use, v.first_use)
                for v in values
            )
            for step in range(len(values))
        )
        assert slots.count(kind) == most  # not one more than are needed at once
