"""Held drawings: what drawing them once saves, and how often encoders leave them recognisable.

    python benchmarks/held.py            # draw times of a clip on twos and the same clip on ones
    python benchmarks/held.py --noise    # what x264 and x265 make of a hold, by crf

The clip on ones shows the demo clip's drawings one frame each, the clip on twos every second of
them for two frames: as many frames, of the same content, without loss. Both are upscaled in turn,
so that whatever else the machine does falls on both. The draw time is that of comparing, uploading,
drawing and reading back. Prints the ratio of the medians.

``--noise`` prints, of the second frames of all holds: how many are equal to the byte, how many are
within the tolerance of ``--held tolerant``, and the median, 90 % and most of the largest difference
of a sample, of the mean difference, and of the largest mean of a block of 16 x 16 luma samples, in
codes. The last columns are the least of the same from one drawing to the next.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

import anime4k_gl as a4k
from anime4k_gl.cli import demo_clip
from anime4k_gl.formats import Size
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.rendering.held import NOISE, alike
from anime4k_gl.sizes import parse_size
from anime4k_gl.transcoding import Transcoded

Picture = np.ndarray[Any, np.dtype[np.uint8]]

_DRAWING = ("compare", "upload", "draw", "read")
_ENCODERS = (
    ("libx264", {"preset": "medium"}),
    ("libx264", {"preset": "slow", "tune": "animation"}),
    ("libx265", {"preset": "medium", "x265-params": "log-level=none"}),
)
_CRFS = (12, 16, 20, 24)


def main() -> None:
    """Measure, and print."""
    options = _options()
    size = parse_size(options.source_size, Size(16, 9))
    pictures = _drawings(size, options.frames)
    with tempfile.TemporaryDirectory() as name:
        if options.noise:
            _noise(Path(name), pictures[::2], size)
        else:
            _draw_times(Path(name), pictures, size, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source-size", default="480x270")
    parser.add_argument("--frames", type=int, default=48)
    parser.add_argument("--preset", default="v1.0-rc")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--noise", action="store_true", help="measure encoders instead")
    return parser.parse_args()


def _drawings(size: Size, count: int) -> list[Picture]:
    """Return frames of the demo clip, resized."""
    made: list[Picture] = []
    with av.open(str(demo_clip())) as clip:
        for frame in clip.decode(video=0):
            sized = frame.reformat(width=size.width, height=size.height, format="yuv420p")
            made.append(sized.to_ndarray())
            if len(made) == count:
                break
    return made


def _write(
    path: Path, pictures: Sequence[Picture], size: Size, codec: str, options: dict[str, str]
) -> None:
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(codec, rate=24, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _on_twos(drawings: Sequence[Picture]) -> list[Picture]:
    return [drawing for drawing in drawings for _ in range(2)]


def _draw_times(
    folder: Path, pictures: list[Picture], size: Size, options: argparse.Namespace
) -> None:
    clips = {"on ones": pictures, "on twos": _on_twos(pictures[::2])[: len(pictures)]}
    times: dict[str, list[float]] = {name: [] for name in clips}
    done: dict[str, Transcoded] = {}
    for name, frames in clips.items():
        _write(folder / f"{name}.mkv", frames, size, "ffv1", {})
    for _ in range(options.rounds):
        for name in clips:
            done[name] = a4k.transcode(
                folder / f"{name}.mkv", folder / "out.mkv", preset=options.preset,
                codec_preset="ultrafast", overwrite=True,
            )  # fmt: skip
            times[name].append(sum(done[name].seconds.get(part, 0.0) for part in _DRAWING))
    print(f"{len(pictures)} frames of {size}, {options.preset}, medians of {options.rounds}")
    for name, result in done.items():
        seconds, compare = statistics.median(times[name]), result.seconds["compare"]
        print(
            f"{name}: {result.held} of {result.frames} held, draw time {seconds:.2f} s,"
            f" of which comparing {1000 * compare / result.frames:.2f} ms a frame"
        )
    ratio = statistics.median(times["on twos"]) / statistics.median(times["on ones"])
    print(f"ratio {ratio:.2f}")


def _noise(folder: Path, drawings: list[Picture], size: Size) -> None:
    print(f"{len(drawings)} drawings of {size} on twos; tolerance {NOISE}")
    print("encoder crf | equal tolerant | sample 50 90 100 % | mean | block | least of movement")
    for codec, options in _ENCODERS:
        for crf in _CRFS:
            path = folder / "coded.mkv"
            _write(path, _on_twos(drawings), size, codec, {**options, "crf": str(crf)})
            with VideoSource(path) as source:
                frames = list(source.frames())
            with av.open(str(path)) as coded:
                pictures = [frame.to_ndarray() for frame in coded.decode(video=0)]
            pairs = list(zip(frames[::2], frames[1::2], strict=True))
            equal = sum(alike(one, other) for one, other in pairs) / len(pairs)
            close = sum(alike(one, other, NOISE) for one, other in pairs) / len(pairs)
            held = [
                _difference(a, b, size) for a, b in zip(pictures[::2], pictures[1::2], strict=False)
            ]
            moved = [
                _difference(a, b, size)
                for a, b in zip(pictures[1::2], pictures[2::2], strict=False)
            ]
            spread = np.percentile(np.array(held), (50, 90, 100), axis=0).T
            words = " | ".join(" ".join(f"{value:.3g}" for value in row) for row in spread)
            least = " ".join(f"{value:.3g}" for value in np.array(moved).min(axis=0))
            name = " ".join(filter(None, (codec, options.get("tune"))))
            print(f"{name} {crf} | {equal:.0%} {close:.0%} | {words} | {least}", flush=True)


def _difference(one: Picture, other: Picture, size: Size) -> tuple[float, float, float]:
    """Return the largest difference of two pictures, the mean one, and a luma block's largest."""
    difference = np.abs(one.astype(np.int16) - other)
    rows, columns = size.height // 16, size.width // 16
    luma = difference[: 16 * rows, : 16 * columns]
    blocks = luma.reshape(rows, 16, columns, 16).mean((1, 3))
    return float(difference.max()), float(difference.mean()), float(blocks.max())


if __name__ == "__main__":
    main()
