"""The shaders that come with the package: find presets, put their passes together.

A preset is a TOML file that lists passes, one file each, and may set parameters. Put together they
are one user shader, which is what the engine runs and the exporters write.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from .errors import OptionError
from .usershader import Block, Param, UserShader, format_user_shader, parse_user_shader

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DEFAULT_PRESET = "v1.0-rc"

NO_PRESET = "none"
"""The name of no preset at all: the scaler alone."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A named chain of passes.

    Attributes
    ----------
    name : what ``--preset`` takes
    title : a line for people
    passes : the pass files in order, without ``.glsl``, relative to ``shaders/``
    params : values that replace the passes' own defaults
    colour_bits, scaled_bits, colours, wide : see `UserShader`
    compute : the same picture as ``passes`` make, in compute passes; empty where there is none
    """

    name: str
    title: str
    passes: tuple[str, ...]
    params: tuple[tuple[str, float | int], ...] = ()
    colour_bits: int = 16
    scaled_bits: int = 16
    compute: tuple[str, ...] = ()
    colours: frozenset[str] = frozenset()
    wide: bool = False


def preset_names() -> tuple[str, ...]:
    """Return the presets' names, the default first."""
    folder = resources.files(__package__) / "shaders" / "presets"
    names = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_PRESET, name.startswith("v0"))))


@cache
def preset(name: str) -> Preset:
    """Return a preset.

    Raises
    ------
    OptionError : no preset has that name; the message lists the valid ones
    """
    if name == NO_PRESET:
        return Preset(NO_PRESET, "the scaler alone", ())
    if name not in preset_names():
        raise OptionError.unknown("preset", name, (*preset_names(), NO_PRESET))
    values: dict[str, Any] = tomllib.loads(_read(f"presets/{name}.toml"))
    params: dict[str, float | int] = values.get("params", {})
    return Preset(
        name,
        values["title"],
        tuple(values["passes"]),
        tuple(params.items()),
        values.get("colour_bits", 16),
        values.get("scaled_bits", 16),
        tuple(values.get("compute", ())),
        frozenset(values.get("colours", ())),
        values.get("wide", False),
    )


@cache
def pass_shader(path: str) -> UserShader:
    """Return one of the package's pass files, by its path below ``shaders/`` without ``.glsl``."""
    return parse_user_shader(_read(f"{path}.glsl"), filename=f"{path}.glsl")


@cache
def preset_shader(name: str, *, compute: bool = False) -> UserShader:
    """Return a preset's passes as one user shader; with `compute`, its compute passes.

    A parameter that several passes share is declared in each of their files and kept once here.

    Raises
    ------
    OptionError : no preset has that name, or it has no compute passes
    """
    chosen = preset(name)
    if compute and not chosen.compute:
        raise OptionError(f"preset {name!r} has no compute form; use backend 'fragment' or 'auto'")
    params: dict[str, Param] = {}
    passes: list[Block] = []
    for path in chosen.compute if compute else chosen.passes:
        for block in pass_shader(path).blocks:
            if not isinstance(block, Param):
                passes.append(block)
            elif params.setdefault(block.name, block) != block:
                raise ValueError(f"{path}.glsl declares {block.name} unlike an earlier pass")
    for key, value in chosen.params:
        params[key] = replace(params[key], default=value)
    # Printed and parsed again, so that the shader's spans point into its own text.
    text = format_user_shader(UserShader((*params.values(), *passes)))
    if not passes:
        return UserShader()
    shader = parse_user_shader(text, filename=f"{name}.glsl")
    return replace(
        shader,
        colour_bits=chosen.colour_bits,
        scaled_bits=chosen.scaled_bits,
        colours=chosen.colours,
        wide=chosen.wide,
    )


def _read(path: str) -> str:
    return (resources.files(__package__) / "shaders" / path).read_text("utf-8")
