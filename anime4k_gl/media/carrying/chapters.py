"""The chapters to write, from a file that may have several tables of them, one inside another."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import Any

from ..headers.model import Edition
from ..pyav import chapters
from ..video.video_source import VideoSource

_NANOSECOND = Fraction(1, 1_000_000_000)


def chapters_to_write(source: VideoSource) -> tuple[list[Any], list[str]]:
    """Return a source's chapters as PyAV takes them, and what of them is left out, a line each."""
    headers, edition = source.headers, source.headers.edition
    notes = []
    if headers.linked:
        notes.append("that another file comes before or after this one was left out: join them")
    if edition is None:
        return chapters(source.container), notes
    if edition.rearranges:
        elsewhere = sum(entry.elsewhere for entry in edition.entries)
        where = f", {elsewhere} of them in other files" if elsewhere else ""
        notes.append(
            f"an ordered edition was left out: {len(edition.entries)} chapters to be played one"
            f" after the other{where}; the video is as it lies in the file"
        )
    if len(headers.editions) > 1:
        others = len(headers.editions) - 1
        tables = "table of chapters was" if others == 1 else "tables of chapters were"
        notes.append(f"{others} more {tables} left out: only one can be written")
    plain = not any(entry.depth or not entry.shown or entry.elsewhere for entry in edition.entries)
    if plain and len(headers.editions) == 1:
        return chapters(source.container), notes
    nested = sum(entry.depth > 0 and entry.shown for entry in edition.entries)
    if nested:
        put = "chapter inside another was" if nested == 1 else "chapters inside others were"
        notes.append(f"{nested} {put} put among the rest, in one list")
    hidden = sum(not entry.shown for entry in edition.entries)
    if hidden:
        notes.append(f"{hidden} hidden chapter{'s were' if hidden > 1 else ' was'} left out")
    return _in_one_list(edition, source), notes


def _in_one_list(edition: Edition, source: VideoSource) -> list[Any]:
    """Return the chapters that are shown and lie in this file, in order of time."""
    shown = [entry for entry in edition.entries if entry.shown and not entry.elsewhere]
    shown.sort(key=lambda entry: (entry.start, entry.depth))
    groups = [list(group) for _, group in groupby(shown, key=lambda entry: entry.start)]
    length = round((source.start + (source.duration or 0)) * 1e9)
    made = []
    for number, group in enumerate(groups):
        start = group[0].start
        # One in another may begin with it; no two chapters of a list begin at once.
        title = ": ".join(entry.title for entry in group if entry.title)
        end = max((entry.end for entry in group if entry.end), default=max(start, length))
        if number + 1 < len(groups):
            end = min(end, groups[number + 1][0].start)
        made.append(
            {
                "id": number + 1,
                "start": start,
                "end": max(end, start),
                "time_base": _NANOSECOND,
                "metadata": {"title": title} if title else {},
            }
        )
    return made
