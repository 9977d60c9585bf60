"""The window's aspect, kept where it is resized: that of the picture that is seen then."""

from __future__ import annotations

from ...formats import Size
from .glfw_window import Window

_ROUNDED = 2
"""Pixels by which a window may differ from the picture's aspect and still have it."""


class WindowAspect:
    """Has the window system keep a window's aspect.

    Where the picture's changes while it plays the window stays as it is, until it is resized.

    Parameters
    ----------
    window : whose
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._kept: Size | None = None

    def begin(self, picture: Size, opened: Size, *, keep: bool) -> None:
        """Keep the aspect of a file's pictures, unless the window was to be of another one.

        Parameters
        ----------
        picture : the size of the first as shown
        opened : the window's size with it
        keep : whether that is asked for
        """
        off = abs(picture.width * opened.height - opened.width * picture.height)
        has_it = off <= _ROUNDED * max(*picture)
        self._kept = picture if keep and has_it else None
        self._window.keep_aspect(self._kept)

    def follow(self, picture: Size) -> None:
        """Keep the aspect of the picture that is seen now: the window is being resized."""
        if self._kept is not None and picture != self._kept:
            self._kept = picture
            self._window.keep_aspect(picture)
