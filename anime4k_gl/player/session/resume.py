"""The positions at which files were left, kept until their ends have been seen."""

from __future__ import annotations

import json
import math
import os
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ... import userdirs
from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ...media.failures import is_url, reason

MAX_FILES = 2000
"""Files remembered at most; the oldest are forgotten."""

MAX_BYTES = 65536
"""The largest file that is read (bytes); a larger one is not ours."""

_VERSION = 1


@dataclass(frozen=True)
class Resumption:
    """How a file was being played. None: as it would be played for the first time.

    Attributes
    ----------
    position : media seconds since the first frame
    audio, subtitles : the tracks' indices among their kind; -1 for none
    volume : percent, 0 to 1000
    muted : whether the sound is off
    speed : media seconds per second
    subtitle_delay, audio_delay : seconds
    """

    position: float
    audio: int | None = None
    subtitles: int | None = None
    volume: float | None = None
    muted: bool | None = None
    speed: float | None = None
    subtitle_delay: float | None = None
    audio_delay: float | None = None


_RANGES = {
    "position": (0.0, 1e9),
    "audio": (-1, 10_000),
    "subtitles": (-1, 10_000),
    "volume": (0.0, 1000.0),
    "speed": (0.01, 100.0),
    "subtitle_delay": (-1e6, 1e6),
    "audio_delay": (-1e6, 1e6),
}


def resume_folder() -> Path:
    """Return where files are remembered on this platform; the folder may not be there yet."""
    return userdirs.state_folder() / "resume"


class ResumeStore:
    """Remembers files, each in a small file of its own, whose name does not tell which.

    A file is known by its path, size and time of change: another one in its place is another file.

    Parameters
    ----------
    folder : where; the platform's usual place by default
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def load(self, path: str | os.PathLike[str]) -> Resumption | None:
        """Return what is remembered of a file; None for nothing, or nothing that can be read."""
        if not self._place().is_dir():
            return None
        entry = self._entry(path)
        if entry is None:
            return None
        try:
            with entry.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            return _checked(json.loads(data)) if len(data) <= MAX_BYTES else None
        except (OSError, ValueError, RecursionError):
            return None

    def save(self, path: str | os.PathLike[str], resumption: Resumption) -> None:
        """Remember how a file was being played, in place of what was known of it.

        Raises
        ------
        MediaError : it cannot be written
        """
        entry = self._entry(path)
        if entry is None:
            return  # the file has gone in the meantime
        from ...media.output_file import OutputFile

        record = {"version": _VERSION, **asdict(resumption)}
        try:
            entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = OutputFile(entry, overwrite=True)
            try:
                part.path.write_text(json.dumps(record), "utf-8")
                part.publish()
            finally:
                part.discard()
            self._forget_oldest(entry.parent)
        except (OSError, MediaError) as error:
            raise MediaError(
                f"{entry.parent}: cannot save the playback position: {reason(error)}"
            ) from error

    def forget(self, path: str | os.PathLike[str]) -> None:
        """Remember nothing of a file: its end was seen."""
        entry = self._entry(path)
        if entry is not None:
            with suppress(OSError):
                entry.unlink()

    def _entry(self, path: str | os.PathLike[str]) -> Path | None:
        if is_url(path):
            identity = os.fspath(path)
        else:
            try:
                absolute = Path(path).resolve()
                status = absolute.stat()
            except (OSError, ValueError, RuntimeError):
                return None
            identity = f"{absolute}\n{status.st_size}\n{status.st_mtime_ns}"
        import hashlib

        name = hashlib.sha256(identity.encode(errors="surrogateescape")).hexdigest()[:32]
        return self._place() / f"{name}.json"

    def _place(self) -> Path:
        return resume_folder() if self._folder is None else self._folder

    def _forget_oldest(self, folder: Path) -> None:
        entries = list(folder.glob("*.json"))
        if len(entries) <= MAX_FILES:
            return
        entries.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in entries[: len(entries) - MAX_FILES]:
            entry.unlink(missing_ok=True)


def _checked(record: Any) -> Resumption | None:
    """Return what a record says, None unless it is whole, of our version, and makes sense."""
    if not isinstance(record, dict) or record.get("version") != _VERSION:
        return None
    values: dict[str, Any] = {field.name: record.get(field.name) for field in fields(Resumption)}
    if values["position"] is None:
        return None
    for name, value in values.items():
        if value is None:
            continue
        if name == "muted":
            if not isinstance(value, bool):
                return None
            continue
        kinds = (int,) if name in ("audio", "subtitles") else (int, float)
        low, high = _RANGES[name]
        if isinstance(value, bool) or not isinstance(value, kinds):
            return None
        if not math.isfinite(value) or not low <= value <= high:
            return None
    return Resumption(**values)
