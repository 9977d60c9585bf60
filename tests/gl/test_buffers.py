"""Buffers by what passes read of them and leave in them."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from support.drawing import RGBA32F, SOURCE, one_pass, ramp, run

from anime4k_gl import GLError, parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.plan import make_plan
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

STORAGE = "//!STORAGE\n"


def block(
    variables: list[str], data: bytes = b"", *, storage: bool = False, name: str = "BUF"
) -> str:
    lines = "".join(f"//!VAR {variable}\n" for variable in variables)
    return f"//!BUFFER {name}\n{lines}{STORAGE if storage else ''}{data.hex()}\n"


def read(context: Any, buffer: str, *values: str) -> list[float]:
    """Return expressions of a buffer's members, three to a pass."""
    got: list[float] = []
    for at in range(0, len(values), 3):
        three = [*values[at : at + 3], "0.0", "0.0"][:3]
        text = buffer + one_pass("HOOK OUTPUT\nBIND BUF", f"{', '.join(three)}, 1.0")
        got += [float(v) for v in run(context, text)[0, 0, :3]]
    return got[: len(values)]


def test_a_uniform_block_is_laid_out_by_std140(context: Any) -> None:
    data = struct.pack(
        # scalar, padding; vec3, int behind it; array of floats, each as wide as a vec4; matrix
        "<f12x 3fi f12xf12x 2f8x2f8x",
        0.5, 1.0, 2.0, 3.0, -4, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0,
    )  # fmt: skip
    buffer = block(["float a", "vec3 b", "int c", "float d[2]", "mat2 e"], data)
    values = ("a", "b.x", "b.z", "float(c)", "d[0]", "d[1]", "e[0][0]", "e[0][1]", "e[1][0]")
    assert read(context, buffer, *values) == [0.5, 1, 3, -4, 5, 6, 7, 8, 9]


def test_a_storage_block_is_laid_out_by_std430(context: Any) -> None:
    data = struct.pack("<f12x 3fI 3f4x 4f", 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
    buffer = block(["float a", "vec3 b", "uint c", "float d[3]", "mat2 e"], data, storage=True)
    values = ("a", "b.x", "b.z", "float(c)", "d[0]", "d[2]", "e[0][0]", "e[0][1]", "e[1][0]")
    assert read(context, buffer, *values) == [0.5, 1, 3, 4, 5, 7, 8, 9, 10]


def test_a_storage_block_without_data_starts_with_zeros(context: Any) -> None:
    buffer = block(["vec4 a", "int b[3]"], storage=True)
    assert read(context, buffer, "a.x", "a.w", "float(b[2])") == [0, 0, 0]


COUNT = (
    "//!HOOK MAIN\n//!BIND BUF\n//!SAVE UNUSED\n//!COMPUTE 8 6\n"
    "void hook() { atomicAdd(hits, 1u); total[gl_LocalInvocationIndex & 1u] += 0.0; }\n"
)
SHOW = one_pass("HOOK OUTPUT\nBIND BUF", "float(hits), float(highest), 0.0, 1.0")
COUNTER = block(["uint hits", "int highest", "float total[2]"], storage=True)


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_atomics_count_over_frames(context: Any, frames: int) -> None:
    result = run(context, COUNTER + COUNT + SHOW, frames=frames)
    assert result[0, 0, 0] == SOURCE.pixels * frames


def test_a_fragment_pass_writes_too(context: Any) -> None:
    write = one_pass(
        "HOOK MAIN\nBIND BUF\nBIND HOOKED\nSAVE UNUSED",
        "float(atomicMax(highest, int(gl_FragCoord.x)))",
    )
    assert run(context, COUNTER + write + SHOW)[0, 0, 1] == SOURCE.width - 1


def test_passes_of_a_file_share_its_buffer_and_other_files_have_their_own(context: Any) -> None:
    first = COUNTER + COUNT + COUNT
    second = COUNTER + COUNT + SHOW
    assert run(context, first, second)[0, 0, 0] == SOURCE.pixels
    assert run(context, COUNTER + COUNT + COUNT + SHOW)[0, 0, 0] == 2 * SOURCE.pixels


def test_several_buffers_in_a_pass(context: Any) -> None:
    one = block(["float a"], struct.pack("<f", 0.25), name="ONE")
    two = block(["float b[2]"], struct.pack("<2f", 0.5, 0.75), storage=True, name="TWO")
    three = block(["vec2 c"], struct.pack("<2f", 1.5, 2.5), name="THREE")
    four = block(["float d"], struct.pack("<f", 3.0), storage=True, name="FOUR")
    shader = one + two + three + four + one_pass(
        "HOOK OUTPUT\nBIND THREE\nBIND TWO\nBIND FOUR\nBIND ONE", "a, b[1], c.y + d, 1.0"
    )  # fmt: skip
    assert run(context, shader)[0, 0, :3].tolist() == [0.25, 0.75, 5.5]


def test_a_members_name_is_free_in_passes_that_do_not_bind_it(context: Any) -> None:
    shader = COUNTER + one_pass("HOOK OUTPUT", "hits, 0.0, 0.0, 1.0", "float hits = 0.5;\n")
    assert run(context, shader)[0, 0, 0] == 0.5


def test_memory_stated_is_memory_allocated(context: Any) -> None:
    uniform = block(["vec4 a", "float b"], bytes(20), name="ONE")
    shader = parse_user_shader(
        uniform + COUNTER + one_pass("HOOK MAIN\nBIND ONE\nBIND BUF", "a.x + b + float(hits)")
    )
    renderer = Renderer(context, RenderOptions.for_shaders([shader], scaler="nearest"))
    renderer.render(ramp(), target=SOURCE, output=RGBA32F)
    assert renderer.plan.memory["buffers"] == 32 + 16
    assert renderer.allocated_bytes == renderer.plan.memory["total"]
    renderer.release()
    assert renderer.allocated_bytes == 0


def test_a_buffer_too_large_is_refused_in_one_line(context: Any) -> None:
    shader = block(["vec4 a[1000000000]"], storage=True) + one_pass("HOOK MAIN\nBIND BUF", "a[1]")
    with pytest.raises(GLError) as caught:
        run(context, shader)
    text = str(caught.value)
    assert text.startswith(
        "<string>:1:1: BUFFER BUF of 16000000000 bytes is beyond this driver's limit of "
    )
    assert "\n" not in text


def test_the_buffer_goes_on_over_plans_of_other_sizes(context: Any) -> None:
    """To its file a picture of another size is the next picture."""
    renderer = Renderer(
        context,
        RenderOptions.for_shaders([parse_user_shader(COUNTER + COUNT + SHOW)], scaler="nearest"),
    )
    counts = []
    for target in (SOURCE, SOURCE, Size(16, 12), SOURCE):
        renderer.render(ramp(), target=target, output=RGBA32F)
        counts.append(float(renderer.read()[0][0, 0, 0]))
    renderer.release()
    assert counts == [48, 96, 144, 192]


def test_buffers_are_in_the_plan() -> None:
    plan = make_plan([parse_user_shader(COUNTER + COUNT + SHOW)], source=SOURCE, target=SOURCE)
    assert [[b.name for b in run.buffers] for run in plan.runs if not run.builtin] == [
        ["BUF"], ["BUF"],
    ]  # fmt: skip
