"""The quality governor: leaves out passes so that no frame is dropped, and brings them back.

Decides from three numbers a frame: how long rendering took, how long it may take, and how many
frames were dropped. It knows nothing of what a level is but its order.

- It begins at the level that held the last time, where one is known, else at the first.
- Before playing begins levels are rehearsed, while one frame stands still and none can be dropped.
- Down a level after some frames of late were too slow. A level that turns out to be no faster than
  the one before it is gone through at once and not used again.
- Up a level after a quiet minute, where what that level took when it last ran, in proportion to
  what the current level takes now against then, fits with room to spare. What is remembered is
  trusted for some time only: a busy machine may be idle by then.
- A return that fails is taken back after few frames, and the next one waits twice as long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from ...lazy.dataclass import dataclass
from .quality_levels import Level, level_text, viewers_text

WINDOW = 24
"""The latest frames that count."""

BAD_FRAMES = 8
"""Slow frames in the window before quality is lowered."""

TRIAL_BAD_FRAMES = 3
"""The same for a level that was just returned to."""

TRIAL_SECONDS = 5.0
"""How long a return is on trial (s)."""

WARM_UP = 2
"""Frames after a change that do not count: they compile and allocate."""

MEASURED = 6
"""Frames after which a level's cost is known."""

TOO_LONG = 0.95
"""A frame is too slow where rendering takes this share of its time: showing it takes some, too."""

MATTERS = 0.6
"""A dropped frame is blamed on rendering where that takes this share, else on decoding."""

FITS = 0.75
"""A level is returned to where it is expected to take at most this share."""

BEGINS = 0.85
"""A level is begun with only where it takes at most this share."""

QUIET_SECONDS = 60.0
"""How long all must have gone well before a level is returned to (s)."""

HELD_SECONDS = 10.0
"""How long frames must have come at a level before it counts as one that holds (s)."""

TRUSTED_SECONDS = 120.0
"""How long what a level took is remembered (s); each failed return doubles it."""

MOST_PATIENCE = 32
"""The most by which waiting is multiplied after failed returns."""

GAIN = 0.97
"""A level is of use where it takes less than this share of what the one before it takes."""


@dataclass
class _Cost:
    """What a level took when it was left: seconds, and those of the level it was left for."""

    seconds: float
    next_seconds: float | None = None


class Governor:
    """Decides on a level.

    Parameters
    ----------
    levels : those there are, in their order
    enabled : otherwise the level is always the first

    Attributes
    ----------
    level : what is to run
    overloaded : whether even the last level is too slow
    reason : why the level is what it is, in words; empty where nothing has happened yet
    """

    def __init__(self, levels: Sequence[Level] = (Level.ALL,), *, enabled: bool = True) -> None:
        self._levels = tuple(levels)
        self._enabled = enabled
        self.forget()

    def forget(self) -> None:
        """Start over: another file, size or profile takes another time."""
        self._index = 0
        self._costs: dict[int, _Cost] = {}
        self._useless: set[int] = set()
        self._patience = 1
        self._trial_ends: float | None = None
        self.overloaded = False
        self.reason = ""
        self._enter(0)

    def begin_at(self, level: Level) -> None:
        """Start over at a level that held the last time; nothing where it is not among them."""
        if self._enabled and level in self._levels:
            self.forget()
            self._enter(self._levels.index(level))
            self.reason = "as it held here the last time"

    def measure_anew(self) -> None:
        """Stay at the level, and forget what levels took: the sizes are others."""
        self._costs.clear()
        self._useless.clear()
        self._trial_ends = None
        self._enter(self._index)

    def set_levels(self, levels: Sequence[Level]) -> None:
        """Decide among other levels, starting at the first, where they have changed."""
        if tuple(levels) != self._levels:
            self._levels = tuple(levels)
            self.forget()

    @property
    def level(self) -> Level:
        """What is to run."""
        return self._levels[self._index]

    @property
    def levels_below(self) -> tuple[Level, ...]:
        """Those that leave out more."""
        return self._levels[self._index + 1 :]

    @property
    def held(self) -> bool:
        """Whether the level has been in time for as long as it takes to count on it."""
        return self._in_time >= HELD_SECONDS and not self.overloaded

    @property
    def enabled(self) -> bool:
        """Whether anything may be left out."""
        return self._enabled

    @enabled.setter
    def enabled(self, enabled: bool) -> None:
        if enabled != self._enabled:
            self._enabled = enabled
            self.forget()

    @property
    def text(self) -> str:
        """What is left out, in words; empty where nothing is."""
        if not self._index:
            return "too slow for this machine" if self.overloaded else ""
        text = level_text(self.level, self._levels)
        return f"{text}, and still too slow" if self.overloaded else text

    @property
    def sentence(self) -> str:
        """The level and why it is that, in words; empty where there is nothing to say."""
        text = self.text or (level_text(self.level) if self.reason else "")
        return f"{text}: {self.reason}" if self.reason else text

    @property
    def told(self) -> str:
        """What is switched off and why, as a sentence for a viewer."""
        return viewers_text(self.level, self._levels, overloaded=self.overloaded)

    def frame(self, now: float, *, draw: float, budget: float, dropped: int = 0) -> Level:
        """Take a frame into account that was rendered while playing; return what is to run next.

        Parameters
        ----------
        now : a monotonic time (s)
        draw : how long rendering took (s)
        budget : how long there was for it: the time between frames at the current speed (s)
        dropped : frames dropped since the last call
        """
        if not self._enabled or budget <= 0 or len(self._levels) == 1:
            return self.level
        self._seen += 1
        if self._seen <= WARM_UP:
            return self.level
        if self._seen == WARM_UP + 1:
            self._quiet_since = now
        bad = draw > TOO_LONG * budget or (dropped > 0 and draw > MATTERS * budget)
        self._bad.append(bad)
        self._draws.append(draw)
        self._in_time += budget
        if bad:
            self._quiet_since = now
        on_trial = self._trial_ends is not None and now < self._trial_ends
        if self._trial_ends is not None and not on_trial:
            self._trial_ends, self._patience = None, 1  # the return has stood the test
        self._measure()
        if sum(self._bad) >= (TRIAL_BAD_FRAMES if on_trial else BAD_FRAMES):
            self._down(now, budget, failed=on_trial)
        elif not any(self._bad):
            self.overloaded = False
            self._up(now, budget)
        return self.level

    def rehearsed(self, *, draw: float, budget: float) -> bool:
        """Take a frame into account that was rendered before playing, when nothing is dropped.

        Returns whether there is another level now, to be rehearsed in its turn.

        Parameters
        ----------
        draw, budget : as for `frame`; `draw` without what is done only once, such as compiling
        """
        below = self._below()
        if not self._enabled or budget <= 0 or draw <= BEGINS * budget or below is None:
            return False
        self._costs[self._index] = _Cost(draw)
        self._enter(below)
        self.reason = _too_slow(draw, budget)
        return True

    # Parts.

    def _enter(self, index: int) -> None:
        self._index = index
        self._seen = 0
        self._bad: deque[bool] = deque(maxlen=WINDOW)
        self._draws: deque[float] = deque(maxlen=WINDOW)
        self._quiet_since = self._in_time = 0.0

    def _measure(self) -> None:
        """Note what the level takes, beside the one it was entered from, once that is known."""
        above = self._above()
        cost = None if above is None else self._costs.get(above)
        if cost is None or cost.next_seconds is not None or len(self._draws) < MEASURED:
            return
        cost.next_seconds = _median(self._draws)

    def _above(self) -> int | None:
        """Return the next level up that is of use; None at the top."""
        return next((i for i in range(self._index - 1, -1, -1) if i not in self._useless), None)

    def _below(self) -> int | None:
        following = range(self._index + 1, len(self._levels))
        return next((i for i in following if i not in self._useless), None)

    def _down(self, now: float, budget: float, *, failed: bool) -> None:
        below, above = self._below(), self._above()
        if below is None:
            self.overloaded = True
            return
        slow = [draw for draw, bad in zip(self._draws, self._bad, strict=True) if bad]
        self.reason = _too_slow(_median(slow), budget)
        cost = None if above is None else self._costs.get(above)
        if cost is not None and cost.next_seconds is not None and not failed:
            # No faster than where it was come from: of no use, neither now nor on the way back.
            if cost.next_seconds > GAIN * cost.seconds:
                self._useless.add(self._index)
                cost.next_seconds = None
            else:
                self._costs[self._index] = _Cost(_median(self._draws))
        else:
            self._costs[self._index] = _Cost(_median(self._draws))
        if failed:
            self._patience = min(MOST_PATIENCE, 2 * self._patience)
        self._trial_ends = None
        self._enter(below)

    def _up(self, now: float, budget: float) -> None:
        above = self._above()
        if above is None or len(self._draws) < MEASURED:
            return
        quiet = now - self._quiet_since
        if quiet < QUIET_SECONDS * self._patience:
            return
        cost = self._costs.get(above)
        if cost is not None and quiet < TRUSTED_SECONDS * self._patience:
            ratio = _median(self._draws) / cost.next_seconds if cost.next_seconds else 1.0
            if cost.seconds * ratio > FITS * budget:
                return
        self._trial_ends = now + TRIAL_SECONDS
        self._enter(above)
        waited = "a quiet minute" if self._patience == 1 else f"{self._patience} quiet minutes"
        self.reason = f"back after {waited}"


def _too_slow(draw: float, budget: float) -> str:
    return f"otherwise a frame took {1000 * draw:.0f} of its {1000 * budget:.0f} ms"


def _median(values: Sequence[float]) -> float:
    from statistics import median  # brings much that a first picture does without

    return median(values)
