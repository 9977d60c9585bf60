"""A process of its own that upscales the files it is told to, one after the other.

It reads pickled requests from its standard input, of the process that started it and nobody else,
and writes pickled events to what was its standard output. Where its input ends, it stops at once
and leaves nothing behind: so it does when the other process has been killed.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import pickle
import queue
import signal
import sys
import threading
import time
from typing import Any, BinaryIO

from ...errors import Anime4KError
from ..api import transcode

_EVERY = 0.1  # seconds between messages about frames

Event = tuple[Any, ...]
"""(kind, ...): see `main`."""


def main() -> None:
    """Work until the input ends.

    The first request is the options of `transcode`; each other one (source, target, overwrite).
    Events are ``("progress", done, total)``, then ``("done", {facts})`` or ``("failed", line)``.
    """
    requests, events = _own_pipes()
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    state = _Doing()
    _stop_by_signals()
    threading.Thread(target=_read, args=(requests, tasks, state), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        options = tasks.get()
        while options is not None:
            task = tasks.get()
            if task is None:
                break
            source, target, overwrite = task
            state.busy = True
            event = _done(source, target, overwrite, options, events)
            state.busy = False
            _send(events, event)
    with contextlib.suppress(OSError):
        events.flush()
    os._exit(0)  # threads of drivers may hold a normal end up


class _Doing:
    busy = False


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return input and output, which nothing else in this process can read or write any more."""
    requests = os.fdopen(os.dup(0), "rb")
    events = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, events


def _stop_by_signals() -> None:
    """End by SIGTERM as by Ctrl-C. A terminal's own Ctrl-C is for the process that started us."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)


def _read(requests: BinaryIO, tasks: queue.SimpleQueue[Any], state: _Doing) -> None:
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            tasks.put(pickle.load(requests))
    tasks.put(None)
    if state.busy:
        main_thread = threading.main_thread().ident
        if sys.platform != "win32" and main_thread is not None:
            signal.pthread_kill(main_thread, signal.SIGTERM)
        else:
            _thread.interrupt_main(signal.SIGTERM)


def _send(events: BinaryIO, event: Event) -> None:
    pickle.dump(event, events)
    events.flush()


def _done(
    source: str, target: str, overwrite: bool, options: dict[str, Any], events: BinaryIO
) -> Event:
    last = 0.0

    def progress(done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            _send(events, ("progress", done, total))

    try:
        made = transcode(source, target, overwrite=overwrite, progress=progress, **options)
    except Anime4KError as error:
        return ("failed", str(error))
    except MemoryError:
        return ("failed", f"{source}: out of memory; choose a smaller size")
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:  # a fault of ours, which the other files have no part in
        return ("failed", f"{source}: internal error ({type(error).__name__}: {error})")
    facts = {
        "frames": made.frames,
        "source_size": made.source_size,
        "target_size": made.target_size,
        "notes": made.notes,
        "with_losses": made.with_losses,
    }
    return ("done", facts)
