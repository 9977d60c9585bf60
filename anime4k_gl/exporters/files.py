"""Writing an export: all of it or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..errors import OptionError
from ..placing import BACKUP, hidden_folder, place_new


def write_files(files: Mapping[str, str], folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write files into a folder, which is made where it is not there; return their paths.

    They are written in a hidden folder beside and moved when all are whole. Where that fails,
    everything is as it was before.

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
    made: list[Path] = []
    try:
        _refuse_what_is_there(targets, overwrite)
        for path in targets:
            made += _make_folder(path.parent)
        with hidden_folder(folder) as beside:
            for index, text in enumerate(targets.values()):
                (beside / str(index)).write_text(text, "utf-8", newline="\n")
            _move(beside, list(targets), overwrite)
    except OSError as error:
        _remove(made)
        raise OptionError(
            f"cannot write to {folder}: {error.strerror or error}; choose another -o"
        ) from error
    return list(targets)


def _refuse_what_is_there(paths: Iterable[Path], overwrite: bool) -> None:
    for path in paths:
        if path.is_dir():
            raise OptionError(f"{path} is a folder where a file must go; choose another -o")
        if not overwrite and path.exists():
            raise OptionError(f"{path} already exists; --overwrite replaces it")


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and those it is in; return those that were not there, outermost first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    made: list[Path] = []
    try:
        for each in reversed(missing):
            each.mkdir()
            made.append(each)
    except OSError:
        _remove(made)
        raise
    return made


def _remove(folders: Iterable[Path]) -> None:
    for folder in reversed([*folders]):
        try:
            folder.rmdir()
        except OSError:  # somebody else has put something there
            return


def _move(beside: Path, paths: list[Path], overwrite: bool) -> None:
    """Move the written files to their paths; where one cannot be moved, undo the others."""
    moved: list[tuple[Path, Path | None]] = []
    try:
        for index, path in enumerate(paths):
            if not overwrite:
                if not place_new(beside / str(index), path):
                    raise OptionError(f"{path} is there by now; --overwrite replaces it")
                moved.append((path, None))
                continue
            backup = beside / f"{index}{BACKUP}" if path.exists() else None
            if backup is not None:
                _keep(path, backup)  # it stays under its name too: a killed run loses nothing
            moved.append((path, backup))
            os.replace(beside / str(index), path)
    except (OSError, OptionError):
        for path, backup in reversed(moved):
            if backup is None:
                path.unlink(missing_ok=True)
            else:
                os.replace(backup, path)
        raise


def _keep(path: Path, backup: Path) -> None:
    """Give a file a second name."""
    try:
        os.link(path, backup)
    except OSError:  # a file system without links
        shutil.copy2(path, backup)
