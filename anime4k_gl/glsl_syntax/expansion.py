"""The replacement of macros, by the rules of C's preprocessor, which are GLSL's.

Arguments are expanded before they are put in, and the result together with what follows it; a macro
is not replaced within its own replacement. ``##`` joins two tokens, as desktop GLSL has it (GLSL ES
has no such operator); nothing makes a string of a token.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ..lazy.dataclass import dataclass
from .macros import Macro
from .tokens import is_blank, pieces

MOST_NESTED = 150
"""How deep macros, and calls as arguments of calls, may be nested."""

Item = tuple[str, frozenset[str]]
"""A token, and the macros in whose replacement it stands: those do not replace it again."""

_PASTE = "##"
_NOTHING: Item = ("", frozenset())


@dataclass(frozen=True, slots=True)
class Expansion:
    """Tokens with their macros replaced.

    Attributes
    ----------
    items : the tokens, those of replacements with names of macros
    problem : why some macro was left as it stood; empty where none was
    """

    items: list[Item]
    problem: str

    @property
    def pieces(self) -> list[str]:
        """The tokens alone."""
        return [piece for piece, _ in self.items]


@dataclass(slots=True)
class Budget:
    """How many tokens replacement may still move; when it is spent, macros stay as they stand."""

    left: int = 300_000


def expanded(
    tokens: Iterable[str], macros: Mapping[str, Macro], budget: Budget | None = None
) -> Expansion:
    """Return tokens with their macros replaced.

    Parameters
    ----------
    tokens : blanks and comments may be among them
    budget : shared where one text is expanded in several parts; one of its own by default
    """
    items = [(token, frozenset[str]()) for token in tokens]
    if not any(token in macros for token, _ in items):
        return Expansion(items, "")
    expander = _Expander(macros, budget or Budget())
    items = expander.run(items, 0)
    return Expansion(items, expander.problem)


class _Expander:
    def __init__(self, macros: Mapping[str, Macro], budget: Budget) -> None:
        self._macros = macros
        self._budget = budget
        self._stopped = False
        self.problem = ""

    def run(self, items: Iterable[Item], depth: int) -> list[Item]:
        stream = _Stream(items)
        out: list[Item] = []
        while (item := stream.take()) is not None:
            name, hidden = item
            macro = self._macros.get(name)
            if macro is None or name in hidden or self._stopped:
                out.append(item)
                continue
            if max(len(hidden), depth) >= MOST_NESTED:
                self._stop(f"macros are nested more than {MOST_NESTED} deep at {name}")
            call = _Call([], {}, hidden)
            if macro.parameters is not None and not self._stopped:
                found = self._call(stream, name, macro.parameters)
                if found is None:
                    out.append(item)
                    continue
                call = found
            filled = self._filled(macro, call.arguments, depth)
            if filled is None:
                out.append(item)
                stream.put(call.read)
                continue
            added = (hidden & call.hidden) | {name}
            stream.put([(token, own | added if own else added) for token, own in filled])
        return out

    def _stop(self, problem: str) -> None:
        self.problem = self.problem or problem
        self._stopped = True

    def _spend(self, count: int) -> None:
        self._budget.left -= count
        if self._budget.left < 0:
            self._stop("macro expansion grows too large")

    def _call(self, stream: _Stream, name: str, parameters: Sequence[str]) -> _Call | None:
        """Return the call that follows a macro's name.

        None where none follows, or none that fits; the stream is then as before.
        """
        read = stream.blanks()
        opening = stream.take()
        if opening is not None:
            read.append(opening)
        if opening is None or opening[0] != "(":
            stream.put(read)
            return None
        arguments: list[list[Item]] = [[]]
        depth = 1
        while (item := stream.take()) is not None:
            read.append(item)
            depth += (item[0] == "(") - (item[0] == ")")
            if depth == 0:
                break
            if item[0] == "," and depth == 1:
                arguments.append([])
            else:
                arguments[-1].append(item)
        self._spend(len(read))
        arguments = [_stripped(argument) for argument in arguments]
        if not parameters and arguments == [[]]:
            arguments = []
        if item is None:
            self._stop(f"unterminated call of macro {name}")
        elif len(arguments) != len(parameters):
            wanted = f"macro {name} takes {len(parameters)} arguments, not {len(arguments)}"
            self.problem = self.problem or wanted
        else:
            return _Call(read, dict(zip(parameters, arguments, strict=True)), item[1])
        stream.put(read)
        return None

    def _filled(
        self, macro: Macro, arguments: Mapping[str, list[Item]], depth: int
    ) -> list[Item] | None:
        """Return what a macro stands for, with its arguments; None where that is too much."""
        beside_paste = _beside_paste(macro.tokens)
        ready: dict[str, list[Item]] = {}
        parts: list[list[Item] | None] = []  # None for a paste
        for index, token in enumerate(macro.tokens):
            if token == _PASTE:
                parts.append(None)
            elif token not in arguments:
                parts.append([(token, frozenset())])
            elif index in beside_paste:
                parts.append(arguments[token] or [_NOTHING])
            else:
                if token not in ready:
                    ready[token] = self.run(arguments[token], depth + 1)
                parts.append(ready[token])
        self._spend(sum(len(part) for part in parts if part))
        return None if self._stopped else _joined(parts)


@dataclass(frozen=True, slots=True)
class _Call:
    """A macro's call: all that was read, arguments by parameter, what hides the parenthesis."""

    read: list[Item]
    arguments: Mapping[str, list[Item]]
    hidden: frozenset[str]


class _Stream:
    """Tokens to be read, with those put back before the rest."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._rest = iter(items)
        self._back: list[Item] = []  # the next one last

    def take(self) -> Item | None:
        return self._back.pop() if self._back else next(self._rest, None)

    def put(self, items: Sequence[Item]) -> None:
        self._back.extend(reversed(items))

    def blanks(self) -> list[Item]:
        """Take the blanks that come next."""
        taken = []
        while (item := self.take()) is not None:
            if not is_blank(item[0]):
                self.put([item])
                break
            taken.append(item)
        return taken


def _stripped(items: Sequence[Item]) -> list[Item]:
    start, end = 0, len(items)
    while start < end and items[start][0].isspace():
        start += 1
    while start < end and items[end - 1][0].isspace():
        end -= 1
    return list(items[start:end])


def _beside_paste(tokens: Sequence[str]) -> frozenset[int]:
    """Return which tokens stand beside a ``##``."""
    if _PASTE not in tokens:
        return frozenset()
    solid = [index for index, token in enumerate(tokens) if not token.isspace()]
    return frozenset(
        index
        for before, after in pairwise(solid)
        if _PASTE in (tokens[before], tokens[after])
        for index in (before, after)
    )


def _joined(parts: Sequence[list[Item] | None]) -> list[Item]:
    """Return the parts of a replacement as one list, pasted where there is a None."""
    if None not in parts:
        return [item for part in parts if part for item in part]
    out: list[Item] = []
    pasting = False
    for part in parts:
        if part is None:
            pasting = True
            while out and out[-1][0].isspace():
                out.pop()
        elif not pasting:
            out += part
        elif not part[0][0].isspace():
            pasting = False
            left, hidden = out.pop() if out else _NOTHING
            right, own = part[0]
            out += [(made, hidden & own) for made in pieces(left + right)]
            out += part[1:]
    return [item for item in out if item[0]]
