"""Messages from threads to the user: each line once a file, in the order in which they came."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ...errors import MediaError
from ...media.video.video_source import TruncatedError
from ..playback.playback import Playback


class MessageQueue:
    """Lines from any thread for the loop.

    Parameters
    ----------
    wake : called when there is a line to take
    """

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self._lock = threading.Lock()
        self._wake = wake
        self._known: set[str] = set()
        self._waiting: list[str] = []

    def put(self, text: str) -> None:
        """Add a line, unless it was there since `reset`."""
        with self._lock:
            if text in self._known:
                return
            self._known.add(text)
            self._waiting.append(text)
        self._wake()

    def take(self) -> list[str]:
        """Return the lines that came since the last call."""
        if not self._waiting:
            return []
        with self._lock:
            taken, self._waiting = self._waiting, []
            return taken

    def reset(self) -> None:
        """Let lines come that came before: another file may have the same to say."""
        with self._lock:
            self._known.clear()

    def put_failures(self, playback: Playback) -> None:
        """Put what went wrong with a file that plays: its device, and why it ended too early.

        Raises
        ------
        Exception : what ended it is no fault of the file's
        """
        if playback.source.device_failure is not None:
            self.put(playback.source.device_failure)
        error = playback.end.error if playback.end is not None else None
        if error is not None and not isinstance(error, MediaError):
            raise error
        if isinstance(error, TruncatedError):  # its own words are about writing files
            self.put(f"{error.path}: {error.reason}; played up to there")
        elif error is not None:
            self.put(str(error))
