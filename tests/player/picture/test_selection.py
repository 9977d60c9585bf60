"""The selection at work on renderers that only take notes: profiles, values, levels of quality."""

from __future__ import annotations

from typing import Any

import pytest

from anime4k_gl.player.comparison.model import Mode
from anime4k_gl.player.controls.view import ViewControls
from anime4k_gl.player.picture.profiles import SCALER_ALONE, RenderProfile, profiles_of
from anime4k_gl.player.picture.quality_governor import BAD_FRAMES, WARM_UP
from anime4k_gl.player.picture.quality_levels import Level
from anime4k_gl.player.picture.selection import Selection
from anime4k_gl.rendering.render_options import RenderOptions

BUDGET = 1 / 24


class Pool:
    """Renderers that note what they are told."""

    def __init__(self) -> None:
        self.profiles = profiles_of(RenderOptions.of(preset="v1.0-rc"))
        self.stand_ins: dict[str, RenderProfile] = {}
        self.params: list[tuple[str, dict[str, float]]] = []
        self.rendered: Any = None

    def stand_in(self, name: str, profile: RenderProfile | None) -> None:
        self.stand_ins.pop(name, None)
        if profile is not None:
            self.stand_ins[name] = profile

    def set_params(self, name: str, values: dict[str, float]) -> None:
        self.params.append((name, values))

    def views(self, name: str) -> tuple[Any, ...]:
        return ()


class Told:
    """A notifier that keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def notify(self, text: str) -> None:
        self.lines.append(text)

    def show_error(self, text: str) -> None:
        self.lines.append(text)

    def show_status(self) -> None:
        self.lines.append("status")


@pytest.fixture
def pool() -> Any:
    return Pool()


@pytest.fixture
def selection(pool: Any) -> Selection:
    return Selection(pool, effect=True, governed=True, now=lambda: 100.0)


def sides(selection: Selection) -> tuple[str, str]:
    return selection.selected.before, selection.selected.after


def slow_down(selection: Selection) -> list[str]:
    """Have frames take twice their time until the governor gives in; return what it says."""
    told = [
        selection.note_rendered(seconds=2 * BUDGET, budget=BUDGET, dropped=1, rate=24.0)
        for _ in range(WARM_UP + BAD_FRAMES)
    ]
    return [text for text in told if text]


def test_a_choice_in_the_panels_is_one_step_that_can_be_undone(selection: Selection) -> None:
    """Also of the profile that the playing one is compared with: the two change places."""
    assert sides(selection) == (SCALER_ALONE, "v1.0-rc")
    selection.parameters.play(SCALER_ALONE)
    assert selection.apply() and not selection.apply()
    assert sides(selection) == ("v1.0-rc", SCALER_ALONE)
    selection.parameters.undo()
    assert selection.apply() and sides(selection) == (SCALER_ALONE, "v1.0-rc")
    assert not selection.parameters.can_undo


def test_values_are_applied_once(selection: Selection, pool: Any) -> None:
    selection.parameters.set("thin_strength", 0.5)
    assert selection.apply() and not selection.apply()
    assert pool.params == [("v1.0-rc", {"thin_strength": 0.5})]


def test_what_is_left_out_to_keep_time_is_told_and_ends_with_comparing(
    selection: Selection, pool: Any
) -> None:
    assert slow_down(selection) == [
        "smooth edges (FXAA) are switched off: this machine is too slow for all shaders at this"
        " size"
    ]
    assert pool.stand_ins["v1.0-rc"].name == "v1.0-rc, without FXAA"
    view = ViewControls(selection, Told())
    view.toggle_comparison(Mode.SPLIT)
    assert pool.stand_ins == {} and slow_down(selection) == []
    view.toggle_comparison(Mode.SPLIT)
    assert list(pool.stand_ins) == ["v1.0-rc"]
    selection.select(selection.selected.playing("v0.9"))
    assert pool.stand_ins == {} and selection.governor.level is Level.ALL


def test_each_lower_level_runs_in_its_turn(selection: Selection, pool: Any) -> None:
    names = [pool.stand_ins["v1.0-rc"].name for _ in selection.each_level_below()]
    assert names[0] == "v1.0-rc, without FXAA" and names[-1] == SCALER_ALONE
    assert len(set(names)) == len(names) == 4
    assert pool.stand_ins == {}


def test_keys_say_what_they_did(selection: Selection) -> None:
    told = Told()
    view = ViewControls(selection, told)
    view.cycle_profile(1)
    view.cycle_before(1)
    view.toggle_effect()
    view.toggle_effect()
    view.undo()
    selection.apply()
    view.cycle_intermediate_view(1)
    names = selection.profiles.names
    second = names[names.index("v1.0-rc") + 1]
    assert told.lines == [
        f"shaders: {second}", f"before: {names[1]} | after: {second}", "shaders off",
        f"shaders on: {second}", "undone", f"{SCALER_ALONE} has no passes to look into",
    ]  # fmt: skip
