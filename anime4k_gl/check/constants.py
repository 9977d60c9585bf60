"""Rules about parameters where GLSL wants constants."""

from __future__ import annotations

from collections.abc import Iterator

from ..usershader import ParamStorage, ParamType
from .model import LIBPLACEBO, MASTER, Note, Rule
from .shaderfile import ShaderFile
from .spans import span_of


def param_in_constant(file: ShaderFile) -> Iterator[Note]:
    """A parameter is a uniform, and none may stand where GLSL wants a constant expression.

    Said once a pass and parameter.
    """
    uniforms = frozenset(
        param.name
        for param in file.params
        if param.type is not ParamType.DEFINE and param.storage is not ParamStorage.CONSTANT
    )
    for view in file.running if uniforms else ():
        seen: set[str] = set()
        for token, found in view.body.constant_uses(uniforms):
            for name in sorted(found - seen):
                yield Note(
                    span_of(token),
                    f"the parameter {name[:40]} is a uniform, which strict compilers refuse in a "
                    "constant: libplacebo on Vulkan then switches the file off, mpv master shows "
                    "a blue frame; make it a DEFINE, or write it without const, inside the "
                    "function that uses it",
                    (*MASTER, LIBPLACEBO[-1]),
                )
            seen |= found


RULES: dict[str, Rule] = {"param-in-constant": param_in_constant}
