"""The errors this package raises on purpose: one hierarchy, one clear message each.

Everything derives from `Anime4KError`. The command line prints ``str(error)`` and exits with 1, so
a message names the thing at fault (file, option, place) and what mends it. All but the two shader
errors are a single line; those two add an excerpt of the shader with a caret.
"""

from __future__ import annotations

from collections.abc import Iterable


class Anime4KError(Exception):
    """Base class of all errors raised by anime4k_gl."""


class OptionError(Anime4KError, ValueError):
    """An option's value is not usable: unknown name, out of range, or contradictory."""

    @classmethod
    def unknown(cls, kind: str, value: str, valid: Iterable[str]) -> OptionError:
        """Return the error for a name that is none of `valid`, which it lists."""
        return cls(f"unknown {kind} {value!r}; valid are: {', '.join(valid)}")


class MediaError(Anime4KError):
    """A picture or video cannot be read or written."""


class GLError(Anime4KError):
    """No OpenGL context can be had, or the driver's limits do not allow what was asked."""


class UserShaderError(Anime4KError):
    """A user shader's text breaks the format.

    Attributes
    ----------
    message : what was expected and what was found, without the place
    filename : the shader's file name, as given to the parser
    line, column : 1-based place of the fault
    source_line : the whole line at fault, without its line ending
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
        # Tabs stay tabs under the excerpt, so that the caret lands below the fault in a terminal.
        indent = "".join("\t" if character == "\t" else " " for character in text[:before])
        gutter = " " * len(str(self.line))
        return (
            f"{self.filename}:{self.line}:{self.column}: {self.message}\n"
            f" {self.line} | {text}\n"
            f" {gutter} | {indent}{'^' * width}"
        )


_EXCERPT_LENGTH = 160


def _excerpt(line: str, start: int, width: int) -> tuple[str, int, int]:
    """Return (text, start, width) of what is shown of a line, at most `_EXCERPT_LENGTH` long.

    Characters a terminal would act on are shown as a replacement mark of the same width.
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
    """The OpenGL driver refused a pass; the place is the user's own file and line."""
