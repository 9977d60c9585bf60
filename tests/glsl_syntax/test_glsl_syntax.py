"""The reader of GLSL text: tokens, directives, macros, conditions; what no reader may get wrong."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anime4k_gl.glsl_syntax.brackets import closing, split_arguments
from anime4k_gl.glsl_syntax.code import Code
from anime4k_gl.glsl_syntax.conditions import condition, number, value
from anime4k_gl.glsl_syntax.constants import constant_names
from anime4k_gl.glsl_syntax.directives import own_macros, replaced_macros
from anime4k_gl.glsl_syntax.expansion import Budget, expanded
from anime4k_gl.glsl_syntax.macros import Macro, call_arguments, definition
from anime4k_gl.glsl_syntax.preprocess import compiled_tokens, expand
from anime4k_gl.glsl_syntax.tokens import pieces, tokenise, words
from anime4k_gl.glsl_syntax.words import (
    declares_function,
    has_word,
    has_words,
    joined,
    replace_words,
)

SCRAPS = st.lists(
    st.sampled_from(
        [
            *("\\\n", "\\\r\n", "\n", "\r\n", " ", "\t", "//", "/*", "*/", "/", "*", "\\", "#"),
            *("#define A(x) x##1\n", "#define B A(B) A\n", "#undef A\n", "#if ", "#else\n"),
            *("#endif\n", "#ifdef A\n", "A", "B", "(", ")", ",", "##", "defined", "!", "-", "1"),
            *("0x1F", "1.5e-3hf", ".5", "name", "é", "\0", "<<=", "&&", "^^", "{", "}", ";", '"'),
        ]
    ),
    max_size=40,
).map("".join)


def compiled(source: str, **names: float) -> str:
    return " ".join(compiled_tokens(source, names)[0])


# --- tokens


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a_1", "name"), ("vec4", "name"), ("0", "int"), ("017", "int"), ("0xFfu", "unsigned"),
        ("7U", "unsigned"), ("1.", "float"), (".5", "float"), ("1e5", "float"), ("2f", "float"),
        ("1.5E-3lf", "float"), ("1.0hf", "float"), ("<<=", "mark"), ("^^", "mark"), ("++", "mark"),
        ("##", "mark"), ("@", "other"), ("é", "other"), ("\\", "other"), (" \t\r\n", "blank"),
        ("// a", "comment"), ("/* a\n */", "comment"), ("/* a", "comment"),
        ("a.x", "name mark name"), ("1.x", "float name"), ("1xf", "int name"), ("a+++b",
        "name mark mark name"), ("- -1", "mark blank mark int"), ("//a\nb", "comment blank name"),
    ],
)  # fmt: skip
def test_tokens_have_kinds(text: str, kinds: str) -> None:
    assert " ".join(token.kind for token in tokenise(text)) == kinds


@given(st.one_of(SCRAPS, st.text()))
def test_tokens_cover_the_text(source: str) -> None:
    tokens = list(tokenise(source))
    assert "".join(source[token.start : token.end] for token in tokens) == source
    assert all(a.end == b.start for a, b in pairwise(tokens))
    whole = "".join(token.text for token in tokens)
    assert whole == source.replace("\\\r\n", "").replace("\\\n", "")
    assert "".join(pieces(source)) == source


def test_a_continued_line_does_not_end_a_token() -> None:
    source = "na\\\nme +\\\r\n= 1 // to\\\nthe end\nx"
    found = [(t.kind, t.text, source[t.start : t.end]) for t in tokenise(source)]
    assert [entry for entry in found if entry[0] != "blank"] == [
        ("name", "name", "na\\\nme"),
        ("mark", "+=", "+\\\r\n="),
        ("int", "1", "1"),
        ("comment", "// tothe end", "// to\\\nthe end"),
        ("name", "x", "x"),
    ]


# --- comments and directives


@given(st.one_of(SCRAPS, st.text()))
def test_code_keeps_its_places(source: str) -> None:
    code = Code(source)
    assert len(code.text) == len(code.spliced) == len(code.statements)
    assert code.replaced([]) == source
    tokens = code.tokens()
    assert [t.text for t in tokens] == words(code.statements)
    for token in tokens:
        there = source[token.start : token.end]
        assert there.replace("\\\r\n", "").replace("\\\n", "") == token.text


def test_a_comment_is_a_blank_and_ends_no_line() -> None:
    code = Code("/* a\n*/ #define A /* b\n * c */ 1 // d\\\n #define B\nint x = A; # y")
    assert [(d.keyword, " ".join(d.rest.split())) for d in code.directives] == [("define", "A 1")]
    assert words(code.statements) == ["int", "x", "=", "A", ";", "#", "y"]
    assert code.line_of(code.directives[0].next_line) == 4


def test_what_no_comment_closes_is_all_comment() -> None:
    assert Code("a /* b\n#define C\n").directives == ()
    assert words(Code("a /* b\nc").text) == ["a"]


def test_directives_are_what_starts_a_line() -> None:
    code = Code("#\n  #  if(A)\n#ifdef/**/B\n#def\\\nine C(x) \\\r\n  x\n# 1\n")
    found = [(d.keyword, d.rest) for d in code.directives]
    assert found == [("", ""), ("if", "(A)"), ("ifdef", "B"), ("define", "C(x)   x"), ("1", "")]
    assert [d.name for d in code.directives] == ["", "", "B", "C", ""]
    define = code.directives[3]
    assert code.span(define.start, define.end) == (25, 46)


def test_edits_keep_the_lines() -> None:
    code = Code("a\\\nb /* c\n */ d\nab e")
    assert code.replaced([(0, 2, "x"), (12, 13, "y\nz")]) == "x\n /* c\n */ y\nz\nab e"
    replaced = replace_words("f ( /* no ) */ )\n; f()", "f", "(", ")", by="g()")
    assert replaced == ("g()\n; g()", 2)


def test_what_a_source_does_to_macros() -> None:
    code = Code(
        "/*\n#define no\n*/\n#ifndef A\n#define A\n#endif\n#undef B\n#define B\n#define C(x) \\\n"
        " x\n#define\n"
    )
    assert own_macros(code) == {"A", "B", "C"}
    assert replaced_macros(code) == {"C"}


# --- words


def test_words_are_sought_outside_comments() -> None:
    source = "// one\nvec4 tw\\\no /* three */ (four) // five"
    assert [has_word(source, w) for w in ("one", "two", "three", "four", "fiv", "tw")] == [
        False, True, False, True, False, False,
    ]  # fmt: skip
    assert has_words(source, "two", "(", "four", ")") and not has_words(source, "vec4", "(")
    assert declares_function(source, "two") and not declares_function(source, "four")
    assert not declares_function("return f(1); // float f(", "f")
    assert replace_words("a.a /* a */ ba", "a", by="\\1") == ("\\1.\\1 /* a */ ba", 2)


def test_joined_lines_are_as_the_compiler_reads_them() -> None:
    assert joined("#define A b + \\\n    c, na\\\r\nme\n") == "#define A b + c, name\n"


# --- brackets


def test_brackets() -> None:
    tokens = words("f(a, (b, c), d[1, 2]) + {")
    end = closing(tokens, 1)
    assert tokens[end + 1] == "+"
    assert [" ".join(a) for a in split_arguments(tokens[2:end])] == [
        "a",
        "( b , c )",
        "d [ 1 , 2 ]",
    ]
    assert split_arguments([" ", "/* */"]) == []
    with pytest.raises(ValueError, match=r"unclosed '\{'"):
        closing(tokens, len(tokens) - 1)


# --- macros


def macro(text: str) -> tuple[str, Macro]:
    found = definition(Code(f"#define {text}\n").directives[0])
    assert found is not None
    return found


def test_definitions() -> None:
    assert macro("A") == ("A", Macro(None, ()))
    assert macro("A  1 /* one */  + 2") == ("A", Macro(None, ("1", " ", "+", " ", "2")))
    assert macro("A (x)")[1].parameters is None
    assert macro("A() x")[1].parameters == ()
    assert macro("A( x ,y)x y") == ("A", Macro(("x", "y"), ("x", " ", "y")))
    assert definition(Code("#define 1\n").directives[0]) is None


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        # Objects, and definitions from where they stand on.
        ("A\n#define A 1\nA\n#define A 2\nA\n#undef A\nA", "A 1 2 A"),
        # Arguments: expanded first, their commas in parentheses only.
        ("#define F(x) <x>\n#define A 1\nF(A) F ( (1, 2) ) F()", "< 1 > < ( 1 , 2 ) > < >"),
        ("#define F(x, y) y x\nF([1, 2])", "2 ] [ 1"),
        ("#define N() 1\nN() N( ) N", "1 1 N"),
        ("#define F(x) x x\n#define G(x) F(x) x\nG(F(1))", "1 1 1 1 1 1"),
        ("#define F(x) x\nF\n(2) F", "2 F"),
        # No macro within itself, nor through another.
        ("#define A A + A\nA", "A + A"),
        ("#define A B\n#define B A c\nA", "A c"),
        ("#define F(x) F(x + 1)\nF(F(2))", "F ( F ( 2 + 1 ) + 1 )"),
        # What follows is part of it.
        ("#define F(x) x + 1\n#define A F\nA(2) A", "2 + 1 F"),
        ("#define F(x) G\n#define G(x) <x>\nF(1)(2)", "< 2 >"),
        # Pasting, of what arguments are before they are expanded.
        (
            "#define T(n) n##_tex(n ## _pos)\n#define HOOKED x\nT(HOOKED)",
            "HOOKED_tex ( HOOKED_pos )",
        ),
        ("#define P(a, b) a ## b\n#define xy 5\nP(x, y) P(, z) P(z,) P(1, .5)", "5 z z 1.5"),
        ("#define O fl##oat\nO", "float"),
        # There are no strings to make of tokens.
        ("#define S(x) #x\nS(a)", "# a"),
        # Directives in one that is not compiled.
        ("#if 0\n#define A 1\n#else\n#define A 2\n#endif\nA", "2"),
        ("#define F(x) <x>\nF(\n#if 1\n1\n#else\n2\n#endif\n)", "< 1 >"),
    ],
)
def test_macros_are_replaced_as_in_c(source: str, wanted: str) -> None:
    assert compiled_tokens(source, {}) == (wanted.split(), True)


def test_a_call_that_does_not_fit_stays() -> None:
    source = "#define F(x, y) x\nF(1) F(1, 2) F(3"
    assert compiled_tokens(source, {}) == (["F", "(", "1", ")", "1", "F", "(", "3"], False)
    with pytest.raises(ValueError, match="macro F takes 2 arguments, not 1"):
        expand(source)
    with pytest.raises(ValueError, match="unterminated call of macro F"):
        expand("#define F(x, y) x\nF(1, 2")


def test_arguments_of_calls() -> None:
    assert call_arguments(words("F(a, (b, c)) d"), 1) == ([["a"], words("(b, c)")], 10)
    assert call_arguments(words("F(a"), 1) == ([["a"]], 3)


# --- conditions


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 / 2", 3), ("-7 / 2", -3), ("-7 % 4", -3),
        ("7 % 4 / 2", 1), ("1 << 2 + 1", 8), ("6 & 3 == 3", 0), ("1 | 6 ^ 2", 5), ("~0", -1),
        ("!0 == 1", 1), ("!1 == 1", 0), ("- - 3", 3), ("+3", 3), ("2 < 3 == 1", 1), ("0x1F", 31),
        ("010", 8), ("12u", 12), ("1.5 * 2.0", 3.0), ("7.0 / 2.0", 3.5), ("int(2.5)", 2),
        ("float(1) / 2.0", 0.5), ("N * 2", 8), ("1 && 0 || 1", 1),
        # Known all the same.
        ("0 && WHAT", 0), ("WHAT || 1", 1), ("0 && 1 / 0", 0), ("(WHAT && 0) == 0", 1),
        # Not known.
        ("WHAT", None), ("1 && WHAT", None), ("1 / 0", None), ("1.5 & 1", None), ("1 << 999", None),
        ("f(1)", None), ("1 +", None), ("(1", None), ("1)", None), ("1 2", None), ("", None),
        ("08", None), ("1 = 1", None), ("9" * 500, None), ("--1", None), ("()", None),
    ],
)  # fmt: skip
def test_constant_expressions(text: str, wanted: float | None) -> None:
    found = value(words(text), {"N": 4})
    assert found == wanted and (found is None) == (wanted is None)


def _operations(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, st.sampled_from("+-*&|^"), inner)
    return two.map(lambda parts: f"({' '.join(parts)})") | inner.map(lambda text: f"- {text}")


@given(st.recursive(st.integers(0, 9).map(str), _operations, max_leaves=12))
def test_whole_numbers_as_in_python(text: str) -> None:
    assert value(words(text), {}) == eval(text)


def test_conditions_know_macros() -> None:
    macros = dict([macro("A 2"), macro("F(x) x > 1"), macro("EMPTY")])
    wanted = {
        "defined A && defined(F)": 1, "defined(B) && B > 1": 0, "!defined B": 1, "A == 2": 1,
        "F(A)": 1, "defined(EMPTY)": 1, "EMPTY": None, "A == N": 1, "defined": 0,
    }  # fmt: skip
    assert {text: condition(text, macros, {"N": 2}) for text in wanted} == wanted


def test_numbers() -> None:
    assert [number(t) for t in ("1.5lf", "2hf", "0xFFu", "1e3", "x", "", "09", "²")] == [
        1.5, 2.0, 255, 1000.0, None, None, None, None,
    ]  # fmt: skip


def test_branches() -> None:
    source = (
        "#ifdef A\n1\n#if 1\n2\n#else\n3\n#endif\n#elif Q > 1\n4\n#elif 1\n5\n#else\n6\n#endif\n"
        "#ifndef A\n7\n#endif\n#endif\n#else\n8"
    )
    assert compiled(source, Q=2) == "4 7 8"
    assert compiled(source, Q=0) == "5 7 8"
    assert compiled("#define A\n" + source) == "1 2 8"
    assert compiled("#if WHO_KNOWS\n1\n#else\n2\n#endif") == "1"
    assert compiled("#if 0\n1") == ""


# --- whole texts


def test_expanded_text_keeps_comments_and_lines() -> None:
    source = "// a\n#define A /* b */ 1\n#ifdef A\nint x = A; /* A */\n#endif\n\n\n\ny"
    assert expand(source) == "// a\nint x = 1; /* A */\n\ny"
    assert expand("A\n#undef A\nA", {"A": "b"}) == "b\nA"
    assert words(expand("#define F(x) x + 1\nF(a // b\n)")) == ["a", "+", "1"]
    assert expand("/*\n#define A 1\n*/ A") == "/*\n#define A 1\n*/ A"


def test_expanded_tokens_stay_apart() -> None:
    assert expand("#define A -1\n#define F(x) -x\n-A F(-1) F(A)") == "- -1 - -1 - -1"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("#if 1\n#endif\n", "cannot expand #if"),
        ("#version 330\n", "cannot expand #version"),
        ("#endif\n", "cannot expand #endif"),
        ("#ifdef A\n", "unterminated #if"),
    ],
)
def test_what_cannot_be_expanded_is_an_error(source: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        expand(source)


@given(SCRAPS)
def test_expanded_text_is_what_is_compiled(source: str) -> None:
    tokens, complete = compiled_tokens(source, {})
    try:
        text = expand(source)
    except ValueError:
        return
    assert complete and words(text) == tokens


DOUBLING = "#define A0 1\n" + "".join(f"#define A{n} A{n - 1} + A{n - 1}\n" for n in range(1, 64))
HOSTILE = {
    "doubling": DOUBLING + "A63",
    "doubling calls": "#define F0(x) x x\n"
    + "".join(f"#define F{n}(x) F{n - 1}(x) F{n - 1}(x)\n" for n in range(1, 64)) + "F63(F63(1))",
    "large arguments": "#define F(x) " + "x " * 3000 + "\nF(F(" + "y " * 3000 + "))",
    "chain": "".join(f"#define A{n} A{n + 1}\n" for n in range(10_000)) + "A0",
    "nested calls": "#define F(x) x\n" + "F(" * 20_000 + ")" * 20_000,
    "calls that do not close": "#define F(x) x\n" + "F(" * 20_000,
    "calls that do not fit": "#define F(x, y) x\n" + "F(" * 20_000 + ")" * 20_000,
    "conditions": "#if 1\n" * 20_000 + "#endif\n" * 20_000,
    "deep condition": "#if " + "(" * 100_000 + "1" + ")" * 100_000 + "\n#endif\n",
    "long condition": "#if " + "! " * 30_000 + "1" + " + 1" * 30_000 + "\n#endif\n",
    "conditions that grow": DOUBLING + "#if A63\n#endif\n" * 100,
    "large numbers": "#if " + "999999999999999999 * " * 20_000 + "1\n#endif\n",
    "blanks": " " * 500_000 + "#define A" + " " * 500_000,
    "continued": "a\\\n" * 200_000,
    "open comments": "/* " * 200_000,
    "stars": "/*" + "*" * 500_000,
    "slashes": "/ " * 50_000,
    "defines": "#define A\n" * 20_000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_little_time(name: str) -> None:
    started = time.process_time()
    compiled_tokens(HOSTILE[name], {})
    list(tokenise(HOSTILE[name]))
    joined(HOSTILE[name])
    has_words(HOSTILE[name], "vec4", "hook", "(")
    assert time.process_time() - started < 10


def test_a_budget_is_shared() -> None:
    budget = Budget(10)
    macros = dict([macro("A 1 2 3 4 5 6")])
    assert expanded(["A"], macros, budget).problem == "macro expansion grows too large"
    assert expanded(["A"], macros, budget).pieces == ["A"]


# --- constants


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("const float a = p;", "p"),
        ("const float a = 1.0, b = clamp(q, 0.0, p);", "pq"),
        ("const float a[2] = float[2](0.0, p);", "p"),
        ("const float a[2] = float[](0.0, 1.0), b = p;", "p"),
        ("#define M (p * 2.0)\nconst float a = M;", "p"),
        ("#define F(x) ((x) * q)\n#define M F(p)\nconst float a = M;", "pq"),
        ("const float a = 1.0; float b = p;", ""),
        ("void f() { const float a = p; }", ""),  # no constant is needed there
        ("void f() { const int n = q; float a[n + 1]; }", "q"),
        ("void f() { const int n = q; float a[3]; a[n] = p; }", ""),
        ("float a[p];", "p"),
        ("shared vec4 tile[p][q];", "pq"),
        ("vec4[p] f(vec2 x) { return y; }", "p"),
        ("void f(const float a, const in vec2 b) { float c = p; }", ""),
        ("void f() { switch (n) { case p: break; default: n = q; } }", "p"),
        ("layout(local_size_x = p) in;", "p"),
        ("struct S { float x[p]; };", "p"),
        ("void f() { float x = a[q][p] + g[p].y; return b[p]; }", ""),
        ("const S a = S(p, 1.0);", "p"),
        ("vec4 f() { return textureOffset(t, x, ivec2(0, p), q); }", "p"),
        ("vec4 f() { return textureLodOffset(t, x, q, ivec2(1, 0)); }", ""),
        ("vec4 f() { return texelFetchOffset(t, x, q, g(p, 1)); }", "p"),
        ("#define O ivec2(q)\nvec4 f() { return textureGatherOffsets(t, x, O, p); }", "pq"),
        ("vec4 f() { return MAIN_gather(vec2(q), p); }", "p"),
        ("vec4 f() { return textureGather(t, vec2(q)) + texture(t, x, p); }", ""),
        ("// const float a = p;\n/* float a[q]; */", ""),
        ("const float a = p", "p"),  # whatever is broken ends somewhere
        ("const const = ; case case [[ ((", ""),
    ],
)
def test_what_constants_come_from(source: str, found: str) -> None:
    assert constant_names(source, frozenset("pq")) == frozenset(found)


@pytest.mark.parametrize(
    "part", ["const float a = p;", "float a[", "case ", "const a = (", "b_gather(a,"]
)
def test_constants_of_long_sources_take_linear_time(part: str) -> None:
    source = part * 10_000 + "; const float a = p;"
    started = time.process_time()
    assert constant_names(source, frozenset("pq")) <= {"p"}
    assert time.process_time() - started < 5
