"""The timeline: a bar with the position in the file, its chapters and the A-B loop."""

from __future__ import annotations

from ...dependencies import np
from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Rect
from ..playback.playback import Playback
from ..text.layout import Pixels
from .sprites import Colour, OverlayCanvas, Sprites

HEIGHT_SHARE = 1 / 180
"""Of the window's height: how high the bar is."""

MIN_HEIGHT = 4

EDGE: Colour = (0.0, 0.0, 0.0, 0.75)
TRACK: Colour = (0.32, 0.32, 0.32, 0.85)
_LOOP: Colour = (0.19, 0.33, 0.47, 0.95)
PLAYED: Colour = (0.49, 0.73, 1.0, 1.0)
_SHADE, _WHITE = (0, 0, 0, 191), (255, 255, 255, 255)

_LEAST_GAP = 3  # of a mark's width: marks closer than that to the last one would run together


@dataclass(frozen=True, slots=True)
class Timeline:
    """The position; all as shares of the duration, from 0 to 1.

    Attributes
    ----------
    position : of the frame that is seen, or sought
    chapters : where chapters begin, other than at the file's beginning
    loop : the start and end of the A-B loop; None for no loop
    """

    position: float
    chapters: tuple[float, ...] = ()
    loop: tuple[float, float] | None = None

    @classmethod
    def from_playback(cls, playback: Playback) -> Timeline | None:
        """Return a file's timeline; None where its duration is unknown."""
        duration, start = playback.duration, playback.start
        if not duration:
            return None

        def share(seconds: float) -> float:
            return min(1.0, max(0.0, seconds / duration))

        starts = (share(chapter.start - start) for chapter in playback.chapters)
        bounds = playback.loop.bounds
        loop = None if bounds is None else (share(bounds[0] - start), share(bounds[1] - start))
        inner = tuple(sorted({at for at in starts if 0.0 < at < 1.0}))
        return cls(share(playback.position), inner, loop)


def bar_height(window: Size) -> int:
    """Return how high the bar is with its edge, in a window of some size."""
    return max(MIN_HEIGHT, round(window.height * HEIGHT_SHARE)) + 2 * edge_of(window)


def edge_of(window: Size) -> int:
    """Return how wide the dark edge around the bar is, in pixels."""
    return max(1, round(window.height / 1080))


def draw_groove(canvas: OverlayCanvas, place: Rect, edge: int) -> Rect:
    """Draw an empty bar with a dark edge of some pixels; return the rectangle within it."""
    canvas.fill(place, EDGE)
    inner = Rect(
        place.x + edge, place.y + edge, max(1, place.width - 2 * edge), place.height - 2 * edge
    )
    canvas.fill(inner, TRACK)
    return inner


class TimelinePainter:
    """Draws the timeline: for the moment after a seek, and in the bar for the mouse.

    Parameters
    ----------
    canvas : draws into the window
    """

    def __init__(self, canvas: OverlayCanvas) -> None:
        self._canvas = canvas
        self._sprites = Sprites(canvas)

    def draw(
        self, timeline: Timeline | None, place: Rect, window: Size, *, at: float | None = None
    ) -> None:
        """Draw it over a rectangle; empty where nothing is known of the position.

        Parameters
        ----------
        at : the position to show where it is not the timeline's own
        """
        edge = edge_of(window)
        inner = draw_groove(self._canvas, place, edge)
        if timeline is None:
            return
        if timeline.loop is not None:
            self._across(inner, *timeline.loop, _LOOP)
        self._across(inner, 0.0, timeline.position if at is None else at, PLAYED)
        if timeline.chapters:
            key = (timeline.chapters, inner.size, edge)
            marks = self._sprites.get(
                "marks", key, lambda: draw_marks(timeline.chapters, inner.size, edge)
            )
            self._canvas.text(marks, inner.x, inner.y)

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._sprites.release()

    def _across(self, inner: Rect, start: float, end: float, colour: Colour) -> None:
        left, right = round(inner.width * start), round(inner.width * end)
        if right > left:
            self._canvas.fill(Rect(inner.x + left, inner.y, right - left, inner.height), colour)


def draw_marks(chapters: tuple[float, ...], size: Size, thin: int) -> Pixels:
    """Return the marks of chapters, some of them where all would run together.

    Parameters
    ----------
    chapters : shares of the duration, in order
    size : the bar's, without its edge
    thin : half a mark's width in pixels
    """
    pixels = np.zeros((size.height, size.width, 4), np.uint8)
    last = -size.width
    for chapter in chapters:
        x = round(size.width * chapter)
        if x - last < 2 * thin * _LEAST_GAP:
            continue
        last = x
        # Dark beside it, so that it is seen on what was played and on what was not.
        pixels[:, max(0, x - 2 * thin) : x + 2 * thin] = _SHADE
        pixels[:, max(0, x - thin) : x + thin] = _WHITE
    return pixels
