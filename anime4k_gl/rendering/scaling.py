"""The options about scaling, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..defaults import DEFAULT_CSCALER, DEFAULT_SCALER
from ..errors import OptionError
from ..plan import ScalingOptions
from ..scalers import NO_SCALER, PLAIN, Tuning, check_tuning, resolve_scaler
from .options import SCALING, TUNED, TUNINGS, check_chroma_scaler


def resolve_scaling(
    *,
    scaler: str = DEFAULT_SCALER,
    cscaler: str = DEFAULT_CSCALER,
    dscaler: str | None = None,
    linear_upscaling: bool = False,
    sigmoid_upscaling: bool = False,
    linear_downscaling: bool = False,
    correct_downscaling: bool = True,
    tuning: Tuning = PLAIN,
    ctuning: Tuning = PLAIN,
    dtuning: Tuning = PLAIN,
) -> ScalingOptions:
    """Return how scaling is to be done; the names and meanings are mpv's.

    Raises
    ------
    OptionError : a scaler that does not exist, or a tuning it has no use for
    """
    for name, tuned in ((scaler, tuning), (cscaler, ctuning), (dscaler, dtuning)):
        if name is None and tuned != PLAIN:
            raise OptionError("a dscaler's tuning needs a dscaler; name one")
        if name is not None and resolve_scaler(name) != NO_SCALER:
            check_tuning(name, tuned)
    return ScalingOptions(
        scaler=resolve_scaler(scaler),
        cscaler=check_chroma_scaler(cscaler),
        dscaler=None if dscaler is None else check_chroma_scaler(dscaler),
        linear_upscaling=linear_upscaling,
        sigmoid_upscaling=sigmoid_upscaling,
        linear_downscaling=linear_downscaling,
        correct_downscaling=correct_downscaling,
        tuning=tuning,
        ctuning=ctuning,
        dtuning=dtuning,
    )


def with_scaling(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by option with those of `SCALING_OPTIONS` put together as ``scaling``.

    Raises
    ------
    OptionError : as `resolve_scaling`
    """
    others = dict(values)
    chosen = {option.parameter: others.pop(option.parameter) for option in SCALING}
    for scaler, name in TUNINGS.items():
        chosen[name] = Tuning(**{key: others.pop(f"{scaler}_{key}") for key in TUNED})
    return others | {"scaling": resolve_scaling(scaler=others["scaler"], **chosen)}
