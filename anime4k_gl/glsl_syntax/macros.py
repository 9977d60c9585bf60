"""Macros as they are defined and called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..lazy.dataclass import dataclass
from .code import PreprocessorDirective
from .tokens import BLANKS, is_blank, pieces

_DEFINITION = re.compile(
    r"(?P<name>[A-Za-z_][A-Za-z_0-9]*)(?:\((?P<parameters>[^)]*)\))?(?P<text>.*)", re.DOTALL
)
_SPACE = re.compile(f"[{BLANKS}]+")


@dataclass(frozen=True, slots=True)
class Macro:
    """A ``#define``.

    Attributes
    ----------
    parameters : None where it takes none and is written without parentheses
    tokens : what it stands for, with a single blank wherever there are any
    """

    parameters: tuple[str, ...] | None
    tokens: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The tokens without blanks."""
        return [token for token in self.tokens if not is_blank(token)]

    @classmethod
    def from_text(cls, text: str) -> Macro:
        """Return a macro without parameters."""
        return cls(None, tuple(pieces(_SPACE.sub(" ", text).strip(BLANKS))))


def definition(define: PreprocessorDirective) -> tuple[str, Macro] | None:
    """Return the name and the macro of a ``#define``; None where it is not well formed."""
    match = _DEFINITION.match(define.rest)
    if match is None:
        return None
    listed = match["parameters"]
    parameters = None
    if listed is not None:
        parameters = tuple(p.strip(BLANKS) for p in listed.split(",")) if listed.strip() else ()
    return match["name"], Macro(parameters, Macro.from_text(match["text"]).tokens)


def call_arguments(words: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Return a macro call's arguments and the place behind them.

    As in C, a comma counts within brackets and braces, too. What nothing closes goes to the end.

    Parameters
    ----------
    words : tokens
    at : where the parenthesis opens
    """
    arguments: list[list[str]] = [[]]
    depth = 0
    for index in range(at, len(words)):
        word = words[index]
        depth += (word == "(") - (word == ")")
        if depth == 0:
            return arguments, index + 1
        if word == "," and depth == 1:
            arguments.append([])
        elif index > at:
            arguments[-1].append(word)
    return arguments, len(words)
