"""The options about scaling, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import OptionError
from ..plan import ScalingOptions
from ..scaler_shaders import NO_SCALER, PLAIN, Tuning, check_tuning, resolve_scaler
from .options import SCALING, TUNED, TUNINGS, check_cscaler, check_dscaler


def check_scaling(scaling: ScalingOptions) -> ScalingOptions:
    """Return how scaling is to be done, with the scalers' own names.

    Raises
    ------
    OptionError : a scaler that does not exist, or a tuning it has no use for
    """
    checked = replace(
        scaling,
        scaler=resolve_scaler(scaling.scaler),
        cscaler=check_cscaler(scaling.cscaler),
        dscaler=check_dscaler(scaling.dscaler),
    )
    if checked.dscaler is None and checked.dtuning != PLAIN:
        raise OptionError("dscaler tuning needs a dscaler; name one")
    for name, tuning in (
        (checked.scaler, checked.tuning),
        (checked.cscaler, checked.ctuning),
        (checked.dscaler, checked.dtuning),
    ):
        if name is not None and name != NO_SCALER:
            check_tuning(name, tuning)
    return checked


def with_scaling(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by option with those of `SCALING_OPTIONS` put together as ``scaling``.

    Raises
    ------
    OptionError : as `check_scaling`
    """
    others = dict(values)
    chosen = {option.parameter: others.pop(option.parameter) for option in SCALING}
    for scaler, name in TUNINGS.items():
        chosen[name] = Tuning(**{key: others.pop(f"{scaler}_{key}") for key in TUNED})
    scaling = check_scaling(ScalingOptions(scaler=others["scaler"], **chosen))
    return others | {"scaling": scaling}
