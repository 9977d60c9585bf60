"""The base of the readers of all four kinds of block.

A reader has one method per directive; the method's docstring is the directive's grammar. Directives
may come in any order and repeat, and the last one counts; so conditions on several of them are
checked in `finish`, after all have been read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ..errors import UserShaderError
from .fragment import Fragment, in_bytes, quoted
from .lexer import MARK, RawBlock
from .model import Block, Directive
from .source import Span

STARTERS = ("TEXTURE", "PARAM", "BUFFER")
"""The directives that, as the first of a block, make it something other than a pass."""


Directives = Mapping[str, Callable[[Any, Fragment], None]]
"""A reader's methods by the keyword whose argument they read."""


class BlockReader(ABC):
    """Reads one block, directive by directive.

    `kind` names the block in messages; `directives` maps each keyword to the method that reads its
    argument.
    """

    kind: ClassVar[str]
    directives: ClassVar[Directives]

    def __init__(self, raw: RawBlock) -> None:
        first = raw.lines[0]
        self.raw = raw
        self.head = first.part(-len(MARK), len(first))
        self.span = Span(self.head.start, raw.body.end)
        self._records: list[Directive] = []

    def read(self) -> Block:
        """Block = header line {header line} body."""
        for line in self.raw.lines:
            keyword = self._keyword(line)
            argument = line.part(len(keyword), len(line)).stripped()
            self.directives[keyword](self, argument)
            span = Span(line.start - len(MARK), line.end)
            self._records.append(Directive(keyword, argument.text, span, argument.span))
        return self.finish(self.raw.body, tuple(self._records))

    @abstractmethod
    def finish(self, body: Fragment, directives: tuple[Directive, ...]) -> Block:
        """Check conditions on several directives and return the block."""

    def missing(self, what: str) -> UserShaderError:
        """Return the error that the block lacks `what`; it points at the block's first line."""
        return self.head.error(f"expected {what}, found none")

    def data(
        self, body: Fragment, count: int, reason: str, *, optional: bool, odd: bool = False
    ) -> bytes:
        """Data = the hex digits of `count` bytes, or nothing where that is `optional`.

        Parameters
        ----------
        odd : whether a digit may be left over
        """
        digits = body.stripped()
        if not digits and optional:
            return b""
        data = digits.hex_bytes(odd=odd)
        if len(data) != count:
            # Without digits the only place to show is the block's name.
            where = digits or self.head
            raise where.error(f"expected {in_bytes(count)} of data ({reason}), found {len(data)}")
        return data

    def _keyword(self, line: Fragment) -> str:
        """Return the keyword at the start of `line`; its argument may follow without a space."""
        text = line.text
        for keyword in self.directives:
            if text.startswith(keyword):
                return keyword
        words = line.words()
        if not words:
            raise line.expected(f"a directive after {MARK}")
        if words[0].start > line.start:
            raise line.part(0, 1).error(f"expected a directive right after {MARK}, found a space")
        raise self._unknown(line, words[0])

    def _unknown(self, line: Fragment, word: Fragment) -> UserShaderError:
        for starter in STARTERS:
            if word.text.startswith(starter):
                return word.error(
                    f"{starter} starts a block of its own; expected an empty line before it"
                )
        known = ", ".join(self.directives)
        if line is self.raw.lines[0]:
            known += f", or {', '.join(STARTERS)} to start a block"
        return word.error(f"unknown directive {quoted(word.text)} in {self.kind}; expected {known}")
