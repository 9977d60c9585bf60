"""The record of choices: a file of JSON lines, one for each, that a later run goes on with."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ...errors import MediaError
from ...media.failures import failed
from .preferences import Choice

FORMAT = 1
"""Of a line; readers refuse those of a later one."""

_BEGINNING = b'{"format"'

CHOICES = ("left", "right", "none")
BACK = "back"
"""In place of a choice: the line before is taken back."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of the record.

    Attributes
    ----------
    key : of the trial, by which it is not asked again
    seed : of the order
    choice : what was chosen between which methods
    """

    key: str
    seed: int
    choice: Choice


class ChoiceRecord:
    """A file that choices are added to.

    Attributes
    ----------
    path : its path
    judged : what is in it, without what was taken back
    notes : what the user should know of, a sentence each
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Read what is there already.

        Raises
        ------
        MediaError : it cannot be read, or is no such record
        """
        self.path = Path(path)
        self.judged: list[Judged] = []
        self.notes: list[str] = []
        self._torn: int | None = None  # where a line begins that its writer did not end
        try:
            data = self.path.read_bytes() if self.path.exists() else b""
        except OSError as error:
            raise failed(self.path, error) from error
        for number, line in enumerate(data.splitlines(keepends=True), 1):
            if not line.strip():
                continue
            try:
                self._take(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                if line.startswith(_BEGINNING) and not line.endswith(b"\n"):
                    self._torn = len(data) - len(line)
                    self.notes.append(f"{self.path}: its last line is not complete and is left out")
                    continue
                raise MediaError(
                    f"{self.path}:{number}: not a record of blind choices; choose another --record"
                ) from error

    @property
    def seed(self) -> int | None:
        """The seed of the order that it was begun with; None where it is empty."""
        return self.judged[0].seed if self.judged else None

    @property
    def choices(self) -> list[Choice]:
        """All choices."""
        return [judged.choice for judged in self.judged]

    def add(
        self, judged: Judged, *, picture: str, box: tuple[int, int, int, int], seconds: float
    ) -> None:
        """Write a choice; it is on the disk when this returns.

        Parameters
        ----------
        judged : the choice
        picture, box : what was shown; left, top, width and height in pixels
        seconds : it took

        Raises
        ------
        MediaError : it cannot be written
        """
        choice = judged.choice
        sides = zip(("left", "right"), choice.metrics, strict=True)
        self._write({
            "format": FORMAT, "seed": judged.seed, "key": judged.key, "picture": picture,
            "box": list(box), "left": choice.left, "right": choice.right,
            "choice": choice.choice, "seconds": round(seconds, 2),
            "time": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "metrics": {side: _plain(values) for side, values in sides},
        })  # fmt: skip
        self.judged.append(judged)

    def take_back(self) -> Judged | None:
        """Take the last choice back and return it; None where there is none."""
        if not self.judged:
            return None
        self._write({"format": FORMAT, "choice": BACK})
        return self.judged.pop()

    def _take(self, values: dict[str, Any]) -> None:
        if values["format"] > FORMAT:
            raise MediaError(f"{self.path}: written by a later version")
        if values["choice"] == BACK:
            self.judged.pop()
            return
        if values["choice"] not in CHOICES:
            raise ValueError(values["choice"])
        sides = values["metrics"]
        choice = Choice(
            str(values["left"]), str(values["right"]), values["choice"],
            (_numbers(sides["left"]), _numbers(sides["right"])),
        )  # fmt: skip
        self.judged.append(Judged(str(values["key"]), int(values["seed"]), choice))

    def _write(self, values: Mapping[str, Any]) -> None:
        text = json.dumps(values) + "\n"
        try:
            with self.path.open("ab") as file:
                if self._torn is not None:
                    file.truncate(self._torn)
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise failed(self.path, error) from error
        self._torn = None


def _plain(values: Mapping[str, float]) -> dict[str, float | str]:
    """Return numbers as JSON has them; infinity as text."""
    return {name: v if math.isfinite(v) else str(v) for name, v in values.items()}


def _numbers(values: Mapping[str, float | str]) -> dict[str, float]:
    return {str(name): float(value) for name, value in values.items()}
