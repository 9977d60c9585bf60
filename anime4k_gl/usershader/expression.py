"""Size expressions: the reverse Polish notation of ``WIDTH``, ``HEIGHT`` and ``WHEN``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import field

from ..errors import Anime4KError
from ..formats import Size
from ..lazy.dataclass import dataclass
from .float32 import leading_float, to_float32
from .fragment import Fragment, quoted
from .source import NOWHERE, SourceText, Span

TOKEN_LIMIT = 64
"""The most tokens an expression may have: libplacebo's limit. mpv's vo_gpu stops at 32."""

Sizes = Callable[[str], "Size | None"]
"""Looks up a texture's size by name; None if there is no such texture at that point."""


class ExpressionFailure(Anime4KError):
    """An expression has no value; the message says why in one line.

    Not an error in the shader's text: a texture that is missing at one hook point exists at
    another. The planner decides the consequence: the pass is skipped, or the size becomes 1.
    """


@dataclass(frozen=True, slots=True)
class ExpressionToken:
    """One word of an expression."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class SizeReference(ExpressionToken):
    """``NAME.w``, ``NAME.width``, ``NAME.h`` or ``NAME.height``: one side of a texture."""

    texture: str
    axis: int
    """0 is the width, 1 the height."""


@dataclass(frozen=True, slots=True)
class Operator(ExpressionToken):
    """A word that starts with one of ``+ - * / % > < = !``; the rest of it is ignored."""

    symbol: str


@dataclass(frozen=True, slots=True)
class Constant(ExpressionToken):
    """A word that starts with a digit: an unsigned number; text behind it is ignored."""

    value: float


@dataclass(frozen=True, slots=True)
class Name(ExpressionToken):
    """Any other word: a ``//!PARAM``, or a member of an ``ENUM``."""


@dataclass(frozen=True)
class Expression:
    """A size expression in reverse Polish notation.

    Attributes
    ----------
    text : the tokens with one space between them
    tokens : what to push and apply, in order
    span : its place in the shader's text
    """

    text: str
    tokens: tuple[ExpressionToken, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Return the expression with this text, for code that builds shaders.

        Raises `UserShaderError` for one without tokens or with too many.
        """
        fragment = Fragment(SourceText(text, "<expression>"), 0, len(text))
        expression = read_expression(fragment)
        if expression is None:
            raise fragment.expected("an expression")
        return expression

    def evaluate(
        self,
        sizes: Sizes,
        values: Mapping[str, float],
        *,
        tolerant_equality: bool = False,
    ) -> float:
        """Return the expression's value, computed in 32-bit floats as the players do.

        Parameters
        ----------
        sizes : a texture's size by name, None where it does not exist
        values : the parameters and enum members by name
        tolerant_equality : compare with ``=`` as libplacebo does, within a millionth of the larger
            operand; otherwise exactly, as vo_gpu does

        Raises
        ------
        ExpressionFailure : an unknown name, a missing or left-over operand, or a number that is
            not finite on the way
        """
        stack: list[float] = []
        for token in self.tokens:
            if isinstance(token, Operator):
                _apply(token.symbol, stack, tolerant_equality)
            else:
                stack.append(_operand(token, sizes, values))
        if len(stack) != 1:
            raise ExpressionFailure(f"expected 1 value at the end, found {len(stack)}")
        return stack[0]

    def explain(self, sizes: Sizes, values: Mapping[str, float]) -> str:
        """Return the text with its values: ``OUTPUT.w=1920 MAIN.w=? / 1.2 >``."""
        return " ".join(_explained(token, sizes, values) for token in self.tokens)


_AXES = ((".w", 0), (".width", 0), (".h", 1), (".height", 1))
_SPACED = re.compile(r"[^ ]+")


def read_expression(argument: Fragment) -> Expression | None:
    """Expression = [token {" " token}], at most 64 of them; an empty one is None, the default.

    Only spaces separate tokens: a tab is part of its token.
    """
    matches = list(_SPACED.finditer(argument.text))
    if not matches:
        return None
    if len(matches) > TOKEN_LIMIT:
        extra = argument.part(*matches[TOKEN_LIMIT].span())
        raise extra.error(
            f"expected at most {TOKEN_LIMIT} tokens in an expression, found {len(matches)}"
        )
    tokens = tuple(_token(argument.part(*match.span())) for match in matches)
    return Expression(" ".join(token.text for token in tokens), tokens, argument.span)


def _token(word: Fragment) -> ExpressionToken:
    """Token = NAME ".w" | ".width" | ".h" | ".height"; operator; constant; or a name.

    The suffix decides first, then the first character.
    """
    text, span = word.text, word.span
    for suffix, axis in _AXES:
        if text.endswith(suffix):
            return SizeReference(text, text.removesuffix(suffix), axis, span=span)
    if text[0] in _BINARY or text[0] == "!":
        return Operator(text, text[0], span=span)
    if text[0] in "0123456789":
        return Constant(text, leading_float(text), span=span)
    return Name(text, span=span)


def _operand(token: ExpressionToken, sizes: Sizes, values: Mapping[str, float]) -> float:
    if isinstance(token, Constant):
        value: float | None = token.value
    else:
        value = _looked_up(token, sizes, values)
    if value is None:
        what = "texture" if isinstance(token, SizeReference) else "name"
        shown = token.texture if isinstance(token, SizeReference) else token.text
        raise ExpressionFailure(f"unknown {what} {quoted(shown)}")
    value = to_float32(value)
    if not math.isfinite(value):
        raise ExpressionFailure(f"{quoted(token.text)} is {value}")
    return value


def _looked_up(token: ExpressionToken, sizes: Sizes, values: Mapping[str, float]) -> float | None:
    if isinstance(token, SizeReference):
        size = sizes(token.texture)
        return None if size is None else tuple(size)[token.axis]
    return values.get(token.text)


def _explained(token: ExpressionToken, sizes: Sizes, values: Mapping[str, float]) -> str:
    if isinstance(token, Constant | Operator):
        return token.text
    value = _looked_up(token, sizes, values)
    # A whole number in full: a width of 16777217 is not 1.677722e+07.
    shown = "?" if value is None else f"{value}" if isinstance(value, int) else f"{value:.7g}"
    return f"{token.text}={shown}"


def _apply(symbol: str, stack: list[float], tolerant_equality: bool) -> None:
    """Replace an operator's operands at the top of `stack` by its result."""
    if len(stack) < (1 if symbol == "!" else 2):
        raise ExpressionFailure(f"stack underflow at '{symbol}'")
    top = stack.pop()
    if symbol == "!":
        stack.append(float(top == 0))
        return
    below = stack.pop()
    if symbol == "=" and tolerant_equality:
        stack.append(float(abs(to_float32(below - top)) <= 1e-6 * max(below, top)))
        return
    # For +, -, * and / of 32-bit floats, rounding by way of 64 bits rounds correctly.
    result = to_float32(_BINARY[symbol](below, top))
    if not math.isfinite(result):
        divides = symbol in "/%" and top == 0
        what = "division by zero" if divides else f"{below:.7g} {symbol} {top:.7g}"
        raise ExpressionFailure(f"{what} gives {result}")
    stack.append(result)


def _divide(below: float, top: float) -> float:
    if top:
        return below / top
    return math.nan if below == 0 else math.copysign(math.inf, below) * math.copysign(1.0, top)


def _remainder(below: float, top: float) -> float:
    return math.fmod(below, top) if top else math.nan


_BINARY: dict[str, Callable[[float, float], float]] = {
    "+": lambda below, top: below + top,
    "-": lambda below, top: below - top,
    "*": lambda below, top: below * top,
    "/": _divide,
    "%": _remainder,
    ">": lambda below, top: float(below > top),
    "<": lambda below, top: float(below < top),
    "=": lambda below, top: float(below == top),
}
