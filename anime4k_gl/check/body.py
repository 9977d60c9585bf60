"""A pass's GLSL as tokens: enough to see what is called and declared, far from a compiler.

Preprocessor lines are kept apart and nothing is expanded. Time and memory are linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ..usershader import Span

_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\r\n\f\v]+ | //[^\n]* | /\*(?:.*?\*/|.*\Z) | \\\r?\n)
  | (?P<directive>\#(?:[^\\\n]|\\\r?\n|\\)*)
  | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<float>(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?:lf|LF|hf|HF|[fF])?
             |[0-9]+(?:[eE][+-]?[0-9]+(?:lf|LF|hf|HF|[fF])?|lf|LF|hf|HF|[fF](?![A-Za-z_0-9])))
  | (?P<unsigned>(?:0[xX][0-9a-fA-F]+|[0-9]+)[uU])
  | (?P<int>0[xX][0-9a-fA-F]+|[0-9]+)
  | (?P<mark>[-+*/%<>=!&|^]=|\+\+|--|&&|\|\||<<|>>|\^\^|[-+*/%<>=!&|^~?:;,.(){}\[\]])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_COMMENT = re.compile(r"//.*|/\*(?:.*?\*/|.*\Z)", re.DOTALL)
_MACRO = re.compile(r"#[ \t]*define[ \t]+([A-Za-z_][A-Za-z_0-9]*)")
_CONDITION = re.compile(r"#[ \t]*(if|ifdef|ifndef|elif)\b")
_END = re.compile(r"#[ \t]*endif\b")


def words(text: str) -> frozenset[str]:
    """Return the set of the words in a text."""
    return frozenset(text.split())


TYPES = words(
    "void bool int uint float double half vec2 vec3 vec4 ivec2 ivec3 ivec4 uvec2 uvec3 uvec4 "
    "bvec2 bvec3 bvec4 mat2 mat3 mat4"
)
_NO_TYPE = words(
    "return else const in out inout highp mediump lowp shared uniform flat precise struct do case "
    "if for while switch layout coherent restrict readonly writeonly volatile"
)


class Token(NamedTuple):
    """One word of GLSL; `kind` is a group of the pattern above, `start` a file offset."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> Span:
        """Where it is in the file."""
        return Span(self.start, self.start + len(self.text))


class Function(NamedTuple):
    """A function: what it returns, and its braces as indices into the tokens."""

    returns: str
    name: str
    start: int
    end: int


NOTHING = Token("end", "", 0)


class Body:
    """A pass's GLSL; `offset` is where it starts in the file."""

    def __init__(self, text: str, offset: int) -> None:
        self._text, self._offset = text, offset

    @cached_property
    def _all(self) -> list[Token]:
        return [
            Token(match.lastgroup or "", match[0], self._offset + match.start())
            for match in _TOKEN.finditer(self._text)
            if match.lastgroup != "skip"
        ]

    @property
    def has_code(self) -> bool:
        """Whether there is anything but comments and blanks; it looks no further than that."""
        return any(match.lastgroup != "skip" for match in _TOKEN.finditer(self._text))

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens without comments and preprocessor lines."""
        return [token for token in self._all if token.kind != "directive"]

    @cached_property
    def directives(self) -> list[Token]:
        """The preprocessor lines, comments blanked out."""
        lines = (token for token in self._all if token.kind == "directive")
        return [t._replace(text=_COMMENT.sub(" ", t.text).rstrip()) for t in lines]

    @cached_property
    def directive_words(self) -> frozenset[str]:
        """All names in preprocessor lines."""
        return frozenset(w for line in self.directives for w in _WORD.findall(line.text))

    @cached_property
    def macros(self) -> frozenset[str]:
        """The names the body itself defines as macros."""
        matches = (_MACRO.match(line.text) for line in self.directives)
        return frozenset(match[1] for match in matches if match)

    @cached_property
    def condition_words(self) -> frozenset[str]:
        """The names that conditional compilation asks about."""
        lines = (line.text for line in self.directives if _CONDITION.match(line.text))
        return frozenset(word for line in lines for word in _WORD.findall(line))

    @cached_property
    def _conditional(self) -> tuple[list[int], list[int]]:
        """Where stretches under ``#if`` start and end."""
        starts, ends, depth = [], [], 0
        for line in self.directives:
            condition = _CONDITION.match(line.text)
            if condition and condition[1] != "elif":
                if depth == 0:
                    starts.append(line.start)
                depth += 1
            elif depth and _END.match(line.text):
                depth -= 1
                if depth == 0:
                    ends.append(line.start)
        return starts, ends

    def conditional(self, token: Token) -> bool:
        """Return whether a token stands under an ``#if``, so that it may not be compiled."""
        starts, ends = self._conditional
        at = bisect_right(starts, token.start) - 1
        return at >= 0 and (at >= len(ends) or token.start < ends[at])

    def calls(self, *names: str) -> Iterator[Token]:
        """Yield where functions that the body does not define itself are called."""
        wanted = {n for n in names if n not in self.macros and n not in self.functions_named}
        tokens = self.tokens
        for index, token in enumerate(tokens):
            if token.kind == "name" and token.text in wanted and self.at(index + 1).text == "(":
                yield token

    def at(self, index: int) -> Token:
        """Return a token by index, `NOTHING` before the first and behind the last."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    @cached_property
    def functions_named(self) -> frozenset[str]:
        """The names that stand where a function is declared: a word, a name, a parenthesis."""
        return frozenset(
            token.text
            for index, token in enumerate(self.tokens)
            if token.kind == "name"
            and self.at(index + 1).text == "("
            and self.at(index - 1).kind == "name"
            and self.at(index - 1).text not in _NO_TYPE
        )

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions with their bodies; none where the braces do not match up."""
        functions, depth, parentheses = [], 0, 0
        head: tuple[str, str] | None = None
        start = 0
        for index, token in enumerate(self.tokens):
            text = token.text
            if text == "(":
                before, name = self.at(index - 2), self.at(index - 1)
                if depth == parentheses == 0 and before.kind == name.kind == "name":
                    head = before.text, name.text
                parentheses += 1
            elif text == ")":
                parentheses -= 1
            elif text == "{":
                if depth == 0:
                    start = index
                depth += 1
            elif text == "}":
                depth -= 1
                if depth == 0 and head:
                    functions.append(Function(*head, start, index))
                    head = None
            elif text == ";" and depth == 0:
                head = None
            if depth < 0 or parentheses < 0:
                return ()
        return tuple(functions) if depth == parentheses == 0 else ()

    def function(self, name: str) -> Function | None:
        """Return the only function of a name."""
        found = [function for function in self.functions if function.name == name]
        return found[0] if len(found) == 1 else None

    @cached_property
    def declared(self) -> dict[str, set[str]]:
        """The variables and parameters by name, with every type they are declared with.

        A type that is no basic one, such as a struct or a macro, counts as ``?``.
        """
        declared: dict[str, set[str]] = {}
        current, depth, depth_of = "", 0, 0
        for index, token in enumerate(self.tokens):
            if token.text in ("(", "[", "{"):
                depth += 1
            elif token.text in (")", "]", "}"):
                depth -= 1
            elif token.text == ";":
                current = ""
            if depth < depth_of:
                current = ""
            if token.kind != "name" or token.text in TYPES or token.text in _NO_TYPE:
                continue
            before, after = self.at(index - 1), self.at(index + 1).text
            if before.kind == "name" and before.text not in _NO_TYPE and after != "(":
                current, depth_of = (before.text if before.text in TYPES else "?"), depth
                declared.setdefault(token.text, set()).add(current if after != "[" else "?")
            elif (
                before.text == "," and current and depth == depth_of
                and after in ("=", ",", ";", "[", ")")
            ):  # fmt: skip
                declared.setdefault(token.text, set()).add(current if after != "[" else "?")
        return declared
