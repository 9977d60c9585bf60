"""Quality levels: the passes that are left out where frames would be dropped.

The order is fixed, of what a preset has: FXAA goes first, then thin lines, then the rest of
``v1.0-rc`` becomes ``v1.0-rc-fast``'s, which is without both, too; where even that is too slow, the
scaler runs alone. The picture at a level is exactly what the preset's other passes make.
"""

from __future__ import annotations

import enum

from ...lazy.dataclass import dataclass
from ...library import NO_PRESET, preset
from ...rendering.options import ParamValues
from ...rendering.shader_forms import Forms

FAST = "v1.0-rc-fast"
"""The preset that takes the place of another of its release."""


class Level(enum.IntEnum):
    """How much is left out; each level leaves out what those before it do."""

    ALL = 0
    NO_FXAA = 1
    NO_THIN_LINES = 2
    FAST = 3
    SCALER_ALONE = 4


_TEXTS = {
    Level.ALL: "everything runs",
    Level.NO_FXAA: "without FXAA",
    Level.NO_THIN_LINES: "without FXAA and thin lines",
    Level.FAST: f"{FAST} without FXAA and thin lines",
    Level.SCALER_ALONE: "the scaler alone",
}
_SWITCHED_OFF = {
    Level.NO_FXAA: "smooth edges (FXAA) are",
    Level.NO_THIN_LINES: "smooth edges (FXAA) and the thinning of lines are",
    Level.FAST: "all but the fastest shaders are",
    Level.SCALER_ALONE: "all shaders are",
}
_PARTS = {
    Level.ALL: (),
    Level.NO_FXAA: ("fxaa",),
    Level.NO_THIN_LINES: ("fxaa", "thin_lines"),
    Level.FAST: ("fxaa", "thin_lines"),
}


@dataclass(frozen=True)
class ReducedQuality:
    """The shaders that run at a level, and their parameters' values; both as for `Renderer`."""

    forms: Forms
    params: dict[str, float | int | str]


def level_text(level: Level, levels: tuple[Level, ...] = tuple(Level)) -> str:
    """Return a level in words.

    Parameters
    ----------
    levels : those there are for what plays: what it does not have is not left out
    """
    if level is Level.NO_THIN_LINES and Level.NO_FXAA not in levels:
        return "without thin lines"
    return _TEXTS[level]


def viewers_text(level: Level, levels: tuple[Level, ...], *, overloaded: bool) -> str:
    """Return what is switched off at a level and why, as a sentence for a viewer.

    Parameters
    ----------
    levels : as of `level_text`
    overloaded : whether frames are late even so
    """
    if level is Level.ALL:
        return "this machine is too slow for this video" if overloaded else "all shaders run again"
    name = _SWITCHED_OFF[level]
    if level is Level.NO_THIN_LINES and Level.NO_FXAA not in levels:
        name = "the thinning of lines is"
    still = ", and the video still stutters" if overloaded else ""
    return f"{name} switched off: this machine is too slow for all shaders at this size{still}"


def levels_of(preset_name: str | None, backend: str = "auto") -> tuple[Level, ...]:
    """Return the levels there are for a preset, in their order; the first is `Level.ALL`.

    Parameters
    ----------
    preset_name : a preset's name or path; None for shader files, of which nothing is known, so
        that all there is besides is the scaler alone
    backend : what is asked for; with ``compute`` there is no preset to go over to

    Raises
    ------
    OptionError : as `library.preset`
    """
    if preset_name == NO_PRESET:
        return (Level.ALL,)
    levels = [Level.ALL]
    if preset_name is not None:
        chosen = preset(preset_name)
        if "fxaa" in chosen.without:
            levels.append(Level.NO_FXAA)
        if "thin_lines" in chosen.without:
            levels.append(Level.NO_THIN_LINES)
        if chosen.base.startswith("v1.0-rc") and chosen.base != FAST and backend != "compute":
            levels.append(Level.FAST)
    return (*levels, Level.SCALER_ALONE)


def reduced_quality(
    backend: str, preset_name: str, params: ParamValues, level: Level
) -> ReducedQuality:
    """Return what runs at a level in place of a preset.

    Parameters
    ----------
    backend, preset_name : as for `Forms.of`
    params : the values that were given
    level : one of `levels_of`, and not the scaler alone, which is a profile of its own

    Raises
    ------
    OptionError : as `Forms.of`
    """
    parts = _PARTS[level]
    own = preset(preset_name)
    values: dict[str, float | int | str] = dict(params)
    if level is Level.FAST:
        # The values of a user's preset go along; those that were given count more.
        values = {**dict(own.params), **values}
        preset_name = FAST
    chosen = preset(preset_name)
    left_out = tuple(part for part in parts if part in chosen.without)
    forms = Forms.of(backend, preset_name, without=left_out)
    names = {param.name for shader in forms.fragment for param in shader.params}
    values = {name: value for name, value in values.items() if name in names}
    for part in left_out:
        values |= chosen.idle.get(part, {})
    return ReducedQuality(forms, values)
