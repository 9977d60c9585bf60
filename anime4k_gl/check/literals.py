"""Integer literals where OpenGL ES wants floats: it converts nothing implicitly.

Seen are cases that are certain from the tokens alone: a float or vector that the body declares,
or a global or macro of the format, next to an integer; an integer argument of a function that has
floats only; and a float that is initialised, assigned or returned as an integer. What calls,
brackets, structs, macros and array elements are is not known, so most mixtures go unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..glsl_syntax.tokens import Token, words
from .body import Body, span_of
from .model import EVERYONE, OPENGL_ES, Note, Rule, Severity
from .shaderfile import PassView, ShaderFile

_VECTORS = frozenset(("vec2", "vec3", "vec4"))
_FLOATS = _VECTORS | {"float"}
_SWIZZLES = (frozenset("xyzw"), frozenset("rgba"), frozenset("stpq"))

_BEFORE = frozenset(words("+ - * / < > <= >= == != += -= *= /="))
"""Operators that may have a float on their left and the integer on their right."""
_BEHIND = frozenset(words("+ - * / < > <= >= == !="))
"""Operators that may have the integer on their left."""

_FLOAT_ONLY = frozenset(
    words(
        "pow mod step smoothstep exp exp2 log log2 sqrt inversesqrt sin cos tan asin acos atan "
        "floor ceil fract round length distance dot normalize"
    )
)
"""Functions that have no version for integers."""
_EITHER = frozenset(("max", "min", "clamp"))
"""Functions that have one, so that one argument must be known to be a float."""

_GLOBALS = {"input_size": "vec2", "target_size": "vec2", "tex_offset": "vec2", "random": "float"}
_MACROS = {"pos": "vec2", "size": "vec2", "pt": "vec2", "off": "vec2", "mul": "float"}


def es_integer_literal(file: ShaderFile) -> Iterator[Note]:
    """OpenGL ES takes no integer for a float; nobody takes one for a vector."""
    for view in file.running:
        types = _types(view)
        seen: set[int] = set()
        for token, vector in (
            *_initialised(view.body),
            *((token, False) for token in _mixed(view.body, types)),
            *((token, False) for token in _arguments(view.body, types)),
            *((token, False) for token in _returned(view.body)),
        ):
            if token.start in seen:
                continue
            seen.add(token.start)
            if vector:
                message = f"a vector cannot be initialised with {token.text[:20]}"
                yield Note(span_of(token), message, EVERYONE, Severity.ERROR)
            else:
                message = f"OpenGL ES takes no integer for a float; write {token.text[:20]}.0"
                yield Note(span_of(token), message, OPENGL_ES)


def _types(view: PassView) -> dict[str, str]:
    """Return the names that are a float or a vector wherever the body uses them."""
    body = view.body
    types = dict(_GLOBALS)
    bound = set(view.block.binds)
    if "HOOKED" in bound:
        bound |= set(view.points)
    types |= {f"{name}_{macro}": type for name in bound for macro, type in _MACROS.items()}
    for name, declared in body.declared.items():
        types.pop(name, None)
        if len(declared) == 1 and name not in body.functions_named:
            (only,) = declared
            if only in _FLOATS:
                types[name] = only
    return {name: type for name, type in types.items() if name not in body.macros}


def _initialised(body: Body) -> Iterator[tuple[Token, bool]]:
    """Type name "=" ["-"] integer (";" | ","): yields the integer, and whether a vector's."""
    for index, token in enumerate(body.tokens):
        if token.text in _FLOATS and body.at(index + 2).text == "=":
            at = index + 3 + (body.at(index + 3).text == "-")
            if body.at(at).kind == "int" and body.at(at + 1).text in (";", ","):
                yield body.at(at), token.text in _VECTORS


def _mixed(body: Body, types: Mapping[str, str]) -> Iterator[Token]:
    """Yield integers that stand beside a float, with an operator between."""
    for index, token in enumerate(body.tokens):
        if token.kind != "int":
            continue
        operator = body.at(index - 1).text
        if operator in _BEFORE or (operator == "=" and body.at(index + 1).text in (";", ",")):
            left = body.at(index - 2)
            scalar = operator != "=" or _float_before(body, index - 2, types, scalar=True)
            if (left.kind == "float" or _float_before(body, index - 2, types)) and scalar:
                yield token
                continue
        if body.at(index + 1).text in _BEHIND and _float_behind(body, index + 2, types):
            yield token


def _float_before(
    body: Body, index: int, types: Mapping[str, str], *, scalar: bool = False
) -> bool:
    """Return whether the operand that ends at a token is a float or a vector."""
    token, before = body.at(index), body.at(index - 1).text
    if token.kind != "name":
        return False
    if before != ".":
        return types.get(token.text) in ({"float"} if scalar else _FLOATS)
    base = body.at(index - 2)
    return (
        _is_swizzle(token.text)
        and not (scalar and len(token.text) > 1)
        and types.get(base.text) in _VECTORS
        and body.at(index - 3).text != "."
    )


def _float_behind(body: Body, index: int, types: Mapping[str, str]) -> bool:
    """Return whether the operand that starts at a token is a float or a vector."""
    token, after = body.at(index), body.at(index + 1).text
    if token.kind == "float":
        return True
    if after == ".":
        swizzle = body.at(index + 2).text
        ends = body.at(index + 3).text not in (".", "[", "(")
        return types.get(token.text) in _VECTORS and _is_swizzle(swizzle) and ends
    return types.get(token.text) in _FLOATS and after not in ("[", "(")


def _is_swizzle(text: str) -> bool:
    return 1 <= len(text) <= 4 and any(set(text) <= letters for letters in _SWIZZLES)


def _arguments(body: Body, types: Mapping[str, str]) -> Iterator[Token]:
    """Yield arguments that are an integer and nothing else, of functions that want floats."""
    calls: list[tuple[str, list[int]]] = []  # the function, and where its arguments start
    for index, token in enumerate(body.tokens):
        if token.text in ("(", "[", "{"):
            name = body.at(index - 1).text if token.text == "(" else ""
            known = name in _FLOAT_ONLY or name in _EITHER
            own = name in body.functions_named or name in body.macros
            calls.append((name if known and not own else "", [index + 1]))
        elif not calls:
            continue
        elif token.text == ",":
            calls[-1][1].append(index + 1)
        elif token.text in (")", "]", "}"):
            name, starts = calls.pop()
            if name:
                yield from _integers(body, name, [*starts, index + 1], types)


def _integers(
    body: Body, name: str, starts: list[int], types: Mapping[str, str]
) -> Iterator[Token]:
    found, floats = [], False
    for start, following in pairwise(starts):
        length = following - 1 - start
        first = start + (length == 2 and body.at(start).text == "-")
        if body.at(first).kind == "int" and first == following - 2:
            found.append(body.at(first))
        elif (length == 1 and body.at(start).kind == "float") or (
            length in (1, 3) and _float_behind(body, start, types)
        ):
            floats = True
    if name in _FLOAT_ONLY or floats:
        yield from found


def _returned(body: Body) -> Iterator[Token]:
    """Yield the integers that a function of type float returns as they are."""
    for function in body.functions:
        if function.returns != "float":
            continue
        for index in range(function.start, function.end):
            if body.at(index).text == "return":
                at = index + 1 + (body.at(index + 1).text == "-")
                if body.at(at).kind == "int" and body.at(at + 1).text == ";":
                    yield body.at(at)


RULES: dict[str, Rule] = {"es-integer-literal": es_integer_literal}
