"""The package's shader files: where the folder ``shaders/`` is, and reading from it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OptionError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PRESETS = "presets"


@cache
def shaders_folder() -> Traversable:
    """Return the folder: inside the package as installed, or beside it in a checkout."""
    package = resources.files("anime4k_gl")
    inside = package / "shaders"
    # A file decides: a checkout updated from 0.1 may still have the empty folders inside.
    if isinstance(package, Path) and not any((package / "shaders" / _PRESETS).glob("*")):
        return package.parent / "shaders"
    return inside


def read_file(path: str) -> str:
    """Return the text of a file, by its path below ``shaders/``.

    Raises
    ------
    OptionError : it cannot be read
    """
    try:
        return (shaders_folder() / path).read_text("utf-8")
    except OSError as error:
        raise OptionError(f"cannot read shaders/{path}: {error.strerror or error}") from None


@cache
def preset_file_names() -> tuple[str, ...]:
    """Return the names of the package's preset files, without ``.toml``, sorted.

    The folder is listed once: the files change with the package alone, see `presets.forget`.
    """
    folder = shaders_folder() / _PRESETS
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))
