"""Connections to a port and files opened in a folder, as they are watched."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """Listen on a port of this machine; yields it and the names of those who called."""
    called: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, who = server.accept()
                    called.append(str(who))
                    connection.close()

        waiter = threading.Thread(target=wait, daemon=True)
        waiter.start()
        try:
            yield server.getsockname()[1], called
        finally:
            over.set()
            waiter.join()


_IN_OPEN, _IN_CREATE, _IN_MOVED_TO, _IN_NONBLOCK = 0x20, 0x100, 0x80, 0o4000


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[list[str]]:
    """Watch a folder; at the end the list holds the names of what was opened or made in it."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(_IN_NONBLOCK)
    assert descriptor >= 0
    touched: list[str] = []
    try:
        mask = _IN_OPEN | _IN_CREATE | _IN_MOVED_TO
        assert libc.inotify_add_watch(descriptor, os.fsencode(folder), mask) >= 0
        yield touched
        with contextlib.suppress(BlockingIOError):
            while data := os.read(descriptor, 1 << 16):
                place = 0
                while place < len(data):
                    length = struct.unpack_from("iIII", data, place)[3]
                    name = data[place + 16 : place + 16 + length].rstrip(b"\0")
                    touched.append(os.fsdecode(name) or ".")
                    place += 16 + length
    finally:
        os.close(descriptor)
