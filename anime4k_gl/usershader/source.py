"""Places in a shader's text: spans, line and column, and the errors that point there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..errors import UserShaderError
from ..lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of character offsets into the shader's text."""

    start: int
    end: int


NOWHERE = Span(0, 0)
"""The span of a value built by code, not read from a text."""


class Origin(NamedTuple):
    """The line of a file that a line of a text was written in; lines count from 1."""

    filename: str
    line: int


class Stretch(NamedTuple):
    """Lines of a text, from `start` on (from 0), that are a file's lines from `line` on (from 1).

    It ends where the next stretch starts.
    """

    start: int
    filename: str
    line: int

    def at(self, start: int) -> Stretch:
        """Return what is left of it from a later line of the text on."""
        return Stretch(start, self.filename, self.line + start - self.start)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where each line of a text was written, where the text was put together of several files.

    Attributes
    ----------
    stretches : by rising `Stretch.start`, the first at 0; empty for a text that is one file, whose
        lines are the file's own
    """

    stretches: tuple[Stretch, ...] = ()

    def origin(self, line: int, filename: str) -> Origin:
        """Return where a line of the text was written.

        Parameters
        ----------
        line : of the text, from 1
        filename : of the text itself, for one that is not put together
        """
        if not self.stretches:
            return Origin(filename, line)
        found = self.stretches[bisect_right(self.stretches, line - 1, key=lambda s: s.start) - 1]
        return Origin(*found.at(line - 1)[1:])

    def part(self, start: int, count: int, filename: str) -> SourceMap:
        """Return the map of `count` lines of the text, from line `start` (from 0) on."""
        first = Stretch(0, *self.origin(start + 1, filename))
        low = bisect_right(self.stretches, start, key=lambda s: s.start)
        high = bisect_right(self.stretches, start + count - 1, key=lambda s: s.start)
        rest = (s._replace(start=s.start - start) for s in self.stretches[low:high])
        return SourceMap((first, *rest))


OWN_LINES = SourceMap()
"""The map of a text that is one file: its lines are the file's."""


def joined_map(parts: Iterable[tuple[SourceMap, int]]) -> SourceMap:
    """Return the map of texts one below the other.

    Parameters
    ----------
    parts : of each text its map, which is not empty, and how many lines it has
    """
    stretches: list[Stretch] = []
    end = 0
    for part, count in parts:
        for stretch in part.stretches if count else ():
            found = stretch._replace(start=stretch.start + end)
            if not stretches or found != stretches[-1].at(found.start):  # else it goes on
                stretches.append(found)
        end += count
    return SourceMap(tuple(stretches))


@dataclass(frozen=True, slots=True)
class SourceText:
    """A shader's text and where it was written.

    Attributes
    ----------
    text : the whole text
    filename : the name messages give it
    map : where its lines were written, for a text put together of several files
    """

    text: str
    filename: str = "<string>"
    map: SourceMap = OWN_LINES

    def error(self, message: str, span: Span) -> UserShaderError:
        """Return the error that points at `span` of this text, in the file it was written in."""
        return error_at(self.text, self.filename, message, span, self.map)


def made(text: str, filename: str) -> SourceText:
    """Return a text that is in no file."""
    return SourceText(text, filename, SourceMap((Stretch(0, filename, 1),)))


def cut(source: SourceText, start: int, end: int) -> SourceText:
    """Return some whole lines of a text, from one character offset to another."""
    text = source.text[start:end]
    first = source.text.count("\n", 0, start)
    lines = source.map.part(first, text.count("\n") + 1, source.filename)
    return SourceText(text, source.filename, lines)


def joined(parts: Sequence[SourceText], filename: str) -> SourceText:
    """Return texts one below the other; all but the last end in a newline."""
    last = len(parts) - 1
    maps = ((p.map, p.text.count("\n") + (i == last)) for i, p in enumerate(parts))
    return SourceText("".join(p.text for p in parts), filename, joined_map(maps))


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based (line, column) of a character offset; only newlines end lines.

    It counts from the start of the text: fast enough for the one error a reader ends with, not for
    every token.
    """
    offset = min(offset, len(text))
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def error_at(
    text: str, filename: str, message: str, span: Span, source_map: SourceMap = OWN_LINES
) -> UserShaderError:
    """Return a `UserShaderError` that underlines `span` within its first line.

    Parameters
    ----------
    source_map : where the text's lines were written; the error names that file and line
    """
    line, column = place(text, span.start)
    start = span.start - (column - 1)
    end = text.find("\n", span.start)
    source_line = text[start : len(text) if end < 0 else end].rstrip("\r")
    width = max(1, min(span.end - span.start, len(source_line) - (column - 1)))
    origin = source_map.origin(line, filename)
    return UserShaderError(
        message,
        filename=origin.filename,
        line=origin.line,
        column=column,
        source_line=source_line,
        width=width,
    )
