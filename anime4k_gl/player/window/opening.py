"""The opening of a window for a video: how large, where, and in full screen or not."""

from __future__ import annotations

from ...formats import Size
from ...sizes import parse_size, scaled
from ..geometry import limited
from ..notices import Report
from .glfw_window import Window
from .placement import Geometry


class WindowOpener:
    """Fits a window to one video after another, and shows it with the first.

    Parameters
    ----------
    scale, size : of the window against the video; the size as text comes first
    geometry : size and place as mpv has them, which come before both
    fullscreen, on_top : whether it begins so
    awake : whether an X server's screen saver is kept away from the beginning
    report : takes what could not be had, in a line
    """

    def __init__(
        self,
        window: Window,
        *,
        scale: float,
        size: str | None,
        geometry: str | None,
        fullscreen: bool,
        on_top: bool,
        awake: bool,
        report: Report,
    ) -> None:
        self._window, self._scale, self._size = window, scale, size
        self._geometry = None if geometry is None else Geometry.parse(geometry)
        self._fullscreen, self._on_top, self._awake = fullscreen, on_top, awake
        self._report, self._first = report, True

    def open(self, natural: Size, title: str) -> Size:
        """Fit the window to a video; return its size in framebuffer pixels.

        Its size counts as the system counts: on a screen at 200 % it has twice as many pixels.

        Parameters
        ----------
        natural : the video's size in square pixels, upright
        """
        window = self._window
        if self._size is not None:
            wanted = parse_size(self._size, natural)
        else:
            wanted = scaled(natural, self._scale)
        dense = window.content_scale
        wanted = Size(round(wanted.width * dense), round(wanted.height * dense))
        window.set_title(title)
        size = window.fit(limited(wanted, window.largest_size), self._geometry, place=self._first)
        geometry = self._geometry
        if self._first and geometry is not None and geometry.x is not None and not window.placeable:
            self._report("this desktop does not let programs say where their windows are")
        if self._first and self._on_top and not window.set_on_top(True):
            self._report(NO_ON_TOP)
        window.keep_awake(self._awake)
        window.show(fullscreen=self._first and self._fullscreen)
        self._first = False
        window.events(0)  # takes in the new size
        return size


NO_ON_TOP = "this desktop does not let windows stay on top"
"""The message where `Window.set_on_top` fails."""
