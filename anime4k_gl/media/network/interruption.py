"""The interruption of a thread that waits for a server: somebody wants something else of it."""

from __future__ import annotations

import threading
import weakref

_interrupted: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


class ReadInterruption:
    """Ends the waiting of one thread. `interrupt` from any other thread, `resume` from its own.

    What waits raises `InterruptedError` at once, and so does what would wait until `resume`; a seek
    then reads on.
    """

    @staticmethod
    def interrupt(thread: threading.Thread) -> None:
        """Have a thread stop waiting."""
        _interrupted.add(thread)

    @staticmethod
    def resume() -> None:
        """Let the calling thread wait again."""
        _interrupted.discard(threading.current_thread())

    @staticmethod
    def check() -> None:
        """Raise `InterruptedError` where the calling thread is interrupted."""
        if threading.current_thread() in _interrupted:
            raise InterruptedError("interrupted")
