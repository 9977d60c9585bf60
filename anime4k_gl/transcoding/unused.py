"""Options that were given and have no part in what is made, to be said instead of passed over."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .job import Job, Transcoded
from .parts import Decisions

OF_PICTURES = frozenset(
    {"source", "target", "scale", "size", "preset", "scaler", "shaders", "params", "backend"}
    | {"dialect", "scaling", "quality", "format", "allow_references", "overwrite", "strict"}
    | {"progress", "decided", "cancel"}
)
"""The parameters of `transcode` that pictures have a use for; all others are for videos."""

OF_ANIMATIONS = OF_PICTURES | {"codec"}
"""Those that a written animation has a use for."""

OF_VIDEOS_TO_ANIMATIONS = OF_ANIMATIONS | {"hwdec", "held", "deinterlace", "detelecine", "crop"}


def given_options(function: Callable[..., Any], values: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of a function's parameters whose values are not the default ones.

    Parameters
    ----------
    values : of its parameters, by name, as they came
    """
    defaults = {name: each.default for name, each in inspect.signature(function).parameters.items()}
    # An empty collection says as little as no value.
    return frozenset(
        name for name in defaults if (values[name] or None) != (defaults[name] or None)
    )


def with_unused(done: Transcoded, given: frozenset[str], used: frozenset[str]) -> Transcoded:
    """Return what was done with a note of the options that had no part in it."""
    note = _note(given, used)
    return done if note is None else replace(done, notes=(*done.notes, note))


def saying_unused(job: Job, given: frozenset[str], used: frozenset[str]) -> Job:
    """Return a job whose decisions have the same note, before any work."""
    note = _note(given, used)
    return job if note is None else saying(job, note)


def saying(job: Job, note: str) -> Job:
    """Return a job whose decisions have one more note."""

    def decided(decisions: Decisions) -> None:
        job.decided(replace(decisions, notes=(*decisions.notes, note)))

    return replace(job, decided=decided)


def _note(given: frozenset[str], used: frozenset[str]) -> str | None:
    unused = sorted(given - used)
    if not unused:
        return None
    names = ", ".join(f"--{name.replace('_', '-')}" for name in map(_on_command_line, unused))
    verb = "is" if len(unused) == 1 else "are"
    what = "an animation" if "codec" in used else "a picture"
    return f"{names}: {verb} for videos; {what} is made without"


def _on_command_line(name: str) -> str:
    return {"encoder_options": "encoder_option"}.get(name, name)
