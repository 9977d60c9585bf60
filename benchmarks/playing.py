"""Playback of an episode: frames dropped, picture against sound, time to the first frame.

    python benchmarks/playing.py

Draws a clip of 480x270 at 24 frames/s with sound and has ``anime4k-gl play`` show it, a process a
run: whole, and after 20 seeks, with the governor and without. Without a display it starts Xvfb;
unless ``--own-card`` is given the sound goes to a PulseAudio sink of its own that leads nowhere.
Prints dropped frames, |A-V|, processor time, the time from the command to the first frame (cold:
with an empty shader cache), and with ``--profile`` what the loop's thread was seen doing.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import Any

SIZE = (480, 270)
RATE = 24
SOUND_RATE = 48000
SEEKS = 20
SAMPLE_SECONDS = 0.005  # between looks at what the loop does

SOUND_CARD = Path(__file__).parent.parent / "tests"
"""Where the sound card is that leads nowhere."""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="length of the clip")
    parser.add_argument("--preset", default="v1.0-rc")
    parser.add_argument("--governor", choices=("on", "off", "both"), default="both")
    parser.add_argument("--by-bar", action="store_true", help="also after seeks by the mouse's bar")
    parser.add_argument("--starts", type=int, default=5, help="how often to start, for the median")
    parser.add_argument("--own-card", action="store_true", help="play on this machine's device")
    parser.add_argument("--profile", action="store_true", help="say what the loop spends time on")
    parser.add_argument("--option", action="append", default=[], help="one more for play")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        _child(json.loads(options.child))
        return
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = stack.enter_context(place_to_play(options.own_card))
        environment["XDG_STATE_HOME"] = environment["XDG_CONFIG_HOME"] = str(folder)
        clip = draw_clip(folder / "clip.mkv", max(options.seconds, 2.0))
        run = functools.partial(_run, clip, options, environment, folder)
        governors = ("on", "off") if options.governor == "both" else (options.governor,)
        for governor in governors if options.seconds else ():
            for seeks, bar in ((0, False), (SEEKS, False), (SEEKS, True))[: 2 + options.by_bar]:
                how = " by the bar" if bar else ""
                played = run(governor, seeks, bar=bar)
                _print(f"governor {governor}, {seeks or 'no'} seeks{how}", played)
        if options.starts:
            starts: dict[str, list[float]] = {"cold": [], "warm": []}
            for number in range(options.starts):
                for kind in starts:
                    done = run(governors[0], 0, cache=f"cache{number}", seconds=0.2)
                    starts[kind].append(done["first"])
            print(f"first frame on the screen after the command, of {options.starts} starts:")
            for kind, many in starts.items():
                print(f"  {kind}: median {statistics.median(many):.2f} s, best {min(many):.2f} s,"
                      f" worst {max(many):.2f} s")  # fmt: skip


def draw_clip(path: Path, seconds: float) -> Path:
    """Write a clip of moving outlines over a gradient, H.264 with B-frames, and a chord in AAC."""
    import av
    import numpy as np

    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = np.empty((height, width, 3), np.uint8)
    with av.open(path, "w") as container:
        video: Any = container.add_stream("libx264", rate=RATE)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"crf": "18", "preset": "veryfast"}
        audio: Any = container.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        for number in range(round(seconds * RATE)):
            moment = number / RATE
            picture[..., 0] = 90 + 60 * np.sin(x / 90 + moment)
            picture[..., 1] = 120 + 40 * np.sin(y / 60 - moment)
            picture[..., 2] = 160
            for ring in range(5):
                at_x = width * (0.5 + 0.4 * np.sin(moment * (0.5 + 0.1 * ring) + ring))
                at_y = height * (0.5 + 0.4 * np.cos(moment * 0.7 + 2 * ring))
                distance = np.hypot(x - at_x, y - at_y)
                picture[distance < 40] = (230 - 30 * ring, 90 + 30 * ring, 120)
                picture[np.abs(distance - 40) < 1.5] = 15
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
            begin, end = (SOUND_RATE * n // RATE for n in (number, number + 1))
            time_line = np.arange(begin, end) / SOUND_RATE
            chord = sum(np.sin(2 * np.pi * pitch * time_line) for pitch in (220, 277, 330)) / 12
            samples = np.stack([chord, chord]).astype(np.float32)
            sound = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
            sound.sample_rate, sound.pts = SOUND_RATE, begin
            sound.time_base = Fraction(1, SOUND_RATE)
            container.mux(audio.encode(sound))
        container.mux([*video.encode(None), *audio.encode(None)])
    return path


@contextlib.contextmanager
def place_to_play(own_card: bool) -> Iterator[dict[str, str]]:
    """Give an environment with a display and a sound device."""
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        if not own_card:
            sys.path.append(str(SOUND_CARD))
            from support.sound import SoundCard

            environment = stack.enter_context(SoundCard()).environment
        if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
            reading, writing = os.pipe()
            server = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24",
                 "-nolisten", "tcp", "-noreset"],
                pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            stack.callback(server.wait)
            stack.callback(server.terminate)
            os.close(writing)
            with os.fdopen(reading) as pipe:
                environment["DISPLAY"] = f":{pipe.readline().strip()}"
        yield environment


def _run(
    clip: Path,
    options: argparse.Namespace,
    environment: dict[str, str],
    folder: Path,
    governor: str,
    seeks: int,
    *,
    bar: bool = False,
    cache: str = "cache",
    seconds: float = 0.0,
) -> dict[str, Any]:
    """Play in a process of its own; return what it measured."""
    cache = str(folder / cache)
    wanted = {
        # The wall clock is the only one that two processes share.
        "started": time.time(), "seeks": seeks, "bar": bar, "range": min(30.0, options.seconds / 2),
        "seconds": seconds or options.seconds * 0.95,
        "profile": options.profile and not seconds,
        "arguments": ["play", str(clip), "--no-config", "--preset", options.preset,
                      # No run begins with what the one before it has learnt.
                      "--governor", "fresh" if governor == "on" else governor, *options.option],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, __file__, "--child", json.dumps(wanted)],
        env=environment | {
            "MESA_SHADER_CACHE_DIR": cache, "__GL_SHADER_DISK_CACHE": "1",
            "__GL_SHADER_DISK_CACHE_PATH": cache,
        },
        stdout=subprocess.PIPE, check=False, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"the player ended with {done.returncode}")
    return dict(json.loads(done.stdout))


def _print(title: str, run: dict[str, Any]) -> None:
    print(f"{title}: {run['shown']} frames shown, {run['dropped']} dropped"
          f" ({100 * run['dropped'] / max(1, run['shown'] + run['dropped']):.2f} %)")  # fmt: skip
    if run["offsets"]:
        ordered = sorted(1000 * abs(offset) for offset in run["offsets"])
        p50, p95 = (ordered[min(len(ordered) - 1, len(ordered) * p // 100)] for p in (50, 95))
        print(f"  |A-V| p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {ordered[-1]:.1f} ms;"
              f" {run['underruns']} underruns")  # fmt: skip
    else:
        print("  no sound was heard")
    print(f"  first frame after {run['first']:.2f} s, time goes on after {run['begins']:.2f} s;")
    print(f"  {run['renderer']};"
          f" {run['processor']:.0f} % of a core; left out: {run['levels'] or '-'}")  # fmt: skip
    for name, share in run["profile"]:
        print(f"  {100 * share:5.1f} %  {name}")


class _Watcher:
    """Looks at the player at the end of each turn of its loop."""

    def __init__(self, wanted: dict[str, Any]) -> None:
        self._wanted = wanted
        self._random = random.Random(1)
        self._seeks = 0
        self._seek_at = 0.0
        self._begun: tuple[float, int, int, float] | None = None
        self._last_shown = 0
        self.done: dict[str, Any] = {"offsets": [], "levels": {}}
        self._swapped = 0.0
        self._note_first_swap()

    def _note_first_swap(self) -> None:
        """Note when the first frame is on the screen; passes are compiled before time goes on."""
        from anime4k_gl.player.window.glfw_window import Window

        swap = Window.swap

        def noting(window: Any) -> None:
            swap(window)
            self._swapped = self._swapped or time.time()

        Window.swap = noting  # type: ignore[method-assign]

    def __call__(self, player: Any) -> None:
        stats = player.stats()
        now = time.perf_counter()
        if "first" not in self.done:
            if not stats.shown:
                return
            self.done |= {"first": self._swapped - self._wanted["started"],
                          "begins": time.time() - self._wanted["started"],
                          "renderer": stats.renderer}  # fmt: skip
        new = stats.shown != self._last_shown
        self._last_shown = stats.shown
        if self._seeks < self._wanted["seeks"]:
            if now >= self._seek_at and new:
                self._seeks, self._seek_at = self._seeks + 1, now + 0.3
                last = self._seeks == self._wanted["seeks"]
                to = 0.0 if last else self._random.random() * self._wanted["range"]
                if self._wanted["bar"]:
                    _seek_by_bar(player, to)
                else:
                    player.transport.seek(to)
            return
        if self._begun is None:
            if new:
                self._begun = (now, stats.shown, stats.dropped, time.process_time())
            return
        if new and stats.av_offset is not None:
            self.done["offsets"].append(stats.av_offset)
        self._end(player, stats, now, new)

    def _end(self, player: Any, stats: Any, now: float, new: bool) -> None:
        assert self._begun is not None
        start, shown, dropped, processor = self._begun
        levels = self.done["levels"]
        if new and stats.governor:
            levels[stats.governor] = levels.get(stats.governor, 0) + 1
        self.done |= {
            "shown": stats.shown - shown, "dropped": stats.dropped - dropped,
            "underruns": stats.underruns,
            "processor": 100 * (time.process_time() - processor) / max(now - start, 1e-3),
        }  # fmt: skip
        if now - start >= self._wanted["seconds"]:
            player.quit()


def _seek_by_bar(player: Any, to: float) -> None:
    """Move the mouse to a place on the seek bar, press its button and let it go."""
    from anime4k_gl.player.window.events import ButtonMoved, MouseLeft, MouseMoved

    width, height = size = player.window.framebuffer_size
    for x in (0.3, 0.7):  # which has the bar appear
        player._on_event(player, MouseMoved(x * width, height / 2))
    view = player.display.bar.view(size, player.window.content_scale)
    if view is None:
        sys.exit("the bar does not appear")
    track = view.layout.track
    x = track.x + track.width * to / player.transport.playback.duration
    y = track.y + track.height / 2
    for event in (
        MouseMoved(x, y), ButtonMoved("left", True, x, y), ButtonMoved("left", False, x, y),
        MouseLeft(),
    ):  # fmt: skip
        player._on_event(player, event)


def _child(wanted: dict[str, Any]) -> None:
    """Play as the command does, and print what was seen as JSON."""
    from anime4k_gl import cli, player

    watcher = _Watcher(wanted)
    player.play = functools.partial(player.play, on_tick=watcher)
    samples: collections.Counter[str] = collections.Counter()
    if wanted["profile"]:
        main_thread = threading.get_ident()
        threading.Thread(target=_sample, args=(main_thread, samples), daemon=True).start()
    with contextlib.suppress(SystemExit):
        cli.main(wanted["arguments"])
    total = sum(samples.values()) or 1
    watcher.done["profile"] = [(name, count / total) for name, count in samples.most_common(25)]
    print(json.dumps(watcher.done))


def _sample(thread: int, samples: collections.Counter[str]) -> None:
    """Count which step of the loop a thread is in, and in what there."""
    while True:
        time.sleep(SAMPLE_SECONDS)
        frame: FrameType | None = sys._current_frames().get(thread)
        names = []
        while frame is not None and frame.f_code.co_name != "play":
            names.append(frame.f_code.co_qualname if sys.version_info >= (3, 11)
                         else frame.f_code.co_name)  # fmt: skip
            frame = frame.f_back
        if frame is not None:
            samples[" > ".join([*names[-1:], *names[-2:-1], *names[:1]])] += 1


if __name__ == "__main__":
    main()
