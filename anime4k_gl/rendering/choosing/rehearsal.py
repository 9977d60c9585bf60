"""The rehearsal: frames drawn by one preset after the other, to know how long each takes here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ...errors import Anime4KError
from ...lazy.dataclass import dataclass
from ...library import HYBRIDS
from .memory import Times

SECONDS = 2.0
"""After which no further preset is tried while somebody waits for a first picture (s)."""

PATIENT_SECONDS = 20.0
"""The same where a file is upscaled (s): the next one of its kind should get the same preset."""

PART_SECONDS = 0.12
"""How long frames are drawn by one preset (s)."""

MOST_FRAMES = 15
LEAST_FRAMES = 3

HOPELESS = 4.0
"""Better presets are not tried where one takes so many times the time there is: they mostly cost
more, and none of them a fourth of it."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal found.

    Attributes
    ----------
    ranked : the presets that come into question, the best picture last
    times : milliseconds a frame by preset, of those that were known and those that were tried
    failures : why presets cannot be drawn here, by name
    """

    ranked: tuple[str, ...]
    times: dict[str, float]
    failures: dict[str, str]


def rehearse(
    ranked: Sequence[str],
    known: Times,
    draw: Callable[[str], None],
    *,
    budget_ms: float,
    seconds: float = SECONDS,
    now: Callable[[], float] = time.perf_counter,
) -> Rehearsed:
    """Measure the presets that are not known yet, as far as there is time.

    Those of a lower rank come first: they mostly cost less. Of networks none is tried after one
    that is not drawn in time: the next costs twice as much or more, and takes seconds to compile.

    Parameters
    ----------
    ranked : the presets, the best picture last
    known : what they took in an earlier run
    draw : draws a frame by a preset, and returns when that is done
    budget_ms : how long a frame may take (ms)
    seconds : when to begin with no further preset
    now : a monotonic time (s)
    """
    times, failures = dict(known), {}
    end = now() + seconds
    for name in ranked:
        if name not in times:
            if now() >= end:
                break
            try:
                times[name] = _measured(name, draw, now)
            except Anime4KError as error:
                failures[name] = str(error)
                continue
        if times[name] > (1.0 if name in HYBRIDS else HOPELESS) * budget_ms:
            break
    return Rehearsed(tuple(ranked), times, failures)


def _measured(name: str, draw: Callable[[str], None], now: Callable[[], float]) -> float:
    """Return the median time of a frame in milliseconds, without the first, which compiles."""
    from statistics import median  # brings much that a first picture does without

    draw(name)
    took: list[float] = []
    begin = now()
    while len(took) < LEAST_FRAMES or (len(took) < MOST_FRAMES and now() - begin < PART_SECONDS):
        start = now()
        draw(name)
        took.append(1000 * (now() - start))
        if sum(took) > 4000 * PART_SECONDS:
            break  # so slow that chance has little part in it
    return max(median(took), 1e-3)
