"""Drops files onto a window as a file manager does: the source's side of X's drag and drop.

The protocol is XDND, version 5: the target is told that something is over it, says whether it would
take it, is told of the drop, and asks for the data as a selection.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from Xlib import X, Xatom, display
from Xlib.protocol import event

VERSION = 5
TIMEOUT = 10.0


def drop(screen: str, window: int, paths: Sequence[Path]) -> None:
    """Drop files onto the middle of a window.

    Parameters
    ----------
    screen : the display, such as ``:99``
    window : X's number of the window
    paths : the files

    Raises `AssertionError` where the window does not take them.
    """
    connection = display.Display(screen)
    try:
        _Drag(connection, window, "".join(f"{path.as_uri()}\r\n" for path in paths)).run()
    finally:
        connection.close()


class _Drag:
    def __init__(self, connection: Any, window: int, data: str) -> None:
        self._display = connection
        self._target = connection.create_resource_object("window", window)
        root = connection.screen().root
        self._source = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._atom = connection.intern_atom
        self._data = data.encode()

    def run(self) -> None:
        source, atom = self._source, self._atom
        aware = self._target.get_full_property(atom("XdndAware"), Xatom.ATOM)
        assert aware is not None, "the window takes no drops"
        kind = atom("text/uri-list")
        source.set_selection_owner(atom("XdndSelection"), X.CurrentTime)
        self._send("XdndEnter", VERSION << 24, kind, 0, 0)
        size = self._target.get_geometry()
        place = self._target.translate_coords(self._display.screen().root, 0, 0)
        # The answer is where the root's origin lies in the window.
        x, y = size.width // 2 - place.x, size.height // 2 - place.y
        self._send("XdndPosition", 0, (x << 16) | y, X.CurrentTime, atom("XdndActionCopy"))
        status = self._wait("XdndStatus")
        assert status[1] & 1, "the window refuses the drop"
        self._send("XdndDrop", 0, X.CurrentTime, 0, 0)
        self._wait("XdndFinished")

    def _send(self, name: str, *data: int) -> None:
        message = event.ClientMessage(
            window=self._target,
            client_type=self._atom(name),
            data=(32, [self._source.id, *data]),
        )
        self._target.send_event(message)
        self._display.flush()

    def _wait(self, name: str) -> list[int]:
        """Answer requests for the data until a message of some name comes; return its numbers."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            if not self._display.pending_events():
                time.sleep(0.01)
                continue
            happened = self._display.next_event()
            if happened.type == X.SelectionRequest:
                self._hand_over(happened)
            elif happened.type == X.ClientMessage and happened.client_type == self._atom(name):
                return list(happened.data[1])
        raise AssertionError(f"no {name} within {TIMEOUT} s")

    def _hand_over(self, request: Any) -> None:
        request.requestor.change_property(request.property, request.target, 8, self._data)
        request.requestor.send_event(
            event.SelectionNotify(
                time=request.time,
                requestor=request.requestor,
                selection=request.selection,
                target=request.target,
                property=request.property,
            )
        )
        self._display.flush()
