"""The check: every rule by example, whole findings as shown, good files, hostile files, command."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.presets import WITH_PASSES

from anime4k_gl.check import RULES, Finding, Severity, check_file, check_text
from anime4k_gl.cli import main
from anime4k_gl.library import preset_shader
from anime4k_gl.usershader import format_user_shader

BODY = "vec4 hook() {\n    return vec4(1.0);\n}\n"


def a_pass(*header: str, body: str = BODY, hook: str = "MAIN") -> str:
    lines = (f"HOOK {hook}", *header) if hook else header
    return "".join(f"//!{line}\n" for line in lines) + body


def in_hook(*statements: str) -> str:
    lines = "".join(f"    {statement}\n" for statement in statements)
    return f"vec4 hook() {{\n{lines}    return vec4(1.0);\n}}\n"


def in_compute(*statements: str) -> str:
    return in_hook(*statements).replace("vec4 hook", "void hook").replace(" vec4(1.0)", "")


def a_texture(*more: str, size: str = "2 2", form: str = "r8", hexed: str = "00112233\n") -> str:
    header = ("TEXTURE LUT", f"SIZE {size}", f"FORMAT {form}", *more)
    return "".join(f"//!{line}\n" for line in header) + hexed


def a_param(name: str, kind: str = "float", value: str = "1") -> str:
    return f"//!PARAM {name}\n//!TYPE {kind}\n{value}\n"


def codes(text: str) -> list[str]:
    return [f"{finding.severity.value} {finding.code}" for finding in check_text(text)]


BINDS = tuple(f"BIND T{i}" for i in range(16))
SAVES = "".join(a_pass(f"SAVE T{i}") for i in range(16))
CLIP = ("BIND HOOKED", "COMPUTE 8 8")
HALF = ("BIND HOOKED", "COMPUTE 8 8 4 4")

TABLE: dict[str, tuple[str, list[str]]] = {
    # What the reader refuses
    "unknown directive": (a_pass("FOO x"), ["error unknown-directive"]),
    "two at once": (
        a_pass("FOO x", "COMPUTE 1 2 3"),
        ["error unknown-directive", "error bad-compute"],
    ),
    "17 binds": (
        a_pass(*BINDS, "BIND T0"),
        [*["warning unknown-bind"] * 10, "warning too-many-images", "error bad-bind"],
    ),
    "65 tokens": (a_pass("WHEN " + "1 " * 65), ["error bad-when"]),
    "texture without size": ("//!TEXTURE a\n//!FORMAT r8\n00\n", ["error bad-texture"]),
    "half a byte missing": (a_texture(hexed="0011223\n"), ["error bad-data"]),
    "half a byte over": (a_texture(hexed="001122334\n"), ["warning odd-hex"]),
    "half a byte over, on two lines": (a_texture(hexed="0011\n22334\n"), ["error bad-data"]),
    "broken texture is still a name": (
        a_texture(hexed="00\n") + a_pass("BIND LUT"),
        ["error bad-data"],
    ),
    # layout
    "nothing": ("", ["error no-directive"]),
    "plain text": ("hello\nworld\n", ["error no-directive"]),
    "mark in a comment": (
        a_pass(body=in_hook("// see //!DESC")),
        ["warning stray-mark", "warning no-hook"],
    ),
    "mark in the licence": ("licence //!HOOK MAIN\n" + BODY, []),
    "blank line": ("//!HOOK MAIN\n\n//!BIND HOOKED\n" + BODY, ["error blank-line-in-header"]),
    "comment line": (
        "//!HOOK MAIN\n// why\n//!BIND HOOKED\n" + BODY,
        ["error blank-line-in-header"],
    ),
    "blank line above HOOK": ("//!DESC x\n\n" + a_pass(), ["warning blank-line-in-header"]),
    "glued": (a_pass("DESCRIPTION of it"), ["warning glued-directive"]),
    "tight but clear": (a_pass("DESC: x"), []),
    "windows": (a_pass().replace("\n", "\r\n"), ["info windows-line-ends"]),
    "bom": ("\ufeff" + a_pass(), ["info byte-order-mark"]),
    "include": ('#include "a.glsl"\n' + a_pass(), ["error include"]),
    "include in a body": (a_pass(body=' # include <a.glsl> // b\n' + BODY), ["error include"]),
    "include, perhaps": (
        a_pass(body='#ifdef A\n#include "a"\n#endif\n' + BODY), ["warning include"],
    ),
    "include in a comment": (a_pass(body='/*\n#include "a"\n*/\n// \\\n#include\n' + BODY), []),
    # passes
    "no hook": (a_pass("DESC x", hook=""), ["warning no-hook"]),
    "off switch": (a_pass(hook="NONE"), ["warning unknown-hook-point"]),
    "lower case point": (a_pass(hook="luma"), ["warning unknown-hook-point"]),
    "preoutput": (a_pass(hook="PREOUTPUT"), ["warning preoutput"]),
    "late points": (
        a_pass("HOOK CHROMA_SCALED", "BIND CHROMA", hook="SCALED"),
        ["warning late-point", "warning late-point"],
    ),
    "save main": (a_pass("BIND MAIN", "SAVE MAIN"), ["warning save-main"]),
    "save main elsewhere": (a_pass("SAVE MAIN", hook="LUMA"), ["warning save-overwritten"]),
    "offset lost": (a_pass("OFFSET 0.5 0", hook="LUMA") * 2, ["warning offset-lost"]),
    "offset kept": (
        a_pass("OFFSET 0.5 0", hook="LUMA") + a_pass("SAVE KEPT", hook="LUMA") + a_pass(), [],
    ),
    "late point, in time": (a_pass(hook="SCALED") + a_pass(hook="PREKERNEL"), []),
    "bound twice": (a_pass("BIND HOOKED", "BIND MAIN"), ["warning bound-twice"]),
    "16 images": (SAVES + a_pass(*BINDS), ["warning too-many-images"]),
    "15 images": (SAVES + a_pass(*BINDS[1:]), []),
    "16 images, compute": (SAVES + a_pass(*BINDS, "COMPUTE 8 8"), ["warning compute"]),
    "fixed size": (a_pass("WIDTH HOOKED.w 2 *", hook="PREKERNEL"), ["error fixed-size"]),
    "fixed size, perhaps": (
        a_pass("BIND NATIVE", "HEIGHT NATIVE.h", hook="LINEAR"),
        ["warning fixed-size"],
    ),
    "fixed size kept": (
        a_pass("WIDTH OUTPUT.w", "HEIGHT HOOKED.h 2 * 2 /", hook="OUTPUT"),
        [],
    ),
    "fixed size saved elsewhere": (a_pass("WIDTH 8", "SAVE X", hook="PREKERNEL"), []),
    "fixed place": (a_pass("OFFSET 1 0", hook="OUTPUT"), ["error fixed-size"]),
    "save hooked": (a_pass("SAVE HOOKED"), ["warning save-hooked"]),
    "save of later point": (a_pass("SAVE MAIN", hook="LUMA"), ["warning save-overwritten"]),
    "save of earlier point": (a_pass("SAVE LUMA", hook="CHROMA"), []),
    "components": (a_pass("COMPONENTS 4", hook="LUMA"), ["warning too-many-components"]),
    "components saved": (a_pass("COMPONENTS 4", "SAVE X", hook="LUMA"), []),
    "offset ignored": (a_pass("OFFSET 1 0", "SAVE X"), ["warning offset-ignored"]),
    "offset used": (a_pass("OFFSET 1 0", "BIND HOOKED"), []),
    "align saved": (a_pass("BIND HOOKED", "OFFSET ALIGN", "SAVE X"), ["warning offset-align"]),
    "align fixed": (a_pass("BIND HOOKED", "OFFSET ALIGN", hook="OUTPUT"), ["warning offset-align"]),
    "align by name": (a_pass("BIND MAIN", "OFFSET ALIGN"), ["warning offset-align"]),
    "align": (a_pass("BIND HOOKED", "OFFSET ALIGN"), []),
    "compute": (a_pass("COMPUTE 8 8", body=in_compute()), ["warning compute"]),
    # words behind names and numbers
    "hook with words": (a_pass(hook="MAIN // or OUTPUT"), ["warning words-behind-name"]),
    "bind with words": (
        a_pass("BIND HOOKED // it"),
        ["warning words-behind-name", "warning words-behind-name"],
    ),
    "save with words": (
        a_pass("SAVE KEPT // it") + a_pass("BIND KEPT // it"),
        ["warning words-behind-name", "warning words-behind-name"],
    ),
    "texture with words": (
        a_texture().replace("LUT", "LUT // it"), ["warning words-behind-name"],
    ),
    "compute with words": (
        a_pass("COMPUTE 8 8 // a group", body=in_compute()),
        ["warning compute", "warning words-behind-numbers"],
    ),
    "numbers with words": (
        a_pass("COMPONENTS 3 x", "OFFSET 0 1 y", "BIND HOOKED"),
        ["warning words-behind-numbers"] * 2,
    ),
    "size with words": (
        a_texture(size="2 2 // texels"), ["warning words-behind-numbers"],
    ),
    # channels
    "fourth channel read": (
        a_pass("SAVE K", body="vec4 hook() { return vec4(vec3(1.0), 0.5); }\n")
        + a_pass("BIND K", body=in_hook("float x = K_tex(K_pos).a;")),
        ["warning saved-channels"],
    ),
    "second channel read": (
        a_pass("SAVE K", body="vec4 hook() { return vec4(0.1, 0.2, 0.3, 1.0); }\n", hook="LUMA")
        + a_pass("BIND K", hook="MAIN",
                 body=in_hook("vec4 k = K_texOff(vec2(1, 0));", "float x = k.x + k.y;")),
        ["warning saved-channels"],
    ),
    "first channel read": (
        a_pass("SAVE K", body="vec4 hook() { return vec4(0.5); }\n", hook="LUMA")
        + a_pass("BIND K", body=in_hook("vec4 k = K_tex(K_pos);", "float x = k.x;")),
        [],
    ),
    "what is there anyway": (
        a_pass("SAVE K", body="vec4 hook() { return vec4(0.5, 0.0, 0.0, 1.0); }\n", hook="LUMA")
        + a_pass("BIND K", body=in_hook("float x = K_tex(K_pos).a;")),
        [],
    ),
    "components given": (
        a_pass("SAVE K", "COMPONENTS 4", body="vec4 hook() { return vec4(0.5); }\n", hook="LUMA")
        + a_pass("BIND K", body=in_hook("float x = K_tex(K_pos).a;")),
        [],
    ),
    "planes alone": (a_pass("WIDTH HOOKED.w 2 *", hook="LUMA"), ["info planes-scaled-alone"]),
    "planes not alone": (a_pass("WIDTH HOOKED.w 2 *", hook="LUMA") + a_pass(), []),
    "chroma by plane": (
        a_pass(hook="CHROMA_SCALED"), ["warning late-point", "info chroma-by-plane"],
    ),
    "chroma merged": (
        a_pass("BIND CHROMA", hook="CHROMA_SCALED"), ["warning late-point"],
    ),
    # constants
    "param in a constant": (
        a_param("gain") + a_pass(body="#define G gain\nconst float s = G * 2.0;\n" + BODY),
        ["warning param", "warning param-in-constant"],
    ),
    "param in a function's constant": (
        a_param("gain") + a_pass(body=in_hook("const float s = gain;", "float t = s;")),
        ["warning param"],
    ),
    "param in an array's size": (
        a_param("taps", "int") + a_pass(body=in_hook("const int n = taps + 1;", "float w[n];")),
        ["warning param", "warning param-in-constant"],
    ),
    "param in an offset": (
        a_param("by", "int")
        + a_pass(
            "BIND MAIN",
            body=in_hook("vec4 c = textureOffset(MAIN_raw, MAIN_pos, ivec2(by, 0));"),
        ),
        ["warning param", "warning param-in-constant"],
    ),
    "constant param in a constant": (
        a_param("n", "DEFINE") + a_pass(body="const int m = n;\n" + BODY), ["warning param"],
    ),
    "output variable": (
        a_pass("BIND HOOKED", body=in_hook("out_color = HOOKED_tex(HOOKED_pos);")),
        ["warning out-color"],
    ),
    "output variable in compute": (
        a_pass(*CLIP, body=in_compute("out_color = HOOKED_tex(HOOKED_pos);")),
        ["warning compute", "error out-color"],
    ),
    "output variable of its own": (
        a_pass(body=in_hook("vec4 out_color = vec4(0.0);")), [],
    ),
    # names
    "unknown bind": (a_pass("BIND NOWHERE"), ["warning unknown-bind"]),
    "bind of a point to come": (a_pass("BIND MAIN", hook="LUMA"), ["warning bind-too-early"]),
    "bind of a point of other sources": (
        a_pass("BIND RGB", hook="LUMA"),
        ["warning bind-too-early"],
    ),
    "bind at one of two points": (
        a_pass("HOOK CHROMA", "BIND CHROMA", hook="LUMA"),
        [],
    ),
    "bind before save": (
        a_pass("BIND X", "SAVE X") + a_pass("BIND X"),
        ["warning bind-too-early"],
    ),
    "saved at an earlier point below": (a_pass("BIND X") + a_pass("SAVE X", hook="LUMA"), []),
    "saved by a pass that is off": (
        a_pass("SAVE X", hook="NONE") + a_pass("BIND X"),
        ["warning unknown-hook-point", "warning unknown-bind"],
    ),
    "texture below": (a_pass("BIND LUT") + a_texture(), []),
    "unknown size": (a_pass("WHEN X.w 0 >"), ["warning unknown-size"]),
    "size of a point to come": (a_pass("WHEN MAIN.w 0 >", hook="LUMA"), ["warning unknown-size"]),
    "size of a lookup": (a_texture() + a_pass("WIDTH LUT.w"), ["warning unknown-size"]),
    "size not kept": (a_pass("WHEN NATIVE.w 0 >"), ["warning size-not-kept"]),
    "size kept": (a_pass("WHEN NATIVE.w 0 >") + a_pass(hook="NATIVE"), []),
    "size of a plane": (a_pass("WHEN LUMA.w 0 >"), []),
    "shadowed": (a_texture().replace("LUT", "LUMA"), ["warning shadowed-name"]),
    # expressions
    "33 tokens": (
        a_pass("WHEN 1 " + "1 + " * 16),
        ["warning long-expression"],
    ),
    "32 tokens": (a_pass("WHEN 1 ! " + "1 + " * 15), []),
    "tab": (a_pass("WHEN OUTPUT.w\t2 >"), ["error tab-in-expression"]),
    "harmless tab": (a_pass("WHEN OUTPUT.w 2\t >"), ["warning tab-in-expression"]),
    "negative": (a_pass("WHEN OUTPUT.w -1 >"), ["warning negative-number"]),
    "at least": (a_pass("WHEN OUTPUT.w 2 >="), ["warning operator-suffix"]),
    "equals": (a_pass("WHEN OUTPUT.w 2 =="), ["info operator-suffix"]),
    "point": (a_pass("WHEN OUTPUT.w .5 >"), ["error leading-point"]),
    "and": (a_pass("WHEN 1 1 &&"), ["error unknown-name"]),
    "word": (a_pass("WHEN strength"), ["error unknown-name"]),
    "param": (
        a_param("strength") + a_pass("WHEN strength"),
        ["warning param", "warning param-in-expression"],
    ),
    "enum member": (
        a_param("mode", "ENUM int", "A\nB") + a_pass("WHEN mode B ="),
        ["warning param", "warning param-in-expression"],
    ),
    "underflow": (a_pass("WHEN 1 +"), ["error malformed-expression"]),
    "left over": (a_pass("WIDTH 1 2"), ["error malformed-expression"]),
    "repeated": (a_pass("WHEN 1 1 =", "WHEN 1"), ["warning repeated-expression"]),
    # resources
    "params": (a_param("a") + a_param("b") + a_pass(), ["warning param"]),
    "17 params": (
        "".join(a_param(f"p{i}") for i in range(17)),
        ["warning param", "warning too-many-params"],
    ),
    "constant": (a_param("a", "CONSTANT int"), ["warning param", "warning param-type"]),
    "param twice": (a_param("a") * 2, ["warning param", "error duplicate-param"]),
    "buffer": ("//!BUFFER b\n//!VAR float x\n00000000\n", ["warning buffer"]),
    "storage": (a_texture("STORAGE"), ["warning storage-texture"]),
    "mirror": (a_texture("BORDER MIRROR"), ["warning mirror"]),
    "half float": (a_texture(form="r16hf", hexed="00" * 8), ["warning half-float-format"]),
    "signed": (a_texture("FILTER NEAREST", form="r8i"), ["warning integer-format"]),
    "integer filter": (a_texture(form="r8ui"), ["warning integer-filter"]),
    "unsigned": (a_texture("FILTER NEAREST", form="r8ui"), []),
    "default filter": (
        a_texture() + a_pass("BIND LUT", body=in_hook("vec4 c = texture(LUT, vec2(0.5));")),
        ["warning default-filter"],
    ),
    "filter given": (
        a_texture("FILTER LINEAR")
        + a_pass("BIND LUT", body=in_hook("vec4 c = texture(LUT, vec2(0.5));")),
        [],
    ),
    "fetched": (
        a_texture() + a_pass("BIND LUT", body=in_hook("vec4 c = texelFetch(LUT, ivec2(0), 0);")),
        [],
    ),
    "1D": (a_texture("FILTER LINEAR", size="4"), ["warning texture-1d"]),
    "hex on two lines": (a_texture(hexed="0011\n2233\n"), ["warning multi-line-hex"]),
    "texture twice": (a_texture() * 2, ["warning duplicate-texture"]),
    # bodies
    "empty body": (a_pass(body=""), ["error no-hook-function"]),
    "no function": (a_pass(body="float f;\n"), ["error no-hook-function"]),
    "function made by a macro": (a_pass(body="#define F vec4 hook()\nF { return c; }\n"), []),
    "void": (a_pass(body="void hook() {}\n"), ["error hook-type"]),
    "void under #if": (a_pass(body=f"#if 0\nvoid hook() {{}}\n#endif\n{BODY}"), []),
    "unbound macro": (
        a_pass(body=in_hook("vec4 c = HOOKED_tex(HOOKED_pos);")),
        ["error unbound-macro"] * 2,
    ),
    "unbound macro under #if": (
        a_pass(body=in_hook("\n#if 0\nvec4 c = LUMA_texOff(0);\n#endif")),
        ["warning unbound-macro"],
    ),
    "asked for": (a_pass(body=in_hook("\n#ifdef LUMA_raw\nvec4 c = LUMA_tex(p);\n#endif")), []),
    "bound by either name": (
        a_pass("BIND HOOKED", body=in_hook("vec4 c = MAIN_tex(HOOKED_pos);")),
        [],
    ),
    "names of its own": (a_pass(body=in_hook("float LUMA_mul = 1.0, my_size = LUMA_mul;")), []),
    "lookup macro": (
        a_texture("FILTER LINEAR")
        + a_pass("BIND LUT", body=in_hook("vec4 c = LUT_tex(vec2(0.5));")),
        ["warning lookup-macro"],
    ),
    "linearize": (a_pass(body=in_hook("vec4 c = linearize(x);")), ["warning linearize"]),
    "own linearize": (
        a_pass(body="vec4 linearize(vec4 c) { return c; }\n" + in_hook("linearize(x);")),
        [],
    ),
    "image load": (
        a_texture("STORAGE", "FILTER LINEAR")
        + a_pass("BIND LUT", body=in_hook("vec4 c = imageLoad(LUT, ivec2(0));")),
        ["warning storage-texture", "warning image-load"],
    ),
    "own buffer": (
        a_pass(body="layout(std430) buffer B { float b; };\n" + BODY),
        ["warning storage-buffer"],
    ),
    "extension": (
        a_pass(body="#extension GL_ARB_x : enable\n" + BODY),
        ["warning extension-in-body"],
    ),
    "no extension in the middle of a line": (
        a_pass(body="int a; #extension GL_ARB_x : enable\n" + BODY),
        [],
    ),
    "directive behind a comment": (
        a_pass(body="/* why */ #extension GL_ARB_x : enable\n" + BODY),
        ["warning extension-in-body"],
    ),
    "directive around a comment of two lines": (
        a_pass(body="#extension GL_ARB_x /* why\n not */ : \u00e9\n" + BODY),
        ["warning extension-in-body"],
    ),
    "name on two lines": (a_pass(body="vec4 ho\\\nok() { return vec4(1.0); }\n"), []),
    "comment on two lines": (a_pass(body="// why \\\n @\n" + BODY), []),
    "texture2D": (
        a_pass("BIND HOOKED", body=in_hook("vec4 c = texture2D(HOOKED_raw, HOOKED_pos);")),
        ["warning old-sampler"],
    ),
    "position": (
        a_pass(*HALF, body=in_compute("vec4 c = HOOKED_tex(HOOKED_pos);")),
        ["warning compute", "warning compute-position"],
    ),
    "position of a thread a pixel": (
        a_pass(*CLIP, body=in_compute("vec4 c = HOOKED_tex(HOOKED_pos);")),
        ["warning compute"],
    ),
    "return before barrier": (
        a_pass(*CLIP, body=in_compute("if (outside) return;", "barrier();")),
        ["warning compute", "warning early-return"],
    ),
    "return for good": (
        a_pass(*CLIP, body=in_compute("return;", "store();")),
        ["warning compute", "warning early-return"],
    ),
    "return behind barrier": (
        a_pass(*CLIP, body=in_compute("barrier();", "if (outside) return;", "store();")),
        ["warning compute"],
    ),
    "stray bytes": (a_pass(body="\ufffd\n" + BODY), ["warning bad-character"]),
    "umlaut in a comment": (a_pass(body="// für\n/* ö */\n" + BODY), []),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_codes(name: str) -> None:
    text, expected = TABLE[name]
    assert codes(text) == expected


def test_every_rule_has_an_example() -> None:
    shown = {code.split()[1] for _, expected in TABLE.values() for code in expected}
    assert RULES.keys() - shown == {"es-integer-literal"}  # which has a table of its own


def test_every_rule_says_what_it_is() -> None:
    for code, rule in RULES.items():
        assert rule.__doc__ and rule.__doc__.rstrip().endswith("."), code
        assert rule.__name__ == code.replace("-", "_")


@pytest.mark.parametrize(
    ("statement", "literals"),
    [
        ("float x = 1;", ["1"]),
        ("const float x = -1, y = 2.0;", ["1"]),
        ("float x = 1.0, y = 1e3, z = 1.f;", []),
        ("float x = float(1);", []),
        ("float x = 0 < n ? 1.0 : 2.0;", []),
        ("int x = 1;", []),
        ("vec4 x = vec4(0), y = vec4(1, 2, 3, 4);", []),
        ("float x; x = 1;", ["1"]),
        ("float x; x *= 2;", ["2"]),
        ("float x; float y = x * 2 + 3.0;", ["2"]),
        ("float x; float y = 2 * x;", ["2"]),
        ("float x; if (x == 0) f();", ["0"]),
        ("float x; int y = int(x) * 2;", []),
        ("int x; float y = float(x * 2);", []),
        ("float x; { int x; g(x * 2); }", []),
        ("ivec2 p; int y = p.x * 2;", []),
        ("vec2 p; float y = p.x * 2;", ["2"]),
        ("vec2 p; float y = p[1] * 2.0;", []),
        ("float x[4]; x[2] = x[1];", []),
        ("struct S { float x; }; int n = s.x * 2;", []),
        ("half_t x; x = 1; float_t y = x * 2;", []),
        ("float y = pow(n, 2);", ["2"]),
        ("float y = pow(n, 2.0) + floor(n / 2);", []),
        ("float x; float y = max(x, 0);", ["0"]),
        ("int y = max(n, 0);", []),
        ("float y = clamp(n, 0, 1.0);", ["0"]),
        ("float y = 0.5 * 2;", ["2"]),
        ("vec2 y = HOOKED_pos * 2;", ["2"]),
        ("for (float i = 0; i < 3; i++) f();", ["0", "3"]),
        ("for (int i = 0; i < 3; i++) f(i * 2);", []),
        ("uint y = 1u + 0x10u;", []),
    ],
)
def test_integer_literals(statement: str, literals: list[str]) -> None:
    text = a_pass("BIND HOOKED", body=in_hook(statement))
    findings = check_text(text)
    assert {finding.code for finding in findings} <= {"es-integer-literal"}
    lines = text.splitlines()
    assert [lines[f.line - 1][f.column - 1 :][: len(n)]
            for f, n in zip(findings, literals, strict=True)
            if f.line and f.column] == literals  # fmt: skip


def test_returned_integer() -> None:
    text = a_pass(body="float f() { return 1; }\nint g() { return 1; }\n" + BODY)
    assert codes(text) == ["warning es-integer-literal"]


def test_vectors_take_no_scalar_anywhere() -> None:
    assert codes(a_pass(body=in_hook("vec2 a = 1;"))) == ["error es-integer-literal"]


# --- what is shown


def shown(text: str) -> str:
    return "\n".join(map(str, check_text(text, filename="a.glsl")))


def test_a_missing_bind() -> None:
    assert (
        shown(a_pass("BIND HOOKED", "BIND MASK"))
        == """\
a.glsl:3:9: warning: nothing in this file provides 'MASK', so the pass is skipped, \
and by libplacebo before 5.264 the file: no hook point, \
TEXTURE or BUFFER has that name and no pass saves it [unknown-bind]
 3 | //!BIND MASK
   |         ^^^^
   = mpv 0.35 to 0.41 (vo=gpu), mpv master (vo=gpu), libplacebo / vo=gpu-next"""
    )


def test_an_unknown_directive() -> None:
    assert (
        shown(a_pass("BIN HOOKED"))
        == """\
a.glsl:2:4: error: unknown directive 'BIN' in a pass; expected HOOK, BIND, SAVE, DESC, OFFSET, \
WIDTH, HEIGHT, WHEN, COMPONENTS, COMPUTE [unknown-directive]
 2 | //!BIN HOOKED
   |    ^^^
   = all players"""
    )


def test_a_cut_header() -> None:
    assert (
        shown("//!HOOK MAIN\n\n//!BIND HOOKED\n" + BODY)
        == """\
a.glsl:2:1: error: this line ends the header, so the pass above has no hook() and the lines below \
are another pass [blank-line-in-header]
 2 | 
   | ^
   = mpv 0.35 to 0.41 (vo=gpu), mpv master (vo=gpu), libplacebo / vo=gpu-next"""
    )


def test_an_extension_with_a_comment_in_it() -> None:
    assert (
        shown(a_pass(body="  #extension GL_ARB_x /* why */ : enable // not\n" + BODY))
        == """\
a.glsl:2:3: warning: vo=gpu puts its own code above it, which strict compilers refuse \
[extension-in-body]
 2 |   #extension GL_ARB_x /* why */ : enable // not
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = mpv 0.35 to 0.41 (vo=gpu), mpv master (vo=gpu), OpenGL ES"""
    )


def test_components() -> None:
    assert (
        shown(a_pass("COMPONENTS 4", hook="LUMA"))
        == """\
a.glsl:2:15: warning: LUMA has 1, the pass overwrites it with 4: mpv 0.35 aborts, mpv master skips \
the pass, libplacebo accepts it [too-many-components]
 2 | //!COMPONENTS 4
   |               ^
   = mpv 0.35 to 0.41 (vo=gpu), mpv master (vo=gpu)"""
    )


def test_an_integer() -> None:
    assert (
        shown(a_pass(body=in_hook("float x = 1;")))
        == """\
a.glsl:3:15: warning: OpenGL ES takes no integer for a float; write 1.0 [es-integer-literal]
 3 |     float x = 1;
   |               ^
   = OpenGL ES"""
    )


def test_many_of_a_kind_are_counted() -> None:
    findings = check_text("".join(a_pass(f"BIND X{i}") for i in range(25)))
    assert len(findings) == 10
    assert findings[-1].message.endswith("(and 15 more like this)")
    assert [f.line for f in findings] == [2 + 5 * i for i in range(10)]


def test_after_many_errors_it_gives_up() -> None:
    assert codes("//!FOO\n" * 100) == ["error unknown-directive"] * 20


# --- good files

PRESCALER = (
    a_texture("FILTER NEAREST", form="r32f", size="1 1", hexed="0000803f\n")
    + a_pass(
        "BIND HOOKED", "BIND LUT", "SAVE half", "COMPONENTS 4", "WIDTH HOOKED.w 2 *",
        "WHEN OUTPUT.w HOOKED.w / 1.2 > OUTPUT.h HOOKED.h / 1.2 > *",
        body=in_hook("vec4 c = HOOKED_texOff(vec2(-1, 1)) * texture(LUT, vec2(0.5));",
                     "int n = 3; float w = float(n) / 2.0;"),
        hook="LUMA",
    )
    + a_pass("BIND half", "BIND HOOKED", "WIDTH half.w", "HEIGHT HOOKED.h 2 *", "OFFSET -0.5 -0.5",
             body=in_hook("vec4 c = half_tex(half_pos + half_pt * HOOKED_mul);"), hook="LUMA")
    + a_pass("BIND HOOKED", "BIND LUMA", "OFFSET ALIGN", "WIDTH LUMA.w", "HEIGHT LUMA.h",
             body=in_hook("vec2 p = LUMA_pos;", "vec4 c = CHROMA_tex(p);"), hook="CHROMA")
)  # fmt: skip


def test_of_a_good_file_nothing_is_to_be_mended() -> None:
    assert codes(PRESCALER) == ["info planes-scaled-alone"]


@pytest.mark.parametrize("name", WITH_PASSES)
def test_of_our_presets_only_parameters_are_said(name: str) -> None:
    findings = check_text(format_user_shader(preset_shader(name)), filename=name)
    assert {finding.code for finding in findings} <= {"param", "param-in-expression"}


# --- hostile files


@given(st.text())
def test_any_text(text: str) -> None:
    for finding in check_text(text):
        assert finding.code and finding.line and "\n" not in finding.message


WORDS = (
    "//!", "HOOK MAIN", "HOOK LUMA", "BIND HOOKED", "BIND X", "SAVE X", "WHEN ", "WIDTH ", "1 ",
    "X.w ", "- ", "+ ", "TEXTURE X", "SIZE 1", "FORMAT r8", "00", "PARAM p", "TYPE float",
    "BUFFER b", "VAR float x", "COMPUTE 8 8", "OFFSET ALIGN", "OFFSET 1 2", "COMPONENTS 4",
    "\n", "\n//!", "vec4 hook() {", "}", "(", ")", "float x = 1;", "return", "#if A\n", "#endif\n",
    "/*", "*/", "//", "HOOKED_pos", ".x", "x * 2", "pow(", ",", ";", "\\", "\ufeff", "\0",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS)).map("".join))
@settings(max_examples=300)
def test_any_shader_like_text(text: str) -> None:
    for finding in check_text(text):
        assert finding.code and str(finding) and "\n" not in finding.message


MUCH = 1 << 18  # bytes
HEAD = a_pass("BIND HOOKED", body="")
HOSTILE = {
    "directives": "//!X y\n",
    "blocks": "//!X y\n\n",
    "passes": "//!HOOK MAIN\n//!BIND X\n//!SAVE X\n\n",
    "marks": "x //!\n",
    "comments": HEAD + "/*",
    "brackets": HEAD + "pow(",
    "lines": HEAD + "#if A\n",
    "backslashes": HEAD + "#\\",
    "digits": HEAD + "1",
    "declarations": HEAD + "float a=1;",
    "returns": a_pass(*CLIP, body="") + "void hook(){return;",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_much_of_it_is_done_soon(name: str) -> None:
    head, text = HEAD if HOSTILE[name].startswith(HEAD) else "", HOSTILE[name]
    unit = text.removeprefix(head)
    text = head + unit * (MUCH // len(unit))
    start = time.process_time()
    assert check_text(text)
    assert time.process_time() - start < 6, "it takes a second at most where time is linear"


# --- the command


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.glsl").write_text(a_pass())
    (tmp_path / "warned.glsl").write_text(a_pass("BIND MASK"))
    (tmp_path / "wrong.glsl").write_text(a_pass("WHEN 1 +"))
    (tmp_path / "binary.glsl").write_bytes(bytes(range(256)))
    (tmp_path / "folder").mkdir()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stop:
        main(["check", *arguments])
    assert isinstance(stop.value.code, int)
    return stop.value.code, capsys.readouterr().out


@pytest.mark.usefixtures("here")
def test_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "good.glsl") == (0, "")
    assert run(capsys, "warned.glsl")[0] == 0
    assert run(capsys, "wrong.glsl")[0] == 1
    assert run(capsys)[0] == 2


@pytest.mark.usefixtures("here")
def test_several_files(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "warned.glsl", "good.glsl", "wrong.glsl")
    assert code == 1
    heads = [line.split(": ")[:2] for line in out.splitlines() if line[0] != " "]
    assert heads == [["warned.glsl:2:9", "warning"], ["wrong.glsl:2:11", "error"]]


@pytest.mark.usefixtures("here")
def test_files_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "missing.glsl", "folder", "binary.glsl", "a\0b", "warned.glsl")
    assert code == 1
    assert out.splitlines()[:4] == [
        "missing.glsl: error: the file cannot be read: No such file or directory; "
        "give the path of a user shader [unreadable]",
        "folder: error: the file cannot be read: Is a directory; "
        "give the path of a user shader [unreadable]",
        "binary.glsl: error: the file is a binary file, not a user shader; "
        "give the path of a user shader [unreadable]",
        "a\\x00b: error: the file cannot be read: embedded null byte; "
        "give the path of a user shader [unreadable]",
    ]
    assert "unknown-bind" in out


@pytest.mark.usefixtures("here")
def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "--json", "wrong.glsl", "missing.glsl")
    assert code == 1
    wrong, missing = json.loads(out)
    assert wrong == {
        "file": "wrong.glsl",
        "line": 2,
        "column": 11,
        "severity": "error",
        "code": "malformed-expression",
        "message": "'+' needs 2 values and has 1: the pass never runs",
        "players": [
            "mpv 0.35 to 0.41 (vo=gpu)",
            "mpv master (vo=gpu)",
            "libplacebo up to 5.229 (vo=gpu-next)",
            "libplacebo from 5.264 (vo=gpu-next)",
        ],
    }
    assert (missing["line"], missing["column"], missing["code"]) == (None, None, "unreadable")
    assert run(capsys, "--json", "good.glsl") == (0, "[]\n")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bytes.glsl"
    path.write_bytes(a_pass().encode() + b"\xff\xfe")
    (finding,) = check_file(path)
    assert isinstance(finding, Finding)
    assert (finding.code, finding.severity) == ("bad-character", Severity.WARNING)
