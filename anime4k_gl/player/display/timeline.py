"""The timeline: a bar with the position in the file, its chapters and the A-B loop."""

from __future__ import annotations

from dataclasses import dataclass

from ...formats import Size
from ..geometry import Rect
from ..playback.playback import Playback
from .presenter import Presenter

HEIGHT_SHARE = 1 / 180
"""Of the window's height: how high the bar is."""

MIN_HEIGHT = 4

Colour = tuple[float, float, float, float]
"""Red, green, blue and alpha from 0 to 1, premultiplied."""

_EDGE: Colour = (0.0, 0.0, 0.0, 0.75)
_TRACK: Colour = (0.24, 0.24, 0.24, 0.85)
_LOOP: Colour = (0.19, 0.33, 0.47, 0.95)
_PLAYED: Colour = (0.49, 0.73, 1.0, 1.0)
_MARK: Colour = (1.0, 1.0, 1.0, 1.0)


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
    return max(MIN_HEIGHT, round(window.height * HEIGHT_SHARE)) + 2 * _edge(window)


def draw_bar(presenter: Presenter, timeline: Timeline, place: Rect, window: Size) -> None:
    """Draw the bar over a rectangle that is `bar_height` high."""
    edge = _edge(window)
    presenter.fill(place, _EDGE)
    inner = Rect(
        place.x + edge, place.y + edge, max(1, place.width - 2 * edge), place.height - 2 * edge
    )
    presenter.fill(inner, _TRACK)

    def across(start: float, end: float, colour: Colour) -> None:
        left, right = round(inner.width * start), round(inner.width * end)
        if right > left:
            presenter.fill(Rect(inner.x + left, inner.y, right - left, inner.height), colour)

    if timeline.loop is not None:
        across(*timeline.loop, _LOOP)
    across(0.0, timeline.position, _PLAYED)
    thin = max(1, edge)
    for chapter in timeline.chapters:
        x = inner.x + round(inner.width * chapter)
        # Dark beside it, so that it is seen on what was played and on what was not.
        presenter.fill(Rect(x - 2 * thin, inner.y, 4 * thin, inner.height), _EDGE)
        presenter.fill(Rect(x - thin, inner.y, 2 * thin, inner.height), _MARK)


def _edge(window: Size) -> int:
    return max(1, round(window.height / 1080))
