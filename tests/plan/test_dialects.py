"""libplacebo's rules where they differ from vo_gpu's, as plans show them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from oracles.mpv.case import shader_pass

from anime4k_gl import UserShader, parse_user_shader
from anime4k_gl.colour import guess
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.plan import PassRun, PassSkip, Plan, make_plan

VO_GPU, LIBPLACEBO = "vo_gpu", "libplacebo"
GREY = "vec4(0.5)"


def file(*headers: str, name: str = "test.glsl") -> UserShader:
    """Return a file with one pass per header, its lines separated by semicolons."""
    text = "".join(shader_pass(GREY, *header.split("; ")) for header in headers)
    return parse_user_shader(text, filename=name)


def plan(*files: UserShader, dialect: str = LIBPLACEBO, **options: Any) -> Plan:
    defaults: dict[str, Any] = {"source": Size(40, 30), "target": Size(80, 60)}
    return make_plan(files, dialect=dialect, **(defaults | options))


def steps(made: Plan) -> list[PassRun | PassSkip]:
    return [s for s in made.steps if not (isinstance(s, PassRun) and s.builtin)]


def reasons(made: Plan) -> list[str | None]:
    return [getattr(step, "reason", None) for step in steps(made)]


def order(made: Plan) -> list[tuple[str, str]]:
    return [(s.label, s.hook) for s in steps(made) if isinstance(s, PassRun)]


def wrote(made: Plan, label: str) -> int:
    return next(s.output for s in made.runs if s.label == label)


def read(made: Plan, label: str, name: str) -> int:
    run = next(s for s in made.runs if s.label == label)
    return next(b.value for b in run.bindings if name in b.names)


# MAIN and MAINPRESUB.


def test_main_and_mainpresub_are_one_point() -> None:
    passes = file("HOOK MAIN; BIND HOOKED; DESC one", "HOOK MAINPRESUB; BIND HOOKED; DESC two")
    assert order(plan(passes)) == [("one", "MAIN"), ("two", "MAIN")]
    assert order(plan(passes, dialect=VO_GPU)) == [("two", "MAINPRESUB"), ("one", "MAIN")]


def test_a_pass_at_both_names_runs_once() -> None:
    both = file("HOOK MAIN; HOOK MAINPRESUB; BIND HOOKED; DESC once")
    assert order(plan(both)) == [("once", "MAIN")]
    assert len(order(plan(both, dialect=VO_GPU))) == 2


@pytest.mark.parametrize("name", ["MAIN", "MAINPRESUB"])
def test_saving_either_name_overwrites_either_point(name: str) -> None:
    passes = file(
        f"HOOK MAINPRESUB; BIND HOOKED; SAVE {name}; WIDTH 20; DESC saver",
        f"HOOK OUTPUT; BIND HOOKED; BIND {name}; WHEN MAIN.w MAINPRESUB.w =; DESC reader",
    )
    made = plan(passes)
    assert read(made, "reader", "MAIN") == read(made, "reader", "MAINPRESUB")
    assert read(made, "reader", "MAIN") == wrote(made, "saver")


def test_one_texture_bound_under_many_names_is_bound_once() -> None:
    made = plan(file("HOOK MAIN; BIND HOOKED; BIND MAIN; BIND MAINPRESUB; DESC one"))
    (run,) = (s for s in made.runs if s.label == "one")
    assert [b.names for b in run.bindings] == [("HOOKED", "MAIN", "MAINPRESUB")]


# Light.


@pytest.mark.parametrize("light", ["LINEAR", "SIGMOID"])
@pytest.mark.parametrize("target", [Size(40, 30), Size(80, 60), Size(20, 15)])
@pytest.mark.parametrize("how", ["HOOK {0}; BIND HOOKED", "HOOK OUTPUT; BIND {0}",
                                 "HOOK OUTPUT; BIND HOOKED; WHEN {0}.w 0 >"])  # fmt: skip
def test_a_light_fires_where_a_pass_names_it(light: str, target: Size, how: str) -> None:
    passes = file(how.format(light))
    assert reasons(plan(passes, target=target)) == [None]
    assert reasons(plan(passes, target=target, dialect=VO_GPU)) != [None]


def test_sigmoid_comes_after_linear_and_linear_alone_brings_no_sigmoid() -> None:
    both = file("HOOK SIGMOID; BIND HOOKED; DESC s", "HOOK LINEAR; BIND HOOKED; DESC l")
    assert order(plan(both)) == [("l", "LINEAR"), ("s", "SIGMOID")]
    labels = [run.label for run in plan(file("HOOK LINEAR; BIND HOOKED")).runs]
    assert "to linear light" in labels
    assert "to sigmoidised light" not in labels


@pytest.mark.parametrize(("transfer", "hooks"), [(1, ["SIGMOID"]), (16, []), (18, [])])
def test_there_is_no_sigmoid_for_high_dynamic_range(transfer: int, hooks: list[str]) -> None:
    layout = PIXEL_LAYOUTS["yuv444p"]
    colour = replace(guess(layout, Size(40, 30)), transfer=transfer)
    made = plan(file("HOOK SIGMOID; BIND HOOKED"), layout=layout, colour=colour)
    assert [hook for _, hook in order(made)] == hooks
    assert "to linear light" in [run.label for run in made.runs]


# Passes that fail.


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("HOOK PREKERNEL; BIND HOOKED; WIDTH HOOKED.w 2 *", "PREKERNEL cannot be resized or moved"),
        ("HOOK OUTPUT; BIND HOOKED; OFFSET 8 0", "OUTPUT cannot be resized or moved"),
        ("HOOK MAIN; BIND HOOKED; WIDTH 0 8 -", "its WIDTH or HEIGHT is not usable"),
        ("HOOK MAIN; BIND HOOKED; HEIGHT 0.4", "its WIDTH or HEIGHT is not usable"),
        ("HOOK MAIN; BIND HOOKED; WIDTH NO.w",
         "a size cannot be evaluated: unknown texture 'NO'"),
        ("HOOK MAIN; BIND HOOKED; WHEN NO.w", "WHEN cannot be evaluated: unknown texture 'NO'"),
    ],
)  # fmt: skip
def test_a_pass_that_fails_disables_its_file_alone(header: str, why: str) -> None:
    failing = file("HOOK MAIN; BIND HOOKED", header, "HOOK OUTPUT; BIND HOOKED", name="a.glsl")
    other = file("HOOK MAIN; BIND HOOKED; DESC other", name="b.glsl")
    disabled = f"its file was disabled: {why}"
    made = plan(failing, other)
    assert sorted(map(str, reasons(made))) == sorted([why, disabled, disabled, "None"])
    assert order(made) == [("other", "MAIN")]
    # vo_gpu goes on with the file's other passes.
    assert order(plan(failing, dialect=VO_GPU))


def test_a_fixed_point_may_be_resized_into_another_name() -> None:
    made = plan(file("HOOK OUTPUT; BIND HOOKED; WIDTH 7; SAVE SMALL"))
    assert reasons(made) == [None]


def test_sizes_are_rounded_and_the_picture_lies_on_what_came_of_it() -> None:
    # 16.5 becomes 17: vo_gpu counts with the one, libplacebo with the other.
    passes = file("HOOK MAIN; BIND HOOKED; WIDTH 16.5; DESC one")
    for dialect, scale in ((LIBPLACEBO, 1.0), (VO_GPU, 16.5 / 17)):
        made = plan(passes, dialect=dialect)
        assert made.values[wrote(made, "one")].size == Size(17, 30)
        scaler = next(run for run in made.runs if run.hook == "scale")
        assert scaler.bindings[0].scale[0] == pytest.approx(scale, abs=1e-6)


# Files.


def test_each_file_sees_a_point_as_it_came_to_it() -> None:
    headers = ("HOOK MAIN; BIND HOOKED; DESC {0} main", "HOOK OUTPUT; BIND MAIN; DESC {0} output")
    files = [file(*(h.format(n) for h in headers), name=f"{n}.glsl") for n in "ab"]
    made = plan(*files)
    assert read(made, "b main", "HOOKED") == wrote(made, "a main")
    assert read(made, "a output", "MAIN") == wrote(made, "a main")
    assert read(made, "b output", "MAIN") == wrote(made, "b main")
    shared = plan(*files, dialect=VO_GPU)
    assert read(shared, "a output", "MAIN") == wrote(shared, "b main")


def test_a_file_that_comes_later_at_a_point_may_bind_it_by_name() -> None:
    layout = PIXEL_LAYOUTS["yuv420p"]
    files = [file(f"HOOK CHROMA; BIND CHROMA; DESC {n}", name=f"{n}.glsl") for n in "ab"]
    made = plan(*files, layout=layout, colour=guess(layout, Size(40, 30)))
    assert read(made, "b", "CHROMA") == wrote(made, "a")


def test_the_same_file_twice_is_one_file() -> None:
    once = file("HOOK MAIN; BIND HOOKED; SAVE KEPT; DESC saver",
                "HOOK OUTPUT; BIND KEPT; DESC reader")  # fmt: skip
    assert reasons(plan(once, once)) == [None] * 4


# Channels.


@pytest.mark.parametrize(
    "header", ["", "; COMPONENTS 1", "; SAVE KEPT", "; SAVE KEPT; COMPONENTS 2"]
)
@pytest.mark.parametrize("point", ["LUMA", "CHROMA", "MAIN", "OUTPUT"])
def test_libplacebo_keeps_four_channels_of_every_pass(point: str, header: str) -> None:
    layout = PIXEL_LAYOUTS["yuv420p"]
    passes = file(f"HOOK {point}; BIND HOOKED; DESC one{header}")
    kinds = {"layout": layout, "colour": guess(layout, Size(40, 30))}
    (one,) = (r for r in plan(passes, **kinds).runs if r.label == "one")
    assert one.components == 4
    (one,) = (r for r in plan(passes, dialect=VO_GPU, **kinds).runs if r.label == "one")
    asked = [int(header[-1])] if header[-1:].isdigit() else []
    assert one.components == (asked or [{"LUMA": 1, "CHROMA": 2}.get(point, 3)])[0]


# Nothing to scale.


@pytest.mark.parametrize(
    ("more", "dialect", "shift"),
    [
        ((), LIBPLACEBO, None),
        (("HOOK PREKERNEL; BIND HOOKED",), LIBPLACEBO, (-0.6, 0.7)),
        (("HOOK OUTPUT; BIND HOOKED",), LIBPLACEBO, None),
        ((), VO_GPU, (-1.0, 1.0)),
    ],
)
def test_a_shift_where_nothing_is_scaled(
    more: tuple[str, ...], dialect: str, shift: tuple[float, float] | None
) -> None:
    moved = "HOOK MAIN; BIND HOOKED; WIDTH HOOKED.w 2 *; HEIGHT HOOKED.h 2 *; OFFSET -0.6 0.7"
    scaled = [r for r in plan(file(moved, *more), dialect=dialect).runs if r.hook == "scale"]
    shifts = [r.bindings[0].shift for r in scaled]  # rows and columns apart
    assert tuple(map(sum, zip(*shifts, strict=True))) == (shift or ())
