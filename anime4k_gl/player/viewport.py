"""The viewport: where in the window a frame is seen, by its shape, the zoom and the pan.

Arithmetic only. A place may reach beyond the window: then that part of the picture is not seen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from ..formats import Size
from ..lazy.dataclass import dataclass
from .geometry import Point, Rect, display_size, letterbox

if TYPE_CHECKING:
    from .settings import Settings

ZOOMS = (-5.0, 5.0)
"""The least and the largest zoom: binary logarithms of the size against that in the window."""

PANS = (-3.0, 3.0)
"""How far a picture may be moved, in widths and heights of its own."""

ASPECTS = (None, Fraction(16, 9), Fraction(4, 3), Fraction(235, 100))
"""The aspects that are gone through by a key; None is the file's own."""

Magnification = tuple[float, float]
"""The zoom and the pan-and-scan."""


class Shaped(Protocol):
    """A frame, or what has the shape of one: a file, that of its first."""

    @property
    def size(self) -> Size:
        """In pixels as coded."""

    @property
    def sample_aspect_ratio(self) -> Fraction:
        """Width of a pixel over its height."""

    @property
    def rotation(self) -> int:
        """Degrees clockwise by which it is to be turned."""


@dataclass
class Viewport:
    """How frames are put into the window, as mpv's options of these names do.

    Attributes
    ----------
    aspect : width over height of the picture as shown; None for what each frame says
    zoom : binary logarithm of its size against the largest that fits the window
    pan : by how much it is moved to the right and down, in widths and heights of its own
    panscan : the share of the bars that it fills, 0 to 1, though its edges are not seen then
    """

    aspect: Fraction | None = None
    zoom: float = 0.0
    pan: tuple[float, float] = (0.0, 0.0)
    panscan: float = 0.0

    @classmethod
    def of(cls, settings: Settings) -> Viewport:
        """Return what is asked for."""
        pan = (settings.video_pan_x, settings.video_pan_y)
        return cls(settings.aspect, settings.video_zoom, pan, settings.panscan)

    @property
    def magnification(self) -> Magnification:
        """What decides, besides frame and window, how large the picture is."""
        return self.zoom, self.panscan

    @property
    def aspect_text(self) -> str:
        """The aspect for people."""
        if self.aspect is None:
            return "of the file"
        width, height = self.aspect.as_integer_ratio()
        return f"{width}:{height}" if max(width, height) <= 21 else f"{float(self.aspect):.4g}:1"

    def shown_size(self, frame: Shaped) -> Size:
        """Return the size of a frame in square pixels, upright; no side is made smaller."""
        size = display_size(frame.size, frame.sample_aspect_ratio, frame.rotation)
        if self.aspect is None:
            return size
        width, height = display_size(frame.size, Fraction(1), frame.rotation)
        if self.aspect * height >= width:
            return Size(round(self.aspect * height), height)
        return Size(width, round(width / self.aspect))

    def fitted(self, frame: Shaped, window: Size) -> Rect:
        """Return the place of a frame without zoom and pan: letterboxed."""
        return letterbox(self.shown_size(frame), window)

    def place(
        self, frame: Shaped, window: Size, magnification: Magnification | None = None
    ) -> Rect:
        """Return the rectangle of the whole picture.

        Parameters
        ----------
        window : the framebuffer's size
        magnification : in place of the present one
        """
        zoom, panscan = self.magnification if magnification is None else magnification
        fitted = self.fitted(frame, window)
        if not (zoom or panscan or any(self.pan)):
            return fitted
        scale = 2.0**zoom * (1 + panscan * (_covering(fitted.size, window) - 1))
        size = Size(max(1, round(fitted.width * scale)), max(1, round(fitted.height * scale)))
        # Where the picture stays as it is its bars do, too.
        return Rect(
            *(
                (room - side) // 2 + round(pan * side)
                for room, side, pan in zip(window, size, self.pan, strict=True)
            ),
            *size,
        )

    def zoom_by(self, step: float, at: Point | None, place: Rect, window: Size) -> None:
        """Enlarge the picture, or make it smaller.

        Parameters
        ----------
        step : what is added to the zoom
        at : what stays where it is; None for the picture's middle, and the pan is kept
        place : the picture's, as it is seen now
        window : the framebuffer's size
        """
        before, self.zoom = self.zoom, _within(self.zoom + step, ZOOMS)
        if at is None:
            return
        scale = 2.0 ** (self.zoom - before)
        corner, sizes = (place.x, place.y), place.size
        pans = []
        for point, start, side, room in zip(at, corner, sizes, window, strict=True):
            begins = point - scale * (point - start)
            pans.append((begins - (room - scale * side) / 2) / (scale * side))
        self.pan = _within(pans[0], PANS), _within(pans[1], PANS)

    def pan_by(self, right: float, down: float) -> None:
        """Move the picture, by so many of its widths and heights."""
        self.pan = _within(self.pan[0] + right, PANS), _within(self.pan[1] + down, PANS)

    def panscan_by(self, step: float) -> None:
        """Fill more of the bars, or less."""
        self.panscan = _within(self.panscan + step, (0.0, 1.0))

    def reset(self) -> None:
        """Show the whole picture, in the middle of the window."""
        self.zoom, self.pan, self.panscan = 0.0, (0.0, 0.0), 0.0

    def cycle_aspect(self) -> None:
        """Go on to the next of `ASPECTS`; from another one to the file's own."""
        known = ASPECTS.index(self.aspect) if self.aspect in ASPECTS else -1
        self.aspect = ASPECTS[(known + 1) % len(ASPECTS)]


def rendered_size(place: Size, window: Size) -> Size:
    """Return the size at which to render a picture that is seen at a size of `place`.

    No side is larger than twice the window's, whatever the zoom: most of the rest would not be
    seen, and a picture of thirty-two times the window fits no memory.
    """
    most = max(
        Fraction(1),
        Fraction(place.width, 2 * window.width),
        Fraction(place.height, 2 * window.height),
    )
    return Size(max(1, round(place.width / most)), max(1, round(place.height / most)))


def _covering(fitted: Size, window: Size) -> float:
    """Return how much larger a picture has to be for no bars to be left."""
    return max(window.width / fitted.width, window.height / fitted.height)


def _within(value: float, limits: tuple[float, float]) -> float:
    return round(min(limits[1], max(limits[0], value)), 6)
