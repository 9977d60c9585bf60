"""Places where GLSL wants a constant expression, and the names that these come from.

Those are the initialisers of global constants, the sizes of arrays, case labels, layout
qualifiers, and what texture functions want to know beforehand: offsets, and a gather's component.
A uniform there is refused by strict compilers. Nothing is preprocessed: both sides of
a condition count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..lazy.dataclass import dataclass
from .brackets import partners
from .code import Code
from .macros import definition
from .tokens import Token
from .words import NO_TYPES, TYPES

_CONSTANT_ARGUMENTS = {
    "textureOffset": slice(2, 3), "textureProjOffset": slice(2, 3),
    "textureLodOffset": slice(3, 4), "textureProjLodOffset": slice(3, 4),
    "textureGradOffset": slice(4, 5), "textureProjGradOffset": slice(4, 5),
    "texelFetchOffset": slice(3, 4), "textureGather": slice(2, 3),
    "textureGatherOffset": slice(3, 4), "textureGatherOffsets": slice(2, 4),
}  # fmt: skip
"""Which arguments, counted from 0, must be constants."""
_GATHER = slice(1, 2)
"""The component in players' NAME_gather(position, component)."""


@lru_cache(maxsize=256)
def constant_names(source: str, names: frozenset[str]) -> frozenset[str]:
    """Return those of some names that a constant expression of a source comes from.

    By way of macros and of other constants, too.
    """
    if not any(name in source for name in names):
        return frozenset()
    return frozenset(name for _, found in constant_uses(Code(source), names) for name in found)


def constant_uses(
    code: Code, names: frozenset[str], offset: int = 0
) -> Iterator[tuple[Token, frozenset[str]]]:
    """Yield the names in constant expressions that come from some of `names`, and from which.

    Parameters
    ----------
    offset : where the source starts in the text that the tokens' places are to count from
    """
    tokens = code.tokens(offset)
    constants = tuple(_constants(tokens))
    meanings = _meanings(code, constants)
    known: dict[str, frozenset[str]] = {}
    for token in _in_constants(tokens, constants):
        if token.kind != "name":
            continue
        if token.text not in known:
            known[token.text] = _sources(token.text, meanings) & names
        if known[token.text]:
            yield token, known[token.text]


def _sources(name: str, meanings: dict[str, set[str]]) -> frozenset[str]:
    """Return all names that a name stands for, itself among them."""
    found, left = {name}, [name]
    while left:
        for other in meanings.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Constant:
    """A ``const`` variable.

    Attributes
    ----------
    depth : how many braces it is declared within
    name : its own
    start, initialiser : where its initialiser starts among the tokens, and those
    """

    depth: int
    name: str
    start: int
    initialiser: Sequence[Token]


def _meanings(code: Code, constants: Sequence[_Constant]) -> dict[str, set[str]]:
    """Return the words of macros, and the names in constants' initialisers."""
    meanings: dict[str, set[str]] = {}
    for directive in code.directives:
        named = definition(directive) if directive.keyword == "define" else None
        if named is not None:
            meanings.setdefault(named[0], set()).update(named[1].words)
    for constant in constants:
        words = (token.text for token in constant.initialiser)
        meanings.setdefault(constant.name, set()).update(words)
    return meanings


def _constants(tokens: Sequence[Token]) -> Iterator[_Constant]:
    """Const {word} name [size] "=" initialiser {"," name [size] "=" initialiser} ";"."""
    closing = partners([token.text for token in tokens])
    depth = brackets = at = 0
    while at < len(tokens):
        text = tokens[at].text
        depth += (text == "{") - (text == "}")
        brackets += (text == "(") - (text == ")")
        at += 1
        if text != "const" or brackets:  # within parentheses it is a function's parameter
            continue
        name, start = "", 0
        while at < len(tokens) and tokens[at].text != ";":
            token = tokens[at]
            if token.text in (")", "]", "}"):
                break
            if token.text == "=" and not start:
                start = at + 1
            elif token.text == ",":
                if name and start:
                    yield _Constant(depth, name, start, tokens[start:at])
                name, start = "", 0
            elif token.kind == "name" and not start:
                name = token.text
            at = closing.get(at, at) + 1
        if name and start:
            yield _Constant(depth, name, start, tokens[start:at])


def _in_constants(tokens: Sequence[Token], constants: Sequence[_Constant]) -> Iterator[Token]:
    """Yield the tokens that stand where a constant expression is wanted, each once."""
    closing = partners([token.text for token in tokens])
    colons = [index for index, token in enumerate(tokens) if token.text == ":"]
    ranges = [(c.start, c.start + len(c.initialiser)) for c in constants if c.depth == 0]
    sizes: set[int] = set()  # where a size of an array that is declared closes
    for index, token in enumerate(tokens):
        if token.text == "[" and (index - 1 in sizes or _declares(tokens, index)):
            sizes.add(closing[index])
            ranges.append((index + 1, closing[index]))
        elif token.text == "case":
            colon = bisect_left(colons, index)
            ranges.append((index + 1, colons[colon] if colon < len(colons) else index + 1))
        elif token.text == "layout" and index + 1 in closing:
            ranges.append((index + 2, closing[index + 1]))
        elif token.kind == "name" and index + 1 in closing and tokens[index + 1].text == "(":
            which = _CONSTANT_ARGUMENTS.get(token.text)
            if token.text.endswith("_gather"):
                which = _GATHER
            if which is not None:
                ranges += _arguments(tokens, closing, index + 1)[which]
    covered = 0
    for start, end in sorted(ranges):
        yield from tokens[max(start, covered) : end]
        covered = max(covered, end)


def _arguments(
    tokens: Sequence[Token], closing: Mapping[int, int], bracket: int
) -> list[tuple[int, int]]:
    """Return where each argument of a call starts and ends."""
    end, at = closing[bracket], bracket + 1
    starts = [at]
    while at < end:
        if tokens[at].text == ",":
            starts.append(at + 1)
        at = closing.get(at, at) + 1
    return list(zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True))


def _declares(tokens: Sequence[Token], bracket: int) -> bool:
    """Return whether a bracket opens the first size of an array that is declared.

    As in ``float a[N]`` and behind a type: ``float[N] a``, ``float[N](...)``.
    """
    if bracket < 1:
        return False
    before = tokens[bracket - 1]
    if before.text in TYPES:
        return True
    if before.kind != "name" or bracket < 2:
        return False
    kind = tokens[bracket - 2]
    return kind.text in TYPES or (kind.kind == "name" and kind.text not in _NO_TYPES)


_NO_TYPES = NO_TYPES | {"discard", "break", "continue"}
