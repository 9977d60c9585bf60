"""The one opener of media: a file, a pipe or a URL, and nothing that one of them names.

A file is opened by us and handed to FFmpeg without its name, so that no part of a name can mean a
protocol, a pattern or another file. Kinds of files that lead to others (playlists, manifests, lists
of pieces) are refused, and so is a reference inside any other kind, unless references are allowed.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import MediaError
from .edit_lists import check_edits
from .failures import check_input, failed, is_pipe, is_url
from .nameless import (
    PATTERNS,
    NamelessBytes,
    NamelessFile,
    ReferenceRefusedError,
    formats_without,
    open_nameless,
)
from .network import hls
from .pyav import HWAccel, InputContainer, av

if TYPE_CHECKING:
    from .network.opening import Downloads

STANDARD_INPUT = "-"
"""The name that stands for standard input."""

_TIMEOUT = (15.0, 60.0)  # seconds to open a URL, and to read on from it

_NETWORK = "http,https,httpproxy,tcp,tls,crypto,data"
_URL_PROTOCOLS = f"{_NETWORK},udp,rtp,rtsp,rtmp,rtmps,rtmpt,srt,rist,ftp,sftp,mmsh,mmst,ipfs,ipns"

_CANNOT_SEEK = (errno.ENOSYS, errno.ESPIPE)

_PROGRAM_STREAM = b"\0\0\1\xba"  # MPEG's, which lists no streams

# Moving pictures, in files that are read here and there, but small.
_HELD = (b"\x89PNG", b"GIF8", b"RIFF")

_MOST_HELD = 1 << 30  # of a pipe in memory, in bytes


class MediaInput:
    """Where media comes from. A context manager; `close` lets go of a pipe.

    A file may be opened any number of times. A pipe is read once: its first bytes may be looked at
    before, and `read` keeps all of it.

    Parameters
    ----------
    name : a path, a URL, or ``-`` for standard input
    allow_references : whether the file may make us open what it names
    urls : whether a name that looks like a URL is one; otherwise it is a file's
    data : all of it, where it has been read already
    shared : whether it is opened several times, to be played: what a URL names is downloaded once
        for all, and an HLS playlist may name files in its own folder

    Attributes
    ----------
    name : for messages
    path : None for a URL and for standard input
    url : None for a file
    is_pipe : whether it can be read only once: a pipe, a device, standard input
    allow_references : as given

    Raises
    ------
    MediaError : there is no such file, it is a folder, empty, or cannot be read
    """

    def __init__(
        self,
        name: str | os.PathLike[str],
        *,
        allow_references: bool = False,
        urls: bool = True,
        shared: bool = False,
        data: bytes | None = None,
    ) -> None:
        given = os.fspath(name)
        self.allow_references = allow_references
        self.name = given
        self.path: Path | None = None
        self.url: str | None = None
        self.is_pipe = False
        self._data = data
        self._head = b""
        self._descriptor: int | None = None
        self._downloads: Downloads | None = None
        self._shared = shared
        if isinstance(name, str) and given == STANDARD_INPUT:
            self.name, self.is_pipe = "standard input", True
            if data is None and os.isatty(0):
                raise MediaError("standard input: is a terminal; pipe a file into it")
        elif urls and isinstance(name, str) and is_url(given) and not os.path.exists(given):
            self.url = given
            if shared and given.lower().startswith(("http://", "https://")):
                from .network.opening import Downloads  # brings what takes long to import

                self._downloads = Downloads(given, self._protocols)
        else:
            self.path = Path(given)
            self.is_pipe = is_pipe(self.path)
            check_input(self.path)

    @classmethod
    def of_bytes(cls, data: bytes, name: str) -> MediaInput:
        """Return media in memory; `name` is for messages."""
        made = cls(STANDARD_INPUT, data=data)
        made.name = name
        return made

    def __enter__(self) -> MediaInput:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # never opened
            self.close()

    def close(self) -> None:
        """Let go of a pipe that has not been handed on, and of what is downloaded."""
        if self._downloads is not None:
            self._downloads.close()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def seekable(self) -> bool:
        """Whether it can be sought in, as far as is known."""
        return not self.is_pipe and (self._downloads is None or self._downloads.seekable)

    @property
    def is_joined(self) -> bool:
        """Whether it says of itself that its clock jumps, as far as it has been opened."""
        if self._downloads is not None:
            return self._downloads.joined
        return self.path is not None and not self.is_pipe and hls.any_jumps(self.path)

    @property
    def place(self) -> str:
        """What data is waited for from: a server's name, or the file's."""
        if self.url is None:
            return os.path.basename(self.name)
        from urllib.parse import urlsplit

        return urlsplit(self.url).hostname or self.url

    def is_same_file(self, path: Path) -> bool:
        """Return whether `path` is the file that is read."""
        try:
            return self.path is not None and not self.is_pipe and os.path.samefile(self.path, path)
        except OSError:
            return False

    def head(self, count: int = 4096) -> bytes:
        """Return the first bytes, up to `count` or the end; of a pipe they stay to be read.

        Raises `MediaError` if it cannot be read, or a pipe ends without a byte.
        """
        if self._data is not None:
            return self._data[:count]
        try:
            if not self.is_pipe:
                with self.stream() as file:
                    return file.read(count)
            descriptor = self._pipe()
            while len(self._head) < count:
                more = os.read(descriptor, count - len(self._head))
                if not more:
                    break
                self._head += more
        except OSError as error:
            raise failed(self.name, error) from error
        if not self._head:
            raise MediaError(f"{self.name}: nothing came through the pipe; does its writer fail?")
        return self._head[:count]

    def read(self) -> bytes:
        """Return all of it; of a pipe it is kept, and may be read again.

        Raises `MediaError` if it cannot be read, or a pipe holds more than 1 GiB.
        """
        try:
            if not self.is_pipe:
                with self.stream() as file:
                    return file.read()
            if self._data is None:
                parts, size = [self.head()], len(self._head)
                parts[0] = self._head
                while part := os.read(self._pipe(), 1 << 20):
                    parts.append(part)
                    size += len(part)
                    if size > _MOST_HELD:
                        raise MediaError(
                            f"{self.name}: is too large for a picture from a pipe; give a file"
                        )
                self._data = b"".join(parts)
                self.close()
        except (OSError, MemoryError) as error:
            raise failed(self.name, error) from error
        return self._data

    def stream(self) -> BinaryIO:
        """Return it opened for reading and seeking; a pipe is read to its end first."""
        if self.is_pipe:
            return io.BytesIO(self.read())
        assert self.path is not None
        return self.path.open("rb")

    def container(self, hwaccel: HWAccel | None = None) -> InputContainer:
        """Open it as a container. The caller closes that.

        Raises
        ------
        ReferenceRefusedError : it leads to other files
        MediaError : it is not a media file, cannot be read, or not from a pipe
        RuntimeError : what PyAV says to a codec that a device does not decode
        """
        try:
            if self.url is not None:
                return self._open_url(self.url, hwaccel)
            return self._open_file(hwaccel)
        except (av.FFmpegError, OSError, ValueError) as error:
            if isinstance(error, InterruptedError):
                raise
            damaged = isinstance(error, av.error.InvalidDataError)
            if self.is_pipe and (damaged or getattr(error, "errno", None) in _CANNOT_SEEK):
                raise MediaError(
                    f"{self.name}: not media that can be read from a pipe; give the file itself"
                ) from error
            if damaged:
                raise MediaError(f"{self.name}: not a media file, or a damaged one") from error
            raise failed(self.name, error) from error

    def _pipe(self) -> int:
        """Return the pipe's descriptor, opened; that of a named one waits for a writer."""
        if self._descriptor is None:
            if self.path is None:
                self._descriptor = os.dup(0)
            else:
                self._descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        return self._descriptor

    def _source(self) -> Any:
        """Return what PyAV reads from."""
        if self._data is not None:
            return NamelessBytes(self._data)
        if not self.is_pipe:
            assert self.path is not None
            return NamelessFile(os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0)))
        head, descriptor = self.head(), self._pipe()
        if head.startswith(_HELD) and head[8:12] != b"AVI ":
            return NamelessBytes(self.read())
        try:  # standard input may be a file after all
            os.lseek(descriptor, -len(self._head), os.SEEK_CUR)
            self._head = b""
        except OSError:
            _check_streamable(self.name, head)
        self._descriptor = None  # the container's from now on
        source = NamelessFile(descriptor, self._head)
        self._head = b""
        return source

    def _open_file(self, hwaccel: HWAccel | None) -> InputContainer:
        if self._data is not None or not self.is_pipe:
            with self.stream() as file:
                check_edits(file, self.name)
        try:
            far = self.head(4) == _PROGRAM_STREAM
            return open_nameless(self._source(), self.name, hwaccel=hwaccel, far=far)
        except ReferenceRefusedError:
            if self.path is None or self.is_pipe:
                raise
            if not self.allow_references:
                if self._shared and self.head(len(hls.MARK)) == hls.MARK:
                    return hls.open_own_list(self.path, absolute(self.path), hwaccel)
                raise
        try:
            return av.open(
                absolute(self.path),
                metadata_errors="replace",
                hwaccel=hwaccel,
                container_options={
                    "format_whitelist": formats_without(frozenset({PATTERNS})),
                    "protocol_whitelist": f"file,{_URL_PROTOCOLS}",
                    "safe": "0",
                    "enable_drefs": "1",
                    "use_absolute_path": "1",
                },
            )
        except av.error.InvalidDataError as error:
            raise MediaError(
                f"{self.name}: cannot be read, nor what it leads to; or this build of FFmpeg has"
                " no reader for it"
            ) from error

    @property
    def _protocols(self) -> str:
        # What a stream refers to is fetched as it is, but nothing on this machine is.
        return f"file,{_URL_PROTOCOLS}" if self.allow_references else _URL_PROTOCOLS

    def _open_url(self, url: str, hwaccel: HWAccel | None) -> InputContainer:
        opened = None if self._downloads is None else self._downloads.open(hwaccel)
        if opened is not None:
            return opened
        return av.open(
            url,
            metadata_errors="replace",
            timeout=_TIMEOUT,
            hwaccel=hwaccel,
            container_options={"protocol_whitelist": self._protocols},
        )


def as_input(
    source: str | os.PathLike[str] | MediaInput, *, allow_references: bool = False
) -> MediaInput:
    """Return `source` as a `MediaInput`, itself where it is one."""
    if isinstance(source, MediaInput):
        return source
    return MediaInput(source, allow_references=allow_references)


def open_container(
    source: str | os.PathLike[str] | MediaInput, *, allow_references: bool = False
) -> InputContainer:
    """Open a media file or a URL for reading. Raises `MediaError`."""
    return as_input(source, allow_references=allow_references).container()


def open_bytes(data: bytes, name: str, *, format: str | None = None) -> InputContainer:
    """Open media in memory; `name` is for messages, `format` FFmpeg's name of the reader.

    Raises `MediaError` and `av.FFmpegError`.
    """
    return open_nameless(NamelessBytes(data), name, format=format)


def open_with_companion(path: Path, format: str) -> InputContainer:
    """Open a file by its name, of a kind that has a second file beside it of the same name.

    `format` is FFmpeg's name of the reader. Raises `MediaError` and `av.FFmpegError`.
    """
    return av.open(
        absolute(path),
        format=format,
        metadata_errors="replace",
        container_options={"protocol_whitelist": "file"},
    )


def _check_streamable(name: str, head: bytes) -> None:
    """Raise `MediaError` for the start of an MP4 or MOV file whose index lies at its end."""
    place = 0
    while place + 8 <= len(head):
        size, kind = int.from_bytes(head[place : place + 4], "big"), head[place + 4 : place + 8]
        if place == 0 and kind not in (b"ftyp", b"wide", b"mdat", b"free", b"skip"):
            return
        if kind == b"mdat":
            raise MediaError(
                f"{name}: this file cannot be read from a pipe, its index lies at its end; give"
                " the file itself, or write it with faststart"
            )
        if kind == b"moov" or size < 8:
            return
        place += size


def absolute(path: Path) -> str:
    """Return a path as FFmpeg's name of a file, in which nothing else has a meaning."""
    return f"file:{os.path.abspath(path)}"


__all__ = [
    "STANDARD_INPUT",
    "MediaInput",
    "ReferenceRefusedError",
    "absolute",
    "as_input",
    "open_bytes",
    "open_container",
    "open_with_companion",
]
