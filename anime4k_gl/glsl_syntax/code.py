"""A source as the preprocessor reads it: continued lines in one, comments blank, directives found.

What is found keeps its place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from ..lazy.dataclass import dataclass
from .splices import Spliced
from .tokens import BLANKS, Token, matches

_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_IN_LINE = BLANKS.replace("\n", "")
_DIRECTIVE = re.compile(
    rf"^[{_IN_LINE}]*(?P<mark>\#)[{_IN_LINE}]*(?P<keyword>\w*)[{_IN_LINE}]*(?P<rest>[^\n]*)\n?",
    re.MULTILINE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PreprocessorDirective:
    """A line of the preprocessor. Offsets are those of `Code.text`.

    Attributes
    ----------
    keyword : ``define`` and so on; empty where there is none
    rest : what follows, without comments and without blanks at its ends
    line, next_line : where its line starts, and the one after it
    start : where its ``#`` stands
    rest_start, end : where `rest` starts and ends
    """

    keyword: str
    rest: str
    line: int
    start: int
    rest_start: int
    end: int
    next_line: int

    @property
    def name(self) -> str:
        """The name that `rest` starts with; empty where there is none."""
        match = _NAME.match(self.rest)
        return match[0] if match else ""


_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


class Code:
    """A source with its comments and continued lines read.

    Attributes
    ----------
    source : as it was given
    spliced : without line continuations
    text : `spliced` with blanks for comments, character for character; a comment of several lines
        does not end a line
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._spliced = Spliced(source)
        self.spliced = self._spliced.text
        self.text = self.spliced
        if "//" in self.text or "/*" in self.text:
            self.text = _COMMENT.sub(lambda comment: " " * len(comment[0]), self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of `text` stands in the source."""
        return self._spliced.start(start), self._spliced.end(end)

    def line_of(self, offset: int) -> int:
        """Return the line of the source, from 0, of an offset of `text`."""
        return self.source.count("\n", 0, self._spliced.start(offset))

    @cached_property
    def directives(self) -> tuple[PreprocessorDirective, ...]:
        """The preprocessor's lines, whatever conditions they stand under."""
        if "#" not in self.text:
            return ()
        found = []
        for match in _DIRECTIVE.finditer(self.text):
            rest = match["rest"].rstrip(BLANKS)
            at = match.start("rest")
            found.append(
                PreprocessorDirective(
                    keyword=match["keyword"],
                    rest=rest,
                    line=match.start(),
                    start=match.start("mark"),
                    rest_start=at,
                    end=at + len(rest) if rest else match.end("keyword"),
                    next_line=match.end(),
                )
            )
        return tuple(found)

    @cached_property
    def statements(self) -> str:
        """`text` with blanks for the directives, too, character for character."""
        if not self.directives:
            return self.text
        parts, at = [], 0
        for directive in self.directives:
            parts += [self.text[at : directive.line], " " * (directive.end - directive.line)]
            at = directive.end
        return "".join([*parts, self.text[at:]])

    def tokens(self, offset: int = 0) -> list[Token]:
        """Return the tokens of `statements`, without blanks.

        Parameters
        ----------
        offset : where the source starts in the text that the tokens' places are to count from
        """
        start, end = self._spliced.start, self._spliced.end
        return [
            Token(
                match.lastgroup or "",
                match[0],
                offset + start(match.start()),
                offset + end(match.end()),
            )
            for match in matches(self.statements)
            if match.lastgroup != "blank"
        ]

    def replaced(self, edits: Iterable[tuple[int, int, str]]) -> str:
        """Return the source with stretches of it replaced; its lines keep their numbers.

        Parameters
        ----------
        edits : start and end in `text`, and what stands there instead; in order
        """
        parts, at = [], 0
        for first, last, replacement in edits:
            start, end = self.span(first, last)
            newlines = self.source.count("\n", start, end) - replacement.count("\n")
            parts += [self.source[at:start], replacement, "\n" * newlines]
            at = end
        return "".join([*parts, self.source[at:]])


@lru_cache(maxsize=16)
def code_of(source: str) -> Code:
    """Return a source as `Code`, kept for the next question about it."""
    return Code(source)
