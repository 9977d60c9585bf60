"""The server of the page on which pairs are judged: for this machine's browser alone."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ...errors import Anime4KError
from ...exporters.chain.templates import fill, read
from .session import BlindSession

_HERE = __package__ or ""
_MOST_BYTES = 4096  # of what the page sends


class BlindServer:
    """Serves a session on 127.0.0.1. A context manager.

    Attributes
    ----------
    url : the page's; it has a secret in it, without which nothing is answered
    failure : what went wrong while a choice was recorded; None where nothing has
    """

    def __init__(self, session: BlindSession, *, results: Callable[[], str]) -> None:
        """Listen on a port that is free.

        Parameters
        ----------
        session : what is asked
        results : returns what is shown at the end
        """
        self._session, self._results = session, results
        self.failure: Anime4KError | None = None
        self._ending = False
        self._ended = threading.Event()
        server = self

        class Handler(_Handler):
            blind = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.host = f"127.0.0.1:{self._http.server_port}"
        self.secret = secrets.token_urlsafe(16)
        self.url = f"http://{self.host}/{self.secret}/"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> BlindServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def wait(self) -> None:
        """Wait until the session has ended, and the page has been told; ended by Ctrl-C too.

        Raises
        ------
        MediaError : a choice could not be recorded
        """
        while not self._ended.wait(0.2):
            pass
        if self.failure is not None:
            raise self.failure

    def page(self) -> str:
        """Return the page, the same for every session."""
        return fill(
            _HERE, "page.html", STYLE=read(_HERE, "page.css"), SCRIPT=read(_HERE, "page.js")
        )

    def answer(self, path: str, sent: dict[str, Any] | None) -> tuple[str, bytes] | None:
        """Return type and content for a path after the secret; None where there is nothing.

        Parameters
        ----------
        path : of the request
        sent : what came with it; None where it only asks
        """
        session = self._session
        if sent is None:
            if path == "":
                return "text/html; charset=utf-8", self.page().encode()
            found = session.picture(path.removesuffix(".bmp"))
            return None if found is None else ("image/bmp", found)
        if path == "choice":
            session.choose(str(sent.get("question")), str(sent.get("choice")))
        elif path == "back":
            session.back()
        elif path == "finish":
            self._ending = True
            return "application/json", json.dumps({"results": self._results()}).encode()
        elif path != "question":
            return None
        question = session.question()
        if question["done"]:
            self._ending = True
            question["results"] = self._results()
        return "application/json", json.dumps(question).encode()

    def fail(self, error: Anime4KError) -> None:
        """End the session with an error, once it is told."""
        self.failure, self._ending = error, True

    def answered(self) -> None:
        """End the session if the answer that has been sent was its last."""
        if self._ending:
            self._ended.set()


class _Handler(BaseHTTPRequestHandler):
    """Answers requests that know the secret, and come from the page itself."""

    blind: BlindServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer what only asks."""
        self._respond(None)

    def do_POST(self) -> None:
        """Answer what changes something."""
        try:
            length = int(self.headers.get("Content-Length", ""))
            if not 0 <= length <= _MOST_BYTES:
                raise ValueError
            sent = json.loads(self.rfile.read(length) or b"{}")
            if not isinstance(sent, dict):
                raise ValueError
        except ValueError:
            self.close_connection = True
            self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"")
            return
        self._respond(sent)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is the judge's."""

    def _respond(self, sent: dict[str, Any] | None) -> None:
        secret, _, path = self.path.lstrip("/").partition("/")
        origin = self.headers.get("Origin")
        foreign = origin is not None and origin != f"http://{self.blind.host}"
        known = secrets.compare_digest(secret.encode(), self.blind.secret.encode())
        if self.headers.get("Host") != self.blind.host or foreign or not known:
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"")
            return
        try:
            answer = self.blind.answer(path, sent)
        except Anime4KError as error:
            self.blind.fail(error)
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", str(error).encode())
        else:
            if answer is None:
                self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
            else:
                self._send(HTTPStatus.OK, *answer)
        self.blind.answered()

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
            " img-src 'self' data: blob:; connect-src 'self'",
        )
        self.end_headers()
        self.wfile.write(content)
