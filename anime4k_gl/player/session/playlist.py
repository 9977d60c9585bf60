"""The playlist: files, folders, lists of them, and URLs, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from ...errors import MediaError
from ...media.failures import failed, is_pipe, is_url
from ...media.folders import MAX_DEPTH, files_in
from ...media.opening import STANDARD_INPUT

MEDIA_SUFFIXES = frozenset(
    {".3gp", ".asf", ".avi", ".f4v", ".flv", ".gif", ".h264", ".hevc", ".ivf"}
    | {".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf"}
    | {".nut", ".obu", ".ogm", ".ogv", ".ts", ".vob", ".webm", ".wmv", ".y4m"}
)
"""By these a folder's files are taken for videos; a file that is named itself may have any."""

SOUND_SUFFIXES = frozenset(
    {".aac", ".aif", ".aiff", ".alac", ".ape", ".flac", ".m4a", ".m4b", ".mka", ".mp3"}
    | {".oga", ".ogg", ".opus", ".tta", ".wav", ".wma", ".wv"}
)
"""The same for sound, in a folder without videos."""

PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
"""The same for pictures, in a folder with neither."""

LIST_SUFFIXES = frozenset({".m3u", ".m3u8"})
"""Text files that list others, a line each."""

MAX_LIST_BYTES = 16 << 20
"""What is larger is no list."""

MOST_WEB_LISTS = 32
"""Lists on servers that are followed, one after the other."""

Report = Callable[[str], None]
"""Takes a message for the user, one line."""


def expand(name: str | os.PathLike[str], report: Report) -> list[str]:
    """Return the items that a name stands for, in order.

    A folder stands for the videos in it and in its folders, hidden ones aside, or else for the
    sound, or else for the pictures; a list for what it
    lists, relative to its folder; anything else for itself, existing or not. What yields
    nothing, or cannot be read, is reported and left out.
    """
    return list(_expanded(os.fspath(name), report, 0))


def _expanded(name: str, report: Report, depth: int) -> Iterator[str]:
    if is_url(name):
        name = local_path(name)
    if is_url(name):
        yield name
        return
    path = Path(name)
    try:
        kind = "folder" if path.is_dir() else "list" if _is_list(path) else "file"
        if (name == STANDARD_INPUT and not depth) or is_pipe(path):
            raise MediaError(
                f"{name}: a pipe is read once and cannot be sought in; play a file, or upscale the"
                " pipe to one"
            )
        if kind != "file" and depth > MAX_DEPTH:
            raise MediaError(f"{name}: contains itself or is nested too deeply; skipped")
        if kind == "folder":
            yield from _in_folder(path)
        elif kind == "list":
            for line in _lines(path):
                yield from _expanded(line, report, depth + 1)
        else:
            yield name
    except MediaError as error:
        report(str(error))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        report(str(failed(name, error)))


def _in_folder(folder: Path) -> list[str]:
    files = list(files_in(folder))
    kinds = (MEDIA_SUFFIXES, SOUND_SUFFIXES, PICTURE_SUFFIXES)
    by_kind = ([path for path in files if path.suffix.lower() in kind] for kind in kinds)
    found = next(filter(None, by_kind), [])
    if not found:
        raise MediaError(f"{folder}: no videos in this folder")
    return [os.fspath(path) for path in found]


def _is_list(path: Path) -> bool:
    """Whether a file is a list for us; a list of one stream's pieces is for FFmpeg."""
    if path.suffix.lower() not in LIST_SUFFIXES or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"#EXT-X-" not in file.read(65536)


def _lines(path: Path) -> Iterator[str]:
    if path.stat().st_size > MAX_LIST_BYTES:
        raise MediaError(f"{path}: too large for a playlist")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = [line.strip() for line in text.splitlines()]
    listed = [line for line in lines if line and not line.startswith("#")]
    if not listed:
        raise MediaError(f"{path}: the playlist is empty")
    for line in listed:
        yield line if is_url(line) else os.fspath(path.parent / line)


def local_path(url: str) -> str:
    """Return the path that a ``file:`` URL names; other URLs as they are."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets around what is no address
        return url
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        return url
    if os.name != "nt":
        # A file has no query, and its name may be any bytes.
        whole = parts._replace(scheme="", netloc="").geturl()
        return os.fsdecode(unquote_to_bytes(whole))
    from urllib.request import url2pathname  # takes as long to import as numpy's core

    return url2pathname(parts.path)


class Playlist:
    """The items to play, and which of them is playing.

    Parameters
    ----------
    names : files, folders, lists and URLs
    report : takes a line about each that cannot be used

    Attributes
    ----------
    loop : whether the first follows the last
    """

    def __init__(
        self, names: Sequence[str | os.PathLike[str]], *, report: Report, loop: bool = False
    ) -> None:
        self._report = report
        self._items: list[str] = []
        self._bad: set[int] = set()
        self._index = self._unfolded = 0
        self.loop = loop
        self.add(names)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> tuple[str, ...]:
        """All items in order: paths and URLs."""
        return tuple(self._items)

    @property
    def index(self) -> int:
        """The current item's index; the number of items where the end was passed."""
        return self._index

    @property
    def current(self) -> str | None:
        """The current item, None after the last or where there is none."""
        return self._items[self._index] if self._index < len(self._items) else None

    def add(self, names: Sequence[str | os.PathLike[str]], *, replace: bool = False) -> int:
        """Append what names stand for, or put it in place of all items; return how many those are.

        In place of all, the first of the new is current. Where none is usable nothing changes.
        Appended to a list whose end was passed, the first of the new is current, too.
        """
        new = [item for name in names for item in expand(name, self._report)]
        if new and replace:
            self._items, self._index = [], 0
            self._bad.clear()
        self._items += new
        return len(new)

    def unfold(self, names: Sequence[str]) -> bool:
        """Put what a list on a server names in place of the current item, which is that list.

        Returns False, and changes nothing, where lists lead to lists without an end.
        """
        self._unfolded += 1
        if self._unfolded > MOST_WEB_LISTS:
            return False
        self._items[self._index : self._index + 1] = names
        shift = len(names) - 1
        self._bad = {index + shift if index > self._index else index for index in self._bad}
        return True

    def next(self) -> str | None:
        """Go on to the next item that is not known as bad; return it, None at the end."""
        return self._go(1)

    def previous(self) -> str | None:
        """Go back to the item before that is not known as bad; None, and stay, where none is."""
        return self._go(-1)

    def go_to(self, index: int) -> str | None:
        """Make the item of an index current and return it; None, and stay, where none is."""
        if not 0 <= index < len(self._items):
            return None
        self._index = index
        return self.current

    def fail(self, message: str) -> None:
        """Report that the current item cannot be played; it is passed over from now on."""
        self._bad.add(self._index)
        self._report(message)

    def _go(self, step: int) -> str | None:
        count = len(self._items)
        for far in range(1, count + 1):
            index = self._index + step * far
            if self.loop:
                index %= count
            if not 0 <= index < count:
                break
            if index not in self._bad:
                self._index = index
                return self.current
        if step > 0:
            self._index = count
        return None
