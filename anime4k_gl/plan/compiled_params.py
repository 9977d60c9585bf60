"""The parameters that are part of a program's text, so that another value is another program."""

from __future__ import annotations

from ..glsl_syntax.constants import constant_names
from ..usershader import Param, ParamStorage, ParamType, UserShader


def compiled_params(shader: UserShader) -> frozenset[str]:
    """Return the names of a file's parameters that are compiled in; the others are uniforms.

    These are DEFINE and CONSTANT ones, and those from which a body makes a constant: no uniform
    may stand there, and with the value written in such a body runs.
    """
    others = frozenset(param.name for param in shader.params if not _is_constant(param))
    compiled = frozenset(param.name for param in shader.params) - others
    for shader_pass in shader.passes if others else ():
        compiled |= constant_names(shader_pass.body, others)
    return compiled


def _is_constant(param: Param) -> bool:
    return param.type is ParamType.DEFINE or param.storage is ParamStorage.CONSTANT
