"""Rules about the text itself: where blocks start and end, line ends, odd characters."""

from __future__ import annotations

from collections.abc import Iterator

from ..usershader import Span
from ..usershader.fragment import WHITESPACE
from ..usershader.include import NO_INCLUDE, find_includes
from ..usershader.lexer import MARK
from .model import ENGINES, EVERYONE, Note, Rule, Severity
from .shaderfile import ShaderFile


def no_directive(file: ShaderFile) -> Iterator[Note]:
    """A user shader has at least one ``//!`` line."""
    if not file.raws:
        message = f"the file has no {MARK} directive, so players ignore it"
        yield Note(Span(0, 0), message, EVERYONE, Severity.ERROR)


def stray_mark(file: ShaderFile) -> Iterator[Note]:
    """A ``//!`` behind other text ends the body there, in a comment too."""
    for raw in file.raws[1:]:
        start = raw.lines[0].start - len(MARK)
        if file.text[file.line_start(start) : start].strip(WHITESPACE):
            yield Note(
                Span(start, start + len(MARK)),
                f"{MARK} ends the body above and starts a new block anywhere, even in a comment",
                ENGINES,
            )


def blank_line_in_header(file: ShaderFile) -> Iterator[Note]:
    """A line that is no directive ends the header; what follows is a pass of its own.

    Certain where a pass without any code is followed by one, and either has no HOOK.
    """
    for view in file.passes:
        end = file.split.get(view.block.span.start)
        if end is not None and end == view.block.body_span.start:
            error = bool(view.block.hooks)
            lost = "the pass above has no hook()" if error else "the lines above have no effect"
            yield Note(
                Span(end, end + 1),
                f"this line ends the header, so {lost} and the lines below are another pass",
                ENGINES,
                Severity.ERROR if error else Severity.WARNING,
            )


def glued_directive(file: ShaderFile) -> Iterator[Note]:
    """A directive's argument may follow without a space, so a longer word is read as two."""
    for block in file.blocks:
        for directive in block.directives if block else ():
            between = directive.span.start + len(MARK) + len(directive.keyword)
            letter = directive.argument[:1]
            if directive.argument_span.start == between and (letter.isalnum() or letter == "_"):
                word = directive.keyword + directive.argument.split()[0]
                yield Note(
                    Span(directive.span.start, between),
                    f"{word[:40]} is read as {directive.keyword} and an argument; "
                    "put a space between them",
                    ENGINES,
                )


def windows_line_ends(file: ShaderFile) -> Iterator[Note]:
    """Windows line ends are fine."""
    at = file.text.find("\r\n")
    if at >= 0:
        message = "the file has Windows line endings, which every player accepts"
        yield Note(Span(at, at + 1), message, ENGINES, Severity.INFO)


def byte_order_mark(file: ShaderFile) -> Iterator[Note]:
    """A byte order mark in front of the first directive is dropped with the rest there."""
    if file.text.startswith("\ufeff"):
        message = "a byte order mark starts the file; players drop it"
        yield Note(Span(0, 1), message, ENGINES, Severity.INFO)


def include(file: ShaderFile) -> Iterator[Note]:
    """No player knows ``#include``; within ``#if`` it may never be reached."""
    for found in find_includes(file.text):
        severity = Severity.WARNING if found.conditional else Severity.ERROR
        yield Note(found.directive, NO_INCLUDE, EVERYONE, severity)


RULES: dict[str, Rule] = {
    "no-directive": no_directive,
    "stray-mark": stray_mark,
    "blank-line-in-header": blank_line_in_header,
    "glued-directive": glued_directive,
    "windows-line-ends": windows_line_ends,
    "byte-order-mark": byte_order_mark,
    "include": include,
}
