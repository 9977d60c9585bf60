"""Give every parameter of every shader its value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from ..errors import OptionError
from ..usershader import Param, ParamType, UserShader

ParamValues = dict[str, float | int]


def resolve_params(
    shaders: Sequence[UserShader], given: Mapping[str, float | int | str]
) -> list[ParamValues]:
    """Return, for each shader, its parameters' values: what was given, else the defaults.

    Parameters
    ----------
    given : by parameter name (which sets it in every file that has it) or ``file-stem/name``;
        a number, its text, or an ENUM's member name

    Raises
    ------
    OptionError : a name no shader has (the valid ones are listed), or a value that is no number,
        of the wrong type or out of the parameter's range
    """
    used: set[str] = set()
    resolved: list[ParamValues] = []
    for shader in shaders:
        stem = PurePath(shader.filename).stem
        values: ParamValues = {}
        for param in shader.params:
            value: float | int = param.default
            for key in (param.name, f"{stem}/{param.name}"):
                if key in given:
                    used.add(key)
                    value = _convert(param, given[key])
            values[param.name] = value
        # An ENUM's members are values in expressions.
        for param in shader.params:
            values |= {m: i for i, m in enumerate(param.members) if m not in values}
        resolved.append(values)
    for key in given:
        if key not in used:
            valid = sorted({param.name for shader in shaders for param in shader.params})
            if not valid:
                raise OptionError(f"unknown parameter {key!r}; these shaders have none")
            raise OptionError.unknown("parameter", key, valid)
    return resolved


def _convert(param: Param, given: float | int | str) -> float | int:
    if isinstance(given, str) and given in param.members:
        return param.members.index(given)
    try:
        number = float(given)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        hint = f"one of {', '.join(param.members)}" if param.members else "a number"
        raise OptionError(f"parameter {param.name} takes {hint}, not {given!r}")
    if param.type is not ParamType.FLOAT and number != int(number):
        raise OptionError(f"parameter {param.name} takes a whole number, not {given!r}")
    low, high = param.minimum, param.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        between = f"{'-inf' if low is None else low} to {'inf' if high is None else high}"
        raise OptionError(f"parameter {param.name} takes {between}, not {given}")
    return number if param.type is ParamType.FLOAT else int(number)
