"""Limits on bodies that would crash a driver's compiler, checked before it sees them.

A very long chain of operators overflows the stack of a compiler that walks it and ends the whole
process; macros that double each other fill all memory. Published shaders stay far below both
limits. This is no protection from malicious bodies: an endless loop is legal GLSL.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .preprocessor import without_comments

MOST_OPERATORS = 8000
"""The longest chain of operators; twice as many overflow Mesa's stack of 8 MiB."""

MOST_WORDS = 1_000_000
"""The words a macro may expand to, unless the body itself is longer."""

_MOST_NESTED = 150  # macros and arguments in each other; bounded by Python's own stack

# A comma ends a chain too: arguments and array elements are not nested.
_CHAIN = re.compile(r"[^,;{}]+")
_OPERATOR = re.compile(r"[-+*/%<>=&|^?!~]+")
_DEFINE = re.compile(
    r"^[ \t]*#[ \t]*define[ \t]+(?P<name>\w+)(?:\((?P<parameters>[^)\n]*)\))?"
    r"(?P<text>(?:\\\r?\n|[^\n])*)",
    re.MULTILINE,
)
_WORD = re.compile(r"\w+|[^\w\s\\]")


def find_excess(body: str) -> tuple[int, str] | None:
    """Return the 0-based line at which a body exceeds the limits, and how; None if it does not."""
    plain = without_comments(body)
    for chain in _CHAIN.finditer(plain):
        # Each operator takes a character and has an operand, so short chains need no count.
        if chain.end() - chain.start() > 2 * MOST_OPERATORS:
            count = sum(1 for _ in _OPERATOR.finditer(chain[0]))
            if count > MOST_OPERATORS:
                start = chain.end() - len(chain[0].lstrip())
                line = plain.count("\n", 0, start)
                return line, f"an expression has {count} operators, more than {MOST_OPERATORS}"
    return _grown(plain)


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


@dataclass(frozen=True, slots=True)
class _Macro:
    """One ``#define``; `parameters` is None if no parentheses follow its name."""

    parameters: tuple[str, ...] | None
    words: list[str]


class _TooDeep(Exception):
    """Macros are nested beyond `_MOST_NESTED`."""


def _grown(plain: str) -> tuple[int, str] | None:
    """Return the line of the first macro that grows beyond the limit, and the problem."""
    if "define" not in plain:
        return None
    found = list(_DEFINE.finditer(plain))
    macros: dict[str, list[_Macro]] = {}
    for match in found:
        listed = match["parameters"]
        parameters = None if listed is None else tuple(p.strip() for p in listed.split(","))
        macros.setdefault(match["name"], []).append(
            _Macro(parameters, _WORD.findall(match["text"]))
        )
    growth = _Growth(macros)
    limit = max(MOST_WORDS, len(plain))
    for match in found:
        name = match["name"]
        try:
            length = growth.length_of(name, 0)
        except _TooDeep:
            problem = f"macro {name} uses others that use others, more than {_MOST_NESTED} deep"
        else:
            if length.words + sum(length.times.values()) <= limit:
                continue
            problem = f"macro {name} grows to more than {limit} words"
        return plain.count("\n", 0, match.start()), problem
    return None


class _Growth:
    """The lengths of macros, each computed once. Of several definitions the longest counts."""

    def __init__(self, macros: dict[str, list[_Macro]]) -> None:
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
        if depth > _MOST_NESTED:
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
                arguments, at = _arguments(words, at)
                macro = self.length_of(word, depth)
                length.words += macro.words
                names = self._macros[word][0].parameters or ()
                for name, argument in zip(names, arguments, strict=False):
                    if macro.times[name]:
                        length.add(
                            self._expanded(argument, parameters, depth + 1), macro.times[name]
                        )
        return length


def _arguments(words: list[str], at: int) -> tuple[list[list[str]], int]:
    """Return the arguments in the parentheses that open at a word, and the index after them."""
    arguments: list[list[str]] = [[]]
    level = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word == "(":
            level += 1
            if level == 1:
                continue
        elif word == ")":
            level -= 1
            if level == 0:
                break
        elif word == "," and level == 1:
            arguments.append([])
            continue
        arguments[-1].append(word)
    return arguments, at
