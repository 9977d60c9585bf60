"""The executor by what it draws: tiny user shaders that return known values."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from support.drawing import BELOW_HALF, RGBA32F, SOURCE, one_pass, ramp, run

import anime4k_gl.rendering.executors as executors_module
import anime4k_gl.rendering.renderer as renderer_module
from anime4k_gl import GLError, OptionError, ShaderCompileError, parse_user_shader
from anime4k_gl.colour import guess
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.executor import Executor
from anime4k_gl.gl.programs import ProgramCache
from anime4k_gl.library import preset_shader
from anime4k_gl.plan import PlaneOutput, make_plan
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.rendering.source_format import SourceFormat


@pytest.mark.parametrize(
    "hook", ["RGB", "NATIVE", "MAINPRESUB", "MAIN", "PREKERNEL", "POSTKERNEL", "SCALED", "OUTPUT"]
)
def test_every_hook_point_replaces_the_picture(context: Any, hook: str) -> None:
    pass_text = one_pass(f"HOOK {hook}\nBIND HOOKED", f"{hook}_tex(HOOKED_pos).gbr * 0.5, 1.0")
    result = run(context, pass_text, target=Size(16, 12))
    expected = np.repeat(np.repeat(ramp()[..., [1, 2, 0]] * 0.5, 2, axis=0), 2, axis=1)
    assert result[..., :3] == pytest.approx(expected, abs=BELOW_HALF)
    assert (result[..., 3] == 1).all()


@pytest.mark.parametrize(
    ("hook", "size"),
    [("MAIN", (8, 6)), ("PREKERNEL", (8, 6)), ("POSTKERNEL", (20, 9)), ("SCALED", (20, 9)),
     ("OUTPUT", (20, 9))],
)  # fmt: skip
def test_sizes_seen_by_a_pass(context: Any, hook: str, size: tuple[int, int]) -> None:
    pass_text = one_pass(
        f"HOOK {hook}\nBIND HOOKED", "HOOKED_size, input_size.x + target_size.x * 64.0, 1.0"
    )
    result = run(context, pass_text, target=Size(20, 9))
    assert result[0, 0, :3].tolist() == [*size, 8 + 20 * 64]
    pass_text = one_pass(
        f"HOOK {hook}\nBIND HOOKED", "input_size.y, target_size.y, tex_offset.x, 1.0"
    )
    assert run(context, pass_text, target=Size(20, 9))[0, 0].tolist() == [6, 9, 0, 1]


def test_native_size_is_the_input_size(context: Any) -> None:
    renderer = Renderer(
        context,
        RenderOptions.for_shaders(
            [parse_user_shader(one_pass("HOOK OUTPUT", "input_size, 0.0, 1.0"))], scaler="none"
        ),
    )
    renderer.render(ramp(), target=SOURCE, native=Size(4, 3), output=RGBA32F)
    assert renderer.read()[0][0, 0].tolist() == [4, 3, 0, 1]
    renderer.release()


def test_a_pass_at_main_may_resize(context: Any) -> None:
    double = (
        "//!HOOK MAIN\n//!BIND HOOKED\n//!WIDTH HOOKED.w 2 *\n//!HEIGHT HOOKED.h 2 *\n"
        "vec4 hook() { return texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy) / 2, 0); }\n"
    )
    for count, target in ((1, Size(16, 12)), (2, Size(32, 24))):
        expected = ramp()
        for _ in range(count):
            expected = np.repeat(np.repeat(expected, 2, axis=0), 2, axis=1)
        # The scaler is not asked to do anything; if it were, it would blur.
        result = run(context, *[double] * count, target=target, scaler="bilinear")
        assert np.array_equal(result[..., :3], expected)


def test_a_resized_picture_is_brought_to_the_target(context: Any) -> None:
    half = (
        "//!HOOK MAIN\n//!BIND HOOKED\n//!WIDTH HOOKED.w 2 /\n//!HEIGHT HOOKED.h 2 /\n"
        "vec4 hook() { return texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy) * 2, 0); }\n"
    )
    result = run(context, half, target=SOURCE, scaler="nearest")
    expected = np.repeat(np.repeat(ramp()[::2, ::2], 2, axis=0), 2, axis=1)
    assert np.array_equal(result[..., :3], expected)


def test_row_zero_is_the_top_row(context: Any) -> None:
    result = run(context, one_pass("HOOK OUTPUT\nBIND HOOKED", "gl_FragCoord.xy, HOOKED_pos"))
    assert result[0, 0, :2].tolist() == [0.5, 0.5]
    assert result[5, 7, :2].tolist() == [7.5, 5.5]
    assert result[5, 7, 2] == pytest.approx(7.5 / 8, abs=BELOW_HALF)


def test_saved_textures_are_bound_by_name(context: Any) -> None:
    result = run(
        context,
        one_pass("HOOK MAIN\nSAVE A\nCOMPONENTS 4", "0.25, 0.5, 0.75, 0.125")
        + one_pass("HOOK MAIN\nBIND A\nSAVE B\nCOMPONENTS 4", "A_tex(A_pos).wxyz")
        + one_pass("HOOK MAIN\nBIND B\nSAVE A\nCOMPONENTS 4", "B_tex(B_pos).wxyz"),
        one_pass("HOOK OUTPUT\nBIND A\nBIND B", "A_tex(A_pos).x, B_tex(B_pos).y, 0.0, 1.0"),
        target=Size(16, 12),
    )
    assert (result == np.array([0.75, 0.25, 0, 1], np.float32)).all()


def test_a_pass_may_read_what_it_replaces(context: Any) -> None:
    chain = one_pass("HOOK OUTPUT\nSAVE S\nCOMPONENTS 1", "0.0, 0.0, 0.0, 0.0")
    chain += one_pass("HOOK OUTPUT\nBIND S\nSAVE S\nCOMPONENTS 1", "S_tex(S_pos).x + 0.125") * 5
    chain += one_pass("HOOK OUTPUT\nBIND S", "S_tex(S_pos).xyz, 1.0")
    assert (run(context, chain) == np.array([0.625, 0, 0, 1], np.float32)).all()


@pytest.mark.parametrize(
    ("components", "expected"),
    [(1, (0.5, 0, 0, 1)), (2, (0.5, 0.25, 0, 1)), (3, (0.5, 0.25, 0.75, 1)),
     (4, (0.5, 0.25, 0.75, 0.125))],
)  # fmt: skip
def test_components_force_the_rest(context: Any, components: int, expected: Any) -> None:
    result = run(
        context,
        one_pass(f"HOOK MAIN\nSAVE A\nCOMPONENTS {components}", "0.5, 0.25, 0.75, 0.125")
        + one_pass("HOOK MAIN\nBIND A\nSAVE B\nCOMPONENTS 4", "A_tex(A_pos)")
        + one_pass("HOOK OUTPUT\nBIND B", "B_tex(B_pos).xyz, 1.0")
        + one_pass(
            "HOOK OUTPUT\nBIND B\nBIND HOOKED", "HOOKED_tex(HOOKED_pos).xy, B_tex(B_pos).wz"
        ),
    )
    assert result[0, 0, :3].tolist() == [expected[0], expected[1], expected[3]]


def test_the_default_components_are_those_of_the_hooked_picture(context: Any) -> None:
    shader = one_pass("HOOK MAIN\nSAVE A", "0.5, 0.5, 0.5, 0.125") + one_pass(
        "HOOK MAIN\nBIND A", "A_tex(A_pos).aaa, 1.0"
    )
    assert run(context, shader)[0, 0, 0] == 1
    assert run(context, shader, image=ramp(4))[0, 0, 0] == 0.125


def test_values_between_passes_are_half_floats(context: Any) -> None:
    value = 0.1
    result = run(context, one_pass("HOOK OUTPUT", f"{value}, -3.3, 70.7, 1.0"))[0, 0]
    for stored, exact in zip(result, (0.1, -3.3, 70.7, 1.0), strict=True):
        assert np.float16(stored) == stored  # nothing that a half float does not hold
        assert abs(stored - exact) <= abs(exact) * 2.0**-10  # not clamped either


def test_sampling_clamps_to_the_edge(context: Any) -> None:
    shader = (
        "//!HOOK OUTPUT\n//!BIND HOOKED\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + vec2(-1.0, 1.0)); }\n"
    )
    result = run(context, shader)
    assert np.array_equal(result[..., :3], np.broadcast_to(ramp()[5, 0], (6, 8, 3)))


def test_tex_off_counts_texels_and_samples_between_them(context: Any) -> None:
    moved = run(
        context, one_pass("HOOK OUTPUT\nBIND HOOKED", "HOOKED_texOff(vec2(1.0, -1.0)).rgb, 1.0")
    )
    assert np.abs(moved[1:, :-1, :3] - ramp()[:-1, 1:]).max() <= 2 * BELOW_HALF
    between = run(context, one_pass("HOOK OUTPUT\nBIND HOOKED", "HOOKED_texOff(0.5).rgb, 1.0"))
    mean = (ramp()[:-1, :-1] + ramp()[1:, 1:]) / 2
    assert np.abs(between[:-1, :-1, :3] - mean).max() <= 1 / 255


def test_the_other_macros(context: Any) -> None:
    result = run(
        context,
        one_pass(
            "HOOK OUTPUT\nBIND HOOKED",
            "HOOKED_pt * HOOKED_size,"
            " (HOOKED_rot * vec2(0.25, 0.5)).y * HOOKED_mul, 1.0 + HOOKED_off.x",
        ),
        image=ramp(4),
    )
    assert result[0, 0, :3].tolist() == [1, 1, 0.5]


def test_gather_where_there_is_one(context: Any) -> None:
    if Capabilities.from_context(context).profile.version_code < 400:
        pytest.skip("textureGather needs OpenGL 4.0")
    shader = (
        "//!HOOK OUTPUT\n//!BIND HOOKED\n#ifndef HOOKED_gather\n#error no gather\n#endif\n"
        "vec4 hook() { return vec4(HOOKED_gather(HOOKED_pt * 1.0, 1).w, 0.0, 0.0, 1.0); }\n"
    )
    assert run(context, shader)[0, 0, 0] == ramp()[0, 0, 1]


# OFFSET.


@pytest.mark.parametrize("again", ["", "one more pass"])
def test_a_declared_offset_is_undone(context: Any, again: str) -> None:
    """A pass moves the picture by (1, -2) pixels and says so; it ends up where it was."""
    shader = (
        "//!HOOK MAIN\n//!BIND HOOKED\n//!OFFSET 1 -2\n"
        "vec4 hook() { ivec2 at = ivec2(gl_FragCoord.xy) - ivec2(1, -2);\n"
        "return texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), ivec2(7, 5)), 0); }\n"
    )
    if again:
        shader += one_pass("HOOK MAIN\nBIND HOOKED", "HOOKED_tex(HOOKED_pos)")
    for scaler in ("nearest", "bilinear", "ewa_lanczos"):
        result = run(context, shader, scaler=scaler)
        near = np.abs(result[2:, :-1, :3] - ramp()[2:, :-1])
        assert near.max() <= (1 / 255 if scaler != "ewa_lanczos" else 0.02), scaler


def test_align_reads_the_picture_back_in_place(context: Any) -> None:
    shader = (
        "//!HOOK MAIN\n//!BIND HOOKED\n//!OFFSET 0 1\n"
        "vec4 hook() { ivec2 at = ivec2(gl_FragCoord.xy) - ivec2(0, 1);\n"
        "return texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), ivec2(7, 5)), 0); }\n"
    ) + one_pass("HOOK MAIN\nBIND HOOKED\nOFFSET ALIGN", "HOOKED_tex(HOOKED_pos).rgb, 1.0")
    result = run(context, shader)
    assert np.abs(result[:-1, :, :3] - ramp()[:-1]).max() <= 2 * BELOW_HALF


# Parameters.

PARAMS = """//!PARAM f
//!TYPE float
0.5
//!PARAM i
//!TYPE int
-3
//!PARAM u
//!TYPE uint
3000000000
//!PARAM d
//!TYPE DEFINE
2
//!PARAM dynamic
//!TYPE DYNAMIC float
0.25
//!PARAM c
//!TYPE CONSTANT int
3
//!PARAM cf
//!TYPE CONSTANT float
1
//!PARAM e
//!TYPE ENUM int
zero
one
two
//!PARAM ed
//!TYPE ENUM DEFINE
first
second
"""


@pytest.mark.parametrize(
    ("expression", "default", "given", "changed"),
    [
        ("f", 0.5, {"f": 0.75}, 0.75),
        ("float(i)", -3, {"i": 5}, 5),
        ("float(u / 1000000000u)", 3, {"u": 4000000000}, 4),
        ("float(d)", 2, {"d": 7}, 7),
        ("dynamic", 0.25, {"dynamic": "0.125"}, 0.125),
        ("float(c)", 3, {"c": 4}, 4),
        ("cf", 1, {"cf": 0.5}, 0.5),
        ("float(e == two)", 0, {"e": "two"}, 1),
        ("float(ed == second)", 0, {"ed": "second"}, 1),
    ],
)
def test_params(context: Any, expression: str, default: float, given: Any, changed: float) -> None:
    shader = PARAMS + one_pass("HOOK OUTPUT", f"{expression}, 0.0, 0.0, 1.0")
    assert run(context, shader)[0, 0, 0] == default
    assert run(context, shader, params=given)[0, 0, 0] == changed


def test_defines_and_constants_are_known_to_the_compiler(context: Any) -> None:
    shader = PARAMS + (
        "//!HOOK OUTPUT\n#if d == 5 && ed == second\nfloat taps[c];\n"
        "vec4 hook() { return vec4(float(taps.length()), 0.0, 0.0, 1.0); }\n"
        "#else\nvec4 hook() { return vec4(0.0); }\n#endif\n"
    )
    assert run(context, shader, params={"d": 5, "ed": 1, "c": 6})[0, 0, 0] == 6


# Lookup textures.


def lookup(fmt: str, data: bytes, *, size: str = "2 1", extra: str = "") -> str:
    return f"//!TEXTURE LUT\n//!SIZE {size}\n//!FORMAT {fmt}\n{extra}{data.hex()}\n"


FLOATS = struct.pack("<8f", 0.25, -2.5, 300.0, 0.125, 1.0, 2.0, 3.0, 4.0)
HALVES = np.frombuffer(FLOATS, "<f4").astype("<f2").tobytes()


@pytest.mark.parametrize(
    ("fmt", "data", "expected"),
    [
        ("r8", bytes([51, 255]), (0.2, 0, 0)),
        ("rg8", bytes([51, 102, 0, 0]), (0.2, 0.4, 0)),
        ("rgb8", bytes([51, 102, 153, 0, 0, 0]), (0.2, 0.4, 0.6)),
        ("rgba8", bytes([51, 102, 153, 255, 0, 0, 0, 0]), (0.2, 0.4, 0.6)),
        ("r16", struct.pack("<2H", 13107, 0), (0.2, 0, 0)),
        ("rgba16", struct.pack("<8H", 13107, 26214, 39321, 0, 0, 0, 0, 0), (0.2, 0.4, 0.6)),
        ("r16f", FLOATS[:8], (0.25, 0, 0)),
        ("rgba16f", FLOATS, (0.25, -2.5, 300)),
        ("rgba16hf", HALVES, (0.25, -2.5, 300)),
        ("r32f", FLOATS[:8], (0.25, 0, 0)),
        ("rgba32f", FLOATS, (0.25, -2.5, 300)),
    ],
)
def test_lookup_formats(context: Any, fmt: str, data: bytes, expected: Any) -> None:
    shader = lookup(fmt, data) + one_pass(
        "HOOK OUTPUT\nBIND LUT", "texture(LUT, vec2(0.25, 0.5)).rgb, 1.0"
    )
    assert run(context, shader)[0, 0, :3] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("extra", "at", "expected"),
    [
        ("", 0.5, 0.5),  # linear unless the block says otherwise, as in vo_gpu
        ("//!FILTER LINEAR\n", 0.375, 0.25),
        ("//!FILTER NEAREST\n", 0.49, 0.0),
        ("//!FILTER NEAREST\n", 0.51, 1.0),
        ("//!FILTER NEAREST\n", 1.25, 1.0),  # clamped
        ("//!FILTER NEAREST\n//!BORDER CLAMP\n", -0.25, 0.0),
        ("//!FILTER NEAREST\n//!BORDER REPEAT\n", 1.25, 0.0),
        ("//!FILTER NEAREST\n//!BORDER REPEAT\n", -0.25, 1.0),
        ("//!FILTER NEAREST\n//!BORDER MIRROR\n", 1.25, 1.0),
        ("//!FILTER NEAREST\n//!BORDER MIRROR\n", -0.75, 1.0),
        ("//!FILTER NEAREST\n//!BORDER MIRROR\n", -0.25, 0.0),
    ],
)
def test_lookup_filter_and_border(context: Any, extra: str, at: float, expected: float) -> None:
    shader = lookup("r8", bytes([0, 255]), extra=extra) + one_pass(
        "HOOK OUTPUT\nBIND LUT", f"texture(LUT, vec2({at}, 0.5)).r, 0.0, 0.0, 1.0"
    )
    assert run(context, shader)[0, 0, 0] == pytest.approx(expected, abs=1 / 255)


def test_the_first_row_of_a_lookup_is_at_zero(context: Any) -> None:
    shader = lookup("r8", bytes([10, 20, 30, 40, 50, 60]), size="3 2") + one_pass(
        "HOOK OUTPUT\nBIND LUT",
        "texelFetch(LUT, ivec2(2, 0), 0).r, texelFetch(LUT, ivec2(0, 1), 0).r, 0.0, 1.0",
    )
    assert run(context, shader)[0, 0, :2] * 255 == pytest.approx((30, 40), abs=0.1)


# Globals.


def test_frame_counts_from_one_whatever_the_size(context: Any) -> None:
    shader = parse_user_shader(one_pass("HOOK OUTPUT", "float(frame), 0.0, 0.0, 1.0"))
    renderer = Renderer(context, RenderOptions.for_shaders([shader], scaler="bilinear"))
    for count, target in enumerate((SOURCE, SOURCE, Size(9, 9), SOURCE), start=1):
        renderer.render(ramp(), target=target, output=RGBA32F)
        assert renderer.read()[0][0, 0, 0] == count
    renderer.release()


def test_random_differs_by_pass_and_frame_and_is_repeatable(context: Any) -> None:
    shader = one_pass("HOOK OUTPUT\nSAVE A\nCOMPONENTS 1", "random") + one_pass(
        "HOOK OUTPUT\nBIND A", "A_tex(A_pos).r, random, 0.0, 1.0"
    )
    seen = [run(context, shader, frames=frames)[0, 0, :2].tolist() for frames in (1, 2, 3)]
    numbers = [number for pair in seen for number in pair]
    assert len(set(numbers)) == 6
    assert all(0 <= number <= 1 for number in numbers)
    assert seen[2] == run(context, shader, frames=3)[0, 0, :2].tolist()


# Several files.


def test_files_run_in_their_order_at_each_hook_point(context: Any) -> None:
    def add(value: float, factor: float) -> str:
        passes = ""
        for hook in ("OUTPUT", "MAIN"):
            passes += one_pass(
                f"HOOK {hook}\nBIND HOOKED", f"HOOKED_tex(HOOKED_pos).rgb * {factor} + {value}, 1.0"
            )
        return passes

    black = np.zeros((6, 8, 3), np.float32)
    assert run(context, add(1.0, 1.0), add(0.0, 2.0), image=black)[0, 0, 0] == (1 * 2 + 1) * 2
    assert run(context, add(0.0, 2.0), add(1.0, 1.0), image=black)[0, 0, 0] == 1 * 2 + 1


def test_the_same_file_twice_runs_twice(context: Any) -> None:
    shader = parse_user_shader(
        one_pass("HOOK OUTPUT\nBIND HOOKED", "HOOKED_tex(HOOKED_pos).rgb * 0.5, 1.0")
    )
    twice = run(context, shader, shader)[..., :3]
    assert twice == pytest.approx(ramp() * 0.25, abs=BELOW_HALF)


def test_a_table_of_one_file_is_seen_by_another(context: Any) -> None:
    reader = one_pass("HOOK OUTPUT\nBIND LUT", "texture(LUT, vec2(0.5, 0.5)).r, 0.0, 0.0, 1.0")
    assert run(context, reader, lookup("r8", bytes([255, 255])))[0, 0, 0] == 1


# The report.


def test_the_report_has_a_record_per_pass(context: Any) -> None:
    shader = parse_user_shader(
        one_pass("HOOK OUTPUT\nBIND HOOKED\nDESC mine", "HOOKED_tex(HOOKED_pos)")
        + one_pass("HOOK OUTPUT\nBIND HOOKED\nDESC never\nWHEN 0", "0.0")
    )
    renderer = Renderer(
        context, RenderOptions.for_shaders([shader], scaler="bilinear"), timing=True
    )
    for _ in range(3):
        renderer.render(ramp(), target=Size(300, 200), output=RGBA32F)
    report = renderer.report()
    assert [(r["name"], r["ran"], r["reason"]) for r in report] == [
        ("scale: horizontal", True, None),
        ("scale: vertical", True, None),
        ("mine", True, None),
        ("never", False, "WHEN is false: 0"),
        ("output", True, None),
    ]
    assert [r["size"] for r in report if r["ran"]] == [[300, 6], *[[300, 200]] * 3]
    assert all(r["milliseconds"] > 0 for r in report if r["ran"])
    renderer.release()


def test_a_report_without_timing_has_no_milliseconds(context: Any) -> None:
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="bilinear"))
    with pytest.raises(RuntimeError, match="no picture has been rendered yet"):
        renderer.report()
    renderer.render(ramp(), target=SOURCE, output=RGBA32F)
    assert [r["milliseconds"] for r in renderer.report()] == [None, None]
    renderer.release()


# Memory.


def gray_frame(name: str, size: Size) -> Frame:
    layout = PIXEL_LAYOUTS[name]
    planes = []
    for plane in layout.planes:
        texels = plane.size(size)
        stride = texels.width * plane.format.texel_bytes
        planes.append(Plane(bytes(stride * texels.height), stride, texels))
    return Frame(size, layout, guess(layout, size), tuple(planes))


@pytest.mark.parametrize("name", ["yuv420p", "p010le", "yuva444p12le", "gbrp", "rgb24", "ya16le"])
@pytest.mark.parametrize("scaler", ["bicubic", "ewa_lanczos"])
def test_memory_stated_is_memory_allocated(context: Any, name: str, scaler: str) -> None:
    nv12 = PIXEL_LAYOUTS["nv12"]
    renderer = Renderer(
        context, RenderOptions.for_shaders([preset_shader("v1.0-rc")], scaler=scaler)
    )
    for output in (RGBA32F, PlaneOutput(nv12, guess(nv12, Size(30, 22)))):
        renderer.render(gray_frame(name, Size(15, 11)), target=Size(30, 22), output=output)
        assert renderer.allocated_bytes == renderer.plan.memory["total"]
    renderer.release()
    assert renderer.allocated_bytes == 0


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float16", "float32"])
@pytest.mark.parametrize("channels", [3, 4])
def test_memory_of_arrays_and_tables(context: Any, dtype: str, channels: int) -> None:
    table = parse_user_shader(
        lookup("rgba16f", FLOATS) + one_pass("HOOK MAIN\nBIND LUT", "texture(LUT, vec2(0.5, 0.5))")
    )
    renderer = Renderer(
        context, RenderOptions.for_shaders([table, preset_shader("v0.9")], scaler="spline36")
    )
    image = np.zeros((9, 7, channels), dtype)
    renderer.render(image, target=Size(20, 20), output=RGBA32F)
    assert renderer.allocated_bytes == renderer.plan.memory["total"]
    assert renderer.plan.memory["lookups"] == 2 * 8
    assert renderer.plan.memory["inputs"] == image.nbytes
    renderer.release()


def test_an_executor_holds_its_plans_slots_and_tables(context: Any) -> None:
    plan = make_plan(
        [preset_shader("v1.0-rc")], source=Size(7, 5), target=Size(14, 10), scaler="ewa_lanczos",
        owns_inputs=False,
    )  # fmt: skip
    executor = Executor(context, plan)
    assert executor.allocated_bytes == plan.memory["total"]
    executor.release()
    assert executor.allocated_bytes == 0


# Errors.


def compile_error(context: Any, text: str) -> ShaderCompileError:
    with pytest.raises(ShaderCompileError) as caught:
        run(context, parse_user_shader(text, filename="broken.glsl"))
    return caught.value


GOOD = (
    "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC good\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
)
BAD = (
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC bad\n\n// a comment\nvec4 hook() {\n"
    "    vec4 c = HOOKED_tex(HOOKED_pos);\n    return c * wrong_name;\n}\n"
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (BAD, 8),
        (GOOD + BAD, 12),
        ("// a licence\n// of two lines\n" + GOOD + BAD, 14),
        ((GOOD + BAD).replace("\n", "\r\n"), 12),
        (BAD.replace("// a comment", "#extension GL_ARB_gpu_shader5 : enable"), 8),
        (BAD.replace("// a comment", "#extension GL_NV_no_such_thing : enable"), 8),
        (BAD.replace("// a comment", "/* one\n two\n three */"), 10),
        (PARAMS + BAD, PARAMS.count("\n") + 8),
    ],
)
def test_a_compile_error_is_at_the_users_own_line(context: Any, text: str, line: int) -> None:
    error = compile_error(context, text)
    assert (error.filename, error.line, error.column) == ("broken.glsl", line, 16)
    assert error.source_line == "    return c * wrong_name;"
    assert error.message.startswith("pass 'bad' does not compile: ")
    assert "wrong_name" in error.message
    assert str(error).splitlines()[1:] == [
        f" {line} |     return c * wrong_name;",
        f" {' ' * len(str(line))} |                {'^' * len('wrong_name')}",
    ]


def test_a_fault_of_no_line_is_at_the_passes_header(context: Any) -> None:
    error = compile_error(context, GOOD + "//!HOOK OUTPUT\n//!DESC empty\n\n// nothing\n")
    assert (error.line, error.column, error.source_line) == (5, 1, "//!HOOK OUTPUT")
    assert error.message.startswith("pass 'empty' does not compile: ")


def test_an_extension_nobody_has_is_no_error_of_its_own(context: Any) -> None:
    shader = (
        "//!HOOK OUTPUT\n//!BIND HOOKED\n"
        "#ifdef GL_NV_no_such_thing\n#extension GL_NV_no_such_thing : require\n#endif\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
    )
    assert run(context, shader)[..., :3] == pytest.approx(ramp(), abs=BELOW_HALF)


def test_equal_shaders_of_two_files_name_their_own_file(context: Any) -> None:
    from anime4k_gl import upscale

    image = np.zeros((4, 4, 3), np.uint8)
    for filename in ("first.glsl", "second.glsl"):
        with pytest.raises(ShaderCompileError) as caught:
            upscale(image, shaders=[parse_user_shader(BAD, filename=filename)])
        assert caught.value.filename == filename


def test_a_failed_compile_leaves_nothing_behind(context: Any) -> None:
    renderer = Renderer(
        context, RenderOptions.for_shaders([parse_user_shader(GOOD + BAD)], scaler="bilinear")
    )
    for _ in range(2):
        with pytest.raises(ShaderCompileError):
            renderer.render(ramp(), target=SOURCE, output=RGBA32F)
        assert renderer.allocated_bytes == 0
    renderer.release()


def test_a_size_beyond_the_limit(context: Any) -> None:
    limit = Capabilities.from_context(context).max_texture_size
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="bilinear"))
    with pytest.raises(GLError) as caught:
        renderer.render(ramp(), target=Size(limit + 1, 1), output=RGBA32F)
    assert str(caught.value) == (
        f"the output size {limit + 1}x1 is beyond this driver's limit of {limit}x{limit};"
        " choose a smaller size"
    )
    renderer.release()


def test_too_many_textures_for_one_pass(context: Any) -> None:
    limit = Capabilities.from_context(context).max_texture_units
    saves = "".join(one_pass(f"HOOK MAIN\nSAVE T{i}", "0.0") for i in range(limit + 1))
    binds = "\n".join(f"BIND T{i}" for i in range(min(limit + 1, 16)))
    if limit + 1 > 16:
        assert run(context, saves + one_pass(f"HOOK OUTPUT\n{binds}", "0.5"))[0, 0, 0] == 0.5
        return
    with pytest.raises(GLError) as caught:
        run(context, saves + one_pass(f"HOOK OUTPUT\n{binds}", "0.0"))
    assert str(caught.value) == f"a pass reads {limit + 1} textures; this driver allows {limit}"


# Programs are compiled once.


def test_equal_passes_share_a_program_over_sizes(context: Any) -> None:
    cache = ProgramCache(context)
    shader = preset_shader("v1.0-rc-reference")
    counts = []
    for target in (Size(16, 12), Size(24, 18)):
        plan = make_plan([shader], source=SOURCE, target=target)
        executor = Executor(context, plan, programs=cache)
        executor.release()
        counts.append(len(cache))
    assert counts[0] == counts[1]
    assert counts[0] == len(plan.runs) - 2  # the two Gaussians are there twice
    cache.release()


def test_prepare_says_early_what_render_would(context: Any) -> None:
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="none"))
    with pytest.raises(OptionError):
        renderer.prepare(SourceFormat(SOURCE), target=Size(9, 9), output=RGBA32F)
    renderer.prepare(SourceFormat.from_picture(ramp()), target=SOURCE, output=RGBA32F)
    plan = renderer.plan
    renderer.render(ramp(), target=SOURCE, output=RGBA32F)
    assert renderer.plan is plan
    renderer.release()


# Live parameters.

LIVE = """//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
0.5

//!PARAM steps
//!TYPE DEFINE
//!MINIMUM 1
//!MAXIMUM 4
1

//!PARAM on
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 1
1

//!PARAM size
//!TYPE float
//!MINIMUM 1
//!MAXIMUM 4
1

//!HOOK MAIN
//!BIND HOOKED
//!SAVE MAP
//!WIDTH HOOKED.w size *
//!WHEN on
//!COMPONENTS 4
vec4 hook() { return vec4(gain * float(steps) * HOOKED_tex(HOOKED_pos).rgb, 1.0); }

//!HOOK MAIN
//!BIND MAP
vec4 hook() { return MAP_tex(MAP_pos); }
"""


def _live(context: Any, **params: float | int | str) -> Renderer:
    return Renderer(
        context,
        RenderOptions.for_shaders([parse_user_shader(LIVE)], scaler="nearest", params=params),
    )


def _picture(renderer: Renderer) -> Any:
    renderer.draw()
    return renderer.read()[0]


@pytest.mark.parametrize(
    ("params", "made_anew"),
    [({"gain": 0.25}, False), ({"gain": 1.5, "on": 1}, False), ({"steps": 3}, True),
     ({"on": 0}, True), ({"size": 2.0, "gain": 0.75}, True)],
)  # fmt: skip
def test_live_parameters_draw_what_a_new_renderer_draws(
    context: Any, params: dict[str, float], made_anew: bool
) -> None:
    renderer, fresh = _live(context), _live(context, **params)
    renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    before, executor, default = renderer.plan, renderer._executor, _picture(renderer)
    fresh.render(ramp(), target=Size(16, 12), output=RGBA32F)
    renderer.set_params(params)
    assert (renderer._executor is not executor) == made_anew
    assert np.array_equal(_picture(renderer), fresh.read()[0])
    assert not np.array_equal(fresh.read()[0], default)
    assert renderer.plan == fresh.plan != before
    # And back: what is not named has its default again.
    renderer.set_params({})
    assert renderer.plan == before
    assert np.array_equal(_picture(renderer), default)
    renderer.release()
    fresh.release()


def test_a_uniform_makes_no_program_and_no_texture(
    context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(name: str, make: Any) -> Any:
        def count(*args: Any, **options: Any) -> Any:
            made.append(name)
            return make(*args, **options)

        return count

    for module, name in (
        (executors_module, "make_plan"),
        (executors_module, "Executor"),
        (renderer_module, "allocate"),
    ):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    shader = preset_shader("v1.0-rc")
    renderer = Renderer(
        context,
        RenderOptions.for_shaders([shader], scaler="bicubic", params={"thin_strength": 0.5}),
    )
    renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    assert made[:2] == ["make_plan", "Executor"]
    made.clear()
    programs, textures = len(renderer._factory.programs), renderer.allocated_bytes
    for step in range(20):
        renderer.set_params({"refine_strength": step / 10, "thin_strength": 0.02 * step})
        renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    assert (len(renderer._factory.programs), renderer.allocated_bytes) == (programs, textures)
    assert not made
    values = {"refine_strength": 1.9, "thin_strength": 0.38}
    fresh = Renderer(context, RenderOptions.for_shaders([shader], scaler="bicubic", params=values))
    fresh.render(ramp(), target=Size(16, 12), output=RGBA32F)
    assert np.array_equal(renderer.read()[0], fresh.read()[0])
    renderer.release()
    fresh.release()


def test_a_strength_in_a_when_changes_the_plan_only_where_it_passes_it(context: Any) -> None:
    text = "//!PARAM gain\n//!TYPE float\n0.5\n\n" + one_pass(
        "HOOK MAIN\nBIND HOOKED\nWHEN gain 0.25 >", "gain * HOOKED_tex(HOOKED_pos).rgb, 1.0"
    )
    renderer = Renderer(
        context, RenderOptions.for_shaders([parse_user_shader(text)], scaler="nearest")
    )
    renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    executor = renderer._executor
    renderer.set_params({"gain": 0.75})
    assert renderer._executor is executor
    assert _picture(renderer)[5, 7, 0] == pytest.approx(ramp()[2, 3, 0] * 0.75, abs=BELOW_HALF)
    renderer.set_params({"gain": 0.2})
    assert [r["ran"] for r in renderer.report() if r["hook"] == "MAIN"] == [False]
    assert "gain=0.2" in next(r["reason"] for r in renderer.report() if r["reason"])
    renderer.set_params({"gain": 0.125})  # the reason has the number in it
    assert "gain=0.125" in next(r["reason"] for r in renderer.report() if r["reason"])
    renderer.release()


@pytest.mark.parametrize(
    ("params", "error"),
    [({"gian": 1.0}, "unknown parameter 'gian'"), ({"gain": 3.0}, "takes 0.0 to 2.0"),
     ({"steps": 1.5}, "a whole number"), ({"gain": "much"}, "takes a number")],
)  # fmt: skip
def test_live_parameters_that_are_wrong_change_nothing(
    context: Any, params: dict[str, Any], error: str
) -> None:
    renderer = _live(context)
    with pytest.raises(OptionError, match=error):
        renderer.set_params(params)  # before the first picture too
    renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    plan, picture = renderer.plan, renderer.read()[0]
    with pytest.raises(OptionError, match=error):
        renderer.set_params({"on": 0, **params})
    assert renderer.plan is plan
    renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    assert np.array_equal(renderer.read()[0], picture)
    renderer.release()


def test_a_parameter_that_does_not_compile_changes_nothing(context: Any) -> None:
    text = "//!PARAM n\n//!TYPE DEFINE\n1\n\n" + one_pass(
        "HOOK MAIN\nBIND HOOKED", "part() * HOOKED_tex(HOOKED_pos).rgb, 1.0",
        before="#if n == 1\nfloat part() { return 0.5; }\n#endif\n",
    )  # fmt: skip
    renderer = Renderer(
        context, RenderOptions.for_shaders([parse_user_shader(text)], scaler="nearest")
    )
    renderer.render(ramp(), target=Size(16, 12), output=RGBA32F)
    picture, memory = renderer.read()[0], renderer.allocated_bytes
    with pytest.raises(ShaderCompileError, match="part"):
        renderer.set_params({"n": 2})
    assert renderer.allocated_bytes == memory
    assert np.array_equal(_picture(renderer), picture)
    renderer.set_params({"n": 1})
    assert np.array_equal(_picture(renderer), picture)
    renderer.release()


def test_live_parameters_reach_a_file_that_runs_twice(context: Any) -> None:
    text = "//!PARAM gain\n//!TYPE float\n0.5\n\n" + one_pass(
        "HOOK MAIN\nBIND HOOKED", "gain * HOOKED_tex(HOOKED_pos).rgb, 1.0"
    )
    shader = parse_user_shader(text, filename="twice.glsl")
    renderer = Renderer(context, RenderOptions.for_shaders([shader, shader], scaler="nearest"))
    renderer.render(ramp(), target=SOURCE, output=RGBA32F)
    renderer.set_params({"twice/gain": 0.25})
    assert _picture(renderer)[..., :3] == pytest.approx(ramp() * 0.0625, abs=BELOW_HALF)
    renderer.release()
