"""The league's memory: a JSON file a method, under the digest of what its pictures follow from."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

Times: TypeAlias = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Milliseconds by sizes, such as ``1080:2160``, by backend and by method."""

_EVERY = 5.0
"""Seconds after which what is new is written."""


class Kept:
    """Measurements in a folder, each a number by method, case, metric and scene; nan included.

    A case is a text of sizes and degradation. Whoever puts something in calls `save` at the end.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is kept."""
        self._folder = folder
        self._columns: dict[Path, dict[str, Any]] = {}
        self._new: set[Path] = set()
        self._saved = time.monotonic()

    def get(
        self, method: str, key: str, case: str, seed: int, names: Iterable[str]
    ) -> dict[str, float] | None:
        """Return a scene's metrics; None where one of them is not there.

        Parameters
        ----------
        method, key : its name, and the digest of what its pictures follow from
        case, seed : sizes and degradation, and the scene
        names : of the metrics
        """
        found = self._column(self._path(method, key)).get(case, {})
        said = {name: found.get(name, {}).get(str(seed)) for name in names}
        return None if None in said.values() else {n: float(v) for n, v in said.items()}

    def has(self, method: str, key: str) -> bool:
        """Return whether anything of a method is kept."""
        return bool(self._column(self._path(method, key)))

    def put(
        self, method: str, key: str, case: str, seed: int, metrics: Mapping[str, float]
    ) -> None:
        """Keep a scene's metrics, with six digits."""
        path = self._path(method, key)
        own = self._column(path).setdefault(case, {})
        for name, value in metrics.items():
            own.setdefault(name, {})[str(seed)] = float(f"{value:.6g}")
        self._new.add(path)
        if time.monotonic() - self._saved > _EVERY:
            self.save()

    def save(self) -> None:
        """Write what is new; each file is whole at every moment."""
        for path in sorted(self._new):
            lines = []
            for case, metrics in sorted(self._column(path).items()):
                own = ",\n".join(
                    f"  {json.dumps(name)}: {json.dumps(_by_seed(values), separators=(',', ':'))}"
                    for name, values in metrics.items()
                )
                lines.append(f" {json.dumps(case)}: {{\n{own}\n }}")
            _write(path, "{\n" + ",\n".join(lines) + "\n}\n")
        self._new.clear()
        self._saved = time.monotonic()

    def times(self, renderer: str) -> Times:
        """Return the milliseconds of the last run that timed on a driver; {} without any."""
        return _read(self._folder / "times.json").get(renderer, {})  # type: ignore[no-any-return]

    def put_times(self, renderer: str, times: Times) -> None:
        """Keep the milliseconds of a run, in place of what was there of that driver."""
        path = self._folder / "times.json"
        _write(path, json.dumps(_read(path) | {renderer: times}, indent=1) + "\n")

    def _column(self, path: Path) -> dict[str, Any]:
        if path not in self._columns:
            self._columns[path] = _read(path)
        return self._columns[path]

    def _path(self, method: str, key: str) -> Path:
        return self._folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', method)}-{key[:16]}.json"


def _by_seed(values: Mapping[str, float]) -> dict[str, float]:
    return {seed: values[seed] for seed in sorted(values, key=int)}


def _read(path: Path) -> dict[str, Any]:
    """Return a file's object; {} where there is none, or it is damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8", newline="\n")
    part.replace(path)
