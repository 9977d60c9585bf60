"""A judgement from samples: a video's frames are whole pictures, or have fields of two moments.

The pictures decide, and flags where pictures tell nothing. Much that is flagged as interlaced is
whole, and some that combs has no flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from ...lazy.dataclass import dataclass
from .combing import Kind, Run
from .sampling import FieldSample

_LEAST_PAIRS = 4  # of frames in motion, to judge a run
_WHOLE = 0.2  # of its pairs may lean one way where a run is whole
_INTERLACED = 0.5  # of its pairs lean one way, the rest taken off that lean the other way
_SHIFTED = 0.6  # of its frames are made of two where all are; above that no pulldown
_CERTAIN = 0.8  # of pairs lean the way that overrules the flags

_CYCLE = 5  # frames of video that hold four of film
_PULLED = 3  # pairs of these frames, side by side, of which one frame combs at least
_FITS = 0.9  # of pairs that are as they should be in a pulldown
_FIELD_SECONDS = Fraction(1001, 60000)
_UNEVEN = 0.8  # of steps that are of two and three fields by turns

FILM_RATE = Fraction(24000, 1001)
"""Frames a second of film that was telecined."""

_USUAL_RATES = (FILM_RATE, *map(Fraction, (24, 25, 30, 48, 50, 60)), Fraction(30000, 1001),
                Fraction(60000, 1001))  # fmt: skip
_SAME_RATE = Fraction(1, 300)  # times in milliseconds are so exact

_VIDEO_RATES = (Fraction(30000, 1001), Fraction(30), Fraction(60000, 1001), Fraction(60))


class Material(Enum):
    """What frames are made of."""

    UNKNOWN = "unknown"
    """Nothing moves in the samples, or nothing is to be told from it."""
    WHOLE = "whole"
    """Each is one picture."""
    INTERLACED = "interlaced"
    """Each has two fields of two moments."""
    SHIFTED = "shifted"
    """Each has fields of two pictures, which neighbours hold the other fields of."""
    PULLDOWN = "pulldown"
    """3:2 pulldown (hard telecine): so are two of five, and one picture of five is there twice."""
    MIXED = "mixed"
    """Some are whole, some are not."""


_ORDERS = {1: ", top field first", -1: ", bottom field first", 0: ""}


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found out about a video's fields.

    Attributes
    ----------
    material : what its frames are made of
    order : the field that comes first by the pictures: 1 top, -1 bottom, 0 where they do not tell
    certain : whether the order by the pictures is surer than that by the flags
    flagged : the share of frames that are flagged as interlaced
    flagged_order : the field that comes first by the flags, 0 where they do not tell
    flags_tell : whether all frames that comb are flagged, and no frames that are whole
    rate : frames a second by the samples' times, None where these do not tell
    uneven : whether frames are shown for two and three fields by turns (soft telecine)
    frames : how many frames were looked at
    moving : how many pairs of them told something
    """

    material: Material = Material.UNKNOWN
    order: int = 0
    certain: bool = False
    flagged: float = 0.0
    flagged_order: int = 0
    flags_tell: bool = False
    rate: Fraction | None = None
    uneven: bool = False
    frames: int = 0
    moving: int = 0

    @property
    def first_field(self) -> int:
        """The field to take for the first one: 1 top, -1 bottom, 0 unknown."""
        return self.order if self.certain or not self.flagged_order else self.flagged_order

    def __str__(self) -> str:
        """Return it in some words; empty where frames are whole and shown evenly."""
        order = _ORDERS[self.first_field]
        if self.uneven and self.material in (Material.WHOLE, Material.UNKNOWN):
            return "soft telecine: film, whose frames last two and three fields by turns"
        match self.material:
            case Material.PULLDOWN:
                return "hard telecine: film by 3:2 pulldown, in which two frames of five comb"
            case Material.SHIFTED:
                return "frames of fields of two pictures each, which belong to their neighbours"
            case Material.MIXED:
                return f"interlaced in part{order}"
            case Material.INTERLACED:
                return f"interlaced{order}" + ("" if self.flagged else ", though not flagged so")
            case Material.UNKNOWN:
                return f"flagged as interlaced{order}" if self.flagged else ""
            case Material.WHOLE:
                return "flagged as interlaced, though its frames are whole" if self.flagged else ""

    @property
    def faulty(self) -> bool:
        """Whether the flags are not what the pictures are, or pictures are of several kinds."""
        if self.certain and self.flagged_order not in (0, self.order):
            return True
        if self.material in (Material.INTERLACED, Material.MIXED):
            return self.material is Material.MIXED or not self.flags_tell
        return self.material is Material.WHOLE and self.flagged > 0

    @property
    def combs(self) -> bool:
        """Whether frames hold fields of two moments, by the pictures or else by the flags."""
        if self.material is Material.UNKNOWN:
            return self.flagged > 0
        return self.material is not Material.WHOLE


def judged(samples: Iterable[FieldSample], rate: Fraction | None) -> Scan:
    """Return what samples of a video say; `rate` is its frames a second by the container."""
    taken: list[FieldSample] = []
    for sample in samples:
        taken.append(sample)
        rate = _rate(taken, rate)
        if len(taken) == 3 and _agree(taken, rate):
            break
    told = [(sample, material_of([sample.run], rate)) for sample in taken]
    known = [(sample, one) for sample, one in told if one is not Material.UNKNOWN]
    if known:
        found: set[Material] = {one for _, one in known}
    else:
        found = {material_of([sample.run for sample in taken], rate)}
    directions = [d for s in taken for d in s.run.directions if d is not None]
    leaning = sum(directions)
    moving = [d for d in directions if d]
    frames = sum(sample.frames for sample in taken)
    orders = {sample.order for sample in taken if sample.flagged}
    return Scan(
        material=_together(found),
        order=_sign(leaning) if _most(abs(leaning), len(moving)) else 0,
        certain=len(moving) >= 2 * _LEAST_PAIRS and abs(leaning) >= _CERTAIN * len(moving),
        flagged=sum(sample.flagged for sample in taken) / max(1, frames),
        flagged_order=orders.pop() if len(orders) == 1 else 0,
        flags_tell=bool(known) and all(
            (sample.flagged == sample.frames) if one is not Material.WHOLE else not sample.flagged
            for sample, one in known
        ),
        rate=rate,
        uneven=_uneven([sample.times for sample in taken]),
        frames=frames,
        moving=len(directions),
    )  # fmt: skip


def material_of(runs: Sequence[Run], rate: Fraction | None) -> Material:
    """Return what the frames of some runs are made of, taken together."""
    directions = [d for run in runs for d in run.directions if d is not None]
    if len(directions) < _LEAST_PAIRS:
        return Material.UNKNOWN
    kinds = [kind for run in runs for kind in run.kinds if kind is not Kind.STILL]
    shifted = sum(kind is Kind.SHIFTED for kind in kinds) / max(1, len(kinds))
    leaning = abs(sum(directions)) / len(directions)
    if leaning <= _WHOLE:
        return Material.WHOLE if shifted <= _WHOLE else Material.MIXED
    if shifted >= _SHIFTED:
        return Material.SHIFTED
    if rate is not None and is_video_rate(rate) and all(_pulled_down(run) for run in runs):
        return Material.PULLDOWN
    if leaning >= _INTERLACED:
        return Material.INTERLACED
    return Material.MIXED if len(directions) >= 2 * _LEAST_PAIRS else Material.UNKNOWN


def _agree(taken: Sequence[FieldSample], rate: Fraction | None) -> bool:
    """Return whether samples say the same without a doubt, so that more would not help."""
    each = {material_of([sample.run], rate) for sample in taken}
    return len(each) == 1 and each <= {Material.WHOLE, Material.INTERLACED}


def _together(found: set[Material]) -> Material:
    if len(found) == 1:
        return found.pop()
    if found == {Material.PULLDOWN, Material.SHIFTED}:
        return Material.PULLDOWN
    return Material.MIXED


def _rate(taken: Sequence[FieldSample], stated: Fraction | None) -> Fraction | None:
    """Return the rate of the samples' times: the stated one if it fits, or a usual one.

    A program stream's is guessed from a few frames, and often wrong.
    """
    means = [
        (sample.times[-1] - sample.times[0]) / (len(sample.times) - 1)
        for sample in taken
        if len(sample.times) > _LEAST_PAIRS
    ]
    mean = sorted(means)[len(means) // 2] if means else Fraction(0)
    if mean <= 0 or (stated and abs(stated * mean - 1) < _SAME_RATE):
        return stated
    return min(
        (known for known in _USUAL_RATES if abs(known * mean - 1) < _SAME_RATE),
        key=lambda known: abs(known * mean - 1),
        default=stated,
    )


def is_video_rate(rate: Fraction) -> bool:
    """Return whether so many frames a second may hold film by 3:2 pulldown."""
    return any(abs(rate / known - 1) < Fraction(1, 500) for known in _VIDEO_RATES)


def _pulled_down(run: Run) -> bool:
    """Return whether of five pairs three side by side lean one way, and the others never."""
    told = [(place, d) for place, d in enumerate(run.directions) if d is not None]
    leaning = sum(1 for _, d in told if d)
    if not told or leaning in (0, len(told)):
        return not leaning and bool(told)  # so far without contradiction
    best = max(
        sum(((place - phase) % _CYCLE < _PULLED) == bool(d) for place, d in told)
        for phase in range(_CYCLE)
    )
    alike = sum(1 for _, d in told if not d)
    return best >= _FITS * len(told) and alike >= len(told) / 10


def _uneven(times: Sequence[Sequence[Fraction]]) -> bool:
    """Return whether frames follow each other after two and three fields by turns."""
    turns = steps = 0
    for run in times:
        fields = [_fields(two - one) for one, two in pairwise(run)]
        steps += max(0, len(fields) - 1)
        turns += sum({one, two} == {2, 3} for one, two in pairwise(fields))
    return steps >= 2 * _LEAST_PAIRS and turns >= _UNEVEN * steps


def _fields(seconds: Fraction) -> int:
    """Return how many fields a time is, 0 where it is between."""
    count = round(seconds / _FIELD_SECONDS)
    return count if abs(seconds - count * _FIELD_SECONDS) < _FIELD_SECONDS / 5 else 0


def _most(leaning: int, moving: int) -> bool:
    return moving > 0 and leaning >= _SHIFTED * moving


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
