"""Calls to an X server that glfw has no functions for, over glfw's own connection."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple

_ATOM, _CARDINAL = 4, 6  # predefined in the protocol
_REPLACE, _APPEND = 0, 2
_RESET = 0  # of XForceScreenSaver
_MOST_VALUES = 4096  # read of a property

_Word = ctypes.c_ulong  # what Xlib has each value of a 32-bit property in


class SaverValues(NamedTuple):
    """When the server blanks the screen: seconds, seconds, and two of the protocol's numbers."""

    timeout: int
    interval: int
    blanking: int
    exposures: int


class X11:
    """An X server, and one window on it. Belongs to the window's thread.

    Parameters
    ----------
    display : Xlib's, which its owner closes after this is used last
    window : the window's number
    """

    def __init__(self, display: int, window: int) -> None:
        self._xlib = ctypes.CDLL("libX11.so.6")
        for name, result, arguments in _FUNCTIONS:
            function = getattr(self._xlib, name)
            function.restype, function.argtypes = result, arguments
        self._display, self._window = display, window
        self._root = self._xlib.XDefaultRootWindow(display)

    @property
    def saver(self) -> SaverValues:
        """The screen saver's values."""
        values = [ctypes.c_int() for _ in SaverValues._fields]
        self._xlib.XGetScreenSaver(self._display, *map(ctypes.byref, values))
        return SaverValues(*(value.value for value in values))

    @saver.setter
    def saver(self, values: SaverValues) -> None:
        self._xlib.XSetScreenSaver(self._display, *values)
        self._xlib.XFlush(self._display)

    def stay_awake(self) -> None:
        """Have the server behave as if a key had been pressed: idle times begin anew."""
        self._xlib.XForceScreenSaver(self._display, _RESET)
        self._xlib.XFlush(self._display)

    def note(self, name: str, values: Sequence[int] | None) -> None:
        """Keep numbers with the server under a name, for other programs; None for none."""
        if values is None:
            self._xlib.XDeleteProperty(self._display, self._root, self._atom(name))
        else:
            self._change(self._root, name, _CARDINAL, _REPLACE, values)

    def noted(self, name: str) -> list[int]:
        """Return the numbers kept under a name, none where nothing is."""
        return self._values(name, _CARDINAL)

    def can(self, state: str) -> bool:
        """Whether the window manager knows a state of windows, such as ``_NET_WM_STATE_ABOVE``."""
        return self._atom(state) in self._values("_NET_SUPPORTED", _ATOM)

    def begin_with(self, state: str) -> None:
        """Add to the states that the window has as soon as it is shown."""
        self._change(self._window, "_NET_WM_STATE", _ATOM, _APPEND, [self._atom(state)])

    def begin_on(self, desktop: int) -> None:
        """Say on which desktop, from 0, the window is to be shown."""
        self._change(self._window, "_NET_WM_DESKTOP", _CARDINAL, _REPLACE, [desktop])

    def _atom(self, name: str) -> int:
        return int(self._xlib.XInternAtom(self._display, name.encode(), False))

    def _change(self, window: int, name: str, kind: int, mode: int, values: Sequence[int]) -> None:
        data = (_Word * len(values))(*values)
        self._xlib.XChangeProperty(
            self._display, window, self._atom(name), kind, 32, mode, data, len(values)
        )

    def _values(self, name: str, kind: int) -> list[int]:
        actual, width, count, after = _Word(), ctypes.c_int(), _Word(), _Word()
        data = ctypes.POINTER(_Word)()
        self._xlib.XGetWindowProperty(
            self._display, self._root, self._atom(name), 0, _MOST_VALUES, False, kind,
            *map(ctypes.byref, (actual, width, count, after, data)),
        )  # fmt: skip
        if not data:
            return []
        values = data[: count.value] if width.value == 32 else []
        self._xlib.XFree(data)
        return values


_Display, _Id, _Int, _Pointer = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_void_p
_FUNCTIONS: tuple[tuple[str, Any, list[Any]], ...] = (
    ("XDefaultRootWindow", _Id, [_Display]),
    ("XInternAtom", _Id, [_Display, ctypes.c_char_p, _Int]),
    ("XGetScreenSaver", _Int, [_Display, *[ctypes.POINTER(_Int)] * 4]),
    ("XSetScreenSaver", _Int, [_Display, *[_Int] * 4]),
    ("XForceScreenSaver", _Int, [_Display, _Int]),
    ("XDeleteProperty", _Int, [_Display, _Id, _Id]),
    ("XChangeProperty", _Int, [_Display, _Id, _Id, _Id, _Int, _Int, _Pointer, _Int]),
    ("XGetWindowProperty", _Int,
     [_Display, _Id, _Id, ctypes.c_long, ctypes.c_long, _Int, _Id, *[_Pointer] * 5]),
    ("XFree", _Int, [_Pointer]),
    ("XFlush", _Int, [_Display]),
)  # fmt: skip
"""Name, result and arguments of each function used."""


def connected(glfw: Any, handle: Any) -> X11 | None:
    """Return the X server that a glfw window is on, None where it is on none.

    The window has to be glfw's own: it lives as long as what is returned.
    """
    if not hasattr(glfw, "get_x11_display"):
        return None
    if glfw.get_platform() != glfw.PLATFORM_X11:
        return None
    display, window = glfw.get_x11_display(), glfw.get_x11_window(handle)
    return X11(display, window) if display and window else None
