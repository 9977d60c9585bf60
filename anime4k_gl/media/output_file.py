"""Files that appear under their name only when they are complete, and replace nothing unasked.

Until then a file is hidden beside its target, under a name that nobody can know beforehand. It is
locked, which a killed run is not any more: the next one in that folder finds what it left.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
from pathlib import Path

from ..errors import MediaError
from ..placing import place_new
from .failures import failed

if sys.platform != "win32":
    import fcntl

_LEFTOVER = re.compile(r"\..*\.partial-[0-9a-f]{16}(\.[^.]*)?", re.DOTALL)
_CREATE = (
    os.O_CREAT | os.O_EXCL | os.O_RDWR
    | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)  # fmt: skip
_MOST_NAMES = 100


class OutputFile:
    """A file being written, until `publish` or `discard`.

    Attributes
    ----------
    path : where to write it meanwhile; there and empty
    notes : what the user should know of, a sentence each

    Raises `MediaError` if no file can be made in the target's folder.
    """

    def __init__(self, target: Path, *, overwrite: bool) -> None:
        self._target, self._overwrite = target, overwrite
        removed = sweep(target.parent)
        self.notes = [_removed(target.parent, removed)] if removed else []
        try:
            self.path, self._file = _create(target)
        except OSError as error:
            raise failed(target, error) from error
        self._open = True

    def check(self) -> None:
        """Raise `MediaError` if `path` is another file by now, or a link."""
        if self._open:
            try:
                same = os.path.samestat(os.lstat(self.path), os.fstat(self._file))
            except OSError:
                same = False
            if not same:
                raise MediaError(
                    f"{self._target}: somebody has moved {self.path.name} while it was written;"
                    " write to a folder of your own"
                )

    def publish(self) -> None:
        """Give the file its name.

        Raises
        ------
        MediaError : there is one of that name by now, which may not be replaced; the file is then
            kept under another one, which the message tells
        OSError : it cannot be renamed
        """
        self.check()
        self._close()  # Windows renames no open file
        if self._overwrite:
            os.replace(self.path, self._target)
            return
        for name in _free_names(self._target):
            if place_new(self.path, name):
                break
        else:
            raise MediaError(f"{self._target}: appeared meanwhile, and was not replaced")
        if name != self._target:
            raise MediaError(
                f"{self._target}: appeared while it was written, and was not replaced; the result"
                f" is {name}, or pass --overwrite"
            )

    def discard(self) -> None:
        """Remove the file, if it has not got its name. May be called twice, and after `publish`."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._file)


def sweep(folder: Path) -> int:
    """Remove what killed runs left in a folder; return how many files.

    A file that is being written is locked, and stays.
    """
    removed = 0
    try:
        names = [name for name in os.listdir(folder) if _LEFTOVER.fullmatch(name)]
    except OSError:
        return 0
    for name in names:
        with contextlib.suppress(OSError):
            removed += _removed_if_left(folder / name)
    return removed


def _removed_if_left(path: Path) -> bool:
    if sys.platform == "win32":
        path.unlink()  # fails where somebody has it open
        return True
    file = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(file)
        if status.st_uid != os.getuid():
            return False
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(status, os.lstat(path)):
            return False
        path.unlink()
        return True
    finally:
        os.close(file)


def _create(target: Path) -> tuple[Path, int]:
    """Return a new file beside a target and its locked descriptor."""
    for _ in range(_MOST_NAMES):
        path = _hidden_name(target)
        try:
            file = os.open(path, _CREATE, 0o666)
        except FileExistsError:
            continue
        if sys.platform != "win32":
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                swept = not os.path.lexists(path)
            except BlockingIOError:  # another run takes it for left over
                swept = True
            except OSError:  # a file system without locks
                swept = False
            if swept:
                os.close(file)
                continue
        return path, file
    raise FileExistsError(f"no free name beside {target}")


def _hidden_name(target: Path) -> Path:
    """Return a hidden name beside `target`, another one each time.

    The extension stays last, since FFmpeg chooses the container by it; the stem is shortened so
    that the name fits in a file system's 255 bytes.
    """
    stem = target.stem.encode(errors="surrogateescape")[:120].decode(errors="ignore")
    return target.with_name(f".{stem}.partial-{secrets.token_hex(8)}{target.suffix}")


def _free_names(target: Path) -> list[Path]:
    """Return the target's name and others to try after it."""
    numbered = (f"{target.stem}-{number}{target.suffix}" for number in range(2, _MOST_NAMES))
    return [target, *map(target.with_name, numbered)]


def _removed(folder: Path, count: int) -> str:
    files = "an unfinished file" if count == 1 else f"{count} unfinished files"
    return f"removed {files} of killed runs from {folder}"
