"""A worker process as its starter sees it."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import Anime4KError
from .items import Item

MOST_FILES = 100
"""After which a process gives way to a new one: what drivers never give back is gone then."""

_PATIENCE = 15.0  # seconds in which a process puts away what it has begun


class WorkerProcess:
    """A process that upscales a file at a time.

    Parameters
    ----------
    options : of `transcode`, by name
    events : gets (this, event) for each event of the process, see `worker`; and at its end
        ``("ended", line)``

    Attributes
    ----------
    item : the file it is at; None where it waits for one
    """

    def __init__(self, options: Mapping[str, Any], events: queue.SimpleQueue[Any]) -> None:
        self.item: Item | None = None
        self.files = 0
        self._events = events
        try:
            self._process = subprocess.Popen(
                [sys.executable, *_arguments()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError as error:
            raise Anime4KError(f"no process can be started: {error.strerror or error}") from error
        threading.Thread(target=self._listen, daemon=True).start()
        self._send(dict(options))

    @property
    def used_up(self) -> bool:
        """Whether it has done so many files that a new one should follow."""
        return self.files >= MOST_FILES

    def begin(self, item: Item, *, overwrite: bool) -> None:
        """Have it upscale a file."""
        self.item = item
        self.files += 1
        self._send((os.fspath(item.source), os.fspath(item.target or ""), overwrite))

    def stop(self) -> None:
        """Have it stop at once, and put away what it has begun. Does not wait."""
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def wait(self) -> None:
        """Wait until it has ended; one that does not is killed."""
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _send(self, request: Any) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended, which `_listen` tells
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                self._events.put((self, pickle.load(self._process.stdout)))
        code = self._process.wait()
        self._events.put((self, ("ended", _end(code))))


def _end(code: int) -> str:
    if code < 0:
        try:
            what = signal.Signals(-code).name
        except ValueError:
            what = f"signal {-code}"
        return f"the process that did it was ended by {what}"
    return f"the process that did it ended with exit code {code}"


def _arguments() -> list[str]:
    """Return what has our Python, or the program that we are packed in, start as a worker."""
    if getattr(sys, "frozen", False):
        # Any other arguments would start the program itself once more, and it us, without end.
        flag = getattr(sys, "anime4k_gl_worker", None)  # by our hook for PyInstaller
        if flag is None:
            raise Anime4KError(
                "this packed program cannot start the processes of transcode_many; pack it with"
                " PyInstaller, or call transcode for each file"
            )
        return [str(flag)]
    # The same package as ours, and nothing that happens to lie in the working folder.
    paths = [os.path.abspath(path) for path in sys.path if path] + [
        os.fspath(Path(__file__).parents[3])
    ]
    code = f"import sys; sys.path[:] = {paths!r}\nfrom {__package__}.worker import main\nmain()"
    return ["-c", code]
