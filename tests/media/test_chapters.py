"""The chapters of a file as they are read. Copying them is test_stream_copier's."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from support.clips.counted_clips import KINDS, write_counted

from anime4k_gl.media import chapters as module
from anime4k_gl.media.chapters import Chapter, chapters_of


def read(path: Path) -> tuple[Chapter, ...]:
    with av.open(path) as container:
        return chapters_of(container)


def test_starts_and_titles(tmp_path: Path) -> None:
    titles = [(0.0, 1.0, "Opening"), (1.0, 3.0, ""), (3.0, 4.8, "  The \n end ")]
    path = write_counted(tmp_path / "clip.mkv", KINDS[0], chapters=titles)
    assert read(path) == ((0.0, "Opening"), (1.0, "Chapter 2"), (3.0, "The end"))


def test_they_come_in_order_of_time_and_without_unusable_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = Fraction(1, 10)
    listed: list[dict[str, Any]] = [
        {"start": 20, "time_base": base, "metadata": {"title": "late"}},
        {"start": None, "time_base": base},
        {"start": 5, "time_base": base},
        {"start": float("inf"), "time_base": base},
        {},
    ]
    monkeypatch.setattr(module, "chapters", lambda container: listed)
    container: Any = None
    assert chapters_of(container) == ((0.5, "Chapter 3"), (2.0, "late"))
