"""Effects of a source's directives on its macros."""

from __future__ import annotations

from .code import Code

OPENING = frozenset({"if", "ifdef", "ifndef"})
"""The directives that open a condition."""


def own_macros(code: Code) -> frozenset[str]:
    """Return the names a source defines itself, under any condition."""
    return frozenset(d.name for d in code.directives if d.keyword == "define" and d.name)


def replaced_macros(code: Code) -> frozenset[str]:
    """Return the names a source defines under no condition and without an ``#undef`` before.

    Only such a definition stands in the way of an earlier one: a body that asks for a macro first,
    with ``#ifndef`` say, is to find it.
    """
    replaced: set[str] = set()
    undefined: set[str] = set()
    depth = 0
    for directive in code.directives:
        keyword, name = directive.keyword, directive.name
        if keyword in OPENING:
            depth += 1
        elif keyword == "endif":
            depth -= 1
        elif keyword == "undef":
            undefined.add(name)
        elif keyword == "define" and depth == 0 and name not in undefined:
            replaced.add(name)
    return frozenset(replaced - {""})
