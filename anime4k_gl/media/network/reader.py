"""A download as the file object that FFmpeg reads."""

from __future__ import annotations

import os

from .download import Download


class DownloadReader:
    """Reads a download from one place on. Its methods are those that PyAV asks for.

    Parameters
    ----------
    download : shared with others, and not closed here
    start, end : the part of it that is seen, in bytes; None for its own end
    """

    def __init__(self, download: Download, start: int = 0, end: int | None = None) -> None:
        self._download, self._start, self._end = download, start, end
        self._place = start
        self._failed = False

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes, none at the end.

        Raises `OSError` once; then there is nothing until the next `seek`, since FFmpeg asks again
        and PyAV writes what it is not asked for to stderr.
        """
        if self._failed:
            return b""
        if self._end is not None:
            count = min(count, self._end - self._place)
        if count <= 0:
            return b""
        try:
            data = self._download.read(self._place, count)
        except OSError:
            self._failed = True
            raise
        self._place += len(data)
        return data

    def seekable(self) -> bool:
        """Return whether there is any other way than onwards."""
        return self._download.ranges and self._size is not None

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in bytes and return it."""
        size, self._failed = self._size, False
        if whence == os.SEEK_END:
            if size is None:
                raise OSError("the size is not known")
            offset += size
        elif whence == os.SEEK_CUR:
            offset += self.tell()
        self._place = self._start + max(0, offset)
        return self.tell()

    def tell(self) -> int:
        """Return the place in bytes."""
        return self._place - self._start

    def close(self) -> None:
        """Nothing to be done: the download is others' too."""

    @property
    def _size(self) -> int | None:
        end = self._download.size if self._end is None else self._end
        return None if end is None else end - self._start
