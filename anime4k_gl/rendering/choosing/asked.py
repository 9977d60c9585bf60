"""The question whether options ask for preset ``auto``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...defaults import AUTO_PRESET, DEFAULT_PRESET
from ...errors import OptionError
from ..options import check_preset


def asks_for_auto(request: Mapping[str, Any]) -> bool:
    """Whether options leave the preset to us.

    Parameters
    ----------
    request : as for `upscale`, by name; those that are missing are at their default

    Raises
    ------
    OptionError : there is no such preset, or parameters are given without one to give them to
    """
    preset = request.get("preset", DEFAULT_PRESET)
    if request.get("shaders") or not isinstance(preset, str):
        return False
    if check_preset(preset) != AUTO_PRESET:
        return False
    if request.get("params"):
        name = next(iter(request["params"]))
        raise OptionError(
            f"parameter {name!r}: parameters are of one preset, which {AUTO_PRESET!r} leaves open;"
            " name a preset, or leave them out"
        )
    return True
