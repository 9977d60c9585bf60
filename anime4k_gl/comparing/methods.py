"""The methods to compare, by the names that people give them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..defaults import DEFAULT_BACKEND, DEFAULT_SCALER
from ..errors import OptionError
from ..library import NO_PRESET, preset_names
from ..rendering.render_options import RenderOptions
from ..scaler_shaders import NO_SCALER, scaler_names

SHADER_SUFFIXES = (".glsl", ".hook")
PRESET_SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Method:
    """A way to upscale.

    Attributes
    ----------
    name : in tables; no other has it
    options : how pictures are made
    """

    name: str
    options: RenderOptions


def parse_methods(texts: Iterable[str], *, backend: str = DEFAULT_BACKEND) -> list[Method]:
    """Return methods by name.

    Parameters
    ----------
    texts : each a name or several with commas between: a preset's (or its file's, FILE.toml), a
        scaler's, or a shader file's; FILE.glsl+FILE.glsl runs both, in that order
    backend : of the presets, see `upscale`

    Raises
    ------
    OptionError : there is no such method, or one is named twice
    UserShaderError : a shader file that breaks the format
    """
    names = [name.strip() for text in texts for name in _split(text)]
    methods: list[Method] = []
    for name in filter(None, names):
        shown = _shown(name, {method.name for method in methods})
        methods.append(Method(shown, _options(name, backend)))
    if not methods:
        raise OptionError("no methods to compare; name some with --with v1.1,lanczos,FILE.glsl")
    return methods


def _split(text: str) -> list[str]:
    return [text] if os.path.exists(text) else text.split(",")


def _options(name: str, backend: str) -> RenderOptions:
    if name in preset_names():
        return RenderOptions.of(preset=name, backend=backend)
    if name in scaler_names() and name != NO_SCALER:
        return RenderOptions.of(preset=NO_PRESET, scaler=name, backend=backend)
    files = [name] if os.path.exists(name) else name.split("+")
    if all(_is_shader(file) for file in files):
        return RenderOptions.of(scaler=DEFAULT_SCALER, shaders=files, backend=backend)
    if Path(name).suffix.lower() == PRESET_SUFFIX:
        return RenderOptions.of(preset=name, backend=backend)
    valid = [*preset_names(), *(n for n in scaler_names() if n != NO_SCALER), "FILE.glsl"]
    raise OptionError.unknown("method", name, valid)


def _is_shader(file: str) -> bool:
    return Path(file).suffix.lower() in SHADER_SUFFIXES


def _shown(name: str, taken: set[str]) -> str:
    """Return a name for tables: of files without their folders, unless two would be the same."""
    if name in taken:
        raise OptionError(f"the method {name!r} is named twice; leave one out")
    short = "+".join(os.path.basename(part) for part in name.split("+"))
    return name if short in taken else short
