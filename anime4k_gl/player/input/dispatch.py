"""The dispatch of events: to the panels, the comparison, or a bound command."""

from __future__ import annotations

from ..player import Player
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
from .bar_actions import perform
from .bindings import CLICKS, DOUBLE_CLICK, WHEEL, KeyBindings


class EventDispatcher:
    """Hands each event to whom it is for.

    Parameters
    ----------
    bindings : the commands of keys
    """

    def __init__(self, bindings: KeyBindings) -> None:
        self._bindings = bindings

    def handle(self, player: Player, event: Event) -> None:
        """Do what an event asks a player for."""
        display, comparison = player.display, player.selection.comparison
        if display.panels.takes(event):
            return
        if self._is_bars(player, event):
            return
        match event:
            case KeyPressed(name):
                self._run(player, name)
            case MouseMoved(x, y):
                player.pointer.moved()
                self._move_mouse(player, (x, y))
            case MouseLeft():
                self._move_mouse(player, None)
            case ButtonMoved("left", True, x, y) if player.window.control_held:
                player.placing.grab((x, y))
            case ButtonMoved("left", True, x, y):
                comparison.press((x, y), player.window.framebuffer_size, display.place)
            case ButtonMoved("left", False):
                comparison.let_go()
                player.placing.let_go()
            case ButtonMoved(button, True) if button in CLICKS:
                self._run(player, CLICKS[button])
            case DoubleClicked() if not comparison.grabbed:
                self._run(player, DOUBLE_CLICK)
            case WheelTurned(_, up) if up and player.window.control_held:
                player.placing.zoom(0.1 if up > 0 else -0.1, player.window.mouse)
                display.stale = True
            case WheelTurned(right, up):
                across = ("right" if right < 0 else "left") if abs(right) > abs(up) else ""
                self._run(player, WHEEL[across or ("up" if up > 0 else "down")])
            case FilesDropped(paths):
                player.files.drop(paths)
            case Exposed():
                display.stale = True
                if (size := display.shown_size) is not None:
                    player.aspect.follow(size)
            case _:
                pass

    def _is_bars(self, player: Player, event: Event) -> bool:
        """Tell the bar for the mouse of an event; return whether it is its alone."""
        display = player.display
        elsewhere = display.panels.holds_mouse or player.selection.comparison.grabbed
        answer = display.bar.handle(event, player.window.framebuffer_size, elsewhere=elsewhere)
        for action in answer.actions:
            perform(player, action)
            display.stale = True
        if answer.taken:
            player.pointer.moved()
        return answer.taken

    def _run(self, player: Player, key: str) -> None:
        command = self._bindings.get(key)
        if command is not None:
            command(player)
            player.display.stale = True

    def _move_mouse(self, player: Player, point: tuple[float, float] | None) -> None:
        window, display = player.window.framebuffer_size, player.display
        moved = player.selection.comparison.move(point, window, display.place)
        if player.placing.drag(point) or moved:
            display.stale = True
