"""The plan: what runs, where, and why something does not. No OpenGL here."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from anime4k_gl import OptionError, UserShader, parse_user_shader
from anime4k_gl.colour import guess
from anime4k_gl.formats import PIXEL_LAYOUTS, RGBA16F, TEXTURE_FORMATS, Size
from anime4k_gl.library import preset_shader
from anime4k_gl.plan import (
    PassRun,
    PassSkip,
    Plan,
    PlaneOutput,
    describe,
    make_plan,
    mebibytes,
    to_json,
    to_table,
)
from anime4k_gl.plan.hooks.points import HOOK_POINTS
from anime4k_gl.usershader import Filter

BODY = "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"


def shader(*headers: str, filename: str = "test.glsl") -> UserShader:
    """Return a shader with one pass per header; a header is directives on lines of their own."""
    text = "".join(
        "".join(f"//!{line.strip()}\n" for line in header.strip().splitlines()) + BODY
        for header in headers
    )
    return parse_user_shader(text, filename=filename)


def plan(*shaders: UserShader, **options: Any) -> Plan:
    defaults: dict[str, Any] = {"source": Size(40, 30), "target": Size(80, 60)}
    return make_plan(shaders, **(defaults | options))


def user_steps(made: Plan) -> list[PassRun | PassSkip]:
    return [s for s in made.steps if not (isinstance(s, PassRun) and s.builtin)]


def reasons(made: Plan) -> list[str | None]:
    return [getattr(step, "reason", None) for step in user_steps(made)]


def sizes(made: Plan) -> list[Size]:
    return [made.values[s.output].size for s in user_steps(made) if isinstance(s, PassRun)]


# Slots.


def test_a_full_size_chain_ping_pongs_between_two_framebuffers() -> None:
    chain = shader(*["HOOK OUTPUT\nBIND HOOKED"] * 6)
    made = plan(chain, source=Size(80, 60), scaler="none", output=RGBA16F)
    assert [made.values[run.output].slot for run in made.runs] == [0, 1, 0, 1, 0, 1, 0, 1]
    assert len(made.slots) == 2


@pytest.mark.parametrize("preset", ["v1.0-rc", "v1.0-rc-reference", "v0.9"])
def test_the_presets_take_four_full_size_slots_at_most(preset: str) -> None:
    made = plan(preset_shader(preset), output=RGBA16F)
    full = [slot for slot in made.slots if slot.size == made.target]
    assert len(full) <= 4  # colour and map, each read and written


def test_a_pass_never_writes_what_it_reads() -> None:
    made = plan(preset_shader("v1.0-rc"))
    for run in made.runs:
        read = {made.values[binding.value].slot for binding in run.bindings}
        assert made.values[run.output].slot not in read


def test_a_saved_texture_lives_until_its_last_reader() -> None:
    made = plan(
        shader(
            "HOOK MAIN\nBIND HOOKED\nSAVE KEPT",
            *["HOOK MAIN\nBIND HOOKED"] * 4,
            "HOOK MAIN\nBIND KEPT",
        )
    )
    kept = next(v for v in made.values if v.name == "KEPT")
    reader = max(
        i for i, r in enumerate(made.runs) if any(b.names == ("KEPT",) for b in r.bindings)
    )
    assert kept.last_use == reader
    assert not any(
        v.slot == kept.slot and kept.first_use < v.first_use <= kept.last_use for v in made.values
    )


# Why a pass does not run.


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("HOOK MAIN\nWHEN OUTPUT.w MAIN.w / 3.0 >",
         "WHEN is false: OUTPUT.w=80 MAIN.w=40 / 3.0 >"),
        ("HOOK MAIN\nWHEN LUMA.w 2 >", "WHEN cannot be evaluated: unknown texture 'LUMA'"),
        ("HOOK MAIN\nWHEN HOOKED.w 0 /", "WHEN cannot be evaluated: division by zero gives inf"),
        ("HOOK MAIN\nBIND NOWHERE", "texture NOWHERE is missing: no pass saves it"),
        ("HOOK MAIN\nBIND OUTPUT", "texture OUTPUT is missing: that hook point comes later"),
        ("HOOK MAIN\nBIND LINEAR",
         "texture LINEAR is missing: LINEAR does not fire: scaling is not done in linear light"),
        ("HOOK LUMA", "LUMA does not fire: the source is R'G'B'"),
        ("HOOK CHROMA", "CHROMA does not fire: the source is R'G'B'"),
        ("HOOK LINEAR", "LINEAR does not fire: scaling is not done in linear light"),
        ("HOOK SIGMOID", "SIGMOID does not fire: scaling is not done in sigmoidised light"),
        ("HOOK NONE", "there is no hook point 'NONE'"),
        ("BIND HOOKED", "it names no hook point"),
        ("HOOK OUTPUT\nWIDTH HOOKED.w 2 *", "OUTPUT cannot be resized or moved"),
        ("HOOK SCALED\nOFFSET 1 0", "SCALED cannot be resized or moved"),
        ("HOOK MAIN\nWIDTH 0", "its WIDTH or HEIGHT is not usable"),
        ("HOOK MAIN\nHEIGHT 99999999", "its WIDTH or HEIGHT is not usable"),
    ],
)  # fmt: skip
def test_a_pass_that_does_not_run_says_why(header: str, reason: str) -> None:
    assert reasons(plan(shader(header))) == [reason]


@pytest.mark.parametrize(
    ("layout", "fires"),
    [
        ("yuv420p", "LUMA CHROMA CHROMA_SCALED NATIVE MAINPRESUB MAIN"),
        ("yuv444p", "LUMA CHROMA NATIVE MAINPRESUB MAIN"),
        ("yuva420p", "LUMA CHROMA ALPHA CHROMA_SCALED NATIVE MAINPRESUB MAIN"),
        ("nv12", "LUMA CHROMA CHROMA_SCALED NATIVE MAINPRESUB MAIN"),
        ("gray", "LUMA NATIVE MAINPRESUB MAIN"),
        ("rgb24", "RGB NATIVE MAINPRESUB MAIN"),
        ("bgra", "RGB NATIVE MAINPRESUB MAIN"),
        ("gbrp10le", "RGB NATIVE MAINPRESUB MAIN"),
    ],
)
def test_which_points_fire_for_a_source(layout: str, fires: str) -> None:
    hooks = "\n".join(f"HOOK {point}" for point in HOOK_POINTS)
    described = PIXEL_LAYOUTS[layout]
    made = plan(
        shader(f"{hooks}\nBIND HOOKED"), layout=described, colour=guess(described, Size(40, 30))
    )
    fired = [run.hook for run in made.runs if not run.builtin]
    assert fired == [*fires.split(), "PREKERNEL", "POSTKERNEL", "SCALED", "OUTPUT"]


def test_a_missing_texture_names_the_pass_that_would_have_saved_it() -> None:
    made = plan(
        shader(
            "HOOK MAIN\nBIND HOOKED\nSAVE A\nDESC make a\nWHEN 0",
            "HOOK MAIN\nBIND A\nSAVE B\nDESC make b",
            "HOOK MAIN\nBIND B\nDESC use b",
            "HOOK MAIN\nBIND C\nDESC use c",
            "HOOK MAIN\nBIND HOOKED\nSAVE C\nDESC make c",
        )
    )
    assert reasons(made) == [
        "WHEN is false: 0",
        "texture A is missing: 'make a', which saves it, did not run",
        "texture B is missing: 'make b', which saves it, did not run",
        "texture C is missing: 'make c', which saves it, comes later",
        None,
    ]


def test_compute_passes_are_skipped_where_the_driver_has_none() -> None:
    one = shader("HOOK MAIN\nCOMPUTE 8 8")
    assert reasons(plan(one)) == [None]
    reason = "compute shaders need OpenGL 4.3 or ES 3.1, which this driver does not have"
    assert reasons(plan(one, compute=False)) == [reason]


@pytest.mark.parametrize(
    "block",
    [
        "TEXTURE L\n//!SIZE 2\n//!FORMAT r8\n0102",
        "TEXTURE L\n//!SIZE 1 1 2\n//!FORMAT r8\n0102",
        "TEXTURE L\n//!SIZE 1 1\n//!FORMAT r8ui\n//!FILTER NEAREST\n01",
        "TEXTURE L\n//!SIZE 1 1\n//!FORMAT rgb10_a2\n01020304",
        "TEXTURE L\n//!SIZE 1 1\n//!FORMAT r32f\n//!STORAGE\n",
    ],
)
def test_tables_of_every_kind_are_bound(block: str) -> None:
    made = plan(parse_user_shader(f"//!{block}\n//!HOOK MAIN\n//!BIND L\n{BODY}"))
    assert reasons(made) == [None]
    assert [t.name for t in made.lookups] == ["L"]


def test_tables_are_of_all_files_and_buffers_of_their_own() -> None:
    table = "//!TEXTURE L\n//!SIZE 1\n//!FORMAT r8\n{}\n"
    buffer = "//!BUFFER B\n//!VAR float x\n//!STORAGE\n\n"
    reader = f"//!HOOK MAIN\n//!BIND L\n//!BIND B\n{BODY}"
    first = parse_user_shader(table.format("01") + buffer + reader)
    second = parse_user_shader(table.format("02") + reader)
    made = plan(first, second)
    assert reasons(made) == [None, "texture B is missing: no pass saves it"]
    assert [t.data for t in made.lookups] == [b"\x01"]
    assert [b.name for b in made.buffers] == ["B"]
    assert made.memory["buffers"] == 16  # drivers round up to a vec4


# Sizes.


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        ("HOOKED.w 2 *", 80),
        ("OUTPUT.w HOOKED.w -", 40),
        ("HOOKED.w OUTPUT.w -", 40),  # a negative size counts by its magnitude
        ("21 2 /", 11),  # half away from zero
        ("NATIVE_CROPPED.width 3 /", 13),
        ("NOWHERE.w", 1),  # as the format has it
        ("MAIN.w MAIN.h +", 70),
        ("7 4 %", 3),
    ],
)
def test_sizes_by_expression(width: str, expected: int) -> None:
    made = plan(shader(f"HOOK MAIN\nBIND HOOKED\nWIDTH {width}"))
    assert sizes(made) == [Size(expected, 30)]


def test_a_resized_picture_is_what_the_next_pass_and_the_scaler_see() -> None:
    double = "HOOK MAIN\nBIND HOOKED\nWIDTH HOOKED.w 2 *\nHEIGHT HOOKED.h 2 *"
    made = plan(shader(double, double), target=Size(100, 60))
    assert sizes(made) == [Size(80, 60), Size(160, 120)]
    scaled = next(r for r in made.runs if r.hook == "scale")
    assert made.values[scaled.bindings[0].value].size == Size(160, 120)
    assert made.values[made.outputs[0]].size == Size(100, 60)


def test_no_scaler_runs_where_a_pass_has_brought_the_picture_to_its_size() -> None:
    double = "HOOK MAIN\nBIND HOOKED\nWIDTH HOOKED.w 2 *\nHEIGHT HOOKED.h 2 *"
    assert "scale" not in [run.hook for run in plan(shader(double)).runs]


def test_a_picture_that_a_pass_moved_is_scaled_even_at_the_same_size() -> None:
    """By whole pixels: nothing is scaled, and half a pixel off is better than blurred."""
    made = plan(shader("HOOK MAIN\nBIND HOOKED\nOFFSET 0.6 2.25"), target=Size(40, 30))
    rows, columns = (run for run in made.runs if run.hook == "scale")
    assert rows.bindings[0].shift == (1.0, 0.0)  # each direction undoes its own
    assert columns.bindings[0].shift == (0.0, 2.0)
    made = plan(shader("HOOK MAIN\nBIND HOOKED\nOFFSET 0.4 -0.4"), target=Size(40, 30))
    assert "scale" not in [run.hook for run in made.runs]


def test_only_align_moves_what_a_pass_reads() -> None:
    moved = "HOOK MAIN\nBIND HOOKED\nOFFSET 0.5 0.5"
    made = plan(shader(moved, "HOOK MAIN\nBIND HOOKED"), target=Size(40, 30))
    assert [run.bindings[0].shift for run in made.runs if run.hook == "MAIN"] == [(0, 0), (0, 0)]
    made = plan(shader(moved, "HOOK MAIN\nBIND HOOKED\nOFFSET ALIGN"), target=Size(40, 30))
    shifts = [run.bindings[0].shift for run in made.runs if run.hook == "MAIN"]
    assert shifts == [(0, 0), (0.5, 0.5)]
    assert "scale" not in [run.hook for run in made.runs]


def test_an_offset_grows_with_the_picture() -> None:
    made = plan(
        shader(
            "HOOK MAIN\nBIND HOOKED\nOFFSET 0.5 0",
            "HOOK MAIN\nBIND HOOKED\nWIDTH HOOKED.w 3 *\nOFFSET -1 0",
            "HOOK MAIN\nBIND HOOKED\nOFFSET ALIGN",
        )
    )
    assert made.runs[2].bindings[0].shift == (0.5, 0.0)  # 0.5 * 3 - 1


def test_components_of_a_picture_may_grow_to_alpha() -> None:
    made = plan(
        shader(
            "HOOK MAIN\nBIND HOOKED\nCOMPONENTS 4",
            "HOOK MAIN\nBIND HOOKED\nCOMPONENTS 4\nSAVE MAP",
            "HOOK MAIN\nBIND HOOKED\nCOMPONENTS 1",
        )
    )
    assert [s.components for s in user_steps(made) if isinstance(s, PassRun)] == [4, 4, 1]


def test_a_raw_plane_has_no_room_for_more_components() -> None:
    layout = PIXEL_LAYOUTS["yuv420p"]
    header = "HOOK LUMA\nHOOK CHROMA\nBIND HOOKED\nCOMPONENTS 4"
    made = plan(shader(header), layout=layout, colour=guess(layout, Size(40, 30)))
    assert [s.components for s in user_steps(made) if isinstance(s, PassRun)] == [1, 2]


def test_the_same_file_twice_runs_twice() -> None:
    double = shader("HOOK MAIN\nBIND HOOKED\nWIDTH HOOKED.w 2 *\nHEIGHT HOOKED.h 2 *")
    assert sizes(plan(double, double)) == [Size(80, 60), Size(160, 120)]


def test_a_pass_runs_once_at_each_of_its_hook_points() -> None:
    made = plan(shader("HOOK MAIN\nHOOK OUTPUT\nHOOK LUMA\nBIND HOOKED"))
    assert [(s.hook, isinstance(s, PassRun)) for s in user_steps(made)] == [
        ("LUMA", False), ("MAIN", True), ("OUTPUT", True),
    ]  # fmt: skip


def test_hooked_and_its_own_name_are_one_binding() -> None:
    made = plan(shader("HOOK MAIN\nBIND MAIN\nBIND HOOKED"))
    run = next(run for run in made.runs if run.hook == "MAIN")
    assert [binding.names for binding in run.bindings] == [("HOOKED", "MAIN")]


def test_a_users_table_does_not_get_into_the_engines_passes() -> None:
    tables = "".join(
        f"//!TEXTURE {name}\n//!SIZE 1 1\n//!FORMAT r8\nff\n"
        for name in ("HOOKED", "SCALED_ROWS", "KERNEL", "SOURCE")
    )
    user = parse_user_shader(tables + f"//!HOOK MAIN\n//!BIND MAIN\n{BODY}")
    for scaler in ("lanczos", "ewa_lanczos"):
        made = plan(user, scaler=scaler)
        for run in made.runs:
            own = {t.name for t in run.shader.textures} if run.builtin else set()
            assert {t.name for t in run.lookups} == own & set(run.shader_pass.binds)


# Parameters.

PARAMS = """//!PARAM strength
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5
//!PARAM taps
//!TYPE int
//!MINIMUM 1
3
//!PARAM mode
//!TYPE ENUM int
fast
good
//!HOOK MAIN
//!BIND HOOKED
//!WHEN strength 0.25 >
vec4 hook() { return HOOKED_tex(HOOKED_pos) * strength; }
"""


def with_params(filename: str = "a.glsl") -> UserShader:
    return parse_user_shader(PARAMS, filename=filename)


def run_params(made: Plan) -> list[dict[str, float]]:
    return [dict(s.params) for s in user_steps(made) if isinstance(s, PassRun)]


def test_params_reach_the_pass_and_its_expressions() -> None:
    assert run_params(plan(with_params()))[0]["strength"] == 0.5
    made = plan(with_params(), params={"strength": 0.125})
    assert reasons(made) == ["WHEN is false: strength=0.125 0.25 >"]
    values = run_params(plan(with_params(), params={"taps": "7", "mode": "good"}))[0]
    assert (values["taps"], values["mode"]) == (7, 1)


def test_a_param_of_one_file_or_of_all() -> None:
    both = with_params("dir/a.glsl"), with_params("b.glsl")
    values = run_params(plan(*both, params={"strength": 1, "a/strength": 0.75}))
    assert [v["strength"] for v in values] == [0.75, 1]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"strenght": 1}, "unknown parameter 'strenght'; valid are: mode, strength, taps"),
        ({"strength": 2}, "parameter strength takes 0.0 to 1.0, not 2"),
        ({"strength": -0.1}, "parameter strength takes 0.0 to 1.0, not -0.1"),
        ({"strength": "much"}, "parameter strength takes a number, not 'much'"),
        ({"strength": float("nan")}, "parameter strength takes a number, not nan"),
        ({"strength": float("inf")}, "parameter strength takes a number, not inf"),
        ({"taps": 2.5}, "parameter taps takes a whole number, not 2.5"),
        ({"taps": 0}, "parameter taps takes 1 to inf, not 0"),
        ({"mode": "best"}, "parameter mode takes one of fast, good, not 'best'"),
        ({"mode": 2}, "parameter mode takes 0 to 1, not 2"),
        ({"b/strength": 1}, "unknown parameter 'b/strength'; valid are: mode, strength, taps"),
    ],
)
def test_param_errors(params: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        plan(with_params(), params=params)
    assert str(caught.value) == message


def test_a_param_where_there_are_none() -> None:
    with pytest.raises(OptionError) as caught:
        plan(params={"x": 1})
    assert str(caught.value) == "unknown parameter 'x'; these shaders have none"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": Size(0, 5)},
         "the source size 0x5 is not usable; a side is 1 to 16777215 pixels"),
        ({"target": Size(5, -1)},
         "the target size 5x-1 is not usable; a side is 1 to 16777215 pixels"),
        ({"target": Size(1 << 24, 1)},
         "the target size 16777216x1 is not usable; a side is 1 to 16777215 pixels"),
        ({"scaler": "none"},
         "scaler 'none' needs a source of the output size, not 40x30 for 80x60;"
         " choose a scaler, or leave the size out"),
    ],
)  # fmt: skip
def test_option_errors(options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        plan(**options)
    assert str(caught.value) == message


# The plan as a value.


def test_a_plan_is_immutable() -> None:
    made = plan(preset_shader("v1.0-rc"))
    for thing, attribute in ((made, "steps"), (made.runs[0], "label"), (made.values[0], "slot")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, attribute, None)
    assert made == plan(preset_shader("v1.0-rc"))
    hash(made)


@pytest.mark.parametrize("scaler", ["bicubic", "ewa_lanczos"])
@pytest.mark.parametrize("preset", ["v1.0-rc", "v0.9"])
def test_json_says_what_the_plan_says(preset: str, scaler: str) -> None:
    made = plan(preset_shader(preset), scaler=scaler)
    data = to_json(made)
    assert json.loads(json.dumps(data)) == data
    assert data["source"] == [40, 30]
    assert data["target"] == [80, 60]
    assert data["passes"] == describe(made)
    assert sum(p["ran"] for p in data["passes"]) == len(made.runs)
    assert sum(slot["bytes"] for slot in data["slots"]) == data["memory"]["slots"]
    assert data["memory"] == made.memory


def test_json_lists_parameters_and_no_enum_members() -> None:
    assert to_json(plan(with_params()))["params"] == {"strength": 0.5, "taps": 3, "mode": 0}


def test_table() -> None:
    made = plan(
        shader(
            "HOOK MAIN\nBIND HOOKED\nSAVE MAP\nCOMPONENTS 4\nDESC map",
            "HOOK OUTPUT\nBIND HOOKED\nBIND MAP\nDESC sharpen",
            "HOOK OUTPUT\nBIND HOOKED\nDESC soften\nWHEN OUTPUT.w 100 >",
            "HOOK LUMA\nBIND HOOKED\nDESC luma",
        ),
        scaler="nearest",
    )
    assert to_table(made) == TABLE
    timed = to_table(made, {0: 1.234, 1: 0.5, 3: 2.0}).splitlines()
    assert [line.split()[-1] for line in (timed[2], timed[4], timed[5])] == ["ms", "1.23", "0.50"]
    assert timed[6].endswith("SCALED MAP")  # not measured


TABLE = """\
source 40x30, target 80x60, scaler nearest

#  hook    pass            size   format   slot  reads
-  LUMA    luma            not run: LUMA does not fire: the source is R'G'B'
1  MAIN    map             40x30  rgba16f  0     SOURCE
2  scale   scale: nearest  80x60  rgba16f  1     SOURCE
3  OUTPUT  sharpen         80x60  rgba16f  2     SCALED MAP
-  OUTPUT  soften          not run: WHEN is false: OUTPUT.w=80 100 >
4  output  output          80x60  rgba8    3     OUTPUT

slot 0: 40x30 rgba16f 0.0 MiB
slot 1: 80x60 rgba16f 0.0 MiB
slot 2: 80x60 rgba16f 0.0 MiB
slot 3: 80x60 rgba8 0.0 MiB
GPU memory 0.1 MiB: inputs 0.0 MiB, slots 0.1 MiB, lookup tables 0.0 MiB, buffers 0.0 MiB"""


def test_mebibytes() -> None:
    assert [mebibytes(n) for n in (0, 1 << 20, 3 << 19)] == ["0.0 MiB", "1.0 MiB", "1.5 MiB"]


def test_memory_is_counted_by_kind() -> None:
    layout = PIXEL_LAYOUTS["yuv420p10le"]
    made = plan(
        preset_shader("v1.0-rc"),
        layout=layout,
        colour=guess(layout, Size(40, 30)),
        scaler="ewa_lanczos",
        output=PlaneOutput(PIXEL_LAYOUTS["nv12"], guess(PIXEL_LAYOUTS["nv12"], Size(80, 60))),
    )
    assert made.memory["inputs"] == 2 * (40 * 30 + 2 * 20 * 15)
    assert made.memory["lookups"] == 512 * 4
    assert [slot.bytes for slot in made.slots[-2:]] == [80 * 60, 2 * 40 * 30]
    assert made.memory["buffers"] == 0
    parts = ("inputs", "slots", "lookups", "buffers")
    assert made.memory["total"] == sum(made.memory[k] for k in parts)
    host = plan(preset_shader("v1.0-rc"), owns_inputs=False, source_format=TEXTURE_FORMATS["rgb8"])
    assert host.memory["inputs"] == 0


def test_planning_needs_no_opengl() -> None:
    code = (
        "import sys\n"
        "from anime4k_gl.plan import make_plan\n"
        "from anime4k_gl.library import preset_shader\n"
        "from anime4k_gl.formats import Size\n"
        "make_plan([preset_shader('v1.0-rc')], source=Size(4, 4), target=Size(8, 8))\n"
        "print([m for m in ('moderngl', 'av', 'glfw', 'PIL', 'numpy') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


LIBPLACEBO = "libplacebo"


def two_files() -> tuple[Any, Any]:
    return (
        shader("HOOK MAIN\nBIND HOOKED\nSAVE SHARED\nDESC saver"),
        shader("HOOK MAIN\nBIND HOOKED\nBIND SHARED\nDESC reader"),
    )


def test_vo_gpu_shares_saved_textures_and_libplacebo_does_not() -> None:
    assert reasons(plan(*two_files())) == [None, None]
    assert reasons(plan(*two_files(), dialect=LIBPLACEBO)) == [
        None,
        "texture SHARED is missing: 'saver' saves it in another file",
    ]


def test_saving_hooked_is_a_dead_end_in_vo_gpu_and_overwrites_in_libplacebo() -> None:
    for dialect, output in (("vo_gpu", "HOOKED"), (LIBPLACEBO, "MAIN")):
        made = plan(shader("HOOK MAIN\nBIND HOOKED\nSAVE HOOKED"), dialect=dialect)
        (run,) = user_steps(made)
        assert isinstance(run, PassRun)
        assert made.values[run.output].name == output


def test_a_failing_expression_disables_the_file_in_libplacebo() -> None:
    file = shader("HOOK MAIN\nBIND HOOKED\nWHEN NOWHERE.w 2 >", "HOOK OUTPUT\nBIND HOOKED")
    why = "WHEN cannot be evaluated: unknown texture 'NOWHERE'"
    assert reasons(plan(file, dialect="vo_gpu")) == [why, None]
    assert reasons(plan(file, dialect=LIBPLACEBO)) == [why, f"its file was disabled: {why}"]


def test_equality_is_tolerant_in_libplacebo() -> None:
    file = shader("HOOK MAIN\nBIND HOOKED\nWHEN 1 1.0000005 =")
    assert reasons(plan(file, dialect=LIBPLACEBO)) == [None]
    assert reasons(plan(file, dialect="vo_gpu")) != [None]


def test_how_a_table_is_sampled_that_does_not_say() -> None:
    text = (
        "//!TEXTURE T\n//!SIZE 1\n//!FORMAT r8\nff\n"
        "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND T\nvec4 hook() { return vec4(1.0); }\n"
    )
    for dialect, expected in (("vo_gpu", Filter.LINEAR), (LIBPLACEBO, Filter.NEAREST)):
        made = plan(parse_user_shader(text), dialect=dialect)
        assert [table.filter for table in made.lookups] == [expected]
