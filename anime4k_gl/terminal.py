"""The one place through which text for terminals goes: no control code reaches one raw.

Texts of shaders and presets, names of files and what is in them are strangers' words: as they are,
they could set a terminal's title, clear it, or write lines that seem to be ours.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import Any

# C0 but tab and line feed, DEL, C1; marks and switches of writing direction; separators of lines
# and paragraphs; halves of surrogate pairs, as which Python reads bytes that are not UTF-8.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NAMES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""Return a text with its control characters written out, as ``\x1b``; lines stay lines."""
    return _CONTROL.sub(_written_out, text)


def one_line(text: str) -> str:
    """Return a text as `visible` does, with line feeds and tabs written out too."""
    return re.sub(r"[\n\t]", _written_out, visible(text))


def say(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print a text, as `visible` has it, on stdout, or on stderr with `err`."""
    stream = sys.stderr if err else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    shown = visible(text).encode(encoding, "backslashreplace").decode(encoding)
    print(shown, file=stream, end=end, flush=True)


def say_line(text: str, *, err: bool = False) -> None:
    """Print a text that is one line, as `one_line` has it."""
    say(one_line(text), err=err)


def say_in_place(text: str, over: int = 0) -> int:
    """Show a text at the beginning of stderr's line, in place of what was there; leave no line.

    Parameters
    ----------
    text : as much of it as the terminal has room for is shown
    over : how many columns are taken away before

    Returns
    -------
    the number of columns that it may have taken
    """
    room = shutil.get_terminal_size((80, 24)).columns - 1
    shown = one_line(text)[:room]
    if over:
        print("\r" + " " * over + "\r", file=sys.stderr, end="", flush=True)
    if shown:
        say(shown, err=True, end="")
    return min(2 * len(shown), room)  # a wide character takes two


def say_json(value: Any) -> None:
    """Print a value as JSON, in ASCII."""
    say(json.dumps(value, indent=2).replace("\x7f", "\\u007f"))


def _written_out(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is not UTF-8
        code -= 0xDC00
    return _NAMES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
