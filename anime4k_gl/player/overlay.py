"""What stands over the picture: the stats page and a message that goes away by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..formats import Size
from .geometry import Rect
from .osd import MESSAGE_SHARE, PAGE_SHARE, Line, draw_text, font_height
from .present import Presenter

MESSAGE_SECONDS = 1.5
"""How long a message stays."""

ERROR_SECONDS = 5.0
"""How long one stays that was not asked for."""

_MARGIN_SHARE = 1 / 60  # of the window's height, around text


def margin_of(window: Size) -> int:
    """Return how many pixels are left free around text, in a window of some size."""
    return max(4, round(window.height * _MARGIN_SHARE))


class Overlay:
    """Text over the picture: a page at the top left, a message line at the bottom left.

    The text is drawn anew only where it, or the window's size, has changed.
    """

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._page = TextBlock(presenter)
        self._message = TextBlock(presenter)
        self._until = 0.0
        self._text: str | None = None
        self._message_drawn = False

    def show_status(self, now: float, seconds: float = MESSAGE_SECONDS) -> None:
        """Show the status line for some seconds from `now` on (s)."""
        if self._text is None or now >= self._until:
            self._text, self._until = None, now + seconds

    def show_message(self, text: str, now: float, seconds: float = ERROR_SECONDS) -> None:
        """Show a message for some seconds from `now` on (s); the status line waits for it."""
        self._text, self._until = text, now + seconds

    def status_shown(self, now: float) -> bool:
        """Whether the status line is to be seen."""
        return self._text is None and now < self._until

    def stale(self, now: float) -> bool:
        """Whether a message still stands there whose time is over."""
        return self._message_drawn and now >= self._until

    def remaining(self, now: float) -> float | None:
        """Return the seconds until the message goes away; None where there is none."""
        return self._until - now if now < self._until else None

    def draw(
        self, window: Size, now: float, *, page: Sequence[Line], status: str
    ) -> tuple[Rect, ...]:
        """Draw over what the presenter has drawn; return where, for what is not to cover it.

        Parameters
        ----------
        window : the framebuffer's size
        now : the time in seconds
        page : the lines of the stats page; empty where it is not to be seen
        status : the status line, in case it is to be seen
        """
        margin = margin_of(window)
        drawn = []
        room = Size(max(1, window.width - 2 * margin), max(1, window.height - 2 * margin))
        message = (self._text or status) if now < self._until else ""
        self._message_drawn = bool(message)
        message_height = 0
        if message:
            font = font_height(window.height, MESSAGE_SHARE)
            texture = self._message.texture((message,), font, room)
            message_height = texture.height + margin
            drawn.append(Rect(margin, window.height - message_height, *texture.size))
            self._presenter.text(texture, margin, window.height - message_height)
        if page:
            room = Size(room.width, max(1, room.height - message_height))
            font = font_height(window.height, PAGE_SHARE)
            texture = self._page.texture(tuple(page), font, room)
            drawn.append(Rect(margin, margin, *texture.size))
            self._presenter.text(texture, margin, margin)
        return tuple(drawn)

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._page.release()
        self._message.release()


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
