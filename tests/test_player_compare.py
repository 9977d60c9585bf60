"""What comparing two looks is: state, places, and what lies under the mouse. No OpenGL."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import numpy as np
import pytest

from anime4k_gl.backends import Forms
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.library import preset, preset_names, preset_shader
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
from anime4k_gl.player.compare import BLINK_SECONDS, Compare, Mode
from anime4k_gl.player.geometry import Rect, letterbox
from anime4k_gl.player.labels import Label, Loupe, place_labels
from anime4k_gl.player.looks import SCALER_ALONE, Looks, looks_of
from anime4k_gl.player.panes import (
    contains,
    divider_x,
    dragged,
    halves,
    hits_divider,
    intersection,
    neighbour,
    overlaps,
    position_at,
    split_panes,
    texel_at,
)
from anime4k_gl.usershader import parse_user_shader

NAMES = (SCALER_ALONE, "v1.0-rc", "v0.9")
WINDOW = Size(200, 100)
PLACE = Rect(20, 0, 160, 100)


def comparing(**state: object) -> Compare:
    compare = Compare(NAMES, SCALER_ALONE, "v1.0-rc")
    for name, value in state.items():
        setattr(compare, name, value)
    return compare


# State.


def test_which_looks_are_drawn() -> None:
    compare = comparing()
    assert compare.looks("v0.9") == ("v0.9",)
    compare.set_mode(Mode.SPLIT)
    assert compare.looks("v0.9") == (SCALER_ALONE, "v1.0-rc")
    compare.blink()
    assert compare.looks("v0.9") == (SCALER_ALONE,)
    compare.blink()
    assert compare.looks("v0.9") == ("v1.0-rc",)
    compare.toggle_loupe()  # which shows both
    assert compare.looks("v0.9") == (SCALER_ALONE, "v1.0-rc")
    compare.set_mode(Mode.BLINK)
    assert not compare.on


def test_modes_follow_each_other() -> None:
    compare, seen = comparing(), []
    for _ in Mode:
        compare.next_mode()
        seen.append(compare.mode)
    assert seen == [Mode.SPLIT, Mode.SIDE_BY_SIDE, Mode.BLINK, Mode.DIFFERENCE, Mode.OFF]


def test_choosing_looks_never_compares_one_with_itself() -> None:
    compare = comparing()
    seen = []
    for _ in range(4):
        compare.step_after()
        seen.append(compare.after)
    assert seen == ["v0.9", "v1.0-rc", "v0.9", "v1.0-rc"]
    compare.step_before()
    assert (compare.before, compare.after) == ("v0.9", "v1.0-rc")
    compare.step_before(-1)
    assert compare.before == SCALER_ALONE
    compare.swap()
    assert (compare.before, compare.after) == ("v1.0-rc", SCALER_ALONE)
    with pytest.raises(ValueError, match="'nothing'"):
        compare.choose(before="nothing")


def test_gain_and_zoom_stay_in_their_range() -> None:
    compare = comparing()
    for _ in range(9):
        compare.scale_gain(2)
    assert compare.gain == 32
    for _ in range(9):
        compare.scale_gain(0.5)
    assert compare.gain == 1
    compare.change_zoom(9)
    assert compare.zoom == 16
    compare.cycle_zoom()
    assert compare.zoom == 4


def test_views_go_round_and_begin_with_the_result() -> None:
    compare, seen = comparing(), []
    for _ in range(3):
        compare.step_view(("luma", "gradient"))
        seen.append(compare.view)
    assert seen == ["luma", "gradient", None]
    compare.view = "of another look"
    compare.step_view(("luma",))
    assert compare.view == "luma"


def test_blinking_by_time_keeps_its_pace_after_a_pause() -> None:
    compare = comparing(mode=Mode.BLINK)
    assert compare.remaining(0.0) is None
    compare.toggle_timed(10.0)
    assert compare.remaining(10.1) == pytest.approx(BLINK_SECONDS - 0.1)
    assert not compare.tick(10.1)
    assert compare.tick(10.0 + BLINK_SECONDS) and compare.second
    assert compare.tick(99.0) and not compare.second
    assert not compare.tick(99.1)


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
        left, right = split_panes(PLACE, divider)
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
    left, right = split_panes(Rect(0, 0, 1000, 500), 0.5)
    labels = [Label(left.clip, Size(100, 30), 1), Label(right.clip, Size(60, 30), -1)]
    assert place_labels(labels, [], 10) == (Rect(390, 10, 100, 30), Rect(510, 10, 60, 30))
    page = Rect(0, 0, 450, 200)
    places = place_labels(labels, [page], 10)
    assert all(place is not None and place.y >= 200 for place in places)
    assert places[0] is not None and places[1] is not None and places[0].y == places[1].y


def test_a_label_that_has_no_room_is_left_out() -> None:
    left, right = split_panes(Rect(0, 0, 1000, 500), 0.05)
    labels = [Label(left.clip, Size(100, 30), 1), Label(right.clip, Size(60, 30), -1)]
    assert place_labels(labels, [], 10) == (None, Rect(60, 10, 60, 30))
    assert place_labels(labels, [Rect(0, 0, 1000, 500)], 10) == (None, None)


def test_labels_cover_nothing() -> None:
    chance = random.Random(6)
    placed = 0
    for _ in range(300):
        window = Size(chance.randint(200, 2000), chance.randint(120, 1200))
        place = letterbox(Size(chance.randint(1, 20), chance.randint(1, 20)), window)
        panes = split_panes(place, chance.random())
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


def listed(forms: Forms, name: str, **params: float) -> Looks:
    return looks_of(forms, preset_name=name, scaler="bicubic", params=params)


def test_the_looks_of_a_preset() -> None:
    looks = listed(Forms.of("auto", "v1.0-rc"), "v1.0-rc", line_threshold=0.3, fxaa_span=4.0)
    assert looks.names == (SCALER_ALONE, *preset_names())
    assert looks.chosen == "v1.0-rc"
    assert looks["v1.0-rc"].params == {"line_threshold": 0.3, "fxaa_span": 4.0}
    assert looks["v0.9"].params == {}  # which has neither
    assert looks["v1.0-rc"].views == preset("v1.0-rc").views
    assert looks[SCALER_ALONE].plain and looks[SCALER_ALONE].fragment == ()
    assert looks.after(SCALER_ALONE, -1) == preset_names()[-1]
    with pytest.raises(OptionError, match=r"v1\.0-rc-reference"):
        looks["v7"]


def test_the_looks_of_files_are_each_and_all_of_them() -> None:
    one = parse_user_shader(TUNED + PASS, filename="dir/one.glsl")
    two = parse_user_shader(PASS, filename="other/two.glsl")
    looks = listed(Forms.of("auto", "v1.0-rc", (one, two)), "one.glsl + two.glsl", strength=0.1)
    extra = looks.names[1 + len(preset_names()) :]
    assert extra == ("one.glsl", "two.glsl", "one.glsl + two.glsl")
    assert looks.chosen == extra[-1]
    assert looks["one.glsl"].params == looks[extra[-1]].params == {"strength": 0.1}
    assert looks["two.glsl"].params == {}
    again = parse_user_shader(PASS, filename="b/two.glsl")
    same = listed(Forms.of("auto", "v1.0-rc", (two, again)), "two.glsl + two.glsl")
    assert same.names[-3:] == ("two.glsl", "two.glsl (2)", "two.glsl + two.glsl")
    single = listed(Forms.of("auto", "v1.0-rc", (one,)), "one.glsl")
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
    looks = listed(Forms.of("auto", "v1.0-rc"), "v1.0-rc")
    assert looks.names == (SCALER_ALONE, *preset_names(), "files", "soft")
    assert looks["soft"].views == preset("v1.0-rc").views
    assert looks["files"].dialect is Dialect.VO_GPU and looks["soft"].dialect is None
    for name in ("soft", "files"):
        assert listed(Forms.of("auto", name), name).chosen == name


def test_the_looks_of_nothing() -> None:
    looks = listed(Forms.of("auto", "none"), "none")
    assert looks.chosen == SCALER_ALONE and "v1.0-rc" in looks.names
    changed = looks.replaced(dataclasses.replace(looks["v0.9"], params={"thin_strength": 0.2}))
    assert changed["v0.9"].params and not looks["v0.9"].params and changed.names == looks.names


def test_presets_without_a_compute_form_can_be_compared_all_the_same() -> None:
    looks = listed(Forms.of("compute", "v1.0-rc"), "v1.0-rc")
    backends = {look.name: look.shaders.backend for look in looks}  # type: ignore[union-attr]
    assert backends["v1.0-rc"] == "compute" and backends["v0.9"] == "fragment"


# Inner textures.


def plan_of(name: str, target: Size | None = None) -> Plan:
    shaders = [preset_shader(name)]
    return make_plan(shaders, source=Size(48, 27), target=target or Size(95, 53))


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("target", [Size(48, 27), Size(60, 34), Size(96, 54), Size(191, 107)])
def test_what_presets_declare_is_there(name: str, target: Size) -> None:
    plan = plan_of(name, target=target)
    found = {view.name: view for view in views(plan, preset(name).views)}
    for declared in preset(name).views:
        view = found[declared.name]
        if view.reading.packed:
            assert view.size == target
        if declared.reading.packed:
            assert plan.values[view.value].components == 4
    names = [view.name for view in views(plan, preset(name).views)]
    assert len(names) == len(set(names))
    assert {"luma", "gradient"} <= set(names)


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


@pytest.mark.parametrize("name", preset_names())
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
