"""Presets, the package's and users', and the shader files that they are made of."""

from .expand import own_paths, package_source, read_preset_shader
from .model import DEFAULT_PRESET, NO_PRESET, InnerView, Preset, Reading
from .params import any_form, preset_params
from .presets import (
    HYBRIDS,
    best_everywhere,
    check_after_scaling,
    compute_alone,
    forget,
    pass_shader,
    preset,
    preset_files,
    preset_names,
    preset_shader,
    preset_shaders,
    ranked_presets,
    times_read,
    with_defaults,
)
from .user_presets import user_preset_names

__all__ = [
    "DEFAULT_PRESET",
    "HYBRIDS",
    "NO_PRESET",
    "InnerView",
    "Preset",
    "Reading",
    "any_form",
    "best_everywhere",
    "check_after_scaling",
    "compute_alone",
    "forget",
    "own_paths",
    "package_source",
    "pass_shader",
    "preset",
    "preset_files",
    "preset_names",
    "preset_params",
    "preset_shader",
    "preset_shaders",
    "ranked_presets",
    "read_preset_shader",
    "times_read",
    "user_preset_names",
    "with_defaults",
]
