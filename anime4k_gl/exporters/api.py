"""A preset as the files of another program."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

from ..errors import OptionError
from ..library import (
    DEFAULT_PRESET,
    check_after_scaling,
    compute_alone,
    preset_names,
    preset_shader,
)
from ..library import preset as preset_of
from ..plan.param_values import resolve_params
from .chain.request import Request
from .registry import TARGETS, ExportTarget

_MOST_SCALE = 64.0


def export_targets() -> tuple[str, ...]:
    """Return the targets' names."""
    return tuple(TARGETS)


def export(
    target: str,
    *,
    preset: str = DEFAULT_PRESET,
    scale: float = 2.0,
    params: Mapping[str, float | int | str] | None = None,
    **options: str | bool,
) -> dict[str, str]:
    """Return a preset as the files of another program, its installation steps among them.

    Parameters
    ----------
    target : what for; see `export_targets`
    preset : a preset's name; not one of shader files of its own
    scale : by how much the picture is scaled before; for targets that cannot ask
    params : values for the preset's parameters, by name; others keep their defaults
    options : the target's own options, see `TARGETS`

    Returns
    -------
    Text by file name.

    Raises
    ------
    OptionError : an unknown target, preset, parameter or option, or a value out of range
    """
    if target not in TARGETS:
        raise OptionError.unknown("target", target, TARGETS)
    chosen = TARGETS[target]
    if not 1 <= scale <= _MOST_SCALE:
        raise OptionError(f"the scale must be 1 to {_MOST_SCALE:g}, not {scale:g}")
    own = preset_of(preset)
    if own.files:
        raise OptionError(
            f"preset {preset!r} consists of shader files; choose one of the package's"
        )
    if not own.passes and not own.compute_only:
        raise OptionError.unknown("preset", preset, preset_names())
    if own.path is not None:  # a user's own values of a preset of the package
        preset, params = own.base, {**dict(own.params), **(params or {})}
    values = _options(chosen, options)
    compute = bool(values.get("compute"))
    if compute and not own.compute:
        raise OptionError(f"preset {preset!r} has no compute passes; export it without them")
    if own.compute_only and not compute:
        _refuse_compute_alone(preset, chosen)
    shader = preset_shader(preset, compute=compute, after_scaling=chosen.after_scaling)
    request = Request(
        preset=preset,
        title=preset_of(preset).title,
        shader=shader,
        params=resolve_params([shader], params or {})[0],
        overridden=frozenset(params or {}),
        scale=scale,
        options=values,
    )
    files: dict[str, str] = import_module(f".{target}.export", __package__).export(request)
    return files


def _refuse_compute_alone(preset: str, target: ExportTarget) -> NoReturn:
    """Raise `OptionError` for a preset without the passes that are to be exported."""
    if target.after_scaling:
        check_after_scaling(preset)
    if any(option.name == "compute" for option in target.options):
        raise OptionError(compute_alone(preset, remedy="export it with --compute"))
    raise OptionError(compute_alone(preset, f", which target {target.name!r} does not take"))


def _options(target: ExportTarget, given: Mapping[str, str | bool]) -> dict[str, str | bool]:
    known = {option.name: option for option in target.options}
    values = {name: option.default for name, option in known.items()}
    for name, value in given.items():
        if name not in known:
            raise OptionError(
                f"target {target.name!r} has no option {name!r};"
                f" it has: {', '.join(known) or 'none'}"
            )
        choices = known[name].choices
        if choices and value not in choices:
            raise OptionError.unknown(f"{name} of target {target.name!r}", str(value), choices)
        if not choices and not isinstance(value, bool):
            raise OptionError(f"{name} of target {target.name!r} is True or False, not {value!r}")
        values[name] = value
    return values
