"""A pass's GLSL: enough to see what is called and declared, far from a compiler.

Preprocessor lines are kept apart and nothing is expanded. Time and memory are linear in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from .brackets import partners
from .code import Code, PreprocessorDirective
from .constants import constant_uses
from .directives import OPENING, own_macros
from .tokens import BLANKS, Token, is_name, words
from .words import NO_TYPES, TYPES


class Function(NamedTuple):
    """A function: what it returns, and its braces as indices into the tokens."""

    returns: str
    name: str
    start: int
    end: int


NOTHING = Token("end", "", 0, 0)


class Body:
    """A pass's GLSL; `offset` is where it starts in the file."""

    def __init__(self, text: str, offset: int) -> None:
        self._code, self._offset = Code(text), offset

    @property
    def has_code(self) -> bool:
        """Whether there is anything but comments and blanks."""
        return bool(self._code.text.strip(BLANKS))

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens without comments and preprocessor lines."""
        return self._code.tokens(self._offset)

    @property
    def directives(self) -> tuple[PreprocessorDirective, ...]:
        """The preprocessor lines."""
        return self._code.directives

    def directive_extent(self, directive: PreprocessorDirective) -> tuple[int, int]:
        """Return where a preprocessor line is in the file, from its ``#`` to its last word."""
        start, end = self._code.span(directive.start, directive.end)
        return self._offset + start, self._offset + end

    @cached_property
    def directive_words(self) -> frozenset[str]:
        """All names in preprocessor lines."""
        return frozenset(name for directive in self.directives for name in _names(directive.rest))

    @cached_property
    def macros(self) -> frozenset[str]:
        """The names the body itself defines as macros."""
        return own_macros(self._code)

    @cached_property
    def condition_words(self) -> frozenset[str]:
        """The names that conditional compilation asks about."""
        asking = (d.rest for d in self.directives if d.keyword in OPENING or d.keyword == "elif")
        return frozenset(name for rest in asking for name in _names(rest))

    @cached_property
    def _conditional(self) -> tuple[list[int], list[int]]:
        """Where stretches under ``#if`` start and end."""
        starts, ends, depth = [], [], 0
        for directive in self.directives:
            if directive.keyword in OPENING:
                if depth == 0:
                    starts.append(self.directive_extent(directive)[0])
                depth += 1
            elif depth and directive.keyword == "endif":
                depth -= 1
                if depth == 0:
                    ends.append(self.directive_extent(directive)[0])
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

    def constant_uses(self, names: frozenset[str]) -> Iterator[tuple[Token, frozenset[str]]]:
        """Yield what stands where GLSL wants constants and comes from some names: those, too."""
        return constant_uses(self._code, names, self._offset)

    @cached_property
    def partners(self) -> dict[int, int]:
        """Where a bracket closes, by where it opens, as indices into the tokens."""
        return partners([token.text for token in self.tokens])

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
            and self.at(index - 1).text not in NO_TYPES
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
            if token.kind != "name" or token.text in TYPES or token.text in NO_TYPES:
                continue
            before, after = self.at(index - 1), self.at(index + 1).text
            if before.kind == "name" and before.text not in NO_TYPES and after != "(":
                current, depth_of = (before.text if before.text in TYPES else "?"), depth
                declared.setdefault(token.text, set()).add(current if after != "[" else "?")
            elif (
                before.text == "," and current and depth == depth_of
                and after in ("=", ",", ";", "[", ")")
            ):  # fmt: skip
                declared.setdefault(token.text, set()).add(current if after != "[" else "?")
        return declared


def _names(text: str) -> list[str]:
    return [word for word in words(text) if is_name(word)]
