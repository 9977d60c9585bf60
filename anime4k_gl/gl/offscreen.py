"""The thread for offscreen work.

An OpenGL context belongs to one thread at a time, and making one current replaces the caller's.
Offscreen work therefore runs on a thread that nobody else draws on; callers wait for it.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from ..errors import GLError
from .context import create_headless_context

T = TypeVar("T")


class OffscreenThread:
    """One thread with one headless context, both created at first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._context: Any = None
        self._at_close: list[Callable[[], None]] = []
        self._later: deque[Callable[[], None]] = deque()
        self._process = 0  # in which the thread is

    def call(self, work: Callable[[Any], T]) -> T:
        """Return ``work(context)``, run on the thread.

        Raises
        ------
        GLError : no context can be created, or this process was forked from one that had one
        """
        if self._is_of_another_process():
            # The thread is not here to answer, and graphics drivers do not survive a fork.
            raise GLError(
                "this process was forked from one that had used the GPU already, which does not"
                " work in both; start it with multiprocessing.get_context('spawn')"
            )
        with self._lock:
            if self._pool is None:
                self._process = os.getpid()
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="anime4k_gl offscreen")
            pool = self._pool
        return pool.submit(self._run, work).result()

    def at_close(self, work: Callable[[], None]) -> None:
        """Run `work` on the thread before its context is released."""
        self._at_close.append(work)

    def not_at_close(self, work: Callable[[], None]) -> None:
        """Take back what `at_close` was asked for."""
        if work in self._at_close:
            self._at_close.remove(work)

    def later(self, work: Callable[[], None]) -> None:
        """Run `work` on the thread before the next `call`, or at its end; waits for nothing.

        Takes no lock, so that finalizers may call it, in whatever thread and place.
        """
        self._later.append(work)

    def close(self) -> None:
        """Release the context and end the thread; the next `call` starts a new one."""
        if self._is_of_another_process():
            return
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.submit(self._release).result()
            pool.shutdown()

    def _is_of_another_process(self) -> bool:
        return self._pool is not None and self._process != os.getpid()

    def _run(self, work: Callable[[Any], T]) -> T:
        if self._context is None:
            self._context = create_headless_context()
        self._catch_up()
        return work(self._context)

    def _catch_up(self) -> None:
        while self._later:
            self._later.popleft()()

    def _release(self) -> None:
        self._catch_up()
        while self._at_close:
            self._at_close.pop()()
        if self._context is not None:
            self._context.release()
            self._context = None


OFFSCREEN = OffscreenThread()
"""The thread that `anime4k_gl.upscale` uses."""

# Registered with threading and not only atexit: a pool's thread is joined before atexit runs.
getattr(threading, "_register_atexit", atexit.register)(OFFSCREEN.close)
