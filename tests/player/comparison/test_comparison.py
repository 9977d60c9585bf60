"""A comparison of two profiles: state, places, and what lies under the mouse. No OpenGL."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from support.presets import WITH_PASSES

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.library import HYBRIDS, preset, preset_names, preset_shader
from anime4k_gl.plan import (
    Dialect,
    IntermediateView,
    PassRun,
    Plan,
    make_plan,
    to_json,
    to_table,
    views,
)
from anime4k_gl.plan.intermediates import find, keep
from anime4k_gl.player.comparison.layout import (
    divider_x,
    dragged,
    halves,
    hits_divider,
    neighbour,
    position_at,
    split_panes,
    texel_at,
)
from anime4k_gl.player.comparison.model import Comparison, Mode
from anime4k_gl.player.display.labels import Label, place_labels
from anime4k_gl.player.display.loupe import Loupe
from anime4k_gl.player.geometry import Rect, contains, intersection, letterbox, overlaps
from anime4k_gl.player.picture.profiles import SCALER_ALONE, RenderProfiles, profiles_of
from anime4k_gl.player.picture.selected import Selected
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.shader_forms import Forms
from anime4k_gl.usershader import parse_user_shader

NAMES = (SCALER_ALONE, "v1.0-rc", "v0.9")
WINDOW = Size(200, 100)
PLACE = Rect(20, 0, 160, 100)


def comparing(**state: object) -> Comparison:
    compare = Comparison()
    for name, value in state.items():
        setattr(compare, name, value)
    return compare


def chosen() -> Selected:
    return Selected(after="v1.0-rc", before=SCALER_ALONE, resumed="v1.0-rc")


# State.


def test_which_looks_are_drawn() -> None:
    compare = comparing()

    def visible() -> tuple[str, ...]:
        return compare.visible(SCALER_ALONE, "v1.0-rc")

    assert visible() == ("v1.0-rc",)
    compare.set_mode(Mode.SPLIT)
    assert visible() == (SCALER_ALONE, "v1.0-rc")
    compare.blink()
    assert visible() == (SCALER_ALONE,)
    compare.blink()
    assert visible() == ("v1.0-rc",)
    compare.toggle_loupe()  # which shows both
    assert visible() == (SCALER_ALONE, "v1.0-rc")
    compare.set_mode(Mode.BLINK)
    assert not compare.on


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.OFF])
def test_a_mode_is_left_by_asking_for_it_again(mode: Mode) -> None:
    compare = comparing()
    for before in Mode:
        compare.mode = before
        compare.set_mode(mode)
        assert compare.mode is (Mode.OFF if before is mode else mode)


def test_choosing_profiles_never_compares_one_with_itself() -> None:
    selected, seen = chosen(), []
    for _ in range(4):
        selected = selected.next_playing(NAMES, 1, comparing=True)
        seen.append(selected.after)
    assert seen == ["v0.9", "v1.0-rc", "v0.9", "v1.0-rc"]
    selected = selected.next_before(NAMES)
    assert (selected.before, selected.after) == ("v0.9", "v1.0-rc")
    selected = selected.next_before(NAMES, -1)
    assert selected.before == SCALER_ALONE
    selected = selected.playing(SCALER_ALONE)
    assert (selected.before, selected.after) == ("v1.0-rc", SCALER_ALONE)
    assert selected.compared_with(SCALER_ALONE) == selected


def test_without_comparing_every_profile_has_its_turn() -> None:
    selected, seen = chosen(), []
    for _ in range(3):
        selected = selected.next_playing(NAMES, -1, comparing=False)
        seen.append(selected.after)
        assert selected.before != selected.after
    assert seen == [SCALER_ALONE, "v0.9", "v1.0-rc"]


def test_the_effect_goes_off_and_comes_back_as_it_was() -> None:
    selected = chosen()
    assert selected.after == "v1.0-rc" and selected.effect
    selected = selected.playing("v0.9").with_effect(False)
    assert (selected.after, selected.before) == (SCALER_ALONE, "v0.9") and not selected.effect
    assert selected.with_effect(False) == selected
    assert selected.with_effect(True).after == "v0.9"


def test_gain_and_zoom_stay_in_their_range() -> None:
    compare = comparing()
    for _ in range(9):
        compare.scale_gain(2)
    assert compare.gain == 32
    for _ in range(9):
        compare.scale_gain(0.5)
    assert compare.gain == 1
    seen = []
    for _ in range(4):
        compare.cycle_zoom()
        seen.append(compare.zoom)
    assert seen == [16, 4, 8, 16]


def test_views_go_round_and_begin_with_the_result() -> None:
    compare, seen = comparing(), []
    for _ in range(3):
        compare.step_view(("luma", "gradient"))
        seen.append(compare.view)
    assert seen == ["luma", "gradient", None]
    compare.view = "of another look"
    compare.step_view(("luma",))
    assert compare.view == "luma"


def test_blinking_begins_with_the_left_one_each_time() -> None:
    compare = comparing(mode=Mode.SPLIT)
    compare.blink()
    assert compare.mode is Mode.BLINK and not compare.second
    compare.blink()
    assert compare.second
    compare.set_mode(Mode.SPLIT)
    compare.blink()
    assert compare.mode is Mode.BLINK and not compare.second


# The mouse.


def test_the_divider_is_dragged_by_its_line_only() -> None:
    compare = comparing(mode=Mode.SPLIT)
    assert divider_x(PLACE, 0.5) == 100
    assert not compare.press((60, 50), WINDOW, PLACE)
    compare.move((80, 50), WINDOW, PLACE)
    assert compare.divider == 0.5
    assert compare.press((103, 50), WINDOW, PLACE) and compare.grabbed
    assert compare.move((60, 50), WINDOW, PLACE)
    assert compare.divider == 0.25
    compare.move((-50, 50), WINDOW, PLACE)
    assert compare.divider == 0
    compare.let_go()
    assert not compare.move((150, 50), WINDOW, PLACE)
    assert compare.divider == 0


def test_hits() -> None:
    assert hits_divider((95, 50), 0.5, WINDOW, PLACE)
    assert not hits_divider((93, 50), 0.5, WINDOW, PLACE)
    assert not hits_divider((100, 50), 0.5, Size(200, 200), Rect(20, 60, 160, 100))  # above it
    assert position_at(60, PLACE) == 0.25


def test_the_mouse_changes_what_is_seen_only_where_it_does() -> None:
    compare = comparing(mode=Mode.SPLIT)
    assert not compare.move((1, 1), WINDOW, PLACE)
    compare.toggle_loupe()
    assert compare.move((2, 1), WINDOW, PLACE)
    assert not compare.move((2, 1), WINDOW, PLACE)
    assert compare.move(None, WINDOW, PLACE)


def test_side_by_side_shows_the_same_part_twice_and_is_dragged() -> None:
    compare = comparing(mode=Mode.SIDE_BY_SIDE)
    before, after = halves(WINDOW, PLACE, compare.pan)
    assert after.place.x - before.place.x == 100
    assert (before.clip, after.clip) == (Rect(0, 0, 100, 100), Rect(100, 0, 100, 100))
    assert before.place.x == -30
    assert compare.press((10, 10), WINDOW, PLACE)
    compare.move((40, 10), WINDOW, PLACE)
    assert halves(WINDOW, PLACE, compare.pan)[0].place.x == 0  # moved with the mouse
    compare.move((10, 10), WINDOW, PLACE)
    assert halves(WINDOW, PLACE, compare.pan)[0].place.x == -30
    assert dragged((0.5, 0.5), (-999, 0), WINDOW, PLACE) == (1.0, 0.5)
    narrow = Rect(80, 0, 40, 100)  # which fits in a half
    assert [pane.clip for pane in halves(WINDOW, narrow, (0.5, 0.5))] == [
        Rect(30, 0, 40, 100),
        Rect(130, 0, 40, 100),
    ]


def test_a_split_covers_the_picture_once() -> None:
    for divider in (0.0, 0.3, 0.777, 1.0):
        left, right = split_panes(WINDOW, PLACE, divider)
        assert left.place == right.place == PLACE
        assert left.clip.width + right.clip.width == PLACE.width
        assert right.clip.x == left.clip.x + left.clip.width
        assert not overlaps(left.clip, [right.clip])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_texel_under_the_mouse(rotation: int) -> None:
    """Against numpy's rotation, for each pixel of a picture that is seen texel for pixel."""
    texture = np.arange(12).reshape(3, 4)
    seen = np.rot90(texture, -rotation // 90)
    height, width = seen.shape
    place = Rect(10, 20, width, height)
    for row in range(height):
        for column in range(width):
            point = (10 + column + 0.4, 20 + row + 0.9)
            x, y = texel_at(point, place, rotation, Size(4, 3)) or (-1, -1)
            assert texture[y, x] == seen[row, column]
            for right, down in ((1, 0), (0, 1), (-1, 0), (0, -1)):
                at = (row + down, column + right)
                if 0 <= at[0] < height and 0 <= at[1] < width:
                    nx, ny = neighbour((x, y), right, down, rotation)
                    assert texture[ny, nx] == seen[at]
    assert texel_at((9.9, 21), place, rotation, Size(4, 3)) is None
    assert texel_at((10 + width, 21), place, rotation, Size(4, 3)) is None


def test_texel_under_the_mouse_where_the_picture_is_stretched() -> None:
    place = Rect(0, 0, 30, 20)
    assert texel_at((29.9, 19.9), place, 0, Size(3, 2)) == (2, 1)
    assert texel_at((9.9, 10), place, 0, Size(3, 2)) == (0, 1)
    assert texel_at((10.0, 9.9), place, 0, Size(3, 2)) == (1, 0)


# Places of labels and the loupe.


def test_labels_stand_in_one_row_beside_what_divides_them() -> None:
    left, right = split_panes(Size(1000, 500), Rect(0, 0, 1000, 500), 0.5)
    labels = [Label(left.clip, Size(100, 30), 1), Label(right.clip, Size(60, 30), -1)]
    assert place_labels(labels, [], 10) == (Rect(390, 10, 100, 30), Rect(510, 10, 60, 30))
    page = Rect(0, 0, 450, 200)
    places = place_labels(labels, [page], 10)
    assert all(place is not None and place.y >= 200 for place in places)
    assert places[0] is not None and places[1] is not None and places[0].y == places[1].y


def test_a_label_that_has_no_room_is_left_out() -> None:
    left, right = split_panes(Size(1000, 500), Rect(0, 0, 1000, 500), 0.05)
    labels = [Label(left.clip, Size(100, 30), 1), Label(right.clip, Size(60, 30), -1)]
    assert place_labels(labels, [], 10) == (None, Rect(60, 10, 60, 30))
    assert place_labels(labels, [Rect(0, 0, 1000, 500)], 10) == (None, None)


def test_labels_cover_nothing() -> None:
    chance = random.Random(6)
    placed = 0
    for _ in range(300):
        window = Size(chance.randint(200, 2000), chance.randint(120, 1200))
        place = letterbox(Size(chance.randint(1, 20), chance.randint(1, 20)), window)
        panes = split_panes(window, place, chance.random())
        sizes = [Size(chance.randint(20, 300), chance.randint(10, 60)) for _ in panes]
        labels = [Label(p.clip, s, a) for p, s, a in zip(panes, sizes, (1, -1), strict=True)]
        occupied = [
            Rect(chance.randint(0, window.width), chance.randint(0, window.height),
                 chance.randint(1, 400), chance.randint(1, 400))
            for _ in range(3)
        ]  # fmt: skip
        places = [rect for rect in place_labels(labels, occupied, 8) if rect is not None]
        placed += len(places)
        for index, rect in enumerate(places):
            assert not overlaps(rect, occupied)
            assert not overlaps(rect, places[:index])
            assert intersection(rect, Rect(0, 0, *window)) == rect
    assert placed > 200


def test_the_loupe_stays_in_the_window_and_off_the_mouse() -> None:
    chance = random.Random(7)
    drawn = 0
    for _ in range(300):
        window = Size(chance.randint(300, 4000), chance.randint(200, 2200))
        point = (chance.uniform(0, window.width), chance.uniform(0, window.height))
        zoom, count = chance.choice((4, 8, 16)), chance.choice((1, 2))
        loupe = Loupe.at(point, window, zoom=zoom, count=count, line=20)
        if loupe is None:
            continue
        drawn += 1
        assert intersection(loupe.panel, Rect(0, 0, *window)) == loupe.panel
        assert not contains(loupe.panel, point)
        parts = [*loupe.boxes, *loupe.heads, *loupe.feet]
        for index, part in enumerate(parts):
            assert intersection(part, loupe.panel) == part
            assert not overlaps(part, parts[:index])
        for box in loupe.boxes:
            assert box.width == box.height
            assert box.width % zoom == 0 and box.width // zoom % 2 == 1
    assert drawn > 250


def test_the_loupe_makes_way_for_text_where_it_can() -> None:
    window, page = Size(1920, 1080), Rect(700, 400, 500, 600)
    loupe = Loupe.at((600, 500), window, zoom=8, count=2, line=50, occupied=[page])
    assert loupe is not None and not overlaps(loupe.panel, [page])
    assert Loupe.at((5, 5), Size(40, 30), zoom=16, count=2, line=20) is None


# Looks.

TUNED = "//!PARAM strength\n//!TYPE float\n//!MINIMUM 0\n//!MAXIMUM 1\n0.5\n\n"
PASS = "//!HOOK OUTPUT\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"


def listed(forms: Forms, **params: float) -> RenderProfiles:
    return profiles_of(RenderOptions.for_shaders(forms, params=params))


def test_the_looks_of_a_preset() -> None:
    looks = listed(Forms.of("auto", "v1.0-rc"), line_threshold=0.3, fxaa_span=4.0)
    assert looks.names == (SCALER_ALONE, *preset_names())
    assert looks.chosen == "v1.0-rc"
    assert looks["v1.0-rc"].params == {"line_threshold": 0.3, "fxaa_span": 4.0}
    assert looks["v0.9"].params == {}  # which has neither
    assert looks["v1.0-rc"].views == preset("v1.0-rc").views
    assert looks[SCALER_ALONE].plain and looks[SCALER_ALONE].fragment == ()
    first = Selected.initial(looks, effect=False)
    assert (first.after, first.before, first.resumed) == (SCALER_ALONE, looks.names[1], "v1.0-rc")
    assert first.next_playing(looks.names, -1, comparing=False).after == preset_names()[-1]
    with pytest.raises(OptionError, match=r"v1\.0-rc-reference"):
        looks["v7"]


def test_the_looks_of_files_are_each_and_all_of_them() -> None:
    one = parse_user_shader(TUNED + PASS, filename="dir/one.glsl")
    two = parse_user_shader(PASS, filename="other/two.glsl")
    looks = listed(Forms.of("auto", "v1.0-rc", (one, two)), strength=0.1)
    extra = looks.names[1 + len(preset_names()) :]
    assert extra == ("one.glsl", "two.glsl", "one.glsl + two.glsl")
    assert looks.chosen == extra[-1]
    assert looks["one.glsl"].params == looks[extra[-1]].params == {"strength": 0.1}
    assert looks["two.glsl"].params == {}
    again = parse_user_shader(PASS, filename="b/two.glsl")
    same = listed(Forms.of("auto", "v1.0-rc", (two, again)))
    assert same.names[-3:] == ("two.glsl", "two.glsl (2)", "two.glsl + two.glsl")
    single = listed(Forms.of("auto", "v1.0-rc", (one,)))
    assert single.names[-1] == single.chosen == "one.glsl"
    assert len(single.names) == 2 + len(preset_names())


def test_a_users_presets_are_looks_and_broken_ones_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anime4k_gl.userdirs.config_folder", lambda: tmp_path)
    (tmp_path / "presets").mkdir()
    soft, files = tmp_path / "presets" / "soft.toml", tmp_path / "presets" / "files.toml"
    soft.write_text('preset = "v1.0-rc"\n[params]\nthin_strength = 0.05\n')
    (tmp_path / "one.glsl").write_text(PASS)
    files.write_text('shaders = ["../one.glsl"]\n')
    (tmp_path / "presets" / "broken.toml").write_text("x = 1")
    looks = listed(Forms.of("auto", "v1.0-rc"))
    assert looks.names == (SCALER_ALONE, *preset_names(), "files", "soft")
    assert looks["soft"].views == preset("v1.0-rc").views
    assert looks["files"].render.dialect is Dialect.VO_GPU
    assert looks["soft"].render.dialect is None
    for name in ("soft", "files"):
        assert listed(Forms.of("auto", name)).chosen == name


def test_the_looks_of_nothing() -> None:
    looks = listed(Forms.of("auto", "none"))
    assert looks.chosen == SCALER_ALONE and "v1.0-rc" in looks.names
    changed = looks.replaced(looks["v0.9"].with_render(params={"thin_strength": 0.2}))
    assert changed["v0.9"].params and not looks["v0.9"].params and changed.names == looks.names


def test_presets_without_a_compute_form_can_be_compared_all_the_same() -> None:
    looks = listed(Forms.of("compute", "v1.0-rc"))
    backends = {look.name: look.render.forms.backend for look in looks}
    assert backends["v1.0-rc"] == "compute" and backends["v0.9"] == "fragment"


# Inner textures.


def plan_of(name: str, target: Size | None = None) -> Plan:
    shaders = [preset_shader(name)]
    return make_plan(shaders, source=Size(48, 27), target=target or Size(95, 53))


@pytest.mark.parametrize("name", WITH_PASSES)
@pytest.mark.parametrize("target", [Size(48, 27), Size(60, 34), Size(96, 54), Size(191, 107)])
def test_what_presets_declare_is_there(name: str, target: Size) -> None:
    plan = plan_of(name, target=target)
    declared = preset(name).views
    found = {view.name: view for view in views(plan, declared)}
    ran = {r.pass_index + 1: r for r in plan.runs if not r.builtin}
    assert {d.name for d in declared if d.number in ran} == found.keys() & {
        d.name for d in declared
    }
    for one in declared:
        if one.number in ran and one.reading.packed:
            view = found[one.name]
            assert plan.values[view.value].components == 4
            before = Size(*(2 * side for side in plan.values[view.value].size))
            assert view.size == (target if ran[one.number].hook == "OUTPUT" else before)
    names = [view.name for view in views(plan, declared)]
    assert len(names) == len(set(names))
    if ran and name in HYBRIDS:
        assert {"what luma gains", "doubled colour"} <= set(names)
    elif ran:
        assert {"luma", "edges" if preset(name).after_scaling else "gradient"} <= set(names)


def test_v1_1_can_be_looked_into_at_every_doubling() -> None:
    declared = preset("v1.1").views

    def sizes(target: Size) -> dict[str, Size]:
        made = plan_of("v1.1", target=target)
        names = {view.name for view in declared}
        return {v.name: v.size for v in views(made, declared) if v.name in names}

    assert sizes(Size(50, 28)) == {}
    # What is scaled to 95x53 was doubled to 96x54 before.
    once, twice = sizes(Size(95, 53)), sizes(Size(180, 101))
    assert {view.number for view in declared if view.name in once} >= {3, 6, 7, 8, 9, 10, 11}
    assert once["luma"] == once["what is missing"] == Size(48, 27)
    assert once["edges"] == once["pushed luma"] == once["doubled colour"] == Size(96, 54)
    assert twice["edges"] == twice["luma, once more"] == Size(96, 54)
    assert twice["edges (2)"] == twice["doubled colour (2)"] == Size(192, 108)
    again = {"luma, once more", *(f"{name} (2)" for name in once if name != "luma")}
    assert set(twice) == set(once) | again


def test_a_view_of_a_pass_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from anime4k_gl.library import presets

    text = 'title = "x"\npasses = ["v0.9/luma"]\nviews = [{ name = "a", pass = "v0.9/b" }]\n'
    monkeypatch.setattr(presets, "read_file", lambda _: text)
    with pytest.raises(OptionError, match=r"presets/x.toml: view 'a': there is no pass 'v0.9/b'"):
        presets._package_preset.__wrapped__("x")


def test_views_of_a_users_shader() -> None:
    text = (
        "//!HOOK OUTPUT\n//!BIND HOOKED\n//!SAVE MAP\n//!COMPONENTS 2\n//!DESC first\n"
        "vec4 hook() { return vec4(1.0); }\n"
        "//!HOOK OUTPUT\n//!BIND HOOKED\n//!BIND MAP\n//!SAVE MAP\n//!COMPONENTS 2\n"
        "//!DESC second\n"
        "vec4 hook() { return vec4(0.5); }\n" + PASS.replace("HOOKED\n", "HOOKED\n//!BIND MAP\n", 1)
    )
    plan = make_plan([parse_user_shader(text)], source=Size(8, 8), target=Size(16, 16))
    found = views(plan)
    first, second = (view for view in found if view.alias == "MAP")
    assert first.name.endswith(": first") and second.name.endswith(": second")
    assert find(found, "MAP") is second  # the one written last
    channel = find(found, "MAP.y")
    assert channel is not None and channel.value == second.value
    assert channel.reading.low is None
    assert find(found, first.name) is first
    assert find(found, "MAP.z") is None


@pytest.mark.parametrize("name", WITH_PASSES)
def test_what_is_watched_is_still_there_at_the_end(name: str) -> None:
    plan = plan_of(name)
    for view in views(plan, preset(name).views):
        kept = keep(plan, (view.value,))
        assert kept.steps == plan.steps and kept.outputs == plan.outputs
        value = kept.values[view.value]
        assert kept.watched == (view.value,)
        later = [
            step.output
            for step in kept.steps
            if isinstance(step, PassRun) and kept.values[step.output].first_use > value.first_use
        ]
        assert all(kept.values[output].slot != value.slot for output in later)


def test_a_plan_says_what_it_keeps() -> None:
    plan = plan_of("v1.0-rc")
    kept = IntermediateView("line mask", preset("v1.0-rc").views).keep(plan)
    assert "keeps LINES to be looked at" in to_table(kept)
    assert to_json(kept)["watched"] == ["LINES"]
    assert to_json(plan)["watched"] == [] and "looked at" not in to_table(plan)
    assert IntermediateView("no such thing").keep(plan) is plan
