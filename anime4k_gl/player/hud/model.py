"""The panels' model, without a window: filled by the player, read and called by the panels."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from ...errors import UserShaderError
from ...lazy.dataclass import dataclass
from ..picture.parameters import Parameters

GRAPH_FRAMES = 240
"""How many frames the rolling graph shows."""


@dataclass
class Profile:
    """Frame times and what they consist of.

    Attributes
    ----------
    frames : milliseconds of the GPU that each of the last frames took, or of drawing it where the
        GPU's own timer does not measure
    budget : milliseconds there are for one; None where that is not known
    passes : a record per pass of the last frame, as `Renderer.report`
    fps : frames shown a second of late
    dropped, late : frames since the file was opened: not shown, and shown after their time
    governor : what is left out, in words; empty where nothing is
    title : what was rendered: its profile, and the size
    """

    frames: deque[float] = field(default_factory=lambda: deque(maxlen=GRAPH_FRAMES))
    budget: float | None = None
    passes: Sequence[Mapping[str, Any]] = ()
    fps: float = 0.0
    dropped: int = 0
    late: int = 0
    governor: str = ""
    title: str = ""

    @property
    def total(self) -> float | None:
        """Milliseconds of all passes of the last frame; None where none was measured."""
        measured = [ms for _, ms in self.bars if ms is not None]
        return sum(measured) if measured else None

    @property
    def bars(self) -> list[tuple[str, float | None]]:
        """The passes that ran: their names, and milliseconds where they were measured."""
        return [(str(p["name"]), p.get("milliseconds")) for p in self.passes if p["ran"]]

    @property
    def idle(self) -> list[tuple[str, str]]:
        """The passes that did not run, and why."""
        return [(str(p["name"]), str(p["reason"])) for p in self.passes if not p["ran"]]

    @property
    def top(self) -> float:
        """The milliseconds at the graph's upper edge: a round number above all there is."""
        highest = max([*self.frames, (self.budget or 0.0) * 1.15, 1.0])
        for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
            if highest <= step:
                return float(step)
        return highest


@dataclass(frozen=True, slots=True)
class ShownError:
    """A shader's error.

    Attributes
    ----------
    place : ``file:line:column``; the file alone where no place is known
    message : one line
    excerpt : the line at fault; empty where no place is known
    before, marked : how much of it is before what the caret underlines, and how much that is
    """

    place: str
    message: str
    excerpt: str = ""
    before: int = 0
    marked: int = 0

    @classmethod
    def from_error(cls, error: Exception, file: str = "") -> ShownError:
        """Return an error as the panel shows it; `file` is named where it names no place."""
        if not isinstance(error, UserShaderError):
            return cls(file, str(error))
        # Tabs as blanks, so that the caret is below what it means.
        line = error.source_line.replace("\t", " ")
        return cls(
            f"{error.filename}:{error.line}:{error.column}",
            error.message,
            line,
            min(error.column - 1, len(line)),
            error.width,
        )

    def window(self, room: int) -> tuple[str, int, int]:
        """Return the part of the line that fits, what is before the mark, and the mark's length.

        All in letters, as `room` is.
        """
        text, before = self.excerpt, self.before
        indent = len(text) - len(text.lstrip())
        cut = min(indent, before)
        if before - cut > room * 2 // 3:
            cut = before - room // 2
        text, before = text[cut : cut + room], before - cut
        return text, before, max(1, min(self.marked, len(text) - before))


@dataclass
class Fields:
    """The contents of the panels' text fields."""

    name: str = ""
    folder: str = "~/anime4k-export"
    target: str = "mpv"
    overwrite: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """The export targets."""
        from ...exporters import export_targets

        return export_targets()


@dataclass
class HudModel:
    """The state of all panels.

    Attributes
    ----------
    parameters : the values; None hides the panel, as `show_tune` does
    profile : what frames take
    errors : shader errors that are not fixed yet; their panel is shown as long as there are any
    show_tune, show_profiler : which panels are open
    scale : by how much pictures are scaled, for exports that need to know
    """

    parameters: Parameters | None = None
    profile: Profile = field(default_factory=Profile)
    errors: Sequence[ShownError] = ()
    show_tune: bool = False
    show_profiler: bool = False
    scale: float = 2.0
    fields: Fields = field(default_factory=Fields)

    @property
    def shown(self) -> bool:
        """Whether there is any panel to draw."""
        return bool(self.errors or self.show_profiler or (self.show_tune and self.parameters))
