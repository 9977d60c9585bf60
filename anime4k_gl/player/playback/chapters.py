"""The chapters of a file by media time."""

from __future__ import annotations

from collections.abc import Sequence

from ...media.chapters import Chapter

JUST_BEGUN = 1.0
"""Going back, a chapter that was seen for longer than this (s) starts over."""


def chapter_at(chapters: Sequence[Chapter], moment: float) -> int | None:
    """Return the index of the chapter at a media time; None before the first."""
    begun = [index for index, chapter in enumerate(chapters) if chapter.start <= moment]
    return begun[-1] if begun else None


def chapter_before(chapters: Sequence[Chapter], moment: float) -> int:
    """Return the index to go back to: this chapter, or the one before where it has just begun."""
    return chapter_at(chapters, moment - JUST_BEGUN) or 0
