"""Records beside outputs that have no room for the recipe they were made by.

A record is a hidden file of JSON that also says the size and time of the output it is about, so
that another file of that name is not taken for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from ...media.output_file import OutputFile
from ...media.recipes import read_recipe


def recorded_recipe(target: Path) -> str | None:
    """Return the text that says how an output was made; None where nothing does."""
    return read_recipe(target) or _in_record(target)


def record(target: Path, recipe: str) -> None:
    """See to it that an output's recipe can be read again. Raises `OSError` and `MediaError`."""
    beside = record_of(target)
    if read_recipe(target) == recipe:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        return
    values = {"file": target.name, "state": _state(target), "recipe": recipe}
    output = OutputFile(beside, overwrite=True)
    try:
        output.path.write_text(json.dumps(values) + "\n", "ascii")
        output.publish()
    finally:
        output.discard()


def record_of(target: Path) -> Path:
    """Return the file of an output's record."""
    name = os.fsencode(target.name)
    if len(name) > 200:  # there is a limit of 255 bytes
        return target.with_name(f".{hashlib.sha256(name).hexdigest()[:32]}.anime4k-gl.json")
    return target.with_name(f".{target.name}.anime4k-gl.json")


def _in_record(target: Path) -> str | None:
    try:
        values = json.loads(record_of(target).read_text("ascii"))
        if values["state"] == _state(target):
            return str(values["recipe"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _state(target: Path) -> list[int]:
    status = target.stat()
    return [status.st_size, status.st_mtime_ns]
