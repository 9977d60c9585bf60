"""Writing an export: all of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import OptionError


def write_files(files: Mapping[str, str], folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write files into a folder, which is made where it is not there; return their paths.

    They are written in a hidden folder beside and moved when all are whole.

    Parameters
    ----------
    files : text by name; names may have folders, with forward slashes
    folder : where to
    overwrite : replace files that are there

    Raises
    ------
    OptionError : a file is there already, or the folder cannot be written
    """
    folder = Path(folder)
    targets = {folder / name: text for name, text in files.items()}
    there = [path for path in targets if path.exists()]
    if there and not overwrite:
        raise OptionError(f"{there[0]} is there already; --overwrite replaces it")
    beside: str | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = tempfile.mkdtemp(prefix=".anime4k-gl-", dir=folder)
        for index, text in enumerate(targets.values()):
            (Path(beside) / str(index)).write_text(text, "utf-8", newline="\n")
        for index, path in enumerate(targets):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(beside) / str(index), path)
    except OSError as error:
        raise OptionError(
            f"cannot write to {folder}: {error.strerror or error}; choose another -o"
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return list(targets)
