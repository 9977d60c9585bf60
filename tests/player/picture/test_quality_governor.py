"""The governor by simulated playing, and the picture at each level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from support.compare import psnr
from support.drawing import RGBA32F

from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.library import pass_shader, preset, preset_shader
from anime4k_gl.library.user_presets import write_preset
from anime4k_gl.player.picture.quality_governor import BAD_FRAMES, TRIAL_SECONDS, WARM_UP, Governor
from anime4k_gl.player.picture.quality_levels import Level, level_text, levels_of, reduced_quality
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.usershader import Param, Pass, UserShader

ALL = tuple(Level)
BUDGET = 1 / 24
COSTS = dict(zip(ALL, (0.060, 0.045, 0.038, 0.030, 0.010), strict=True))
"""Seconds a frame takes at each level: the third fits into 1/24 s."""


@dataclass
class Playing:
    """Frames drawn one after the other, each taking what its level takes times `load`."""

    governor: Governor
    costs: dict[Level, float] = field(default_factory=lambda: dict(COSTS))
    load: Callable[[float], float] = lambda now: 1.0
    budget: float = BUDGET
    now: float = 100.0
    late: int = 0
    seen: list[tuple[float, Level]] = field(default_factory=list)

    def run(self, seconds: float) -> Level:
        end = self.now + seconds
        while self.now < end:
            before = self.governor.level
            draw = self.costs[before] * self.load(self.now)
            dropped = int(draw > self.budget)
            self.late += dropped
            self.now += max(draw, self.budget)
            after = self.governor.frame(self.now, draw=draw, budget=self.budget, dropped=dropped)
            if after != before:
                self.seen.append((self.now, after))
        return self.governor.level

    @property
    def levels(self) -> list[Level]:
        return [level for _, level in self.seen]


def test_a_fast_machine_leaves_nothing_out() -> None:
    playing = Playing(Governor(ALL), load=lambda now: 0.5)
    assert playing.run(120) is Level.ALL and playing.seen == []
    assert playing.governor.text == ""


def test_passes_go_in_order_until_it_fits() -> None:
    playing = Playing(Governor(ALL))
    assert playing.run(5) is Level.NO_THIN_LINES
    assert playing.levels == [Level.NO_FXAA, Level.NO_THIN_LINES]
    assert playing.late <= 2 * (BAD_FRAMES + WARM_UP)
    assert playing.governor.text == "without FXAA and thin lines"


def test_what_is_rehearsed_before_playing_drops_nothing() -> None:
    playing = Playing(Governor(ALL))
    rehearsed = []
    while playing.governor.rehearsed(draw=COSTS[playing.governor.level], budget=BUDGET):
        rehearsed.append(playing.governor.level)
    assert rehearsed == [Level.NO_FXAA, Level.NO_THIN_LINES, Level.FAST]  # with room to spare
    assert playing.run(20) is Level.FAST and playing.seen == [] and playing.late == 0
    off = Governor(ALL, enabled=False)
    assert not off.rehearsed(draw=1.0, budget=BUDGET) and off.level is Level.ALL
    last = Governor((Level.ALL,))
    assert not last.rehearsed(draw=1.0, budget=BUDGET)
    assert playing.governor.levels_below == (Level.SCALER_ALONE,)
    assert last.levels_below == () and off.levels_below == ALL[1:]


def test_after_a_rehearsal_that_was_held_up_passes_come_back() -> None:
    playing = Playing(Governor(ALL), load=lambda now: 0.5)
    assert playing.governor.rehearsed(draw=1.0, budget=BUDGET)
    assert playing.run(100) is Level.NO_FXAA
    assert playing.run(30) is Level.ALL and playing.late == 0
    assert playing.governor.sentence == "everything runs: back after a quiet minute"


def test_a_few_slow_frames_change_nothing() -> None:
    governor = Governor(ALL)
    for number in range(240):
        slow = number % 24 < BAD_FRAMES - 1
        governor.frame(number * BUDGET, draw=0.2 if slow else 0.01, budget=BUDGET, dropped=slow)
    assert governor.level is Level.ALL


def test_drops_that_drawing_is_not_to_blame_for_change_nothing() -> None:
    governor = Governor(ALL)
    for number in range(240):
        governor.frame(number * BUDGET, draw=0.01, budget=BUDGET, dropped=1)
    assert governor.level is Level.ALL


def test_it_does_not_flap() -> None:
    """A level that does not fit is tried again ever more rarely: 1 frame in 400 over an hour."""
    playing = Playing(Governor(ALL))
    playing.run(60)
    changes, late = len(playing.seen), playing.late
    playing.run(3000)
    assert len(playing.seen) - changes <= 16
    # Failed returns: few frames each, and the waits between them grow.
    returns = [now for now, level in playing.seen if level is Level.NO_FXAA]
    waits = np.diff(returns[1:])
    assert len(waits) >= 2 and (np.diff(waits) > 0).all()
    playing.run(3600)
    assert playing.late - late < 6600 / BUDGET / 400


def test_it_comes_back_when_the_machine_is_no_more_busy() -> None:
    busy_until = 120.0
    playing = Playing(Governor(ALL), load=lambda now: 1.0 if now < busy_until else 0.4)
    assert playing.run(20) is Level.NO_THIN_LINES
    assert playing.run(35) is Level.NO_THIN_LINES  # until it was quiet for a minute
    assert playing.run(90) is Level.ALL
    # By what was predicted, not by trying: each return was made once, and stayed.
    assert playing.levels[2:] == [Level.NO_FXAA, Level.ALL]
    assert playing.governor.text == ""


def test_it_comes_back_when_there_is_more_time_a_frame() -> None:
    playing = Playing(Governor(ALL))
    playing.run(10)
    playing.budget = 4 * BUDGET  # a quarter of the speed
    assert playing.run(130) is Level.ALL


def test_a_busy_moment_that_ends_as_a_level_changes_is_forgotten() -> None:
    """What was remembered says that a return does not fit, though it would."""
    governor = Governor(ALL)
    playing = Playing(governor)
    while governor.level is Level.ALL:
        playing.run(BUDGET)
    playing.load = lambda now: 0.4
    assert playing.run(100) is Level.NO_FXAA
    assert playing.run(100) is Level.ALL


def test_a_level_of_no_use_is_passed_through_and_not_used_again() -> None:
    costs = dict(COSTS) | {Level.NO_FXAA: 0.060, Level.NO_THIN_LINES: 0.044, Level.FAST: 0.20}
    playing = Playing(Governor(ALL), costs)
    assert playing.run(20) is Level.SCALER_ALONE
    assert playing.levels == [Level(n) for n in (1, 2, 3, 4)]
    playing.load = lambda now: 0.3
    playing.run(130)
    assert playing.governor.level is Level.ALL
    assert Level.FAST not in playing.levels[4:] and Level.NO_FXAA not in playing.levels[4:]


def test_the_last_level_says_that_it_is_too_slow() -> None:
    playing = Playing(Governor(ALL), load=lambda now: 10.0)
    assert playing.run(30) is Level.SCALER_ALONE
    assert playing.governor.overloaded
    assert playing.governor.text == "the scaler alone, and still too slow"
    playing.load = lambda now: 1.0
    playing.run(3)
    assert not playing.governor.overloaded


def test_frames_of_warming_up_do_not_count() -> None:
    """Returning compiles and allocates: such frames are no failed return."""
    playing = Playing(Governor(ALL))
    playing.run(10)
    governor, fresh = playing.governor, {"frames": 0, "level": playing.governor.level}

    def load(now: float) -> float:
        if governor.level != fresh["level"]:
            fresh.update(frames=0, level=governor.level)
        fresh["frames"] += 1
        return 20.0 if fresh["frames"] <= WARM_UP else 0.3

    playing.load = load
    assert playing.run(130) is Level.ALL
    assert playing.levels[2:] == [Level.NO_FXAA, Level.ALL]


def test_off_forbids_it_and_other_levels_begin_anew() -> None:
    playing = Playing(Governor(ALL))
    playing.run(10)
    playing.governor.enabled = False
    assert playing.run(10) is Level.ALL and playing.governor.text == ""
    playing.governor.enabled = True
    assert playing.run(10) is Level.NO_THIN_LINES
    playing.governor.set_levels(ALL)
    assert playing.governor.level is Level.NO_THIN_LINES
    playing.governor.set_levels((Level.ALL, Level.SCALER_ALONE))
    assert playing.governor.level is Level.ALL
    assert playing.run(10) is Level.SCALER_ALONE


def test_a_return_on_trial_stands_the_test() -> None:
    """After that its failure is a failure like any other, and waits are short again."""
    playing = Playing(Governor(ALL))
    playing.run(10)
    playing.load = lambda now: 0.4
    assert playing.run(130 + 2 * TRIAL_SECONDS) is Level.ALL
    start, playing.load = playing.now, lambda now: 1.0
    playing.run(5)
    playing.load = lambda now: 0.4
    assert playing.run(130) is Level.ALL
    assert playing.seen[-1][0] - start < 140


def test_it_begins_at_the_level_that_held_and_rises_after_a_quiet_minute() -> None:
    playing = Playing(Governor(ALL), load=lambda now: 0.4)
    playing.governor.begin_at(Level.NO_THIN_LINES)
    assert playing.governor.sentence == (
        "without FXAA and thin lines: as it held here the last time"
    )
    assert playing.run(9) is Level.NO_THIN_LINES and not playing.governor.held
    assert playing.run(2) is Level.NO_THIN_LINES and playing.governor.held
    assert playing.run(45) is Level.NO_THIN_LINES and playing.seen == []
    assert playing.run(10) is Level.NO_FXAA and not playing.governor.held
    assert playing.late == 0


def test_a_level_that_does_not_hold_any_more_is_left() -> None:
    playing = Playing(Governor(ALL))
    playing.governor.begin_at(Level.NO_FXAA)
    assert playing.run(20) is Level.NO_THIN_LINES and playing.governor.held
    assert playing.governor.sentence == (
        "without FXAA and thin lines: otherwise a frame took 45 of its 42 ms"
    )


def test_the_reason_is_what_the_slow_frames_took() -> None:
    governor = Governor(ALL)
    for number in range(240):
        slow = number % 3 == 0
        governor.frame(number * BUDGET, draw=0.1 if slow else 0.01, budget=BUDGET, dropped=slow)
        if governor.level is not Level.ALL:
            break
    assert governor.sentence == "without FXAA: otherwise a frame took 100 of its 42 ms"


def test_a_level_that_is_not_there_is_not_begun_at() -> None:
    governor = Governor((Level.ALL, Level.SCALER_ALONE))
    governor.begin_at(Level.FAST)
    assert governor.level is Level.ALL and governor.sentence == ""
    off = Governor(ALL, enabled=False)
    off.begin_at(Level.FAST)
    assert off.level is Level.ALL


def test_what_is_too_slow_even_so_does_not_hold() -> None:
    playing = Playing(Governor(ALL), load=lambda now: 10.0)
    playing.run(60)
    assert playing.governor.overloaded and not playing.governor.held


def test_at_other_sizes_it_stays_and_measures_anew() -> None:
    playing = Playing(Governor(ALL))
    playing.run(20)
    assert playing.governor.held
    playing.governor.measure_anew()
    assert playing.governor.level is Level.NO_THIN_LINES and not playing.governor.held
    playing.load = lambda now: 0.4
    assert playing.run(130) is Level.ALL


# What runs at each level.


def test_levels_of_each_preset() -> None:
    assert levels_of("v1.0-rc") == levels_of("v1.0-rc-reference") == ALL
    assert levels_of("v1.0-rc", "compute") == tuple(x for x in ALL if x is not Level.FAST)
    assert levels_of("v1.0-rc-fast") == tuple(x for x in ALL if x is not Level.FAST)
    for name in ("v0.9", "v1.1"):
        assert levels_of(name) == (Level.ALL, Level.NO_THIN_LINES, Level.SCALER_ALONE)
    assert levels_of("v1.1", "compute") == levels_of("v1.1")
    assert levels_of(None) == (Level.ALL, Level.SCALER_ALONE)
    assert levels_of("none") == (Level.ALL,)
    assert level_text(Level.NO_THIN_LINES, levels_of("v0.9")) == "without thin lines"


def _picture() -> Any:
    rows, columns = np.mgrid[0:40, 0:52]
    lines = ((columns * 3 + rows * 2) % 17 < 2) | ((rows - 20) ** 2 + (columns - 26) ** 2 < 90)
    image = np.full((40, 52, 3), 220, np.uint8)
    image[..., 0] = 120 + columns * 2
    image[lines] = (30, 20, 40)
    return image


def _drawn(context: Any, forms: Any, params: Any, output: Any = RGBA8) -> Any:
    renderer = Renderer(context, RenderOptions.for_shaders(forms, scaler="bicubic", params=params))
    try:
        renderer.render(_picture(), target=Size(104, 80), output=output)
        return renderer.read()[0]
    finally:
        renderer.release()


def _by_hand(name: str, *, fxaa: bool, thin: bool) -> UserShader:
    """Return a preset's passes without some, put together pass by pass."""
    chosen = preset(name)
    left_out = ([] if fxaa else ["FXAA"]) + ([] if thin else ["thin lines"])
    blocks: dict[Any, Any] = {}
    for path in chosen.passes:
        for block in pass_shader(path).blocks:
            if isinstance(block, Param):
                blocks[block.name] = block
            elif isinstance(block, Pass) and not any(
                (block.desc or "").endswith((word, f"{word}, near")) for word in left_out
            ):
                blocks[len(blocks)] = block
    shader = preset_shader(name)
    return UserShader(tuple(blocks.values()), "by-hand.glsl", colour_bits=shader.colour_bits,
                      scaled_bits=shader.scaled_bits, colours=shader.colours)  # fmt: skip


@pytest.mark.parametrize("name", ["v1.0-rc", "v1.0-rc-fast", "v1.0-rc-reference"])
@pytest.mark.parametrize("output", [RGBA8, RGBA32F], ids=["8", "32f"])
def test_without_fxaa_is_the_other_passes(context: Any, name: str, output: Any) -> None:
    at = reduced_quality("fragment", name, {"refine_strength": 0.75}, Level.NO_FXAA)
    assert len(at.forms.fragment[0].passes) < len(preset_shader(name).passes)
    expected = [_by_hand(name, fxaa=False, thin=True)]
    hand = _drawn(context, expected, {"refine_strength": 0.75}, output)
    assert np.array_equal(_drawn(context, at.forms, at.params, output), hand)
    everything = _drawn(context, [preset_shader(name)], {"refine_strength": 0.75}, output)
    assert not np.array_equal(hand, everything)


@pytest.mark.parametrize("name", ["v1.0-rc", "v1.0-rc-fast", "v1.0-rc-reference"])
def test_without_thin_lines_is_a_strength_of_nothing(context: Any, name: str) -> None:
    """Whatever the strength was given as."""
    at = reduced_quality("fragment", name, {"thin_strength": 0.5}, Level.NO_THIN_LINES)
    expected = _drawn(context, [_by_hand(name, fxaa=False, thin=True)], {"thin_strength": 0.0})
    assert np.array_equal(_drawn(context, at.forms, at.params), expected)


def test_the_release_before_without_thin_lines(context: Any) -> None:
    at = reduced_quality("fragment", "v0.9", {}, Level.NO_THIN_LINES)
    expected = _drawn(context, [_by_hand("v0.9", fxaa=True, thin=False)], {})
    assert np.array_equal(_drawn(context, at.forms, at.params), expected)
    assert not np.array_equal(expected, _drawn(context, [preset_shader("v0.9")], {}))


def test_v1_1_without_thin_lines_pushes_nothing(context: Any) -> None:
    """In both forms, and half of the passes are fewer; the rest stays what it was."""
    fragment, compute = (
        reduced_quality(backend, "v1.1", {"push_strength": 8.0}, Level.NO_THIN_LINES)
        for backend in ("fragment", "compute")
    )
    (whole,), (less,) = ([preset_shader("v1.1")], fragment.forms.fragment)
    assert len(whole.passes) - len(less.passes) == 6
    unpushed = _drawn(context, [whole], {"push_strength": 0.0})
    assert psnr(_drawn(context, fragment.forms, fragment.params), unpushed, 255) > 60
    assert psnr(_drawn(context, compute.forms, compute.params), unpushed, 255) > 55
    assert psnr(_drawn(context, [whole], {}), unpushed, 255) < 40


@pytest.mark.parametrize("level", [Level.ALL, Level.NO_FXAA, Level.NO_THIN_LINES])
def test_compute_passes_shed_the_same(context: Any, level: Level) -> None:
    fragment, compute = (reduced_quality(b, "v1.0-rc", {}, level) for b in ("fragment", "compute"))
    one = _drawn(context, fragment.forms, fragment.params)
    other = _drawn(context, compute.forms, compute.params)
    assert (one[..., 3] == 255).all() and (other[..., 3] == 255).all()
    assert psnr(one, other, 255) > 55
    published = [_by_hand("v1.0-rc-reference", fxaa=level < Level.NO_FXAA,
                          thin=level < Level.NO_THIN_LINES)]  # fmt: skip
    assert psnr(other, _drawn(context, published, {}), 255) > 50


def test_the_fast_level_is_the_fast_preset_without_both(context: Any) -> None:
    at = reduced_quality(
        "auto", "v1.0-rc", {"refine_strength": 0.5, "thin_strength": 1.0}, Level.FAST
    )
    expected = _drawn(
        context,
        [_by_hand("v1.0-rc-fast", fxaa=False, thin=True)],
        {"refine_strength": 0.5, "thin_strength": 0.0},
    )
    assert np.array_equal(_drawn(context, at.forms, at.params), expected)


def test_nothing_left_out_is_the_preset_itself(context: Any) -> None:
    at = reduced_quality("auto", "v1.0-rc", {"thin_strength": 0.5}, Level.ALL)
    expected = _drawn(context, [preset_shader("v1.0-rc")], {"thin_strength": 0.5})
    assert np.array_equal(_drawn(context, at.forms, at.params), expected)


def test_a_users_preset_sheds_as_its_base_does(context: Any, tmp_path: Any) -> None:
    path = tmp_path / "mine.toml"
    write_preset(path, title="Mine", base="v1.0-rc", params={"refine_strength": 0.5})
    assert levels_of(str(path)) == ALL
    for level in (Level.NO_FXAA, Level.FAST):
        mine = reduced_quality("auto", str(path), {}, level)
        base = reduced_quality("auto", "v1.0-rc", {"refine_strength": 0.5}, level)
        pictures = [_drawn(context, at.forms, at.params) for at in (mine, base)]
        assert np.array_equal(*pictures)
