"""The watch over a thread that reads: for how long it has been waiting for data."""

from __future__ import annotations

import time


class ReadWatch:
    """Tells others how long its reader has been waiting. Used in a `with` around each read."""

    def __init__(self) -> None:
        self._since: float | None = None

    def __enter__(self) -> ReadWatch:
        self._since = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self._since = None

    @property
    def seconds(self) -> float:
        """For how long data has been waited for; 0 where it is not."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since
