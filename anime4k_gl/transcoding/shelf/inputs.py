"""The files that names stand for: files, folders, and globs that no shell has expanded."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import MediaError
from ...media.failures import failed, is_pipe
from ...media.folders import MAX_DEPTH, files_in, natural_key
from ...media.main_stream import is_cover
from ...media.opening import STANDARD_INPUT, MediaInput
from ..route import kind_of

MEDIA_SUFFIXES = frozenset(
    {".3gp", ".apng", ".asf", ".avi", ".avif", ".bmp", ".f4v", ".flv", ".gif", ".h264", ".hevc"}
    | {".ivf", ".jpeg", ".jpg", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts"}
    | {".mxf", ".nut", ".obu", ".ogm", ".ogv", ".png", ".tga", ".tif", ".tiff", ".ts", ".vob"}
    | {".webm", ".webp", ".wmv", ".y4m"}
)
"""A folder's files of these names are taken even where they cannot be read: that is then said."""

_NOT_MEDIA = frozenset({"tty", "bin", "xbin", "adf", "idf", "txt"})
# FFmpeg's readers of text that is drawn

_MOST_SNIFFED = 64  # bytes that a text file is known by
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be upscaled.

    Attributes
    ----------
    path : the file
    folder : where it lies below the folder that was named; ``.`` for a file that was itself
    listed : whether it was named itself, instead of found in a folder or by a glob
    """

    path: Path
    folder: Path = Path()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that stands for nothing: what it was, and why in a line."""

    name: str
    error: str


def expand(
    name: str, *, recursive: bool, output_dir: Path, notes: list[str]
) -> Iterator[Found | Missing]:
    """Yield the files that a name stands for, in order.

    Parameters
    ----------
    name : a file, a folder, or a glob where there is no file of that name
    recursive : whether a folder's folders are meant too
    output_dir : passed over where it lies in a folder
    notes : is told, in sentences, what of a folder was left out
    """
    path = Path(name)
    try:
        if name == STANDARD_INPUT or is_pipe(path):
            raise MediaError(f"{name}: a pipe has no name to make an output's of; write it to OUT")
        if path.is_dir():
            yield from _in_folder(path, recursive, output_dir, notes)
        elif not os.path.lexists(path) and _GLOB & set(name):
            yield from _matching(name, recursive, output_dir, notes)
        else:
            yield Found(path)
    except MediaError as error:
        yield Missing(name, str(error))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield Missing(name, str(failed(name, error)))


def is_media(path: Path) -> bool:
    """Return whether a file of a folder is to be upscaled: by content, or broken by its name."""
    named = path.suffix.lower() in MEDIA_SUFFIXES
    try:
        with MediaInput(path, urls=False) as source:
            if kind_of(source) != "video":
                return True
            if not named and not any(byte < 9 for byte in source.head(_MOST_SNIFFED)):  # a text
                return False
            with source.container() as container:
                drawn = container.format.name in _NOT_MEDIA
                return not drawn and not all(map(is_cover, container.streams.video))
    except MediaError:
        return named  # it is said then what is wrong with it


def _in_folder(
    folder: Path, recursive: bool, output_dir: Path, notes: list[str]
) -> Iterator[Found]:
    files = files_in(folder, max_depth=MAX_DEPTH if recursive else 0, without=output_dir)
    taken, others = 0, 0
    for path in files:
        if is_media(path):
            taken += 1
            yield Found(path, path.parent.relative_to(folder), listed=False)
        else:
            others += 1
    if not taken:
        deeper = "" if recursive else "; --recursive looks into its folders"
        raise MediaError(f"{folder}: no pictures or videos in this folder{deeper}")
    if others:
        files_are = "a file is" if others == 1 else f"{others} files are"
        notes.append(f"{folder}: {files_are} left alone: no picture and no video")


def _matching(
    pattern: str, recursive: bool, output_dir: Path, notes: list[str]
) -> Iterator[Found | Missing]:
    found = glob.glob(pattern, recursive=True)
    if not found:  # brackets are more often a part of names than a choice of letters
        found = glob.glob(pattern.replace("[", "[[]"), recursive=True)
    matches = sorted(found, key=natural_key)
    if not matches:
        raise MediaError(f"{pattern}: no such file, and no file matches; check the path")
    for match in matches:
        path = Path(match)
        if not path.is_dir():
            yield Found(path, listed=False)
        elif recursive and not _is_same(path, output_dir):
            yield from expand(match, recursive=True, output_dir=output_dir, notes=notes)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
