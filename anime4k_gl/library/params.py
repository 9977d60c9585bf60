"""A preset in the one form that it has for certain, and its parameters without its passes."""

from __future__ import annotations

from ..usershader import Param, UserShader
from .expand import package_source
from .presets import preset, preset_shader


def any_form(name: str) -> UserShader:
    """Return a preset's passes as one user shader: its compute passes where it has no others.

    Raises
    ------
    OptionError : as `preset_shader`
    """
    return preset_shader(name, compute=preset(name).compute_only)


def preset_params(name: str) -> tuple[Param, ...]:
    """Return a preset's parameters, at its own values.

    Raises
    ------
    OptionError : as `preset`, or it consists of files of its own
    """
    chosen = preset(name)
    if chosen.compute_only and not any(map(_has_params, dict.fromkeys(chosen.compute))):
        return ()  # without reading megabytes of weights as a shader
    return any_form(name).params


def _has_params(path: str) -> bool:
    return "//!PARAM" in package_source(f"{path}.glsl").text
