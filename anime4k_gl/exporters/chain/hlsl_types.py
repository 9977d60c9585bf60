"""The types that GLSL's names and expressions have, as far as its translation asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...glsl_syntax.brackets import closing, split_arguments
from ...glsl_syntax.tokens import is_blank, is_name

TYPES = {
    **{f"vec{n}": f"float{n}" for n in (2, 3, 4)},
    **{f"ivec{n}": f"int{n}" for n in (2, 3, 4)},
    **{f"uvec{n}": f"uint{n}" for n in (2, 3, 4)},
    # Numbers, 0 or 1: libobs writes GLSL where it draws with OpenGL, and knows no bool2.
    **{f"bvec{n}": f"float{n}" for n in (2, 3, 4)},
    **{name: name for name in ("float", "int", "uint", "bool", "void")},
}
"""HLSL's types by GLSL's."""

_OF_VECTORS = frozenset({"dot", "length", "distance"})  # vectors in, a scalar out


@dataclass(frozen=True, slots=True)
class GlslType:
    """A type: its name, and how many components it has."""

    name: str
    size: int

    @classmethod
    def from_name(cls, word: str) -> GlslType:
        """Return the type of a name."""
        return cls(word, int(word[-1]) if word[-1].isdigit() else 1)


def declared(chunk: Sequence[str]) -> dict[str, GlslType]:
    """Return the types of a function's parameters and variables."""
    words = [t for t in chunk if not is_blank(t)]
    found: dict[str, GlslType] = {}
    for at, word in enumerate(words[:-1]):
        if word not in TYPES or not is_name(words[at + 1]):
            continue
        kind, depth = GlslType.from_name(word), 0
        found[words[at + 1]] = kind
        # The names behind commas, up to the statement's end; a parameter's list ends at a bracket.
        for index in range(at + 2, len(words) - 1):
            depth += (words[index] in "([{") - (words[index] in ")]}")
            if depth < 0 or words[index] in (";", "{"):
                break
            if words[index] == "," and depth == 0:
                if words[index + 1] in (*TYPES, "in", "out", "inout", "const"):
                    break
                found[words[index + 1]] = kind
    return found


def components(
    tokens: Sequence[str], names: Mapping[str, GlslType], results: Mapping[str, GlslType]
) -> int:
    """Return how many components an expression has: as many as its widest part.

    Parameters
    ----------
    names : the types of variables
    results : those that functions return; of others it is their arguments' widest

    Raises
    ------
    ValueError : a variable that is not among `names`
    """
    words = [t for t in tokens if not is_blank(t)]
    most, at = 1, 0
    while at < len(words):
        word = words[at]
        at += 1
        size = 1
        if word == "(" or (is_name(word) and at < len(words) and words[at] == "("):
            opening = at - 1 if word == "(" else at
            end = closing(words, opening)
            parts = split_arguments(words[opening + 1 : end])
            if word in TYPES:
                size = GlslType.from_name(word).size
            elif word in results:
                size = results[word].size
            elif word not in _OF_VECTORS:
                size = max((components(part, names, results) for part in parts), default=1)
            at = end + 1
        elif is_name(word):
            if word not in names:
                raise ValueError(f"the type of {word!r} is not known")
            size = names[word].size
        if at + 1 < len(words) and words[at] == ".":
            size, at = len(words[at + 1]), at + 2
        most = max(most, size)
    return most
