"""Brackets of tokens, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from .tokens import is_blank

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def depth_change(piece: str) -> int:
    """Return 1 for an opening bracket, -1 for a closing one, else 0."""
    return (piece in _OPENING) - (piece in _CLOSING)


def closing(pieces: Sequence[str], at: int) -> int:
    """Return where the bracket that opens at `at` is closed.

    Raises
    ------
    ValueError : nowhere
    """
    depth = 0
    for index in range(at, len(pieces)):
        depth += depth_change(pieces[index])
        if depth == 0:
            return index
    raise ValueError(f"unclosed {pieces[at]!r}")


def partners(pieces: Sequence[str]) -> dict[int, int]:
    """Return, by where a bracket opens, where it closes; for one that nothing closes, the end."""
    found: dict[int, int] = {}
    open_at: list[int] = []
    for index, piece in enumerate(pieces):
        if piece in _OPENING:
            open_at.append(index)
        elif piece in _CLOSING and open_at:
            found[open_at.pop()] = index
    return found | dict.fromkeys(open_at, len(pieces))


def split_arguments(pieces: Sequence[str]) -> list[list[str]]:
    """Return what stands between the commas that are in no brackets; of blanks alone, nothing."""
    parts: list[list[str]] = [[]]
    depth = 0
    for piece in pieces:
        depth += depth_change(piece)
        if piece == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts if any(not is_blank(piece) for piece in pieces) else []
