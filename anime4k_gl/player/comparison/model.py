"""The state of a comparison, and how the mouse and keys change it. No OpenGL.

Points are pixels of the window's framebuffer, from its top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import Enum

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Point, Rect, visible_part
from .layout import dragged, hits_divider, position_at

GAINS = (1.0, 32.0)
"""By how much a difference may be amplified, at least and at most."""

ZOOMS = (4, 8, 16)
"""How many pixels of the window a side of the loupe's texels may have."""


class Mode(Enum):
    """How two profiles are compared."""

    OFF = "off"
    SPLIT = "split"
    SIDE_BY_SIDE = "side-by-side"
    BLINK = "blink"
    DIFFERENCE = "difference"


@dataclass
class Comparison:
    """How two profiles are compared; which two, `Selected` says.

    Attributes
    ----------
    mode : how
    divider : of a split, the share of what is seen of the picture's width at which ``after``
        begins
    pan : of side by side, which part of the picture is seen where it does not all fit: of what is
        hidden, the share that is hidden to the left, and above
    gain : how much a difference is amplified
    zoom : of the loupe
    loupe : whether there is one
    mouse : where it is; None where it is not over the window
    view : the intermediate texture to show instead of the result; None for the result
    second : while blinking, whether ``after`` is seen
    """

    mode: Mode = Mode.OFF
    divider: float = 0.5
    pan: tuple[float, float] = (0.5, 0.5)
    gain: float = 8.0
    zoom: int = 8
    loupe: bool = False
    mouse: Point | None = None
    view: str | None = None
    second: bool = False
    _grabbed: Point | None = field(default=None, repr=False)

    # What is to be rendered.

    def visible(self, before: str, after: str) -> tuple[str, ...]:
        """Return the names of the profiles to render, of the two that are selected.

        A pane's `profile` is an index into these.
        """
        if self.mode is Mode.OFF:
            return (after,)
        if self.mode is Mode.BLINK and not self.loupe:
            return (after if self.second else before,)
        return before, after

    @property
    def on(self) -> bool:
        """Whether two profiles are compared."""
        return self.mode is not Mode.OFF

    # What keys do.

    def set_mode(self, mode: Mode) -> None:
        """Compare in some way; asked for the mode that is on, stop comparing."""
        self.mode = Mode.OFF if mode is self.mode else mode
        self.second, self._grabbed = False, None

    def blink(self) -> None:
        """Show the other of the two; from another mode, begin with the left one."""
        if self.mode is Mode.BLINK:
            self.second = not self.second
        else:
            self.set_mode(Mode.BLINK)

    def scale_gain(self, factor: float) -> None:
        """Amplify a difference more, or less, within `GAINS`."""
        self.gain = min(GAINS[1], max(GAINS[0], self.gain * factor))

    def toggle_loupe(self) -> None:
        """Show the loupe, or hide it."""
        self.loupe = not self.loupe

    def cycle_zoom(self) -> None:
        """Zoom the loupe to the next of `ZOOMS`, after the last one the first."""
        self.zoom = ZOOMS[(ZOOMS.index(self.zoom) + 1) % len(ZOOMS)]

    def step_view(self, names: Sequence[str], step: int = 1) -> None:
        """Show the next intermediate texture of those named, after the last one the result."""
        choices = [None, *names]
        now = choices.index(self.view) if self.view in choices else 0
        self.view = choices[(now + step) % len(choices)]

    # What the mouse does.

    def move(self, point: Point | None, window: Size, place: Rect) -> bool:
        """Note where the mouse is; return whether the window must be composed again.

        Parameters
        ----------
        point : None where it has left the window
        window : the framebuffer's size
        place : the whole picture, which may reach beyond the window
        """
        last, self.mouse = self.mouse, point
        changed = self.loupe and point != last
        if point is None or self._grabbed is None or point == last:
            return changed
        if self.mode is Mode.SPLIT:
            self.divider = position_at(point[0], visible_part(place, window))
        elif self.mode is Mode.SIDE_BY_SIDE:
            by = (point[0] - self._grabbed[0], point[1] - self._grabbed[1])
            self.pan, self._grabbed = dragged(self.pan, by, window, place), point
        return True

    def press(self, point: Point, window: Size, place: Rect) -> bool:
        """Note that the left button went down; return whether it grabbed something.

        A press on the divider grabs it; side by side, one anywhere grabs the picture.
        """
        ours = self.mode is Mode.SIDE_BY_SIDE or (
            self.mode is Mode.SPLIT and hits_divider(point, self.divider, window, place)
        )
        self._grabbed = point if ours else None
        return ours

    def let_go(self) -> None:
        """Note that the button went up."""
        self._grabbed = None

    @property
    def grabbed(self) -> bool:
        """Whether the mouse holds something."""
        return self._grabbed is not None
