"""``#extension`` lines: moved to the top, and emulated where the driver lacks the extension.

Drivers require these lines before all others. There an ``#ifdef`` around them no longer applies, so
"require" becomes "enable": the extension may be missing, and the body's own ``#ifdef``, which tests
the driver, still chooses. A body that requires small number types without such a test gets them as
macros for the full-size types: the same picture at their speed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..glsl_syntax.code import code_of
from ..glsl_syntax.directives import own_macros

_EXTENSION = re.compile(r"(?P<name>\w+)\s*:\s*(?P<behaviour>\w+)", re.ASCII)
# A literal of 16 bits: a number with a point or an exponent, and a suffix.
_HALF_LITERAL = re.compile(
    r"(?<![\w.])((?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)(?:hf|HF)\b"
)

_ALL_TYPES = ("GL_EXT_shader_explicit_arithmetic_types", "GL_NV_gpu_shader5")


def _float_types(bits: int) -> dict[str, str]:
    types = {f"float{bits}_t": "float"}
    for columns in (2, 3, 4):
        types[f"f{bits}vec{columns}"] = f"vec{columns}"
        types[f"f{bits}mat{columns}"] = f"mat{columns}"
        types |= {f"f{bits}mat{columns}x{rows}": f"mat{columns}x{rows}" for rows in (2, 3, 4)}
    return types


def _integer_types(bits: int) -> dict[str, str]:
    types = {f"int{bits}_t": "int", f"uint{bits}_t": "uint"}
    for count in (2, 3, 4):
        types |= {f"{p}{bits}vec{count}": f"{p}vec{count}" for p in "iu"}
    return types


_FAMILIES: tuple[tuple[frozenset[str], dict[str, str]], ...] = tuple(
    (frozenset((*names, *_ALL_TYPES)), types)
    for names, types in (
        (
            (
                "GL_EXT_shader_explicit_arithmetic_types_float16",
                "GL_AMD_gpu_shader_half_float",
                "GL_EXT_shader_16bit_storage",
            ),
            _float_types(16)
            | {"packFloat2x16": "packHalf2x16", "unpackFloat2x16": "unpackHalf2x16"},
        ),
        (
            (
                "GL_EXT_shader_explicit_arithmetic_types_int16",
                "GL_AMD_gpu_shader_int16",
                "GL_EXT_shader_16bit_storage",
            ),
            _integer_types(16),
        ),
        (
            ("GL_EXT_shader_explicit_arithmetic_types_int8", "GL_EXT_shader_8bit_storage"),
            _integer_types(8),
        ),
        (("GL_EXT_shader_explicit_arithmetic_types_float32",), _float_types(32)),
        (("GL_EXT_shader_explicit_arithmetic_types_int32",), _integer_types(32)),
    )
)
"""Extensions, any of which provides the types, and the substitute for each type."""

_FLOAT16 = _FAMILIES[0][0]


def hoist_extensions(body: str) -> tuple[list[str], str]:
    """Return the lines that belong at the top of the shader, and the body without them.

    They stay in the body as empty lines, so that line numbers in the driver's messages hold.
    """
    code = code_of(body)
    named: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []
    for directive in code.directives:
        match = _EXTENSION.match(directive.rest) if directive.keyword == "extension" else None
        if match is None:
            continue
        edits.append((directive.line, directive.rest_start + match.end(), ""))
        behaviour = match["behaviour"]
        if behaviour != "disable":
            named[match["name"]] = "enable" if behaviour == "require" else behaviour
    lines = [f"#extension {name} : {behaviour}" for name, behaviour in named.items()]
    lines += _stand_ins(named, own_macros(code))
    if not _FLOAT16.isdisjoint(named):
        literals = _HALF_LITERAL.finditer(code.text)
        # A macro can stand in for the function's name.
        edits += [(*literal.span(), f"float16_t({literal[1]})") for literal in literals]
    return lines, (code.replaced(sorted(edits)) if edits else body)


def _stand_ins(named: dict[str, str], own: frozenset[str]) -> Iterator[str]:
    for extensions, types in _FAMILIES:
        asked = [name for name in named if name in extensions]
        if asked:
            yield f"#if !({' || '.join(f'defined({name})' for name in asked)})"
            yield from (f"#define {k} {v}" for k, v in types.items() if k not in own)
            yield "#endif"
