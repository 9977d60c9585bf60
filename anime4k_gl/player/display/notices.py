"""Notices: messages, status line, stats page and list of keys, and how long they stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..status.page import stats_page, status_line
from ..status.stats import Stats
from ..text.layout import Line

MESSAGE_SECONDS = 1.5
"""How long a message stays (s)."""

ERROR_SECONDS = 5.0
"""How long a message stays that was not asked for (s)."""

PAGE_SECONDS = 5.0
"""How long the stats page stays that was not asked to stay (s)."""

STATS_SECONDS = 0.25
"""How often the statistics on the screen change (s): more often they cannot be read."""


class Notices:
    """Decides what text stands over the picture. Draws nothing.

    Parameters
    ----------
    now : a monotonic time (s)
    read_stats : returns the statistics of now; None where nothing plays
    key_list : returns the list of keys, a block of lines each heading; an empty one begins another
        page

    Attributes
    ----------
    stale : whether the window has to be composed again
    """

    def __init__(
        self,
        now: Callable[[], float],
        read_stats: Callable[[], Stats | None],
        key_list: Callable[[], Sequence[Sequence[Line]]] = tuple,
    ) -> None:
        self._now, self._read_stats = now, read_stats
        self._read_keys, self._key_list = key_list, list[list[Sequence[Line]]]()
        self.stale = True
        self._waiting = ""  # for whom; stands while nothing else is said
        self._text: str | None = None  # None for the status line
        self._until = 0.0
        self._word = ""  # before the status line
        self._message_seen = False
        self._page_stays = False
        self._help_page = 0  # from 1; 0 for none
        self._page_until = 0.0
        self._stats: Stats | None = None
        self._stats_at = float("-inf")

    def begin(self) -> None:
        """Forget the statistics of the last file."""
        self._stats, self._stats_at = None, float("-inf")

    # Messages.

    def notify(self, text: str, seconds: float = MESSAGE_SECONDS) -> None:
        """Show a line of text for a moment, in answer to a key; the status line waits for it."""
        self._text, self._until = text, self._now() + seconds
        self.stale = True

    def show_error(self, text: str) -> None:
        """Show text that was not asked for, for a few seconds: a line, and a shader's excerpt.

        Of a file it names the name alone: where it is, the terminal says.
        """
        self.notify(without_folders(text), ERROR_SECONDS)

    def show_waiting(self, place: str | None) -> None:
        """Say that data is waited for from a server or a file, as long as nothing else is said."""
        text = f"waiting for {place}" if place else ""
        if text != self._waiting:
            self._waiting, self.stale = text, True

    def show_status(self, word: str = "") -> None:
        """Show the position for a moment, as a line and a bar; `word` stands before it."""
        if self._text is None or self._now() >= self._until:
            self._text, self._until = None, self._now() + MESSAGE_SECONDS
            self._word = word
        self._refresh()

    @property
    def message_shown(self) -> str:
        """The message to be seen now; empty for none, and for the status line."""
        return self._text or "" if self._now() < self._until else ""

    @property
    def status_shown(self) -> bool:
        """Whether the status line is to be seen."""
        return self._text is None and self._now() < self._until

    # Pages.

    def toggle_page(self) -> None:
        """Show the stats page to stay, or hide it."""
        self._page_stays, self._page_until = not self.page_shown, 0.0
        self._refresh()

    def show_page(self) -> None:
        """Show the stats page for a while; hide it where it is seen."""
        seen, self._page_stays = self.page_shown, False
        self._page_until = 0.0 if seen else self._now() + PAGE_SECONDS
        self._refresh()

    @property
    def page_shown(self) -> bool:
        """Whether the stats page is to be seen."""
        return self._page_stays or self._now() < self._page_until

    @property
    def help_shown(self) -> bool:
        """Whether the list of keys is to be seen."""
        return self._help_page > 0

    def toggle_help(self) -> None:
        """Show the list of keys, or its next page; after the last one hide it."""
        self._key_list = self._key_list or _pages(self._read_keys())
        self._help_page = (self._help_page + 1) % (len(self._key_list) + 1)
        self.stale = True

    def hide_help(self) -> None:
        """Hide the list of keys."""
        self._help_page, self.stale = 0, True

    # Composing.

    def stats(self, *, wanted: bool) -> Stats | None:
        """Return the statistics where they are visible, refreshed every `STATS_SECONDS`.

        Parameters
        ----------
        wanted : whether anybody else shows them
        """
        if not (wanted or self.page_shown or self.status_shown):
            return None
        now = self._now()
        if self._stats is None or now - self._stats_at >= STATS_SECONDS:
            self._stats, self._stats_at = self._read_stats(), now
        return self._stats

    def page(self, stats: Stats | None) -> list[Line]:
        """Return the stats page's lines; empty where it is not to be seen."""
        return stats_page(stats) if stats is not None and self.page_shown else []

    def message(self, stats: Stats | None, *, with_status: bool = True) -> str:
        """Return the line to be seen, a message or the status line, and note that it is.

        Parameters
        ----------
        with_status : whether the status line may be; else something else says the same
        """
        line = status_line(stats, self._word) if stats is not None and self.status_shown else ""
        line = line if with_status else ""
        text = self.message_shown or line
        self._message_seen = bool(text)
        return text or self._waiting

    def help(self) -> Sequence[Sequence[Line]]:
        """Return a page of the list of keys; empty where it is not to be seen."""
        return self._key_list[self._help_page - 1] if self._help_page else ()

    def must_compose(self) -> bool:
        """Whether the window has to be composed again: for a change, or because time is over."""
        now = self._now()
        if self._page_until and now >= self._page_until:
            self._page_until, self.stale = 0.0, True
        if self.page_shown and now - self._stats_at >= STATS_SECONDS:
            self.stale = True
        return self.stale or (self._message_seen and now >= self._until)

    @property
    def remaining(self) -> float | None:
        """Seconds until the message goes away; None where there is none."""
        left = self._until - self._now()
        return left if left > 0 else None

    def _refresh(self) -> None:
        self._stats, self.stale = None, True


def _pages(blocks: Sequence[Sequence[Line]]) -> list[list[Sequence[Line]]]:
    pages: list[list[Sequence[Line]]] = [[]]
    for block in blocks:
        if block:
            pages[-1].append(block)
        else:
            pages.append([])
    return pages


def without_folders(text: str) -> str:
    """Return a message that begins with a file's path, with the file's name alone."""
    head, colon, rest = text.partition(": ")
    is_path = head.startswith(("/", "./", "../")) or head[1:3] in (":\\", ":/") or " " not in head
    if not colon or not is_path or "://" in head or "\n" in head:
        return text
    return re.split(r"[/\\]", head)[-1] + colon + rest
