"""Comparing two looks: what is to be seen of them, and how the mouse and keys change it. No OpenGL.

Points are pixels of the window's framebuffer, from its top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ...formats import Size
from ..geometry import Rect
from .layout import Point, dragged, hits_divider, position_at

GAINS = (1.0, 32.0)
"""By how much a difference may be amplified, at least and at most."""

ZOOMS = (4, 8, 16)
"""How many pixels of the window a side of the loupe's texels may have."""

BLINK_SECONDS = 0.5
"""How long each look is seen where blinking goes by time."""

NUDGE = 0.02  # of the picture's width: how far a key moves the divider


class Mode(Enum):
    """How two looks are compared."""

    OFF = "off"
    SPLIT = "split"
    SIDE_BY_SIDE = "side-by-side"
    BLINK = "blink"
    DIFFERENCE = "difference"


@dataclass
class Compare:
    """What is compared, and how.

    Attributes
    ----------
    names : of all looks there are, see `Looks`
    before, after : names of the two that are compared
    mode : how
    divider : of a split, the share of the picture's width at which ``after`` begins
    pan : of side by side, which part of the picture is seen where it does not all fit: of what is
        hidden, the share that is hidden to the left, and above
    gain : how much a difference is amplified
    zoom : of the loupe
    loupe : whether there is one
    mouse : where it is; None where it is not over the window
    view : the inner texture to be seen instead of the result; None for the result
    second : while blinking, whether ``after`` is seen
    timed : whether blinking goes by time, else by key
    """

    names: Sequence[str]
    before: str
    after: str
    mode: Mode = Mode.OFF
    divider: float = 0.5
    pan: tuple[float, float] = (0.5, 0.5)
    gain: float = 8.0
    zoom: int = 8
    loupe: bool = False
    mouse: Point | None = None
    view: str | None = None
    second: bool = False
    timed: bool = False
    _grabbed: Point | None = field(default=None, repr=False)
    _blink_at: float = field(default=0.0, repr=False)

    # What is to be drawn.

    def looks(self, main: str) -> tuple[str, ...]:
        """Return the names of the looks to draw; `main` is the one that plays.

        In `panes.panes`, a pane's look is an index into these.
        """
        if self.mode is Mode.OFF:
            return (main,)
        if self.mode is Mode.BLINK and not self.loupe:
            return (self.after if self.second else self.before,)
        return self.before, self.after

    @property
    def on(self) -> bool:
        """Whether two looks are compared."""
        return self.mode is not Mode.OFF

    # What keys do.

    def set_mode(self, mode: Mode) -> None:
        """Compare in some way; in the way that is on already, no more."""
        self.mode = Mode.OFF if mode is self.mode else mode
        self.second, self._grabbed = False, None

    def next_mode(self) -> None:
        """Go on to the next way of comparing."""
        modes = list(Mode)
        self.mode = modes[(modes.index(self.mode) + 1) % len(modes)]
        self.second, self._grabbed = False, None

    def choose(self, *, before: str | None = None, after: str | None = None) -> None:
        """Choose what is compared, by name.

        Raises
        ------
        ValueError : there is no look of that name
        """
        for name in (before, after):
            if name is not None and name not in self.names:
                raise ValueError(f"there is no look {name!r}")
        self.before, self.after = before or self.before, after or self.after

    def step_before(self, step: int = 1) -> None:
        """Choose the next look to be ``before``, other than ``after``."""
        self.before = self._next(self.before, self.after, step)

    def step_after(self, step: int = 1) -> None:
        """Choose the next look to be ``after``, other than ``before``."""
        self.after = self._next(self.after, self.before, step)

    def swap(self) -> None:
        """Have before and after change places."""
        self.before, self.after = self.after, self.before

    def blink(self) -> None:
        """Show the other of the two; from another mode, begin with that."""
        if self.mode is Mode.BLINK:
            self.second = not self.second
        else:
            self.set_mode(Mode.BLINK)

    def scale_gain(self, factor: float) -> None:
        """Amplify a difference more, or less, within `GAINS`."""
        self.gain = min(GAINS[1], max(GAINS[0], self.gain * factor))

    def toggle_loupe(self) -> None:
        """Show the loupe, or no more."""
        self.loupe = not self.loupe

    def change_zoom(self, step: int) -> None:
        """Zoom the loupe further in, or out, within `ZOOMS`."""
        self.zoom = ZOOMS[_within(ZOOMS.index(self.zoom) + step, len(ZOOMS))]

    def cycle_zoom(self) -> None:
        """Zoom the loupe to the next of `ZOOMS`, after the last one the first."""
        self.zoom = ZOOMS[(ZOOMS.index(self.zoom) + 1) % len(ZOOMS)]

    def nudge(self, step: float) -> None:
        """Move the divider by a key: `step` times `NUDGE`, to the right."""
        self.divider = min(1.0, max(0.0, self.divider + step * NUDGE))

    def step_view(self, names: Sequence[str], step: int = 1) -> None:
        """See the next inner texture of those named, after the last one the result again."""
        choices = [None, *names]
        now = choices.index(self.view) if self.view in choices else 0
        self.view = choices[(now + step) % len(choices)]

    # What the mouse does.

    def move(self, point: Point | None, window: Size, place: Rect) -> bool:
        """Take in where the mouse is; return whether what is to be seen is another now.

        Parameters
        ----------
        point : None where it has left the window
        window : the framebuffer's size
        place : the picture in the window, letterboxed
        """
        last, self.mouse = self.mouse, point
        changed = self.loupe and point != last
        if point is None or self._grabbed is None or point == last:
            return changed
        if self.mode is Mode.SPLIT:
            self.divider = position_at(point[0], place)
        elif self.mode is Mode.SIDE_BY_SIDE:
            by = (point[0] - self._grabbed[0], point[1] - self._grabbed[1])
            self.pan, self._grabbed = dragged(self.pan, by, window, place), point
        return True

    def press(self, point: Point, window: Size, place: Rect) -> bool:
        """Take in that the left button went down; return whether that was meant for us.

        A press on the divider grabs it; side by side, one anywhere grabs the picture.
        """
        ours = self.mode is Mode.SIDE_BY_SIDE or (
            self.mode is Mode.SPLIT and hits_divider(point, self.divider, window, place)
        )
        self._grabbed = point if ours else None
        return ours

    def let_go(self) -> None:
        """Take in that the button went up."""
        self._grabbed = None

    @property
    def grabbed(self) -> bool:
        """Whether the mouse holds something."""
        return self._grabbed is not None

    # Blinking by time.

    def toggle_timed(self, now: float) -> None:
        """Blink by time, from `now` on (s), or by key only."""
        self.timed = not self.timed
        self._blink_at = now + BLINK_SECONDS

    def tick(self, now: float) -> bool:
        """Blink if it is time to; return whether it was."""
        if self.mode is not Mode.BLINK or not self.timed or now < self._blink_at:
            return False
        self.second = not self.second
        # Not from the last time on: after a pause it would blink for all that was missed.
        self._blink_at = now + BLINK_SECONDS
        return True

    def remaining(self, now: float) -> float | None:
        """Return the seconds until the next blink; None where none is to come."""
        if self.mode is not Mode.BLINK or not self.timed:
            return None
        return max(0.0, self._blink_at - now)

    def _next(self, name: str, other: str, step: int) -> str:
        names = [n for n in self.names if n == name or n != other]
        start = names.index(name) if name in names else -1
        return names[(start + step) % len(names)]


def _within(index: int, length: int) -> int:
    return min(length - 1, max(0, index))
