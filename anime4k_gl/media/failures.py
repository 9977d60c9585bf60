"""Messages for failures of the operating system and FFmpeg: one line each."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import MediaError
from .pyav import av

_PLAIN_WORDS = {
    errno.ENOSPC: "the disk is full; free some space or write elsewhere",
    errno.EFBIG: "the file grew beyond the size limit of the file system or the account",
    errno.EDQUOT: "the disk quota is used up; free some space or write elsewhere",
    errno.EACCES: "permission denied; check who may read and write it",
    errno.EPERM: "permission denied; check who may read and write it",
    errno.EROFS: "the file system is read-only; write elsewhere",
    errno.EIO: "the disk or the connection to it failed while reading or writing",
    errno.ENOENT: "no such file or folder; check the path",
    errno.ENAMETOOLONG: "the file name is too long",
    errno.EMFILE: "too many files are open",
    errno.EPIPE: "the program that reads it has ended",
    errno.ENOMEM: "out of memory",
}


def reason(error: BaseException) -> str:
    """Return the failure in plain words, without the file's name and without a full stop."""
    code = getattr(error, "errno", None)
    if isinstance(code, int) and code in _PLAIN_WORDS:
        return _PLAIN_WORDS[code]
    if isinstance(error, MemoryError):
        return _PLAIN_WORDS[errno.ENOMEM]
    if isinstance(error, av.error.InvalidDataError):
        return "the data is damaged"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    text = " ".join(str(text).split()).rstrip(".")
    return text[:1].lower() + text[1:]


def failed(path: str | os.PathLike[str], error: BaseException) -> MediaError:
    """Return the `MediaError` that names the file and the failure."""
    return MediaError(f"{os.fspath(path)}: {reason(error)}")


@contextmanager
def reported(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn FFmpeg's and the operating system's errors in the block into `MediaError`."""
    try:
        yield
    except InterruptedError:  # nothing failed, see `ReadInterruption`
        raise
    except (av.FFmpegError, OSError, MemoryError) as error:
        raise failed(path, error) from error


def is_url(path: str | os.PathLike[str]) -> bool:
    """Return whether a name is a URL: its scheme has at least two letters, unlike a drive's."""
    return isinstance(path, str) and re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", path) is not None


def is_pipe(path: Path) -> bool:
    """Return whether a path can be read or written only onwards: a pipe, a device, a socket."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def check_input(path: str | os.PathLike[str]) -> Path:
    """Return `path` as a `Path`; raise `MediaError` unless it is a readable file with content.

    Of a pipe nothing is read: what is looked at there is gone.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise MediaError(f"{file}: is a folder; name a file in it")
        if is_pipe(file):
            return file
        with file.open("rb") as stream:
            if not stream.read(1):
                raise MediaError(f"{file}: the file is empty; get a complete copy of it")
    except FileNotFoundError:
        raise MediaError(f"{file}: no such file; check the path") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise failed(file, error) from error
    return file


def check_output(path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Return `path` as a `Path`; raise `MediaError` if no new file can be written there."""
    file = Path(path)
    try:
        if file.is_dir():
            raise MediaError(f"{file}: is a folder; name the file to write")
        if not file.parent.is_dir():
            raise MediaError(f"{file}: the folder {file.parent} does not exist; create it first")
        if file.exists() and not overwrite:
            raise MediaError(f"{file}: already exists; choose another name or pass --overwrite")
    except (OSError, ValueError) as error:
        raise failed(file, error) from error
    return file
