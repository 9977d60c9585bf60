"""A small web server for tests: ranges or none, pauses, cut connections, redirects."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_RANGE = re.compile(r"bytes=(\d+)-")


@dataclass
class Served:
    """What is served under a name, and how.

    Attributes
    ----------
    data : the file
    ranges : whether it is delivered from any byte on
    sized : whether its size is told; without, the end of the connection is the file's
    pause_at : the byte before which it waits for `go_on`, None for none
    silent_from : the byte from which on nothing is ever sent, None for none
    cut_at : the byte before which the connection is cut, None for none
    to : where a request is redirected, None for nowhere
    status : of an answer without content, None for none
    """

    data: bytes = b""
    ranges: bool = True
    sized: bool = True
    pause_at: int | None = None
    silent_from: int | None = None
    cut_at: int | None = None
    to: str | None = None
    status: int | None = None
    go_on: threading.Event = field(default_factory=threading.Event)


class Web:
    """The served files by their name, and the requests that came: name and first byte."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.files: dict[str, Served] = {}
        self.requests: list[tuple[str, int]] = []

    def serve(self, name: str, data: bytes = b"", **how: Any) -> str:
        """Serve data under a name; return its URL."""
        self.files[name] = Served(data, **how)
        return f"{self.address}/{name}"


@contextmanager
def web() -> Iterator[Web]:
    """Run a server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            name = self.path.lstrip("/").partition("?")[0]
            found = _RANGE.match(self.headers.get("Range", ""))
            start = int(found[1]) if found else 0
            served.requests.append((name, start))
            self.close_connection = True
            with suppress(OSError):  # the client has hung up
                self._answer(served.files.get(name), start)

        def _answer(self, file: Served | None, start: int) -> None:
            if file is None or file.status is not None:
                self.send_error(404 if file is None else file.status or 500)
                return
            if file.to is not None:
                self.send_response(302)
                self.send_header("Location", file.to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = start if file.ranges else 0
            self.send_response(206 if file.ranges else 200)
            if file.ranges:
                size = len(file.data)
                self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
            if file.sized:
                self.send_header("Content-Length", str(len(file.data) - start))
            self.end_headers()
            at = start
            for stop in sorted(s for s in (file.pause_at, file.cut_at) if s is not None):
                if stop > at:
                    self.wfile.write(file.data[at:stop])
                    self.wfile.flush()
                    at = stop
                    if stop == file.cut_at:
                        return
                    file.go_on.wait(20)
            if file.silent_from is not None:
                self.wfile.write(file.data[at : file.silent_from])
                self.wfile.flush()
                file.go_on.wait(20)
                return
            self.wfile.write(file.data[at:])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Web(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        for file in served.files.values():
            file.go_on.set()
        server.shutdown()
        server.server_close()
