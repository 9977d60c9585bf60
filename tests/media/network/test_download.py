"""Downloads: one for all readers, waited for, resumed, and given up in one line."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from support.serving import Web, web

from anime4k_gl.errors import MediaError
from anime4k_gl.media.network import download as module
from anime4k_gl.media.network.connection import ForeignAnswerError
from anime4k_gl.media.network.download import BLOCK, Download
from anime4k_gl.media.network.failures import DownloadFailedError
from anime4k_gl.media.network.interruption import ReadInterruption
from anime4k_gl.media.network.reader import DownloadReader
from anime4k_gl.media.opening import MediaInput

DATA = bytes(range(251)) * (5 * BLOCK // 251)


@pytest.fixture
def served() -> Iterator[Web]:
    with web() as running:
        yield running


def read_all(reader: DownloadReader) -> bytes:
    found = b""
    while data := reader.read(100_000):
        found += data
    return found


def test_two_readers_share_one_connection(served: Web) -> None:
    download = Download(served.serve("a", DATA))
    first, second = DownloadReader(download), DownloadReader(download)
    assert first.seekable()
    assert first.read(10) == second.read(10) == DATA[:10]
    assert read_all(first) == read_all(second) == DATA[10:]
    assert second.seek(-5, 2) == len(DATA) - 5
    assert second.read(10) == DATA[-5:]
    assert first.seek(100) == 100
    assert first.read(3) == DATA[100:103]
    assert served.requests == [("a", 0)]
    download.close()


def test_what_is_far_ahead_is_asked_for(served: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_READ_ON", 0)
    monkeypatch.setattr(module, "AHEAD", BLOCK)
    url = served.serve("a", DATA * 8, pause_at=3 * BLOCK)
    download = Download(url)
    reader = DownloadReader(download)
    reader.seek(20 * BLOCK)
    assert reader.read(5) == (DATA * 8)[20 * BLOCK : 20 * BLOCK + 5]
    reader.seek(0)
    assert reader.read(5) == DATA[:5]
    assert [start for _, start in served.requests] == [0, 20 * BLOCK]
    download.close()


def test_a_cut_connection_is_resumed(served: Web) -> None:
    url = served.serve("a", DATA, cut_at=BLOCK + 7)
    download = Download(url)
    assert read_all(DownloadReader(download)) == DATA
    assert served.requests == [("a", 0), ("a", BLOCK + 7)]
    download.close()


def test_without_ranges_a_cut_is_the_end_in_one_line(served: Web) -> None:
    download = Download(served.serve("a", DATA, ranges=False, cut_at=1000))
    reader = DownloadReader(download)
    assert not reader.seekable()
    assert reader.read(1000) == DATA[:1000]
    with pytest.raises(DownloadFailedError, match=r"^the connection broke off$"):
        reader.read(1)
    assert reader.read(1) == b""
    download.close()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_server_that_falls_silent_is_given_up(
    served: Web, monkeypatch: pytest.MonkeyPatch, ranges: bool
) -> None:
    monkeypatch.setattr(module, "GIVE_UP_SECONDS", 0.3)
    monkeypatch.setattr(module, "_RETRY_SECONDS", 0.1)
    monkeypatch.setattr(module, "_PAUSE_SECONDS", 0.01)
    download = Download(served.serve("a", DATA, silent_from=1000, ranges=ranges))
    reader = DownloadReader(download)
    assert read_until(reader, 1000) >= 1000
    with pytest.raises(DownloadFailedError, match=r"^127.0.0.1 sends nothing any more; given up$"):
        read_until(reader, len(DATA))
    download.close()


def read_until(reader: DownloadReader, place: int) -> int:
    while reader.tell() < place and reader.read(place - reader.tell()):
        pass
    return reader.tell()


def test_waiting_is_interrupted_and_goes_on(served: Web) -> None:
    download = Download(served.serve("a", DATA, pause_at=1000))
    reader = DownloadReader(download)
    read_until(reader, 1000)
    outcome: list[object] = []

    def wait() -> None:
        try:
            reader.read(10)
        except InterruptedError:
            ReadInterruption.resume()
            reader.seek(0)
            outcome.append(reader.read(10))

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.05)
    began = time.monotonic()
    ReadInterruption.interrupt(thread)
    thread.join(5)
    assert time.monotonic() - began < 2
    assert outcome == [DATA[:10]]
    download.close()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"status": 404}, "there is no such file on the server (404); check the address"),
        ({"status": 403}, "the server does not allow it (403)"),
        ({"status": 503}, "the server answers 503 service unavailable; try again later"),
        ({"to": "/a"}, "leads from one address to the next without an end"),
        ({"to": "file:///etc/passwd"}, "leads to 'file:///etc/passwd', which is no address"),
    ],
)
def test_refusals_are_one_line(served: Web, how: dict[str, object], words: str) -> None:
    url = served.serve("a", **how)
    with pytest.raises(MediaError) as caught:
        MediaInput(url, shared=True).container()
    assert str(caught.value).startswith(f"{url}: {words}")
    assert "\n" not in str(caught.value)


def test_redirects_are_followed(served: Web) -> None:
    served.serve("b", DATA)
    download = Download(served.serve("a", to="/b"))
    assert read_all(DownloadReader(download)) == DATA
    download.close()


def test_nobody_there_and_no_such_host() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(MediaError, match=r"^http://127.0.0.1:\d+/a: .*refused"):
        Download(f"http://127.0.0.1:{port}/a")
    with pytest.raises(MediaError, match=r"^http://nowhere.invalid/a: no host nowhere.invalid"):
        Download("http://nowhere.invalid/a")


def test_a_server_that_speaks_something_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            client, _ = listening.accept()
            with client:
                client.recv(4096)
                client.sendall(b"ICY 200 OK\r\ncontent-type: audio/mpeg\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(ForeignAnswerError):
            Download(f"http://127.0.0.1:{listening.getsockname()[1]}/radio")
