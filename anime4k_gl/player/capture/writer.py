"""Screenshots as PNG files, each with the record of how it was made."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ...errors import Anime4KError
from ...media.failures import failed, is_url

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from ...media.pictures.picture import Pixels
    from ...screenshots.record import ShotRecord

_MAX_STEM_BYTES = 160  # of a file system's 255: the rest is for the time, the kind and a number
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # on one system or another


class ScreenshotWriter:
    """Writes screenshots in a thread of its own, one after another. A context manager.

    Parameters
    ----------
    folder : where to, made when it is first needed; the current folder by default
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self._folder = Path(folder) if folder is not None else Path()
        self._pool: ThreadPoolExecutor | None = None
        self._pending: list[Future[Path]] = []

    def __enter__(self) -> ScreenshotWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(self, pixels: Pixels, record: ShotRecord) -> Future[Path]:
        """Begin to write a picture; return what comes to be the path of its file.

        Parameters
        ----------
        pixels : (H, W, 3 or 4), uint8 or uint16, row 0 on top; not to be changed afterwards
        record : how it was made
        """
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1, thread_name_prefix="anime4k_gl screenshots")
        future = self._pool.submit(write, self._folder, pixels, record)
        self._pending.append(future)
        return future

    def messages(self) -> list[str]:
        """Return a line for each picture that was written, or could not be, since the last call."""
        done = [future for future in self._pending if future.done()]
        self._pending = [future for future in self._pending if future not in done]
        lines = []
        for future in done:
            error = future.exception()
            if isinstance(error, Anime4KError):
                lines.append(str(error))
            elif error is not None:
                raise error
            else:
                lines.append(f"saved {future.result()}")
        return lines

    def close(self) -> None:
        """Wait until all is written. May be called twice; `messages` still tells of the last."""
        if self._pool is not None:
            self._pool.shutdown()


def write(folder: Path, pixels: Pixels, record: ShotRecord) -> Path:
    """Write a picture under a name that is free; return its path.

    Raises
    ------
    MediaError : the folder cannot be made, or the file not be written
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failed(folder, error) from error
    from ...media.pictures.api import PictureMetadata, write_picture  # these bring Pillow
    from ...media.pictures.picture import Picture
    from ...screenshots.record import KEYWORD

    path = free_path(folder, record)
    metadata = PictureMetadata(text=((KEYWORD, record.to_json()),))
    write_picture(path, Picture(pixels, metadata))
    return path


def free_path(folder: Path, record: ShotRecord) -> Path:
    """Return ``STEM-HH.MM.SS.mmm-KIND.png`` in a folder, numbered where that is taken."""
    name = f"{stem_of(record.file)}-{time_text(record.time)}-{record.kind}"
    path, number = folder / f"{name}.png", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.png"
    return path


def stem_of(file: str) -> str:
    """Return what to call a video's screenshots: its name without folders and extension."""
    name = unquote(urlsplit(file).path) if is_url(file) else os.path.abspath(file)
    stem = _NOT_IN_NAMES.sub("_", Path(name).stem) or "video"
    return stem.encode("utf-8", "surrogateescape")[:_MAX_STEM_BYTES].decode("utf-8", "ignore")


def time_text(seconds: float) -> str:
    """Return a time for file names: ``00.01.02.345``."""
    milliseconds = max(0, round(seconds * 1000))
    whole, milliseconds = divmod(milliseconds, 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}.{minute:02}.{second:02}.{milliseconds:03}"
