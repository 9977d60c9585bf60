"""Places in a shader's text: spans, line and column, and the errors that point there."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import UserShaderError


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of character offsets into the shader's text."""

    start: int
    end: int


NOWHERE = Span(0, 0)
"""The span of a value built by code, not read from a text."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A shader's text and its name in messages."""

    text: str
    filename: str = "<string>"

    def error(self, message: str, span: Span) -> UserShaderError:
        """Return the error that points at `span` of this text."""
        return error_at(self.text, self.filename, message, span)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based (line, column) of a character offset; only newlines end lines.

    It counts from the start of the text: fast enough for the one error a reader ends with, not for
    every token.
    """
    offset = min(offset, len(text))
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def error_at(text: str, filename: str, message: str, span: Span) -> UserShaderError:
    """Return a `UserShaderError` that underlines `span` within its first line."""
    line, column = place(text, span.start)
    start = span.start - (column - 1)
    end = text.find("\n", span.start)
    source_line = text[start : len(text) if end < 0 else end].rstrip("\r")
    width = max(1, min(span.end - span.start, len(source_line) - (column - 1)))
    return UserShaderError(
        message,
        filename=filename,
        line=line,
        column=column,
        source_line=source_line,
        width=width,
    )
