"""Transcoding speed against the encoder's own: decoding, upscaling and reading back included.

    python benchmarks/frame_path.py --source-size 1920x1080 --codec-preset veryfast

Three things in turn, so that whatever else the machine does falls on all of them: encoding ready
frames, drawing alone, and the whole of `transcode`. The frames are the same in all three. Prints
the median rate of each, what share of the encoder's rate the whole path reaches, and where its
threads spend their time; ``--json`` prints the same as JSON.

On a graphics card, drawing costs the processor nothing: the bar is the encoder's rate. Software
rendering shares the processor with the encoder: there the bar is the rate of one after the other,
and the processors' time (the least of the rounds), which other programs disturb less.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from anime4k_gl.cli import demo_clip
from anime4k_gl.formats import Size
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.offscreen import OffscreenThread
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing.codecs import default_layout
from anime4k_gl.media.writing.video_writer import VideoWriter
from anime4k_gl.plan import PlaneOutput
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.sizes import scaled
from anime4k_gl.transcoding import transcode
from anime4k_gl.transcoding.decisions import output_colour


def main() -> None:
    """Measure, and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        source = _clip(options, Path(folder))
        result = measure(source, Path(folder), options)
    print(json.dumps(result, indent=2) if options.json else _table(result))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source", type=Path, help="a video [default: the demo clip, resized]")
    parser.add_argument("--source-size", default="854x480", help="the demo clip's size")
    parser.add_argument("--frames", type=int, default=96, help="how many of the demo clip's")
    parser.add_argument("--scale", type=float, default=2.0)
    parser.add_argument("--preset", default="v1.0-rc")
    parser.add_argument("--codec", default="libx264")
    parser.add_argument("--codec-preset", default="veryfast")
    parser.add_argument("--crf", type=float, default=16.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hwdec", help="as for anime4k-gl upscale")
    parser.add_argument("--buffered", type=int, choices=(0, 1),
                        help="force pixel buffers on or off [default: by the driver]")  # fmt: skip
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _clip(options: argparse.Namespace, folder: Path) -> Path:
    """Return the video to use, making one of the demo clip where none is given."""
    if options.source:
        return Path(options.source)
    width, height = map(int, options.source_size.split("x"))
    path = folder / "source.mkv"
    with av.open(str(demo_clip())) as demo, av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"crf": "18", "preset": "fast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        made = 0
        while made < options.frames:
            demo.seek(0)
            for frame in demo.decode(video=0):
                if made == options.frames:
                    break
                sized = frame.reformat(width=width, height=height, format="yuv420p")
                sized.pts, sized.time_base = made, Fraction(1, 24)
                out.mux(stream.encode(sized))
                made += 1
        out.mux(stream.encode(None))
    return path


def measure(path: Path, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Return rates and times."""
    offscreen = OffscreenThread()
    forced = None if options.buffered is None else bool(options.buffered)
    with VideoSource(path) as source:
        frames = list(source.frames())
        layout = default_layout(options.codec, source.layout)
        target = scaled(source.size, options.scale)
        target = Size(target.width & ~1, target.height & ~1)
        output = PlaneOutput(layout, output_colour(source.colour, layout, source.size))
        renderer = offscreen.call(
            lambda c: Renderer(c, RenderOptions.of(preset=options.preset), buffered=forced)
        )  # fmt: skip
        driver = offscreen.call(Capabilities.of)

        def writer(name: str) -> VideoWriter:
            return VideoWriter(
                folder / name, source, size=target, layout=layout, colour=output.colour,
                codec=options.codec, crf=options.crf, preset=options.codec_preset, overwrite=True,
            )  # fmt: skip

        def draw_all(_: Any) -> None:
            for frame in frames:
                renderer.render(frame, target=target, output=output)
            renderer.read()

        def ready(_: Any) -> list[Any]:
            made = []
            for frame in frames:
                renderer.render(frame, target=target, output=output)
                blank = spare.blank()
                renderer.read_into(blank.planes).wait()
                made.append(blank)
            return made

        spare = writer("spare.mkv")
        results = offscreen.call(ready)
        spare.discard()
        stages: list[dict[str, float]] = []

        def encode_only() -> None:
            with writer("encoded.mkv") as sink:
                for frame, blank in zip(frames, results, strict=True):
                    sink.write(blank, frame.pts or 0, frame.duration)

        def whole() -> None:
            extra = {"hwdec": options.hwdec} if options.hwdec else {}
            result = transcode(
                path, folder / "whole.mkv", size=tuple(target), preset=options.preset,
                codec=options.codec, crf=options.crf, codec_preset=options.codec_preset,
                overwrite=True, **extra,
            )  # fmt: skip
            stages.append(dict(result.seconds))

        works = {
            "encode": encode_only, "draw": lambda: offscreen.call(draw_all), "whole": whole,
        }  # fmt: skip
        seconds: dict[str, list[float]] = {name: [] for name in works}
        busy: dict[str, list[float]] = {name: [] for name in works}
        with _forced(forced):
            for _ in range(options.rounds):
                for name, work in works.items():
                    wall, processor = _time(work)
                    seconds[name].append(wall)
                    busy[name].append(processor / len(frames) * 1e3)
        same = _same(folder / "encoded.mkv", folder / "whole.mkv")
        offscreen.call(lambda _: renderer.release())
    offscreen.close()
    rates = {name: [len(frames) / second for second in many] for name, many in seconds.items()}
    median = {name: statistics.median(many) for name, many in rates.items()}
    in_turn = 1 / (1 / median["encode"] + 1 / median["draw"])
    return {
        "driver": driver.renderer,
        "processors": os.cpu_count(),
        "source": str(source.size), "target": str(target), "layout": layout.name,
        "frames": len(frames),
        "preset": options.preset, "codec": f"{options.codec} {options.codec_preset}",
        "frames_per_second": {name: [round(r, 2) for r in many] for name, many in rates.items()},
        "whole_of_encode": round(median["whole"] / median["encode"], 4),
        "whole_of_encode_and_draw_in_turn": round(median["whole"] / in_turn, 4),
        "processor_milliseconds_a_frame": {n: round(min(m), 2) for n, m in busy.items()},
        "same_video": same,
        "milliseconds_a_frame": {
            name: round(statistics.median(s.get(name, 0.0) for s in stages) / len(frames) * 1e3, 3)
            for name in stages[-1]
        },
    }  # fmt: skip


@contextmanager
def _forced(buffered: bool | None) -> Iterator[None]:
    """Have `transcode` use pixel buffers, or not."""
    from anime4k_gl.gl.pixel_transfer import Transfers

    real = Transfers.__init__
    if buffered is not None:
        chosen = buffered

        def init(self: Transfers, gl: Any, *, buffered: bool) -> None:
            real(self, gl, buffered=chosen)

        Transfers.__init__ = init  # type: ignore[method-assign]
    try:
        yield
    finally:
        Transfers.__init__ = real  # type: ignore[method-assign]


def _time(work: Callable[[], Any]) -> tuple[float, float]:
    """Return the seconds a piece of work takes, by the clock and of all processors together."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - busy


def _same(one: Path, other: Path) -> bool:
    """Whether two videos have the same first and last frames: encoders given the same decide so."""

    def some(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            return [np.ascontiguousarray(f.to_ndarray()).tobytes()
                    for f, _ in zip(container.decode(video=0), range(8), strict=False)]  # fmt: skip

    return some(one) == some(other)


def _table(result: dict[str, Any]) -> str:
    lines = [
        f"{result['driver']}, {result['processors']} processors",
        f"{result['frames']} frames, {result['source']} to {result['target']},"
        f" {result['layout']}, {result['preset']}, {result['codec']}",
        "",
    ]
    titles = {
        "encode": "encoder alone, ready frames",
        "draw": "upload and draw alone",
        "whole": "the whole path",
    }
    for name, title in titles.items():
        many = result["frames_per_second"][name]
        lines.append(
            f"{title:32} {statistics.median(many):8.2f} frames/s"
            f"  (from {min(many):.2f} to {max(many):.2f}),"
            f" {result['processor_milliseconds_a_frame'][name]:8.2f} ms of processors a frame"
        )
    lines += [
        "",
        f"whole path / encoder alone           {result['whole_of_encode']:7.1%}",
        f"whole path / encode and draw in turn {result['whole_of_encode_and_draw_in_turn']:7.1%}",
        f"the same video: {'yes' if result['same_video'] else 'NO'}",
        "",
        "milliseconds a frame, by what threads do (in the whole path; they overlap):",
    ]
    lines += [f"  {name:24} {ms:9.3f}" for name, ms in result["milliseconds_a_frame"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
