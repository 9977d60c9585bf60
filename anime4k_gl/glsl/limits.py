"""Bodies that bring a driver's compiler down: refused before it sees them.

A chain of very many operators overflows the stack of a compiler that walks it, which ends the whole
process; macros that double each other fill all memory. What published shaders have stays far below
both limits. This is no protection from a body that means harm: one that never ends is legal GLSL.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .preprocessor import without_comments

MOST_OPERATORS = 8000
"""The longest chain of operators; twice as many overflow Mesa's stack of 8 MiB."""

MOST_WORDS = 1_000_000
"""What a macro may grow to, where the body itself is no longer."""

_MOST_NESTED = 150  # macros and arguments in each other; Python's own stack has to hold them too

# A chain ends at a comma, too: arguments and the elements of an array are not nested.
_CHAIN = re.compile(r"[^,;{}]+")
_OPERATOR = re.compile(r"[-+*/%<>=&|^?!~]+")
_DEFINE = re.compile(
    r"^[ \t]*#[ \t]*define[ \t]+(?P<name>\w+)(?:\((?P<parameters>[^)\n]*)\))?"
    r"(?P<text>(?:\\\r?\n|[^\n])*)",
    re.MULTILINE,
)
_WORD = re.compile(r"\w+|[^\w\s\\]")


def excess(body: str) -> tuple[int, str] | None:
    """Return where a body is beyond the limits, as its 0-based line, and how; else None."""
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
    """How many words something expands to: a number, and so many times each parameter's length."""

    words: int = 0
    times: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Length, factor: int = 1) -> None:
        self.words = min(self.words + factor * other.words, _ENOUGH)
        for name, count in other.times.items():
            self.times[name] = min(self.times[name] + factor * count, _ENOUGH)


_ENOUGH = 10**12  # beyond which nobody needs to know how much


@dataclass(frozen=True, slots=True)
class _Macro:
    """One ``#define``; without parentheses behind its name, `parameters` is None."""

    parameters: tuple[str, ...] | None
    words: list[str]


class _TooDeep(Exception):
    """Macros are nested beyond `_MOST_NESTED`."""


def _grown(plain: str) -> tuple[int, str] | None:
    """Return the first macro that grows beyond the limit: its line, and what is wrong."""
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
            length = growth.of(name, 0)
        except _TooDeep:
            problem = f"macro {name} uses others that use others, more than {_MOST_NESTED} deep"
        else:
            if length.words + sum(length.times.values()) <= limit:
                continue
            problem = f"macro {name} grows to more than {limit} words"
        return plain.count("\n", 0, match.start()), problem
    return None


class _Growth:
    """The lengths of macros, each worked out once. Of several definitions the longest counts."""

    def __init__(self, macros: dict[str, list[_Macro]]) -> None:
        self._macros = macros
        self._known: dict[str, _Length] = {}

    def of(self, name: str, depth: int) -> _Length:
        """Return what a macro expands to."""
        if name not in self._known:
            self._known[name] = _Length(1)  # within itself a macro stays a word
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
                length.add(self.of(word, depth))
            else:
                arguments, at = _arguments(words, at)
                macro = self.of(word, depth)
                length.words += macro.words
                names = self._macros[word][0].parameters or ()
                for name, argument in zip(names, arguments, strict=False):
                    if macro.times[name]:
                        length.add(
                            self._expanded(argument, parameters, depth + 1), macro.times[name]
                        )
        return length


def _arguments(words: list[str], at: int) -> tuple[list[list[str]], int]:
    """Return the arguments in the parentheses that open at a word, and the place behind them."""
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
