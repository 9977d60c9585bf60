"""The chapters of a file."""

from __future__ import annotations

import math
from fractions import Fraction
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


def chapters_in_part(found: list[Any], *, start: Fraction, end: Fraction | None) -> list[Any]:
    """Return PyAV's chapters as they are in a part of a file, whose start is 0 there.

    Parameters
    ----------
    found : the file's chapters
    start, end : of the part, in seconds of the file's clock; None for the file's end
    """
    kept = []
    for chapter in found:
        unit = chapter.get("time_base")
        if not unit or "start" not in chapter or "end" not in chapter:
            continue
        first, last = chapter["start"] * unit, chapter["end"] * unit
        first_left, last_left = max(first, start), last if end is None else min(last, end)
        whole = first >= start and last_left == last
        if (end is not None and first_left >= end) or (last_left <= first_left and not whole):
            continue
        times = {
            "start": round((first_left - start) / unit),
            "end": round((last_left - start) / unit),
        }
        kept.append({**chapter, **times})
    return kept


def _seconds(chapter: dict[str, Any]) -> float | None:
    try:
        seconds = float(chapter["start"] * chapter["time_base"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None
