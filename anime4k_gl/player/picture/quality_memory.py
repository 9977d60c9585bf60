"""The memory of quality levels: which one held in which situation, kept between runs.

A small JSON file. What is wrong with it is told once, and it is begun anew; another player may
write it at the same time, so that each change is made to what is there by then.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ... import userdirs
from ...errors import MediaError
from ...formats import Size
from ...gl.context import Capabilities
from ...lazy.dataclass import dataclass
from ...media.failures import reason
from .quality_levels import Level

MAX_SITUATIONS = 200
"""Situations remembered at most; those that came up longest ago are forgotten."""

MAX_BYTES = 1 << 18
"""The largest file that is read (bytes); a larger one is not ours."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides how long a frame may take, and takes.

    Attributes
    ----------
    machine : the GPU and its driver's version, as the driver says
    source, target : sizes of frames, and of what is made of them
    rate : frames a second, of the video at its speed
    profile : what is to run: a preset or shader files
    backend, scaler : as they were asked for
    """

    machine: str
    source: Size
    target: Size
    rate: float
    profile: str
    backend: str
    scaler: str

    @property
    def key(self) -> str:
        """It as text, the same in every run."""
        sizes = f"{self.source} to {self.target} at {self.rate:.2f}/s"
        return f"{self.profile}, {self.backend}, {self.scaler}, {sizes} on {self.machine}"


def machine_of(context: Any) -> str:
    """Return what `Situation.machine` is of a moderngl context."""
    capabilities = Capabilities.from_context(context)
    cores = f", {os.cpu_count()} cores" if capabilities.software else ""
    return f"{capabilities.renderer}, {capabilities.version}{cores}"


def quality_file() -> Path:
    """Return where levels are remembered on this platform; the file may not be there yet."""
    return userdirs.state_folder() / "quality.json"


class QualityMemory:
    """Remembers the level that held in a situation.

    Parameters
    ----------
    path : the file; the platform's usual one by default
    report : takes a line about a file that cannot be read or written, once
    """

    def __init__(
        self, path: Path | None = None, *, report: Callable[[str], None] = lambda text: None
    ) -> None:
        self._path, self._report = path, report
        self._told = False

    @classmethod
    def of(cls, governor: str, report: Callable[[str], None]) -> QualityMemory | None:
        """Return the user's own by the option ``governor``: ``off`` for none, ``fresh`` emptied."""
        if governor == "off":
            return None
        memory = cls(report=report)
        if governor == "fresh":
            memory.forget()
        return memory

    @property
    def path(self) -> Path:
        """The file."""
        return quality_file() if self._path is None else self._path

    def level(self, situation: Situation) -> Level | None:
        """Return the level that held in a situation; None where none is known."""
        return self._read().get(situation.key)

    def keep(self, situation: Situation, level: Level) -> None:
        """Remember that a level held."""
        known = self._read()
        known.pop(situation.key, None)
        known[situation.key] = level  # the latest stands last
        latest = list(known.items())[-MAX_SITUATIONS:]
        record = {"version": _VERSION, "levels": {key: each.name for key, each in latest}}
        path = self.path
        from ...media.output_file import OutputFile

        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = OutputFile(path, overwrite=True)
            try:
                part.path.write_text(json.dumps(record, indent=1), "utf-8")
                part.publish()
            finally:
                part.discard()
        except (OSError, MediaError) as error:
            self._tell(f"{path}: cannot keep the quality level: {reason(error)}")

    def forget(self) -> None:
        """Remember nothing any more."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            self._tell(f"{self.path}: cannot be removed: {reason(error)}")

    def _read(self) -> dict[str, Level]:
        path = self.path
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._tell(f"{path}: cannot be read: {reason(error)}; quality levels start anew")
            return {}
        levels = _levels(data) if len(data) <= MAX_BYTES else None
        if levels is None:
            self._tell(f"{path}: not a file of quality levels of this version; it is begun anew")
            return {}
        return levels

    def _tell(self, text: str) -> None:
        if not self._told:
            self._told = True
            self._report(text)


def _levels(data: bytes) -> dict[str, Level] | None:
    """Return what a file says; None where it is not ours, or not of this version."""
    record: Any = None
    with suppress(ValueError, RecursionError):
        record = json.loads(data)
    if not isinstance(record, dict) or record.get("version") != _VERSION:
        return None
    levels = record.get("levels")
    if not isinstance(levels, dict):
        return None
    if not all(isinstance(name, str) and name in Level.__members__ for name in levels.values()):
        return None
    return {key: Level[name] for key, name in levels.items()}
