"""PARAM for a player that has none: mpv 0.35 stops reading a file at the first one."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BLOCK = re.compile(r"^//!PARAM[^\n]*\n(?:(?://!)[^\n]*\n)*(?:(?!//!)[^\n]*\n)*", re.MULTILINE)
_FIELD = re.compile(r"^//!(PARAM|TYPE)[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"(?:^//!(?!TEXTURE)[^\n]*\n)+", re.MULTILINE)
_EXPRESSION = re.compile(r"^//!(WIDTH|HEIGHT|WHEN)[ \t]+(.*)$", re.MULTILINE)


def without_params(text: str, values: Mapping[str, float | int] | None = None) -> str:
    """Return a shader in which each parameter is a number.

    In every pass the parameter becomes a macro; in expressions its value is written out.

    Parameters
    ----------
    text : a user shader
    values : of the parameters that do not have their default; members of an ENUM by their number
    """
    if "//!PARAM" not in text:
        return text
    macros: list[str] = []
    numbers: dict[str, float] = {}
    for block in _BLOCK.findall(text):
        fields = dict(_FIELD.findall(block))
        name, kind = fields["PARAM"], fields.get("TYPE", "float")
        body = [line for line in block.splitlines() if not line.startswith("//!") and line.strip()]
        if "ENUM" in kind.split():
            for number, member in enumerate(line.strip() for line in body):
                macros.append(f"#define {member} {number}")
                numbers[member] = number
            default = 0.0
        else:
            default = float(body[0])
        value = float((values or {}).get(name, default))
        numbers[name] = value
        macros.append(f"#define {name} {_literal(value, kind)}")
    text = _BLOCK.sub("", text)
    text = _EXPRESSION.sub(lambda found: f"//!{found[1]} {_expand(found[2], numbers)}", text)
    return _HEADER.sub(lambda found: found[0] + "\n".join(macros) + "\n", text)


def _literal(value: float, kind: str) -> str:
    """Return a GLSL literal of a parameter's type."""
    types = kind.split()
    if "uint" in types:
        return f"{int(value)}u"
    if "int" in types or "DEFINE" in types:
        return f"({int(value)})"
    return f"({value!r})"


def _expand(expression: str, numbers: Mapping[str, float]) -> str:
    """Return an expression with its parameters as numbers; there are no negative literals."""
    tokens = []
    for token in expression.split(" "):
        value = numbers.get(token)
        if value is None:
            tokens.append(token)
        else:
            tokens.append(f"{value!r}" if value >= 0 else f"0 {-value!r} -")
    return " ".join(tokens)
