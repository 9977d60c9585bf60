"""Running the rules over a text or a file."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..errors import UserShaderError
from ..usershader.lexer import MARK
from ..usershader.parser import FILE_LIMIT
from ..usershader.source import error_at
from . import (
    bodies,
    channels,
    constants,
    expressions,
    layout,
    literals,
    names,
    passes,
    resources,
    trailing,
)
from .model import EVERYONE, Finding, Note, Players, Rule, Severity, named
from .shaderfile import ShaderFile

RULES: dict[str, Rule] = {
    **layout.RULES,
    **trailing.RULES,
    **passes.RULES,
    **names.RULES,
    **expressions.RULES,
    **resources.RULES,
    **bodies.RULES,
    **constants.RULES,
    **channels.RULES,
    **literals.RULES,
}
"""All rules by code. What the reader refuses has the codes ``unknown-directive``, ``bad-data`` and
``bad-`` with a directive's name; a file that cannot be read has ``unreadable``."""

NOTE_LIMIT = 10
"""The findings shown of one rule in one file; the last says how many there are besides."""


def check_file(path: str | os.PathLike[str]) -> list[Finding]:
    """Return the findings of a file, which may be anything, in the order of its text.

    Bytes that are no UTF-8 become U+FFFD. A file that cannot be read is a finding too.
    """
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return [_unreadable(name, f"cannot be read: {getattr(error, 'strerror', None) or error}")]
    if len(data) > FILE_LIMIT:
        return [_unreadable(name, f"has more than {FILE_LIMIT >> 20} MiB, and was not read")]
    if b"\0" in data and MARK.encode() not in data:
        return [_unreadable(name, "is a binary file, not a user shader")]
    return check_text(data.decode("utf-8", errors="replace"), filename=name)


def check_text(text: str, *, filename: str = "<string>") -> list[Finding]:
    """Return the findings of a user shader's text, in its order; never raises for any text."""
    file = ShaderFile(text, filename)
    findings = [_finding(code, error, Severity.ERROR, EVERYONE) for code, error in file.errors]
    if file.complete:
        for code, rule in RULES.items():
            for note in _limited(rule(file)):
                error = error_at(text, filename, note.message, note.span)
                findings.append(_finding(code, error, note.severity, note.players))
    return sorted(findings, key=lambda f: (f.line or 0, f.column or 0))


def _limited(notes: Iterator[Note]) -> Iterator[Note]:
    """Yield the first notes of a rule, the last of them with the number of those left out.

    Errors come before the rest, so that none of them is left out for warnings.
    """
    found = sorted(notes, key=lambda note: note.severity is not Severity.ERROR)
    for index, note in enumerate(found[:NOTE_LIMIT], start=1):
        more = len(found) - index
        if index == NOTE_LIMIT and more:
            message = f"{note.message} (and {more} more like this)"
            note = Note(note.span, message, note.players, note.severity)
        yield note


def _finding(code: str, error: UserShaderError, severity: Severity, players: Players) -> Finding:
    shown = UserShaderError(
        f"{severity.value}: {error.message} [{code}]",
        filename=error.filename,
        line=error.line,
        column=error.column,
        source_line=error.source_line,
        width=error.width,
    )
    gutter = " " * len(str(error.line))
    return Finding(
        error.filename,
        error.line,
        error.column,
        severity,
        code,
        error.message,
        players,
        f"{shown}\n {gutter} = {named(players)}",
    )


def _unreadable(name: str, why: str) -> Finding:
    message = f"the file {why}; give the path of a user shader"
    text = f"{name}: error: {message} [unreadable]"
    return Finding(name, None, None, Severity.ERROR, "unreadable", message, EVERYONE, text)
