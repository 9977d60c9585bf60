"""A download: a resource fetched once, from wherever somebody reads, and kept in blocks."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict

from ...errors import MediaError
from ..failures import reason
from .connection import Address, HttpConnection
from .failures import DownloadFailedError
from .interruption import ReadInterruption

BLOCK = 1 << 18
"""Bytes of a block."""

AHEAD = 32 << 20
"""Bytes that are fetched before they are read."""

KEPT = 256 << 20
"""Bytes that are kept; the oldest are forgotten first."""

GIVE_UP_SECONDS = 30.0
"""How long (s) nothing may come before the server is given up."""

_RETRY_SECONDS = 10.0  # without data, before another connection is tried
_PAUSE_SECONDS = 0.5  # between two attempts to connect
_READ_ON = 1 << 20  # bytes up to which reading on is quicker than asking anew
_POLL_SECONDS = 0.1


class Download:
    """A resource of a server, which any number of threads read at once.

    There is one connection at a time. Where a reader wants what is not kept, and is not about to
    come, the connection is made anew from there, if the server can do that.

    Parameters
    ----------
    url : its address, http or https

    Attributes
    ----------
    host : the server's name
    ranges : whether it can be read from any byte on
    size : in bytes, None where unknown

    Raises
    ------
    MediaError : it cannot be had; one line
    ForeignAnswerError : the server does not speak HTTP as we do
    """

    def __init__(self, url: str) -> None:
        self.url, self.host = url, Address.of(url).host
        self._changed = threading.Condition()
        self._blocks: OrderedDict[int, bytearray] = OrderedDict()
        self._wanted: int | None = None  # where a reader waits
        self._furthest = 0  # read so far by anybody, since the connection was made
        self._failure: MediaError | None = None
        self._stop = False
        self._connection = HttpConnection(url, patience=_RETRY_SECONDS)
        self.ranges, self.size = self._connection.ranges, self._connection.size
        self.kind = self._connection.kind
        self.final = self._connection.url
        self._front = 0  # the next byte of the connection
        self._fresh = False  # whether it has brought anything
        if not self.ranges:
            self._connection.be_patient(GIVE_UP_SECONDS)
        self._thread = threading.Thread(target=self._run, name="anime4k_gl download", daemon=True)
        self._thread.start()

    @property
    def broken(self) -> bool:
        """Whether nothing comes any more though there would be more."""
        return self._failure is not None

    def close(self) -> None:
        """Hang up; who reads on gets an error. May be called twice."""
        with self._changed:
            self._stop = True
            self._connection.close()
            self._changed.notify_all()

    def read(self, place: int, count: int) -> bytes:
        """Return bytes from a place on, `count` at most; none at the end.

        Raises
        ------
        OSError : it broke off for good, or is closed
        InterruptedError : see `ReadInterruption`
        """
        with self._changed:
            while True:
                if self._stop:
                    raise ConnectionError("the download was closed")
                data = self._kept(place, count)
                if data is not None:
                    self._furthest = max(self._furthest, place + len(data))
                    self._changed.notify_all()
                    return data
                if self._failure is not None:
                    raise DownloadFailedError(str(self._failure)) from self._failure
                ReadInterruption.check()
                self._want(place)
                self._changed.wait(_POLL_SECONDS)

    def _kept(self, place: int, count: int) -> bytes | None:
        """Return what is kept from a place on; None for nothing yet."""
        if self.size is not None and place >= self.size:
            return b""
        number, offset = divmod(place, BLOCK)
        block = self._blocks.get(number)
        if block is None or len(block) <= offset:
            return None
        self._blocks.move_to_end(number)
        return bytes(memoryview(block)[offset : offset + count])

    def _want(self, place: int) -> None:
        """Note where somebody waits; have the connection made anew if it leads elsewhere."""
        if self._wanted != place:
            self._wanted = place
            self._changed.notify_all()
            comes = self._front <= place <= self._front + _READ_ON
            if not comes and self.ranges:
                self._connection.close()
            elif place < self._front and not self.ranges:
                raise ConnectionError("what was read before is forgotten, and comes only once")

    # The thread.

    def _run(self) -> None:
        since = time.monotonic()  # when something came last
        try:
            while not self._stop:
                if not self._may_fetch():
                    since = time.monotonic()
                    continue
                try:
                    data = self._connection.read(BLOCK)
                except OSError as error:
                    if not self._connection.closed and not self._goes_on(since, error):
                        return
                    data = b""
                if data:
                    since, self._fresh = time.monotonic(), True
                    self._put(data)
                elif self._at_end():
                    if not self._await_want():
                        return
                elif not self._again(since):
                    return
        finally:
            self._connection.release()

    def _may_fetch(self) -> bool:
        """Wait until something is to be fetched from where the connection is."""
        with self._changed:
            wanted = self._wanted
            if wanted is not None and self._kept(wanted, 1) is not None:
                wanted = self._wanted = None
            if wanted is not None or self._front < self._furthest + AHEAD:
                return True
            self._changed.wait(1.0)
            return False

    def _put(self, data: bytes) -> None:
        with self._changed:
            while data:
                number, offset = divmod(self._front, BLOCK)
                block = self._blocks.setdefault(number, bytearray())
                part = data[: BLOCK - offset]
                if len(block) >= offset:
                    block[offset : offset + len(part)] = part
                self._blocks.move_to_end(number)
                self._front += len(part)
                data = data[len(part) :]
            while len(self._blocks) > KEPT // BLOCK:
                self._blocks.popitem(last=False)
            self._changed.notify_all()

    def _at_end(self) -> bool:
        """Whether the connection ended where the resource does; notes that where it is learnt."""
        with self._changed:
            if self._connection.closed:
                return False
            if self.size is None:
                self.size = self._front
                self._changed.notify_all()
            return self._front >= self.size

    def _await_want(self) -> bool:
        """Wait at the end until somebody wants what is forgotten; return False when closed."""
        with self._changed:
            self._connection.close()
            while not self._stop:
                if self._wanted is not None and self._kept(self._wanted, 1) is None:
                    return self.ranges and self._again(time.monotonic())
                self._changed.wait(1.0)
            return False

    def _goes_on(self, since: float, error: OSError) -> bool:
        """Whether to try again after an error; where not, it is noted."""
        if self._stop:
            return False
        if time.monotonic() - since < GIVE_UP_SECONDS and self.ranges:
            return True
        if isinstance(error, TimeoutError):
            words = f"{self.host} sends nothing any more; given up"
        else:
            words = reason(error)
        self._fail(MediaError(words))
        return False

    def _fail(self, error: MediaError) -> None:
        with self._changed:
            self._failure = error
            self._changed.notify_all()

    def _again(self, since: float) -> bool:
        """Connect anew, from where somebody waits or else from here; False where that is over."""
        if not self.ranges and not self._stop:
            self._fail(MediaError("the connection broke off"))
        if time.monotonic() - since > GIVE_UP_SECONDS:
            self._fail(MediaError(f"{self.host} sends nothing any more; given up"))
        if not (self._stop or self._connection.closed or self._fresh):
            time.sleep(_PAUSE_SECONDS)
        while not self._stop and self._failure is None:
            with self._changed:
                place = self._front if self._wanted is None else self._wanted
                number = place // BLOCK
                have = len(self._blocks.get(number, b""))
                place = number * BLOCK + have if have < BLOCK else place
            try:
                connection = HttpConnection(self.url, place, patience=_RETRY_SECONDS)
                if connection.offset != place:
                    connection.release()
                    raise MediaError(f"{self.host} does not deliver from the middle any more")
            except MediaError as error:
                if time.monotonic() - since > GIVE_UP_SECONDS:
                    self._fail(error)
                    return False
                time.sleep(_PAUSE_SECONDS)
                continue
            with self._changed:
                with contextlib.suppress(OSError):
                    self._connection.release()
                self._connection, self._front, self._furthest = connection, place, place
                self._fresh = False
                stopped = self._stop
                moved = self._wanted is not None and not (place <= self._wanted <= place + _READ_ON)
            if stopped:
                connection.close()
            if not moved:
                return not stopped
        return False
