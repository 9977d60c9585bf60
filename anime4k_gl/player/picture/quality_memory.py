"""The memory of quality levels: which one held in which situation, kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ... import userdirs
from ...formats import Size
from ...lazy.dataclass import dataclass
from ...rendering.choosing.kept_json import KeptJson, KeptKind
from .quality_levels import Level

MAX_SITUATIONS = 200
"""Situations remembered at most; those that came up longest ago are forgotten."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides how long a frame may take, and takes.

    Attributes
    ----------
    machine : see `Capabilities.machine`
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
        self._kept = KeptJson(lambda: path or quality_file(), _KIND, report)

    @classmethod
    def of(cls, governor: str, report: Callable[[str], None]) -> QualityMemory | None:
        """Return the user's own by the option ``governor``: ``off`` for none, ``fresh`` emptied."""
        if governor == "off":
            return None
        memory = cls(report=report)
        if governor == "fresh":
            memory._kept.forget()
        return memory

    @property
    def path(self) -> Path:
        """The file."""
        return self._kept.path

    def level(self, situation: Situation) -> Level | None:
        """Return the level that held in a situation; None where none is known."""
        return self._kept.read().get(situation.key)

    def keep(self, situation: Situation, level: Level) -> None:
        """Remember that a level held."""
        self._kept.keep(situation.key, level)


_KIND = KeptKind[Level](
    field="levels",
    one="the quality level",
    all="quality levels",
    parse=lambda name: Level[name],
    plain=lambda level: level.name,
    most=MAX_SITUATIONS,
)
