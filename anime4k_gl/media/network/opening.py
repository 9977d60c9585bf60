"""The opener of what lies on web servers: each address is downloaded once for all who read it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from urllib.parse import urlsplit

from ...errors import MediaError
from ..nameless import ReferenceRefusedError, open_nameless
from ..pyav import HWAccel, InputContainer, av
from . import hls
from .connection import ForeignAnswerError
from .download import Download
from .failures import DownloadFailedError
from .lists import check_list, may_be_list
from .reader import DownloadReader

_MOST_PARTS = 8  # pieces of a stream that are kept


class Downloads:
    """The downloads of one address and of what it leads to. `close` ends them.

    Parameters
    ----------
    url : the address
    protocols : FFmpeg's list of the protocols that what it leads to may use

    Attributes
    ----------
    seekable : whether the server delivers parts, once it is opened
    joined : whether a playlist has said that clocks jump
    """

    def __init__(self, url: str, protocols: str) -> None:
        self._url, self._protocols = url, protocols
        self._lock = threading.Lock()
        self._parts: OrderedDict[str, Download] = OrderedDict()
        self._closed = self._foreign = False
        self._failure: str | None = None
        self.seekable, self.joined = True, False

    def close(self) -> None:
        """Hang up everywhere. May be called twice."""
        with self._lock:
            self._closed = True
            for part in self._parts.values():
                part.close()
            self._parts.clear()

    def open(self, hwaccel: HWAccel | None = None) -> InputContainer | None:
        """Open the address as a container.

        Returns None where FFmpeg has to do it alone: it is not HTTP, or encrypted, or a manifest.
        Raises `MediaError` if it cannot be had.
        """
        if self._foreign:
            return None
        try:
            download = self._shared(self._url)
            head = download.read(0, 4096).removeprefix(b"\xef\xbb\xbf").lstrip()
        except ForeignAnswerError:
            self._foreign = True
            return None
        except DownloadFailedError as error:
            raise MediaError(f"{self._url}: {error}") from error
        if may_be_list(self._url, download.kind, head):
            check_list(self._url, download.final, self._text(download))
        if head.startswith(hls.MARK):
            return self._open_list(download.final, hwaccel)
        reader = DownloadReader(download)
        self.seekable = reader.seekable()
        try:
            return open_nameless(reader, self._url, hwaccel=hwaccel)
        except ReferenceRefusedError:
            self._foreign = True
            self._forget(self._url)
            return None

    def _open_list(self, url: str, hwaccel: HWAccel | None) -> InputContainer | None:
        try:
            return av.open(
                url,
                format="hls",
                metadata_errors="replace",
                hwaccel=hwaccel,
                io_open=self._open_part,
                container_options={
                    "protocol_whitelist": self._protocols,
                    "http_persistent": "0",  # it would keep connections that it has not made
                    "http_multiple": "0",
                },
            )
        except (av.FFmpegError, OSError) as error:
            if self._foreign:
                return None
            if self._failure is not None:
                raise MediaError(f"{self._url}: {self._failure}") from error
            raise

    def _open_part(self, url: str, flags: int, options: dict[str, str]) -> DownloadReader:
        if urlsplit(url).scheme.lower() not in ("http", "https"):
            self._foreign = True  # encrypted pieces, say
            raise OSError(f"{url} is for FFmpeg alone")
        if self._failure is not None:
            raise DownloadFailedError(self._failure)
        try:
            download = self._shared(url)
            text = self._list_text(download)
        except MediaError as error:
            raise OSError(str(error)) from error
        except ForeignAnswerError as error:
            self._foreign = True
            raise OSError(f"{url} is for FFmpeg alone") from error
        except DownloadFailedError as error:
            self._failure = str(error)
            raise
        if text:
            self.joined = self.joined or hls.jumps(text)
            self._forget(url, close=False)  # of a live stream it is another one next time
        start, end = (int(options.get(name) or 0) for name in ("offset", "end_offset"))
        return DownloadReader(download, start, end or None)

    @staticmethod
    def _list_text(download: Download) -> bytes:
        """Return the text of a playlist; nothing of what is none."""
        is_list = download.read(0, len(hls.MARK)) == hls.MARK
        return Downloads._text(download) if is_list else b""

    @staticmethod
    def _text(download: Download) -> bytes:
        text = b""
        while len(text) < hls.MOST_BYTES and (more := download.read(len(text), 1 << 16)):
            text += more
        return text

    def _shared(self, url: str) -> Download:
        with self._lock:
            if self._closed:
                raise MediaError(f"{url}: was closed")
            part = self._parts.get(url)
            if part is None or part.broken:
                part = self._parts[url] = Download(url)
            self._parts.move_to_end(url)
            while len(self._parts) > _MOST_PARTS:
                self._parts.popitem(last=False)[1].close()
            return part

    def _forget(self, url: str, *, close: bool = True) -> None:
        with self._lock:
            part = self._parts.pop(url, None)
        if part is not None and close:
            part.close()
