"""What drivers say of a shader, as an error at the user's own file and line."""

from __future__ import annotations

import re

from ..errors import ShaderCompileError
from .assemble import Source

# "0:12(5): error: ..." (Mesa), "0(12) : error C1008: ..." (NVIDIA), "ERROR: 0:12: ..." (others).
_DRIVER_LINE = re.compile(
    r"^\s*(?:ERROR:\s*)?\d+(?::(?P<a>\d+)|\((?P<b>\d+)\))(?:\((?P<column>\d+)\))?\s*:?\s*"
    r"(?:ERROR|error)?\s*:?\s*(?P<message>.+)$"
)


def compile_error(source: Source, log: str) -> ShaderCompileError:
    """Return a driver's compile log as an error at the user's own file and line.

    Parameters
    ----------
    source : what was compiled
    log : the driver's message, as it came
    """
    run = source.run
    text = run.shader.text
    start = run.shader_pass.body_span.start
    first_line = text.count("\n", 0, start) + 1
    body_lines = run.shader_pass.body.split("\n")
    matches = [m for m in map(_DRIVER_LINE.match, log.splitlines()) if m]
    errors = [m for m in matches if not m["message"].lower().startswith("warning")]
    for match in errors:
        offset = int(match["a"] or match["b"]) - source.body_line
        if 0 <= offset < len(body_lines):
            source_line = body_lines[offset].rstrip("\r")
            column = max(len(source_line) - len(source_line.lstrip()) + 1, 1)
            return ShaderCompileError(
                f"pass {run.label!r} does not compile: {match['message'].strip()}",
                filename=run.shader.filename,
                line=first_line + offset,
                column=column,
                source_line=source_line,
                width=max(len(source_line.strip()), 1),
            )
    summary = errors[0]["message"] if errors else " ".join(log.split())[:300]
    header = text[run.shader_pass.span.start :].split("\n", 1)[0].rstrip("\r")
    return ShaderCompileError(
        f"pass {run.label!r} does not compile: {summary.strip()}",
        filename=run.shader.filename,
        line=text.count("\n", 0, run.shader_pass.span.start) + 1,
        column=1,
        source_line=header,
        width=max(len(header), 1),
    )
