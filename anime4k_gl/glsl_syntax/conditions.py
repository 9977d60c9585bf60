"""Constant expressions: those of ``#if``, and those of the language that need no variables."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence

from .expansion import Budget, expanded
from .macros import Macro
from .tokens import is_blank, is_name, words

Number = float | int

_MOST_DIGITS = 400
_LARGEST = 2**64


def condition(
    text: str,
    macros: Mapping[str, Macro],
    names: Mapping[str, Number],
    budget: Budget | None = None,
) -> Number | None:
    """Return the value of what stands behind ``#if``; None where it is not known.

    Parameters
    ----------
    names : values of names that are no macros
    budget : see `expanded`
    """
    tokens = expanded(_defined(words(text), macros), macros, budget).pieces
    return value([token for token in tokens if not is_blank(token)], names)


def _defined(tokens: Sequence[str], macros: Mapping[str, Macro]) -> list[str]:
    """Return a condition's tokens with ``defined`` answered, before macros are replaced."""
    out: list[str] = []
    at = 0
    while at < len(tokens):
        at += 1
        if tokens[at - 1] != "defined":
            out.append(tokens[at - 1])
            continue
        bracketed = list(tokens[at : at + 1]) == ["("]
        name = next(iter(tokens[at + bracketed : at + bracketed + 1]), "")
        out.append("1" if name in macros else "0")
        at += 3 if bracketed else 1
    return out


def number(token: str) -> Number | None:
    """Return the value of a number as GLSL writes it; None for anything else."""
    if len(token) > _MOST_DIGITS or not (token[:1].isdigit() or token[:1] == "."):
        return None
    text = token.lower()
    whole = text.removesuffix("u")
    try:
        if text.startswith("0x"):
            found = int(whole, 16)
        elif whole.isdigit():
            found = int(whole, 8 if whole.startswith("0") else 10)
        else:
            return float(text.removesuffix("f").rstrip("lh"))
    except ValueError:
        return None
    return found if found <= _LARGEST else None


def value(tokens: Sequence[str], names: Mapping[str, Number]) -> Number | None:
    """Return the value of a constant expression of numbers and names; None where it is not one.

    An operand that is not known leaves ``&&`` and ``||`` known where the other one decides.

    Parameters
    ----------
    tokens : without blanks and comments
    names : values of names
    """
    evaluation = _Evaluation(names)
    try:
        for index, token in enumerate(tokens):
            evaluation.read(token, list(tokens[index + 1 : index + 2]) == ["("])
        return evaluation.result()
    except (ValueError, IndexError):
        return None


def _divided(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int):
        quotient = abs(a) // abs(b)
        return quotient if (a < 0) == (b < 0) else -quotient
    return a / b


def _remainder(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int):
        return a - b * int(_divided(a, b))
    return math.fmod(a, b)


def _whole(function: Callable[[int, int], int]) -> Callable[[Number, Number], Number]:
    def of_whole(a: Number, b: Number) -> Number:
        if not (isinstance(a, int) and isinstance(b, int)):
            raise TypeError
        return function(a, b)

    return of_whole


def _shifted(function: Callable[[int, int], int]) -> Callable[[Number, Number], Number]:
    def shift(a: int, b: int) -> int:
        if not 0 <= b < 64:
            raise ValueError
        return function(a, b)

    return _whole(shift)


_BINARY: dict[str, tuple[int, Callable[[Number, Number], Number]]] = {
    "*": (9, operator.mul), "/": (9, _divided), "%": (9, _remainder),
    "+": (8, operator.add), "-": (8, operator.sub),
    "<<": (7, _shifted(operator.lshift)), ">>": (7, _shifted(operator.rshift)),
    "<": (6, operator.lt), ">": (6, operator.gt), "<=": (6, operator.le), ">=": (6, operator.ge),
    "==": (5, operator.eq), "!=": (5, operator.ne),
    "&": (4, _whole(operator.and_)), "^": (3, _whole(operator.xor)), "|": (2, _whole(operator.or_)),
}  # fmt: skip
_BINDING = {name: strength for name, (strength, _) in _BINARY.items()} | {"&&": 1, "||": 0}
_UNARY: dict[str, Callable[[Number], Number]] = {
    "+": operator.pos,
    "-": operator.neg,
    "!": operator.not_,
    "~": lambda a: _whole(operator.xor)(a, -1),
    "int": int,
    "uint": int,
    "float": float,
}
_CASTS = frozenset({"int", "uint", "float"})
_TIGHTEST = 10  # how unary operators bind


class _Evaluation:
    """An expression read from left to right, without recursion: it may be nested as deep as it is.

    Operators wait until one comes that binds less.
    """

    def __init__(self, names: Mapping[str, Number]) -> None:
        self._names = names
        self._values: list[Number | None] = []
        self._waiting: list[tuple[str, int]] = []  # operators and how they bind; "(" binds -1
        self._operand = True  # one comes next

    def read(self, token: str, called: bool) -> None:
        """Take the next token; `called` is whether a parenthesis opens behind it."""
        if not self._operand:
            if token == ")":
                self._close()
            else:
                self._binary(token)
        elif token == "(":
            self._waiting.append((token, -1))
        elif (token in _UNARY and token not in _CASTS) or (token in _CASTS and called):
            self._waiting.append((token, _TIGHTEST))
        elif called:
            raise ValueError("a call")
        else:
            known = number(token)
            if known is None and not is_name(token):
                raise ValueError(token)
            self._values.append(self._names.get(token) if known is None else known)
            self._operand = False

    def result(self) -> Number | None:
        self._settle(0)
        if self._operand or self._waiting or len(self._values) != 1:
            raise ValueError("incomplete expression")
        return self._values[0]

    def _binary(self, token: str) -> None:
        if token not in _BINDING:
            raise ValueError(token)
        self._settle(_BINDING[token])
        self._waiting.append((token, _BINDING[token]))
        self._operand = True

    def _close(self) -> None:
        self._settle(0)
        if self._waiting.pop()[0] != "(":
            raise ValueError("a parenthesis")

    def _settle(self, strength: int) -> None:
        """Apply the waiting operators that bind at least as much, up to a parenthesis."""
        while self._waiting and self._waiting[-1][1] >= strength:
            name, binds = self._waiting.pop()
            right = self._values.pop()
            if binds == _TIGHTEST:
                self._values.append(_computed(_UNARY[name], right))
            elif name in ("&&", "||"):
                self._values.append(_decided(name, self._values.pop(), right))
            else:
                self._values.append(_computed(_BINARY[name][1], self._values.pop(), right))


def _computed(function: Callable[..., Number], *operands: Number | None) -> Number | None:
    if None in operands:
        return None
    try:
        result = function(*operands)
    except (ArithmeticError, ValueError, TypeError):
        return None
    return result if isinstance(result, float) or abs(result) <= _LARGEST else None


def _decided(name: str, left: Number | None, right: Number | None) -> bool | None:
    decisive = name == "||"
    for operand in (left, right):
        if operand is not None and bool(operand) == decisive:
            return decisive
    return None if left is None or right is None else not decisive
