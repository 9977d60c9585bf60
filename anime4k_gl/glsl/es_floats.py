"""Bodies for contexts of OpenGL ES, whose GLSL converts no integer to a float."""

from __future__ import annotations

from ..glsl_syntax.body import Body
from ..glsl_syntax.es_integers import integers_for_floats, known_types
from ..plan import PassRun
from ..usershader import ParamType
from .version import GLSLVersion

_CONVERSIONS = "GL_EXT_shader_implicit_conversions"


def with_floats(run: PassRun, text: str, version: GLSLVersion) -> str:
    """Return a body with the conversions written out that GLSL makes, as far as they are certain.

    Lines keep their numbers. Where the context converts by itself, the body is as it was.

    Parameters
    ----------
    run : the pass
    text : its body
    """
    if not version.es or _CONVERSIONS in version.extensions:
        return text
    body = Body(text, 0)
    bound = {name for binding in run.bindings for name in binding.names}
    params = {
        param.name: param.type.value
        for param in run.shader.params
        if param.type is not ParamType.DEFINE
    }
    parts, at = [], 0
    for token in integers_for_floats(body, known_types(body, bound, params)):
        parts += [text[at : token.start], f"float({token.text})"]
        at = token.end
    return "".join([*parts, text[at:]])
