"""``#include`` lines, which mpv does not know: found here, and refused in a player's own files.

`anime4k_gl.library` expands them in presets, so that players and exporters get whole texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lazy.dataclass import dataclass
from .source import SourceText, Span

NO_INCLUDE = (
    "mpv has no #include; put the file's text here, or name this file in a preset:"
    " presets expand #include"
)
"""What is said of ``#include`` in a file that is to run as mpv runs it."""

# Comments are passed over, as a compiler does; what does not end goes on to the end of the text.
_TOKEN = re.compile(
    r"//(?:[^\n]*\\\r?\n)*[^\n]*"
    r"|/\*[\s\S]*?(?:\*/|\Z)"
    r"|^\ufeff?[ \t]*#[ \t]*(?:(?P<open>if)|(?P<close>endif)\b"
    r"|include(?![A-Za-z0-9_])(?P<argument>[^\n]*))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"[ \t]*(?://.*|/\*.*)?\r?")


@dataclass(frozen=True, slots=True)
class Include:
    """An ``#include`` line.

    Attributes
    ----------
    line : from the start of the line to its end, without the newline
    directive : the same without the blanks around it and a comment behind it
    argument : what is included, quotation marks among it; empty where nothing is
    conditional : it stands between ``#if`` and ``#endif``, so that it may never be reached
    """

    line: Span
    directive: Span
    argument: Span
    conditional: bool


def find_includes(text: str) -> Iterator[Include]:
    """Yield the ``#include`` lines of a text that are not in comments."""
    if "include" not in text:
        return
    depth = 0
    for match in _TOKEN.finditer(text):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(0, depth - 1)
        elif match["argument"] is not None:
            start, end = match.span("argument")
            argument = match["argument"].rstrip()
            first = start + len(argument) - len(argument.lstrip())
            # A comment behind the argument is none of it.
            quoted = re.match(r'"[^"]*"|<[^>]*>', text[first:end])
            if quoted and _COMMENT.fullmatch(text, first + quoted.end(), end):
                last = first + quoted.end()
            else:
                last = start + len(argument)
            directive = Span(text.index("#", match.start()), last)
            line = Span(match.start(), end)
            yield Include(line, directive, Span(min(first, last), last), depth > 0)


def refuse_includes(source: SourceText) -> None:
    """Refuse ``#include``; one that a condition may leave out is left to the compiler.

    Raises
    ------
    UserShaderError : the first one, with its place
    """
    for include in find_includes(source.text):
        if not include.conditional:
            raise source.error(NO_INCLUDE, include.directive)
