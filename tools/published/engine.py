"""The engine in a process of its own, which may crash or never come back."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from oracles.mpv.clips import Clips

from anime4k_gl import Anime4KError, parse_user_shader
from anime4k_gl.formats import RGBA8
from anime4k_gl.plan import ScalingOptions

from .question import FRAMES, Pictures, Question

TIMEOUT = 600
"""Seconds to draw a file: networks of 64 neurons take a software driver minutes to compile."""


class Engine:
    """Draws pictures by either player's rules.

    Parameters
    ----------
    folder : where the clips are
    """

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
        try:
            question, dialect = line.recv()
        except EOFError:
            return
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
    scaling = ScalingOptions(
        correct_downscaling=dialect == "libplacebo", dscaler=question.downscaler
    )
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
