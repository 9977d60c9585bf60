"""The shader source around a pass's body."""

from __future__ import annotations

from typing import Any

import pytest

from anime4k_gl import parse_user_shader
from anime4k_gl.errors import ShaderCompileError
from anime4k_gl.formats import Size
from anime4k_gl.glsl import GLSLVersion, ProgramSource, assemble, compile_error
from anime4k_gl.glsl.declarations import near_bindings
from anime4k_gl.glsl.errors import marked_word
from anime4k_gl.glsl.limits import MOST_OPERATORS, find_excess
from anime4k_gl.plan import PassRun, make_plan

TEXT = """\
//!PARAM strength
//!TYPE float
0.5
//!PARAM taps
//!TYPE CONSTANT int
3
//!PARAM mode
//!TYPE ENUM DEFINE
fast
good
//!TEXTURE LUT
//!SIZE 1 1
//!FORMAT r8
ff
//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LUT
//!DESC test
#extension GL_ARB_gpu_shader5 : require
vec4 hook() { return HOOKED_tex(HOOKED_pos) * strength; }
"""


def run_of(text: str = TEXT, **params: Any) -> PassRun:
    shader = parse_user_shader(text, filename="test.glsl")
    plan = make_plan([shader], source=Size(4, 4), target=Size(4, 4), scaler="none", params=params)
    return next(run for run in plan.runs if not run.builtin)


ASSEMBLED = """\
#version 400
#extension GL_ARB_gpu_shader5 : enable
uniform vec2 input_size;
uniform vec2 target_size;
uniform vec2 tex_offset;
uniform float random;
uniform int frame;
uniform vec2 a4k_out_size;
#define tex1D texture
#define tex3D texture
#define LUT_POS(x, lut_size) mix(0.5 / (lut_size), 1.0 - 0.5 / (lut_size), (x))
in vec2 a4k_at;
out vec4 a4k_color;
uniform sampler2D a4k_texture0;
uniform vec2 a4k_size0;
uniform vec4 a4k_lay0;
#define HOOKED_raw a4k_texture0
#define HOOKED_size a4k_size0
#define HOOKED_pt (vec2(1.0, 1.0) / a4k_size0)
#define HOOKED_rot mat2(a4k_lay0.x, 0.0, 0.0, a4k_lay0.y)
#define HOOKED_off (a4k_lay0.zw * a4k_size0)
#define HOOKED_mul 1.000000
#define HOOKED_pos a4k_at
#define HOOKED_tex(pos) (HOOKED_mul * texture(HOOKED_raw, pos))
#define HOOKED_texOff(off) HOOKED_tex(HOOKED_pos + HOOKED_pt * vec2(off))
#define HOOKED_gather(pos, c) (HOOKED_mul * textureGather(HOOKED_raw, pos, int(c)))
#define OUTPUT_raw a4k_texture0
#define OUTPUT_size a4k_size0
#define OUTPUT_pt (vec2(1.0, 1.0) / a4k_size0)
#define OUTPUT_rot mat2(a4k_lay0.x, 0.0, 0.0, a4k_lay0.y)
#define OUTPUT_off (a4k_lay0.zw * a4k_size0)
#define OUTPUT_mul 1.000000
#define OUTPUT_pos a4k_at
#define OUTPUT_tex(pos) (OUTPUT_mul * texture(OUTPUT_raw, pos))
#define OUTPUT_texOff(off) OUTPUT_tex(OUTPUT_pos + OUTPUT_pt * vec2(off))
#define OUTPUT_gather(pos, c) (OUTPUT_mul * textureGather(OUTPUT_raw, pos, int(c)))
uniform sampler2D a4k_texture1;
#define LUT a4k_texture1
uniform float strength;
const int taps = 3;
#define fast 0
#define good 1
#define mode 0

vec4 hook() { return HOOKED_tex(HOOKED_pos) * strength; }

void main() {
    vec4 a4k_result = hook();
    a4k_result.a = 1.0;
    a4k_color = a4k_result;
}
"""


def test_the_whole_source() -> None:
    source = assemble(run_of(), GLSLVersion(400))
    assert source.fragment == ASSEMBLED
    assert source.fragment.splitlines()[source.body_line - 1] == ""  # where #extension stood
    assert source.vertex.startswith("#version 400\n")


@pytest.mark.parametrize(
    ("version", "gather", "head"),
    [
        (GLSLVersion(330), False, "#version 330\n"),
        (GLSLVersion(430), True, "#version 430\n"),
        (GLSLVersion(300, es=True), False, "#version 300 es\nprecision highp float;\n"),
        (GLSLVersion(310, es=True), True, "#version 310 es\nprecision highp float;\n"),
    ],
)
def test_glsl_versions(version: GLSLVersion, gather: bool, head: str) -> None:
    source = assemble(run_of(TEXT.replace("#extension", "//")), version)
    assert ("textureGather" in source.fragment) is gather
    assert source.fragment.startswith(head)
    assert source.vertex.startswith(head)


def test_a_program_serves_every_size_and_value() -> None:
    def text_of(width: int, **params: Any) -> str:
        shader = parse_user_shader(TEXT)
        plan = make_plan(
            [shader], source=Size(4, 4), target=Size(width, 4), scaler="bilinear", params=params
        )
        run = next(run for run in plan.runs if not run.builtin)
        return assemble(run, GLSLVersion(330)).fragment

    assert text_of(8) == text_of(80) == text_of(8, strength=0.75)
    assert text_of(8) != text_of(8, taps=4)  # a constant
    assert text_of(8) != text_of(8, mode="good")  # a define


# What drivers say. The body of this shader starts on line 4 of its file.

BODY = (
    "// licence\n//!HOOK OUTPUT\n//!BIND HOOKED\n\n\tfloat x = 1;\n"
    "vec4 hook() { return vec4(x); }\n"
)


def error_for(*messages: str) -> Any:
    """Return the error for driver messages, in which ``{n}`` is the nth line of the body."""
    source = assemble(run_of(BODY), GLSLVersion(330))
    lines = [source.body_line + n for n in range(3)]
    return compile_error(source, "\n".join(messages).format(*lines))


@pytest.mark.parametrize(
    "message",
    [
        "0:{1}(9): error: bad thing",
        "0({1}) : error C1008: bad thing",
        "ERROR: 0:{1}: bad thing",
        "0:{1}: bad thing",
        "  ERROR: 0:{1}: bad thing",
    ],
)
def test_messages_of_several_drivers(message: str) -> None:
    error = error_for("GLSL Compiler failed", "", "fragment_shader", "===============", message)
    assert (error.filename, error.line, error.column) == ("test.glsl", 5, 2)
    assert error.source_line == "\tfloat x = 1;"
    assert error.message.startswith("pass 'test.glsl pass 1' does not compile: ")
    assert error.message.endswith("bad thing")
    assert str(error).splitlines()[2] == "   | \t^^^^^^^^^^^^"


@pytest.mark.parametrize(
    ("line", "problem", "marked"),
    [
        ("  a.xy + axy + ax;", "`ax' undeclared", "ax"),
        ("  a.xy + axy + ax;", "'axy' : undeclared identifier", "axy"),
        ("  a + b;", 'undefined variable "b"', "b"),
        ("  vec3 a = b;", "type `vec2' is not 'vec3'", "vec3"),  # the first is not in the line
        ("  a + b;  ", "syntax error, unexpected '+'", "a + b;"),
        ("  a + b;", "`c' undeclared", "a + b;"),
    ],
)
def test_the_caret_stands_below_the_word_that_is_named(
    line: str, problem: str, marked: str
) -> None:
    start, width = marked_word(line, problem)
    assert line[start : start + width] == marked and width >= 1


def test_a_warning_is_not_the_error() -> None:
    error = error_for(
        "0:{1}(9): warning: `x' used uninitialized", "0:{2}(3): error: the fault itself"
    )
    assert error.line == 6
    assert error.message == "pass 'test.glsl pass 1' does not compile: the fault itself"


@pytest.mark.parametrize(
    ("log", "message"),
    [
        ("0:1(1): error: outside the body", "outside the body"),
        ("0:{2}00(1): error: behind the body", "behind the body"),
        ("error: something\n  without a line", "error: something without a line"),
        ("", ""),
    ],
)
def test_a_message_without_a_line_of_the_body_points_at_the_header(log: str, message: str) -> None:
    error = error_for(log)
    assert (error.line, error.column, error.source_line) == (2, 1, "//!HOOK OUTPUT")
    assert error.message == f"pass 'test.glsl pass 1' does not compile: {message}"


def test_extensions_are_hoisted_and_lines_kept() -> None:
    body = (
        "//!HOOK OUTPUT\r\n#extension GL_A : enable\r\n  # extension GL_B : require // why\r\n"
        "vec4 hook() { return vec4(0.0); }\r\n"
    )
    source: ProgramSource = assemble(run_of(body), GLSLVersion(330))
    lines = source.fragment.splitlines()
    assert lines[:3] == ["#version 330", "#extension GL_A : enable", "#extension GL_B : enable"]
    assert lines[source.body_line - 1 : source.body_line + 2] == [
        "", " // why", "vec4 hook() { return vec4(0.0); }",
    ]  # fmt: skip


# Extensions.

FLOAT16 = "GL_EXT_shader_explicit_arithmetic_types_float16"


def head_of(body: str) -> list[str]:
    """Return the lines before the engine's own declarations."""
    lines = assemble(run_of(f"//!HOOK OUTPUT\n{body}"), GLSLVersion(440)).fragment.splitlines()
    return lines[1 : lines.index("uniform vec2 input_size;")]


def test_an_extension_in_a_comment_stays_there() -> None:
    body = f"/*\n#extension {FLOAT16} : require\n*/\n// \\\n#extension {FLOAT16} : require\n"
    assert not [line for line in head_of(body) if "float16" in line]
    assert body in assemble(run_of(f"//!HOOK OUTPUT\n{body}"), GLSLVersion(440)).fragment


def test_an_extension_around_comments_is_hoisted_and_lines_kept() -> None:
    body = "/* a\n*/ #extension /* b\n */ GL_ARB_x : \\\n enable // c\nvec4 hook() {}\n"
    source = assemble(run_of(f"//!HOOK OUTPUT\n{body}"), GLSLVersion(440))
    assert "#extension GL_ARB_x : enable\n" in source.fragment
    assert source.fragment.split("\n")[source.body_line - 1 :][:5] == [
        "", "", "", " // c", "vec4 hook() {}",
    ]  # fmt: skip


def test_a_named_extension_is_hoisted_once() -> None:
    body = "#extension GL_A : enable\n#extension GL_A:require\n#extension GL_B : warn\n"
    assert head_of(body + "#extension GL_C : disable\n") == [
        "#extension GL_A : enable", "#extension GL_B : warn",
    ]  # fmt: skip


def test_small_floats_are_stood_in_for_unless_the_driver_has_them() -> None:
    lines = head_of(
        f"#extension {FLOAT16} : require\n#extension GL_AMD_gpu_shader_half_float : enable\n"
    )
    assert lines[:4] == [
        f"#extension {FLOAT16} : enable",
        "#extension GL_AMD_gpu_shader_half_float : enable",
        f"#if !(defined({FLOAT16}) || defined(GL_AMD_gpu_shader_half_float))",
        "#define float16_t float",
    ]
    assert {"#define f16vec4 vec4", "#define f16mat4 mat4", "#define f16mat3x2 mat3x2"} <= set(
        lines
    )
    assert lines[-1] == "#endif"


def test_a_bodys_own_stand_in_is_left_alone() -> None:
    lines = head_of(f"#extension {FLOAT16} : enable\n#define f16vec4 mediump vec4\n")
    assert not [line for line in lines if line.startswith("#define f16vec4 ")]
    assert "#define f16vec3 vec3" in lines


@pytest.mark.parametrize("name", ["tex1D", "tex3D", "LUT_POS", "HOOKED_pos", "HOOKED_texOff"])
def test_a_bodys_own_macro_is_the_one_that_counts(name: str) -> None:
    body = f"//!HOOK OUTPUT\n//!BIND HOOKED\n#define {name} other\n"
    fragment = assemble(run_of(body), GLSLVersion(440)).fragment
    assert fragment.count(f"#define {name}") == 1


@pytest.mark.parametrize(
    "body",
    [
        "#ifndef HOOKED_tex\n#define HOOKED_tex(p) vec4(0.0)\n#endif\n",
        "#if 0\n#define HOOKED_tex(p) vec4(0.0)\n#endif\n",
        "/* before:\n#define HOOKED_tex(p) vec4(0.0)\n*/\n",
        "// before: \\\n#define HOOKED_tex(p) vec4(0.0)\n",
        "#undef HOOKED_tex\n#define HOOKED_tex(p) vec4(0.0)\n",
    ],
)
def test_a_macro_is_there_for_a_body_that_may_not_define_it(body: str) -> None:
    fragment = assemble(
        run_of(f"//!HOOK OUTPUT\n//!BIND HOOKED\n{body}"), GLSLVersion(440)
    ).fragment
    assert "#define HOOKED_tex(pos) (HOOKED_mul" in fragment


def test_a_parameter_counts_for_a_body_with_a_default_of_its_own() -> None:
    text = """\
//!PARAM taps
//!TYPE DEFINE
3
//!HOOK OUTPUT
#ifndef taps
#define taps 9
#endif
"""
    assert "#define taps 5\n" in assemble(run_of(text, taps=5), GLSLVersion(440)).fragment


def test_what_a_comment_names_is_not_used() -> None:
    body = "//!HOOK OUTPUT\n//!BIND HOOKED\n// HOOKED_near, linearize()\n"
    fragment = assemble(run_of(body), GLSLVersion(440)).fragment
    assert "a4k_near0" not in fragment and "vec4 linearize" not in fragment
    assert near_bindings(run_of(body)) == ()
    assert near_bindings(run_of(body + "vec4 hook() { return HOOKED_n\\\near(p); }\n")) == (0,)


# Limits.

DOUBLING = "#define A0 x\n" + "".join(f"#define A{n} A{n - 1} + A{n - 1}\n" for n in range(1, 64))


@pytest.mark.parametrize(
    ("body", "line", "problem"),
    [
        (DOUBLING, 19, "macro A19 grows to more than 1000000 words"),
        (
            "#define F0(x, y) ((x) * (y))\n"
            + "".join(f"#define F{n}(x, y) F{n - 1}(F{n - 1}(y, x), x)\n" for n in range(1, 64)),
            6,
            "macro F6 grows to more than 1000000 words",
        ),
        (
            "".join(f"#define B{n} B{n + 1}\n" for n in range(1000)),
            0,
            "macro B0 uses others that use others, more than 150 deep",
        ),
        (
            "\nfloat f = " + "x + " * 9000 + "x;\n",
            1,
            f"an expression has 9001 operators, more than {MOST_OPERATORS}",
        ),
    ],
)
def test_what_brings_a_compiler_down_is_refused(body: str, line: int, problem: str) -> None:
    assert find_excess(body) == (line, problem)


@pytest.mark.parametrize(
    "body",
    [
        "#define A A + A\n#define B C + C\n#define C B + B\n",  # within itself it is a word
        "".join(f"#define A{n} A{n - 1}\n" for n in range(1, 5000)),
        f"/* {DOUBLING} */",
        "float f[20000] = float[](" + "-1.0, " * 19999 + "-1.0);\n",
        "f();\n" * 20000,
        "#define F(x) x\nF F(F)(F",
        "#define A0 x\n/* \\\n */ int a; # define A1 A0\n",
    ],
)
def test_what_compilers_survive_is_not_refused(body: str) -> None:
    assert find_excess(body) is None


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(ShaderCompileError) as caught:
        assemble(run_of(f"//!HOOK OUTPUT\n//!DESC grow\n\n{DOUBLING}"), GLSLVersion(440))
    assert str(caught.value) == (
        "test.glsl:23:1: pass 'grow' does not compile: macro A19 grows to more than 1000000 words\n"
        " 23 | #define A19 A18 + A18\n"
        "    | ^^^^^^^^^^^^^^^^^^^^^"
    )


# Linear light.


def test_linear_light_is_there_for_who_asks() -> None:
    def functions(body: str) -> int:
        fragment = assemble(run_of(f"//!HOOK OUTPUT\n{body}\n"), GLSLVersion(440)).fragment
        return fragment.count("vec4 linearize(") + fragment.count("vec4 delinearize(")

    assert functions("vec4 hook() { return vec4(0.5); }") == 0
    assert functions("vec4 hook() { return linearize(vec4(0.5)); }") == 2
    assert functions("vec4 linearize(vec4 c) { return c; }") == 1  # the body's own
    assert functions("#define linearize(c) (c)\nvec4 hook() { return linearize(vec4(1)); }") == 0


PLAIN_330 = GLSLVersion(330)
WRITES = "vec4 hook() { out_color = vec4(0.5); return out_color; }\n"
DEFINES = "#define out_color a4k_color"


@pytest.mark.parametrize(
    ("body", "there"),
    [
        (WRITES, True),
        ("vec4 f(vec4 out_color) { return out_color; }\n" + WRITES, True),  # its own, there alone
        ("vec4 out_color;\n" + WRITES, False),
        ("#define out_color mine\nvec4 mine;\n" + WRITES, False),
        ("vec4 hook() { return vec4(0.5); } // out_color\n", False),
    ],
)
def test_the_players_output_variable_is_there_for_who_writes_it(body: str, there: bool) -> None:
    source = assemble(run_of("//!HOOK OUTPUT\n" + body), PLAIN_330)
    assert (DEFINES in source.fragment.splitlines()) == there


def test_a_parameter_in_a_constant_is_compiled_in() -> None:
    head = "//!PARAM gain\n//!TYPE float\n0.5\n//!PARAM bias\n//!TYPE float\n0.25\n//!HOOK OUTPUT\n"
    text = head + "const float twice = gain * 2.0;\nvec4 hook() { return vec4(twice + bias); }\n"
    lines = assemble(run_of(text, gain=0.75), PLAIN_330).fragment.splitlines()
    assert "const float gain = 0.75;" in lines
    assert "uniform float bias;" in lines
