"""The parameters of a preset of the package, without its passes."""

from __future__ import annotations

from ..usershader import Param
from .expand import package_source
from .presets import any_form, preset


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
