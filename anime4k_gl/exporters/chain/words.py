"""Words of shading languages: finding them in a body, and making them of names."""

from __future__ import annotations

import re


def has_word(body: str, word: str) -> bool:
    """Return whether GLSL has a word, ``input_size`` for example."""
    return re.search(rf"\b{re.escape(word)}\b", body) is not None


def joined(body: str) -> str:
    """Return a body without backslashes at the ends of lines, which GLSL has from 420 on."""
    return re.sub(r"[ \t]*\\\r?\n[ \t]*", " ", body)


def identifier(name: str) -> str:
    """Return a preset's name as an identifier may be spelt."""
    return "".join(c if c.isalnum() else "_" for c in name)
