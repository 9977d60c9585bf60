"""Preset ``auto`` in the player, on renderers that only take notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from anime4k_gl.colour import SRGB
from anime4k_gl.defaults import DEFAULT_PRESET
from anime4k_gl.errors import GLError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame
from anime4k_gl.player.picture import auto_preset
from anime4k_gl.player.picture.auto_preset import AutoPreset
from anime4k_gl.player.picture.profiles import SCALER_ALONE, profiles_of
from anime4k_gl.player.picture.selection import Selection
from anime4k_gl.rendering.choosing import rehearsal
from anime4k_gl.rendering.choosing.memory import TimesMemory
from anime4k_gl.rendering.render_options import RenderOptions

FRAME = Frame(Size(640, 360), PIXEL_LAYOUTS["rgb24"], SRGB, ())
LARGE, SAME = Size(1280, 720), Size(640, 360)


class Pool:
    """Renderers that take the time they are told to."""

    def __init__(self) -> None:
        self.profiles = profiles_of(RenderOptions.of())
        self.rendered: Any = None
        self.drawn: list[str] = []
        self.broken = False

    def stand_in(self, name: str, profile: Any) -> None:
        pass

    def forget_picture(self) -> None:
        pass

    def native(self, picture: Any, profile: Any) -> None:
        return None

    def render(self, picture: Any, target: Size, names: tuple[str, ...]) -> None:
        if self.broken:
            raise GLError("the driver is gone")
        self.drawn += names


@pytest.fixture
def pool() -> Any:
    return Pool()


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Return what presets take (ms), which may be changed."""
    taken = {"none": 1.0, "v1.0-rc-fast": 4.0, "v1.0-rc": 8.0, "v1.1": 12.0}
    monkeypatch.setattr(auto_preset, "ranked_presets", lambda: tuple(taken))

    def measured(name: str, draw: Any, now: Any) -> float:
        draw(name)
        return taken[name]

    monkeypatch.setattr(rehearsal, "_measured", measured)
    return taken


def start(pool: Any, tmp_path: Path, *, effect: bool = True) -> tuple[AutoPreset, Selection]:
    selection = Selection(pool, effect=effect, governed=True, now=lambda: 0.0)
    memory = TimesMemory(tmp_path / "times.json")
    return AutoPreset(pool, selection, machine="here", memory=memory), selection


def test_each_file_gets_the_best_in_time_and_what_was_measured_is_kept(
    pool: Any, tmp_path: Path, times: dict[str, float]
) -> None:
    auto, selection = start(pool, tmp_path)
    assert selection.selected.after == DEFAULT_PRESET and selection.auto == ""
    auto.choose(FRAME, LARGE, 24.0)
    assert selection.selected.after == "v1.1"
    assert selection.auto.startswith("preset auto: v1.1, ") and SCALER_ALONE in pool.drawn
    pool.drawn.clear()
    auto.choose(FRAME, LARGE, 60.0)
    assert selection.selected.after == "v1.0-rc" and "v1.1 would take 12.0" in selection.auto
    auto, selection = start(pool, tmp_path)
    auto.choose(FRAME, LARGE, 24.0)
    assert selection.selected.after == "v1.1"
    assert not {"v1.1", "v1.0-rc", SCALER_ALONE} & set(pool.drawn)


def test_a_picture_that_is_not_enlarged_needs_no_shaders_and_the_next_file_may(
    pool: Any, tmp_path: Path, times: dict[str, float]
) -> None:
    auto, selection = start(pool, tmp_path)
    auto.choose(FRAME, SAME, 24.0)
    assert selection.selected.after == SCALER_ALONE and not pool.drawn
    assert "less than 1.2 times" in selection.auto
    auto.choose(FRAME, LARGE, 24.0)
    assert selection.selected.after == "v1.1"


def test_what_the_user_chooses_stays(pool: Any, tmp_path: Path, times: dict[str, float]) -> None:
    auto, selection = start(pool, tmp_path)
    auto.choose(FRAME, LARGE, 24.0)
    selection.select(selection.selected.playing("v0.9"))
    assert selection.auto == ""
    auto.choose(FRAME, LARGE, 24.0)
    assert selection.selected.after == "v0.9"


def test_without_shaders_the_choice_waits_until_they_are_switched_on(
    pool: Any, tmp_path: Path, times: dict[str, float]
) -> None:
    auto, selection = start(pool, tmp_path, effect=False)
    for target in (LARGE, SAME, LARGE):
        auto.choose(FRAME, target, 24.0)
        assert selection.selected.after == SCALER_ALONE
    selection.select(selection.selected.with_effect(True))
    assert selection.selected.after == "v1.1"


def test_where_measuring_fails_the_default_plays_and_says_so(pool: Any, tmp_path: Path) -> None:
    auto, selection = start(pool, tmp_path)
    pool.broken = True
    auto.choose(FRAME, LARGE, 24.0)
    assert selection.selected.after == DEFAULT_PRESET
    assert selection.auto == (
        f"preset auto: {DEFAULT_PRESET}, the default: nothing could be measured here (the driver is"
        " gone)"
    )
