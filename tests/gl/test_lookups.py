"""Lookup tables: every format, dimension, filter and border, and those that shaders write."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from support.drawing import RGBA32F, SOURCE, one_pass, ramp, run

from anime4k_gl import GLError, parse_user_shader
from anime4k_gl.formats import TEXTURE_FORMATS, Size
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

SAMPLERS = {"u": "usampler", "i": "isampler"}
NEAREST = "//!FILTER NEAREST\n"


def lookup(fmt: str, data: bytes, *, size: str, extra: str = "", name: str = "LUT") -> str:
    return f"//!TEXTURE {name}\n//!SIZE {size}\n//!FORMAT {fmt}\n{extra}{data.hex()}\n"


def read(context: Any, table: str, value: str, **options: Any) -> list[float]:
    """Return what an expression of a table is, as three numbers."""
    result = run(context, table + one_pass("HOOK OUTPUT\nBIND LUT", f"{value}, 1.0"), **options)
    return [float(v) for v in result[0, 0, :3]]


def encoded(fmt: str, channels: int) -> tuple[bytes, tuple[float, ...]]:
    """Return one texel in a format's hex bytes, and what a shader reads of it."""
    suffix = fmt.lstrip("rgba")
    numbers = {
        "8": (b"\x33\x66\x99\xcc", (0.2, 0.4, 0.6, 0.8)),
        "16": (struct.pack("<4H", 13107, 26214, 39321, 52428), (0.2, 0.4, 0.6, 0.8)),
        "16f": (struct.pack("<4f", 0.5, -2.5, 300, 8), (0.5, -2.5, 300.0, 8.0)),
        "16hf": (struct.pack("<4e", 0.5, -2.5, 300, 8), (0.5, -2.5, 300.0, 8.0)),
        "32f": (struct.pack("<4f", 0.5, -2.5, 300, 8), (0.5, -2.5, 300.0, 8.0)),
        "8ui": (bytes((1, 200, 30, 4)), (1, 200, 30, 4)),
        "16ui": (struct.pack("<4H", 1, 2000, 3, 4), (1, 2000, 3, 4)),
        "32ui": (struct.pack("<4I", 1, 2000, 3, 4), (1, 2000, 3, 4)),
        "8i": (struct.pack("<4b", -1, 100, -3, 4), (-1, 100, -3, 4)),
        "16i": (struct.pack("<4h", -1, 2000, -3, 4), (-1, 2000, -3, 4)),
        "32i": (struct.pack("<4i", -1, 2000, -3, 4), (-1, 2000, -3, 4)),
    }
    data, values = numbers[suffix]
    # Channels a format does not have read as 0, alpha as 1.
    return (
        data[: TEXTURE_FORMATS[fmt].hex_bytes],
        (*values[:channels], *(0, 0, 0, 1)[channels:]),
    )


PLAIN = [name for name in TEXTURE_FORMATS if name != "rgb10_a2"]


@pytest.mark.parametrize("fmt", PLAIN)
def test_every_format_in_every_dimension(context: Any, fmt: str) -> None:
    data, values = encoded(fmt, TEXTURE_FORMATS[fmt].components)
    extra = NEAREST if fmt.endswith("i") else ""
    for size, at in (("1", "0.5"), ("1 1", "vec2(0.5)"), ("1 1 1", "vec3(0.5)")):
        table = lookup(fmt, data, size=size, extra=extra)
        texel = f"vec4(texture(LUT, {at}))"
        # One part in 65535 is the coarsest step here that a half float rounds.
        assert read(context, table, f"{texel}.rgb") == pytest.approx(values[:3], rel=2**-10)
        assert read(context, table, f"{texel}.aaa")[0] == pytest.approx(values[3], rel=2**-10)


def test_ten_bits_and_two_of_alpha(context: Any) -> None:
    packed = struct.pack("<I", 1023 | 512 << 10 | 1 << 20 | 2 << 30)
    table = lookup("rgb10_a2", packed, size="1 1")
    texel = "texture(LUT, vec2(0.5))"
    assert read(context, table, f"{texel}.rgb") == pytest.approx(
        (1.0, 512 / 1023, 1 / 1023), rel=2**-10
    )
    assert read(context, table, f"{texel}.aaa")[0] == pytest.approx(2 / 3, rel=2**-10)


@pytest.mark.parametrize("fmt", ["r8ui", "rgba16ui", "rg32i"])
def test_integers_are_nearest_where_the_block_does_not_say(context: Any, fmt: str) -> None:
    data, values = encoded(fmt, TEXTURE_FORMATS[fmt].components)
    table = lookup(fmt, data, size="1 1")
    assert read(context, table, "vec4(texture(LUT, vec2(0.5))).rgb")[0] == values[0]


def test_texels_lie_along_x_then_y_then_z(context: Any) -> None:
    table = lookup("r8", bytes(range(24)), size="2 3 4")
    value = ", ".join(
        f"texelFetch(LUT, ivec3({at}), 0).r * 255.0" for at in ("1, 0, 0", "0, 1, 0", "0, 0, 1")
    )
    assert read(context, table, value) == pytest.approx((1, 2, 6), abs=0.01)


@pytest.mark.parametrize(
    ("extra", "at", "expected"),
    [
        ("", 0.5, 0.5),  # linear, as mpv's vo_gpu has it
        ("//!FILTER LINEAR\n", 0.375, 0.25),
        (NEAREST, 0.49, 0.0),
        (NEAREST, 0.51, 1.0),
        (NEAREST, 1.25, 1.0),
        (NEAREST + "//!BORDER REPEAT\n", 1.25, 0.0),
        (NEAREST + "//!BORDER MIRROR\n", 1.75, 0.0),
        (NEAREST + "//!BORDER MIRROR\n", -0.75, 1.0),
        (NEAREST + "//!BORDER CLAMP\n", -0.75, 0.0),
    ],
)
@pytest.mark.parametrize("axis", range(3))
def test_filters_and_borders_along_every_axis(
    context: Any, extra: str, at: float, expected: float, axis: int
) -> None:
    for dimensions in range(axis + 1, 4):
        size = " ".join("2" if i == axis else "1" for i in range(dimensions))
        coordinates = ", ".join(str(at) if i == axis else "0.5" for i in range(dimensions))
        where = f"vec{dimensions}({coordinates})" if dimensions > 1 else coordinates
        table = lookup("r8", bytes((0, 255)), size=size, extra=extra)
        got = read(context, table, f"texture(LUT, {where}).r, 0.0, 0.0")
        assert got[0] == pytest.approx(expected, abs=1 / 255), dimensions


def test_names_of_older_shaders(context: Any) -> None:
    for size, name, at in (("4", "tex1D", "{}"), ("1 1 4", "tex3D", "vec3(0.5, 0.5, {})")):
        table = lookup("r8", bytes((0, 85, 170, 255)), size=size)
        # LUT_POS puts 0 on the middle of the first texel and 1 on that of the last.
        values = ", ".join(
            f"{name}(LUT, {at.format(f'LUT_POS({x}, 4.0)')}).r" for x in ("0.0", "0.5", "1.0")
        )
        assert read(context, table, values) == pytest.approx((0.0, 0.5, 1.0), abs=1 / 255)


def test_the_macro_that_libplacebo_has(context: Any) -> None:
    table = lookup("r8", bytes((0, 255)), size="2 1", extra=NEAREST)
    assert read(context, table, "LUT_tex(vec2(0.9, 0.5)).rgb") == [1, 0, 0]
    function = "vec4 red() { return LUT_tex(vec2(0.9, 0.5)); }\n"
    text = table + one_pass("HOOK OUTPUT\nBIND LUT", "red().rgb, 1.0", function)
    assert run(context, text)[0, 0, 0] == 1
    own = "vec4 LUT_tex(vec2 at) { return texture(LUT, at) * 0.5; }\n"
    text = table + one_pass("HOOK OUTPUT\nBIND LUT", "LUT_tex(vec2(0.9)).rgb, 1.0", own)
    assert run(context, text)[0, 0, 0] == 0.5


def test_what_is_not_a_number_stays_harmless(context: Any) -> None:
    data = struct.pack("<4f", float("nan"), float("inf"), -float("inf"), 3e38)
    for fmt in ("rgba32f", "rgba16f"):
        # A linear filter would make more of them: infinity less infinity is no number either.
        table = lookup(fmt, data, size="1 1", extra=NEAREST)
        result = read(context, table, "texture(LUT, vec2(0.5)).rgb")
        assert len(result) == 3
        assert read(context, table, "texture(LUT, vec2(0.5)).a > 1.0 ? 1.0 : 0.0, 0.0, 0.0")[0] == 1


def test_a_name_may_hide_a_hook_point(context: Any) -> None:
    table = lookup("r8", b"\xff", size="1 1", name="NATIVE")
    shader = table + one_pass("HOOK OUTPUT\nBIND NATIVE", "texture(NATIVE, vec2(0.5)).rrr, 1.0")
    assert run(context, shader)[0, 0, 0] == 1.0


# Tables that shaders write.


COUNTER = "//!TEXTURE SUM\n//!SIZE {size}\n//!FORMAT {fmt}\n//!STORAGE\n{data}\n"


@pytest.mark.parametrize("fmt", ["r32f", "rgba16f", "rgba16hf", "rg32ui", "r32i", "rgba8"])
def test_a_storage_texture_lasts_over_frames(context: Any, fmt: str) -> None:
    vector = {"u": "uvec4", "i": "ivec4"}.get(TEXTURE_FORMATS[fmt].dtype[0], "vec4")
    one = "vec4(0.25)" if vector == "vec4" else f"{vector}(2)"
    shader = (
        COUNTER.format(size="1 1", fmt=fmt, data="")
        + "//!HOOK OUTPUT\n//!BIND SUM\n//!COMPUTE 32 32 1 1\n"
        f"void hook() {{ {vector} old = imageLoad(SUM, ivec2(0)); "
        f"imageStore(SUM, ivec2(0), old + {one}); "
        "imageStore(out_image, ivec2(0), vec4(vec3(old.r), 1.0)); }\n"
    )
    step = 0.25 if vector == "vec4" else 2
    for frames in (1, 3):
        got = run(context, shader, frames=frames)[0, 0, 0]
        assert got == pytest.approx((frames - 1) * step, abs=1 / 255)


@pytest.mark.parametrize("dialect", ["vo_gpu", "libplacebo"])
def test_a_storage_texture_lasts_over_plans(context: Any, dialect: str) -> None:
    """Also over one in which no pass that binds it runs; another file's is another."""
    text = (
        COUNTER.format(size="1 1", fmt="r32f", data="")
        + "//!HOOK OUTPUT\n//!BIND HOOKED\n//!BIND SUM\n//!WHEN OUTPUT.w 20 < !\n"
        "//!COMPUTE 32 32 1 1\n"
        "void hook() { float n = imageLoad(SUM, ivec2(0)).r + 1.0; "
        "imageStore(SUM, ivec2(0), vec4(n)); "
        "imageStore(out_image, ivec2(0), vec4(HOOKED_tex(vec2(0.0)).rgb + n, 1.0)); }\n"
    )
    files = [parse_user_shader(text, filename=name) for name in ("a.glsl", "b.glsl")]
    renderer = Renderer(
        context, RenderOptions.for_shaders(files, scaler="nearest", dialect=dialect)
    )
    got = []
    for target in (Size(20, 20), Size(24, 20), Size(8, 8), Size(20, 20)):
        renderer.render(np.zeros((6, 8, 3), np.float32), target=target, output=RGBA32F)
        got.append(float(renderer.read()[0][0, 0, 0]))
        tables = 4 if dialect == "vo_gpu" else 8  # bytes; kept where the plan has none
        planned = renderer.plan.memory["total"] - renderer.plan.memory["lookups"]
        assert renderer.allocated_bytes == planned + tables
    renderer.release()
    # vo_gpu has one table of a name, which both files count in.
    counted = [3, 7, 0, 11] if dialect == "vo_gpu" else [2, 4, 0, 6]
    assert got == pytest.approx(counted, abs=1e-6)


def test_a_storage_texture_starts_with_its_data(context: Any) -> None:
    data = struct.pack("<2f", 0.5, 0.75).hex()
    shader = COUNTER.format(size="2", fmt="r32f", data=data) + one_pass(
        "HOOK OUTPUT\nBIND SUM", "imageLoad(SUM, 0).r, imageLoad(SUM, 1).r, 0.0, 1.0"
    )
    assert run(context, shader)[0, 0, :2].tolist() == [0.5, 0.75]
    empty = COUNTER.format(size="2 1 2", fmt="r32f", data="") + one_pass(
        "HOOK OUTPUT\nBIND SUM", "imageLoad(SUM, ivec3(1, 0, 1)).rgb, 1.0"
    )
    assert run(context, empty)[0, 0, :3].tolist() == [0, 0, 0]


def test_one_pass_writes_what_the_next_reads(context: Any) -> None:
    """A compute pass fills a table, the following fragment pass reads it, in the same frame."""
    shader = (
        COUNTER.format(size="8 6", fmt="rgba32f", data="")
        + "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND SUM\n//!SAVE UNUSED\n//!COMPUTE 8 6\n"
        "void hook() { ivec2 at = ivec2(gl_GlobalInvocationID.xy);"
        " imageStore(SUM, at, HOOKED_tex(HOOKED_pos) * 0.5); }\n"
        + one_pass("HOOK MAIN\nBIND SUM", "imageLoad(SUM, ivec2(gl_FragCoord.xy)).rgb, 1.0")
    )
    assert np.array_equal(run(context, shader)[..., :3], ramp() * 0.5)


def test_a_three_channel_storage_texture_is_refused(context: Any) -> None:
    shader = COUNTER.format(size="2 2", fmt="rgb16f", data="") + one_pass(
        "HOOK OUTPUT\nBIND SUM", "0.0"
    )
    with pytest.raises(GLError) as caught:
        run(context, shader)
    assert str(caught.value) == (
        "<string>:1:1: TEXTURE SUM, 2x2 of rgb16f, cannot be a STORAGE texture; choose a format of"
        " four channels"
    )


# Limits and memory.


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ("16385 1", "is beyond this driver's limit of 16384 texels a side"),
        ("4 4 4000", "is beyond this driver's limit of 2048 texels a side"),
        ("16384 16384", "takes 4294967296 bytes, which is too much for this driver"),
        ("2048 2048 2048", "takes 137438953472 bytes, which is too much for this driver"),
    ],
)
def test_a_table_too_large_is_refused_in_one_line(context: Any, size: str, message: str) -> None:
    if (
        GLFunctions(context).integer(0x0D33) != 16384
        or "llvmpipe" not in context.info["GL_RENDERER"]
    ):
        pytest.skip("the limits are those of Mesa's llvmpipe")
    shader = COUNTER.format(size=size, fmt="rgba32f", data="") + one_pass(
        "HOOK OUTPUT\nBIND SUM", "0.0"
    )
    with pytest.raises(GLError) as caught:
        run(context, shader)
    text = str(caught.value)
    assert text.startswith(f"<string>:1:1: TEXTURE SUM, {size.replace(' ', 'x')} of rgba32f, ")
    assert text.endswith(message)
    assert "\n" not in text


def test_memory_stated_is_memory_allocated(context: Any) -> None:
    tables = "".join(
        lookup(fmt, bytes(TEXTURE_FORMATS[fmt].hex_bytes * 8), size=size, extra=NEAREST, name=name)
        for fmt, size, name in (
            ("r8", "8", "A"), ("rgb16f", "4 2", "B"), ("rgba16ui", "2 2 2", "C"),
            ("rgb10_a2", "8 1", "D"),
        )
    )  # fmt: skip
    tables += COUNTER.format(size="3 5", fmt="rgba32f", data="")
    binds = "\n".join(f"BIND {name}" for name in ("A", "B", "C", "D", "SUM"))
    shader = parse_user_shader(tables + one_pass(f"HOOK MAIN\n{binds}", "0.0"))
    renderer = Renderer(context, RenderOptions.for_shaders([shader], scaler="nearest"))
    renderer.render(ramp(), target=SOURCE, output=RGBA32F)
    assert renderer.plan.memory["lookups"] == 8 + 8 * 6 + 8 * 8 + 8 * 4 + 15 * 16
    assert renderer.allocated_bytes == renderer.plan.memory["total"]
    renderer.release()
    assert renderer.allocated_bytes == 0


def test_a_pass_reads_more_than_sixteen_textures(context: Any) -> None:
    tables = "".join(lookup("r8", b"\x01", size="1", name=f"L{i}") for i in range(8))
    saves = "".join(one_pass(f"HOOK MAIN\nSAVE T{i}", "1.0 / 256.0") for i in range(9))
    names = [*(f"L{i}" for i in range(7)), *(f"T{i}" for i in range(9))]
    extra = [f"L{i}" for i in range(7)]
    binds = "\n".join(f"BIND {name}" for name in names)
    reads = " + ".join(
        f"texture({n}, 0.5).r * 255.0" if n in extra else f"{n}_tex(vec2(0.5)).r * 256.0"
        for n in names
    )
    shader = tables + saves + one_pass(f"HOOK OUTPUT\n{binds}", f"{reads}, 0.0, 0.0, 1.0")
    assert run(context, shader)[0, 0, 0] == pytest.approx(16, abs=0.01)
