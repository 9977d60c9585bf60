"""Twenty kills at random moments; not among the tests, since it takes minutes.

``pytest tests/transcoding/segments/check_kills.py``; two kills are in `test_going_on`.
"""

from __future__ import annotations

from pathlib import Path

from support.clips.segment_clips import clip_with_cuts, facts, hidden, killed_then_run, run


def test_twenty_kills(tmp_path: Path) -> None:
    source, whole = clip_with_cuts(tmp_path / "in.mkv"), tmp_path / "whole.mkv"
    assert run(source, whole).returncode == 0
    expected, kills, seed = facts(whole), 0, 100
    while kills < 20:
        target = tmp_path / f"{seed}.mkv"
        kills += killed_then_run(source, target, seed=seed)
        assert facts(target) == expected
        seed += 1
    assert hidden(tmp_path) == []
