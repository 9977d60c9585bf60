"""mpv and ffmpeg run the reference preset on the same clips, and `anime4k-gl upscale` beside them.

    .venv/bin/python benchmarks/against_players.py            # both parts
    .venv/bin/python benchmarks/against_players.py --part frame --rounds 1

Wall clock of whole commands, every one with the same encoder: x264, veryfast, crf 16, yuv420p; and
beside it processor time, which does not mind what else the machine does.

frame  960x540 to 1920x1080: milliseconds a frame, from a long clip's time less a short one's, so
       that starting up is left out.
clip   the demo clip at twice its size: seconds in all, starting up included.

mpv is its vo_gpu as the filter ``vf=gpu``; ffmpeg its filter libplacebo, on Vulkan. Both get the
preset as one user shader. Players older than parameters get their values as macros. A player whose
shader does not compile goes on without it, so the pictures are compared: what counts must be nearer
to our reference's picture than to the scaler's alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import av
import numpy as np

from anime4k_gl.bench.inputs import pictures
from anime4k_gl.bench.report import aligned
from anime4k_gl.bench.run import REFERENCE
from anime4k_gl.formats import Size
from anime4k_gl.library import DEFAULT_PRESET, NO_PRESET, preset_shader
from anime4k_gl.usershader import UserShader, format_user_shader

DEMO = Path(__file__).parents[1] / "anime4k_gl" / "assets" / "demo.mkv"
SPEED, CRF = "veryfast", 16
SHORT, LONG = 4, 16
"""Frames of the two clips whose times are subtracted."""


class NotMeasured(Exception):
    """A contender cannot be measured; the message says why."""


@dataclass(frozen=True)
class Task:
    """One clip to upscale."""

    clip: Path
    size: Size
    shader: Path


@dataclass
class Contender:
    """A program under test: how to call it, and what was measured.

    Attributes
    ----------
    taken : for each task, in each round: seconds by the clock, seconds of processor time
    likeness : PSNR to the reference's picture, in dB
    reason : why it was not measured
    """

    name: str
    command: Callable[[Task, Path], list[str]]
    taken: dict[str, list[np.ndarray]] = field(default_factory=dict)
    likeness: float | None = None
    reason: str | None = None


def ours(preset: str) -> Callable[[Task, Path], list[str]]:
    """Return how to call this package."""

    def command(task: Task, out: Path) -> list[str]:
        return [
            sys.executable, "-m", "anime4k_gl", "upscale", str(task.clip), str(out), "--overwrite",
            "--preset", preset, "--size", str(task.size), "--codec", "libx264",
            "--codec-preset", SPEED, "--crf", str(CRF), "--pix-fmt", "yuv420p", "--quiet",
        ]  # fmt: skip

    return command


def mpv(program: str) -> Callable[[Task, Path], list[str]]:
    """Return how to call mpv."""

    def command(task: Task, out: Path) -> list[str]:
        return [
            _found(program), "--no-config", "--load-scripts=no", "--osc=no", "--ytdl=no",
            "--audio=no", "--sub=no", "--msg-level=all=error,gpu=warn",
            f"--vf=gpu=w={task.size.width}:h={task.size.height},format=yuv420p",
            "--scale=catmull_rom", f"--glsl-shaders-append={task.shader}", "--ovc=libx264",
            f"--ovcopts=preset={SPEED},crf={CRF}", "--of=matroska", f"--o={out}", str(task.clip),
        ]  # fmt: skip

    return command


def ffmpeg(program: str) -> Callable[[Task, Path], list[str]]:
    """Return how to call ffmpeg."""

    def command(task: Task, out: Path) -> list[str]:
        placebo = (
            f"libplacebo=w={task.size.width}:h={task.size.height}:upscaler=catmull_rom"
            f":custom_shader_path={task.shader}"
        )
        return [
            _found(program), "-v", "error", "-y", "-init_hw_device", "vulkan=gpu",
            "-filter_hw_device", "gpu", "-i", str(task.clip), "-an", "-sn",
            "-vf", f"format=yuv420p,hwupload,{placebo},hwdownload,format=yuv420p",
            "-c:v", "libx264", "-preset", SPEED, "-crf", str(CRF), str(out),
        ]  # fmt: skip

    return command


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise NotMeasured(f"{program} is not installed")
    return path


def shader_for_players(preset: str) -> str:
    """Return a preset as one file for players that know no parameters."""
    shader = preset_shader(preset)
    macros = "".join(f"#define {p.name} {p.default!r}\n" for p in shader.params)
    passes = (replace(p, body=macros + p.body) for p in shader.passes)
    return format_user_shader(UserShader(tuple(passes)))


def write_clip(path: Path, frames: int) -> None:
    """Write a lossless 960x540 clip of the bench's inputs in turn, 24 frames a second."""
    images = [image[..., :3] for image in pictures(Size(960, 540))]
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=24, options={"qp": "0", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 960, 540, "yuv420p"
        # Said outright: left to guess, the three guess differently.
        context = stream.codec_context
        context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1  # BT.709
        context.color_range = 1  # limited
        for index in range(frames):
            # Moved a little each time, so that an encoder has what it has in a film.
            image = np.roll(images[index % len(images)], index, axis=1)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
            frame = frame.reformat(
                format="yuv420p", dst_colorspace=1, src_color_range=2, dst_color_range=1
            )
            file.mux(stream.encode(frame))
        file.mux(stream.encode())


def luma(path: Path) -> list[np.ndarray]:
    """Return about eight frames from all over a clip, their first plane."""
    with av.open(str(path)) as file:
        planes = [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]
    return [plane.astype(np.float32) for plane in planes[:: max(1, len(planes) // 8)]]


def psnr(a: Sequence[np.ndarray], b: Sequence[np.ndarray]) -> float:
    """Return the PSNR of two clips in dB; minus infinity where their sizes differ."""
    if len(a) != len(b) or any(x.shape != y.shape for x, y in zip(a, b, strict=True)):
        return float("-inf")
    error = np.mean([np.mean((x - y) ** 2) for x, y in zip(a, b, strict=True)])
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def run(contender: Contender, task: Task, out: Path) -> np.ndarray:
    """Return what a contender takes for a clip: seconds by the clock, seconds of processor time.

    Raises
    ------
    NotMeasured : it is not there, or failed
    """
    command = contender.command(task, out)
    out.unlink(missing_ok=True)
    start, before = time.perf_counter(), os.times()
    completed = subprocess.run(command, capture_output=True, text=True, errors="replace")
    seconds, after = time.perf_counter() - start, os.times()
    processor = sum(after[2:4]) - sum(before[2:4])  # of children that have ended
    words = (completed.stderr + completed.stdout).strip().splitlines()
    if completed.returncode or not out.exists() or out.stat().st_size == 0:
        raise NotMeasured(f"it failed: {words[-1] if words else f'code {completed.returncode}'}")
    return np.array([seconds, processor])


def measure(
    contenders: Sequence[Contender], label: str, task: Task, folder: Path, rounds: int
) -> None:
    """Run every contender `rounds` times in turn, the reference first, and compare pictures."""
    wanted: list[np.ndarray] = []
    plain = folder / "plain.mkv"
    run(Contender("plain", ours(NO_PRESET)), task, plain)
    unlike = luma(plain)
    for number in range(rounds):
        for contender in contenders:
            if contender.reason:
                continue
            print(f"{label}, round {number + 1}: {contender.name}", file=sys.stderr, flush=True)
            out = folder / "out.mkv"
            try:
                contender.taken.setdefault(label, []).append(run(contender, task, out))
            except NotMeasured as error:
                contender.reason = str(error)
                continue
            if number == 0:
                made = luma(out)
                wanted = wanted or made
                contender.likeness = min(psnr(made, wanted), 99.0)
                if contender.likeness <= psnr(made, unlike):
                    contender.reason = "its picture is the scaler's alone: it ran no shader"


@contextmanager
def display() -> Iterator[None]:
    """Give mpv an X display where there is none; started before anything is timed."""
    if os.environ.get("DISPLAY") or shutil.which("Xvfb") is None:
        yield
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x240x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            os.environ["DISPLAY"] = f":{pipe.readline().strip()}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        server.terminate()
        server.wait()


def summary(
    contenders: Sequence[Contender], unit: str, value: Callable[[Contender], np.ndarray]
) -> dict:
    """Return one part's rows: each contender's figure, and ratios to the reference and players."""
    figures = {c.name: value(c) for c in contenders if c.reason is None}
    players = [figures[n][0] for n in ("mpv", "ffmpeg libplacebo") if n in figures]
    rows = []
    for c in contenders:
        clock, processor = figures.get(c.name, (None, None))
        row = {"name": c.name, unit: clock, "of_processor_time": processor, "reason": c.reason}
        if clock and REFERENCE in figures:
            row["times_faster_than_reference"] = figures[REFERENCE][0] / clock
        if clock and players:
            row["times_faster_than_better_player"] = min(players) / clock
        rows.append(row | {"psnr_to_reference_db": c.likeness})
    return {"unit": unit, "rows": rows}


def table(part: dict) -> list[str]:
    """Return one part as lines of text."""
    columns = {
        part["unit"]: part["unit"],
        "processor": "of_processor_time",
        "x reference": "times_faster_than_reference",
        "x better player": "times_faster_than_better_player",
        "dB to reference": "psnr_to_reference_db",
    }
    rows = []
    for row in part["rows"]:
        if row["reason"]:
            rows.append([row["name"], f"not measured: {row['reason']}"])
            continue
        cells = [row.get(key) for key in columns.values()]
        rows.append([row["name"], *("" if cell is None else f"{cell:.2f}" for cell in cells)])
    return aligned(("what", *columns), rows)


def contenders_of(arguments: argparse.Namespace) -> list[Contender]:
    """Return what is measured, the reference first."""
    presets = dict.fromkeys([REFERENCE, *(arguments.preset or [DEFAULT_PRESET])])
    return [
        *(Contender(name, ours(name)) for name in presets),
        Contender("mpv", mpv(arguments.mpv)),
        Contender("ffmpeg libplacebo", ffmpeg(arguments.ffmpeg)),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("frame", "clip"), action="append")
    parser.add_argument("--preset", action="append", help="ours to measure; default: the default")
    parser.add_argument("--clip", type=Path, default=DEMO, help="default: the demo clip")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--mpv", default="mpv", help="the program")
    parser.add_argument("--ffmpeg", default="ffmpeg", help="the program, with libplacebo")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    arguments = parser.parse_args()
    parts: dict[str, dict] = {}
    with tempfile.TemporaryDirectory() as name, display():
        folder = Path(name)
        shader = folder / "reference.glsl"
        shader.write_text(shader_for_players(REFERENCE), "utf-8")
        chosen = arguments.part or ["frame", "clip"]
        if "frame" in chosen:
            contenders = contenders_of(arguments)
            for frames in (SHORT, LONG):
                clip = folder / f"{frames}.mkv"
                write_clip(clip, frames)
                task = Task(clip, Size(1920, 1080), shader)
                measure(contenders, str(frames), task, folder, arguments.rounds)

            def a_frame(c: Contender) -> np.ndarray:
                long, short = (np.median(c.taken[str(n)], axis=0) for n in (LONG, SHORT))
                return (long - short) / (LONG - SHORT) * 1e3

            parts["960x540 to 1920x1080"] = summary(contenders, "ms a frame", a_frame)
        if "clip" in chosen:
            contenders = contenders_of(arguments)
            with av.open(str(arguments.clip)) as file:
                stream = file.streams.video[0]
                size = Size(2 * stream.width, 2 * stream.height)
            task = Task(arguments.clip, size, shader)
            measure(contenders, "clip", task, folder, arguments.rounds)
            title = f"{arguments.clip.name} to {size}"
            parts[title] = summary(
                contenders, "seconds", lambda c: np.median(c.taken["clip"], axis=0)
            )
    if arguments.json:
        print(json.dumps(parts, indent=2))
        return
    for title, part in parts.items():
        print(f"{title}, x264 {SPEED} crf {CRF}", "", *table(part), "", sep="\n")


if __name__ == "__main__":
    main()
