"""Integers where OpenGL ES wants floats: it converts nothing implicitly.

Found is what is certain from the tokens alone, see `glsl_syntax.es_integers`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..glsl_syntax.body import Body
from ..glsl_syntax.es_integers import VECTORS, integers_for_floats, known_types
from ..glsl_syntax.tokens import Token
from .model import EVERYONE, OPENGL_ES, Note, Rule, Severity
from .shaderfile import PassView, ShaderFile
from .spans import span_of


def es_integer_literal(file: ShaderFile) -> Iterator[Note]:
    """OpenGL ES takes no integer for a float; nobody takes one for a vector."""
    for view in file.running:
        for token in _initialised_vectors(view.body):
            message = f"a vector cannot be initialised with {token.text[:20]}"
            yield Note(span_of(token), message, EVERYONE, Severity.ERROR)
        for token in integers_for_floats(view.body, known_types(view.body, _bound(view))):
            text = token.text[:20]
            better = f"{text}.0" if token.kind == "int" else f"float({text})"
            message = f"OpenGL ES takes no integer for a float; write {better}"
            yield Note(span_of(token), message, OPENGL_ES)


def _bound(view: PassView) -> set[str]:
    """Return the names of what a pass binds."""
    bound = set(view.block.binds)
    return bound | set(view.points) if "HOOKED" in bound else bound


def _initialised_vectors(body: Body) -> Iterator[Token]:
    """Yield the integer of: type name "=" ["-"] integer (";" | ",")."""
    for index, token in enumerate(body.tokens):
        if token.text in VECTORS and body.at(index + 2).text == "=":
            at = index + 3 + (body.at(index + 3).text == "-")
            if body.at(at).kind == "int" and body.at(at + 1).text in (";", ","):
                yield body.at(at)


RULES: dict[str, Rule] = {"es-integer-literal": es_integer_literal}
