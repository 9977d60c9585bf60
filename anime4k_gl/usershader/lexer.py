"""The lexer of user shaders: blocks, each with its ``//!`` lines and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lazy.dataclass import dataclass
from .fragment import Fragment
from .source import SourceText

MARK = "//!"

# One whole header line. Neither class has a newline, so a failed match costs at most one line.
_HEADER_LINE = re.compile(r"[ \f\r\t\v]*//!([^\n]*)\n?")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block before its directives are parsed.

    Attributes
    ----------
    lines : its header lines, without the ``//!`` and the whitespace at the line's end
    body : everything from the header to the next block
    """

    lines: tuple[Fragment, ...]
    body: Fragment


def split_blocks(source: SourceText) -> Iterator[RawBlock]:
    """File = anything without ``//!`` {header line {header line} body}.

    A header line starts, after whitespace, with ``//!``; the first other line, even a blank one,
    ends the header. The body goes up to the next ``//!``, in the middle of a line too.
    """
    text = source.text
    position = text.find(MARK)
    while position >= 0:
        lines = []
        while match := _HEADER_LINE.match(text, position):
            start, end = match.span(1)
            line = Fragment(source, start, end)
            lines.append(line.part(0, len(line.text.rstrip(" \f\r\t\v"))))
            position = match.end()
        following = text.find(MARK, position)
        yield RawBlock(
            tuple(lines), Fragment(source, position, len(text) if following < 0 else following)
        )
        position = following
