"""Limits on bodies that would crash a driver's compiler, checked before it sees them.

A very long chain of operators overflows the stack of a compiler that walks it and ends the whole
process; macros that double each other fill all memory. Published shaders stay far below both
limits. This is no protection from malicious bodies: an endless loop is legal GLSL.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field

from ..glsl_syntax.code import Code, code_of
from ..glsl_syntax.expansion import MOST_NESTED
from ..glsl_syntax.macros import Macro, call_arguments, definition
from ..lazy.dataclass import dataclass

MOST_OPERATORS = 8000
"""The longest chain of operators; twice as many overflow Mesa's stack of 8 MiB."""

MOST_WORDS = 1_000_000
"""The words a macro may expand to, unless the body itself is longer."""

# A chain ends at a comma, too: arguments and the elements of an array are not nested.
_CHAIN = re.compile(r"[^,;{}]+")
_OPERATOR = re.compile(r"[-+*/%<>=&|^?!~]+")


def find_excess(body: str) -> tuple[int, str] | None:
    """Return where a body is beyond the limits, as its 0-based line, and how; else None."""
    code = code_of(body)
    for chain in _CHAIN.finditer(code.text):
        # Each operator takes a character and has an operand, so short chains need no count.
        if chain.end() - chain.start() > 2 * MOST_OPERATORS:
            count = sum(1 for _ in _OPERATOR.finditer(chain[0]))
            if count > MOST_OPERATORS:
                start = chain.end() - len(chain[0].lstrip())
                problem = f"an expression has {count} operators, more than {MOST_OPERATORS}"
                return code.line_of(start), problem
    return _grown(code)


@dataclass(slots=True)
class _Length:
    """The words something expands to: a constant plus a multiple of each parameter's length."""

    words: int = 0
    times: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Length, factor: int = 1) -> None:
        self.words = min(self.words + factor * other.words, _ENOUGH)
        for name, count in other.times.items():
            self.times[name] = min(self.times[name] + factor * count, _ENOUGH)


_ENOUGH = 10**12  # where counting stops


class _TooDeep(Exception):
    """Macros are nested beyond `MOST_NESTED`."""


def _grown(code: Code) -> tuple[int, str] | None:
    """Return the first macro that grows beyond the limit: its line, and what is wrong."""
    found = [
        (directive, *named)
        for directive in code.directives
        if directive.keyword == "define" and (named := definition(directive)) is not None
    ]
    if not found:
        return None
    macros: dict[str, list[Macro]] = {}
    for _, name, macro in found:
        macros.setdefault(name, []).append(macro)
    growth = _Growth(macros)
    limit = max(MOST_WORDS, len(" ".join(code.text.split())))
    for directive, name, _ in found:
        try:
            length = growth.length_of(name, 0)
        except _TooDeep:
            problem = f"macro {name} uses others that use others, more than {MOST_NESTED} deep"
        else:
            if length.words + sum(length.times.values()) <= limit:
                continue
            problem = f"macro {name} grows to more than {limit} words"
        return code.line_of(directive.line), problem
    return None


class _Growth:
    """The lengths of macros, each computed once. Of several definitions the longest counts."""

    def __init__(self, macros: dict[str, list[Macro]]) -> None:
        self._macros = macros
        self._known: dict[str, _Length] = {}

    def length_of(self, name: str, depth: int) -> _Length:
        """Return the length of a macro's expansion."""
        if name not in self._known:
            self._known[name] = _Length(1)  # within itself a macro is not expanded
            lengths = [
                self._expanded(macro.words, macro.parameters or (), depth + 1)
                for macro in self._macros[name]
            ]
            self._known[name] = max(lengths, key=lambda x: x.words + sum(x.times.values()))
        return self._known[name]

    def _expanded(self, words: list[str], parameters: tuple[str, ...], depth: int) -> _Length:
        if depth > MOST_NESTED:
            raise _TooDeep
        length = _Length()
        at = 0
        while at < len(words):
            word = words[at]
            at += 1
            if word in parameters:
                length.times[word] += 1
            elif word not in self._macros:
                length.words += 1
            elif self._macros[word][0].parameters is None or words[at : at + 1] != ["("]:
                length.add(self.length_of(word, depth))
            else:
                arguments, at = call_arguments(words, at)
                macro = self.length_of(word, depth)
                length.words += macro.words
                names = self._macros[word][0].parameters or ()
                for name, argument in zip(names, arguments, strict=False):
                    if macro.times[name]:
                        length.add(
                            self._expanded(argument, parameters, depth + 1), macro.times[name]
                        )
        return length
