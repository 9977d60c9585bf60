"""Presets: find them, put their passes together.

A preset of the package is a TOML file that lists passes, one file each, and may set parameters. Put
together they are one user shader, which is what the engine runs and the exporters write. Users'
own presets (`user_presets`) have other values, or shader files of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ..defaults import AUTO_PRESET
from ..dependencies import DependencyError
from ..errors import OptionError
from ..usershader import (
    Block,
    Param,
    PresetOrigin,
    UserShader,
    origin_of,
    parse_user_shader,
    print_user_shader,
)
from . import expand
from .expand import own_paths, package_paths, package_source, read_preset_shader
from .files import preset_file_names, read_file
from .model import DEFAULT_PRESET, NO_PRESET, InnerView, Preset, Reading
from .user_presets import UserPreset, checked_values, find, read_preset, user_preset_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


HYBRIDS = ("hybrid-s", "hybrid-m", "hybrid-l", "hybrid-xl")
"""Presets that are networks, by rising cost; as many of them as there are weights."""

_FIRST_HYBRID = 100
"""The first one's rank; each one that costs more has a better picture, too."""

_times_read = 1


def preset_names() -> tuple[str, ...]:
    """Return the presets' names, the default first."""
    return tuple(sorted(preset_file_names(), key=_place))


def _place(name: str) -> tuple[bool, bool, int]:
    """Return where a preset stands: the old release last, the hybrids before it by their cost."""
    hybrid = HYBRIDS.index(name) + 1 if name in HYBRIDS else 0
    return name != DEFAULT_PRESET, name.startswith("v0"), hybrid


def ranked_presets() -> tuple[str, ...]:
    """Return the presets that ``auto`` chooses from, ``none`` first and the best picture last."""
    ranks = {name: _package_preset(name).rank for name in preset_names()}
    ranked = sorted((rank, name) for name, rank in ranks.items() if rank is not None)
    return (NO_PRESET, *(name for _, name in ranked))


def preset(name: str, *, also: tuple[str, ...] = ()) -> Preset:
    """Return a preset, the package's or the user's.

    Parameters
    ----------
    name : its name, or a user's preset file
    also : what else is valid where it was given, for the message

    Raises
    ------
    OptionError : no preset has that name, the message lists the valid ones; or its file is wrong
    """
    if name == NO_PRESET:
        return Preset(NO_PRESET, "the scaler alone", ())
    if name in preset_names():
        return _package_preset(name)
    if name == AUTO_PRESET:
        raise OptionError(
            f"preset {name!r} is what play, upscale and transcode choose for a file; here name"
            f" one: {', '.join((*preset_names(), NO_PRESET))}"
        )
    return _users(_own(name, also))


def _own(name: str, also: tuple[str, ...] = ()) -> UserPreset:
    """Return what the file of a user's preset says.

    Raises
    ------
    OptionError : as `preset`
    """
    valid = (*preset_names(), NO_PRESET, *also)
    try:
        path = find(name)
        if path is None:
            raise OptionError.unknown("preset", name, (*valid, *user_preset_names()))
    except DependencyError as error:
        # As where only moderngl and NumPy are installed.
        unknown = OptionError.unknown("preset", name, valid)
        raise OptionError(f"{unknown}; for presets of your own: {error}") from error
    return read_preset(path)


@cache
def _package_preset(name: str) -> Preset:
    try:
        values: dict[str, Any] = tomllib.loads(read_file(f"presets/{name}.toml"))
    except tomllib.TOMLDecodeError as error:
        raise OptionError(f"presets/{name}.toml: not valid TOML: {error}") from None
    for key in ("title", "passes"):
        if key not in values and not (key == "passes" and values.get("compute")):
            raise OptionError(f"presets/{name}.toml: {key} is missing")
    params: dict[str, float | int] = values.get("params", {})
    return Preset(
        name,
        values["title"],
        tuple(values.get("passes", ())),
        tuple(params.items()),
        values.get("colour_bits", 16),
        values.get("scaled_bits", 16),
        tuple(values.get("compute", ())),
        values.get("compute_scaled", ""),
        frozenset(values.get("colours", ())),
        tuple(_inner_views(name, values)),
        values.get("without", {}),
        values.get("idle", {}),
        values.get("export_names", {}),
        base=name,
        wide=values.get("wide", False),
        narrow=values.get("narrow", False),
        after_scaling=tuple(values.get("after_scaling", ())),
        rank=values.get("rank", _FIRST_HYBRID + HYBRIDS.index(name) if name in HYBRIDS else None),
    )


def _users(given: UserPreset) -> Preset:
    """Return the preset that a user's file describes, its values checked."""
    if given.base is None:
        shaders = [read_preset_shader(path) for path in given.shaders]
        checked_values(given, shaders)
        # Names of several files' parameters: given to them when they are read.
        return Preset(given.name, given.title, (), files=given.shaders, path=given.path)
    if given.base == NO_PRESET or given.base not in preset_names():
        kind = f"preset {given.path}: preset"
        raise OptionError.unknown(kind, given.base, preset_names())
    base = _package_preset(given.base)
    values = checked_values(given, [preset_shader(given.base, compute=base.compute_only)])[0]
    return replace(
        base,
        name=given.name,
        title=given.title,
        params=tuple((dict(base.params) | values).items()),
        path=given.path,
    )


def _inner_views(name: str, values: Mapping[str, Any]) -> Iterator[InnerView]:
    """Yield the views that a preset's file declares, of a pass by its number or by its file.

    Of a file that is there more than once each pass has a view, ``edges`` and ``edges (2)``.
    """
    for table in values.get("views", ()):
        low, high = table.get("range", (0.0, 1.0))
        channels, packed = table.get("channels", "x"), table.get("packed", False)
        reading = Reading(channels, packed, table.get("value", "v"), low, high)
        wanted, title = table["pass"], table["name"]
        numbers = [n for n, p in enumerate(values.get("passes", ()), 1) if wanted in (n, p)]
        if not numbers:
            raise OptionError(f"presets/{name}.toml: view {title!r}: there is no pass {wanted!r}")
        for count, number in enumerate(numbers, 1):
            yield InnerView(title if count == 1 else f"{title} ({count})", number, reading)


@cache
def pass_shader(path: str) -> UserShader:
    """Return one of the package's pass files, by its path below ``shaders/`` without ``.glsl``."""
    source = package_source(f"{path}.glsl")
    return parse_user_shader(source.text, filename=source.filename, source_map=source.map)


def preset_shader(
    name: str,
    *,
    compute: bool = False,
    without: tuple[str, ...] = (),
    after_scaling: bool = False,
) -> UserShader:
    """Return a preset's passes as one user shader.

    A parameter that several passes share is declared in each of their files and kept once here.

    Parameters
    ----------
    name : as for `preset`
    compute : its compute passes
    without : what to leave out, of `Preset.without`; its parameters stay declared
    after_scaling : its passes for a picture that was scaled before, which most presets' passes are

    Raises
    ------
    OptionError : no preset has that name, or it has no compute passes, or no others, or none for
        what was scaled before, or is of files of its own
    """
    chosen = preset(name)
    if chosen.files:
        raise OptionError(f"preset {name!r} consists of shader files, not of passes")
    if compute and not chosen.compute:
        raise OptionError(f"preset {name!r} has no compute form; use backend 'fragment' or 'auto'")
    passes = chosen.compute if compute else chosen.passes
    if after_scaling:
        check_after_scaling(name)
    if chosen.compute_only and not compute:
        raise OptionError(compute_alone(name, remedy="use backend 'compute' or 'auto'"))
    if after_scaling:
        passes = chosen.after_scaling or passes
    if chosen.path is None:
        return _package_shader(name, passes, without)
    shader = _package_shader(chosen.base, passes, without)
    return replace(
        with_defaults(shader, dict(chosen.params)),
        filename=f"{chosen.name}.glsl",
        preset=PresetOrigin(name, chosen.base, without),
    )


def best_everywhere() -> str:
    """Return the preset of the best picture of those that need no compute shaders."""
    return next(n for n in reversed(ranked_presets()) if not preset(n).compute_only)


def compute_alone(name: str, problem: str = "", *, remedy: str = "") -> str:
    """Return a message about a preset that cannot be used, since it has compute passes alone.

    Parameters
    ----------
    problem : why that is one, ``, which ...``
    remedy : what else to do than to take another preset
    """
    instead = best_everywhere()
    what = f"{remedy}, or choose" if remedy else "choose"
    return f"preset {name!r} consists of compute shaders alone{problem}; {what} {instead!r}"


def check_after_scaling(name: str) -> None:
    """Raise `OptionError` for a preset that can do nothing with what was scaled before.

    Such passes scale the picture themselves, and the preset has none for others to use.
    """
    chosen = preset(name)
    passes = chosen.passes or chosen.compute
    if chosen.after_scaling or not passes:
        return
    if all(p.hooks == ("MAIN",) for path in passes for p in pass_shader(path).passes):
        with_such = [n for n in preset_names() if _package_preset(n).after_scaling]
        raise OptionError(
            f"preset {name!r} doubles pictures itself and has no form for those that are scaled"
            f" already; choose {', '.join(map(repr, with_such))} or one that scales nothing"
        )


def preset_shaders(name: str, *, compute: bool = False) -> tuple[UserShader, ...]:
    """Return the user shaders of a preset: one, or a user's own files; none for ``none``.

    Those of a preset that has compute passes alone are these.

    Raises
    ------
    OptionError, UserShaderError : as `preset_shader`, or a file cannot be read
    """
    chosen = preset(name)
    if not chosen.files:
        shader = preset_shader(name, compute=compute or chosen.compute_only)
        return (shader,) if shader.blocks else ()
    assert chosen.path is not None
    shaders = [read_preset_shader(path) for path in chosen.files]
    values = checked_values(read_preset(chosen.path), shaders)
    origin = PresetOrigin(name, None)
    return tuple(
        replace(with_defaults(s, v), preset=origin) for s, v in zip(shaders, values, strict=True)
    )


def with_defaults(shader: UserShader, values: Mapping[str, float | int]) -> UserShader:
    """Return a shader whose parameters start at other values."""
    blocks = tuple(
        replace(b, default=values[b.name]) if isinstance(b, Param) and b.name in values else b
        for b in shader.blocks
    )
    return replace(shader, blocks=blocks)


def preset_files(name: str) -> tuple[Path, ...]:
    """Return the files that a preset is made of, included ones too, as far as they are real files.

    What is wrong in a shader, or missing, does not matter here.

    Raises
    ------
    OptionError : no preset has that name, or its own file is wrong
    """
    paths: list[Path] = []
    base: str | None = name
    if name not in (NO_PRESET, *preset_names()):
        given = _own(name)
        paths.append(given.path)
        for file in given.shaders:
            paths += own_paths(file)
        base = given.base
    if base in preset_names():
        paths += package_paths(f"presets/{base}.toml")
        chosen = _package_preset(base)
        replacing = (new for parts in chosen.without.values() for new in parts.values())
        for path in (
            *chosen.passes,
            *chosen.after_scaling,
            *chosen.compute,
            chosen.compute_scaled,
            *replacing,
        ):
            paths += package_paths(f"{path}.glsl") if path else ()
    return tuple(dict.fromkeys(paths))


def forget() -> None:
    """Have the package's presets and passes read again, because their files have changed."""
    global _times_read
    _times_read += 1
    for cached in (preset_file_names, _package_preset, pass_shader, _package_shader):
        cached.cache_clear()
    expand.forget()


def times_read() -> int:
    """Return a number that is another whenever the package's presets may be other ones."""
    return _times_read


@cache
def _package_shader(name: str, paths: tuple[str, ...], without: tuple[str, ...]) -> UserShader:
    chosen = preset(name)
    places: dict[str, str] = {}
    for part in without:
        places.update(chosen.without.get(part, {}))
    params: dict[str, Param] = {}
    passes: list[Block] = []
    for path in paths:
        for block in pass_shader(path).blocks:
            if isinstance(block, Param):
                if params.setdefault(block.name, block) != block:
                    raise _declared_twice(block, params[block.name])
            elif path not in places:
                passes.append(block)
        if places.get(path):
            passes += (b for b in pass_shader(places[path]).blocks if not isinstance(b, Param))
    for key, value in chosen.params:
        params[key] = replace(params[key], default=value)
    if not passes:
        return UserShader()
    # Printed and parsed again, so that the shader's spans point into its own text.
    whole = UserShader((*params.values(), *passes), filename=f"{name}.glsl")
    source = print_user_shader(whole)
    shader = parse_user_shader(source.text, filename=source.filename, source_map=source.map)
    return replace(
        shader,
        colour_bits=chosen.colour_bits,
        scaled_bits=chosen.scaled_bits,
        colours=chosen.colours,
        scaled_first=package_source(f"{chosen.compute_scaled}.glsl")
        if paths == chosen.compute and chosen.compute_scaled and paths[0] not in places
        else None,
        wide=chosen.wide,
        narrow=chosen.narrow,
        preset=PresetOrigin(name, name, without),
    )


def _declared_twice(param: Param, earlier: Param) -> OptionError:
    """Return the error for a parameter that passes declare differently."""
    here, there = origin_of(param), origin_of(earlier)
    assert here is not None
    assert there is not None
    return OptionError(
        f"{here.filename}:{here.line}: {param.name} is declared differently in"
        f" {there.filename}:{there.line}; include one declaration in both"
    )
