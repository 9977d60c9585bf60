"""Findings of a check: the players they concern, and their severity."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..usershader import Span

if TYPE_CHECKING:
    from .shaderfile import ShaderFile


class TargetPlayer(enum.Enum):
    """Who runs user shaders, or what they run on."""

    VO_GPU = "mpv 0.35 to 0.41 (vo=gpu)"
    VO_GPU_MASTER = "mpv master (vo=gpu)"
    OLD_LIBPLACEBO = "libplacebo up to 5.229 (vo=gpu-next)"
    LIBPLACEBO = "libplacebo from 5.264 (vo=gpu-next)"
    OPENGL_ES = "OpenGL ES"


Players = tuple[TargetPlayer, ...]

EVERYONE: Players = tuple(TargetPlayer)
LIBPLACEBO: Players = (TargetPlayer.OLD_LIBPLACEBO, TargetPlayer.LIBPLACEBO)
OLD_LIBPLACEBO: Players = (TargetPlayer.OLD_LIBPLACEBO,)
ENGINES: Players = (TargetPlayer.VO_GPU, TargetPlayer.VO_GPU_MASTER, *LIBPLACEBO)
VO_GPU: Players = (TargetPlayer.VO_GPU, TargetPlayer.VO_GPU_MASTER)
OLD_VO_GPU: Players = (TargetPlayer.VO_GPU,)
MASTER: Players = (TargetPlayer.VO_GPU_MASTER,)
OPENGL_ES: Players = (TargetPlayer.OPENGL_ES,)


def named(players: Players) -> str:
    """Return the names of players as a finding shows them."""
    if players == EVERYONE:
        return "all players"
    names = [player.value for player in players]
    both = [player.value for player in LIBPLACEBO]
    if set(both) <= set(names):
        names[names.index(both[0])] = "libplacebo / vo=gpu-next"
        names.remove(both[1])
    return ", ".join(names)


class Severity(enum.Enum):
    """How bad a finding is.

    ERROR: no player listed does what was meant. WARNING: some player does not, or it may be meant.
    INFO: good to know, nothing to fix.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule yields: a finding without the rule's code and without line and column."""

    span: Span
    message: str
    players: Players
    severity: Severity = Severity.WARNING


Rule = Callable[["ShaderFile"], Iterator[Note]]
"""A rule reads a file and yields a note for each place that breaks it, in time linear in it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a file.

    Attributes
    ----------
    file : its name as given
    line, column : 1-based place; None where the file could not be read
    code : the rule's name, which stays the same from release to release
    message : one line
    players : whom it concerns
    """

    file: str
    line: int | None
    column: int | None
    severity: Severity
    code: str
    message: str
    players: Players
    _text: str = field(repr=False)

    def __str__(self) -> str:
        """The finding with its excerpt, as the command prints it."""
        return self._text

    def to_json(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "players": [player.value for player in self.players],
        }
