"""The league's memory: each measurement as a small JSON file, by the digest of what it is of."""

from __future__ import annotations

import json
from pathlib import Path


class Kept:
    """Measurements in a folder: metrics by name, nan included."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is kept."""
        self._folder = folder

    def get(self, key: str) -> dict[str, float] | None:
        """Return what was measured; None where nothing was, or its file is damaged."""
        try:
            values = json.loads(self._path(key).read_text("utf-8"))
            return {str(name): float(value) for name, value in values.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return None

    def put(self, key: str, metrics: dict[str, float]) -> None:
        """Keep a measurement; its file appears when it is whole."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(metrics, sort_keys=False), "utf-8")
        part.replace(path)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
