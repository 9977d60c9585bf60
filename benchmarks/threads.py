"""The processor's threads, shared between drawing and encoding: which counts are fastest.

    python benchmarks/threads.py                       # llvmpipe with x264, the demo clip
    python benchmarks/threads.py --codec-preset slow   # where encoding takes most of it

Where a software rasteriser draws, it has as many threads as there are processors, and so has the
encoder, or more. Each variant is a process of its own, since a rasteriser asks once how many it may
have. All variants run in turn, in rounds, so that whatever else the machine does falls on all.
Prints the median time of each against the first variant, which has the counts of a plain
`transcode`, the processors' time likewise, and what the two stages waited for each other.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from anime4k_gl.cli import demo_clip


def main() -> None:
    """Measure, and print."""
    options = _options()
    if options.child is not None:
        _run(Path(options.child), options)
        return
    with tempfile.TemporaryDirectory() as name:
        clip = _clip(Path(name), options.source_size, options.frames)
        results: dict[tuple[str, str], list[dict[str, float]]] = {v: [] for v in _variants()}
        for _ in range(options.rounds):
            for variant, done in results.items():
                done.append(_measure(clip, variant, options))
    _print(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source-size", default="320x180")
    parser.add_argument("--frames", type=int, default=48)
    parser.add_argument("--preset", default="v1.0-rc")
    parser.add_argument("--codec", default="libx264")
    parser.add_argument("--codec-preset", default="medium")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--encoder-threads", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _variants() -> list[tuple[str, str]]:
    """Return (threads that draw, threads that encode); empty for what is usual."""
    processors = os.cpu_count() or 1
    half = str(max(1, processors // 2))
    variants = [("", ""), ("", "1"), ("", half), ("", str(processors)), (half, half), (half, "")]
    return list(dict.fromkeys(variants))


def _clip(folder: Path, size: str, count: int) -> Path:
    width, height = map(int, size.split("x"))
    path = folder / "in.mkv"
    with av.open(str(demo_clip())) as demo, av.open(str(path), "w") as out:
        stream: Any = out.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, frame in enumerate(demo.decode(video=0)):
            if number == count:
                break
            sized = frame.reformat(width=width, height=height, format="yuv420p")
            sized.pts, sized.time_base = number, Fraction(1, 24)
            out.mux(stream.encode(sized))
        out.mux(stream.encode(None))
    return path


def _measure(clip: Path, variant: tuple[str, str], options: argparse.Namespace) -> dict[str, float]:
    drawing, encoding = variant
    environment = dict(os.environ)
    environment.pop("LP_NUM_THREADS", None)
    if drawing:
        environment["LP_NUM_THREADS"] = drawing
    words = [sys.executable, __file__, "--child", str(clip), "--encoder-threads", encoding,
             "--preset", options.preset, "--codec", options.codec,
             "--codec-preset", options.codec_preset]  # fmt: skip
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _run(clip: Path, options: argparse.Namespace) -> None:
    import anime4k_gl as a4k

    threads = {"threads": options.encoder_threads} if options.encoder_threads else {}
    times = []

    def progress(done: int, total: int | None) -> None:
        times.append((time.perf_counter(), time.process_time()))

    done = a4k.transcode(
        clip, clip.with_name("out.mkv"), preset=options.preset, codec=options.codec,
        codec_preset=options.codec_preset, encoder_options=threads, overwrite=True, held="off",
        progress=progress,
    )  # fmt: skip
    end = (time.perf_counter(), time.process_time())
    # From the first frame to the file's end: what comes before is compiling.
    wall, processors = (after - before for before, after in zip(times[0], end, strict=True))
    waits = {name: done.seconds.get(f"render, queue {name}", 0.0) for name in ("full", "empty")}
    print(json.dumps({"wall": wall, "processors": processors, **waits}))


def _print(results: dict[tuple[str, str], list[dict[str, float]]]) -> None:
    (_, first), *_ = results.items()
    print(f"{os.cpu_count()} processors, {len(first)} rounds, medians")
    print("drawing encoding | time  against  processors' time | drawing waits, encoding waits")
    for (drawing, encoding), each in results.items():
        wall, spent, full, empty = (
            statistics.median(one[name] for one in each)
            for name in ("wall", "processors", "full", "empty")
        )
        against = [
            statistics.median(
                one[name] / usual[name] for one, usual in zip(each, first, strict=True)
            )
            for name in ("wall", "processors")
        ]
        print(
            f"{drawing or 'usual':>7} {encoding or 'usual':>8} | {wall:5.2f} s  {against[0]:.2f}"
            f"  {spent:5.2f} s {against[1]:.2f} | {full:.2f} s, {empty:.2f} s"
        )


if __name__ == "__main__":
    main()
