"""Fragments of a shader's text, and the reading of names, numbers and hex digits from them.

Directive arguments and block bodies are fragments. Every reader consumes the whole fragment or
raises the `UserShaderError` that underlines it.
"""

from __future__ import annotations

import math
import re

from ..errors import UserShaderError
from ..lazy.dataclass import dataclass
from .float32 import to_float32
from .source import SourceText, Span

WHITESPACE = " \f\n\r\t\v"
"""The whitespace that players strip and skip: C's isspace, not Unicode's."""

INT_RANGE = (-(2**31), 2**31 - 1)
UINT_RANGE = (0, 2**32 - 1)

_WORD = re.compile(r"[^ \f\n\r\t\v]+")
_NOT_HEX = re.compile(r"[^0-9a-fA-F \f\n\r\t\v]+")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
# Two adjacent parts that match the same digits would take quadratic time on a mismatch.
_INTEGER = re.compile(r"([+-]?)([0-9]+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LEADING = re.compile(rf"[{WHITESPACE}]*({_NUMBER.pattern})")
_LEADING_INTEGER = re.compile(rf"[{WHITESPACE}]*([+-]?[0-9]+)")
_DELETE_WHITESPACE = dict.fromkeys(map(ord, WHITESPACE))
_QUOTE_LIMIT = 40


def quoted(text: str) -> str:
    """Return `text` in quotes on one line for a message, shortened if long."""
    return repr(text if len(text) <= _QUOTE_LIMIT else text[: _QUOTE_LIMIT - 3] + "...")


def in_bytes(count: int) -> str:
    """Return "1 byte", "2 bytes" ... for a message."""
    return f"{count} byte{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Fragment:
    """The characters `start` to `end` of a source."""

    source: SourceText
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The fragment's place."""
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        """The fragment's characters."""
        return self.source.text[self.start : self.end]

    def error(self, message: str) -> UserShaderError:
        """Return the error that underlines this fragment."""
        return self.source.error(message, self.span)

    def expected(self, what: str) -> UserShaderError:
        """Return the error "expected `what`, found" this fragment."""
        return self.error(f"expected {what}, found {quoted(self.text) if self else 'nothing'}")

    def __len__(self) -> int:
        return self.end - self.start

    def part(self, start: int, end: int) -> Fragment:
        """Return a piece of this fragment by offsets relative to its start."""
        return Fragment(self.source, self.start + start, self.start + end)

    def stripped(self) -> Fragment:
        """Return the fragment without whitespace at its ends; an empty one is at its start."""
        text = self.text
        start = len(text) - len(text.lstrip(WHITESPACE))
        end = len(text.rstrip(WHITESPACE))
        return self.part(start, end) if start < end else self.part(0, 0)

    def words(self) -> list[Fragment]:
        """Return the pieces between whitespace."""
        return [self.part(*match.span()) for match in _WORD.finditer(self.text)]

    def lines(self) -> list[Fragment]:
        """Return the lines that are not blank, stripped."""
        matches = re.finditer(r"[^\n]+", self.text)
        stripped = (self.part(*match.span()).stripped() for match in matches)
        return [line for line in stripped if line]

    def leading(self, most: int, *, whole: bool = False) -> list[Fragment]:
        """Return the numbers that the fragment starts with, at most so many; what follows is free.

        As C's scanf has them: blanks between them, and the first character that belongs to no
        number ends them.

        Parameters
        ----------
        whole : only digits belong to a number, without a point or an exponent
        """
        found: list[Fragment] = []
        pattern, at = _LEADING_INTEGER if whole else _LEADING, 0
        while len(found) < most and (match := pattern.match(self.text, at)):
            found.append(self.part(*match.span(1)))
            at = match.end()
        return found

    def name(self, what: str) -> str:
        """Name = one or more characters, blanks among them: players take the whole line."""
        if not self:
            raise self.expected(what)
        return self.text

    def block_name(self, what: str) -> str:
        """Name = an identifier, or one with words behind it, which no BIND of a word means."""
        if len(self.words()) > 1:
            return self.text
        return self.identifier(what)

    def identifier(self, what: str) -> str:
        """Identifier = letter or underscore, then letters, digits and underscores, all ASCII."""
        if not _IDENTIFIER.fullmatch(self.text):
            raise self.expected(f"{what} made of letters, digits and underscores")
        return self.text

    def integer(self, what: str, low: int, high: int) -> int:
        """Integer = [+-] digits, within `low` to `high`."""
        match = _INTEGER.fullmatch(self.text)
        if match:
            sign, digits = match[1], match[2].lstrip("0") or "0"
            # The length is checked first: Python refuses to convert thousands of digits.
            if len(digits) <= len(str(UINT_RANGE[1])) and low <= int(sign + digits) <= high:
                return int(sign + digits)
        raise self.expected(what)

    def number(self, what: str) -> float:
        """Number = [+-] digits with an optional point and exponent, finite as a 32-bit float."""
        if not _NUMBER.fullmatch(self.text):
            raise self.expected(what)
        value = float(self.text)
        if not math.isfinite(to_float32(value)):
            raise self.expected(f"{what} in the range of 32-bit floats")
        return value

    def choice(self, what: str, valid: tuple[str, ...]) -> str:
        """Choice = one of the `valid` words."""
        if self.text not in valid:
            raise self.expected(f"{what} ({', '.join(valid)})")
        return self.text

    def hex_bytes(self, *, odd: bool = False) -> bytes:
        """Hex = pairs of hexadecimal digits, with whitespace anywhere between digits.

        Parameters
        ----------
        odd : a digit that is left over is ignored, unless there is whitespace: vo_gpu takes the one
            and libplacebo the other
        """
        text = self.text
        wrong = _NOT_HEX.search(text)
        if wrong:
            raise self.part(*wrong.span()).expected("hexadecimal digits")
        digits = text.translate(_DELETE_WHITESPACE)
        if odd and len(digits) % 2 and len(digits) == len(text):
            digits = digits[:-1]
        if len(digits) % 2:
            last = len(text.rstrip(WHITESPACE))
            raise self.part(last - 1, last).error(
                f"expected two hexadecimal digits per byte, found an odd number of digits, "
                f"{len(digits)}"
            )
        return bytes.fromhex(digits)
