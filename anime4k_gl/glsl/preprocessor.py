"""The macros that a body defines, read as GLSL's preprocessor reads it: without comments."""

from __future__ import annotations

import re

# A line comment continues on the next line after a backslash.
_COMMENT = re.compile(r"//(?:\\\r?\n|[^\n])*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_DIRECTIVE = re.compile(r"^[ \t]*#[ \t]*(\w+)(?:[ \t]+(\w+))?", re.MULTILINE)
_OPENING = frozenset({"if", "ifdef", "ifndef"})


def without_comments(body: str) -> str:
    """Return the body with each comment replaced by a space; line numbers stay the same."""
    return _COMMENT.sub(lambda comment: " " + "\n" * comment[0].count("\n"), body)


def own_macros(body: str) -> frozenset[str]:
    """Return the names a body defines itself, under any condition."""
    directives = _DIRECTIVE.findall(without_comments(body))
    return frozenset(name for keyword, name in directives if keyword == "define" and name)


def replaced_macros(body: str) -> frozenset[str]:
    """Return the names a body defines under no condition and without an ``#undef`` before.

    Only such a definition conflicts with an earlier one: a body that tests for a macro first, with
    ``#ifndef`` for example, must find it.
    """
    replaced: set[str] = set()
    undefined: set[str] = set()
    depth = 0
    for keyword, name in _DIRECTIVE.findall(without_comments(body)):
        if keyword in _OPENING:
            depth += 1
        elif keyword == "endif":
            depth -= 1
        elif keyword == "undef":
            undefined.add(name)
        elif keyword == "define" and depth == 0 and name not in undefined:
            replaced.add(name)
    return frozenset(replaced - {""})
