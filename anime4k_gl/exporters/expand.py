"""GLSL with its preprocessor done: for targets whose own knows less than GLSL's, or none of it.

Bodies ask ``#ifdef NAME_near`` and define macros of several lines; what comes out has neither
directives nor macros. Comments are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|\s+|[A-Za-z_]\w*"
    r"|0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?[uUfF]?"
    r"|&&|\|\||\+\+|--|<<|>>|[-+*/%&|^=<>!]=|.",
    re.DOTALL,
)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(\w+)[ \t]*(.*)", re.DOTALL)
_DEFINE = re.compile(r"(\w+)(?:\(([^)]*)\))?[ \t]*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """A ``#define``: its parameters, None where it takes none, and what it stands for."""

    params: tuple[str, ...] | None
    text: str


def tokens_of(text: str) -> list[str]:
    """Return GLSL or HLSL as tokens, blanks and comments among them; joined they are `text`."""
    return _TOKEN.findall(text)


def is_name(token: str) -> bool:
    """Return whether a token is an identifier or a keyword."""
    return token[0].isalpha() or token[0] == "_"


def is_blank(token: str) -> bool:
    """Return whether a token is white space or a comment."""
    return token.isspace() or token.startswith(("//", "/*"))


def closing(tokens: Sequence[str], at: int) -> int:
    """Return where the bracket that opens at `at` is closed."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index] in "([{") - (tokens[index] in ")]}")
        if depth == 0:
            return index
    raise ValueError(f"nothing closes {tokens[at]!r}")


def split_arguments(tokens: Sequence[str]) -> list[list[str]]:
    """Return what stands between the commas that are in no brackets."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token in "([{") - (token in ")]}")
        if token == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts if any(not is_blank(t) for t in tokens) else []


def expand(body: str, defined: Mapping[str, str] | None = None) -> str:
    """Return a body without directives and macros.

    Parameters
    ----------
    defined : further macros without parameters

    Raises
    ------
    ValueError : a directive other than define, undef, ifdef, ifndef, else and endif
    """
    macros = {name: Macro(None, text) for name, text in (defined or {}).items()}
    out: list[str] = []
    taken: list[bool] = []
    code: list[str] = []

    def flush() -> None:
        out.append(_replaced("".join(code), macros, frozenset()))
        code.clear()

    for line in re.findall(r"(?:\\\n|[^\n])*\n?", body):
        directive = _DIRECTIVE.match(line)
        if directive is None:
            if all(taken):
                code.append(line)
            continue
        flush()
        keyword, rest = directive[1], directive[2].replace("\\\n", " ").strip()
        if keyword in ("ifdef", "ifndef"):
            taken.append((rest.split()[0] in macros) == (keyword == "ifdef"))
        elif keyword == "else":
            taken[-1] = not taken[-1]
        elif keyword == "endif":
            taken.pop()
        elif keyword not in ("define", "undef"):
            raise ValueError(f"no way to expand #{keyword}")
        elif all(taken):
            _define(keyword, rest, macros)
    flush()
    return re.sub(r"\n{3,}", "\n\n", "".join(out))


def _define(keyword: str, rest: str, macros: dict[str, Macro]) -> None:
    found = _DEFINE.match(rest)
    assert found is not None, rest
    if keyword == "undef":
        macros.pop(found[1], None)
        return
    params = None if found[2] is None else tuple(p.strip() for p in found[2].split(","))
    macros[found[1]] = Macro(params, re.sub(r"\s+", " ", re.sub(r"//.*", "", found[3])).strip())


def _replaced(text: str, macros: Mapping[str, Macro], hidden: frozenset[str]) -> str:
    """Return text with its macros replaced; those in `hidden` are being replaced already."""
    tokens = tokens_of(text)
    out: list[str] = []
    at = 0
    while at < len(tokens):
        name = tokens[at]
        macro = macros.get(name) if name not in hidden else None
        at += 1
        if macro is None:
            out.append(name)
            continue
        filled = macro.text
        if macro.params is not None:
            opening = at
            while opening < len(tokens) and is_blank(tokens[opening]):
                opening += 1
            if opening == len(tokens) or tokens[opening] != "(":
                out.append(name)
                continue
            end = closing(tokens, opening)
            given = ["".join(a).strip() for a in split_arguments(tokens[opening + 1 : end])]
            values = {
                key: _replaced(value, macros, hidden)
                for key, value in zip(macro.params, given, strict=True)
            }
            filled = "".join(values.get(token, token) for token in tokens_of(filled))
            at = end + 1
        out.append(_replaced(filled, macros, hidden | {name}))
    return "".join(out)
