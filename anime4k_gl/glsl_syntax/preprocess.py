"""GLSL with its preprocessor done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from .code import Code, PreprocessorDirective
from .conditions import Number, condition
from .directives import OPENING
from .expansion import Budget, Item, expanded
from .macros import Macro, definition
from .tokens import is_blank, pieces, words


def expand(source: str, defined: Mapping[str, str] | None = None) -> str:
    """Return a source without directives and macros, for targets that know neither.

    Comments are kept. Bodies ask ``#ifdef NAME_near``, and define macros of several lines.

    Parameters
    ----------
    defined : further macros without parameters

    Raises
    ------
    ValueError : a directive other than define, undef, ifdef, ifndef, else and endif; conditions
        that are not closed; macros that are called wrongly or grow beyond all measure
    """
    code = Code(source)
    macros = {name: Macro.of(text) for name, text in (defined or {}).items()}
    budget = Budget()
    out: list[str] = []
    for text in _compiled(code, code.spliced, macros, _known(macros), strict=True):
        expansion = expanded(pieces(text), macros, budget)
        if expansion.problem:
            raise ValueError(expansion.problem)
        out += _apart(expansion.items)
    return re.sub(r"\n{3,}", "\n\n", "".join(out))


def compiled_tokens(source: str, names: Mapping[str, Number]) -> tuple[list[str], bool]:
    """Return the tokens that are compiled, and whether all macros could be replaced.

    A condition whose value is not known counts as met.

    Parameters
    ----------
    names : values of names that are no macros, for conditions
    """
    code = Code(source)
    macros: dict[str, Macro] = {}
    budget = Budget()
    tokens: list[str] = []
    complete = True

    def met(directive: PreprocessorDirective) -> bool:
        if directive.keyword in ("if", "elif"):
            value = condition(directive.rest, macros, names, budget)
            return value is None or bool(value)
        return (directive.name in macros) == (directive.keyword == "ifdef")

    for text in _compiled(code, code.text, macros, met, strict=False):
        expansion = expanded(words(text), macros, budget)
        complete = complete and not expansion.problem
        tokens += [piece for piece, _ in expansion.items if not is_blank(piece)]
    return tokens, complete


def _known(macros: Mapping[str, Macro]) -> Callable[[PreprocessorDirective], bool]:
    """Return whether the conditions are met that ask for macros; there is no way to the others."""

    def met(directive: PreprocessorDirective) -> bool:
        if directive.keyword not in ("ifdef", "ifndef"):
            raise ValueError(f"no way to expand #{directive.keyword}")
        return (directive.name in macros) == (directive.keyword == "ifdef")

    return met


def _compiled(
    code: Code,
    text: str,
    macros: dict[str, Macro],
    met: Callable[[PreprocessorDirective], bool],
    *,
    strict: bool,
) -> Iterator[str]:
    """Yield what is compiled, from one definition of macros to the next.

    Parameters
    ----------
    text : `Code.text`, or `Code.spliced` for the comments, too
    macros : those that are defined, as they are while a part of the text is handed out
    met : whether a condition is
    strict : ValueError for what makes no sense; else it is passed over
    """
    branches = _Branches(met)
    live: list[str] = []
    at = 0
    for directive in code.directives:
        if branches.live:
            live.append(text[at : directive.line])
        at = directive.next_line
        if branches.read(directive):
            continue
        if directive.keyword in ("define", "undef"):
            if branches.live:
                yield "".join(live)
                live.clear()
                _define(directive, macros)
        elif strict:
            raise ValueError(f"no way to expand #{directive.keyword}")
    if strict and branches.open:
        raise ValueError("nothing closes #if")
    if branches.live:
        live.append(text[at:])
    yield "".join(live)


def _define(directive: PreprocessorDirective, macros: dict[str, Macro]) -> None:
    if directive.keyword == "undef":
        macros.pop(directive.name, None)
    elif (found := definition(directive)) is not None:
        macros[found[0]] = found[1]


class _Branches:
    """The open conditions, and whether what stands under them is compiled."""

    def __init__(self, met: Callable[[PreprocessorDirective], bool]) -> None:
        self._met = met
        self._taken: list[bool] = []  # of each open one that is looked at: whether a branch was
        self._dead = 0  # how many are open within a branch that is not compiled
        self.live = True

    @property
    def open(self) -> bool:
        return bool(self._taken)

    def read(self, directive: PreprocessorDirective) -> bool:
        """Take a directive of conditions; return whether it is one."""
        keyword = directive.keyword
        if keyword in OPENING:
            if self.live:
                self.live = self._met(directive)
                self._taken.append(self.live)
            else:
                self._dead += 1
        elif keyword in ("elif", "else", "endif"):
            if self._dead:
                self._dead -= keyword == "endif"
            elif not self._taken:
                return False
            elif keyword == "endif":
                self._taken.pop()
                self.live = True
            else:
                self.live = not self._taken[-1] and (keyword == "else" or self._met(directive))
                self._taken[-1] |= self.live
        else:
            return False
        return True


def _apart(items: Sequence[Item]) -> Iterator[str]:
    """Yield tokens, with a blank between two that replacement brought together.

    Without it they might be read as one: a minus before a negative number. A comment to the end of
    a line, in an argument, keeps that end.
    """
    for (piece, hidden), (following, own) in pairwise([*items, ("", frozenset[str]())]):
        yield piece
        if piece.startswith("//"):
            if following and not following.startswith("\n"):
                yield "\n"
            continue
        replaced = (hidden or own) and not is_blank(piece) and not is_blank(following)
        if replaced and pieces(piece + following) != [piece, following]:
            yield " "
