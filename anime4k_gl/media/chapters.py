"""The chapters of a file."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from .pyav import HAS_CHAPTERS, InputContainer, chapters, lacks

# FFmpeg's names of the containers that carry chapters.
_CARRIERS = frozenset({"matroska", "webm", "mov", "mp4", "ogg", "asf", "nut", "mp3"})


NO_CHAPTERS = "no chapters" if HAS_CHAPTERS else f"no chapters: {lacks('read them', since='16.0')}"
"""What to say where there are none to go by."""


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

    Those without a usable time are left out, and all of them with a PyAV that cannot read them.
    """
    found = []
    for number, chapter in enumerate(chapters(container), start=1):
        start = _seconds(chapter)
        if start is not None:
            title = " ".join(str((chapter.get("metadata") or {}).get("title", "")).split())
            found.append(Chapter(start, title or f"Chapter {number}"))
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def may_have_chapters(container: InputContainer) -> bool:
    """Whether a file is of a kind that carries chapters; for a PyAV that cannot read them."""
    return not _CARRIERS.isdisjoint(container.format.name.split(","))


def _seconds(chapter: dict[str, Any]) -> float | None:
    try:
        seconds = float(chapter["start"] * chapter["time_base"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None
