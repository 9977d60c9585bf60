"""Memory over a long video: flat, or not.

    python benchmarks/memory.py --seconds 1200

Makes a clip of low resolution with sound, upscales it in this process, and prints the memory held
at ten moments, and the most that was held at any time. What grows with the length of a video would
grow here: packets that wait for each other, textures, frames. ``--json`` prints the same as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from anime4k_gl.transcoding import transcode

_RATE = 48_000
_SOUND_FRAME = 1024


@dataclass
class Held:
    """Memory at a moment: of the video, in seconds, and in MiB."""

    seconds: float
    mib: float


def main() -> None:
    """Measure, and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.mkv"
        _write_clip(source, options)
        result = measure(source, Path(folder) / "out.mkv", options)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(f"{options.seconds} s of {options.width}x{options.height}, {options.fps} frames/s,")
    print(f"preset {options.preset}, in {result['took']:.0f} s\n")
    print("seconds   MiB")
    for held in result["held"]:
        print(f"{held['seconds']:7.0f} {held['mib']:5.0f}")
    print(f"\nthe last tenth over the second: {result['growth']:.3f}")
    print(
        f"the most at any time: {result['most']:.0f} MiB, {result['most_once']:.0f} before it ended"
    )


def measure(source: Path, target: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return what was held while a clip was upscaled."""
    held: list[Held] = []
    every = max(1, options.seconds * options.fps // 10)

    def look(done: int, _: int | None) -> None:
        if done % every == 0:
            held.append(Held(done / options.fps, _resident()))

    begun = time.perf_counter()
    most_once = 0.0

    def progress(done: int, total: int | None) -> None:
        nonlocal most_once
        look(done, total)
        most_once = _most()

    transcode(
        source, target, preset=options.preset, codec_preset="ultrafast", progress=progress,
        deinterlace="off",
    )  # fmt: skip
    return {
        "held": [asdict(each) for each in held],
        "growth": held[-1].mib / held[1].mib,
        "most": _most(),
        "most_once": most_once,
        "took": time.perf_counter() - begun,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=1200)
    parser.add_argument("--fps", type=int, default=24)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--height", type=int, default=54)
    parser.add_argument("--preset", default="none")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _resident() -> float:
    """Return the memory that this process holds now, in MiB; Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write_clip(path: Path, options: argparse.Namespace) -> None:
    """Write a video of moving noise with sound."""
    noise = np.random.default_rng(0).integers(0, 255, (options.height, 2 * options.width, 3))
    picture = noise.astype(np.uint8)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=options.fps, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = options.width, options.height, "yuv420p"
        sound = container.add_stream("aac", rate=_RATE, layout="stereo")
        at = 0
        silence = np.zeros((2, _SOUND_FRAME), np.float32)
        for number in range(options.seconds * options.fps):
            left = number % options.width
            pixels = np.ascontiguousarray(picture[:, left : left + options.width])
            frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, options.fps)
            container.mux(video.encode(frame))
            while at * options.fps < (number + 1) * _RATE:
                part = av.AudioFrame.from_ndarray(silence, "fltp", "stereo")
                part.sample_rate, part.pts, part.time_base = _RATE, at, Fraction(1, _RATE)
                container.mux(sound.encode(part))
                at += _SOUND_FRAME
        container.mux(video.encode(None))
        container.mux(sound.encode(None))


if __name__ == "__main__":
    main()
