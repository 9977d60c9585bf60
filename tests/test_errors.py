"""Shader errors: the excerpt of a line that a terminal could not take whole."""

from __future__ import annotations

from anime4k_gl.errors import UserShaderError


def shown(line: str, column: int, width: int = 1) -> list[str]:
    error = UserShaderError(
        "wrong", filename="f", line=7, column=column, source_line=line, width=width
    )
    return str(error).split("\n")


def test_caret_stands_below_the_fault() -> None:
    assert shown("\t//!FOO x", 5, 3) == ["f:7:5: wrong", " 7 | \t//!FOO x", "   | \t   ^^^"]


def test_long_line_is_cut_around_the_fault() -> None:
    head, excerpt, caret = shown("a" * 5000 + "X" + "b" * 5000, 5001)
    assert head == "f:7:5001: wrong"
    assert excerpt == " 7 | ..." + "a" * 80 + "X" + "b" * 79 + "..."
    assert excerpt[caret.index("^")] == "X"


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert shown("ab\x1b[31mcd\x00", 3)[1] == " 7 | ab\N{REPLACEMENT CHARACTER}[31mcd" + (
        "\N{REPLACEMENT CHARACTER}"
    )
