"""Videos of several segments, a run of the command on them in a process of its own, and hashes."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import av

from anime4k_gl.formats import Size
from support.clips.media_clips import smooth, write_clip

SIZE = Size(64, 36)
FRAMES = 240  # at 24 a second
LEAST = 2  # seconds of a segment

_PROGRAM = f"""
import sys
from fractions import Fraction
import anime4k_gl.transcoding.segments.cuts as cuts
cuts.LEAST_SECONDS = Fraction({LEAST})
from anime4k_gl.__main__ import main
main(sys.argv[1:])
"""

QUICK = ("--preset", "none", "--codec-preset", "ultrafast", "--deinterlace", "off")
"""Options with which a run takes a second or two: it is not drawing that is tested."""


def clip_with_cuts(
    path: Path, *, count: int = FRAMES, codec: str = "libx264", audio: str | None = "aac"
) -> Path:
    """Write a video with a key frame each second, B-frames, sound, subtitles and a chapter."""
    subtitles = [("subrip", [(0.5, 1.5, "one"), (4.0, 5.5, "two")])]
    write_clip(
        path,
        size=SIZE,
        count=count,
        codec=codec,
        make=smooth,
        options={"g": "24", "bf": "2"},
        audio=audio,
        audio_seconds=count / 24,
        subtitles=subtitles if path.suffix == ".mkv" else (),
        chapters=[(0.0, 2.0, "start")],
    )
    return path


def command(source: Path, target: Path, *options: str, least: bool = True) -> list[str]:
    """Return the command line of a run with short segments; without `least`, with usual ones."""
    program = _PROGRAM if least else _PROGRAM.replace(f"Fraction({LEAST})", "Fraction(10)")
    return [sys.executable, "-c", program, "upscale", str(source), str(target), *QUICK, *options]


def run(source: Path, target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    line = command(source, target, *options)
    return subprocess.run(line, capture_output=True, text=True, env=dict(os.environ), timeout=240)


@dataclass(frozen=True)
class Facts:
    """What is in a video file.

    Attributes
    ----------
    pictures : a hash of all decoded frames
    times : of these, in seconds
    others : by stream, the times, lengths and hashes of packets that are not of the video
    """

    pictures: str
    times: tuple[float, ...]
    others: dict[int, list[tuple[int | None, int | None, int | None, str]]]


def facts(path: Path) -> Facts:
    """Return what is in a video file."""
    pictures, times = hashlib.sha256(), []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.pts is not None and frame.time_base is not None
            pictures.update(frame.to_ndarray().tobytes())
            times.append(round(float(frame.pts * frame.time_base), 6))
    others: dict[int, list[tuple[int | None, int | None, int | None, str]]] = {}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.stream.type != "video" and packet.size:
                told = hashlib.sha256(bytes(packet)).hexdigest()[:12]
                others.setdefault(packet.stream_index, []).append(
                    (packet.pts, packet.dts, packet.duration, told)
                )
    return Facts(pictures.hexdigest(), tuple(times), others)


def hidden(folder: Path) -> list[str]:
    """Return the names of hidden files in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def killed_then_run(source: Path, target: Path, *options: str, seed: int, most: int = 6) -> int:
    """Run and kill at random moments, then let a run end; return how often it was killed."""
    generator = random.Random(seed)
    kills, longest = 0, 4.0
    while kills < most:
        process = subprocess.Popen(
            command(source, target, *options), stderr=subprocess.PIPE, text=True
        )
        started = time.monotonic()
        try:
            process.communicate(timeout=generator.uniform(0.3, longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
            if target.exists():  # it was in its last breath
                return kills
            continue
        assert process.returncode == 0
        if kills:
            return kills
        longest = (time.monotonic() - started) * 0.8  # of a whole run
        target.unlink()
    done = run(source, target, *options)
    assert done.returncode == 0, done.stderr
    return kills
