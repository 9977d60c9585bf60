"""For the player's tests: clips whose frames say their number, an X server, a running player."""

from __future__ import annotations

import json
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Colorspace
from PIL import ImageGrab

Image = npt.NDArray[np.uint8]

PATCHES = (
    (180, 20, 20), (20, 180, 20), (20, 20, 180), (235, 235, 235),
    (180, 180, 20), (20, 180, 180), (180, 20, 180), (90, 60, 30),
)  # fmt: skip
"""R'G'B' of the bar clip's patches, four in each of two rows."""

_WEIGHTS = {"bt709": (0.2126, 0.0722), "bt601": (0.299, 0.114)}  # of red and blue
_TAGS = {
    "bt709": (Colorspace.ITU709, 1),
    "bt601": (Colorspace.ITU601, 6),
}


def number_luma(number: int) -> int:
    """Return the luma code that says a frame's number, modulo 40."""
    return 20 + 5 * (number % 40)


def number_of(luma: float) -> int:
    """Return the number that a luma code stands for."""
    return round((luma - 20) / 5)


def to_limited_yuv(rgb: Sequence[int], matrix: str) -> tuple[int, int, int]:
    """Return 8-bit limited-range codes of R'G'B' by the standard's own formula."""
    red, green, blue = (value / 255 for value in rgb)
    kr, kb = _WEIGHTS[matrix]
    y = kr * red + (1 - kr - kb) * green + kb * blue
    u, v = (blue - y) / (2 - 2 * kb), (red - y) / (2 - 2 * kr)
    return round(16 + 219 * y), round(128 + 224 * u), round(128 + 224 * v)


def bar_planes(number: int, matrix: str) -> Image:
    """Return the bar clip's frame: 128x72, patches of 32x32, below them the number as gray."""
    planes = np.full((3, 72, 128), 128, np.uint8)
    for index, rgb in enumerate(PATCHES):
        y, x = 32 * (index // 4), 32 * (index % 4)
        planes[:, y : y + 32, x : x + 32] = np.reshape(to_limited_yuv(rgb, matrix), (3, 1, 1))
    planes[0, 64:] = number_luma(number)
    return planes


def write_bars(
    path: Path,
    *,
    frames: int = 40,
    rate: int = 10,
    matrix: str = "bt709",
    aspect: Fraction = Fraction(1),
) -> Path:
    """Write the bar clip without loss, its colour tagged."""
    with av.open(path, "w") as container:
        # FFV1 in Matroska would lose the aspect, which x264 keeps in its own headers.
        plain = aspect == 1 and path.suffix == ".mkv"
        stream = container.add_stream("ffv1" if plain else "libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 128, 72, "yuv444p"
        stream.options = {} if plain else {"qp": "0"}
        space, primaries = _TAGS[matrix]
        context = stream.codec_context
        context.colorspace, context.color_primaries, context.color_range = space, primaries, 1
        context.sample_aspect_ratio = aspect
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(bar_planes(number, matrix), format="yuv444p")
            frame.colorspace, frame.color_range = space, 1
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def turn(path: Path) -> Path:
    """Have an MP4 file say that it is to be shown turned 90 degrees clockwise."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    one, identity = 1 << 16, struct.unpack_from(">9i", data, matrix)
    assert identity == (one, 0, 0, 0, one, 0, 0, 0, 1 << 30)
    struct.pack_into(">9i", data, matrix, 0, one, 0, -one, 0, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def write_numbers(path: Path, *, codec: str = "libx264", frames: int = 100, rate: int = 25) -> Path:
    """Write a clip with B-frames and rare key frames whose flat luma says the frame's number."""
    with av.open(path, "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.options = {"crf": "1", "g": "30", "bf": "3"}
        for number in range(frames):
            pixels = np.full((72, 64), 128, np.uint8)
            pixels[:48] = number_luma(number)
            frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@contextmanager
def virtual_screen(width: int, height: int) -> Iterator[str]:
    """Run an X server of our own, with one screen; its name. It picks a free number."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24",
         "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb does not start"
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


_DRIVER = """
import json, queue, sys, threading
import glfw
from anime4k_gl.errors import Anime4KError
from anime4k_gl.player import play
from anime4k_gl.player.bar.layout import BarPart
from anime4k_gl.player.input.commands import parse_command

asked = queue.Queue()

def listen():
    for line in sys.stdin:
        asked.put(line)
        glfw.post_empty_event()

def seen(player):
    # What stands over the picture, and where widgets are.
    display, notices = player.display, player.notices
    model, hud = display.panels.model, display._compositor.hud
    shown = hud is not None and model.shown
    bar = display.bar._view
    return {
        "bar": {} if bar is None else {
            part.value: [rect.x, rect.y, rect.width, rect.height]
            for part, rect in {**bar.layout.parts, BarPart.PANEL: bar.layout.panel}.items()
        },
        "preview": bar is not None and bar.preview is not None,
        "message": notices.message_shown, "status": notices.status_shown,
        "help": notices.help_shown,
        "stale": display.stale or notices.stale or display.panels.stale,
        "panels": model.show_tune,
        "places": {k: list(map(round, v)) for k, v in hud._places.items()} if shown else {},
        "typing": shown and hud.wants_keyboard, "name": model.fields.name,
        "errors": [error.place for error in model.errors],
    }

def tick(player):
    while not asked.empty():
        parse_command(asked.get())(player)
    stats, selection = player.stats(), player.selection
    compare, selected = selection.comparison, selection.selected
    params = selection.profiles[selected.after].params
    state = {
        "path": stats.path, "position": stats.position, "paused": stats.paused,
        "effect": stats.effect, "shown": stats.shown, "dropped": stats.dropped,
        "output": list(stats.output_size), "window": list(stats.window_size),
        "passes": len(stats.passes), "fullscreen": player.fullscreen,
        "look": stats.profile, "params": dict(params), "compare": stats.compare, "view": stats.view,
        "before": selected.before, "after": selected.after, "divider": compare.divider,
        "pan": compare.pan, "second": compare.second, "loupe": compare.loupe,
        "mouse": compare.mouse, "zoom": compare.zoom, "governor": stats.governor,
        "sound": stats.sound, "subtitles": stats.subtitles, "chapter": stats.chapter,
        "speed": stats.speed, "av_offset": stats.av_offset, "volume": player._carried.volume,
        **seen(player),
    }
    if state != getattr(tick, "state", None):
        tick.state = state
        print(json.dumps({**state, "gl_error": player.gl_error()}), flush=True)

def command(words):
    # The command itself, watched.
    import functools
    import anime4k_gl.player
    from anime4k_gl.cli import main
    anime4k_gl.player.play = functools.partial(play, on_tick=tick)
    return main(["play", *words])

threading.Thread(target=listen, daemon=True).start()
try:
    options = json.loads(sys.argv[1])
    words = options.pop("words")
    code = command(words) if words else play(on_tick=tick, **options)
except Anime4KError as error:
    print(error, file=sys.stderr)
    code = 1
sys.exit(code)
"""


class RunningPlayer:
    """The player in a process of its own, its state read from its output, keys by xdotool.

    Parameters
    ----------
    display : of an X server
    paths, options : as for `play`
    words : instead of those, what follows ``anime4k-gl play`` in a command
    environment : of the process, instead of the test's own
    """

    def __init__(
        self,
        display: str,
        paths: Sequence[Path] = (),
        *,
        words: Sequence[str | Path] = (),
        environment: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        given = os.environ if environment is None else environment
        self.environment = {**given, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"}
        arguments = {"paths": [str(path) for path in paths], **options}
        arguments["words"] = [str(word) for word in words]
        self._display = display
        self.process = subprocess.Popen(
            [sys.executable, "-c", _DRIVER, json.dumps(arguments)],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.states: list[dict[str, Any]] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> RunningPlayer:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def wait_for(
        self, condition: Callable[[dict[str, Any]], bool], timeout: float = 30.0
    ) -> dict[str, Any]:
        """Return the first state from now on, the latest included, that meets the condition."""
        if self.states and condition(self.states[-1]):
            return self.states[-1]
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"not reached; last states: {self.states[-3:]}") from None
            if line is None:
                errors = self.process.stderr.read() if self.process.stderr else ""
                raise AssertionError(f"the player ended: {errors}")
            self.states.append(json.loads(line))
            assert self.states[-1]["gl_error"] == 0
            if condition(self.states[-1]):
                return self.states[-1]

    def latest(self) -> dict[str, Any]:
        """Return the newest state there is."""
        while not self._lines.empty():
            line = self._lines.get_nowait()
            if line is not None:
                self.states.append(json.loads(line))
        return self.states[-1]

    def tool(self, *arguments: str) -> str:
        """Run xdotool on the player's display; return what it says."""
        return subprocess.run(
            ["xdotool", *arguments], env=self.environment, check=True, capture_output=True,
            text=True, timeout=30,
        ).stdout  # fmt: skip

    def command(self, line: str) -> None:
        """Have one of the player's commands done, as if a key were bound to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def key(self, name: str) -> None:
        """Press a key, by X's name for it."""
        self.tool("key", name)

    def screen(self) -> Image:
        """Return what the display shows: (height, width, 3)."""
        return np.asarray(ImageGrab.grab(xdisplay=self._display).convert("RGB"))

    def screen_where(self, condition: Callable[[Image], bool], timeout: float = 10.0) -> Image:
        """Return the display's picture once it meets a condition, or else the last one."""
        deadline = time.monotonic() + timeout
        while True:
            picture = self.screen()
            if condition(picture) or time.monotonic() > deadline:
                return picture
            time.sleep(0.1)

    def finish(self, timeout: float = 30.0) -> tuple[int, str]:
        """Wait for the player's end; return its exit code and what it wrote to stderr."""
        code = self.process.wait(timeout)
        return code, self.process.stderr.read() if self.process.stderr else ""

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)
