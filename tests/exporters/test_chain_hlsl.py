"""GLSL as HLSL, construct by construct. That it draws the same is seen in test_export_hosts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anime4k_gl.exporters import Request
from anime4k_gl.exporters.chain.build import chain
from anime4k_gl.exporters.chain.hlsl import CUT, HlslTexture, forced, translate
from anime4k_gl.exporters.chain.passes import PortablePass
from anime4k_gl.glsl_syntax.preprocess import expand
from anime4k_gl.library import preset_shader

TEXTURE = HlslTexture("tex.Load(int3({}, 0))", "tex.SampleLevel(smp, {}, 0)", "full")


def a_pass(body: str) -> PortablePass:
    shader = preset_shader("v0.9")
    request = Request("v0.9", "", shader, {}, frozenset(), 2.0, {})
    return replace(chain(request)[0], body=body)


def hlsl(body: str, out_size: str = "full", prefix: str = "") -> str:
    return translate(a_pass(body), {"HOOKED": TEXTURE}, entry="run", input_size="native",
                     out_size=out_size, prefix=prefix)  # fmt: skip


def expression(text: str) -> str:
    """Return a vec4 expression in HLSL; v is a vec4, s a float."""
    made = hlsl(f"vec4 hook() {{ vec4 v = vec4(1, 2, 3, 4); float s = 2.0; return {text}; }}")
    return made.partition("return ")[2].partition(";")[0]


@pytest.mark.parametrize(
    ("glsl", "wanted"),
    [
        ("vec4(0.5)", "float4(0.5, 0.5, 0.5, 0.5)"),
        ("vec4(s)", "float4(s, s, s, s)"),
        ("vec4(s + 1.0)", "(float4(1.0, 1.0, 1.0, 1.0) * (s + 1.0))"),
        ("vec4(dot(v, v))", "(float4(1.0, 1.0, 1.0, 1.0) * (dot(v, v)))"),
        ("vec4(v.xy, ivec2(v.zw))", "float4(v.xy, int2(v.zw))"),
        ("vec4(ivec4(v * s))", "float4(int4(v * s))"),
        ("mix(v, v.wzyx, 0.5)", "lerp(v, v.wzyx, 0.5)"),
        ("mix(v, v.wzyx, lessThan(v, v.yxwz))", "lerp(v, v.wzyx, (1.0 - step(v.yxwz, v)))"),
        ("fract(v) * inversesqrt(s)", "frac(v) * rsqrt(s)"),
        ("mod(v, s)", "((v) - (s) * floor((v) / (s)))"),
        ("v * atan(s, s)", "v * atan2(s, s)"),
        ("texelFetch(HOOKED_raw, ivec2(v.xy), 0)", "tex.Load(int3(int2(v.xy), 0))"),
        ("HOOKED_tex(v.xy)", "tex.SampleLevel(smp, v.xy, 0)"),
        ("HOOKED_tex(gl_FragCoord.xy * HOOKED_pt)",
         "tex.SampleLevel(smp, a4k_at * (float2(1.0, 1.0) / full), 0)"),
        ("vec4(gl_FragCoord.x, input_size, s)", "float4(a4k_at.x, native, s)"),
        ("all(greaterThan(v, v.wzyx)) ? v : -v",
         "(dot((1.0 - step(v, v.wzyx)), float4(1.0, 1.0, 1.0, 1.0)) > 3.5) ? v : -v"),
    ],
)  # fmt: skip
def test_expressions(glsl: str, wanted: str) -> None:
    assert expression(glsl) == wanted


def test_what_is_global_is_handed_on_to_those_that_use_it() -> None:
    made = hlsl("""
vec4 best = vec4(-1.0);
float twice(float x) { return 2.0 * x; }
float here() { return gl_FragCoord.x; }
void keep(vec4 v) { best = max(best, v * here()); }
float shadowed(float best) { return best; }
vec4 hook() { keep(vec4(twice(1.0))); return best; }
""")
    assert "float twice(float x)" in made
    assert "float here(float2 a4k_at)" in made
    assert "void keep(float2 a4k_at, inout float4 best, float4 v)" in made
    assert "v * here(a4k_at)" in made
    assert "float shadowed(float best)" in made
    assert "float4 run(float2 a4k_at) {\n    float4 best = float4(-1.0, -1.0, -1.0, -1.0);" in made
    assert "keep(a4k_at, best, (float4(1.0, 1.0, 1.0, 1.0) * (twice(1.0))));" in made


def test_words_of_hlsl_are_no_names() -> None:
    made = hlsl("vec4 hook() { float line = 1.0, point = line; return vec4(line, point, 0, 1); }")
    assert "float line_ = 1.0, point_ = line_;" in made


def test_functions_get_prefixes_where_passes_share_a_file() -> None:
    made = hlsl("float line() { return 1.0; }\nvec4 hook() { return vec4(line()); }", prefix="p_")
    assert "float p_line()" in made and "* (p_line())" in made and "float4 run(" in made


def test_half_floats_are_cut_off_by_a_function() -> None:
    made = expression("vec4(uintBitsToFloat(floatBitsToUint(v.rgb) & uvec3(0xFFFFE000u)), 1.0)")
    assert made == f"float4({CUT}(v.rgb), 1.0)"


def test_places_are_the_fragments_where_sizes_are_the_same() -> None:
    body = "vec4 hook() { return texelFetch(HOOKED_raw, ivec2(HOOKED_pos * HOOKED_size), 0); }"
    assert "tex.Load(int3(int2(a4k_at), 0))" in hlsl(body)
    assert "int2((a4k_at / half_size) * full)" in hlsl(body, out_size="half_size")


def test_channels_that_are_not_written() -> None:
    found = a_pass("")
    assert forced(replace(found, components=4), "f()") == "f()"
    assert forced(replace(found, components=3), "f()") == "float4(f().rgb, 1.0)"
    assert forced(replace(found, components=1), "f()") == "float4(f().r, 0.0, 0.0, 1.0)"


def test_what_has_no_translation_is_an_error() -> None:
    with pytest.raises(ValueError, match="the type of 'unknown' is not known"):
        expression("vec4(unknown)")
    with pytest.raises(ValueError, match="no HLSL for"):
        hlsl("mat2 turn = mat2(1.0);\nvec4 hook() { return vec4(1.0); }")


def test_braces_in_comments_open_nothing() -> None:
    made = hlsl("vec4 best = vec4(0.0);\nvec4 hook() // {\n{ return best; }")
    assert "// {\n{\n    float4 best =" in made


def test_macros_are_expanded() -> None:
    body = """\
#define A 2
#define TAP(x, y) fetch(x + A, \\
                        y) // two lines
#ifdef NAME_near
near();
#else
#ifndef A
never();
#endif
TAP(TAP(1, B), f(2, 3));
#endif
#undef A
A TAP;
"""
    made = " ".join(expand(body, {"B": "b"}).split())
    assert made == "fetch(fetch(1 + 2, b) + 2, f(2, 3)); A TAP;"
    with pytest.raises(ValueError, match="#if"):
        expand("#if 1\n#endif\n")
