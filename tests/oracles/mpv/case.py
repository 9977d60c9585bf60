"""One question to mpv and to the engine: shaders, clips to run them over, sizes of the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anime4k_gl.formats import Size

SAME, UP, DOWN, DOUBLE, TRIPLE = "same", "up", "down", "double", "triple"
"""Sizes of the result: the clip's own, 1.75, 0.6, 2 and 3 times its sides."""

_SCALES = {SAME: 1.0, UP: 1.75, DOWN: 0.6, DOUBLE: 2.0, TRIPLE: 3.0}


def target_size(source: Size, kind: str) -> Size:
    """Return the result's size for a clip's size."""
    scale = _SCALES[kind]
    return Size(math.floor(source.width * scale), math.floor(source.height * scale))


@dataclass(frozen=True)
class Case:
    """Shaders that mpv and the engine must agree about.

    Attributes
    ----------
    name : short, unique
    shaders : the texts of the files, in the order given to the player
    clips : names of clips, see `clips.CLIPS`
    sizes : of `SAME`, `UP`, `DOWN`, `DOUBLE`, `TRIPLE`
    frames : how many frames are compared
    mpv : further options of mpv's command line
    engine : the same options as `Renderer` takes them
    ran : the labels of the passes that must run on the first frame, in order; None leaves it open
    discarded : the labels of passes that mpv draws and then throws away, which the engine need not
        draw
    resampled : the picture passes through arithmetic that may differ in the last bit (a scaler's
        weights, a sum of very many products): only the PSNR is held to a bound
    confirmed : mpv's answer is to be had twice, see `Oracle.mpv_frames`
    params : values of the shaders' parameters that are not their defaults
    """

    name: str
    shaders: tuple[str, ...]
    clips: tuple[str, ...] = ("yuv420p",)
    sizes: tuple[str, ...] = (SAME,)
    frames: int = 1
    mpv: tuple[str, ...] = ()
    engine: Mapping[str, Any] = field(default_factory=dict)
    ran: tuple[str, ...] | None = None
    discarded: tuple[str, ...] = ()
    resampled: bool = False
    confirmed: bool = False
    params: Mapping[str, float | int] = field(default_factory=dict)

    def questions(self) -> list[tuple[str, str, str]]:
        """Return what is to be asked: the case's name, a clip and a size."""
        return [(self.name, clip, size) for clip in self.clips for size in self.sizes]


def shader_pass(body: str, *header: str) -> str:
    """Return a pass: header lines without their ``//!``, then a body.

    A body without a ``hook`` function is the expression that ``hook`` returns.
    """
    lines = "".join(f"//!{line}\n" for line in header)
    if "hook" not in body:
        body = f"vec4 hook() {{\n    return {body};\n}}"
    return f"{lines}{body}\n"
