"""The values of every shader's parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from ..errors import OptionError
from ..library import preset_names, preset_params
from ..usershader import UserShader
from ..usershader.values import param_value

ParamValues = dict[str, float | int]


def resolve_params(
    shaders: Sequence[UserShader], overrides: Mapping[str, float | int | str]
) -> list[ParamValues]:
    """Return, for each shader, its parameters' values: the given ones, else the defaults.

    Parameters
    ----------
    overrides : by parameter name (which sets it in every file that has it) or ``file-stem/name``;
        a number, its text, or an ENUM's member name

    Raises
    ------
    OptionError : a name no shader has (the valid ones are listed), or a value that is not a
        number, of the wrong type or out of the parameter's range
    """
    used: set[str] = set()
    resolved: list[ParamValues] = []
    for shader in shaders:
        stem = PurePath(shader.filename).stem
        values: ParamValues = {}
        for param in shader.params:
            value: float | int = param.default
            for key in (param.name, f"{stem}/{param.name}"):
                if key in overrides:
                    used.add(key)
                    value = param_value(param, overrides[key])
            values[param.name] = value
        # Expressions can read an ENUM's members.
        for param in shader.params:
            values |= {m: i for i, m in enumerate(param.members) if m not in values}
        resolved.append(values)
    for key in overrides:
        if key not in used:
            valid = sorted({param.name for shader in shaders for param in shader.params})
            if not valid:
                raise OptionError(f"unknown parameter {key!r}; these shaders have none")
            unknown = OptionError.unknown("parameter", key, valid)
            raise OptionError(f"{unknown}{_elsewhere(shaders, key)}")
    return resolved


def _elsewhere(shaders: Sequence[UserShader], key: str) -> str:
    """Return which preset has a parameter that a preset's shaders do not have, for a message."""
    if any(shader.preset is None for shader in shaders):
        return ""
    having = (n for n in preset_names() if key in {p.name for p in preset_params(n)})
    name = next(having, None)
    return "" if name is None else f"; preset {name!r} has it"
