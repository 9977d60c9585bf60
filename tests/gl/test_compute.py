"""Compute passes by what they write: blocks, threads, shared memory, and passes in a row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.drawing import BELOW_HALF, RGBA32F, SOURCE, one_pass, ramp, run

from anime4k_gl import ShaderCompileError, parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.plan import make_plan
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

ODD = Size(13, 7)


def compute(header: str, body: str, block: str = "4 4") -> str:
    lines = "".join(f"//!{line}\n" for line in f"{header}\nCOMPUTE {block}".split("\n"))
    return f"{lines}void hook() {{\n{body}\n}}\n"


HERE = "ivec2 at = ivec2(gl_GlobalInvocationID.xy);"


def odd_picture() -> Any:
    values = np.arange(ODD.height * ODD.width * 3) / 512
    return values.reshape(ODD.height, ODD.width, 3).astype(np.float32)


@pytest.mark.parametrize("block", ["1 1", "4 4", "8 8", "16 2", "32 32", "5 3"])
def test_blocks_cover_sizes_they_do_not_divide(context: Any, block: str) -> None:
    shader = compute(
        "HOOK MAIN\nBIND HOOKED",
        f"{HERE} imageStore(out_image, at, vec4(HOOKED_tex(HOOKED_pos).gbr, 1.0));",
        block,
    )
    result = run(context, shader, image=odd_picture(), target=ODD)
    assert np.array_equal(result[..., :3], odd_picture()[..., [1, 2, 0]])


@pytest.mark.parametrize(("block", "threads"), [("8 8", "4 2"), ("6 4", "3 4"), ("16 16", "1 1")])
def test_a_thread_may_write_several_pixels(context: Any, block: str, threads: str) -> None:
    width, height = block.split()
    shader = compute(
        "HOOK MAIN\nBIND HOOKED",
        f"""ivec2 base = ivec2(gl_WorkGroupID.xy) * ivec2({width}, {height});
        for (int y = int(gl_LocalInvocationID.y); y < {height}; y += int(gl_WorkGroupSize.y))
        for (int x = int(gl_LocalInvocationID.x); x < {width}; x += int(gl_WorkGroupSize.x)) {{
            ivec2 at = base + ivec2(x, y);
            imageStore(out_image, at, HOOKED_tex(HOOKED_map(at)));
        }}""",
        f"{block} {threads}",
    )
    result = run(context, shader, image=odd_picture(), target=ODD)
    assert np.array_equal(result[..., :3], odd_picture())


def test_the_grid_is_the_output_over_the_block(context: Any) -> None:
    shader = compute(
        "HOOK OUTPUT",
        f"{HERE} imageStore(out_image, at, vec4(gl_NumWorkGroups.xy, gl_WorkGroupSize.xy));",
        "8 8 8 8",
    )
    assert run(context, shader, image=ramp(4), target=Size(20, 9))[0, 0, :3].tolist() == [3, 2, 8]


def test_nothing_is_forced_in_channels_that_are_not_components(context: Any) -> None:
    shader = compute(
        "HOOK MAIN\nSAVE T\nCOMPONENTS 1",
        f"{HERE} imageStore(out_image, at, vec4(0.25, 0.5, 0.75, 2.0));",
    ) + one_pass("HOOK MAIN\nBIND T", "T_tex(T_pos).gba, 1.0")
    assert run(context, shader)[0, 0, :3].tolist() == [0.5, 0.75, 2.0]


def test_macros_say_the_same_as_in_a_fragment_pass(context: Any) -> None:
    values = (
        "HOOKED_pos.x, HOOKED_pos.y, HOOKED_texOff(vec2(1.0, 0.0)).g, 1.0",
        "HOOKED_gather(HOOKED_pos + HOOKED_pt * 0.25, 0).x, HOOKED_size.x * HOOKED_pt.x, 0.0, 1.0",
        "HOOKED_tex(HOOKED_pos).r + float(HOOKED_rot[0][0]) + HOOKED_off.x, HOOKED_mul, 0.0, 1.0",
        "input_size.x, target_size.y, tex_offset.x + float(frame), 1.0",
    )
    for value in values:
        fragment = run(context, one_pass("HOOK MAIN\nBIND HOOKED", value))
        shader = compute(
            "HOOK MAIN\nBIND HOOKED", f"{HERE} imageStore(out_image, at, vec4({value}));"
        )
        # Positions may differ in their last bit.
        assert run(context, shader) == pytest.approx(fragment, rel=2**-10, abs=BELOW_HALF)


def test_shared_memory_and_a_barrier(context: Any) -> None:
    """Every pixel becomes the mean of its block, gathered by all threads of the group."""
    shader = (
        "//!HOOK MAIN\n//!BIND HOOKED\n//!COMPUTE 4 2\n"
        "shared vec4 tile[4][2];\n"
        "void hook() {\n"
        "    uvec2 own = gl_LocalInvocationID.xy;\n"
        "    tile[own.x][own.y] = HOOKED_tex(HOOKED_pos);\n"
        "    barrier();\n"
        "    vec4 sum = vec4(0.0);\n"
        "    for (int x = 0; x < 4; x++) for (int y = 0; y < 2; y++) sum += tile[x][y];\n"
        "    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), sum / 8.0);\n"
        "}\n"
    )
    result = run(context, shader)[..., :3]
    means = ramp().reshape(3, 2, 2, 4, 3).mean(axis=(1, 3))
    expected = np.repeat(np.repeat(means, 2, axis=0), 4, axis=1)
    assert result == pytest.approx(expected, abs=BELOW_HALF)


def test_compute_passes_in_a_row_see_each_other(context: Any) -> None:
    """Compute, compute, fragment, compute: each reads what the one before wrote."""
    shader = (
        compute("HOOK MAIN\nBIND HOOKED\nSAVE A",
                f"{HERE} imageStore(out_image, at, texelFetch(HOOKED_raw, at, 0) * 2.0);")
        + compute("HOOK MAIN\nBIND A\nSAVE B",
                  f"{HERE} imageStore(out_image, at, texelFetch(A_raw, at.yx, 0));")
        + one_pass("HOOK MAIN\nBIND B\nSAVE C",
                   "texelFetch(B_raw, ivec2(gl_FragCoord.xy), 0) * 0.25")
        + compute("HOOK MAIN\nBIND C",
                  f"{HERE} imageStore(out_image, at, texelFetch(C_raw, at.yx, 0));")
    )  # fmt: skip
    size = Size(6, 6)
    square = ramp()[:, :6]
    result = run(context, shader, image=np.ascontiguousarray(square), target=size)
    assert np.array_equal(result[..., :3], square * 0.5)


def test_a_compute_pass_may_resize(context: Any) -> None:
    shader = compute(
        "HOOK MAIN\nBIND HOOKED\nWIDTH HOOKED.w 2 *\nHEIGHT HOOKED.h 2 *",
        """ivec2 base = ivec2(gl_GlobalInvocationID.xy) * 2;
        vec4 c = texelFetch(HOOKED_raw, ivec2(gl_GlobalInvocationID.xy), 0);
        for (int i = 0; i < 4; i++) imageStore(out_image, base + ivec2(i & 1, i >> 1), c);""",
        "16 16 8 8",
    )
    result = run(context, shader, target=Size(16, 12))
    assert np.array_equal(result[..., :3], np.repeat(np.repeat(ramp(), 2, axis=0), 2, axis=1))


def test_parameters_random_and_tables_reach_a_compute_pass(context: Any) -> None:
    shader = (
        "//!PARAM gain\n//!TYPE float\n0.5\n"
        "//!TEXTURE LUT\n//!SIZE 2\n//!FORMAT r8\n//!FILTER NEAREST\n00ff\n"
        + compute("HOOK MAIN\nBIND LUT",
                  f"{HERE} imageStore(out_image, at, vec4(gain, random, texture(LUT, 0.9).r, 1));")
    )  # fmt: skip
    result = run(context, shader, params={"gain": 0.75})[0, 0]
    assert result[:3] == pytest.approx((0.75, 0.08551, 1.0), abs=1e-4)  # mpv's first random


def test_a_compute_pass_is_timed(context: Any) -> None:
    shader = compute("HOOK MAIN\nBIND HOOKED\nDESC mine",
                     f"{HERE} imageStore(out_image, at, HOOKED_tex(HOOKED_pos));")  # fmt: skip
    renderer = Renderer(
        context,
        RenderOptions.for_shaders([parse_user_shader(shader)], scaler="nearest"),
        timing=True,
    )
    renderer.render(ramp(), target=SOURCE, output=RGBA32F)
    record = next(r for r in renderer.report() if r["name"] == "mine")
    assert record["ran"] and record["milliseconds"] > 0
    renderer.release()


@pytest.mark.parametrize(
    ("body", "line", "word"),
    [("    imageStore(out_image, ivec2(0), wrong_name);", 6, "wrong_name"),
     ("\n\n    return 1.0 + wrong_name;", 8, "wrong_name")],
)  # fmt: skip
def test_an_error_is_at_the_users_own_line(context: Any, body: str, line: int, word: str) -> None:
    text = "// licence\n" + compute("HOOK MAIN\nBIND HOOKED", body)
    with pytest.raises(ShaderCompileError) as caught:
        run(context, parse_user_shader(text, filename="broken.glsl"))
    assert (caught.value.filename, caught.value.line) == ("broken.glsl", line)
    assert word in caught.value.message


def test_more_threads_than_the_driver_has_is_an_error_of_the_pass(context: Any) -> None:
    with pytest.raises(ShaderCompileError) as caught:
        run(context, compute("HOOK MAIN\nDESC big", "", "4096 4096"))
    assert "'big'" in caught.value.message
    assert caught.value.line == 1


def test_a_driver_without_compute_shaders_skips_the_pass() -> None:
    shader = parse_user_shader(compute("HOOK MAIN", ""))
    plan = make_plan([shader], source=SOURCE, target=SOURCE, compute=False)
    reasons = [getattr(step, "reason", None) for step in plan.steps]
    assert "compute shaders need OpenGL 4.3 or ES 3.1, which this driver does not have" in reasons
