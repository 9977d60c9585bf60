"""The files of a folder, in the order in which people count."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

MAX_DEPTH = 8
"""How deep folders may lie in each other."""


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts names as people do: 2 before 10, and capitals with their small ones."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def files_in(
    folder: Path, *, max_depth: int = MAX_DEPTH, without: Path | None = None
) -> list[Path]:
    """Return the files in a folder and its folders, sorted; hidden ones aside.

    Parameters
    ----------
    max_depth : 0 for the folder's own files alone
    without : a folder that is passed over, wherever it is met

    Raises
    ------
    OSError : it cannot be read; a folder in it that cannot be is passed over
    """
    found = list(_walked(folder, max_depth, without))
    found.sort(key=lambda path: [natural_key(part) for part in path.relative_to(folder).parts])
    return found


def _walked(folder: Path, max_depth: int, without: Path | None) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        if Path(error.filename or folder) == folder:
            raise error

    def enters(path: Path, depth: int) -> bool:
        if path.name[0] == "." or depth >= max_depth:
            return False
        return without is None or not _same(path, without)

    for root, folders, files in os.walk(folder, onerror=fail):
        depth = len(Path(root).relative_to(folder).parts)
        folders[:] = [name for name in folders if enters(Path(root, name), depth)]
        yield from (Path(root, name) for name in files if name[0] != ".")


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
