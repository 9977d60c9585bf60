"""Presets of compute passes alone: where they run, and what is said where they do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.presets import COMPUTE_ONLY

from anime4k_gl import OptionError, export, parameters
from anime4k_gl.doctor import _try_preset
from anime4k_gl.errors import Anime4KWarning, GLError
from anime4k_gl.exporters.registry import TARGETS
from anime4k_gl.formats import Size
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.profiles.profile import GLProfile
from anime4k_gl.library import HYBRIDS, preset, ranked_presets
from anime4k_gl.plan import make_plan
from anime4k_gl.plan.param_values import resolve_params
from anime4k_gl.player.picture.parameters import Parameters
from anime4k_gl.player.picture.profiles import profiles_of
from anime4k_gl.player.picture.selected import Selected
from anime4k_gl.rendering.choosing.rehearsal import rehearse
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.rendering.shader_forms import Forms, offered

(NAME,) = COMPUTE_ONLY
ALONE = f"^preset '{NAME}' consists of compute shaders alone"
CARD = Capabilities("maker", "card", "4.6", GLProfile(460), False, 16384, 32)
OLD, SOFTWARE = replace(CARD, profile=GLProfile(330)), replace(CARD, software=True)
EMBEDDED = replace(CARD, profile=GLProfile(310, es=True))


@pytest.mark.parametrize("backend", ["auto", "compute"])
def test_it_runs_where_there_are_compute_shaders(backend: str) -> None:
    forms = Forms.of(backend, NAME)
    assert forms.compute_only and forms.preset == NAME and forms.fragment_only() == forms
    for capabilities in (CARD, SOFTWARE, EMBEDDED):
        assert forms.on(capabilities).shaders == forms.fragment == forms.compute
    with pytest.raises(GLError, match=rf"{ALONE}, which need .* is of OpenGL 3\.3; .*'hybrid-l'$"):
        forms.on(OLD)
    assert not Forms.of(backend, "hybrid-l").compute_only and not Forms.nothing().compute_only


@pytest.mark.parametrize(("scale", "times"), [(1.0, 0), (2.0, 1), (4.0, 2)])
def test_a_plan_has_the_dispatches_that_its_file_lists(scale: float, times: int) -> None:
    target = Size(*(round(scale * side) for side in (24, 16)))
    run = Forms.of("auto", NAME).by_graphics_card()
    plan = make_plan(run.shaders, source=Size(24, 16), target=target)
    dispatches = [each for each in plan.runs if each.shader_pass.compute]
    assert len(dispatches) == times * len(preset(NAME).compute) // 2


def test_without_them_it_is_refused_in_a_line(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(f'preset = "{NAME}"\n')
    for name in (NAME, str(mine)):
        with pytest.raises(OptionError, match="alone; use backend 'compute' or 'auto', or choose"):
            Forms.of("fragment", name)
    assert parameters(NAME) == parameters(str(mine)) == ()
    with pytest.raises(OptionError, match=f"^preset '{NAME}' doubles pictures itself"):
        RenderOptions.of(preset=NAME, scaler="none")
    with pytest.raises(OptionError, match=r"these shaders have none$"):
        resolve_params(Forms.of("auto", NAME).fragment, {"x": 1})


@pytest.mark.parametrize("target", TARGETS)
def test_exporters_say_what_to_take_instead(target: str) -> None:
    remedy = rf"{ALONE}, which target '{target}' does not take; choose 'hybrid-l'$"
    if target == "mpv":
        remedy = rf"{ALONE}; export it with --compute, or choose 'hybrid-l'$"
    if TARGETS[target].after_scaling:
        remedy = rf"^preset '{NAME}' doubles pictures itself .* choose 'v1\.1'"
    with pytest.raises(OptionError, match=remedy):
        export(target, preset=NAME)


def test_mpv_gets_its_compute_passes() -> None:
    files = export("mpv", preset=NAME, compute=True)
    assert files[f"anime4k-{NAME}.glsl"].count("//!COMPUTE ") == len(preset(NAME).compute)
    assert "export again with --preset hybrid-l." in files["README.txt"]
    other = export("mpv", preset="hybrid-s", compute=True)["README.txt"]
    assert "export again without --compute." in other


def test_it_ranks_first_and_nobody_tries_it_where_it_is_slow_or_missing() -> None:
    assert ranked_presets()[-1] == NAME == HYBRIDS[-1]
    drivers = (CARD, SOFTWARE, OLD, EMBEDDED)
    assert [offered(NAME, "auto", each) for each in drivers] == [True, False, False, False]
    assert not offered(NAME, "fragment", CARD)
    assert all(offered("hybrid-l", "fragment", each) for each in drivers)
    for driver, why in ((SOFTWARE, "compiled for minutes"), (OLD, "missing")):
        check = _try_preset(NAME, driver)
        assert check.ok and f"not tried: its compute shaders are {why} here" in check.detail


def test_no_network_is_tried_after_one_that_is_not_in_time() -> None:
    drawn: list[str] = []
    clock = iter(range(10**6))

    def now() -> float:
        return next(clock) * 1e-3

    assert rehearse(HYBRIDS, {}, drawn.append, budget_ms=1.5, now=now).times.keys() == {*HYBRIDS}
    drawn.clear()
    known = {"hybrid-s": 5.0, "hybrid-m": 11.0, "hybrid-l": 30.0}
    found = rehearse(HYBRIDS, known, drawn.append, budget_ms=25.0, now=now)
    assert found.times == known and found.ranked == HYBRIDS and not drawn


def test_the_player_lists_it_where_it_can_be_drawn_soon() -> None:
    profiles = profiles_of(RenderOptions.of())
    assert NAME in profiles.on(CARD).names
    for driver in (SOFTWARE, OLD):
        assert set(profiles.names) - set(profiles.on(driver).names) == {NAME}
    assert NAME not in profiles_of(RenderOptions.of(backend="fragment")).names
    asked = profiles_of(RenderOptions.of(preset=NAME))
    assert asked.on(SOFTWARE).chosen == NAME and NAME in asked.on(SOFTWARE).names
    with pytest.raises(GLError, match=ALONE):
        asked.on(OLD)


def test_it_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def of(backend: str, name: str, *files: Any, **more: Any) -> Forms:
        read.append(name)
        return real(backend, name, *files, **more)

    real = Forms.of
    monkeypatch.setattr(Forms, "of", of)
    profiles = profiles_of(RenderOptions.of(preset="v1.1")).on(CARD)
    parameters = Parameters(profiles, Selected.initial(profiles))
    assert profiles[NAME] == profiles[NAME] and profiles[NAME].preset == NAME
    assert "v1.0-rc" in read and NAME not in read
    assert parameters.tunables(NAME) == [] and read.count(NAME) == 1
    changed = profiles.replaced(profiles[NAME].with_render(params={"x": 1}))[NAME]
    assert changed.params == {"x": 1} and changed.fragment == real("auto", NAME).fragment
    assert read.count(NAME) == 1 and changed.render.scaler == profiles["v1.1"].render.scaler


def test_a_software_rasteriser_is_said_to_be_slow(context: Any) -> None:
    assert Capabilities.from_context(context).software
    with pytest.warns(Anime4KWarning, match=f"^preset '{NAME}': compiling it takes minutes"):
        Renderer(context, RenderOptions.of(preset=NAME)).release()
