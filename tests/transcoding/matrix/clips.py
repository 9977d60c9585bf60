"""Clips made by ffmpeg of flat patches of known colours, once for each recipe."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT, RATE = 96, 64, 24
FRAMES = 12

PATCHES = np.array(
    [[(235, 235, 235), (200, 180, 20), (20, 170, 180), (30, 160, 40)],
     [(170, 30, 160), (190, 40, 40), (40, 50, 190), (16, 16, 16)]], np.uint8,
)  # fmt: skip
"""The R'G'B' of the patches, two rows of four; the last one counts the frames' parity."""

SIZE = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}"]


@dataclass(frozen=True)
class Recipe:
    """How a clip is made.

    Attributes
    ----------
    suffix : of the file, which names the container
    video : ffmpeg's arguments for the video's encoder
    inputs : further inputs, each a list of arguments
    streams : arguments for the other streams and the container
    matrix : swscale's name of the matrix with which R'G'B' becomes Y'CbCr
    full : whether codes are of full range
    pix_fmt : the pixel format
    filters : ffmpeg's filters between conversion and encoder
    rate : frames per second
    moving : whether a bar moves through the last patch, in twice as many frames
    files : names and contents of what `inputs` and `streams` name in ``{here}``; None: a picture
    finish : changes the file when it has been written
    """

    suffix: str
    video: tuple[str, ...]
    inputs: tuple[tuple[str, ...], ...] = ()
    streams: tuple[str, ...] = ()
    matrix: str = "bt709"
    full: bool = False
    pix_fmt: str = "yuv420p"
    filters: tuple[str, ...] = ()
    rate: str = str(RATE)
    moving: bool = False
    files: tuple[tuple[str, bytes | None], ...] = ()
    finish: Callable[[Path], None] | None = None

    def make(self, folder: Path) -> Path:
        """Write the clip and return it; fail with ffmpeg's words where it cannot."""
        path = folder / f"in{self.suffix}"
        for name, content in self.files:
            if content is None:
                ffmpeg(["-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1",
                        str(folder / name)])  # fmt: skip
            else:
                (folder / name).write_bytes(content)
        inputs = [argument for one in self.inputs for argument in self._placed(one, folder)]
        levels = "full" if self.full else "limited"
        convert = (
            f"scale=in_range=full:out_range={levels}:out_color_matrix={self.matrix}"
            f":flags=accurate_rnd+full_chroma_int,format={self.pix_fmt}"
        )
        if self.pix_fmt in ("rgb24", "gbrp", "gray"):
            convert = f"format={self.pix_fmt}"
        ffmpeg(
            [*SIZE, "-r", self.rate, "-i", "-", *inputs, "-map", "0:v",
             "-vf", ",".join((convert, *self.filters)),
             *(self._placed(self.video, folder)), *self._placed(self.streams, folder), str(path)],
            data=frames(2 * FRAMES, moving=True).tobytes() if self.moving else frames().tobytes(),
        )  # fmt: skip
        if self.finish is not None:
            self.finish(path)
        return path

    @staticmethod
    def _placed(arguments: tuple[str, ...], folder: Path) -> list[str]:
        return [argument.replace("{here}", str(folder)) for argument in arguments]


def frames(count: int = FRAMES, *, moving: bool = False) -> npt.NDArray[np.uint8]:
    """Return the frames, (count, height, width, 3); the last patch is of another gray each time.

    With `moving` it is black, and a white bar goes through it.
    """
    picture = PATCHES.repeat(HEIGHT // 2, 0).repeat(WIDTH // 4, 1)
    all_frames = np.stack([picture] * count)
    for number in range(count):
        last = all_frames[number, HEIGHT // 2 :, -WIDTH // 4 :]
        last[:] = 16 if moving else 40 + 12 * number
        if moving:
            last[:, (4 * number) % 24 :][:, :6] = 235
    return all_frames


def ffmpeg(arguments: list[str], data: bytes | None = None) -> bytes:
    """Run ffmpeg and return its standard output."""
    program = shutil.which("ffmpeg")
    assert program is not None
    run = subprocess.run(
        [program, "-hide_banner", "-v", "error", "-y", *arguments], input=data, capture_output=True
    )
    assert run.returncode == 0, run.stderr.decode(errors="replace")[-2000:]
    return run.stdout
