"""The environment of shader bodies, by what they draw: extensions, linear light, random, frame."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

import numpy as np
import pytest
from support.drawing import BELOW_HALF, RGBA32F, SOURCE, one_pass, ramp, run

from anime4k_gl import ShaderCompileError, parse_user_shader
from anime4k_gl.colour import Colour, Matrix, Range, guess
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.gl.random.libplacebo import Xoshiro256Plus
from anime4k_gl.gl.random.vo_gpu import LaggedFibonacci
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

# Extensions.

FLOAT16 = "GL_EXT_shader_explicit_arithmetic_types_float16"
HALF_FLOAT = "GL_AMD_gpu_shader_half_float"
HOOK = "//!HOOK OUTPUT\n//!BIND HOOKED\n"

GUARDED = f"""#ifdef {FLOAT16}
#\textension {FLOAT16} : require
#define V4 f16vec4
#define F float16_t
#else
#define V4 vec4
#define F float
#endif
vec4 hook() {{ V4 c = V4(HOOKED_tex(HOOKED_pos)); return vec4(c * F(0.5)); }}
"""
EITHER = f"""#if defined({FLOAT16})
    #extension {FLOAT16} : require
#elif defined({HALF_FLOAT})
    #extension {HALF_FLOAT} : require
#else
    #define float16_t float
    #define f16vec4 vec4
#endif
vec4 hook() {{ f16vec4 c = f16vec4(HOOKED_tex(HOOKED_pos)); return vec4(c * float16_t(0.5)); }}
"""
UNGUARDED = f"""#extension {FLOAT16} : {{}}
f16vec4 half_of(f16vec4 c) {{{{ return f16mat4(0.5) * c; }}}}
vec4 hook() {{{{ return vec4(half_of(f16vec4(HOOKED_tex(HOOKED_pos)))); }}}}
"""
INTEGERS = """#extension GL_EXT_shader_explicit_arithmetic_types : require
#extension GL_EXT_shader_16bit_storage : require
vec4 hook() {
    uint16_t u = uint16_t(3); i16vec2 v = i16vec2(-1, 2); uint8_t b = uint8_t(1);
    return HOOKED_tex(HOOKED_pos) * float(int(u) + int(v.x) - int(b)) * float16_t(0.5);
}
"""
LITERALS = f"""#extension {FLOAT16} : require
const float16_t K = 5.e-1hf;
vec4 hook() {{ return vec4(f16vec4(HOOKED_tex(HOOKED_pos)) * K * 2.0hf * .5HF); }}
"""
MORE = """#extension GL_KHR_shader_subgroup_basic : enable
#extension GL_ARB_shader_image_load_store : require
#extension GL_ARB_gpu_shader5 : require
#extension GL_ARB_shading_language_420pack : enable
vec4 hook() {
#ifdef GL_KHR_shader_subgroup_basic_
    return vec4(subgroupSize);
#endif
    return fma(HOOKED_tex(HOOKED_pos), vec4(0.5), vec4(0.0));
}
"""
PACKED = f"""#extension {HALF_FLOAT} : require
vec4 hook() {{
    f16vec2 c = unpackFloat2x16(packFloat2x16(f16vec2(HOOKED_tex(HOOKED_pos).rg)));
    return vec4(vec2(c), float(HOOKED_tex(HOOKED_pos).b), 1.0) * 0.5;
}}
"""


@pytest.mark.parametrize(
    "body",
    [GUARDED, EITHER, UNGUARDED.format("require"), UNGUARDED.format("enable"), INTEGERS, MORE,
     PACKED, LITERALS, GUARDED.replace("\n", "\r\n")],
    ids=["guarded", "either", "required", "enabled", "integers", "included", "packed", "literals",
         "crlf"],
)  # fmt: skip
def test_shaders_that_ask_for_extensions_run(context: Any, body: str) -> None:
    result = run(context, HOOK + body)
    assert result[..., :3] == pytest.approx(ramp() * 0.5, abs=BELOW_HALF)


def test_compute_passes_ask_for_extensions_too(context: Any) -> None:
    shader = (
        f"//!HOOK MAIN\n//!BIND HOOKED\n//!COMPUTE 8 8\n#extension {FLOAT16} : require\n"
        "shared f16vec4 tile[8][8];\n"
        "void hook() { uvec2 l = gl_LocalInvocationID.xy;"
        " tile[l.x][l.y] = f16vec4(HOOKED_tex(HOOKED_pos)); barrier();"
        " imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), vec4(tile[l.x][l.y])); }\n"
    )
    assert run(context, shader)[..., :3] == pytest.approx(ramp(), abs=BELOW_HALF)


def test_what_one_body_defines_another_does_not_see(context: Any) -> None:
    first = one_pass("HOOK MAIN\nBIND HOOKED\nSAVE A", "VALUE", "#define VALUE 0.25\n")
    second = one_pass("HOOK MAIN\nBIND A", "VALUE", "#define VALUE A_tex(A_pos) + 0.5\n")
    assert run(context, first + second)[0, 0, 0] == 0.75


def test_offsets_of_a_gather(context: Any) -> None:
    shader = one_pass(
        "HOOK MAIN\nBIND HOOKED",
        "textureGatherOffset(HOOKED_raw, HOOKED_pos + HOOKED_pt * 0.25, ivec2(0), 0)[3]",
    )
    # The fourth of a gather is the texel that lies least far right and down: here, the pixel's own.
    assert np.array_equal(run(context, shader)[..., 0], ramp()[..., 0])


DOT = """#extension GL_EXT_spirv_intrinsics : require
spirv_instruction (extensions = ["SPV_KHR_integer_dot_product"], capabilities = [6019, 6018],
                   id = {number})
{result} dot4({types}, spirv_literal int format);
vec4 hook() {{ return vec4(float({call}), 0.0, 0.0, 1.0); }}
"""


@pytest.mark.parametrize(
    ("number", "result", "types", "call", "expected"),
    [
        # The bytes 1, -2, 3, -4 and 5, 6, 7, 8.
        (4450, "int", "int a, int b", "dot4(0xfc03fe01, 0x08070605, 0)", 5 - 12 + 21 - 32),
        (4451, "uint", "uint a, uint b", "dot4(0x04030201u, 0xff010203u, 0)", 3 + 4 + 3 + 1020),
        (4452, "int", "int a, int b", "dot4(0x000000ff, 0x000000ff, 0)", -255),
        (4453, "int", "int a, int b, int c", "dot4(0xfc03fe01, 0x08070605, 100, 0)", 82),
        (4453, "int", "int a, int b, int c", "(dot4(0x7f7f7f7f, 0x7f7f7f7f, 0x7fffff00, 0) >> 16)",
         32767),
        (4453, "int", "int a, int b, int c", "(dot4(-1, 1, 0x80000000, 0) >> 16)", -32768),
        (4454, "uint", "uint a, uint b, uint c", "(dot4(255u, 255u, 0xfffffff0u, 0) >> 24)", 255),
    ],
)  # fmt: skip
def test_dot_products_of_bytes_run(
    context: Any, number: int, result: str, types: str, call: str, expected: int
) -> None:
    text = HOOK + DOT.format(number=number, result=result, types=types, call=call)
    assert run(context, text)[0, 0, 0] == pytest.approx(expected, rel=2**-10)


def test_an_instruction_nobody_knows_is_an_error_at_its_line(context: Any) -> None:
    text = HOOK + DOT.format(number=1, result="int", types="int a, int b", call="dot4(1, 1, 0)")
    with pytest.raises(ShaderCompileError) as caught:
        run(context, parse_user_shader(text, filename="broken.glsl"))
    assert caught.value.line == 4


# Linear light.


def nominal(value: Any) -> Any:
    """Return BT.1886 light on a display whose black is a thousandth of its white."""
    low = 0.001 ** (1 / 2.4)
    return ((1 - low) * value + low) ** 2.4


def srgb(value: Any) -> Any:
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return light * 0.999 + 0.001


LIGHT = HOOK + "vec4 hook() { return linearize(HOOKED_tex(HOOKED_pos)); }\n"
THERE_AND_BACK = HOOK + "vec4 hook() { return delinearize(linearize(HOOKED_tex(HOOKED_pos))); }\n"


def grey_frame(transfer: int, matrix: Matrix = Matrix.RGB) -> Frame:
    layout, size = PIXEL_LAYOUTS["rgb24"], Size(16, 16)
    data = np.repeat(np.arange(256, dtype=np.uint8), 3).tobytes()
    colour = Colour(matrix, Range.FULL, transfer=transfer)
    return Frame(size, layout, colour, (Plane(data, 48, size),))


def light_of(context: Any, text: str, picture: Any) -> Any:
    renderer = Renderer(
        context, RenderOptions.for_shaders([parse_user_shader(text)], scaler="nearest")
    )
    size = SOURCE if isinstance(picture, np.ndarray) else picture.size
    renderer.render(picture, target=size, output=RGBA32F)
    result = renderer.read()[0]
    renderer.release()
    return result[..., :3]


def test_a_pictures_light_is_srgbs(context: Any) -> None:
    assert light_of(context, LIGHT, ramp()) == pytest.approx(srgb(ramp()), rel=2**-10)


@pytest.mark.parametrize(
    ("transfer", "expected"),
    [
        (1, nominal), (6, nominal), (13, srgb), (2, srgb),
        (4, lambda v: v**2.2 * 0.999 + 0.001), (8, lambda v: v),
    ],
)  # fmt: skip
def test_light_is_as_the_source_names_it(context: Any, transfer: int, expected: Any) -> None:
    frame = grey_frame(transfer)
    values = np.arange(256).reshape(16, 16) / 255
    # Intermediate textures are half floats on the way in and out.
    got = light_of(context, LIGHT, frame)[..., 0]
    assert got == pytest.approx(expected(values), rel=4e-3, abs=1e-5)


def test_a_video_that_does_not_say_is_bt1886s(context: Any) -> None:
    layout, size = PIXEL_LAYOUTS["yuv444p"], Size(4, 4)
    planes = tuple(Plane(bytes([value]) * 16, 4, size) for value in (126, 128, 128))
    frame = Frame(size, layout, guess(layout, size), planes)
    got = light_of(context, LIGHT, frame)
    assert got[0, 0, 0] == pytest.approx(nominal((126 - 16) / 219), rel=4e-3)


@pytest.mark.parametrize("transfer", [1, 4, 5, 8, 13, 16, 17, 18])
def test_there_and_back(context: Any, transfer: int) -> None:
    frame = grey_frame(transfer)
    values = np.arange(256).reshape(16, 16) / 255
    got = light_of(context, THERE_AND_BACK, frame)[..., 0]
    assert got == pytest.approx(values, abs=1e-3)


# Counters.


def reference_randoms(count: int) -> list[float]:
    """Return FFmpeg's lagged Fibonacci numbers for seed 1, written out a second time."""
    state, block = [0] * 64, bytes(16)
    for i in range(8, 64, 4):
        block = hashlib.md5((1).to_bytes(4, "little") + bytes([i]) + block[5:]).digest()
        state[i : i + 4] = struct.unpack("<4I", block)
    out = []
    for n in range(count):
        state[n & 63] = (state[(n - 24) & 63] + state[(n - 55) & 63]) & 0xFFFFFFFF
        out.append(state[n & 63] / 0xFFFFFFFF)
    return out


def test_random_is_mpvs() -> None:
    lfg = LaggedFibonacci()
    got = [lfg.next() for _ in range(500)]
    # As seen in mpv 0.35.1.
    assert [round(v, 5) for v in got[:5]] == [0.08551, 0.94634, 0.5874, 0.8247, 0.33673]
    assert got == reference_randoms(500)
    assert all(0 <= v <= 1 for v in got)


def test_every_user_pass_draws_a_random_and_no_other(context: Any) -> None:
    shader = parse_user_shader(
        one_pass("HOOK MAIN\nSAVE A", "random")
        + one_pass("HOOK MAIN\nWHEN 0", "random")
        + one_pass("HOOK MAIN\nBIND A", "A_tex(A_pos).r, random, 0.0, 1.0")
        + one_pass("HOOK OUTPUT\nBIND HOOKED", "HOOKED_tex(HOOKED_pos).rg, random, float(frame)")
    )
    renderer = Renderer(context, RenderOptions.for_shaders([shader], scaler="bicubic"))
    got = []
    # Over plans of two sizes, with a scaler of two passes in between or none.
    for target in (SOURCE, Size(20, 20), SOURCE):
        renderer.render(ramp(), target=target, output=RGBA32F)
        got += renderer.read()[0][0, 0, :3].tolist()
    renderer.release()
    assert got == pytest.approx(reference_randoms(9), rel=2**-10)  # through half floats


def test_random_goes_on_over_the_formats_of_an_upscaler(context: Any) -> None:
    from anime4k_gl import Upscaler

    shader = parse_user_shader(one_pass("HOOK OUTPUT", "random, float(frame), 0.0, 1.0"))
    got = []
    with Upscaler(context, source_size=(4, 4), target_size=(4, 4), shaders=[shader]) as upscaler:
        for dtype in ("f4", "f2", "f4"):
            texture = context.texture((4, 4), 4, dtype=dtype)
            result = upscaler.render(texture)
            kind = np.float32 if dtype == "f4" else np.float16
            got.append(np.frombuffer(result.read(), kind)[:2].astype(float).tolist())
            texture.release()
    expected = [[value, frame] for frame, value in enumerate(reference_randoms(3), start=1)]
    assert np.array(got) == pytest.approx(np.array(expected), rel=2**-10)


# libplacebo counts for each file by itself.

LIBPLACEBO_RANDOMS = [0.2927, 0.4394, 0.7459, 0.4830, 0.9796, 0.0453, 0.2761, 0.6849]
"""As seen in libplacebo 4.208."""


def test_libplacebos_random() -> None:
    generator = Xoshiro256Plus()
    assert [round(generator.next(), 4) for _ in range(8)] == LIBPLACEBO_RANDOMS


def test_libplacebo_counts_the_passes_of_each_file(context: Any) -> None:
    numbers = "float(frame), random, 0.0, 1.0"
    two = one_pass("HOOK MAIN\nSAVE A", numbers) + one_pass("HOOK MAIN\nWHEN 0", numbers)
    two += one_pass("HOOK OUTPUT\nBIND A\nBIND HOOKED",
                    "A_tex(A_pos).rg, float(frame), random")  # fmt: skip
    one = one_pass(
        "HOOK OUTPUT\nBIND HOOKED",
        "gl_FragCoord.x < 1.0 ?"
        " vec4(HOOKED_tex(HOOKED_pos).rgb, 1.0) : vec4(float(frame), random, 0.0, 1.0)",
    )
    files = [parse_user_shader(text, filename=name) for text, name in ((two, "two"), (one, "one"))]
    renderer = Renderer(
        context, RenderOptions.for_shaders(files, scaler="nearest", dialect="libplacebo")
    )
    got: list[list[float]] = []
    for target in (SOURCE, Size(20, 20), SOURCE):
        renderer.render(ramp(), target=target, output=RGBA32F)
        picture = renderer.read()[0][0]
        got.append([*picture[0, :3].tolist(), *picture[1, :2].tolist()])
    renderer.release()
    randoms = LIBPLACEBO_RANDOMS
    expected = [[2 * n + 1, randoms[2 * n], 2 * n + 2, n + 1, randoms[n]] for n in range(3)]
    assert np.array(got) == pytest.approx(np.array(expected), abs=1e-3)
