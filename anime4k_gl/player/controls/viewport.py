"""Viewport controls: zoom, pan and aspect of the picture in the window; what keys and wheel do."""

from __future__ import annotations

from collections.abc import Callable

from ...formats import Size
from ..geometry import Point, Rect
from ..notices import Notifier
from ..viewport import Viewport


class ViewportControls:
    """Changes where in the window the picture is seen, and tells of it.

    Parameters
    ----------
    viewport : what is changed
    place : returns the picture's rectangle as it is seen now, and the framebuffer's size
    notifier : tells of what was done
    """

    def __init__(
        self, viewport: Viewport, place: Callable[[], tuple[Rect, Size]], notifier: Notifier
    ) -> None:
        self._viewport, self._place = viewport, place
        self._notify = notifier.notify
        self._dragged: Point | None = None

    def zoom(self, step: float, at: Point | None = None) -> None:
        """Enlarge the picture by a power of two, about a point of the window or its middle."""
        self._viewport.zoom_by(step, at, *self._place())
        self._notify(f"zoom {100 * 2**self._viewport.zoom:.0f} %")

    def pan(self, right: float, down: float) -> None:
        """Move the picture, by so many of its widths and heights."""
        self._viewport.pan_by(right, down)
        across, below = self._viewport.pan
        moved = [
            f"{100 * abs(by):.0f} % {words[by < 0]}"
            for by, words in ((across, ("right", "left")), (below, ("down", "up")))
            if by
        ]
        self._notify(f"moved {', '.join(moved)}" if moved else "not moved")

    def panscan(self, step: float) -> None:
        """Fill more of the bars beside the picture, or less."""
        self._viewport.panscan_by(step)
        self._notify(f"pan and scan {100 * self._viewport.panscan:.0f} %")

    def reset(self) -> None:
        """Show the whole picture, in the middle of the window."""
        self._viewport.reset()
        self._notify("zoom and pan reset")

    def cycle_aspect(self) -> None:
        """Show the picture in the next aspect, after the last one in the file's own."""
        self._viewport.cycle_aspect()
        self._notify(f"aspect {self._viewport.aspect_text}")

    def grab(self, point: Point) -> None:
        """Take hold of the picture at a point of the window."""
        self._dragged = point

    def drag(self, point: Point | None) -> bool:
        """Move the picture with the mouse, if it is held; return whether it is."""
        if self._dragged is None or point is None:
            return False
        place, _ = self._place()
        self._viewport.pan_by(
            (point[0] - self._dragged[0]) / place.width,
            (point[1] - self._dragged[1]) / place.height,
        )
        self._dragged = point
        return True

    def let_go(self) -> None:
        """Let go of the picture."""
        self._dragged = None
