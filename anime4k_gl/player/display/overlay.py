"""The overlay: the stats page, a message line and the timeline drawn over the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...formats import Size
from ..bar.timeline import Timeline, TimelinePainter, bar_height
from ..geometry import Rect, overlaps
from ..text.layout import (
    MESSAGE_SHARE,
    PAGE_SHARE,
    CodeLine,
    Line,
    draw_text,
    font_height,
    letters_in,
    wrapped,
)
from .presenter import Presenter

MESSAGE_LINES = 3
"""Into how many lines a message is broken, at most."""

_MARGIN_SHARE = 1 / 60  # of the window's height, around text
_LEAST_PAGE = 14  # of a line's height: how wide there has to be room for the stats page


def margin_of(window: Size) -> int:
    """Return how many pixels are left free around text, in a window of some size."""
    return max(4, round(window.height * _MARGIN_SHARE))


class Overlay:
    """Text over the picture: a page at the top left, a message line at the bottom left.

    The text is redrawn only where it, or the window's size, has changed.
    """

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._page = TextBlock(presenter)
        self._message = TextBlock(presenter)
        self._timeline = TimelinePainter(presenter)

    def draw(
        self,
        window: Size,
        *,
        message: str = "",
        page: Sequence[Line] = (),
        timeline: Timeline | None = None,
        panels: Sequence[Rect] = (),
        subtitles: Sequence[Rect] = (),
        foot: int | None = None,
    ) -> tuple[Rect, ...]:
        """Draw over what the presenter has drawn; return where, for what is not to cover it.

        Parameters
        ----------
        window : the framebuffer's size
        message : a line of text, and below it those of an excerpt; empty for none
        page : the lines of the stats page; empty where it is not to be seen
        timeline : the position in the file; None where it is not to be seen
        panels, subtitles : where they are; they are not covered as long as there is room elsewhere
        foot : the row above which everything is to be; the window's lower edge by default
        """
        margin, taken = margin_of(window), []
        foot = (window.height if foot is None else foot) - margin
        if timeline is not None:
            size = Size(max(1, window.width - 2 * margin), bar_height(window))
            place = _lowest(size, window, foot, [], [*panels, *subtitles])
            if place is not None:
                self._timeline.draw(timeline, place, window)
                taken.append(place)
                foot = place.y - margin // 2
        if message:
            taken.append(self._draw_message(message, window, foot, panels, subtitles))
            foot = taken[-1].y - margin
        if page:
            left, right = margin, window.width - margin
            for panel in panels:
                if panel.y >= window.height // 2:  # of errors, at the bottom
                    foot = min(foot, panel.y - margin)
                elif panel.x + panel.width / 2 < window.width / 2:
                    left = max(left, panel.x + panel.width + margin)
                else:
                    right = min(right, panel.x - margin)
            font = font_height(window.height, PAGE_SHARE)
            if right - left >= (_LEAST_PAGE * font if panels else 1):
                room = Size(right - left, max(1, foot - margin))
                texture = self._page.texture(tuple(page), font, room)
                taken.append(Rect(left, margin, *texture.size))
                self._presenter.text(texture, left, margin)
        return tuple(taken)

    def _draw_message(
        self,
        text: str,
        window: Size,
        foot: int,
        panels: Sequence[Rect],
        subtitles: Sequence[Rect],
    ) -> Rect:
        """Draw a message with its lower edge at `foot`, or where there is room above that."""
        margin = margin_of(window)
        font = font_height(window.height, MESSAGE_SHARE)
        room = Size(max(1, window.width - 2 * margin), max(1, window.height - 2 * margin))
        first, *excerpt = text.split("\n")  # of a shader, with a caret below what is wrong
        lines: tuple[Line, ...] = wrapped(first, font_px=font, width=room.width, most=MESSAGE_LINES)
        lines += excerpt_lines(excerpt, letters_in(room.width, font))
        texture = self._message.texture(lines, font, room)
        place = _lowest(Size(*texture.size), window, foot, panels, [*panels, *subtitles])
        if place is None:
            place = Rect(margin, max(0, foot - texture.height), *texture.size)
        self._presenter.text(texture, place.x, place.y)
        return place

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._page.release()
        self._message.release()
        self._timeline.release()


def excerpt_lines(lines: Sequence[str], letters: int) -> tuple[CodeLine, ...]:
    """Return an excerpt of a shader and the carets below it, cut so that the carets are seen.

    Parameters
    ----------
    lines : the excerpt; the last one has the carets, if any
    letters : how many of a line there is room for
    """
    carets = lines[-1] if lines else ""
    start, end = carets.find("^"), carets.rfind("^") + 1
    cut = max(0, start - letters // 3) if end > letters else 0
    return tuple(CodeLine(line.replace("\t", " ")[cut:]) for line in lines)


def _lowest(
    size: Size, window: Size, foot: int, beside: Sequence[Rect], occupied: Sequence[Rect]
) -> Rect | None:
    """Return the lowest free place for something, above `foot`, at the left; None for none.

    Parameters
    ----------
    beside : to the right of these it may be, too
    """
    margin = margin_of(window)
    rows = {foot, *(rect.y - margin for rect in occupied if rect.y - margin < foot)}
    columns = sorted({margin, *(rect.x + rect.width + margin for rect in beside)})
    for row in sorted(rows, reverse=True):
        for x in columns:
            place = Rect(x, row - size.height, *size)
            inside = place.y >= margin and x + size.width <= window.width - margin
            if inside and not overlaps(place, occupied):
                return place
    return None


class TextBlock:
    """A texture of text, kept until another text is asked for."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._key: object = None
        self._texture: Any = None

    def texture(
        self, lines: tuple[Line, ...], font_px: int, limit: Size, *, boxed: bool = True
    ) -> Any:
        """Return the texture; arguments as of `draw_text`."""
        key = (lines, font_px, limit, boxed)
        if key != self._key:
            pixels = draw_text(lines, font_px=font_px, limit=limit, boxed=boxed)
            self.release()
            self._texture, self._key = self._presenter.texture(pixels), key
        return self._texture

    def release(self) -> None:
        """Free the texture. May be called twice."""
        if self._texture is not None:
            self._texture.release()
        self._texture, self._key = None, None
