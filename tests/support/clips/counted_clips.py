"""Small clips whose frames say their whole number, in each codec, and how to read it back."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np

from anime4k_gl.player.playback.frame_queue import TimedFrame
from anime4k_gl.player.playback.playback import Playback
from support.window.running_player import number_luma, number_of

WIDTH, HEIGHT = 64, 48
RATE = 25
COUNT = 120


@dataclass(frozen=True)
class Kind:
    """How a clip is encoded: with rare key frames, and frames decoded out of their order."""

    name: str
    suffix: str
    codec: str
    pix_fmt: str
    options: dict[str, str]
    steady: bool = True


KINDS = (
    Kind("h264", ".mkv", "libx264", "yuv420p", {"crf": "1", "g": "40", "bf": "3"}),
    Kind("hevc10", ".mp4", "libx265", "yuv420p10le",
         {"crf": "2", "x265-params": "log-level=none:keyint=40:min-keyint=40:bframes=4:pools=1"}),
    Kind("vp9", ".webm", "libvpx-vp9", "yuv420p",
         {"crf": "4", "b": "0", "g": "40", "cpu-used": "8", "deadline": "good",
          "auto-alt-ref": "1", "lag-in-frames": "16"}),
    Kind("av1", ".mkv", "libsvtav1", "yuv420p", {"crf": "8", "g": "40", "preset": "11"}),
    Kind("vfr", ".mkv", "libx264", "yuv420p", {"crf": "1", "g": "40", "bf": "3"}, steady=False),
)  # fmt: skip


def times_of(kind: Kind, count: int = COUNT) -> list[int]:
    """Return the frames' times in milliseconds."""
    if kind.steady:
        return [n * 1000 // RATE for n in range(count)]
    generator = random.Random(8)
    times = [0]
    while len(times) < count:
        times.append(times[-1] + generator.choice((8, 17, 33, 42, 100, 250)))
    return times


def write_counted(
    path: Path,
    kind: Kind,
    *,
    count: int = COUNT,
    start: int = 0,
    chapters: Sequence[tuple[float, float, str]] = (),
    copies_ts: bool = False,
) -> Path:
    """Write a clip of a kind; its first frame is `start` milliseconds after 0."""
    options = {"copyts": "1"} if copies_ts else {}
    with av.open(path, "w", options=options) as container:
        stream: Any = container.add_stream(kind.codec, rate=RATE, options=kind.options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, kind.pix_fmt
        base = Fraction(1, 1000)
        stream.codec_context.time_base = base if not kind.steady else Fraction(1, RATE)
        if chapters:
            container.set_chapters(
                [
                    {"id": number, "start": int(begin * 1000), "end": int(end * 1000),
                     "time_base": base, "metadata": {"title": title} if title else {}}
                    for number, (begin, end, title) in enumerate(chapters, 1)
                ]
            )  # fmt: skip
        for number, milliseconds in enumerate(times_of(kind, count)):
            container.mux(stream.encode(_picture(number, kind, start + milliseconds)))
        container.mux(stream.encode(None))
    return path


def _picture(number: int, kind: Kind, milliseconds: int) -> Any:
    pixels = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    pixels[:HEIGHT, : WIDTH // 2] = number_luma(number // 40)
    pixels[:HEIGHT, WIDTH // 2 :] = number_luma(number % 40)
    frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p").reformat(format=kind.pix_fmt)
    base = Fraction(1, RATE) if kind.steady else Fraction(1, 1000)
    frame.pts, frame.time_base = round(milliseconds / 1000 / base), base
    return frame


def count_of(item: TimedFrame) -> int:
    """Return the number that a frame says."""
    plane, layout = item.frame.planes[0], item.frame.layout
    kind = np.uint8 if layout.storage_bits == 8 else np.dtype("<u2")
    rows = np.frombuffer(plane.data, kind, count=plane.stride * HEIGHT // np.dtype(kind).itemsize)
    luma = rows.reshape(HEIGHT, -1)[4:-4, :WIDTH].astype(float)
    luma /= 1 << (layout.depth - 8 + layout.shift)
    high, low = luma[:, 8:24].mean(), luma[:, 40:56].mean()
    assert (
        abs(high - number_luma(number_of(high))) < 2 and abs(low - number_luma(number_of(low))) < 2
    )
    return number_of(high) * 40 + number_of(low)


class Hands:
    """Real time that stands still until it is turned on."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def shown(playback: Playback, timeout: float = 20.0) -> TimedFrame:
    """Return the next frame that the playback wants drawn, and say it was seen."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        frame = playback.next_frame(0.0)
        if frame is not None:
            playback.seen(frame)
            return frame
        time.sleep(0.001)
    raise AssertionError("no frame came")


class Server:
    """Serves one file over HTTP on this machine; a context manager that gives its URL.

    Without `ranges` it is a stream: it can be read from its start on, and not sought in. Without
    `length` nobody knows how long it is.
    """

    def __init__(self, path: Path, *, ranges: bool, length: bool = True) -> None:
        data = path.read_bytes()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                begin = 0
                asked = self.headers.get("Range", "")
                if ranges and asked.startswith("bytes="):
                    begin = int(asked[6:].split("-")[0])
                    self.send_response(206)
                    self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
                else:
                    self.send_response(200)
                if ranges:
                    self.send_header("Accept-Ranges", "bytes")
                if length:
                    self.send_header("Content-Length", str(len(data) - begin))
                self.end_headers()
                self.wfile.write(data[begin:])

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                pass  # the player hangs up

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._name = path.name
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/{self._name}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
