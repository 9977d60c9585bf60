"""The chapters of a file."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from .pyav import InputContainer, chapters


class Chapter(NamedTuple):
    """A chapter's start and title.

    Attributes
    ----------
    start : presentation time in seconds, on the scale of `Frame.time`
    title : the file's title, or "Chapter" and its number if it has none
    """

    start: float
    title: str


def chapters_of(container: InputContainer) -> tuple[Chapter, ...]:
    """Return a file's chapters in order of time; empty if there are none.

    Those without a usable time are left out.
    """
    found = []
    for number, chapter in enumerate(chapters(container), start=1):
        start = _seconds(chapter)
        if start is not None:
            title = " ".join(str((chapter.get("metadata") or {}).get("title", "")).split())
            found.append(Chapter(start, title or f"Chapter {number}"))
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def _seconds(chapter: dict[str, Any]) -> float | None:
    try:
        seconds = float(chapter["start"] * chapter["time_base"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None
