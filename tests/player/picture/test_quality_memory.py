"""Levels of quality that are remembered, and playing that begins with them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from anime4k_gl.formats import Size
from anime4k_gl.player.picture.profiles import profiles_of
from anime4k_gl.player.picture.quality_governor import BAD_FRAMES, HELD_SECONDS, WARM_UP
from anime4k_gl.player.picture.quality_levels import Level
from anime4k_gl.player.picture.quality_memory import (
    MAX_SITUATIONS,
    QualityMemory,
    Situation,
    quality_file,
)
from anime4k_gl.player.picture.selection import Selection
from anime4k_gl.player.settings import Settings
from anime4k_gl.rendering.render_options import RenderOptions

HERE = Situation(
    machine="a GPU, 4.6 driver 535.1",
    source=Size(1920, 1080),
    target=Size(3840, 2160),
    rate=23.976,
    profile="v1.0-rc",
    backend="auto",
    scaler="catmull_rom",
)


def test_what_was_kept_is_known_to_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "state" / "quality.json"
    QualityMemory(path).keep(HERE, Level.NO_FXAA)
    assert QualityMemory(path).level(HERE) is Level.NO_FXAA
    QualityMemory(path).keep(HERE, Level.ALL)
    assert QualityMemory(path).level(HERE) is Level.ALL
    assert [entry.name for entry in path.parent.iterdir()] == ["quality.json"]


@pytest.mark.parametrize(
    "other",
    [
        {"machine": "a GPU, 4.6 driver 550.2"}, {"source": Size(1280, 720)},
        {"target": Size(1920, 1080)}, {"rate": 59.94}, {"profile": "v0.9"},
        {"backend": "fragment"}, {"scaler": "lanczos"},
    ],
)  # fmt: skip
def test_in_another_situation_it_does_not_count(tmp_path: Path, other: dict[str, Any]) -> None:
    memory = QualityMemory(tmp_path / "quality.json")
    memory.keep(HERE, Level.FAST)
    assert memory.level(replace(HERE, **other)) is None


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    memory = QualityMemory(tmp_path / "quality.json")
    levels = {f"situation {n}": "FAST" for n in range(MAX_SITUATIONS)}
    memory.path.write_text(json.dumps({"version": 1, "levels": levels}), "utf-8")
    memory.keep(HERE, Level.ALL)
    kept = json.loads(memory.path.read_text("utf-8"))["levels"]
    assert len(kept) == MAX_SITUATIONS
    assert "situation 0" not in kept and "situation 1" in kept and HERE.key in kept


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[1]", '{"version": 2, "levels": {}}', '{"version": 1}', "[" * 100_000,
        '{"version": 1, "levels": {"a": "BEST"}}', '{"version": 1, "levels": {"a": 3}}',
        '{"version": 1, "levels": {"a": ["FAST"]}}', "\udcff", " " * 300_000,
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_is_told_once_and_begun_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "quality.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    told: list[str] = []
    memory = QualityMemory(path, report=told.append)
    assert memory.level(HERE) is None and memory.level(HERE) is None
    assert told == [f"{path}: not a file of quality levels of this version; it is begun anew"]
    memory.keep(HERE, Level.FAST)
    assert memory.level(HERE) is Level.FAST and len(told) == 1


def test_a_place_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told: list[str] = []
    memory = QualityMemory(tmp_path / "file" / "quality.json", report=told.append)
    memory.keep(HERE, Level.FAST)
    memory.keep(HERE, Level.ALL)
    assert len(told) == 1 and str(memory.path) in told[0]


def test_fresh_forgets_and_off_knows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("anime4k_gl.userdirs.state_folder", lambda: tmp_path)
    QualityMemory().keep(HERE, Level.FAST)
    on = QualityMemory.of("on", lambda text: None)
    assert on is not None and on.level(HERE) is Level.FAST
    assert QualityMemory.of("off", lambda text: None) is None
    assert quality_file().exists()
    fresh = QualityMemory.of("fresh", lambda text: None)
    assert fresh is not None and fresh.level(HERE) is None and not quality_file().exists()
    fresh.keep(HERE, Level.ALL)
    assert fresh.level(HERE) is Level.ALL


@pytest.mark.parametrize(
    ("given", "is_"),
    [(True, "on"), (False, "off"), ("on", "on"), ("off", "off"), ("fresh", "fresh")],
)
def test_the_option_in_python(given: bool | str, is_: str) -> None:
    assert Settings.from_options(governor=given).governor == is_


# Playing.

BUDGET = 1 / 24


class Pool:
    """Stands for the renderers: notes stand-ins, and shows a picture of some size."""

    def __init__(self) -> None:
        self.profiles = profiles_of(RenderOptions.of(preset="v1.0-rc"))
        self.stand_ins: dict[str, Any] = {}
        self.resize(1280, 720)

    def resize(self, width: int, height: int) -> None:
        texture = SimpleNamespace(size=(width, height))
        self.rendered = SimpleNamespace(
            picture=np.zeros((360, 640, 3), np.uint8), textures=(texture,)
        )

    def stand_in(self, name: str, profile: Any) -> None:
        self.stand_ins.pop(name, None)
        if profile is not None:
            self.stand_ins[name] = profile


def start(memory: QualityMemory | None, pool: Any, *, governed: bool = True) -> Selection:
    selection = Selection(
        pool, effect=True, governed=governed, now=lambda: clock[0], memory=memory, machine="here"
    )
    selection.recall(24.0)
    return selection


clock = [0.0]


def play(selection: Selection, seconds: float, draw: float) -> list[str]:
    """Play frames that take some of their time each; return what was told."""
    told = []
    for _ in range(round(seconds / BUDGET)):
        clock[0] += BUDGET
        late = int(draw > BUDGET)
        told.append(selection.note_rendered(seconds=draw, budget=BUDGET, dropped=late, rate=24.0))
    return [text for text in told if text]


@pytest.fixture
def memory(tmp_path: Path) -> QualityMemory:
    return QualityMemory(tmp_path / "quality.json")


def test_the_next_start_begins_where_this_one_held(memory: QualityMemory) -> None:
    first = start(memory, Pool())
    frames = (WARM_UP + BAD_FRAMES) * BUDGET
    assert len(play(first, frames, 2 * BUDGET)) == 1
    play(first, HELD_SECONDS + 1, 0.5 * BUDGET)
    pool = Pool()
    second = start(memory, pool)
    assert second.governor.level is Level.NO_FXAA
    assert pool.stand_ins["v1.0-rc"].name == "v1.0-rc, without FXAA"
    assert second.governor.sentence == "without FXAA: as it held here the last time"
    # It rises after a quiet minute, and what holds then is what the third begins with.
    assert play(second, 59, 0.3 * BUDGET) == []
    assert play(second, 3, 0.3 * BUDGET) == ["all shaders run again"]
    assert start(memory, Pool()).governor.level is Level.NO_FXAA
    play(second, HELD_SECONDS + 1, 0.3 * BUDGET)
    assert start(memory, Pool()).governor.level is Level.ALL


def test_a_level_that_was_only_passed_through_is_not_kept(memory: QualityMemory) -> None:
    selection = start(memory, Pool())
    play(selection, (WARM_UP + BAD_FRAMES) * BUDGET, 2 * BUDGET)
    play(selection, HELD_SECONDS / 2, 0.5 * BUDGET)
    assert start(memory, Pool()).governor.level is Level.ALL


def test_each_size_has_its_own_and_a_new_one_is_measured(memory: QualityMemory) -> None:
    pool: Any = Pool()
    selection = start(memory, pool)
    play(selection, (WARM_UP + BAD_FRAMES) * BUDGET, 2 * BUDGET)
    play(selection, HELD_SECONDS + 1, 0.5 * BUDGET)
    pool.resize(1920, 1080)
    # Nothing is known of it: the level stays, and has to hold before it is kept.
    play(selection, HELD_SECONDS / 2, 0.5 * BUDGET)
    assert selection.governor.level is Level.NO_FXAA
    large: Any = Pool()
    large.resize(1920, 1080)
    assert start(memory, large).governor.level is Level.ALL
    play(selection, HELD_SECONDS, 0.5 * BUDGET)
    assert start(memory, large).governor.level is Level.NO_FXAA
    # Back in the window it is as it was there.
    play(selection, (WARM_UP + BAD_FRAMES) * BUDGET, 2 * BUDGET)
    assert selection.governor.level is Level.NO_THIN_LINES
    pool.resize(1280, 720)
    play(selection, 1, 0.5 * BUDGET)
    assert selection.governor.level is Level.NO_FXAA


def test_without_a_governor_nothing_is_known_or_kept(memory: QualityMemory) -> None:
    selection = start(memory, Pool())
    play(selection, (WARM_UP + BAD_FRAMES) * BUDGET, 2 * BUDGET)
    play(selection, HELD_SECONDS + 1, 0.5 * BUDGET)
    before = memory.path.read_bytes()
    off = start(memory, Pool(), governed=False)
    play(off, HELD_SECONDS + 1, 0.3 * BUDGET)
    assert off.governor.level is Level.ALL and memory.path.read_bytes() == before
    # Switched on by its key it judges for itself.
    selection.governor.enabled = False
    selection.governor.enabled = True
    play(selection, 1, 0.5 * BUDGET)
    assert selection.governor.level is Level.ALL
