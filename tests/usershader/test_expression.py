"""Size expressions: tokens, arithmetic in 32-bit floats, failures and the explained text."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anime4k_gl.errors import Anime4KError, UserShaderError
from anime4k_gl.formats import Size
from anime4k_gl.usershader import Expression, ExpressionFailure, parse_user_shader
from anime4k_gl.usershader.expression import Constant, Name, Operator, SizeReference

SIZES = {"MAIN": Size(1920, 1080), "OUTPUT": Size(3840, 2160), "HOOKED": Size(63, 47)}
VALUES = {"strength": 0.3, "MODE": 2, "-": 7.0}


def float32(value: float) -> float:
    """Round to 32 bits; beyond their range, infinity: the native format does not check."""
    rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    return rounded


def evaluate(text: str, **options: bool) -> float:
    return Expression.parse(text).evaluate(SIZES.get, VALUES, **options)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # size references, before anything else a token may look like
        ("MAIN.w", 1920),
        ("MAIN.width", 1920),
        ("MAIN.h", 1080),
        ("MAIN.height", 1080),
        # constants: what strtof reads at the token's start
        ("2", 2),
        ("1.5", float32(1.5)),
        ("1.", 1),
        ("0.1", float32(0.1)),
        ("1e3", 1000),
        ("1E+3", 1000),
        ("1e", 1),
        ("12e-", 12),
        ("3junk", 3),
        ("1.2.3", float32(1.2)),
        ("0x10", 16),
        ("0X1.8p+3", 12),
        ("0x.8", 0.5),
        ("0x", 0),
        ("0x1p", 1),
        ("1.5\t2", 1.5),  # a tab does not separate
        ("16777217", 16777216),  # rounded to a 32-bit float
        # names
        ("strength", float32(0.3)),
        ("MODE", 2),
        # binary operators: the first operand is the deeper one
        ("7 2 +", 9),
        ("7 2 -", 5),
        ("7 2 *", 14),
        ("7 2 /", 3.5),
        ("7 2 %", 1),
        ("0 7 - 3 %", -1),  # the sign of the dividend
        ("7 0 3 - %", 1),
        ("5.5 2 %", 1.5),
        ("7 2 >", 1),
        ("2 7 >", 0),
        ("2 2 >", 0),
        ("2 7 <", 1),
        ("7 2 <", 0),
        ("2 2 <", 0),
        ("2 2 =", 1),
        ("2 3 =", 0),
        ("1 1.0000005 =", 0),
        # unary
        ("0 !", 1),
        ("2 !", 0),
        ("0.3 !", 0),
        ("0 0 1 - * !", 1),  # -0 is 0
        # only the first character of an operator counts
        ("2 2 ==", 1),
        ("3 2 -1", 1),
        ("3 2 *foo", 6),
        ("2 3 >=", 0),
        ("0 !!", 1),
        # every intermediate is rounded to a 32-bit float
        ("16777216 1 + 1 +", 16777216),
        ("1 3 /", float32(1 / 3)),
        ("0.1 0.2 + 0.3 =", float(float32(float32(0.1) + float32(0.2)) == float32(0.3))),
        # extra spaces separate nothing
        ("  7   2  + ", 9),
        # as shaders have it
        ("OUTPUT.w MAIN.w / 1.200 > OUTPUT.h MAIN.h / 1.200 > *", 1),
        ("HOOKED.w 2 /", 31.5),
    ],
)
def test_value(text: str, value: float) -> None:
    assert evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "exact", "tolerant"),
    [
        ("1 1 =", 1, 1),
        ("1 1.0000005 =", 0, 1),
        ("1 1.00001 =", 0, 0),
        ("1000000 1000001 =", 0, 1),
        ("0 0 =", 1, 1),
        # The tolerance is a share of the larger operand, so negative ones are never equal.
        ("0 2 - 0 2 - =", 1, 0),
    ],
)
def test_equality_of_both_players(text: str, exact: float, tolerant: float) -> None:
    assert evaluate(text) == exact
    assert evaluate(text, tolerant_equality=True) == tolerant


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LUT.w", "unknown texture 'LUT'"),
        (".w", "unknown texture ''"),
        ("-1.w", "unknown texture '-1'"),
        ("strong", "unknown name 'strong'"),
        (".5", "unknown name '.5'"),
        ("main.W", "unknown name 'main.W'"),
        ("MAIN.w\t2", r"unknown name 'MAIN.w\t2'"),
        ("n" * 50, f"unknown name '{'n' * 37}...'"),
        ("-1", "stack underflow at '-'"),
        ("1 +", "stack underflow at '+'"),
        ("!", "stack underflow at '!'"),
        ("1 2 3 +", "expected 1 value at the end, found 2"),
        ("1 0 /", "division by zero gives inf"),
        ("0 1 - 0 /", "division by zero gives -inf"),
        ("1 0 0 1 - * /", "division by zero gives -inf"),
        ("0 0 /", "division by zero gives nan"),
        ("1 0 %", "division by zero gives nan"),
        ("1e30 1e30 *", "1e+30 * 1e+30 gives inf"),
        ("0 3e38 - 3e38 -", "-3e+38 - 3e+38 gives -inf"),
        ("1e39", "'1e39' is inf"),
        ("1e999999999", "'1e999999999' is inf"),
        ("0x1p200", "'0x1p200' is inf"),
        ("0x1p99999999999999999999", "'0x1p99999999999999999999' is inf"),
    ],
)
def test_failure(text: str, message: str) -> None:
    with pytest.raises(ExpressionFailure) as caught:
        evaluate(text)
    assert str(caught.value) == message
    assert isinstance(caught.value, Anime4KError)


def test_an_infinite_parameter_fails() -> None:
    with pytest.raises(ExpressionFailure) as caught:
        Expression.parse("p").evaluate(SIZES.get, {"p": math.nan})
    assert str(caught.value) == "'p' is nan"


def test_a_failure_in_an_operand_that_does_not_matter_is_one() -> None:
    with pytest.raises(ExpressionFailure) as caught:
        evaluate("1 0 / 0 *")
    assert str(caught.value) == "division by zero gives inf"


def test_an_expression_without_tokens_has_no_value() -> None:
    with pytest.raises(ExpressionFailure) as caught:
        Expression("", ()).evaluate(SIZES.get, VALUES)
    assert str(caught.value) == "expected 1 value at the end, found 0"


def test_tokens() -> None:
    expression = Expression.parse(" MAIN.w 2x  -1 name .h")
    assert expression.tokens == (
        SizeReference("MAIN.w", "MAIN", 0),
        Constant("2x", 2.0),
        Operator("-1", "-"),
        Name("name"),
        SizeReference(".h", "", 1),
    )
    assert expression.text == str(expression) == "MAIN.w 2x -1 name .h"


def test_tokens_know_their_places() -> None:
    text = "//!HOOK MAIN\n//!WHEN OUTPUT.w  MAIN.w >\n"
    (block,) = parse_user_shader(text).passes
    assert block.when is not None
    spans = [block.when.span, *(token.span for token in block.when.tokens)]
    assert [text[span.start : span.end] for span in spans] == [
        "OUTPUT.w  MAIN.w >",
        "OUTPUT.w",
        "MAIN.w",
        ">",
    ]


def test_expressions_are_equal_however_they_are_spaced() -> None:
    assert Expression.parse("1 2 +") == Expression.parse(" 1  2 + ")
    assert Expression.parse("A.w") != Expression.parse("A.width")


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("OUTPUT.w MAIN.w / 1.2 >", "OUTPUT.w=3840 MAIN.w=1920 / 1.2 >"),
        ("OUTPUT.w LUT.w /", "OUTPUT.w=3840 LUT.w=? /"),
        ("strength MODE other *", "strength=0.3 MODE=2 other=? *"),
    ],
)
def test_explain(text: str, explained: str) -> None:
    assert Expression.parse(text).explain(SIZES.get, VALUES) == explained


def test_explain_writes_whole_numbers_in_full() -> None:
    explained = Expression.parse("A.w").explain(lambda name: Size(16777217, 1), {})
    assert explained == "A.w=16777217"


def test_sixty_four_tokens_are_the_limit() -> None:
    Expression.parse("1 " * 64)
    with pytest.raises(UserShaderError) as caught:
        Expression.parse("1 " * 65)
    assert caught.value.message == "expected at most 64 tokens in an expression, found 65"
    assert (caught.value.line, caught.value.column) == (1, 129)


def test_parse_wants_an_expression() -> None:
    with pytest.raises(UserShaderError) as caught:
        Expression.parse("  ")
    assert caught.value.message == "expected an expression, found '  '"


FLOATS = st.floats(width=32, min_value=0, allow_infinity=False)


@settings(deadline=None)
@given(FLOATS, FLOATS, st.sampled_from("+-*/%<>="))
def test_arithmetic_is_that_of_32_bit_floats(a: float, b: float, operator: str) -> None:
    exact: Callable[[], float] = {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "/": lambda: a / b,
        "%": lambda: math.fmod(a, b),
        "<": lambda: float(a < b),
        ">": lambda: float(a > b),
        "=": lambda: float(a == b),
    }[operator]
    try:
        expected = float32(exact())
    except (ZeroDivisionError, ValueError):
        expected = math.nan
    expression = Expression.parse(f"a b {operator}")
    if math.isfinite(expected):
        assert expression.evaluate(SIZES.get, {"a": a, "b": b}) == expected
    else:
        with pytest.raises(ExpressionFailure):
            expression.evaluate(SIZES.get, {"a": a, "b": b})


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789.eExXpP+-*/%<>=! wh\tA\n\0é")))
def test_any_text_has_a_value_or_one_of_two_errors(text: str) -> None:
    try:
        expression = Expression.parse(text)
        assert math.isfinite(expression.evaluate(SIZES.get, VALUES))
    except (UserShaderError, ExpressionFailure):
        return
    assert Expression.parse(expression.text) == expression
