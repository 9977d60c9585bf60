"""The cost model: fetches counted from the text, bytes from the plan."""

from __future__ import annotations

import pytest

from anime4k_gl.formats import Size
from anime4k_gl.library import preset_shader
from anime4k_gl.plan import Plan, make_plan
from anime4k_gl.plan.analysis.cost import cost_of
from anime4k_gl.plan.analysis.fetches import Taps, count_taps
from anime4k_gl.usershader import parse_user_shader


def taps(body: str, **options: object) -> tuple[float, float, bool]:
    counted = count_taps(body, textures=["HOOKED"], **options)  # type: ignore[arg-type]
    return counted.least, counted.most, counted.exact


def in_hook(statements: str) -> str:
    return f"vec4 hook() {{ {statements} }}"


FETCH = "texelFetch(HOOKED_raw, ivec2(0), 0)"


def test_calls_of_every_kind_count_one() -> None:
    assert taps(in_hook("return HOOKED_tex(HOOKED_pos);")) == (1, 1, True)
    assert taps(in_hook("return HOOKED_texOff(1) + HOOKED_gather(HOOKED_pos, 0);"))[1] == 2
    assert taps(in_hook("return texture(HOOKED_raw, p) + textureLod(HOOKED_raw, p, 0.0);"))[1] == 2
    assert taps(in_hook("return vec4(textureSize(HOOKED_raw, 0), max(1.0, 2.0), 0.0);"))[1] == 0


def test_a_name_that_only_looks_like_a_texture_does_not_count() -> None:
    assert (
        taps("float own_tex(vec2 p) { return p.x; }" + in_hook("return vec4(own_tex(p));"))[1] == 0
    )


def test_functions_count_what_is_in_them_by_their_number_of_arguments() -> None:
    body = f"""
    vec4 tap(int x) {{ return {FETCH}; }}
    vec4 tap(int x, int y) {{ return tap(x) + tap(y); }}
    vec4 hook() {{ return tap(1) + tap(2, max(3, 4)); }}
    """
    assert taps(body) == (3, 3, True)


def test_of_branches_the_dearer_and_no_early_return() -> None:
    body = in_hook(
        f"if (x) return vec4(0.0); vec4 c = {FETCH};"
        f" if (a) {{ c += {FETCH}; }} else if (b) {{ c += {FETCH} + {FETCH}; }} return c;"
    )
    assert taps(body) == (0, 3, True)
    assert taps(in_hook(f"vec4 c = {FETCH}; if (x) return c; return c + {FETCH};")) == (1, 2, True)


@pytest.mark.parametrize(
    ("head", "turns"),
    [
        ("int i = 0; i < 4; i++", 4),
        ("int i = -2; i <= 2; ++i", 5),
        ("int i = 0; i < N * 2; i += 3", 4),
        ("int i = 3; i > 0; i--", 3),
        ("uint i = gl_LocalInvocationIndex; i < 324u; i += 256u", 2),
        ("float x = -1.5; x <= 1.5; x += 1.0", 4),
        ("int i = 4; i < 4; i++", 0),
    ],
)
def test_loops_with_constant_bounds_multiply(head: str, turns: int) -> None:
    body = "const int N = 6;\n" + in_hook(f"for ({head}) c += {FETCH}; return c;")
    assert taps(body) == (turns, turns, True)


def test_other_loops_count_as_often_as_one_says() -> None:
    body = in_hook(f"for (int i = first; i < end; i++) {{ c += {FETCH}; }} return c;")
    assert taps(body) == (1, 1, False)
    assert taps(body, unknown_loop=4) == (4, 4, True)


def test_macros_and_conditions_of_the_text() -> None:
    body = (
        "#define TAP(x, y) texelFetch(HOOKED_raw, ivec2(x, y), 0)\n"
        "#define TWO TAP(0, 0) + TAP(1, 1)\n"
        "#ifdef MISSING\n#define EXTRA TWO\n#else\n#define EXTRA 0.0\n#endif\n"
        "#if QUALITY > 1 && !defined(MISSING)\nvec4 more() { return TWO; }\n"
        "#elif 1\nvec4 more() { return vec4(0.0); }\n#endif\n// texelFetch(a, b, 0)\n"
        + in_hook("return TWO + EXTRA + more(); /* texture(a, b) */")
    )
    assert taps(body, constants={"QUALITY": 2})[1] == 4
    assert taps(body, constants={"QUALITY": 1})[1] == 2


@pytest.mark.parametrize(
    ("text", "most"),
    [
        (f"#define T {FETCH}\nc += T;\n#undef T\nc += T;", 1),
        (f"#define T {FETCH}\nc += T;\n#define T 0.0\nc += T;", 1),
        (f"#define T T + {FETCH}\nc += T;", 1),
        (f"#define U {FETCH}\n#define T(x) x\n#define N() U\nc += T((U, U)) + N();", 3),
        (f"/*\n#define T 1\n*/\n#ifndef T\nc += {FETCH};\n#endif", 1),
        (f"// a \\\nc += {FETCH};\n/**/ # if/**/0\nc += {FETCH};\n#endif", 0),
        (f"#if 0x10 == 16 && !1 == 0\nc += {FETCH};\n#endif", 1),
        (f"#if int(2.5) == 2 && 7 % 4 / 2 == 1\nc += {FETCH};\n#endif", 1),
        (f"#if defined(B) && B > 1\nc += {FETCH};\n#endif", 0),
        (f"c += {FETCH}; }}\n/* c += {FETCH};", 1),
        (f"for (int i = 0; i < 0x1\\\r\n0; i++) c += {FETCH};", 16),
        (f"for (float x = 0.0; x < 1e999; x += 1.0) c += {FETCH};", 1),
    ],
)
def test_the_preprocessor_is_that_of_glsl(text: str, most: float) -> None:
    assert taps(f"vec4 hook() {{\n{text}\n}}\n")[1] == most


def test_macros_beyond_all_measure_are_not_counted_for_certain() -> None:
    doubling = "".join(f"#define A{n} A{n - 1} + A{n - 1}\n" for n in range(1, 64))
    assert not taps(f"#define A0 {FETCH}\n{doubling}" + in_hook("return A63;"))[2]


def plan_of(name: str, scaler: str = "catmull_rom") -> Plan:
    shader = preset_shader(name)
    return make_plan(
        [shader] if shader.blocks else [],
        source=Size(960, 540),
        target=Size(1920, 1080),
        scaler=scaler,
    )


def test_the_reference_preset_as_counted_by_hand() -> None:
    """A 3x3 is 9, a Gaussian 7.

    Refine reads colour 1 + 3, mask 1, gradient 9; FXAA colour and mask 1 each, 5 corners, 4 x 4.
    """
    plan = plan_of("v1.0-rc-reference")
    chosen = [
        (run.label.rpartition(": ")[2], cost)
        for run, cost in zip(plan.runs, cost_of(plan).passes, strict=True)
        if not run.builtin
    ]
    assert [(name, cost.taps.most) for name, cost in chosen] == [
        ("thin lines", 9), ("luma", 1), ("Gaussian x", 7), ("Gaussian y", 7), ("line mask", 1),
        ("Gaussian x", 7), ("Gaussian y", 7), ("gradient", 9), ("refine", 14), ("FXAA", 23),
    ]  # fmt: skip
    assert all(cost.taps.exact for _, cost in chosen)
    # Half floats of four channels: eight passes read 8 bytes a pixel and write 8; two read twice.
    pixels = plan.target.pixels
    assert [cost.bytes // pixels for _, cost in chosen] == [16] * 8 + [24] * 2


def test_a_frame_is_the_sum_by_the_pixel_of_its_output() -> None:
    cost = cost_of(plan_of("none"))
    most = sum(p.taps.most * p.pixels for p in cost.passes) / (1920 * 1080)
    assert cost.taps_per_pixel.most == most
    # A separable kernel of four takes four fetches each way, the rows in half as many pixels.
    assert most >= 4 + 2
    assert cost.bytes_per_pixel == sum(p.bytes for p in cost.passes) / (1920 * 1080)


def test_a_scaler_that_downscales_reads_more() -> None:
    down = make_plan([], source=Size(1920, 1080), target=Size(960, 540))
    assert [p.taps.most for p in cost_of(down).passes][:2] == [8, 8]


def test_compute_passes_count_by_the_pixel() -> None:
    shader = parse_user_shader(
        "//!HOOK OUTPUT\n//!BIND HOOKED\n//!COMPUTE 32 32 16 16\n"
        "void hook() {\n"
        "    imageStore(out_image, ivec2(gl_GlobalInvocationID), HOOKED_tex(HOOKED_pos));\n}\n"
    )
    plan = make_plan([shader], source=Size(64, 64), target=Size(64, 64))
    index = next(i for i, run in enumerate(plan.runs) if not run.builtin)
    assert cost_of(plan).passes[index].taps == Taps(0.25, 0.25)
