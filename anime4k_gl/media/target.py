"""The targets of media: a file under its final name when it is whole, or a pipe, as it comes."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from ..errors import MediaError, OptionError
from .failures import check_output, failed, is_pipe
from .opening import absolute
from .output_file import OutputFile
from .pyav import OutputContainer, av

STANDARD_OUTPUT = "-"
"""The name that stands for standard output."""

CONTAINERS = (".mkv", ".mp4", ".mov", ".webm")
"""The containers named in messages; any other that FFmpeg knows by its extension works too."""

STREAMABLE = (
    "matroska", "webm", "mp4", "mov", "mpegts", "nut", "yuv4mpegpipe", "flv", "ogg", "mpeg", "vob",
    "h264", "hevc", "obu", "m4v", "mjpeg", "rawvideo", "null",
)  # fmt: skip
"""FFmpeg's names of the containers that can be written to a pipe."""

UNCODED = "yuv4mpegpipe"
"""FFmpeg's name of Y4M, which holds pictures as they are."""

_PICTURES = "image2"  # FFmpeg's writer of a series of files by the pattern that is their name

_IN_PIECES = "+frag_keyframe+empty_moov+default_base_moof"

_DESCRIPTOR = re.compile(r"/dev/(?:stdout|stderr|fd/\d+)|/proc/self/fd/\d+")


class MediaTarget:
    """Where media is written to. Names of files are files', whatever they look like.

    Parameters
    ----------
    name : a path, or ``-`` for standard output
    format : a container or picture format: FFmpeg's name or an extension; None to go by the
        extension of `name`

    Attributes
    ----------
    name : for messages
    path : None for standard output
    is_pipe : whether it is written as it comes: a pipe, a device, standard output
    suffix : the extension of the format, in lower case and with its dot; may be empty
    container : FFmpeg's name of the container, None where there is none for it
    notes : what the user should know of, a sentence each

    Raises
    ------
    OptionError : an unknown `format`, or none where the name does not say it
    """

    def __init__(self, name: str | os.PathLike[str], *, format: str | None = None) -> None:
        self.name = os.fspath(name)
        self.path: Path | None = None
        if isinstance(name, str) and name == STANDARD_OUTPUT:
            self.name, self.is_pipe = "standard output", True
        else:
            self.path = Path(name)
            self.is_pipe = is_pipe(self.path) or bool(_DESCRIPTOR.fullmatch(self.name))
        own = "" if self.path is None or (self.is_pipe and format) else self.path.suffix.lower()
        self.suffix, self.container = _named(format) if format else (own, _container_of(own))
        self.notes: list[str] = []
        self._overwrite = False
        self._output: OutputFile | None = None
        self._pipe: _Pipe | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def base(self) -> str:
        """The name without its folder."""
        return self.name if self.path is None else self.path.name

    @property
    def partial(self) -> Path | None:
        """The file that is written, until `commit`; None for a pipe."""
        return None if self._output is None else self._output.path

    def check(self, *, overwrite: bool) -> None:
        """Raise `MediaError` if nothing can be written there, `OptionError` without a format.

        To be called before all others; `overwrite` is whether a file may be replaced.
        """
        self._overwrite = overwrite
        if self.path is not None and not self.is_pipe:
            check_output(self.path, overwrite=overwrite)
            with contextlib.suppress(FileNotFoundError):
                try:
                    os.lstat(self.path)  # tells of a name that is too long
                except OSError as error:
                    if not isinstance(error, FileNotFoundError):
                        raise failed(self.name, error) from error
            return
        if not self.suffix:
            raise OptionError(
                f"{self.name}: say what to write with --format, such as matroska, mp4 or png"
            )
        if self.path is None and os.isatty(1):
            raise MediaError(f"{self.name}: is a terminal; redirect it to a file or a program")

    def open(self, options: Mapping[str, str] | None = None) -> OutputContainer:
        """Open it as a container; `commit` or `discard` must follow once that is closed.

        Parameters
        ----------
        options : the muxer's options, by FFmpeg's names

        Raises
        ------
        OptionError : there is no such container, or it cannot be written to a pipe
        MediaError : it cannot be opened
        """
        if self.container is None:
            raise OptionError.unknown("container", self.suffix or self.base, CONTAINERS)
        if self.container == _PICTURES:
            raise OptionError(f"{self.name}: a video cannot become a picture; write to .mkv")
        chosen = dict(options or {})
        if self.container == UNCODED:
            chosen["strict"] = "-1"  # more than 8 bits, as everybody writes them
        try:
            if not self.is_pipe:
                partial = absolute(self.begin())
                container = av.open(partial, "w", format=self.container, container_options=chosen)
                assert self._output is not None
                self._output.check()
                return container
            pipe = self._opened()
            if "movflags" in chosen:  # one has the file read again by its name
                chosen["movflags"] = chosen["movflags"].replace("+faststart", "")
            if not pipe.seekable():
                if self.container not in STREAMABLE:
                    raise OptionError(
                        f"{self.name}: {self.container} cannot be written to a pipe; take one of"
                        f" {', '.join(STREAMABLE[:-2])}"
                    )
                if self.container in ("mp4", "mov"):
                    chosen["movflags"] = chosen.get("movflags", "") + _IN_PIECES
            return av.open(pipe, "w", format=self.container, container_options=chosen)
        except (av.FFmpegError, OSError) as error:
            self.discard()
            raise failed(self.name, error) from error
        except BaseException:
            self.discard()
            raise

    def begin(self) -> Path:
        """Return the file to write meanwhile, there and empty; `commit` or `discard` must follow.

        Raises `MediaError` if none can be made.
        """
        assert self.path is not None and self._output is None
        self._output = OutputFile(self.path, overwrite=self._overwrite)
        self.notes += self._output.notes
        return self._output.path

    def commit(self) -> None:
        """Give what was written its final name. Raises `OSError` and `MediaError`."""
        if self._output is not None:
            self._output.publish()
            self._output = None
        self._close()

    def discard(self) -> None:
        """Remove what was written; what went into a pipe is gone."""
        if self._output is not None:
            self._output.discard()
            self._output = None
        self._close()

    def write_whole(self, data: bytes) -> None:
        """Write all there is, and give it its final name. Raises `MediaError`."""
        try:
            if self.is_pipe or self.path is None:
                self._opened().write(data)
            else:
                self.begin().write_bytes(data)
            self.commit()
        except OSError as error:
            raise failed(self.name, error) from error
        finally:
            self.discard()

    def _opened(self) -> _Pipe:
        if self._pipe is None:
            binary = getattr(os, "O_BINARY", 0)
            out = os.dup(1) if self.path is None else os.open(self.path, os.O_WRONLY | binary)
            self._pipe = _Pipe(out)
        return self._pipe

    def _close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


class _Pipe:
    """What PyAV writes to: a descriptor, and places in it only where it is a file after all."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._base: int | None = None
        if sys.platform == "win32":
            import msvcrt

            msvcrt.setmode(descriptor, os.O_BINARY)
        with contextlib.suppress(OSError):
            if stat.S_ISREG(os.fstat(descriptor).st_mode) and not _appends(descriptor):
                self._base = os.lseek(descriptor, 0, os.SEEK_CUR)

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        return len(data)

    def seekable(self) -> bool:
        """Return whether there is any other way than onwards."""
        return self._base is not None

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in bytes and return it, counted from where writing began."""
        base = self._base or 0
        place = offset + base if whence == os.SEEK_SET else offset
        return os.lseek(self._descriptor, place, whence) - base

    def tell(self) -> int:
        """Return the place in bytes."""
        return self.seek(0, os.SEEK_CUR)

    def close(self) -> None:
        """Let go of it."""
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def as_target(target: str | os.PathLike[str] | MediaTarget) -> MediaTarget:
    """Return `target` as a `MediaTarget`, itself where it is one."""
    return target if isinstance(target, MediaTarget) else MediaTarget(target)


def _appends(descriptor: int) -> bool:
    """Return whether a file was opened with ``>>``, which writes to its end alone."""
    if sys.platform == "win32":
        return False
    import fcntl

    return bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND)


def _named(format: str) -> tuple[str, str | None]:
    """Return the extension and the container that a user's word for a format means."""
    word = format.lower().removeprefix(".")
    suffix = f".{word}"
    container = _container_of(suffix)
    if container is not None:
        return suffix, container
    try:
        muxer = av.ContainerFormat(word, "w")
    except ValueError:
        raise OptionError(
            f"unknown format {format!r}; FFmpeg's names and extensions are valid: matroska, mp4,"
            " mpegts, nut, y4m, png and so on"
        ) from None
    return f".{min(muxer.extensions, key=lambda each: (len(each), each), default=word)}", word


@functools.cache
def _container_of(suffix: str) -> str | None:
    """Return the container that FFmpeg takes for an extension, None where it knows none."""
    if not re.fullmatch(r"\.[a-z0-9_-]+", suffix):
        return None

    class Named:
        name = f"media{suffix}"

        def write(self, data: bytes) -> int:
            return len(data)

    try:
        with av.open(Named(), "w") as container:
            return str(container.format.name)
    except ValueError:
        return None
