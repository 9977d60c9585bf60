"""Presets that users write or the player saves: TOML files in their own folder, or anywhere.

A file has a ``title`` (optional) and either ``preset = "v1.0-rc"``, whose passes it runs, or
``shaders = ["mine.glsl"]``, mpv user shaders by their paths from the file's folder. A table
``[params]`` (optional) gives other values than the shaders' own: ``thin_strength = 0.3``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from ..dependencies import require
from ..errors import OptionError
from ..lazy.dataclass import dataclass
from ..placing import hidden_folder, place_new
from ..userdirs import preset_folder
from ..usershader import UserShader
from ..usershader.values import param_value

if sys.version_info >= (3, 11):
    import tomllib
else:
    require("tomli")
    import tomli as tomllib

SUFFIX = ".toml"

Value = float | int | str


@dataclass(frozen=True, slots=True)
class UserPreset:
    """What a preset file says.

    Attributes
    ----------
    name : the file's name without its ending
    path : the file
    title : a line for people
    base : the preset whose passes it has; None where it has shaders of its own
    shaders : its own user shader files, absolute; empty where it has a base
    params : values by parameter name or ``file-stem/name``
    """

    name: str
    path: Path
    title: str
    base: str | None
    shaders: tuple[Path, ...]
    params: tuple[tuple[str, Value], ...]


def user_preset_names() -> tuple[str, ...]:
    """Return the names of the presets in the user's folder, sorted."""
    try:
        return tuple(sorted(p.stem for p in preset_folder().iterdir() if p.suffix == SUFFIX))
    except OSError:
        return ()


def is_path(name: str) -> bool:
    """Return whether a preset's name is a file's path."""
    return name.endswith(SUFFIX) or os.path.basename(name) != name


def find(name: str) -> Path | None:
    """Return the file of a user's preset, by its name or path; None where there is none."""
    path = Path(name) if is_path(name) else preset_folder() / f"{name}{SUFFIX}"
    return path if is_path(name) or path.is_file() else None


def read_preset(path: Path) -> UserPreset:
    """Return what a preset file says.

    Raises
    ------
    OptionError : it cannot be read, or is no preset; the message names the file
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OptionError(f"cannot read preset {path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"preset {path}: not valid TOML: {error}") from None
    unknown = sorted(values.keys() - _CHECKS.keys())
    if unknown:
        raise _wrong(path, f"unknown key {unknown[0]!r}; valid are: {', '.join(_CHECKS)}")
    for key, (check, what) in _CHECKS.items():
        if key in values and not check(values[key]):
            raise _wrong(path, f"{key} must be {what}")
    if ("preset" in values) == ("shaders" in values):
        raise _wrong(path, "expected either a preset or shaders")
    return UserPreset(
        name=path.stem,
        path=path,
        title=values.get("title", path.stem),
        base=values.get("preset"),
        shaders=tuple(Path(os.path.abspath(path.parent / s)) for s in values.get("shaders", ())),
        params=tuple(values.get("params", {}).items()),
    )


def checked_values(
    given: UserPreset, shaders: Sequence[UserShader]
) -> list[dict[str, float | int]]:
    """Return each shader's values of a user's preset.

    Raises
    ------
    OptionError : a parameter that none of them has, or a value that it does not take
    """
    unused = {key for key, _ in given.params}
    results: list[dict[str, float | int]] = []
    for shader in shaders:
        stem = PurePath(shader.filename).stem
        values: dict[str, float | int] = {}
        for key, value in given.params:
            for param in shader.params:
                if key in (param.name, f"{stem}/{param.name}"):
                    unused.discard(key)
                    try:
                        values[param.name] = param_value(param, value)
                    except OptionError as error:
                        raise OptionError(f"preset {given.path}: {error}") from None
        results.append(values)
    if unused:
        valid = sorted({param.name for shader in shaders for param in shader.params})
        kind = f"preset {given.path}: parameter"
        raise OptionError.unknown(kind, min(unused), valid or ("none",))
    return results


def write_preset(
    path: Path,
    *,
    title: str,
    base: str | None = None,
    shaders: Sequence[Path] = (),
    params: Mapping[str, Value],
    overwrite: bool = False,
) -> None:
    """Write a preset file, and the folder it is in where that is not there.

    It appears under its name when it is whole.

    Raises
    ------
    OptionError : it is there already, or cannot be written
    """
    lines = [f"title = {_text(title)}"]
    if base is not None:
        lines.append(f"preset = {_text(base)}")
    else:
        lines += ["shaders = [", *(f"    {_text(os.path.abspath(s))}," for s in shaders), "]"]
    lines += ["", "[params]"] if params else []
    lines += [f"{_text(key)} = {_text(value)}" for key, value in params.items()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not overwrite:
            raise OptionError(f"preset {path} already exists; choose another name")
        with hidden_folder(path.parent) as beside:
            written = beside / path.name
            written.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
            if overwrite:
                os.replace(written, path)
            elif not place_new(written, path):
                raise OptionError(f"preset {path} is there already; choose another name")
    except OSError as error:
        raise OptionError(f"cannot write preset {path}: {error.strerror or error}") from None


def named_path(name: str, taken: Sequence[str]) -> Path:
    """Return the file that a preset of that name has in the user's folder.

    Parameters
    ----------
    taken : names that belong to others

    Raises
    ------
    OptionError : it is no name, or is taken
    """
    name = name.strip()
    wrong = '<>:"/\\|?*'  # what file systems refuse or shells misread
    if not name or name.startswith((".", "-")) or any(c in wrong or c < " " for c in name):
        raise OptionError(f"a preset name may have letters, digits and spaces, not {name!r}")
    if name.endswith(SUFFIX):
        raise OptionError(f"a preset name must not end in {SUFFIX}: {name!r}")
    if name in taken:
        raise OptionError(f"{name!r} is a preset of the package; choose another name")
    return preset_folder() / f"{name}{SUFFIX}"


def _text(value: Value) -> str:
    """Return a value as TOML: its strings are JSON's, but for one character."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)


def _wrong(path: Path, message: str) -> OptionError:
    return OptionError(f"preset {path}: {message}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _is_params(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(v, int | float | str) and not isinstance(v, bool) for v in value.values()
    )


_CHECKS = {
    "title": (_is_text, "text"),
    "preset": (_is_text, "the name of a preset"),
    "shaders": (_is_texts, "a list of files"),
    "params": (_is_params, "numbers or names by parameter"),
}
