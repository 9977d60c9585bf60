"""Assignment of values to slots by last use.

A value may reuse a slot of its own size and format after the last reader of the slot's former
value. A pass cannot read the texture it writes, so the slot of a value that is last read by pass i
is free from pass i + 1 on; a chain of equal passes thus alternates between two slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .model import Slot, Value


def assign_slots(values: Sequence[Value]) -> tuple[tuple[Value, ...], tuple[Slot, ...]]:
    """Return the values with their slots, and the slots.

    Parameters
    ----------
    values : in the order they are written; inputs (``first_use`` -1) keep no slot
    """
    slots: list[Slot] = []
    free_after: list[int] = []  # by slot: the last use of the value that lives there
    placed: list[Value] = []
    for value in values:
        if value.first_use < 0:
            placed.append(value)
            continue
        wanted = Slot(value.size, value.format)
        for index, slot in enumerate(slots):
            if slot == wanted and free_after[index] < value.first_use:
                break
        else:
            index = len(slots)
            slots.append(wanted)
            free_after.append(-1)
        # A value nobody reads still occupies its slot while it is written.
        free_after[index] = max(value.last_use, value.first_use)
        placed.append(replace(value, slot=index))
    return tuple(placed), tuple(slots)
