"""Files handed to FFmpeg without a name, and without a way to any other file.

Kinds of files that lead to others (playlists, manifests, lists of pieces) are refused, and so is a
reference inside any other kind.
"""

from __future__ import annotations

import errno
import functools
import io
import os
from typing import Any

from ..errors import MediaError
from .pyav import HWAccel, InputContainer, av

REFERRING = frozenset(
    {"applehttp", "avisynth", "concat", "concatf", "dash", "dvdvideo", "hls", "image2", "imf"}
    | {"lavfi", "rtp", "rtsp", "sap", "sdp", "vapoursynth", "vobsub", "webm_dash_manifest"}
)
"""FFmpeg's readers that open what a file names, and those that take names for more than files."""

PATTERNS = "image2"  # reads a series of files by the pattern that is their name

# In bytes and microseconds: a DVD's subtitles may begin minutes after its pictures.
_FAR = {"probesize": str(64 << 20), "analyzeduration": "300000000"}

_NO_FILE = 1  # FFmpeg's AVFMT_NOFILE: a reader that opens by itself

# What the first bytes of a file that leads to others hold, and what it is.
_LISTS = (
    (b"#EXTM3U", "a playlist"),
    (b"ffconcat version", "a list of files to join"),
    (b"<MPD", "a DASH manifest"),
    (b"<SmoothStreamingMedia", "a manifest of a stream"),
    (b"<CompositionPlaylist", "an IMF playlist"),
    (b"# VobSub index file", "an index of another file"),
    (b"v=0\r\n", "a description of a session (SDP)"),
    (b"v=0\no=", "a description of a session (SDP)"),
    (b"[playlist]", "a playlist"),
)


class ReferenceRefusedError(MediaError):
    """A file leads to others, and references are not allowed."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name}: {what}; pass --allow-references if you trust it to have other files opened"
        )


class NamelessFile:
    """A file or a pipe for FFmpeg to read; closed with `close` or when nobody has it any more.

    It has no name on purpose. The methods are those that PyAV asks for.
    """

    def __init__(self, descriptor: int, pending: bytes = b"") -> None:
        self._descriptor = descriptor
        self._pending = pending
        try:
            self._base = os.lseek(descriptor, 0, os.SEEK_CUR) if not pending else None
        except OSError:
            self._base = None

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes, none at the end."""
        if self._pending:
            data, self._pending = self._pending[:count], self._pending[count:]
            return data
        return os.read(self._descriptor, count)

    def seekable(self) -> bool:
        """Return whether there is any other way than onwards."""
        return self._base is not None

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in bytes and return it, counted from where reading began."""
        base = self._base or 0
        return os.lseek(
            self._descriptor, offset + (base if whence == os.SEEK_SET else 0), whence
        ) - base  # fmt: skip

    def tell(self) -> int:
        """Return the place in bytes."""
        return self.seek(0, os.SEEK_CUR)

    def close(self) -> None:
        """Let go of it. May be called twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()


class NamelessBytes:
    """Bytes for FFmpeg to read, without a name."""

    def __init__(self, data: bytes) -> None:
        bytes_read = io.BytesIO(data)
        self.read, self.seek, self.tell = bytes_read.read, bytes_read.seek, bytes_read.tell


def open_nameless(
    source: Any,
    name: str,
    *,
    format: str | None = None,
    hwaccel: HWAccel | None = None,
    far: bool = False,
) -> InputContainer:
    """Open a file object of which FFmpeg learns no name; what it refers to is refused.

    `far` looks further into it for streams, where a file does not list them at its start.
    Raises `ReferenceRefusedError` and `av.FFmpegError`.
    """
    named: list[str] = []

    def refuse(url: str, flags: int, options: dict[str, str]) -> Any:
        named.append(url)
        raise ReferenceRefusedError(name, _refers(named))

    first = _FirstBytes(source)
    try:
        container = av.open(
            first,
            mode="r",
            format=format,
            metadata_errors="replace",
            hwaccel=hwaccel,
            io_open=refuse,
            # `options` make older PyAV write past its memory where streams appear later.
            # References in MOV are passed over in silence unless they are asked for.
            container_options={
                "format_whitelist": formats_without(REFERRING),
                "protocol_whitelist": "none",
                "enable_drefs": "1",
                **(_FAR if far else {}),
            },
        )
    except (av.FFmpegError, OSError, ReferenceRefusedError) as error:
        kind = _list_kind(first.seen)
        if kind is not None:
            raise ReferenceRefusedError(name, f"is {kind}, which leads to other files") from None
        if named:
            raise ReferenceRefusedError(name, _refers(named)) from None
        if getattr(error, "errno", None) == errno.EINVAL:  # to a reader that is left out
            raise ReferenceRefusedError(name, "is damaged, or leads to other files") from None
        raise
    if named:
        container.close()
        raise ReferenceRefusedError(name, _refers(named))
    return container


class _FirstBytes:
    """Passes a file object on and remembers the first bytes read, to tell what they were."""

    def __init__(self, source: Any) -> None:
        self.seen = b""
        self._source = source
        self.seek, self.tell = source.seek, source.tell
        self.seekable = getattr(source, "seekable", lambda: True)

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes."""
        data: bytes = self._source.read(count)
        if not self.seen:
            self.seen = data[:4096]
        return data


def _list_kind(head: bytes) -> str | None:
    """Return what a file that leads to others is, by its first bytes; None for any other."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):  # XML: the word may come after a declaration and comments
        return next((kind for mark, kind in _LISTS if mark[:1] == b"<" and mark in text), None)
    return next((kind for mark, kind in _LISTS if text.startswith(mark)), None)


@functools.cache
def formats_without(without: frozenset[str]) -> str:
    """Return FFmpeg's list of the readers that may be used."""
    names = set()
    for listed in av.formats_available:
        try:
            own_io = bool(av.ContainerFormat(listed, "r").flags & _NO_FILE)
        except ValueError:  # writes only
            continue
        if own_io and without is REFERRING:
            continue
        names |= set(listed.split(","))
    return ",".join(sorted(names - without))


def _refers(urls: list[str]) -> str:
    url = urls[0] if len(urls[0]) <= 100 else f"{urls[0][:100]}..."
    return f"refers to another file ({url!r})"
