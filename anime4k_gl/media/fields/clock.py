"""Times of frames whose fields have been put together anew."""

from __future__ import annotations

import math
from fractions import Fraction

from ...lazy.dataclass import dataclass

_FIELD = Fraction(1001, 60000)  # seconds, of NTSC
_CLOCK = 120_000  # units in a second that hold fields, half fields and frames of film exactly

_NEAR = Fraction(1, 5)  # of a field; containers round times to milliseconds

_CYCLE, _KEPT = 5, 4  # frames of video, and of film in the same time


def film_unit(time_base: Fraction) -> Fraction:
    """Return a part of a unit of time that holds fields and frames of film exactly."""
    return Fraction(1, math.lcm(time_base.denominator, _CLOCK))


@dataclass(frozen=True, slots=True)
class Moment:
    """When a frame is shown, and how long, in some unit; None where that is not known."""

    pts: int
    duration: int | None


class FieldClock:
    """Tells the times of frames that a filter gives back, by the times of those it was given.

    Parameters
    ----------
    time_base : seconds per unit of the times given
    unit : seconds per unit of the times returned, of which that is a multiple
    period : seconds a frame lasts as a rule
    """

    def __init__(self, time_base: Fraction, unit: Fraction, period: Fraction) -> None:
        self._scale = int(time_base / unit)
        self._period = max(1, round(period / unit))
        self._given: dict[int, Moment] = {}
        self._next = 0  # number of the next frame given
        self._kept = 0  # how many have come of decimation
        self._begin = 0  # of its present run of even times: when, and the number of the first frame
        self._first = 0

    def give(self, pts: int, duration: int | None) -> int:
        """Note the time of a frame that is given to the filter; return the frame's number."""
        moment = Moment(pts * self._scale, duration * self._scale if duration else None)
        self._given[self._next] = moment
        self._next += 1
        return self._next - 1

    def whole(self, number: int) -> Moment:
        """Return when the frame of a number is shown, which stays one frame."""
        self._forget(number)
        return self._given[number]

    def half(self, number: int, second: bool) -> Moment:
        """Return when the first or the second field of a frame is shown, as frames of their own."""
        self._forget(number)
        moment = self._given[number]
        after = self._given.get(number + 1)
        lasts = moment.duration or self._period
        if after is not None and 0 < after.pts - moment.pts < 2 * self._period:
            lasts = after.pts - moment.pts  # a hole is not to be shared
        first = lasts // 2
        if second:
            return Moment(moment.pts + first, lasts - first)
        return Moment(moment.pts, first)

    def kept(self) -> Moment:
        """Return when the next frame is shown of those that are left of film, four of five."""
        cycle, place = divmod(self._kept, _KEPT)
        step = Fraction(_CYCLE * self._period, _KEPT)
        if place == 0 and cycle * _CYCLE in self._given:
            given = self._given[cycle * _CYCLE].pts
            due = self._begin + round((self._kept - self._first) * step)
            if self._kept == 0 or abs(given - due) > self._period // 2:
                self._begin, self._first = given, self._kept  # it begins, or there was a hole
            self._forget(cycle * _CYCLE)
        since = self._kept - self._first
        self._kept += 1
        pts = self._begin + round(since * step)
        return Moment(pts, self._begin + round((since + 1) * step) - pts)

    def _forget(self, number: int) -> None:
        self._given.pop(number - 2, None)
        for old in [n for n in self._given if n < number - 2 * _CYCLE]:
            del self._given[old]


class EvenClock:
    """Shows frames of film evenly that follow each other after three and two fields by turns.

    The one between a longer and a shorter step moves forward by half a field. Nothing else moves,
    so that holes and what is of another rate stay as they are.

    Parameters
    ----------
    time_base : seconds per unit of the times given
    unit : seconds per unit of the times returned, of which that is a multiple
    """

    def __init__(self, time_base: Fraction, unit: Fraction) -> None:
        self._unit = unit
        self._scale = int(time_base / unit)
        self._before: int | None = None  # when the frame before the one to tell is shown, as given
        self._waits: Moment | None = None

    def give(self, pts: int, duration: int | None) -> Moment | None:
        """Note the time of the next frame; return when the one before it is shown, if any."""
        told, given = self._waits, Moment(pts * self._scale, duration and duration * self._scale)
        self._waits = given
        if told is None:
            return None
        step = self._fields(given.pts - told.pts)
        before = None if self._before is None else self._fields(told.pts - self._before)
        self._before = told.pts
        if step == 2 and before == 3:
            pts = told.pts - self._units(Fraction(1, 2))
            return Moment(pts, given.pts - pts)
        if step == 3 and before in (2, None):
            return Moment(told.pts, self._units(Fraction(5, 2)))  # the next one moves
        return Moment(told.pts, told.duration)

    def rest(self) -> Moment | None:
        """Return when the last frame is shown."""
        told, self._waits, self._before = self._waits, None, None
        return told

    def _fields(self, units: int) -> int:
        """Return how many fields a time is, 0 where it is between."""
        count = round(units * self._unit / _FIELD)
        return count if abs(units - self._units(Fraction(count))) < self._units(_NEAR) else 0

    def _units(self, fields: Fraction) -> int:
        return round(fields * _FIELD / self._unit)
