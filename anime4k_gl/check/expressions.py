"""Rules about size expressions: WIDTH, HEIGHT and WHEN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..usershader import Expression, Span
from ..usershader.expression import Constant, ExpressionToken, Name, Operator
from ..usershader.fragment import quoted
from .model import ENGINES, OLD_VO_GPU, VO_GPU, Note, Rule, Severity
from .shaderfile import PassView, ShaderFile, arguments

TOKEN_LIMIT = 32
"""The tokens of an expression in vo_gpu, and in libplacebo before April 2026."""

_SIGNED = re.compile(r"[-+]\.?[0-9]")
_LOGIC = {"&": "multiply with *", "|": "add with +"}


def long_expression(file: ShaderFile) -> Iterator[Note]:
    """An expression has at most 32 tokens in vo_gpu."""
    for _, expression in _expressions(file):
        if len(expression.tokens) > TOKEN_LIMIT:
            yield Note(
                expression.tokens[TOKEN_LIMIT].span,
                f"the expression has {len(expression.tokens)} tokens; vo=gpu, and libplacebo "
                f"before April 2026, refuse more than {TOKEN_LIMIT}",
                ENGINES,
            )


def tab_in_expression(file: ShaderFile) -> Iterator[Note]:
    """Only the space separates tokens; a tab is part of the one it is in."""
    for _, expression in _expressions(file):
        for token in expression.tokens:
            tab = token.text.find("\t")
            if tab >= 0:
                harmless = isinstance(token, Constant | Operator)
                yield Note(
                    Span(token.span.start + tab, token.span.start + tab + 1),
                    f"a tab does not separate: {quoted(token.text)} is one token",
                    ENGINES,
                    Severity.WARNING if harmless else Severity.ERROR,
                )


def negative_number(file: ShaderFile) -> Iterator[Note]:
    """There are no signed numbers: ``-1`` subtracts, the 1 being ignored."""
    for _, expression in _expressions(file):
        for token in expression.tokens:
            if _SIGNED.match(token.text):
                symbol = token.text[0]
                what = "a subtraction" if symbol == "-" else "an addition"
                message = f"{quoted(token.text)} is {what}; write 0 1 - for a negative number"
                yield Note(token.span, message, ENGINES)


def operator_suffix(file: ShaderFile) -> Iterator[Note]:
    """Only the first character of an operator counts: ``>=`` is ``>``, and ``==`` luckily ``=``."""
    for _, expression in _expressions(file):
        for token in expression.tokens:
            plain = isinstance(token, Operator) and "\t" not in token.text
            if plain and len(token.text) > 1 and not _SIGNED.match(token.text):
                message = f"{quoted(token.text)} is read as {token.text[0]}, the rest is ignored"
                severity = Severity.INFO if token.text == "==" else Severity.WARNING
                yield Note(token.span, message, ENGINES, severity)


def leading_point(file: ShaderFile) -> Iterator[Note]:
    """A number starts with a digit: 0.5, not .5."""
    for _, expression in _expressions(file):
        for token in _names(expression):
            if re.match(r"\.[0-9]", token.text):
                message = f"{quoted(token.text)} is no number; write 0{token.text[:20]}"
                yield Note(token.span, message, ENGINES, Severity.ERROR)


def unknown_name(file: ShaderFile) -> Iterator[Note]:
    """A word is a size, an operator, a number, a PARAM of the file or a member of an ENUM."""
    broken = any(block is None for block in file.blocks)  # it may have been a PARAM
    for _, expression in _expressions(file):
        for token in _names(expression):
            word = token.text
            if word in file.values or broken or re.match(r"\.[0-9]", word):
                continue
            message = f"{quoted(word)} is no size, operator or number, nor a PARAM of this file"
            if word[0] in _LOGIC:
                message = f"there is no operator {quoted(word)}; {_LOGIC[word[0]]} instead"
            yield Note(token.span, message, ENGINES, Severity.ERROR)


def param_in_expression(file: ShaderFile) -> Iterator[Note]:
    """vo_gpu knows parameters in expressions from master on. Said once a file."""
    for _, expression in _expressions(file):
        for token in _names(expression):
            if token.text in file.values:
                message = "mpv up to 0.41 knows no parameters in expressions and drops the file"
                yield Note(token.span, message, OLD_VO_GPU)
                return


def malformed_expression(file: ShaderFile) -> Iterator[Note]:
    """Every operator finds its operands, and one value is left at the end."""
    for view, expression in _expressions(file):
        depth = 0
        for token in expression.tokens:
            unknown = isinstance(token, Name) and token.text not in file.values
            if unknown or "\t" in token.text or _SIGNED.match(token.text):
                break  # which has a finding of its own
            needs = (1 if token.symbol == "!" else 2) if isinstance(token, Operator) else 0
            if depth < needs:
                message = f"{quoted(token.text)} needs {needs} values and finds {depth}"
                yield _malformed(view, token.span, message)
                break
            depth += 1 - needs
        else:
            if depth != 1:
                message = f"the expression leaves {depth} values where one is expected"
                yield _malformed(view, expression.span, message)


def _malformed(view: PassView, span: Span, message: str) -> Note:
    when = view.block.when
    at_when = when is not None and when.span.start <= span.start <= when.span.end
    effect = "the pass never runs" if at_when else "vo=gpu makes it 1 and libplacebo drops the file"
    return Note(span, f"{message}: {effect}", ENGINES, Severity.ERROR)


def repeated_expression(file: ShaderFile) -> Iterator[Note]:
    """A second WIDTH, HEIGHT or WHEN does not clear the tail of a longer first one."""
    for view in file.passes:
        for keyword in ("WIDTH", "HEIGHT", "WHEN"):
            longest = 0
            for directive in arguments(view.block, keyword):
                count = len([word for word in directive.argument.split(" ") if word])
                if 0 < count < longest:
                    message = f"players keep the end of the longer {keyword} above behind this one"
                    yield Note(directive.argument_span, message, VO_GPU)
                longest = max(longest, count)


def _expressions(file: ShaderFile) -> Iterator[tuple[PassView, Expression]]:
    for view in file.passes:
        for expression in (view.block.width, view.block.height, view.block.when):
            if expression is not None:
                yield view, expression


def _names(expression: Expression) -> Iterator[ExpressionToken]:
    for token in expression.tokens:
        if isinstance(token, Name) and "\t" not in token.text:
            yield token


RULES: dict[str, Rule] = {
    "long-expression": long_expression,
    "tab-in-expression": tab_in_expression,
    "negative-number": negative_number,
    "operator-suffix": operator_suffix,
    "leading-point": leading_point,
    "unknown-name": unknown_name,
    "param-in-expression": param_in_expression,
    "malformed-expression": malformed_expression,
    "repeated-expression": repeated_expression,
}
