"""Integers that GLSL ES wants as floats: those that are certain, and none that are divided."""

from __future__ import annotations

import re

import pytest

from anime4k_gl.glsl_syntax.body import Body
from anime4k_gl.glsl_syntax.es_integers import integers_for_floats, known_types

HEAD = "float half_of(float q) { return q; }\nivec2 whole(vec2 w) { return ivec2(w); }\n"
LOCALS = "float x; vec2 v; int i; ivec2 p; uint u; const int N = 4;"


def found(text: str) -> str:
    """Return the statements of a function with each integer that is found in angle brackets."""
    source = f"{HEAD}vec4 hook() {{ {LOCALS}\n{text}\n}}"
    body = Body(source, 0)
    for token in reversed(integers_for_floats(body, known_types(body, ["HOOKED"]))):
        source = f"{source[: token.start]}<{token.text}>{source[token.end :]}"
    return source.split("\n")[-2]


@pytest.mark.parametrize(
    "text",
    [
        "x = <2> * x;",
        "x = x * <2>;",
        "x = -<1>;",
        "float y = <3>, z = 1.0;",
        "x += <2>;",
        "if (x > <0>) {}",
        "v.x = <1>;",
        "x = pow(x, <2>);",
        "x = max(x, <0>);",
        "x = clamp(v.x, <0>, <1>);",
        "x = clamp(HOOKED_tex(v).x, <0>, <1>);",
        "x = x * <3> / <2>;",
        "x = (x + v.y) / <2>;",
        "x = HOOKED_tex(v).x * <2>;",
        "x = half_of(x) - <1>;",
        "x = half_of(x) * -<2>;",
        "x = <i> * 0.5;",
        "x = x / <N>;",
        "x = float(i) / <3>;",
        "x = <u> + x;",
        "v = HOOKED_pt * <i>;",
        "x = <2> * (v.x + 1.0);",
        "x = <2> * length(v);",
        "x = x + <2> * v.y;",
        "for (float y = <0>; y < <2>; y += <1>) {}",
        "x = texture(HOOKED_raw, v).x * <2>;",
        "x = <frame> * 0.25;",
    ],
)
def test_what_is_found(text: str) -> None:
    assert found(re.sub(r"<(\w+)>", r"\1", text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "x = x + 3 / 2;",
        "x = 3 / 2 * x;",
        "x = i / 2 * x;",
        "x = x + 3 / 2 * x;",
        "x = 7 % 4 + x;",
        "i = i * 2 + 1;",
        "i = int(x) * 2;",
        "p = p * 2;",
        "p.x = whole(v).x + 1;",
        "i = max(i, 0);",
        "vec4 c = vec4(1);",
        "x = a[2];",
        "i = x > 0.5 ? 1 : 2;",
        "p = ivec2(x) + 1;",
        "for (int k = 0; k < N; k++) {}",
        "int k = (i + 1) / 2;",
        "x = s.x * 2;",
        "i = textureSize(HOOKED_raw, 0).x - 1;",
        "x = float(i * 2);",
    ],
)
def test_what_is_left(text: str) -> None:
    assert found(text) == text


def test_names_that_mean_several_things_are_left() -> None:
    body = Body("float f(float n) { return n * 2; } int g(int n) { return n * 2; }", 0)
    assert integers_for_floats(body, known_types(body, [])) == []


def test_deep_brackets_take_no_time() -> None:
    text = "float f(float x) { return " + "(2 * " * 20_000 + "x" + ")" * 20_000 + "; }"
    body = Body(text, 0)
    assert len(integers_for_floats(body, known_types(body, []))) < 200
