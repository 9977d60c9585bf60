"""Parameters as hosts with sliders show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...usershader import Param, ParamType
from .passes import PortablePass
from .request import Request


@dataclass(frozen=True, slots=True)
class Slider:
    """A parameter's slider.

    Attributes
    ----------
    name : the parameter's
    label : some words
    help : a sentence
    value : where it stands first
    low, high, step : its range
    whole : whole numbers only
    """

    name: str
    label: str
    help: str
    value: float | int
    low: float | int
    high: float | int
    step: float | int
    whole: bool


def sliders(request: Request, passes: Sequence[PortablePass]) -> list[Slider]:
    """Return a slider for each parameter that some pass uses."""
    params = {param.name: param for each in passes for param in each.params}
    return [slider(param, request.params[param.name]) for param in params.values()]


def scale_slider(name: str, label: str, text: str, scale: float) -> Slider:
    """Return a slider for the scale, with `scale` to start with."""
    return Slider(name, label, text, scale, 1.0, max(4.0, scale), 0.05, False)


def slider(param: Param, value: float | int) -> Slider:
    """Return a parameter's slider, with `value` to start with."""
    whole = param.type is not ParamType.FLOAT
    low = 0 if param.minimum is None else param.minimum
    high = 4 * max(abs(value), 1) if param.maximum is None else param.maximum
    fine = next((step for most, step in ((1, 0.01), (4, 0.05)) if high - low <= most), 0.25)
    label = param.name.replace("_", " ").capitalize()
    # Hosts put it between double quotes, on one line.
    text = (param.desc or label).replace('"', "'").replace("\\", "/")
    return Slider(param.name, label, text, value, low, high, 1 if whole else fine, whole)
