"""Run published user shaders here and in the players, and count how many run and match.

    python tools/compare_published.py PATH... [--player mpv|libplacebo] [--each N] [--keep FOLDER]

PATH is a shader or a folder of them. Each file is asked about once a player: mpv's vo_gpu as
installed, and libplacebo in ffmpeg's filter. The clip and the size of the result go by the file's
name, so that they are the same in every run and differ among files. Files are read where they lie;
nothing of them is kept but the players' answers in FOLDER, for the next run.

A file counts as run where the engine draws it, and as matched where the picture is within 45 dB of
the player's. Files that a player refuses are not counted for that player. Prints what does not run
or match, the worst last, and the figures; exits with 1 where anything does not run.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
# Without this Mesa refuses published shaders that mpv runs on other drivers.
os.environ.setdefault("allow_glsl_extension_directive_midshader", "true")

# ruff: noqa: E402
from oracles.libplacebo.oracle import Placebo, PlaceboFailed
from oracles.libplacebo.oracle import installed as installed_placebo
from oracles.mpv.case import DOUBLE, DOWN, UP, target_size
from oracles.mpv.clips import CLIPS, Clips
from oracles.mpv.oracle import MpvFailed, Oracle
from oracles.mpv.params import without_params
from oracles.mpv.player import installed as installed_mpv
from support.compare import psnr

from anime4k_gl import Anime4KError, parse_user_shader
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.plan import ScalingOptions
from anime4k_gl.usershader.parser import read_text

LEAST = 45.0
"""The PSNR in dB from which on two pictures are the same."""

FRAMES = 2
TIMEOUT = 240
"""Seconds for the engine to draw a file."""

SUFFIXES = frozenset({".glsl", ".hook", ".frag", ".comp"})
CLIP_NAMES = ("yuv420p", "yuv444p", "yuv420p10", "nv12", "yuv420p-709", "rgb24")
SIZES = (DOUBLE, UP, DOUBLE, DOWN)

_REFUSED = re.compile(
    r"(Unrecognized|Error (while )?parsing|does not define|Invalid COMPONENTS"
    r"|Failed (executing|dispatching)|resizing non-resizable|unknown texture)[^\n]*"
)

# Points at which earlier versions run nothing, or not at every size.
_LATE_POINTS = {
    (6, 292): re.compile(r"^\s*//!HOOK\s*(SCALED|PREOUTPUT)\s*$", re.MULTILINE),
    (6, 338): re.compile(r"^\s*//!(HOOK|BIND)\s*(CHROMA|ALPHA)_SCALED\s*$", re.MULTILINE),
}
_LIGHT = re.compile(r"^\s*//!(HOOK|BIND)\s*(LINEAR|SIGMOID)\s*$", re.MULTILINE)

Pictures = list[Any]


@dataclass(frozen=True)
class Question:
    """A file, and what it is to be run over."""

    path: Path
    text: str
    clip: str
    size: Size

    @classmethod
    def of(cls, path: Path) -> Question:
        """Return a file's question, chosen by its name."""
        digest = hashlib.sha256(path.name.encode()).digest()
        clip = CLIP_NAMES[digest[0] % len(CLIP_NAMES)]
        size = target_size(CLIPS[clip].size, SIZES[digest[1] % len(SIZES)])
        return cls(path, read_text(str(path)), clip, size)


@dataclass(frozen=True)
class Outcome:
    """What came of a question to one player.

    Attributes
    ----------
    refused : why the player does not run the file; None where it does
    failed : why the engine does not run it; None where it does
    near : the PSNR of the two pictures in dB, where there are two
    """

    question: Question
    player: str
    refused: str | None = None
    failed: str | None = None
    near: float | None = None

    def __str__(self) -> str:
        what = f"{self.near:.1f} dB" if self.near is not None else ""
        what += f"refused: {self.refused}" if self.refused else ""
        what += f" does not run: {self.failed}" if self.failed else ""
        asked = f"{self.question.clip} to {self.question.size}"
        return f"{self.player}: {self.question.path} ({asked}): {what}"


class Engine:
    """The engine in a process of its own, which may crash or never come back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: Any = None
        self._line: Any = None

    def draw(self, question: Question, dialect: str) -> Pictures | str:
        """Return the engine's pictures, or why there are none."""
        if self._process is None or not self._process.is_alive():
            self._line, theirs = multiprocessing.Pipe()
            spawned = multiprocessing.get_context("spawn")
            self._process = spawned.Process(
                target=_draw_each, args=(theirs, self._folder), daemon=True
            )
            self._process.start()
            theirs.close()
        self._line.send((question, dialect))
        try:
            if self._line.poll(TIMEOUT):
                answer: Pictures | str = self._line.recv()
                return answer
        except EOFError:
            self._process.join()
            return f"the process ended with {self._process.exitcode}"
        self._process.kill()
        self._process.join()
        return f"nothing after {TIMEOUT} s"


def _draw_each(line: Connection, folder: Path) -> None:
    """Answer questions for as long as there are any."""
    from anime4k_gl.gl.context import create_headless_context

    context = create_headless_context()
    clips = Clips(folder)
    while True:
        question, dialect = line.recv()
        try:
            with context:
                line.send(_drawn(context, clips, question, dialect))
        except (Anime4KError, UnicodeError) as error:
            line.send(str(error).strip().replace("\n", " | ")[:600])


def _drawn(context: Any, clips: Clips, question: Question, dialect: str) -> Pictures:
    from anime4k_gl.rendering.render_options import RenderOptions
    from anime4k_gl.rendering.renderer import Renderer

    shader = parse_user_shader(question.text, filename=question.path.name)
    # What mpv 0.35 does unless told otherwise; libplacebo makes kernels wider.
    scaling = ScalingOptions(correct_downscaling=dialect == "libplacebo")
    options = RenderOptions.for_shaders(
        [shader], scaler="bilinear", dialect=dialect, scaling=scaling
    )
    renderer = Renderer(context, options)
    try:
        pictures = []
        for frame in clips.frames(question.clip, FRAMES):
            renderer.render(frame, target=question.size, output=RGBA8)
            pictures.append(renderer.read()[0][..., :3].copy())
        return pictures
    finally:
        renderer.release()


def ask_mpv(oracle: Oracle, clips: Clips, question: Question) -> Pictures | str:
    """Return mpv's pictures, or why it does not run a file."""
    try:
        run = oracle.mpv_frames(
            clips.path(question.clip), [without_params(question.text)],
            size=question.size, frames=FRAMES,
        )  # fmt: skip
    except (MpvFailed, subprocess.TimeoutExpired) as error:
        return _first_line(error)
    refused = _REFUSED.search(run.trace)
    return refused[0] if refused else run.frames


def ask_libplacebo(placebo: Placebo, clips: Clips, question: Question) -> Pictures | str:
    """Return libplacebo's pictures, or why it does not run a file."""
    known, version = placebo.filter.knows_params, placebo.filter.version
    for since, points in _LATE_POINTS.items():
        if version < since and points.search(question.text):
            return f"a point that libplacebo runs since {since[0]}.{since[1]} at every size"
    try:
        run = placebo.frames(
            clips.path(question.clip), question.text if known else without_params(question.text),
            size=question.size, frames=FRAMES, light=bool(_LIGHT.search(question.text)),
        )  # fmt: skip
    except (PlaceboFailed, subprocess.TimeoutExpired) as error:
        return _first_line(error)
    refused = _REFUSED.search(run.complaints)
    return refused[0] if refused else run.frames


def _first_line(error: Exception) -> str:
    said = [line for line in str(error).splitlines() if "rror" in line or "expected" in line]
    return (said or [type(error).__name__])[0][:200]


def compare(
    question: Question, player: str, ask: Callable[[Question], Pictures | str], engine: Engine
) -> Outcome:
    """Ask a player and the engine."""
    try:
        theirs = ask(question)
    except (KeyError, ValueError, IndexError) as error:  # of `without_params`
        theirs = f"its parameters cannot be written in: {error!r}"
    dialect = {"mpv": "vo_gpu"}.get(player, player)
    mine = engine.draw(question, dialect)
    refused = theirs if isinstance(theirs, str) else None
    if isinstance(mine, str):
        return Outcome(question, player, refused, failed=mine)
    if refused is not None or isinstance(theirs, str):
        return Outcome(question, player, refused)
    near = likeness(mine, theirs)
    if near < LEAST and "//!PARAM" in question.text:
        # With numbers written in, as players without PARAM have them, compilers compute otherwise.
        written = engine.draw(replace(question, text=without_params(question.text)), dialect)
        near = max(near, likeness(written, theirs) if not isinstance(written, str) else near)
    return Outcome(question, player, near=near)


def likeness(mine: Pictures, theirs: Pictures) -> float:
    """Return the PSNR in dB of the frames that differ most."""
    return float(min(psnr(a, b, peak=255) for a, b in zip(mine, theirs, strict=True)))


def found(paths: Iterable[Path], each: int) -> Iterator[Path]:
    """Yield the shader files of paths, at most `each` of a folder."""
    for path in paths:
        if path.is_file():
            yield path
            continue
        folders: dict[Path, list[Path]] = {}
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in SUFFIXES and "//!" in read_text(str(file)):
                folders.setdefault(file.parent, []).append(file)
        for files in folders.values():
            # Spread over the folder: names that follow each other are variants of one shader.
            step = max(1, -(-len(files) // each)) if each else 1
            yield from files[::step]


def print_figures(outcomes: Sequence[Outcome]) -> bool:
    """Print what is not right, the worst last, and the figures; return whether all run."""
    wrong = [o for o in outcomes if o.failed or (o.near is not None and o.near < LEAST)]
    for outcome in sorted(wrong, key=lambda o: -(o.near if o.near is not None else -1)):
        print(outcome)
    for player in dict.fromkeys(o.player for o in outcomes):
        asked = [o for o in outcomes if o.player == player]
        here = sum(o.failed is None for o in asked)
        there = [o for o in asked if o.refused is None]
        both = [o for o in there if o.failed is None]
        match = sum(o.near is not None and o.near >= LEAST for o in both)
        print(
            f"{player}: {len(asked)} files; {share(here, len(asked))} run here;"
            f" of {len(there)} that run there {share(len(both), len(there))} run here,"
            f" and of these {share(match, len(both))} match"
        )
    return all(o.failed is None for o in outcomes if o.refused is None)


def share(part: int, whole: int) -> str:
    """Return a share in percent, and the counts."""
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "none"


def main() -> int:
    """Ask about every file, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--player", choices=("mpv", "libplacebo"))
    parser.add_argument("--each", type=int, default=0, metavar="N", help="of a folder at most N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for the players' answers")
    asked = parser.parse_args()
    mpv, placebo_filter = installed_mpv(), installed_placebo()
    with tempfile.TemporaryDirectory() as scratch:
        keep = asked.keep or Path(scratch) / "kept"
        folders = {name: keep / name for name in ("clips", "mpv", "libplacebo")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        clips, engine = Clips(folders["clips"]), Engine(folders["clips"])
        players: dict[str, Callable[[Question], Pictures | str]] = {}
        oracle = None
        if mpv is not None and asked.player in (None, "mpv"):
            oracle = Oracle(mpv, Path(scratch), folders["mpv"])
            players["mpv"] = lambda question: ask_mpv(oracle, clips, question)
        if placebo_filter is not None and asked.player in (None, "libplacebo"):
            placebo = Placebo(placebo_filter, Path(scratch), folders["libplacebo"])
            players["libplacebo"] = lambda question: ask_libplacebo(placebo, clips, question)
        outcomes = []
        try:
            for path in found(asked.paths, asked.each):
                for player, ask in players.items():
                    outcomes.append(compare(Question.of(path), player, ask, engine))
                    print(outcomes[-1], file=sys.stderr, flush=True)
        finally:
            if oracle is not None:
                oracle.close()
    return 0 if print_figures(outcomes) else 1


if __name__ == "__main__":
    np.seterr(all="ignore")
    raise SystemExit(main())
