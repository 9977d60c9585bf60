"""Compile errors of drivers, mapped to the user's own file and line."""

from __future__ import annotations

import re

from ..errors import ShaderCompileError
from ..plan import PassRun
from .source import ProgramSource

# "0:12(5): error: ..." (Mesa), "0(12) : error C1008: ..." (NVIDIA), "ERROR: 0:12: ..." (others).
_DRIVER_LINE = re.compile(
    r"^\s*(?:ERROR:\s*)?\d+(?::(?P<a>\d+)|\((?P<b>\d+)\))(?:\((?P<column>\d+)\))?\s*:?\s*"
    r"(?:ERROR|error)?\s*:?\s*(?P<message>.+)$"
)

_QUOTED = re.compile(r"[`'\"]([A-Za-z_]\w*)['\"]")


def compile_error(source: ProgramSource, log: str) -> ShaderCompileError:
    """Return a driver's compile log as an error at the user's own file and line.

    Parameters
    ----------
    source : the program that was compiled
    log : the driver's message, verbatim
    """
    run = source.run
    text = run.shader.text
    header_at = run.shader_pass.span.start
    body_lines = run.shader_pass.body.count("\n") + 1
    matches = [m for m in map(_DRIVER_LINE.match, log.splitlines()) if m]
    errors = [m for m in matches if not m["message"].lower().startswith("warning")]
    for match in errors:
        offset = int(match["a"] or match["b"]) - source.body_line
        if 0 <= offset < body_lines:
            return error_in_body(run, offset, match["message"].strip())
    summary = errors[0]["message"] if errors else " ".join(log.split())[:300]
    header = text[header_at:].split("\n", 1)[0].rstrip("\r")
    origin = run.shader.origin(text.count("\n", 0, header_at) + 1)
    return ShaderCompileError(
        f"pass {run.label!r} does not compile: {summary.strip()}",
        filename=origin.filename,
        line=origin.line,
        column=1,
        source_line=header,
        width=max(len(header), 1),
    )


def error_in_body(run: PassRun, offset: int, problem: str) -> ShaderCompileError:
    """Return the error at a line, counted from 0, of a pass's body."""
    first_line = run.shader.text.count("\n", 0, run.shader_pass.body_span.start) + 1
    source_line = run.shader_pass.body.split("\n")[offset].rstrip("\r")
    origin = run.shader.origin(first_line + offset)
    start, width = marked_word(source_line, problem)
    return ShaderCompileError(
        f"pass {run.label!r} does not compile: {problem}",
        filename=origin.filename,
        line=origin.line,
        column=start + 1,
        source_line=source_line,
        width=width,
    )


def marked_word(line: str, problem: str) -> tuple[int, int]:
    """Return where in a line the caret stands, from 0, and how wide it is.

    Below the word that the message names in quotes, else below all of the line: a driver's column
    counts in what was made of the line, not in the user's own.
    """
    for word in _QUOTED.findall(problem):
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line)
        if found is not None:
            return found.start(), len(word)
    return len(line) - len(line.lstrip()), max(len(line.strip()), 1)
