"""Values kept between runs in a small JSON file, by the situation they hold in.

What is wrong with the file is told once, and it is begun anew. Another process may write it at the
same time: each change is made to what is there by then, and the file appears whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ...media.failures import reason

T = TypeVar("T")

MAX_BYTES = 1 << 18
"""The largest file that is read (bytes); a larger one is not ours."""

_VERSION = 1

_TRIES = 4
"""Another writer, who begins at the same moment, may take our unfinished file for a left one."""


@dataclass(frozen=True, slots=True)
class KeptKind(Generic[T]):
    """The kind of value that a file holds.

    Attributes
    ----------
    field : what the file calls all of them: ``levels``
    one, all : for messages: ``the quality level``, ``quality levels``
    parse : returns a value of what JSON has; raises KeyError, TypeError or ValueError where it is
        none
    plain : returns what JSON has of a value
    most : how many are kept; those that came longest ago go first
    """

    field: str
    one: str
    all: str
    parse: Callable[[Any], T]
    plain: Callable[[T], Any]
    most: int


class KeptJson(Generic[T]):
    """A file of values by a text each.

    Parameters
    ----------
    path : returns the file's path, which is asked for when it is needed
    kind : what it holds
    report : takes a line about a file that cannot be read or written, once
    """

    def __init__(
        self, path: Callable[[], Path], kind: KeptKind[T], report: Callable[[str], None]
    ) -> None:
        self._path, self._kind, self._report = path, kind, report
        self._told = False

    @property
    def path(self) -> Path:
        """The file, which may not be there yet."""
        return self._path()

    def keep(self, key: str, value: T) -> None:
        """Keep a value, as the latest."""
        known = self.read()
        known.pop(key, None)
        known[key] = value
        latest = list(known.items())[-self._kind.most :]
        self._write({key: self._kind.plain(each) for key, each in latest})

    def forget(self) -> None:
        """Keep nothing any more."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            self._tell(f"{self.path}: cannot be removed: {reason(error)}")

    def read(self) -> dict[str, T]:
        """Return all that is kept, the latest last."""
        path, kind = self.path, self._kind
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._tell(f"{path}: cannot be read: {reason(error)}; {kind.all} start anew")
            return {}
        values = self._parsed(data) if len(data) <= MAX_BYTES else None
        if values is None:
            self._tell(f"{path}: not a file of {kind.all} of this version; it is begun anew")
            return {}
        return values

    def _write(self, values: Mapping[str, Any]) -> None:
        from ...media.output_file import OutputFile

        path = self.path
        text = json.dumps({"version": _VERSION, self._kind.field: values}, indent=1)
        failure: Exception | None = None
        for _ in range(_TRIES):
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                part = OutputFile(path, overwrite=True)
                try:
                    part.path.write_text(text, "utf-8")
                    part.publish()
                    return
                finally:
                    part.discard()
            except (OSError, MediaError) as error:
                failure = error
        assert failure is not None
        self._tell(f"{path}: cannot keep {self._kind.one}: {reason(failure)}")

    def _parsed(self, data: bytes) -> dict[str, T] | None:
        """Return what a file says; None where it is not ours, or not of this version."""
        try:
            record = json.loads(data)
            if record["version"] != _VERSION:
                return None
            values = record[self._kind.field].items()
            return {key: self._kind.parse(value) for key, value in values}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def _tell(self, text: str) -> None:
        if not self._told:
            self._told = True
            self._report(text)
