"""One HTTP connection that delivers a resource from some byte on."""

from __future__ import annotations

import base64
import contextlib
import http.client
import re
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from ...errors import MediaError
from ..failures import reason

CONNECT_SECONDS = 15.0
"""How long a server may take to answer."""

MOST_REDIRECTS = 10

_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE = "/%:=&?~#+!$,;'@()*[]"  # as a browser leaves them
_TOTAL = re.compile(r"bytes\s+(\d+)-\d*/(\d+|\*)", re.IGNORECASE)


class ForeignAnswerError(Exception):
    """A server does not speak HTTP as we do; FFmpeg may know better."""


@dataclass(slots=True)
class Address:
    """A URL taken apart, as far as a request needs it.

    Attributes
    ----------
    url : whole, as errors name it, without a password
    secure, host, port, target : of the connection and the request
    authorization : of a name and a password in the URL; None for none
    """

    url: str
    secure: bool
    host: str
    port: int | None
    target: str
    authorization: str | None = None

    @classmethod
    def of(cls, url: str) -> Address:
        """Return a URL's address. Raises `MediaError` for one without a host."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host:
            raise MediaError(f"{url}: not an address; check it")
        target = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=_SAFE)
        authorization = None
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = "Basic " + base64.b64encode(pair.encode()).decode()
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        return cls(shown, parts.scheme.lower() == "https", host, port, target, authorization)


class HttpConnection:
    """A resource being delivered. `close` may be called from any thread, and ends a `read`.

    Parameters
    ----------
    url : what to fetch
    offset : from which byte on
    patience : seconds that a `read` waits at most

    Attributes
    ----------
    url : where redirects have led to
    offset : the byte that comes first: 0 where the server knows no ranges
    size : bytes of the whole resource; None where the server does not say
    ranges : whether it delivers from any byte on
    kind : its media type, lower case; empty where unknown

    Raises
    ------
    MediaError : there is no such host, or the server refuses; one line
    ForeignAnswerError : it answers with something else than HTTP
    """

    def __init__(self, url: str, offset: int = 0, *, patience: float) -> None:
        self._given = url
        self.closed = False
        self._line: http.client.HTTPConnection | None = None
        self._socket: socket.socket | None = None
        try:
            self._answer = self._asked(url, offset)
            self.be_patient(patience)
        except (http.client.BadStatusLine, http.client.UnknownProtocol) as error:
            self.close()
            raise ForeignAnswerError(str(error)) from error
        except socket.gaierror as error:
            self.close()
            host = Address.of(self.url).host
            raise MediaError(f"{url}: no host {host} is known; check the address") from error
        except TimeoutError as error:
            self.close()
            raise MediaError(
                f"{url}: {Address.of(self.url).host} does not answer; try again later"
            ) from error
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise MediaError(f"{url}: {reason(error)}") from error
        except BaseException:
            self.close()
            raise
        self._describe(offset)

    def read(self, count: int) -> bytes:
        """Return what has come, `count` bytes at most; none at the end.

        Raises `OSError` if it breaks off, `TimeoutError` if nothing comes.
        """
        try:
            return self._answer.read1(count)
        except (http.client.HTTPException, ValueError, AttributeError) as error:
            raise ConnectionError("the connection broke off") from error

    def be_patient(self, seconds: float) -> None:
        """Have `read` wait so long at most."""
        if self._socket is not None:
            self._socket.settimeout(seconds)

    def close(self) -> None:
        """Hang up. May be called twice."""
        self.closed = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        elif self._line is not None:
            self._line.close()

    def release(self) -> None:
        """Free what it holds; by the thread that reads."""
        self.close()
        with contextlib.suppress(OSError, AttributeError):
            self._answer.close()
        if self._line is not None:
            self._line.close()

    def _asked(self, url: str, offset: int) -> http.client.HTTPResponse:
        for _ in range(MOST_REDIRECTS):
            address = Address.of(url)
            self.url = url
            answer = self._request(address, offset)
            if answer.status not in _REDIRECTS:
                self._check(address, answer)
                return answer
            to = answer.headers.get("Location")
            answer.close()
            assert self._line is not None
            self._line.close()
            if not to:
                break
            url = urljoin(url, to)
            if urlsplit(url).scheme.lower() not in ("http", "https"):
                raise MediaError(f"{self._given}: leads to {url!r}, which is no address of the web")
        raise MediaError(f"{self._given}: leads from one address to the next without an end")

    def _request(self, address: Address, offset: int) -> http.client.HTTPResponse:
        line, target = _line(address)
        self._line = line
        headers = {
            "User-Agent": "anime4k-gl",
            "Accept": "*/*",
            "Range": f"bytes={offset}-",
            "Connection": "close",
        }
        if address.authorization:
            headers["Authorization"] = address.authorization
        line.connect()
        self._socket = line.sock
        if self.closed:
            raise ConnectionError("closed")
        line.request("GET", target, headers=headers)
        return line.getresponse()

    def _check(self, address: Address, answer: http.client.HTTPResponse) -> None:
        if answer.status in (200, 206):
            return
        known = {
            401: "wants a name and a password; write them into the address: https://NAME:PASSWORD@...",
            403: "the server does not allow it (403)",
            404: "there is no such file on the server (404); check the address",
            410: "it is gone from the server (410)",
            416: "the server has nothing from there on (416)",
            429: "the server wants fewer requests (429); try again later",
        }
        words = known.get(answer.status)
        if words is None:
            said = " ".join((answer.reason or "").split())[:80].lower()
            what = f"{answer.status} {said}".strip()
            later = "; try again later" if answer.status >= 500 else ""
            words = f"the server answers {what}{later}"
        raise MediaError(f"{address.url}: {words}")

    def _describe(self, offset: int) -> None:
        answer = self._answer
        self.kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
        length = answer.headers.get("Content-Length")
        self.offset, self.size = 0, int(length) if length and length.isdigit() else None
        self.ranges = answer.status == 206
        if self.ranges:
            span = _TOTAL.match(answer.headers.get("Content-Range", ""))
            self.offset = int(span[1]) if span else offset
            self.size = int(span[2]) if span and span[2] != "*" else None
            if self.size is None and self.offset == 0 and offset == 0:
                self.ranges = False  # a stream that begins anew each time


def _line(address: Address) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection that is not made yet, and the request's target on it."""
    from urllib.request import getproxies, proxy_bypass  # takes long to import

    scheme = "https" if address.secure else "http"
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if proxy and "://" in proxy and not proxy_bypass(address.host):
        via = Address.of(proxy)
        headers = {"Proxy-Authorization": via.authorization} if via.authorization else {}
        if not address.secure:
            plain = http.client.HTTPConnection(via.host, via.port or 80, timeout=CONNECT_SECONDS)
            where = address.host if address.port is None else f"{address.host}:{address.port}"
            return plain, f"http://{where}{address.target}"
        line = http.client.HTTPSConnection(
            via.host, via.port or 80, timeout=CONNECT_SECONDS, context=_trusting()
        )
        line.set_tunnel(address.host, address.port or 443, headers)
        return line, address.target
    if address.secure:
        secure = http.client.HTTPSConnection(
            address.host, address.port, timeout=CONNECT_SECONDS, context=_trusting()
        )
        return secure, address.target
    return (
        http.client.HTTPConnection(address.host, address.port, timeout=CONNECT_SECONDS),
        address.target,
    )


def _trusting() -> ssl.SSLContext:
    """Return what players use: encrypted, and no questions about the certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
