"""What presets took, kept between runs: whose it is, and files that are wrong."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anime4k_gl.formats import Size
from anime4k_gl.rendering.choosing.memory import Conditions, TimesMemory, times_file

HERE = Conditions(
    machine="a GPU, 4.6 driver 535.1",
    source=Size(960, 540),
    target=Size(1920, 1080),
    native=Size(960, 540),
    scaler="catmull_rom",
    backend="auto",
)


def test_times_are_kept_beside_those_of_other_presets(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "times.json"
    TimesMemory(path).keep(HERE, {"none": 0.5})
    TimesMemory(path).keep(HERE, {"v1.1": 2.0})
    memory = TimesMemory(path)
    assert memory.times(HERE) == {"none": 0.5, "v1.1": 2.0}
    sizes = "960x540 to 1920x1080, catmull_rom, auto"
    assert memory.of_machine(HERE.machine) == {sizes: {"none": 0.5, "v1.1": 2.0}}
    assert memory.of_machine("another GPU") == {}
    assert [entry.name for entry in path.parent.iterdir()] == ["times.json"]
    memory.forget()
    assert memory.times(HERE) == {}


def test_the_users_own_file_is_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anime4k_gl.userdirs.cache_folder", lambda: tmp_path)
    TimesMemory().keep(HERE, {"none": 0.5})
    assert times_file().parent == tmp_path and times_file().exists()


@pytest.mark.parametrize(
    "other",
    [
        {"machine": "a GPU, 4.6 driver 550.2"}, {"source": Size(1280, 720)},
        {"target": Size(3840, 2160)}, {"native": Size(480, 270)}, {"scaler": "lanczos"},
        {"backend": "fragment"},
    ],
)  # fmt: skip
def test_under_other_conditions_they_do_not_count(tmp_path: Path, other: dict[str, Any]) -> None:
    memory = TimesMemory(tmp_path / "times.json")
    memory.keep(HERE, {"none": 0.5})
    assert memory.times(replace(HERE, **other)) == {}


def test_another_version_measures_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = TimesMemory(tmp_path / "times.json")
    memory.keep(HERE, {"none": 0.5})
    monkeypatch.setattr("anime4k_gl.rendering.choosing.memory.version", lambda: "99.0")
    assert memory.times(HERE) == {} == memory.of_machine(HERE.machine)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[1]", '{"version": 9, "times": {}}', '{"version": 1}', "[" * 100_000,
        '{"version": 1, "times": {"a": 3}}', '{"version": 1, "times": {"a": {"none": "x"}}}',
        '{"version": 1, "times": {"a": {"none": -1}}}',
        '{"version": 1, "times": {"a": {"none": NaN}}}', '{"version": 1, "times": 3}',
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_is_told_once_and_begun_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "times.json"
    path.write_text(text)
    told: list[str] = []
    memory = TimesMemory(path, report=told.append)
    assert memory.times(HERE) == {}
    memory.keep(HERE, {"none": 0.5})
    assert memory.times(HERE) == {"none": 0.5}
    assert told == [f"{path}: not a file of times of this version; it is begun anew"]


def test_two_that_write_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "times.json"
    failures: list[str] = []

    def keep(number: int) -> None:
        memory = TimesMemory(path, report=failures.append)
        for size in range(1, 9):
            memory.keep(replace(HERE, source=Size(number, size)), {"none": 1.0})

    threads = [threading.Thread(target=keep, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    # One may overwrite what the other has just added, which is measured once more then.
    kept = json.loads(path.read_text("utf-8"))["times"]
    assert any(key.startswith(("1x8 ", "2x8 ")) for key in kept)
    assert [entry.name for entry in tmp_path.iterdir()] == ["times.json"]
