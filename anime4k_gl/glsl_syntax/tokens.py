"""GLSL as tokens; HLSL's are near enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .splices import Spliced

BLANKS = " \t\r\n\f\v"

_SUFFIX = "(?:lf|LF|hf|HF|[fF])"
_EXPONENT = "[eE][+-]?[0-9]+"
_KINDS = {
    "blank": f"[{BLANKS}]+",
    "comment": r"//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)",
    "name": "[A-Za-z_][A-Za-z_0-9]*",
    "float": (
        rf"(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:{_EXPONENT})?{_SUFFIX}?"
        rf"|[0-9]+(?:{_EXPONENT}{_SUFFIX}?|lf|LF|hf|HF|[fF](?![A-Za-z_0-9]))"
    ),
    "unsigned": "(?:0[xX][0-9a-fA-F]+|[0-9]+)[uU]",
    "int": "0[xX][0-9a-fA-F]+|[0-9]+",
    "mark": (
        r"<<=|>>=|[-+*/%<>=!&|^]=|\+\+|--|&&|\|\||\^\^|<<|>>|\#\#"
        r"|[-+*/%<>=!&|^~?:;,.(){}\[\]#]"
    ),
    "other": "(?s:.)",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_PIECE = re.compile("|".join(_KINDS.values()))


class Token(NamedTuple):
    """One token.

    Attributes
    ----------
    kind : ``name`` (keywords too), ``float``, ``unsigned``, ``int``, ``mark``, ``blank``,
        ``comment``, or ``other``: a character that GLSL has no use for
    text : as the compiler reads it, without line continuations
    start, end : where it stands in the source
    """

    kind: str
    text: str
    start: int
    end: int


def tokenise(source: str) -> Iterator[Token]:
    """Yield all tokens; each starts where the one before it ends.

    A line continuation belongs to the token around it; between two tokens it is a blank.
    """
    spliced = Spliced(source)
    at = 0
    for match in _TOKEN.finditer(spliced.text):
        start, end = spliced.start(match.start()), spliced.end(match.end())
        if start > at:
            yield Token("blank", "", at, start)
        yield Token(match.lastgroup or "", match[0], start, end)
        at = end
    if at < len(source):
        yield Token("blank", "", at, len(source))


def matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a text without line continuations; the group's name is the kind."""
    return _TOKEN.finditer(text)


def pieces(text: str) -> list[str]:
    """Return a text's tokens as strings, blanks and comments among them; joined they are it."""
    return _PIECE.findall(text)


def words(text: str) -> list[str]:
    """Return a text's tokens as strings, without blanks and comments."""
    return [piece for piece in _PIECE.findall(text) if not is_blank(piece)]


def is_name(piece: str) -> bool:
    """Return whether a token is an identifier or a keyword."""
    return (piece[:1].isalpha() and piece[0].isascii()) or piece[:1] == "_"


def is_blank(piece: str) -> bool:
    """Return whether a token is white space or a comment."""
    return piece[:1] in BLANKS or piece.startswith(("//", "/*"))
