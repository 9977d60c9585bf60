"""The events of a glfw window, from its callbacks to plain values in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .events import (
    ButtonMoved,
    DoubleClicked,
    Event,
    Exposed,
    FilesDropped,
    KeyMoved,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    TextTyped,
    WheelTurned,
)
from .key_names import media_name, modified, special_name, text, typing_name

DOUBLE_CLICK_SECONDS = 0.35
DOUBLE_CLICK_PIXELS = 8  # a hand moves a little between two clicks


class EventQueue:
    """Collects a window's events from when it is made.

    Parameters
    ----------
    glfw : the library
    handle : glfw's, of the window
    pixel : a place in window coordinates to framebuffer pixels
    """

    def __init__(
        self, glfw: Any, handle: Any, pixel: Callable[[float, float], tuple[float, float]]
    ) -> None:
        self._glfw, self._pixel = glfw, pixel
        self._events: list[Event] = []
        self._last_click = (float("-inf"), 0.0, 0.0)
        self._typing: tuple[str | None, int] = (None, 0)  # the key whose text is to come
        add = self._add
        glfw.set_key_callback(handle, self._on_key)
        glfw.set_char_callback(handle, self._on_character)
        glfw.set_mouse_button_callback(handle, self._on_button)
        glfw.set_cursor_pos_callback(handle, lambda _, x, y: add(MouseMoved(*pixel(x, y))))
        glfw.set_cursor_enter_callback(handle, lambda _, inside: inside or add(MouseLeft()))
        glfw.set_scroll_callback(handle, lambda _, right, up: add(WheelTurned(right, up)))
        glfw.set_drop_callback(handle, self._on_drop)
        glfw.set_window_refresh_callback(handle, lambda _: add(Exposed()))
        glfw.set_framebuffer_size_callback(handle, lambda *_: add(Exposed()))
        # Moved to a screen where things are drawn larger: text has to be drawn anew.
        glfw.set_window_content_scale_callback(handle, lambda *_: add(Exposed()))

    def take(self) -> list[Event]:
        """Return the events since the last time."""
        events, self._events = self._events, []
        return events

    def _add(self, event: Event) -> None:
        self._events.append(event)

    def _on_key(self, _: Any, key: int, scancode: int, action: int, modifiers: int) -> None:
        glfw = self._glfw
        self._typing = (None, 0)
        if action != glfw.REPEAT:
            self._add(KeyMoved(key, action == glfw.PRESS, modifiers))
        if action not in (glfw.PRESS, glfw.REPEAT):
            return
        name = special_name(glfw, key) or media_name(glfw, key, scancode)
        if name is not None:
            self._add(KeyPressed(modified(glfw, name, modifiers, shift=True)))
            return
        name = typing_name(glfw, key, scancode)
        if modifiers & (glfw.MOD_CONTROL | glfw.MOD_ALT | glfw.MOD_SUPER):
            if name is not None:  # such keys type nothing
                self._add(KeyPressed(modified(glfw, name, modifiers, shift=True)))
            return
        self._typing = (name, modifiers)

    def _on_character(self, _: Any, code: int) -> None:
        """A character was typed: it is the name of its key, the layout's shifts applied."""
        glfw, typed = self._glfw, chr(code)
        self._add(TextTyped(typed))
        name, modifiers = self._typing
        if name is None:  # of a key that has a name of its own, such as space
            return
        self._typing = (None, 0)
        if not typed.isascii():  # on a layout without Latin letters: the letter of the key
            typed = name.upper() if modifiers & glfw.MOD_SHIFT else name
        self._add(KeyPressed(typed))

    def _on_button(self, handle: Any, button: int, action: int, _modifiers: int) -> None:
        glfw = self._glfw
        names = {
            glfw.MOUSE_BUTTON_LEFT: "left",
            glfw.MOUSE_BUTTON_RIGHT: "right",
            glfw.MOUSE_BUTTON_MIDDLE: "middle",
        }
        if button not in names:
            return
        x, y = glfw.get_cursor_pos(handle)
        down = action == glfw.PRESS
        self._add(ButtonMoved(names[button], down, *self._pixel(x, y)))
        if not down or button != glfw.MOUSE_BUTTON_LEFT:
            return
        now = glfw.get_time()
        before, last_x, last_y = self._last_click
        near = max(abs(x - last_x), abs(y - last_y)) <= DOUBLE_CLICK_PIXELS
        if now - before <= DOUBLE_CLICK_SECONDS and near:
            self._add(DoubleClicked())
            now = float("-inf")  # a third click starts over
        self._last_click = (now, x, y)

    def _on_drop(self, _: Any, paths: list[str]) -> None:
        self._add(FilesDropped(tuple(text(path) for path in paths)))
