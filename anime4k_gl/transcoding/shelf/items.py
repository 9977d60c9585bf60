"""A file of a shelf, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ...formats import Size

State = Literal["done", "losses", "skipped", "failed", "interrupted"]
"""``losses``: done, and frames of the source are missing or damaged; ``skipped``: done before."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be upscaled.

    Attributes
    ----------
    number : from 1, in the order in which they were found
    source : the file
    target : its output; None where the source cannot be done
    notes : what the user should know of, a sentence each
    error : why it cannot be done; empty where it can
    weight : how much work it is beside others: the source's bytes
    """

    number: int
    source: Path
    target: Path | None
    notes: tuple[str, ...] = ()
    error: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class ShelfOutcome:
    """What came of a file.

    Attributes
    ----------
    number : of the file on the shelf, from 1
    source : the file
    target : its output; None where none was to be
    state : see `State`
    error : why it failed, in a line; else empty
    notes : what the user should know of, a sentence each
    frames : written; 1 for a picture
    source_size, target_size : in pixels; None where they were not found out
    size : of the output, in bytes
    seconds : that it took
    """

    number: int
    source: Path
    target: Path | None
    state: State
    error: str = ""
    notes: tuple[str, ...] = field(default=())
    frames: int = 0
    source_size: Size | None = None
    target_size: Size | None = None
    size: int = 0
    seconds: float = 0.0


DONE_WITH_LOSSES = 3


def exit_code(outcomes: list[ShelfOutcome]) -> int:
    """Return 1 if any file failed, else 3 if any was done with losses, else 0."""
    states = {outcome.state for outcome in outcomes}
    if states & {"failed", "interrupted"}:
        return 1
    return DONE_WITH_LOSSES if "losses" in states else 0
