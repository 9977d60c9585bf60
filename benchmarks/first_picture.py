"""Time from the command ``play`` to the first picture in its window, and where it goes.

    python benchmarks/first_picture.py
    python benchmarks/first_picture.py --source episode.mkv --option=--fullscreen

Each start is a process of its own, under Xvfb where there is no display, in turns with an empty
shader cache (cold) and with the one that it left (warm). Prints each part's median in milliseconds
of the clock and of the processors, and the machine's load, by which the clock is to be judged.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# What only the parent needs is imported by it: a start is to be timed without that.

PARTS = (
    "interpreter", "import", "options", "window", "import of the rest", "set-up", "open",
    "sound and subtitles", "show", "decode", "compile and draw", "compose and swap",
)  # fmt: skip
"""What is done one after the other until the first swap is over."""

TOTAL, GOES_ON = "first picture", "time goes on"


def main() -> None:
    """Measure, and print."""
    if sys.argv[1:2] == ["--child"]:
        _child(json.loads(sys.argv[2]))
        return
    import argparse
    import statistics
    import tempfile

    from anime4k_gl.defaults import DEFAULT_PRESET

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source", help="a video [default: a clip that is drawn, with sound]")
    parser.add_argument("--preset", default=DEFAULT_PRESET)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--option", action="append", default=[], help="one more for play")
    parser.add_argument("--own-card", action="store_true", help="play on this machine's device")
    options = parser.parse_args()
    from playing import draw_clip, place_to_play

    runs: dict[str, list[dict[str, Any]]] = {"cold": [], "warm": []}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = stack.enter_context(place_to_play(options.own_card))
        environment["XDG_STATE_HOME"] = environment["XDG_CONFIG_HOME"] = str(folder)
        clip = options.source or str(draw_clip(folder / "clip.mkv", 2.0))
        arguments = ["play", clip, "--no-config", "--preset", options.preset, *options.option]
        _start(arguments, environment, folder / "first")  # Python's own cache, and the disk's
        for number in range(options.rounds):
            for kind, many in runs.items():
                many.append(_start(arguments, environment, folder / f"cache{number}"))
                many[-1]["kind"] = kind
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"{runs['cold'][0]['renderer']}; load {load:.1f}; medians of {options.rounds} starts, ms\n"
    )
    print(f"{'':22}{'cold':>10}{'processor':>10}{'warm':>10}{'processor':>10}")
    for part in (*PARTS, TOTAL, GOES_ON):
        columns = [
            statistics.median(run[clock][part] for run in runs[kind])
            for kind in runs
            for clock in ("clock", "processor")
        ]
        print(f"{part:22}" + "".join(f"{column:10.0f}" for column in columns))


def _start(arguments: list[str], environment: dict[str, str], cache: Path) -> dict[str, Any]:
    """Play in a process of its own until time goes on; return each part's milliseconds."""
    import subprocess

    # The wall clock is the only one that two processes share.
    wanted = {"started": time.time(), "arguments": arguments}
    done = subprocess.run(
        [sys.executable, __file__, "--child", json.dumps(wanted)],
        env=environment | {
            "MESA_SHADER_CACHE_DIR": str(cache), "__GL_SHADER_DISK_CACHE": "1",
            "__GL_SHADER_DISK_CACHE_PATH": str(cache),
            # An installed package has its modules compiled, whatever holds for this tree.
            "PYTHONPYCACHEPREFIX": str(cache.parent / "python"), "PYTHONDONTWRITEBYTECODE": "",
        },
        stdout=subprocess.PIPE, check=False, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"the player ended with {done.returncode}")
    return dict(json.loads(done.stdout))


class _Marks:
    """The moments at which parts begin and end, each the first time."""

    def __init__(self, started: float) -> None:
        self.at = {"begin": (0.0, 0.0)}
        self._offset, self._start = time.time() - started, time.perf_counter()

    def note(self, name: str) -> None:
        """Note that it is now."""
        clock = time.perf_counter() - self._start + self._offset
        self.at.setdefault(name, (1e3 * clock, 1e3 * time.process_time()))

    def around(self, owner: Any, method: str, before: str = "", after: str = "") -> None:
        """Note when a method is called for the first time, and when it has returned."""
        whole: Callable[..., Any] = getattr(owner, method)

        @functools.wraps(whole)
        def noting(*given: Any, **named: Any) -> Any:
            if before:
                self.note(before)
            result = whole(*given, **named)
            if after:
                self.note(after)
            return result

        setattr(owner, method, noting)


def _child(wanted: dict[str, Any]) -> None:
    """Play as the command does, and print as JSON when what was done."""
    marks = _Marks(wanted["started"])
    marks.note("interpreter")
    from anime4k_gl import cli, player
    from anime4k_gl.player import launch
    from anime4k_gl.player.window.glfw_window import Window

    marks.note("import")

    def opened(stack: contextlib.ExitStack) -> Any:
        """Open the window, and watch what is imported meanwhile."""
        marks.note("options")
        window = open_window(stack)
        marks.note("window")
        from anime4k_gl.player.display.display import Display
        from anime4k_gl.player.picture.renderer_pool import RendererPool
        from anime4k_gl.player.playback.playback import Playback
        from anime4k_gl.player.player import Player
        from anime4k_gl.player.session.session import PlaybackSession

        marks.note("import of the rest")
        marks.around(PlaybackSession, "__init__", "set-up", "sound and subtitles")
        marks.around(Playback, "__init__", "", "open")
        marks.around(Player, "_prepare_window", "", "show")
        marks.around(RendererPool, "render", "decode", "compile and draw")
        marks.around(Display, "prepare", "", GOES_ON)
        return window

    open_window, launch._opened = launch._opened, opened
    marks.around(Window, "swap", "", "compose and swap")
    found: dict[str, Any] = {}

    def on_tick(running: Any) -> None:
        if GOES_ON in marks.at:
            found.setdefault("renderer", running.stats().renderer)
            running.quit()

    player.play = functools.partial(player.play, on_tick=on_tick)
    with contextlib.suppress(SystemExit):
        cli.main(wanted["arguments"])
    moments = [marks.at[name] for name in ("begin", *PARTS)]
    for index, clock in enumerate(("clock", "processor")):
        found[clock] = {
            part: after[index] - before[index]
            for part, before, after in zip(PARTS, moments, moments[1:], strict=False)
        }
        found[clock] |= {TOTAL: moments[-1][index], GOES_ON: marks.at[GOES_ON][index]}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
