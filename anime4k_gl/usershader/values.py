"""The check of values for parameters."""

from __future__ import annotations

import math

from ..errors import OptionError
from .model import Param, ParamType


def param_value(param: Param, value: object) -> float | int:
    """Return a value as the parameter's number; an int for every type but FLOAT.

    Parameters
    ----------
    value : a number, its text, or an ENUM's member name

    Raises
    ------
    OptionError : it is not a number, of the wrong type or out of the parameter's range
    """
    if isinstance(value, str) and value in param.members:
        return param.members.index(value)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        hint = f"one of {', '.join(param.members)}" if param.members else "a number"
        raise OptionError(f"parameter {param.name} takes {hint}, not {value!r}")
    if param.type is not ParamType.FLOAT and number != int(number):
        raise OptionError(f"parameter {param.name} takes a whole number, not {value!r}")
    low, high = param.minimum, param.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        between = f"{'-inf' if low is None else low} to {'inf' if high is None else high}"
        raise OptionError(f"parameter {param.name} takes {between}, not {value}")
    return number if param.type is ParamType.FLOAT else int(number)
