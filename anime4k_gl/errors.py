"""The package's own errors: one hierarchy, one clear message each.

All derive from `Anime4KError`. The command line prints ``str(error)`` and exits with 1, so a
message names the cause (file, option, place) and the remedy. All but the two shader errors are a
single line; those two add an excerpt of the shader with a caret.
"""

from __future__ import annotations

from collections.abc import Iterable

from .terminal import one_line


class Anime4KError(Exception):
    """Base class of all errors raised by anime4k_gl."""


class OptionError(Anime4KError, ValueError):
    """An option's value is invalid: unknown name, out of range, or contradictory."""

    @classmethod
    def unknown(cls, kind: str, value: str, valid: Iterable[str]) -> OptionError:
        """Return the error for an unknown name; its message lists the `valid` ones."""
        return cls(f"unknown {kind} {value!r}; valid are: {', '.join(valid)}")


class MediaError(Anime4KError):
    """A picture or video cannot be read or written."""


class GLError(Anime4KError):
    """No OpenGL context is available, or the request is beyond the driver's limits."""


class CancelledError(Anime4KError):
    """The work was ended by its `cancel`; there is no result."""


class Anime4KWarning(UserWarning):
    """Something works, and otherwise than expected; one line. The command prints it as a note."""


class UserShaderError(Anime4KError):
    """A user shader's text does not follow the format.

    Attributes
    ----------
    message : what was expected and what was found, without the place
    filename : the shader's file name, as given to the parser
    line, column : 1-based place of the error
    source_line : the whole line with the error, without its line ending
    width : how many characters the caret underlines, at least 1
    """

    def __init__(
        self,
        message: str,
        *,
        filename: str,
        line: int,
        column: int,
        source_line: str,
        width: int = 1,
    ) -> None:
        self.message = message
        self.filename = filename
        self.line = line
        self.column = column
        self.source_line = source_line
        self.width = max(width, 1)
        super().__init__(self._render())

    def _render(self) -> str:
        text, before, width = _excerpt(self.source_line, self.column - 1, self.width)
        # Tabs stay tabs under the excerpt, so that the caret lines up in a terminal.
        indent = "".join("\t" if character == "\t" else " " for character in text[:before])
        gutter = " " * len(str(self.line))
        return (
            f"{one_line(self.filename)}:{self.line}:{self.column}: {self.message}\n"
            f" {self.line} | {text}\n"
            f" {gutter} | {indent}{'^' * width}"
        )


_EXCERPT_LENGTH = 160


def _excerpt(line: str, start: int, width: int) -> tuple[str, int, int]:
    """Return (text, start, width) of a line's excerpt, at most `_EXCERPT_LENGTH` long.

    Control characters are replaced by a mark of the same width.
    """
    cut = max(0, start - _EXCERPT_LENGTH // 2) if len(line) > _EXCERPT_LENGTH else 0
    text = line[cut : cut + _EXCERPT_LENGTH]
    text = "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
    start -= cut
    if cut:
        text, start = f"...{text}", start + 3
    if cut + _EXCERPT_LENGTH < len(line):
        text += "..."
    return text, start, max(1, min(width, len(text) - start))


class ShaderCompileError(UserShaderError):
    """The OpenGL driver rejected a pass; the place is in the user's own file."""
