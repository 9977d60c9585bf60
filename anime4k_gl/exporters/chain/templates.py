"""Files of the package that become exported text: their markers filled, their lines chosen.

A template is a file of the kind that it becomes, in its target's folder, with markers in it:

``@NAME@`` is replaced by a text. Alone on a line it stands for whole lines, or none, which are
indented as it is; there a ``#`` may stand before it, so that a Python template is Python.

``@IF NAME@``, ``@ELSE@`` and ``@END@``, each alone on a line, keep the lines between where a
condition holds, or does not. They can stand within each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from textwrap import indent

_CONDITION = re.compile(r"\s*@(?:IF ([A-Z][A-Z0-9_]*)|(ELSE|END))@\s*")
_MARKER = re.compile(r"^([ \t]*)#?@([A-Z][A-Z0-9_]*)@\n|@([A-Z][A-Z0-9_]*)@", re.MULTILINE)


def read(package: str, name: str) -> str:
    """Return the text of a file beside a package's modules."""
    return (resources.files(package) / name).read_text("utf-8")


def fill(package: str, name: str, /, **values: str | bool) -> str:
    """Return a template with its markers filled.

    Parameters
    ----------
    package, name : the template, as for `read`
    values : what the markers stand for, by name: text, or a condition's truth

    Raises
    ------
    ValueError : the template has other markers than `values`, or an @IF@ that nothing ends
    """
    template = read(package, name)
    wanted = set(re.findall(r"@(?:IF )?([A-Z][A-Z0-9_]*)@", template)) - {"ELSE", "END"}
    if wanted != values.keys():
        raise ValueError(f"{package}: {name} has the markers {sorted(wanted)}, not {[*values]}")

    def filled(found: re.Match[str]) -> str:
        text = str(values[found[2] or found[3]])
        if found[3]:  # within a line
            return text
        whole = text if text.endswith("\n") or not text else f"{text}\n"
        return indent(whole, found[1])

    return _MARKER.sub(filled, _chosen(template, values, f"{package}: {name}"))


def _chosen(template: str, values: Mapping[str, str | bool], where: str) -> str:
    """Return a template without the lines whose conditions do not hold."""
    lines: list[str] = []
    holding: list[bool] = []
    for line in template.splitlines(keepends=True):
        condition = _CONDITION.fullmatch(line)
        if condition is None:
            if all(holding):
                lines.append(line)
        elif condition[1]:
            holding.append(bool(values[condition[1]]))
        elif not holding:
            raise ValueError(f"{where} has @{condition[2]}@ without @IF@")
        elif condition[2] == "ELSE":
            holding[-1] = not holding[-1]
        else:
            holding.pop()
    if holding:
        raise ValueError(f"{where} has @IF@ without @END@")
    return "".join(lines)
