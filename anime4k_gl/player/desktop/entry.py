"""The player in file managers: an entry in the menus of Linux and BSD, and its icon.

Written into the user's own folder, where every way of installing the package is alike: what pip
puts into a virtual environment, as pipx does, no desktop looks at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ...errors import Anime4KError
from ...media.failures import reason
from ..window.glfw_window import APP_ID
from .media_types import MEDIA_TYPES

ICON = Path(__file__).parent.parent.parent / "assets" / "icon.svg"


class DesktopEntryError(Anime4KError):
    """The entry cannot be written or removed, or this system has none; the message says why."""


def data_folder() -> Path:
    """Return the user's folder for what desktops read.

    Raises
    ------
    DesktopEntryError : this system's file manager has another way
    """
    if sys.platform == "win32":
        raise DesktopEntryError(
            "no desktop entries on Windows; choose Open with, Choose another app, and the file"
            " anime4k-gl.exe in Python's Scripts folder"
        )
    if sys.platform == "darwin":
        raise DesktopEntryError(
            "no desktop entries on macOS; make an app in Automator that runs the shell script"
            ' anime4k-gl play "$@" with its input as arguments'
        )
    given = os.environ.get("XDG_DATA_HOME")
    return Path(given) if given and os.path.isabs(given) else Path.home() / ".local" / "share"


def installed_files(data: Path) -> tuple[Path, Path]:
    """Return where the entry and its icon go."""
    icons = data / "icons" / "hicolor" / "scalable" / "apps"
    return data / "applications" / f"{APP_ID}.desktop", icons / f"{APP_ID}.svg"


def install() -> tuple[Path, ...]:
    """Write the entry and its icon, over older ones; return where they are.

    Raises
    ------
    DesktopEntryError : they cannot be written
    """
    data = data_folder()
    entry, icon = installed_files(data)
    try:
        for file in (entry, icon):
            file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ICON, icon)
        entry.write_text(entry_text(command()), "utf-8")
    except OSError as error:
        raise DesktopEntryError(f"{error.filename or entry}: {reason(error)}") from error
    _update(data)
    return entry, icon


def remove() -> tuple[Path, ...]:
    """Remove the entry and its icon; return those that were there.

    Raises
    ------
    DesktopEntryError : one cannot be removed
    """
    data = data_folder()
    there = tuple(file for file in installed_files(data) if file.exists())
    for file in there:
        try:
            file.unlink()
        except OSError as error:
            raise DesktopEntryError(f"{file}: {reason(error)}") from error
    if there:
        _update(data)
    return there


def command() -> list[str]:
    """Return the words that start this command from anywhere: sessions know few folders."""
    name = APP_ID
    started = Path(sys.argv[0]).absolute()  # not resolved: an upgrade may move what it points to
    beside = Path(sys.executable).parent / name
    for script in (started, Path(shutil.which(name) or "/nonexistent"), beside):
        if script.name == name and os.access(script, os.X_OK) and script.is_file():
            return [str(script)]
    return [sys.executable, "-m", "anime4k_gl"]


def entry_text(words: list[str]) -> str:
    """Return the entry's text.

    Parameters
    ----------
    words : that start the command

    By the Desktop Entry Specification, version 1.5.
    """
    program = " ".join(quoted(word) for word in words)
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.0\n"
        f"Name={APP_ID}\n"
        "GenericName=Video player\n"
        "Comment=Play videos upscaled by Anime4K\n"
        f"Icon={APP_ID}\n"
        f"Exec={program} play --notify -- %U\n"
        f"TryExec={_escaped(words[0])}\n"
        "Terminal=false\n"
        "StartupNotify=true\n"
        f"StartupWMClass={APP_ID}\n"
        "Categories=AudioVideo;Video;Player;\n"
        "Keywords=anime;video;player;upscale;Anime4K;\n"
        f"MimeType={';'.join(MEDIA_TYPES)};\n"
    )


def quoted(word: str) -> str:
    """Return a word as an ``Exec`` line takes it, whatever it is made of."""
    inside = "".join(f"\\{c}" if c in '"`$\\' else c for c in word).replace("%", "%%")
    return _escaped(f'"{inside}"')


def _escaped(text: str) -> str:
    """Return text as any value takes it."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _update(data: Path) -> None:
    """Have desktops that keep a list of who opens what read it again, where they have that tool."""
    tool = shutil.which("update-desktop-database")
    if tool is not None:
        subprocess.run([tool, "-q", data / "applications"], check=False, capture_output=True)
