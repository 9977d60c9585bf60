"""Places in a file: of tokens."""

from __future__ import annotations

from ..glsl_syntax.tokens import Token
from ..usershader import Span


def span_of(found: Token) -> Span:
    """Return where a token is in the file."""
    return Span(found.start, found.end)
