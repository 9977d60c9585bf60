"""What the user does to the window, turned into commands: keys, mouse, dropped files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..window.events import (
    ButtonMoved,
    DoubleClicked,
    Event,
    Exposed,
    FilesDropped,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    WheelTurned,
)
from .bindings import DOUBLE_CLICK, RIGHT_CLICK, WHEEL, Bindings

if TYPE_CHECKING:
    from ..display.display import Drawing
    from ..player import Player

POINTER_SECONDS = 1.0
"""How long the mouse pointer stays over the picture without moving."""


class Controls:
    """Hands events to whoever they are for: the panels, the comparison, or a bound command.

    Parameters
    ----------
    player : what commands act on
    drawing : what is seen, and so what the mouse is over
    bindings : the commands of keys
    now : a monotonic time (s)
    """

    def __init__(
        self, player: Player, drawing: Drawing, bindings: Bindings, now: Callable[[], float]
    ) -> None:
        self._player, self._drawing, self._bindings, self._now = player, drawing, bindings, now
        self._pointer_at = now()

    def handle(self, event: Event) -> None:
        """Do what an event asks for."""
        drawing = self._drawing
        if drawing.panels.takes(event):
            return
        compare = drawing.viewing.compare
        match event:
            case KeyPressed(name):
                self._run(name)
            case MouseMoved(x, y):
                self._show_pointer()
                self._move_mouse((x, y))
            case MouseLeft():
                self._move_mouse(None)
            case ButtonMoved("left", True, x, y):
                compare.press((x, y), drawing.window.framebuffer_size, drawing.place)
            case ButtonMoved("left", False):
                compare.let_go()
            case ButtonMoved("right", True):
                self._run(RIGHT_CLICK)
            case DoubleClicked() if not compare.grabbed:
                self._run(DOUBLE_CLICK)
            case WheelTurned(right, up):
                across = ("right" if right < 0 else "left") if abs(right) > abs(up) else ""
                self._run(WHEEL[across or ("up" if up > 0 else "down")])
            case FilesDropped(paths):
                self._player.drop(paths)
            case Exposed():
                drawing.stale = True
            case _:
                pass

    def hide_pointer(self, *, playing: bool) -> None:
        """Hide the mouse pointer where it has been still over a picture that moves."""
        drawing = self._drawing
        busy = drawing.viewing.compare.on or drawing.panels.model.shown
        if playing and not busy and self._now() - self._pointer_at > POINTER_SECONDS:
            drawing.window.show_pointer(False)

    def _run(self, key: str) -> None:
        command = self._bindings.get(key)
        if command is not None:
            command(self._player)
            self._drawing.stale = True

    def _move_mouse(self, point: tuple[float, float] | None) -> None:
        drawing = self._drawing
        window = drawing.window.framebuffer_size
        if drawing.viewing.compare.move(point, window, drawing.place):
            drawing.stale = True

    def _show_pointer(self) -> None:
        self._pointer_at = self._now()
        self._drawing.window.show_pointer(True)
