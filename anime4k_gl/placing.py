"""Files that get their name only where nobody else has it, and folders to write them in before."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = ".anime4k-gl-"
"""Of the names of folders that hold what is not complete."""

_LEFTOVER = re.compile(re.escape(_PREFIX) + r"\w{8}")

BACKUP = ".replaced"
"""The extension of what is kept in such a folder until its successor has its name."""

# The folders of releases before 0.3 may hold the only copy of a file that was to be replaced.
_ONLY_COPY = ".before"


def place_new(path: Path, name: Path) -> bool:
    """Rename a file of ours to a name that is free; return whether it was.

    Unlike `os.replace` after a look, it replaces nothing that appears in between.

    Raises
    ------
    OSError : it cannot be renamed
    """
    try:
        if sys.platform == "win32":
            path.rename(name)  # replaces nothing there
            return True
        try:
            os.link(path, name, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: the name is taken first
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            os.replace(path, name)
        else:
            path.unlink()
    except FileExistsError:
        return False
    return True


@contextlib.contextmanager
def hidden_folder(folder: Path) -> Iterator[Path]:
    """Make a hidden folder in another for a while; what killed runs left there is removed.

    It is locked meanwhile, which a killed run's is not any more. (Windows locks no folders, and
    nothing is removed there.)

    Raises
    ------
    OSError : it cannot be made
    """
    _sweep(folder)
    while True:
        import tempfile  # brings what makes random names

        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as made:
            lock = _lock(Path(made))
            try:
                if os.path.isdir(made):  # nobody has taken it for left over before it was locked
                    yield Path(made)
                    return
            finally:
                if lock is not None:
                    os.close(lock)


def _sweep(folder: Path) -> None:
    try:
        names = [name for name in os.listdir(folder) if _LEFTOVER.fullmatch(name)]
    except OSError:
        return
    for path in map(folder.joinpath, names):
        with contextlib.suppress(OSError):
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                continue
            lock = _lock(path)
            if lock is None:
                continue
            try:
                if not any(name.endswith(_ONLY_COPY) for name in os.listdir(path)):
                    shutil.rmtree(path)
            finally:
                os.close(lock)


def _lock(folder: Path) -> int | None:
    """Return the descriptor that holds a folder; None where somebody else does, or none can."""
    if sys.platform == "win32":
        return None
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
