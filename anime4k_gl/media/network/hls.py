"""HLS playlists: what they name, and whether their clocks jump."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..nameless import ReferenceRefusedError
from ..pyav import HWAccel, InputContainer, av

MARK = b"#EXTM3U"
"""What each begins with."""

MOST_BYTES = 16 << 20
"""What is larger is no playlist."""

_JUMPS = b"#EXT-X-DISCONTINUITY"
_SEQUENCE = b"#EXT-X-DISCONTINUITY-SEQUENCE"
_NAMED = re.compile(rb'URI\s*=\s*"([^"]*)"|URI\s*=\s*([^",\s]+)')
_MOST_LISTS = 64  # that lead to each other


def jumps(text: bytes) -> bool:
    """Return whether a playlist says that its pieces' clocks do not continue each other."""
    return text.replace(_SEQUENCE, b"").find(_JUMPS) >= 0


def stays_in_folder(path: Path) -> bool:
    """Return whether a playlist, and those it names, name files in its folder and below alone."""
    folder = path.resolve().parent
    waiting, known = [path.resolve()], set()
    while waiting:
        current = waiting.pop()
        if current in known:
            continue
        known.add(current)
        if len(known) > _MOST_LISTS or not current.is_file():
            return False
        for name in _names(_read(current)):
            found = _inside(current.parent, name, folder)
            if found is None:
                return False
            if found.is_file() and _read(found, len(MARK)) == MARK:
                waiting.append(found)
    return True


def open_own_list(path: Path, name: str, hwaccel: HWAccel | None) -> InputContainer:
    """Open a playlist in a file, whose pieces lie in its folder; `name` is FFmpeg's of the file.

    Raises `ReferenceRefusedError` for one that leads elsewhere, and `av.FFmpegError`.
    """
    if not stays_in_folder(path):
        raise ReferenceRefusedError(str(path), "is a playlist, which leads out of its folder")
    return av.open(
        name,
        format="hls",
        metadata_errors="replace",
        hwaccel=hwaccel,
        container_options={"protocol_whitelist": "file,crypto"},
    )


def any_jumps(path: Path) -> bool:
    """Return whether a playlist in a file, or one that it names, says that clocks jump."""
    text = _read(path)
    named = (_inside(path.resolve().parent, name, None) for name in _names(text))
    lists = (found for found in named if found is not None and found.is_file())
    return jumps(text) or any(jumps(_read(f)) for f in lists if _read(f, len(MARK)) == MARK)


def _read(path: Path, count: int = MOST_BYTES) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return b""


def _names(text: bytes) -> list[str]:
    """Return everything that a playlist names."""
    names = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith(b"#"):
            names += [one or other for one, other in _NAMED.findall(line)]
        elif line:
            names.append(line)
    return [name.decode("utf-8", "surrogateescape") for name in names]


def _inside(base: Path, name: str, folder: Path | None) -> Path | None:
    """Return the file that a name means; None where it is no plain one, or outside a folder."""
    try:
        parts = urlsplit(name)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or "\\" in name or "\0" in name:
        return None
    for written in (name, unquote(name)):
        try:
            found = (base / written).resolve()
        except (OSError, ValueError):
            return None
        if folder is not None and not found.is_relative_to(folder):
            return None
    return (base / name).resolve()
