"""The lines about how far it is."""

from __future__ import annotations

import pytest

from anime4k_gl.cli import progress
from anime4k_gl.cli.progress import ProgressLine
from anime4k_gl.transcoding.shelf.words import duration_words, frames_words, size_words


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock of one number, which the test sets."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def shown(clock: list[float], total: int | None, *, fps: float, frames: int) -> None:
    clock[0] = 0.0
    with ProgressLine("in.mkv", shown="lines") as line:
        for done in range(1, frames + 1):
            clock[0] = done / fps
            line.update(done, total)


def test_a_line_each_tenth(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    shown(clock, 1000, fps=5, frames=1000)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "in.mkv: 100 of 1000 frames, 5.0 fps, 3:00 left"
    assert len(lines) == 10


def test_but_not_too_often_nor_too_seldom(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    shown(clock, 1000, fps=50, frames=1000)
    assert len(capsys.readouterr().err.splitlines()) == 2  # ten seconds apart, at 500 and 1000
    shown(clock, 100_000, fps=5, frames=1500)
    assert len(capsys.readouterr().err.splitlines()) == 5  # a minute apart
    shown(clock, None, fps=5, frames=100)
    assert capsys.readouterr().err.splitlines()[0] == "in.mkv: 50 frames, 5.0 fps"


def test_words() -> None:
    times = (0.04, 9.96, 59.4, 59.6, 3599.6, 36610)
    assert [duration_words(time) for time in times] == [
        "0.0 s", "10 s", "59 s", "1:00", "1:00:00", "10:10:10",
    ]  # fmt: skip
    sizes = (1, 999, 1000, 99_600, 1_234_567, 2_000_000_000, 3e12)
    assert [size_words(size) for size in sizes] == [
        "1 B", "999 B", "1.0 kB", "100 kB", "1.2 MB", "2.0 GB", "3.0 TB",
    ]  # fmt: skip
    assert frames_words(0, 10, 0.0) == "0 of 10 frames, 0.0 fps"
    assert frames_words(12, 10, 2.0) == "12 of 10 frames, 6.0 fps, 0.0 s left"
