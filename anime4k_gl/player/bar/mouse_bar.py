"""The bar for the mouse at work: when it is seen, and what the mouse does with it.

It comes when the mouse moves, and goes when that has been still for a while or has left; it stays
while the mouse is on it, holds something of it, or chooses from a menu. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Callable

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Point, Rect, contains
from ..text.layout import Pixels
from ..window.events import (
    ButtonMoved,
    DoubleClicked,
    Event,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    WheelTurned,
)
from .actions import BarAction, Choose, GoTo, Perform, SetVolume
from .layout import BarLayout, BarPart
from .menu import Menu, MenuPlaces
from .popup import Popup
from .previews import Previews
from .state import BarState

HIDE_SECONDS = 1.5
"""How long the bar stays after the mouse's last movement (s)."""

AIM_SECONDS = 0.5
"""How long the handle stays where it was let go (s), until the seek there has begun."""

STIR = 3.0
"""How far the mouse has to go to count as moving, in pixels: a table that is bumped is no wish."""

_CLICKS = {
    BarPart.PREVIOUS: "previous", BarPart.PLAY: "pause", BarPart.NEXT: "next", BarPart.MUTE: "mute",
    BarPart.AUDIO: "audio-track", BarPart.SUBTITLES: "sub-track 1", BarPart.SWITCH: "effect",
    BarPart.FULLSCREEN: "fullscreen",
}  # fmt: skip
"""Commands of a click."""

_WHEELS = {
    BarPart.SEEK: ("seek 5", "seek -5"),
    BarPart.AUDIO: ("audio-track", "audio-track"),
    BarPart.SUBTITLES: ("sub-track -1", "sub-track 1"),
    BarPart.LOOK: ("look -1", "look 1"),
    BarPart.SWITCH: ("look -1", "look 1"),
}
"""Commands of the wheel, up and down, over a part; elsewhere on the bar it is the volume."""

_VOLUME = ("volume-by 2", "volume-by -2")
_MENUS = {each: each for each in (BarPart.AUDIO, BarPart.SUBTITLES, BarPart.LOOK)}
_MENUS[BarPart.SWITCH] = BarPart.LOOK


@dataclass(frozen=True)
class BarView:
    """The bar as it is to be drawn.

    Attributes
    ----------
    state, layout : what it shows, and where
    share : of the duration, where the handle is; None where there is none
    hover : what the mouse is on; None for nothing
    mouse : where it is
    held : what the mouse holds; None for nothing
    menu, menu_places : the menu that is open, and where; None for none
    popup : what stands above the mouse; None for nothing
    preview : the picture in it; None for none yet
    """

    state: BarState
    layout: BarLayout
    share: float | None
    hover: BarPart | None
    mouse: Point | None
    held: BarPart | None
    menu: Menu | None
    menu_places: MenuPlaces | None
    popup: Popup | None = None
    preview: Pixels | None = None

    @property
    def covered(self) -> list[Rect]:
        """The places that it covers, the bar itself first."""
        boxes = [self.layout.panel]
        boxes += [] if self.popup is None else [self.popup.box]
        return boxes + ([] if self.menu_places is None else [self.menu_places.box])


@dataclass(frozen=True)
class Answer:
    """What came of an event.

    Attributes
    ----------
    taken : whether it was for the bar alone
    actions : what the player is asked to do
    """

    taken: bool = False
    actions: tuple[BarAction, ...] = ()


class MouseBar:
    """Decides when the bar is seen and what events do to it.

    Parameters
    ----------
    now : a monotonic time (s)
    read_state : returns the state of what plays; None where nothing does
    enabled : whether there is a bar at all

    Attributes
    ----------
    stale : whether it would look different, drawn again
    previews : pictures of the places under the mouse; None for none
    """

    def __init__(
        self,
        now: Callable[[], float],
        read_state: Callable[[], BarState | None],
        *,
        enabled: bool = True,
    ) -> None:
        self._now, self._read, self._enabled = now, read_state, enabled
        self.stale = False
        self.previews: Previews | None = None
        self._until = float("-inf")
        self._mouse: Point | None = None
        self._rest: tuple[Point, Size] | None = None  # from where movement counts
        self._held: BarPart | None = None
        self._drag: float | None = None  # the share where the handle is held
        self._aim: tuple[float, float] | None = None  # where it was let go, and until when
        self._menu: Menu | None = None
        self._view: BarView | None = None  # what was drawn last

    def begin(self, previews: Previews | None) -> None:
        """Let go of everything: another file plays, or none; its previews are closed here."""
        if self.previews is not None:
            self.previews.close()
        self.previews = previews
        if self._over():  # the next file was chosen by it, and another one may be
            self._stay()
        self._held = self._drag = self._aim = self._menu = self._view = None

    # When it is seen.

    @property
    def shown(self) -> bool:
        """Whether the bar is to be seen."""
        return self._enabled and (self._now() < self._until or self.holds)

    @property
    def holds(self) -> bool:
        """Whether the mouse is on the bar that is seen, or holds something of it."""
        return self._held is not None or self._menu is not None or self._over()

    @property
    def remaining(self) -> float | None:
        """Seconds until the bar goes away; None where it is not there, or stays."""
        left = self._until - self._now()
        return left if self._enabled and left > 0 and not self.holds else None

    def must_compose(self) -> bool:
        """Whether the window has to be composed again: for a change, or because time is over."""
        fresh = self.previews is not None and self.previews.fresh
        return self.stale or fresh or self.shown != (self._view is not None)

    def view(self, window: Size, scale: float) -> BarView | None:
        """Return the bar to draw in a window, and note that it is; None for none.

        Parameters
        ----------
        window : the framebuffer's size
        scale : the screen's content scale
        """
        state = self._read() if self.shown else None
        self.stale, self._view = False, None
        if state is None:
            if self.previews is not None:
                self.previews.rest()
            return None
        share = self._share(state)
        elapsed = None
        if share is not None and (self._drag is not None or self._aim is not None):
            elapsed = share * (state.duration or 0.0)
        layout = BarLayout.at(state, window, scale, elapsed=elapsed)
        places = None if self._menu is None else MenuPlaces.at(self._menu, state, layout, window)
        hover = self._held or (None if self._mouse is None else layout.hit(self._mouse))
        popup = None
        if self._menu is None and hover is not None and self._mouse is not None:
            pictured = self.previews is not None and self.previews.failure is None
            popup = Popup.at(hover, self._mouse[0], state, layout, window, pictured=pictured)
        preview = self._preview(popup)
        self._view = BarView(
            state, layout, share, hover, self._mouse, self._held, self._menu, places, popup, preview
        )
        return self._view

    # What events do.

    def handle(self, event: Event, window: Size, *, elsewhere: bool = False) -> Answer:
        """Take an event; `elsewhere` says that the mouse is over something else, such as a panel.

        Parameters
        ----------
        window : the framebuffer's size
        """
        if not self._enabled:
            return Answer()
        match event:
            case MouseMoved(x, y):
                return self._move((x, y), window, elsewhere)
            case MouseLeft():
                self._leave()
            case ButtonMoved("left", False):
                return self._let_go()
            case ButtonMoved(button, True, x, y) if self._view is not None:
                self._mouse = (x, y)
                return self._press(button, (x, y), self._view)
            case DoubleClicked() if self._over():
                return Answer(taken=True)
            case WheelTurned(_, up) if self._view is not None and self._over():
                return self._turn(up, self._view)
            case KeyPressed("esc") if self._menu is not None:
                self._close_menu()
                return Answer(taken=True)
        return Answer()

    def _move(self, point: Point, window: Size, elsewhere: bool) -> Answer:
        self._mouse = point
        if self._rest is None or self._rest[1] != window:
            # It has come in, or the window has changed under it: that is no movement yet.
            self._rest = point, window
        (x, y), _ = self._rest
        stirred = max(abs(point[0] - x), abs(point[1] - y)) >= STIR and not elsewhere
        if stirred:
            self._rest = point, window
        if stirred or self._over() or self._held is not None:
            self._stay()
        view, held = self._view, self._held
        if held is None or view is None:
            return Answer()
        if held is BarPart.VOLUME:
            return Answer(actions=(SetVolume(view.layout.volume_at(point[0])),))
        share = view.layout.share_at(point[0])
        if share == self._drag:
            return Answer()
        self._drag = share
        return Answer(actions=(GoTo(share, exact=False),))

    def _leave(self) -> None:
        self._mouse = self._rest = None
        if self._held is None:
            self._menu, self._until, self.stale = None, float("-inf"), True

    def _press(self, button: str, point: Point, view: BarView) -> Answer:
        if self._menu is not None:
            return self._press_menu(button, point, view)
        part = view.layout.hit(point)
        if part is None:
            return Answer()
        self._stay()
        if part in _MENUS and (button == "right" or (button == "left" and part is BarPart.LOOK)):
            self._menu = Menu(_MENUS[part])
            self._menu.first = max(0, self._menu.chosen(view.state) - 2)
        elif button == "left" and part is BarPart.SEEK:
            self._held, self._drag = part, view.layout.share_at(point[0])
        elif button == "left" and part is BarPart.VOLUME:
            self._held = part
            return Answer(True, (SetVolume(view.layout.volume_at(point[0])),))
        elif button == "left" and part in _CLICKS:
            return Answer(True, (Perform(_CLICKS[part]),))
        return Answer(taken=True)

    def _press_menu(self, button: str, point: Point, view: BarView) -> Answer:
        """Choose what was pressed; a press beside the menu closes it."""
        menu, places = self._menu, view.menu_places
        row = None if places is None else places.row_at(point)
        self._close_menu()
        if menu is None or row is None or button != "left":
            return Answer(taken=True)
        number = menu.first + row - (0 if menu.part is BarPart.LOOK else 1)  # first comes "off"
        return Answer(True, (Choose(menu.part, number if number >= 0 else None),))

    def _let_go(self) -> Answer:
        held, self._held = self._held, None
        if held is None:
            return Answer()
        self._stay()
        share, self._drag = self._drag, None
        if share is None:
            return Answer(taken=True)
        self._aim = share, self._now() + AIM_SECONDS
        return Answer(True, (GoTo(share, exact=True),))

    def _turn(self, up: float, view: BarView) -> Answer:
        self._stay()
        if self._mouse is None or not up:
            return Answer(taken=True)
        if self._menu is not None and view.menu_places is not None:
            self._menu.scroll(-1 if up > 0 else 1, view.menu_places, view.state)
            return Answer(taken=True)
        part = view.layout.hit(self._mouse)
        commands = _VOLUME if part is None else _WHEELS.get(part, _VOLUME)
        return Answer(True, (Perform(commands[0 if up > 0 else 1]),))

    # Parts.

    def _stay(self) -> None:
        """Let the bar be seen for a while from now on."""
        self._until, self.stale = self._now() + HIDE_SECONDS, True

    def _close_menu(self) -> None:
        self._menu = None
        self._stay()

    def _share(self, state: BarState) -> float | None:
        """Return where the handle is: where it is held, was let go just now, or at the position."""
        if self._drag is not None:
            return self._drag
        if self._aim is not None and self._now() >= self._aim[1]:
            self._aim = None
        if self._aim is not None:
            return self._aim[0]
        return state.timeline.position if state.timeline is not None else None

    def _preview(self, popup: Popup | None) -> Pixels | None:
        """Return the picture of the place under the mouse, which is asked for where it is not."""
        if self.previews is None:
            return None
        if popup is None or popup.picture is None or popup.seconds is None:
            self.previews.rest()
            return None
        return self.previews.at(popup.seconds, popup.picture.size)

    def _over(self) -> bool:
        """Whether the mouse is over the bar as it was drawn, or its menu."""
        view = self._view
        if view is None or self._mouse is None:
            return False
        if view.menu_places is not None and contains(view.menu_places.box, self._mouse):
            return True
        return contains(view.layout.panel, self._mouse)
