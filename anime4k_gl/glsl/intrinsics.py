"""Vulkan's ``spirv_instruction`` declarations, replaced by equivalent functions.

Published networks with 8-bit weights declare the dot product of two times four bytes in that way.
OpenGL has no such declaration, so a function of the same name takes its place; a body that tests
``#ifdef GL_EXT_spirv_intrinsics`` first still takes its other branch.
"""

from __future__ import annotations

import re

from ..glsl_syntax.code import code_of

_DECLARATION = re.compile(
    r"\bspirv_instruction\s*\((?P<settings>[^)]*)\)\s*"
    r"(?P<result>u?int)\s+(?P<name>\w+)\s*\((?P<parameters>[^)]*)\)\s*;"
)
_ID = re.compile(r"\bid\s*=\s*(\d+)")
_PARAMETER = re.compile(r"\s*(?:in\s+)?(?P<literal>spirv_literal\s+)?(?P<type>u?int)\b")

# By instruction: the types as which the bytes of the two factors are read, and whether the third
# parameter is added with saturation.
_DOT_PRODUCTS = {
    4450: ("int", "int", False),
    4451: ("uint", "uint", False),
    4452: ("int", "uint", False),
    4453: ("int", "int", True),
    4454: ("uint", "uint", True),
    4455: ("int", "uint", True),
}


def replace_intrinsics(body: str) -> str:
    """Return the body with declared dot products as functions; line numbers stay the same."""
    if "spirv_instruction" not in body:
        return body
    code = code_of(body)
    found = ((match, _function(match)) for match in _DECLARATION.finditer(code.text))
    return code.replaced((*match.span(), text) for match, text in found if text is not None)


def _function(match: re.Match[str]) -> str | None:
    """Return a function that does what a declaration says; None where that is something else."""
    number = _ID.search(match["settings"])
    parameters = [_PARAMETER.match(p) for p in match["parameters"].split(",")]
    known = _DOT_PRODUCTS.get(int(number[1])) if number else None
    if known is None or None in parameters:
        return None
    first, second, adds = known
    types = [p["type"] for p in parameters if p]
    if len(types) < 3 if adds else len(types) < 2:
        return None
    result = match["result"]
    names = "abcdefgh"
    declared = ", ".join(f"{kind} {name}" for kind, name in zip(types, names, strict=False))
    terms = " + ".join(
        f"{result}(bitfieldExtract({first}(a), {bit}, 8)"
        f") * {result}(bitfieldExtract({second}(b), {bit}, 8))"
        for bit in (0, 8, 16, 24)
    )
    if not adds:
        text = f"return {terms};"
    elif result == "int":
        text = (
            f"int s = {terms}; return c + clamp(s, (-2147483647 - 1) - min(c, 0),"
            " 2147483647 - max(c, 0));"
        )
    else:
        text = f"uint s = {terms}; return c + min(s, 4294967295u - c);"
    return f"{result} {match['name']}({declared}) {{ {text} }}"
