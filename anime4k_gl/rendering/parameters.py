"""The parameters that a preset has, with the defaults that it gives them."""

from __future__ import annotations

from ..defaults import DEFAULT_PRESET
from ..usershader import Param
from .shader_forms import resolve_shaders


def parameters(preset: str = DEFAULT_PRESET) -> tuple[Param, ...]:
    """Return a preset's parameters, each once, in the order of its shaders.

    Parameters
    ----------
    preset : a preset's name or path, as for `upscale`

    Raises
    ------
    OptionError : there is no such preset
    UserShaderError : a shader file of it breaks the format
    """
    found: dict[str, Param] = {}
    for shader in resolve_shaders(preset, ()):
        for param in shader.params:
            found.setdefault(param.name, param)
    return tuple(found.values())
