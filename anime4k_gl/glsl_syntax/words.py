"""Words and short sequences of words in a source, comments left out.

Blanks and comments may stand between the words of a sequence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .code import code_of
from .tokens import BLANKS, is_name

TYPES = frozenset(
    {
        *("void", "bool", "int", "uint", "float", "double", "half"),
        *(f"{prefix}vec{rows}" for prefix in ("", "b", "d", "i", "u") for rows in (2, 3, 4)),
        *(f"mat{columns}" for columns in (2, 3, 4)),
        *(f"mat{columns}x{rows}" for columns in (2, 3, 4) for rows in (2, 3, 4)),
    }
)
"""The names of GLSL's basic types."""

NO_TYPES = frozenset(
    {
        *("return", "else", "const", "in", "out", "inout", "highp", "mediump", "lowp", "shared"),
        *("uniform", "flat", "precise", "struct", "do", "case", "if", "for", "while", "switch"),
        *("layout", "coherent", "restrict", "readonly", "writeonly", "volatile"),
    }
)
"""Keywords that may stand before a name and are no type."""

_CONTINUED = re.compile(r"(?<![ \t])([ \t]*)\\\r?\n([ \t]*)")


@lru_cache(maxsize=256)
def _pattern(sequence: tuple[str, ...]) -> re.Pattern[str]:
    each = (rf"\b{re.escape(w)}\b" if is_name(w) else re.escape(w) for w in sequence)
    return re.compile(rf"[{BLANKS}]*".join(each), re.ASCII)


def has_word(source: str, word: str) -> bool:
    """Return whether a source has a word, ``input_size`` for example."""
    return has_words(source, word)


def has_words(source: str, *sequence: str) -> bool:
    """Return whether a source has words or marks one after the other."""
    return _pattern(sequence).search(code_of(source).text) is not None


def replace_words(source: str, *sequence: str, by: str) -> tuple[str, int]:
    """Return a source with a word, or several in a row, replaced, and how often."""
    code = code_of(source)
    edits = [(*match.span(), by) for match in _pattern(sequence).finditer(code.text)]
    return (code.replaced(edits) if edits else source), len(edits)


@lru_cache(maxsize=256)
def _declaration(name: str) -> re.Pattern[str]:
    types = "|".join(sorted(TYPES))
    return re.compile(rf"\b(?:{types})[{BLANKS}]+{re.escape(name)}[{BLANKS}]*\(", re.ASCII)


def declares_function(source: str, name: str) -> bool:
    """Return whether a source declares or defines a function that returns a basic type."""
    return _declaration(name).search(code_of(source).text) is not None


def declares_global(source: str, name: str) -> bool:
    """Return whether a source declares a variable of a basic type outside all functions."""
    depth, before = 0, ""
    for token in code_of(source).tokens():
        depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
        if token.text == name and depth == 0 and before in TYPES:
            return True
        before = token.text
    return False


def joined(source: str) -> str:
    """Return a source without line continuations, which GLSL has from 420 on.

    The blanks around one become a single one.
    """
    return _CONTINUED.sub(lambda found: " " if found[1] or found[2] else "", source)
