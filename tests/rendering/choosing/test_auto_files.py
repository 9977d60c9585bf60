"""Preset ``auto`` for files: measured here once, said in a sentence, the same in the next run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import anime4k_gl as a4k
from anime4k_gl.cli import main
from anime4k_gl.errors import GLError
from anime4k_gl.rendering.choosing import choice, offscreen
from anime4k_gl.rendering.choosing.choice import PresetChoice
from anime4k_gl.rendering.choosing.memory import times_file
from anime4k_gl.transcoding.shelf import api as shelf


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a picture, a cache of its own, and presets that compile fast."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("anime4k_gl.userdirs.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(offscreen, "ranked_presets", lambda: ("none", "v0.9"))
    pixels = np.random.default_rng(1).integers(0, 256, (16, 24, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "in.png")
    return tmp_path


def run(*words: str | Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert ended.value.code == 0


def test_upscale_measures_once_and_says_what_it_chose(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("upscale", here / "in.png", here / "auto.png", "--preset", "auto")
    said = capsys.readouterr().err
    assert "note: preset auto: v0.9, the best picture: a frame takes " in said
    a4k.transcode(here / "in.png", here / "named.png", preset="v0.9")
    auto, named = (np.asarray(Image.open(here / f"{name}.png")) for name in ("auto", "named"))
    assert np.array_equal(auto, named)
    kept = times_file().read_bytes()

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr("anime4k_gl.rendering.choosing.rehearsal._measured", fail)
    again = a4k.transcode(here / "in.png", here / "again.png", preset="auto")
    assert [note for note in again.notes if note in said]
    assert times_file().read_bytes() == kept
    small = a4k.transcode(here / "in.png", here / "small.png", preset="auto", scale=0.5)
    assert small.notes[-1].startswith("preset auto: none, the scaler alone: 24x16 to 12x8")


def test_where_nothing_can_be_measured_the_default_is_taken_and_said(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise GLError("no timer")

    monkeypatch.setattr(offscreen, "measure_offscreen", fail)
    monkeypatch.setattr(choice, "DEFAULT_PRESET", "v0.9")  # compiled fast
    done = a4k.transcode(here / "in.png", here / "out.png", preset="auto")
    assert done.notes == (
        "preset auto: v0.9, the default: nothing could be measured here (no timer)",
    )


def test_python_names_a_preset_where_no_file_is_at_hand() -> None:
    with pytest.raises(a4k.OptionError, match=r"here name one: v1\."):
        a4k.upscale(np.zeros((4, 4, 3), np.uint8), preset="auto")


def test_a_shelf_knows_each_file_by_the_preset_chosen_for_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = {"a.mkv": "v1.1", "b.mkv": "none"}
    asked: list[str] = []

    def choose(request: dict[str, Any]) -> PresetChoice:
        asked.append(request["source"].name)
        return PresetChoice(chosen[request["source"].name], "")

    monkeypatch.setattr(shelf, "choose_for_file", choose)
    recipe_for = shelf._recipes_of_choices({"preset": "auto", "scale": 3.0})
    for name in ("a.mkv", "b.mkv", "a.mkv"):
        assert recipe_for(here / name).preset == chosen[name]
    assert asked == ["a.mkv", "b.mkv"]
