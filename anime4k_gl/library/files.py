"""The package's shader files: where the folder ``shaders/`` is, and reading from it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OptionError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = Path(__file__).parent.parent
_PRESETS = "presets"


@cache
def shaders_folder() -> Traversable:
    """Return the folder: inside the package as installed, or beside it in a checkout."""
    package = _PACKAGE
    if not package.is_dir():  # in an archive, for which a good part of the library is imported
        from importlib import resources

        return resources.files("anime4k_gl") / "shaders"
    # A file decides: a checkout updated from 0.1 may still have the empty folders inside.
    inside = package / "shaders"
    return inside if any((inside / _PRESETS).glob("*")) else package.parent / "shaders"


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
